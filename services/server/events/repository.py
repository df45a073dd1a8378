"""Queries on the event log."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Connection, delete, func, select, text

from services.server.tables import events
from services.server.transaction import Actor

# PostgreSQL: an id can become visible after a higher one, while its transaction still runs; wait for the oldest.
_BELOW_HORIZON = text("events.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


@dataclass(frozen=True)
class StoredEvent:
    """An event with its audience and its encoded form for the stream, made once."""

    id: int
    audience: tuple[str, ...]
    encoded: bytes

    def is_for(self, actor: Actor) -> bool:
        """Tells whether the actor is among the audience; an empty audience means everybody."""
        if not self.audience:
            return True
        return any(
            actor.account_id == part[2:] if part.startswith("a:") else part[2:] in actor.permissions
            for part in self.audience
        )


def _stored(event_id: int, at: datetime, topic: str, subject: str, audience: str, data: str) -> StoredEvent:
    body = orjson.dumps({"id": event_id, "at": at, "topic": topic, "subject": subject, "data": orjson.Fragment(data)})
    return StoredEvent(event_id, tuple(audience.split()), b"id: %d\ndata: %b\n\n" % (event_id, body))


def after(connection: Connection, last_id: int, limit: int, is_sqlite: bool) -> list[StoredEvent]:
    """Returns the events after an id, oldest first, as far as they are safe to deliver."""
    query = select(events).where(events.c.id > last_id).order_by(events.c.id).limit(limit)
    if not is_sqlite:
        query = query.where(_BELOW_HORIZON)
    return [_stored(r.id, r.at, r.topic, r.subject, r.audience, r.data) for r in connection.execute(query)]


def newest_id(connection: Connection, is_sqlite: bool) -> int:
    """Returns the highest id that is safe to deliver, 0 for an empty log."""
    query = select(func.max(events.c.id))
    if not is_sqlite:
        query = query.where(_BELOW_HORIZON)
    return connection.execute(query).scalar() or 0


def oldest_id(connection: Connection) -> int:
    """Returns the lowest id kept, 0 for an empty log."""
    return connection.execute(select(func.min(events.c.id))).scalar() or 0


def forget_before(connection: Connection, moment: datetime) -> int:
    """Deletes events older than a moment; returns how many."""
    return connection.execute(delete(events).where(events.c.at < moment)).rowcount
