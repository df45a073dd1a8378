"""Queries on what a citizen, or a number, has asked about before."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from services.server.tickets.tables import tickets

_CONTACT = (
    tickets.c.id,
    tickets.c.number,
    tickets.c.status,
    tickets.c.title,
    tickets.c.confidential,
    tickets.c.created_at,
    tickets.c.created_by,
    tickets.c.created_by_id,
)


def newest(connection: Connection, person_id: str | None, number: str, viewer: str, limit: int) -> Sequence[Row[Any]]:
    """Returns the newest tickets of a person or number; of confidential ones only the viewer's own, if one is given."""
    keys: set[int] = set()
    for column, value in ((tickets.c.person_id, person_id), (tickets.c.caller_number, number)):
        if value:
            query = select(tickets.c.key).where(column == value, column != "").order_by(tickets.c.key.desc())
            keys.update(connection.execute(_seen_by(query, viewer).limit(limit)).scalars())
    newest = sorted(keys, reverse=True)[:limit]
    query = select(*_CONTACT).where(tickets.c.key.in_(newest)).order_by(tickets.c.key.desc())
    return connection.execute(query).all() if newest else []


def count_open(connection: Connection, person_id: str | None, number: str, viewer: str) -> int:
    """Counts the tickets of a person or number that are not closed."""
    either = [
        condition
        for condition in (
            (tickets.c.person_id == person_id) if person_id else None,
            ((tickets.c.caller_number == number) & (tickets.c.caller_number != "")) if number else None,
        )
        if condition is not None
    ]
    if not either:
        return 0
    query = select(func.count()).select_from(tickets).where(or_(*either), tickets.c.closed_at.is_(None))
    return int(connection.execute(_seen_by(query, viewer)).scalar_one())


def _seen_by(query: Any, viewer: str) -> Any:
    return query.where(or_(~tickets.c.confidential, tickets.c.created_by_id == viewer)) if viewer else query
