"""Queries on raw events, as the figures need them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, func, select

from services.contracts.calls import CallEventKind
from services.server.calls.tables import call_events
from services.server.figures.raw import Raw

_c = call_events.c
# What the caller said and how they rated it is most of the events, and no figure reads it.
_EVENTS = select(_c.id, _c.call_id, _c.agent_id, _c.kind, _c.at, _c.monotonic, _c.exchange, _c.data).where(
    _c.kind.not_in([CallEventKind.SPOKEN.value, CallEventKind.RATED.value, CallEventKind.QUEUED.value])
)


def after(connection: Connection, last_id: int) -> Iterator[Raw]:
    """Yields the events after an id, in their order."""
    return _raw(connection, _EVENTS.where(_c.id > last_id))


def between(connection: Connection, since: datetime, until: datetime) -> Iterator[Raw]:
    """Yields the events of a time, in their order."""
    return _raw(connection, _EVENTS.where(_c.at >= since, _c.at < until))


def first_id_since(connection: Connection, moment: datetime) -> int:
    """Returns the id of the first event at or after a moment, or one more than the last."""
    found = connection.execute(select(func.min(_c.id)).where(_c.at >= moment)).scalar()
    return int(found) if found is not None else (connection.execute(select(func.max(_c.id))).scalar() or 0) + 1


def _raw(connection: Connection, query: Select[Any]) -> Iterator[Raw]:
    for row in connection.execute(query.order_by(_c.id)):
        key, call_id, agent_id, kind, at, monotonic, exchange, data = row
        read = orjson.loads(data) if len(data) > 2 else {}
        yield Raw(key, call_id or "", agent_id or "", CallEventKind(kind), at, monotonic, exchange, read)
