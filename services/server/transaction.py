"""One unit of work: a connection, who acts, what time it is, and the events that go with the change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from pydantic import BaseModel
from sqlalchemy import Connection, insert, text

from services.contracts.accounts import Permission, Role
from services.contracts.events import Topic
from services.errors import NotAllowed
from services.server.database import Database
from services.server.prepared import Prepared, Values
from services.server.tables import access_log, events


@dataclass(frozen=True)
class Actor:
    """Who makes a request. The server itself acts as :data:`SYSTEM`."""

    account_id: str
    name: str
    roles: frozenset[Role] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    language: str = "zh"
    session_id: str = ""
    """The sign-in that the token came out of; empty for the server itself."""
    unit: str = ""
    """Code of the unit they work for; empty for the district centre."""

    def may(self, permission: Permission) -> bool:
        """Tells whether the roles grant it."""
        return permission in self.permissions


# An own pair of numbers in the space of advisory locks that have two.
_ONE_AFTER_ANOTHER = Prepared(text("SELECT set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(7, 2)"))

_WRITE = Prepared(insert(events))
_LOOK = Prepared(insert(access_log))

SYSTEM = Actor("system", "系统", frozenset(Role), frozenset(Permission))


def everyone_with(permission: Permission) -> str:
    """Audience: all who hold a permission."""
    return f"p:{permission}"


def of_unit(unit: str) -> str:
    """Audience: all who work for a unit."""
    return f"u:{unit}"


def only(account_id: str) -> str:
    """Audience: one account."""
    return f"a:{account_id}"


@dataclass
class Transaction:
    """What a feature's service works with. Commit and rollback belong to whoever opened it, never to a feature."""

    connection: Connection
    database: Database
    actor: Actor
    now: datetime
    zone: ZoneInfo
    """The district's, whose days count."""
    real_now: datetime
    """Where ``now`` is a training day's, the time outside: when something may next be sent to a counterpart."""
    expected_version: int | None = None
    """From ``If-Match``; a service hands it to its repository, which refuses a stale write."""
    at_end: list[Callable[[bool], None]] = field(default_factory=list)
    """Called by the kernel when the transaction is over, with whether it was committed. For state kept in memory."""
    _pending: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_postgresql(self) -> bool:
        """Whether there may be other writers at the same time."""
        return not self.database.is_sqlite

    @property
    def events(self) -> int:
        """How many events this transaction has appended."""
        return len(self._pending)

    def append(self, topic: Topic, subject: str, data: dict[str, Any], *audience: str) -> None:
        """Writes an event in this transaction. No audience means all who are signed in; several mean any of them."""
        self._pending.append(
            {
                "at": self.now,
                "topic": topic.value,
                "subject": subject,
                "audience": " ".join(audience),
                "data": orjson.dumps(data, default=_as_json).decode(),
            }
        )

    def aside(self, statement: Prepared, values: Values) -> Any:
        """Runs a statement that others may not wait for until this transaction ends (see ``Database.aside``)."""
        return self.database.aside(self.connection, statement, values)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Runs a part of the transaction that may fail by itself: an error takes back all of it, events too, and is raised."""
        events = len(self._pending)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self._pending[events:]
            raise

    def settle(self) -> None:
        """Writes the appended events as the last thing before the commit; called by the kernel, never by a feature.

        Ids must become visible in their own order, or a reader that has seen 6 would never look for the 5 committed
        after it. SQLite has one writer. On PostgreSQL the writers of events take their ids one after another, under a
        lock that falls with the commit; it is the last lock a transaction takes, so it cannot deadlock with others. Such a
        commit does not wait for the disk: the kernel does, together with others' (``Database.settle``).
        """
        if not self._pending:
            return
        if self.is_postgresql:
            _ONE_AFTER_ANOTHER.soon(self.connection, {})
        _WRITE.soon(self.connection, *self._pending)

    def looked_at(self, what: str, subject: str, why: str = "") -> None:
        """Records a look at personal data."""
        _LOOK.soon(
            self.connection,
            {"at": self.now, "account_id": self.actor.account_id, "what": what, "subject": subject, "why": why[:200]},
        )

    def require(self, permission: Permission) -> None:
        """Refuses where the actor lacks a permission that depends on the content of the request."""
        if not self.actor.may(permission):
            raise NotAllowed(permission)


def _as_json(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(type(value).__name__)
