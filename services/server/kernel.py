"""What all features of one API process share, and the one place where transactions are opened."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from services.clock import Clock
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.events.feed import EventFeed
from services.server.security import Passwords, Tokens
from services.server.transaction import SYSTEM, Actor, Transaction

Result = TypeVar("Result")


class SnapshotPart(Protocol):
    """A feature's share of ``GET /v1/snapshot``."""

    def __call__(self, transaction: Transaction, /) -> dict[str, Any]:
        """Returns fields of :class:`~services.contracts.events.Snapshot` that the transaction's actor may see.

        The event id that the snapshot is true at has been read before, in the same consistent state. State kept in
        memory may be newer than that: the client then hears of a change that it already has, and never misses one.
        """
        ...


@dataclass
class Kernel:
    """Database, clocks, tokens and event feed of a process, and what features have added to it.

    ``clock`` is the district's time (the training day's in training mode); ``real_clock`` is for tokens and locks. ``zone`` is
    the district's, whose days count.
    """

    config: ServerConfig
    database: Database
    clock: Clock
    real_clock: Clock
    zone: ZoneInfo
    tokens: Tokens
    passwords: Passwords
    feed: EventFeed
    rooms: dict[type, Any] = field(default_factory=dict)
    """Stateful parts of features (the call floor, the article index), by their type; set while the app is built."""
    snapshot_parts: list[SnapshotPart] = field(default_factory=list)
    """Who has something to say in a snapshot."""
    background: list[Callable[[], AbstractAsyncContextManager[None]]] = field(default_factory=list)
    """What runs beside the requests: each is entered when the server starts and left, in reverse order, when it stops."""
    floor_batches: list[Callable[..., None]] = field(default_factory=list)
    """Called by the call floor with each batch, in its transaction: the transaction, the facts, the calls before and after."""
    troubles: list[Callable[[], str]] = field(default_factory=list)
    """Asked by ``GET /v1/health``: each says in words what is wrong with its part of the server; empty where nothing is."""
    signed_out: list[Callable[[Actor], None]] = field(default_factory=list)
    """Called with who signed out (account and session), in the request's thread, after that was committed."""

    def room(self, kind: type[Result]) -> Result:
        """Returns the stateful part of a feature."""
        return self.rooms[kind]  # type: ignore[no-any-return]

    def read(self, work: Callable[[Transaction], Result], actor: Actor = SYSTEM) -> Result:
        """Runs ``work`` on one consistent state."""
        with self.database.read() as connection:
            return work(self.transaction(connection, actor))

    def write(
        self,
        work: Callable[[Transaction], Result],
        actor: Actor = SYSTEM,
        expected_version: int | None = None,
        together: bool = False,
    ) -> Result:
        """Runs ``work`` in a writing transaction; after the commit, wakes the event feed where events were written.

        ``together`` lets it share a transaction of SQLite with others that may, for what many do at once. Such work does nothing
        but what it does to its transaction: it may run in another's thread, and the call floor has no part in it.
        """
        write = _Write(self, work, actor, expected_version)
        if together and self.database.is_sqlite:
            result = self.database.write_together(write.inside, write.ended)
        else:
            committed = False
            try:
                with self.database.write() as connection:
                    result = write.inside(connection)
                committed = True
            finally:
                write.ended(committed)
        if write.events:
            self.database.settle()
            self.feed.wake()
        return result

    async def answer(
        self, work: Callable[[Transaction], Result], actor: Actor = SYSTEM, expected_version: int | None = None
    ) -> Result:
        """Runs on the event loop what may be done together with others' (see ``write``): no thread waits for it meanwhile."""
        write = _Write(self, work, actor, expected_version)
        result = await self.database.answer(write.inside, write.ended)
        if write.events:
            # It is on the disk already.
            self.feed.wake()
        return result

    def transaction(self, connection: Connection, actor: Actor, expected_version: int | None = None) -> Transaction:
        """Returns what work gets on a connection."""
        return Transaction(
            connection, self.database, actor, self.clock.now(), self.zone, self.real_clock.now(), expected_version
        )


class _Write(Generic[Result]):
    """One write: what is done inside its transaction, and after it."""

    def __init__(
        self, kernel: Kernel, work: Callable[[Transaction], Result], actor: Actor, expected_version: int | None
    ) -> None:
        self._kernel = kernel
        self._work = work
        self._actor = actor
        self._expected_version = expected_version
        self._at_end: list[Callable[[bool], None]] = []
        self.events = 0

    def inside(self, connection: Connection) -> Result:
        transaction = self._kernel.transaction(connection, self._actor, self._expected_version)
        transaction.at_end = self._at_end
        result = self._work(transaction)
        transaction.settle()
        self.events = transaction.events
        return result

    def ended(self, committed: bool) -> None:
        for callback in self._at_end:
            callback(committed)
