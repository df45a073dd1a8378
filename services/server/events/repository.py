"""Queries on the event log."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from services.server.prepared import Prepared
from services.server.tables import events, server_settings
from services.server.transaction import Actor

_PRUNED = "events_pruned_through"
_AFTER = Prepared(
    select(events.c.id, events.c.at, events.c.topic, events.c.subject, events.c.audience, events.c.data)
    .where(events.c.id > bindparam("last"))
    .order_by(events.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class StoredEvent:
    """An event with its audience and its encoded form for the stream, made once for all streams."""

    id: int
    topic: str
    subject: str
    audience: tuple[str, ...]
    encoded: bytes

    def is_for(self, actor: Actor) -> bool:
        """Tells whether the actor is among the audience; an empty audience means everybody."""
        if not self.audience:
            return True
        return any(_is_among(actor, part[:2], part[2:]) for part in self.audience)


def _is_among(actor: Actor, kind: str, name: str) -> bool:
    match kind:
        case "a:":
            return actor.account_id == name
        case "u:":
            return actor.unit == name
    return name in actor.permissions


def _stored(event_id: int, at: datetime, topic: str, subject: str, audience: str, data: str) -> StoredEvent:
    body = orjson.dumps(
        {"id": event_id, "at": at, "topic": topic, "subject": subject, "data": orjson.Fragment(data.encode())}
    )
    return StoredEvent(event_id, topic, subject, tuple(audience.split()), b"id: %d\ndata: %b\n\n" % (event_id, body))


def after(connection: Connection, last_id: int, limit: int) -> list[StoredEvent]:
    """Returns the events after an id, oldest first. Ids become visible in order (``Transaction.settle``)."""
    found = _AFTER.all(connection, {"last": last_id, "most": limit})
    return [_stored(row.id, row.at, row.topic, row.subject, row.audience, row.data) for row in found]


def newest_id(connection: Connection) -> int:
    """Returns the highest id, also of events that have been deleted since; 0 for a log that never had one."""
    return max(connection.execute(select(func.max(events.c.id))).scalar() or 0, pruned_through(connection))


def pruned_through(connection: Connection) -> int:
    """Returns the highest id that has been deleted; a client that stopped before it must take a new snapshot."""
    value = connection.execute(select(server_settings.c.value).where(server_settings.c.key == _PRUNED)).scalar()
    return int(value or 0)


def forget_before(connection: Connection, moment: datetime, limit: int) -> int:
    """Deletes at most ``limit`` of the oldest events, as far as they are older than a moment; returns how many.

    The oldest are taken by id and not by time: a clock that was set back must not tear a hole into the log.
    """
    oldest = connection.execute(select(events.c.id, events.c.at).order_by(events.c.id).limit(limit)).all()
    old = []
    for event_id, at in oldest:
        if at >= moment:
            break
        old.append(event_id)
    if old:
        connection.execute(delete(events).where(events.c.id <= old[-1]))
        mark_pruned(connection, old[-1])
    return len(old)


def mark_pruned(connection: Connection, through: int) -> None:
    """Notes that the log no longer reaches back to an id."""
    values = {"key": _PRUNED, "value": str(through)}
    changed = connection.execute(update(server_settings).where(server_settings.c.key == _PRUNED).values(values))
    if not changed.rowcount:
        connection.execute(insert(server_settings), values)
