"""Something that the exchange is told again after each change of it, also by other replicas."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from services.contracts.events import Topic
from services.server.background import running

log = logging.getLogger(__name__)


class Followed:
    """Reads again after each event of a topic: one replica has the exchange, and any of them takes decisions.

    Args:
        topic: of the changes.
        refresh: reads what is in force and tells the exchange; in a thread of its own.
    """

    def __init__(self, topic: Topic, refresh: Callable[[], None]) -> None:
        self._topic = topic
        self._refresh = refresh
        self._news = asyncio.Event()

    def hear(self, event: Any) -> None:
        """Takes note of a change, wherever it was made."""
        if event.topic == self._topic:
            self._news.set()

    def beside(self) -> AbstractAsyncContextManager[None]:
        """Follows changes while the server is up."""
        return running(self._follow())

    async def _follow(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await asyncio.to_thread(self._refresh)
            except Exception as error:
                # The next change, or the next start, reads it again; until then what was in force stays so.
                log.warning("%s could not be read: %s", self._topic.value, type(error).__name__)
