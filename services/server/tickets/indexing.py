"""Keeps the index of words up with the tickets, beside the requests (SQLite only; see ``search``)."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from sqlalchemy.exc import SQLAlchemyError

from services.server.kernel import Kernel
from services.server.tickets import search

log = logging.getLogger(__name__)

_EVERY_SECONDS = 2.0
_BATCH = 200
"""Tickets indexed in one transaction: some 50 ms, in which other writers wait."""


def install(kernel: Kernel) -> None:
    """Lets the indexing run beside the requests."""
    if not kernel.database.is_sqlite:
        return

    @contextlib.asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        task = asyncio.create_task(_now_and_then(kernel))
        try:
            yield
        finally:
            task.cancel()

    kernel.background.append(beside)


def catch_up_now(kernel: Kernel) -> None:
    """Indexes what waits before a search, so that a ticket filed a moment ago is found; at most one batch."""
    if kernel.read(lambda tx: search.is_late(tx.connection)):
        kernel.write(lambda tx: search.catch_up(tx.connection, _BATCH))


def catch_up(kernel: Kernel) -> int:
    """Indexes all that waits; returns how many tickets that were."""
    total = 0
    # Looks first without the writer's lock: mostly there is nothing to do.
    if kernel.read(lambda tx: search.is_late(tx.connection)):
        while done := kernel.write(lambda tx: search.catch_up(tx.connection, _BATCH)):
            total += done
    return total


async def _now_and_then(kernel: Kernel) -> None:
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        try:
            await asyncio.to_thread(catch_up, kernel)
        except SQLAlchemyError as error:
            log.warning("indexing failed: %s", type(error).__name__)
