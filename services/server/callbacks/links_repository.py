"""Queries on what call-backs have to do with calls and tickets."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select

from services.server.callbacks.tables import call_back_tickets, call_back_trail, call_backs
from services.server.prepared import Prepared
from services.server.tickets.tables import tickets

Rows = Sequence[Row[Any]]
_l, _t = call_back_tickets.c, call_back_trail.c
_OF_CALL = Prepared(
    select(call_backs)
    .where(call_backs.c.id.in_(select(_t.call_back_id).where(_t.call_id == bindparam("call_id"))))
    .order_by(call_backs.c.since, call_backs.c.id)
)
_MERGED = select(tickets.c.id).where(tickets.c.merged_into == bindparam("ticket_id"))
_OF_TICKET = Prepared(
    select(_l.call_back_id).where(or_(_l.ticket_id == bindparam("ticket_id"), _l.ticket_id.in_(_MERGED))).distinct()
)


def of_call(connection: Connection, call_id: str) -> Rows:
    """Returns the call-backs that a call led to, was made for, or ended; the oldest first."""
    return _OF_CALL.all(connection, {"call_id": call_id})


def of_ticket(connection: Connection, ticket_id: str) -> list[str]:
    """Returns the call-backs of a ticket and of those that were merged into it."""
    return [row.call_back_id for row in _OF_TICKET.all(connection, {"ticket_id": ticket_id})]


def add(connection: Connection, call_back_id: str, ticket_id: str, at: datetime) -> bool:
    """Joins a call-back with a ticket; ``False`` where they are joined already."""
    known = select(_l.ticket_id).where(_l.call_back_id == call_back_id, _l.ticket_id == ticket_id)
    if connection.execute(known).first() is not None:
        return False
    values = {"call_back_id": call_back_id, "ticket_id": ticket_id, "at": at}
    connection.execute(insert(call_back_tickets), values)
    return True


def tickets_of(connection: Connection, ids: Collection[str], viewer: str) -> dict[str, list[Any]]:
    """Returns the tickets of call-backs, the oldest first; of confidential ones only the viewer's own, if one is given."""
    found: dict[str, list[Any]] = defaultdict(list)
    if not ids:
        return found
    query = (
        select(_l.call_back_id, tickets.c.id, tickets.c.number)
        .join(tickets, tickets.c.id == _l.ticket_id)
        .where(_l.call_back_id.in_(ids))
        .order_by(_l.at, tickets.c.key)
    )
    if viewer:
        query = query.where(or_(~tickets.c.confidential, tickets.c.created_by_id == viewer))
    for row in connection.execute(query):
        found[row.call_back_id].append(row)
    return found


def these(connection: Connection, ids: Collection[str]) -> Rows:
    """Returns call-backs, the oldest first."""
    query = select(call_backs).where(call_backs.c.id.in_(ids)).order_by(call_backs.c.since, call_backs.c.id)
    return connection.execute(query).all()


def trails(connection: Connection, ids: Collection[str]) -> dict[str, list[Row[Any]]]:
    """Returns the stories of call-backs, each the oldest first."""
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    query = select(call_back_trail).where(_t.call_back_id.in_(ids)).order_by(_t.id)
    for row in connection.execute(query):
        found[row.call_back_id].append(row)
    return found
