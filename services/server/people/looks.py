"""Records looks at personal data, many in one commit.

A look must be on the disk before its data leaves the server. One commit a look would make reading as slow as writing; so
those who look at the same moment share a commit: the first to come writes for all who wait.
"""

import threading
from dataclasses import dataclass

from sqlalchemy import insert

from services.server.kernel import Kernel
from services.server.tables import access_log
from services.server.transaction import Actor


@dataclass(eq=False)
class _Look:
    values: dict[str, object]
    written: bool = False


class LookBook:
    """Where looks are recorded; returns when the record is safe."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._waiting: list[_Look] = []
        self._queue = threading.Lock()
        self._writer = threading.Lock()

    def record(self, actor: Actor, what: str, subject: str, why: str = "") -> None:
        """Writes down that somebody looked at something; ``what`` is its kind and ``subject`` its id."""
        look = _Look(
            {
                "at": self._kernel.clock.now(),
                "account_id": actor.account_id,
                "what": what,
                "subject": subject,
                "why": why[:200],
            }
        )
        with self._queue:
            self._waiting.append(look)
        # Whoever holds the writer's lock takes along all that wait; most find their look written when it is their turn.
        with self._writer:
            if not look.written:
                self._write(look)

    def _write(self, own: _Look) -> None:
        with self._queue:
            batch, self._waiting = self._waiting, []
        try:
            with self._kernel.database.write() as connection:
                connection.execute(insert(access_log), [look.values for look in batch])
        except BaseException:
            # The others try again by themselves: each must see its own record fail or succeed.
            with self._queue:
                self._waiting += [look for look in batch if look is not own]
            raise
        for look in batch:
            look.written = True
