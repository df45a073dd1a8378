"""Keeps the index of words up with the tickets, beside the requests (SQLite only; see ``search``)."""

import logging
from functools import partial

from services.server.background import looking
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
    look = partial(catch_up, kernel)
    kernel.background.append(lambda: looking(look, _EVERY_SECONDS, log, "indexing failed", at_once=False))


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
