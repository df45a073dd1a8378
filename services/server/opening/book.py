"""The closed queues, told to the exchange after each change."""

import threading

from services.contracts.events import Topic
from services.contracts.opening import ClosedTreatment
from services.server.calls.floor import CallFloor
from services.server.calls.followed import Followed
from services.server.kernel import Kernel
from services.server.opening import repository
from services.server.opening.rules import in_force
from services.telephony.protocol import Closing


class ClosingBook:
    """Read after each change, also of other replicas: one of them has the exchange, and any of them closes queues.

    Args:
        kernel: the database, and the call floor with the exchange.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._lock = threading.Lock()
        self._sent_on: dict[str, Closing] = {}
        self.manual: dict[str, Closing] = {}
        """What leads have closed, as it was read last."""
        self.followed = Followed(Topic.QUEUE_CLOSING, self.refresh)

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
            self.manual = closed
            self._kernel.room(CallFloor).core.exchange.close_queues({**self._sent_on, **closed})

    def send_on(self, queues: dict[str, Closing]) -> None:
        """Takes over which queues send new callers on, because too many wait or nobody is there; a lead's word comes before it."""
        if queues != self._sent_on:
            self._sent_on = dict(queues)
            self.refresh()
