"""Makes an ended session's access tokens and event streams end too, on every replica, without a query per request.

Access tokens are not stored; each process keeps the short list of sessions ended within a token's life. It is read anew
when an account changes or somebody signs out (the event log says so on every replica), and now and then besides.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from services.contracts.events import Topic
from services.server.accounts import repository
from services.server.events.repository import StoredEvent
from services.server.kernel import Kernel

log = logging.getLogger(__name__)

_EVERY_SECONDS = 15.0


class Revocations:
    """Keeps ``kernel.tokens.revoked`` true and ends the streams of ended sessions."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._changed = asyncio.Event()

    def refresh(self) -> None:
        """Reads the list anew; called in the request's thread after a commit, so that it holds for the next request."""
        kernel = self._kernel
        since = kernel.real_clock.now() - timedelta(seconds=kernel.config.access_seconds + 60)
        kernel.tokens.revoked = kernel.read(lambda tx: repository.revoked_since(tx.connection, since))

    def heard(self, event: StoredEvent) -> None:
        """Listens to the event log."""
        if event.topic == Topic.ACCOUNT:
            self._changed.set()

    @contextlib.asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Runs beside the requests."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()

    async def _run(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self.refresh)
                self._kernel.feed.end_streams(self._kernel.tokens.revoked)
            except SQLAlchemyError as error:
                log.warning("ended sessions cannot be read: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_EVERY_SECONDS):
                    await self._changed.wait()
            self._changed.clear()


def install(kernel: Kernel) -> None:
    """Gives the process its list."""
    revocations = Revocations(kernel)
    kernel.rooms[Revocations] = revocations
    kernel.feed.listeners.append(revocations.heard)
    kernel.background.append(revocations.beside)
