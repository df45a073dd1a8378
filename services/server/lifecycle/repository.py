"""Queries of the life cycle: who assists, what lies with whom, what an entry of the trail says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, delete, insert, select, update

from services.server.tickets.tables import ticket_assists, tickets


def changes_of(step: Row[Any]) -> dict[str, list[str | None]]:
    """Returns what an entry of the trail changed."""
    changes: dict[str, list[str | None]] = orjson.loads(step.changes)
    return changes


def ask_to_assist(connection: Connection, key: int, units: Sequence[str], now: datetime) -> None:
    """Adds units that are to assist with a ticket; those that were asked before stay as they are."""
    known = set(connection.execute(select(ticket_assists.c.unit).where(ticket_assists.c.ticket_key == key)).scalars())
    rows = [{"ticket_key": key, "unit": unit, "asked_at": now} for unit in units if unit not in known]
    if rows:
        connection.execute(insert(ticket_assists), rows)


def assist_replied(connection: Connection, key: int, unit: str, now: datetime) -> None:
    """Notes that a unit has given its part of the answer."""
    connection.execute(
        update(ticket_assists)
        .where(ticket_assists.c.ticket_key == key, ticket_assists.c.unit == unit)
        .values(replied_at=now)
    )


def end_assistance(connection: Connection, key: int) -> None:
    """Forgets the requests of a ticket that is over; the trail keeps them."""
    connection.execute(delete(ticket_assists).where(ticket_assists.c.ticket_key == key))


def open_of_handler(connection: Connection, account_id: str) -> Sequence[Row[Any]]:
    """Returns the open tickets that lie with a person."""
    return connection.execute(
        select(tickets).where(tickets.c.handler_id == account_id, tickets.c.closed_at.is_(None)).order_by(tickets.c.key)
    ).all()
