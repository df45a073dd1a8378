"""One unit of work: a connection, who acts, what time it is, and the events that go with the change."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, insert, text

from services.contracts.accounts import Permission, Role
from services.contracts.events import Topic
from services.errors import NotAllowed
from services.server.tables import access_log, events


@dataclass(frozen=True)
class Actor:
    """Who makes a request. The server itself acts as :data:`SYSTEM`."""

    account_id: str
    name: str
    roles: frozenset[Role] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    language: str = "zh"

    def may(self, permission: Permission) -> bool:
        """Tells whether the roles grant it."""
        return permission in self.permissions


SYSTEM = Actor("system", "系统", frozenset(Role), frozenset(Permission))


def everyone_with(permission: Permission) -> str:
    """Audience: all who hold a permission."""
    return f"p:{permission}"


def only(account_id: str) -> str:
    """Audience: one account."""
    return f"a:{account_id}"


@dataclass
class Transaction:
    """What a feature's service works with. Commit and rollback belong to whoever opened it, never to a feature."""

    connection: Connection
    actor: Actor
    now: datetime
    expected_version: int | None = None
    """From ``If-Match``; a service hands it to its repository, which refuses a stale write."""
    is_postgresql: bool = False
    events: int = field(default=0)

    def append(self, topic: Topic, subject: str, data: dict[str, Any], *audience: str) -> None:
        """Writes an event in this transaction. No audience means all who are signed in; several mean any of them."""
        values = {
            "at": self.now,
            "topic": topic.value,
            "subject": subject,
            "audience": " ".join(audience),
            "data": orjson.dumps(data).decode(),
        }
        if self.is_postgresql:
            self.connection.execute(insert(events).values(**values, xid=text("pg_current_xact_id()::text::bigint")))
        else:
            self.connection.execute(insert(events), values)
        self.events += 1

    def looked_at(self, what: str, subject: str, why: str = "") -> None:
        """Records a look at personal data."""
        self.connection.execute(
            insert(access_log),
            {"at": self.now, "account_id": self.actor.account_id, "what": what, "subject": subject, "why": why[:200]},
        )

    def require(self, permission: Permission) -> None:
        """Refuses where the actor lacks a permission that depends on the content of the request."""
        if not self.actor.may(permission):
            raise NotAllowed(permission)
