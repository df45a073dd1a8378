"""The closed queues, told to the exchange after each change."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator
from typing import Any

from services.contracts.events import Topic
from services.contracts.opening import ClosedTreatment
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from services.server.opening import repository
from services.server.opening.rules import in_force
from services.telephony.protocol import Closing

log = logging.getLogger(__name__)


class ClosingBook:
    """Read after each change, also of other replicas: one of them has the exchange, and any of them closes queues.

    Args:
        kernel: the database, and the call floor with the exchange.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._lock = threading.Lock()
        self._news = asyncio.Event()

    def refresh(self) -> None:
        """Reads what is closed now, and tells the exchange."""
        with self._lock:
            now = self._kernel.clock.now()
            rows = self._kernel.read(lambda tx: repository.rows(tx.connection, True))
            closed = {
                row.skill: Closing(row.until, ClosedTreatment(row.treatment))
                for row in rows
                if in_force(row.closed, row.until, now)
            }
            self._kernel.room(CallFloor).core.exchange.close_queues(closed)

    def hear(self, event: Any) -> None:
        """Takes note of a change, wherever it was made."""
        if event.topic == Topic.QUEUE_CLOSING:
            self._news.set()

    @contextlib.asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Follows changes while the server is up."""
        task = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _follow(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await asyncio.to_thread(self.refresh)
            except Exception as error:
                # The next change, or the next start, reads it again; until then what was in force stays so.
                log.warning("the closed queues could not be read: %s", type(error).__name__)
