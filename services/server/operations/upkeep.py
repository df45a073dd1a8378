"""What is looked after beside the requests: sessions end by their time, old rows go a little at a time, SQLite's log is folded in."""

import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from services.contracts.notices import KEPT_DAYS
from services.server.accounts import repository as accounts
from services.server.accounts import sessions
from services.server.background import looking
from services.server.events import repository as events
from services.server.kernel import Kernel
from services.server.notices import repository as notices
from services.server.operations import repository
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

KEY_DAYS = 30
"""A console that was offline for a holiday must still not file anything twice."""
FAILURE_DAYS = 1
_PRUNE_SECONDS = 600.0
_FOLD_SECONDS = 1.0
_FOLD_BYTES = 4_000_000
_SESSIONS = 100
_BATCH = 2_000
"""Rows in one transaction; more would make writers wait noticeably."""


class Upkeep:
    """Runs beside the requests of one process; on several replicas it does no harm."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    @contextlib.asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Begins with the server and ends with it."""
        async with looking(self.prune, _PRUNE_SECONDS, log, "upkeep failed", at_once=False):
            if not self._kernel.database.is_sqlite:
                yield
                return
            async with looking(self._fold, _FOLD_SECONDS, log, "upkeep failed", at_once=False):
                yield

    def prune(self) -> int:
        """Ends sessions whose time is over, and deletes what is too old; returns how many rows went."""
        kernel = self._kernel
        real_now = kernel.real_clock.now()
        # Not a timer's: those go by the district's clock, which a training day has sixty times as fast.
        while sessions.end_expired(kernel, _SESSIONS):
            pass
        kinds: tuple[Callable[[Transaction], int], ...] = (
            lambda tx: events.forget_before(tx.connection, tx.now - timedelta(days=kernel.config.event_days), _BATCH),
            lambda tx: repository.forget_keys_before(tx.connection, tx.now - timedelta(days=KEY_DAYS), _BATCH),
            lambda tx: notices.forget_before(tx.connection, tx.now - timedelta(days=KEPT_DAYS), _BATCH),
            lambda tx: notices.forget_beyond(tx.connection, _BATCH),
            lambda tx: accounts.forget_sessions_before(tx.connection, real_now, _BATCH),
            lambda tx: accounts.forget_failures_before(tx.connection, real_now - timedelta(days=FAILURE_DAYS)),
        )
        return sum(self._all_of(some) for some in kinds)

    def _all_of(self, some: Callable[[Transaction], int]) -> int:
        total = 0
        while deleted := self._kernel.write(some):
            total += deleted
        return total

    def _fold(self) -> None:
        if self._kernel.database.log_bytes() > _FOLD_BYTES:
            self._kernel.database.fold_log()
