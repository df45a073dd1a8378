"""What all features of one API process share, and the one place where transactions are opened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from services.clock import Clock
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.events.feed import EventFeed
from services.server.security import Tokens
from services.server.transaction import SYSTEM, Actor, Transaction

Result = TypeVar("Result")


@dataclass
class Kernel:
    """Database, clock, tokens and event feed of a process.

    ``clock`` is the district's time (the training day's in training mode); tokens use real time of their own.
    """

    config: ServerConfig
    database: Database
    clock: Clock
    tokens: Tokens
    feed: EventFeed
    rooms: dict[type, Any] = field(default_factory=dict)
    """Stateful parts of features (the call floor, the article index), by their type; set once in ``app.build``."""

    def room(self, kind: type[Result]) -> Result:
        """Returns the stateful part of a feature."""
        return self.rooms[kind]  # type: ignore[no-any-return]

    def read(self, work: Callable[[Transaction], Result], actor: Actor = SYSTEM) -> Result:
        """Runs ``work`` on one consistent state."""
        with self.database.read() as connection:
            return work(Transaction(connection, actor, self.clock.now(), is_postgresql=not self.database.is_sqlite))

    def write(
        self, work: Callable[[Transaction], Result], actor: Actor = SYSTEM, expected_version: int | None = None
    ) -> Result:
        """Runs ``work`` in a writing transaction; after the commit, wakes the event feed where events were written."""
        with self.database.write() as connection:
            transaction = Transaction(
                connection, actor, self.clock.now(), expected_version, is_postgresql=not self.database.is_sqlite
            )
            result = work(transaction)
        if transaction.events:
            self.feed.wake()
        return result
