"""Removes contents that nothing names: uploads that were never used, and pieces of what was cut off."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from services.server.attachments import repository
from services.server.attachments.blobs import BlobStore
from services.server.background import looking
from services.server.kernel import Kernel
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

_EVERY_SECONDS = 3_600.0
AGE_SECONDS = 2 * 86_400.0
"""A content that nothing names is left alone for so long: a transaction may be about to name it."""


@dataclass
class Sweeper:
    """Knows who names contents. ``holders`` return those of the digests with a prefix that are named."""

    kernel: Kernel
    holders: list[Callable[[Transaction, str], set[str]]] = field(default_factory=list)

    def sweep(self) -> int:
        """Removes what nothing names and is old enough; returns how many files went."""
        store, gone = BlobStore.of(self.kernel.config), 0
        for folder in store.folders():
            gone += store.sweep(folder, self.kernel.read(partial(self._named, prefix=folder)), AGE_SECONDS)
        return gone + store.sweep_incoming(AGE_SECONDS)

    def _named(self, tx: Transaction, prefix: str) -> set[str]:
        return set[str]().union(*(holder(tx, prefix) for holder in self.holders))


def install(kernel: Kernel) -> None:
    """Makes the room, and lets it run beside the requests."""
    sweeper = Sweeper(kernel, [lambda tx, prefix: repository.digests(tx.connection, prefix)])
    kernel.rooms[Sweeper] = sweeper
    failed = "sweeping attachments failed"
    kernel.background.append(lambda: looking(sweeper.sweep, _EVERY_SECONDS, log, failed, at_once=False))
