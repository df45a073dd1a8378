"""Housekeeping: old events and old idempotency keys go, a little at a time."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from services.server.events import repository
from services.server.kernel import Kernel
from services.server.tables import idempotency
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

_EVERY_SECONDS = 600
_BATCH = 2_000
"""Rows in one transaction; more would make writers wait noticeably."""
KEY_DAYS = 30
"""A console that was offline for a holiday must still not file anything twice."""


def install(kernel: Kernel) -> None:
    """Lets the housekeeping run beside the requests."""

    @contextlib.asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        task = asyncio.create_task(_every_now_and_then(kernel))
        try:
            yield
        finally:
            task.cancel()

    kernel.background.append(beside)


def prune(kernel: Kernel) -> int:
    """Deletes what is too old; returns how many rows went."""
    return _all_of(kernel, _events) + _all_of(kernel, _keys)


async def _every_now_and_then(kernel: Kernel) -> None:
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        try:
            gone = await asyncio.to_thread(prune, kernel)
            log.info("housekeeping: %d rows deleted", gone)
        except SQLAlchemyError as error:
            log.warning("housekeeping failed: %s", type(error).__name__)


def _all_of(kernel: Kernel, some: Callable[[Kernel, Transaction], int]) -> int:
    total = 0
    while deleted := kernel.write(lambda tx: some(kernel, tx)):
        total += deleted
        if deleted < _BATCH:
            break
    return total


def _events(kernel: Kernel, tx: Transaction) -> int:
    return repository.forget_before(tx.connection, tx.now - timedelta(days=kernel.config.event_days), _BATCH)


def _keys(kernel: Kernel, tx: Transaction) -> int:
    old = (
        select(idempotency.c.account_id, idempotency.c.key)
        .where(idempotency.c.at < kernel.real_clock.now() - timedelta(days=KEY_DAYS))
        .limit(_BATCH)
    )
    rows = tx.connection.execute(old).all()
    for account_id, key in rows:
        tx.connection.execute(
            delete(idempotency).where(idempotency.c.account_id == account_id, idempotency.c.key == key)
        )
    return len(rows)
