"""Queries on closed queues and their story."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from services.contracts.opening import ClosingEntry
from services.server.opening.tables import queue_closing_trail, queue_closings

_c = queue_closings.c


def rows(connection: Connection, closed: bool = False) -> Sequence[Row[Any]]:
    """Returns the last word about each queue; only of those that were closed and not opened, where that is asked."""
    query = select(queue_closings).order_by(_c.skill)
    return connection.execute(query.where(_c.closed) if closed else query).all()


def locked(connection: Connection, skill: str) -> Row[Any] | None:
    """Returns what was said last about a queue, which then is the transaction's until its end."""
    return connection.execute(select(queue_closings).where(_c.skill == skill).with_for_update()).first()


def keep(connection: Connection, values: dict[str, Any], is_new: bool) -> None:
    """Writes what is said about a queue now."""
    if is_new:
        connection.execute(insert(queue_closings), values)
    else:
        connection.execute(update(queue_closings).where(_c.skill == values["skill"]).values(values))


def note(connection: Connection, values: dict[str, Any]) -> None:
    """Adds a line to the story."""
    connection.execute(insert(queue_closing_trail), values)


def trail(connection: Connection, skill: str, limit: int) -> list[ClosingEntry]:
    """Returns what was done with a queue, the newest first."""
    t = queue_closing_trail.c
    query = select(queue_closing_trail).where(t.skill == skill).order_by(t.id.desc()).limit(limit)
    return [ClosingEntry.model_validate(dict(row._mapping)) for row in connection.execute(query)]
