"""The blocks in force, in memory: the exchange is told of them, and the floor asks about each caller."""

import threading

from services.contracts.blocking import Treatment
from services.contracts.events import Topic
from services.contracts.text import number_key
from services.server.blocking import repository
from services.server.calls.floor import CallFloor
from services.server.calls.followed import Followed
from services.server.kernel import Kernel
from services.telephony.protocol import Block


class BlockBook:
    """Read after each change, also of other replicas: one of them has the exchange, and any of them takes decisions.

    Args:
        kernel: the database, and the call floor with the exchange.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._lock = threading.Lock()
        self._blocks: dict[str, Block] = {}
        self.followed = Followed(Topic.BLOCK, self.refresh)

    def refresh(self) -> None:
        """Reads what is blocked now, and tells the exchange."""
        with self._lock:
            rows = self._kernel.read(lambda tx: repository.in_force(tx.connection, tx.now))
            self._blocks = {row.number: Block(row.until, Treatment(row.treatment)) for row in rows}
            self._kernel.room(CallFloor).core.exchange.block(self._blocks)

    def is_last(self, number: str) -> bool:
        """Tells whether a caller is served only when nobody else waits."""
        block = self._blocks.get(number_key(number))
        return block is not None and block.treatment is Treatment.LAST and self._kernel.clock.now() < block.until
