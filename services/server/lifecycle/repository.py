"""Queries of the life cycle: who assists, what lies with whom, what an entry of the trail says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from services.contracts.accounts import Role
from services.contracts.lifecycle import Colleague
from services.server.accounts.tables import accounts
from services.server.prepared import Prepared
from services.server.tickets.tables import ticket_assists, ticket_links, tickets

_ASKED = Prepared(select(ticket_assists.c.unit).where(ticket_assists.c.ticket_key == bindparam("of")))
_LINKED = Prepared(
    select(tickets)
    .join(ticket_links, ticket_links.c.other_key == tickets.c.key)
    .where(ticket_links.c.ticket_key == bindparam("of"))
    .order_by(ticket_links.c.since.desc(), tickets.c.key.desc())
)
_IS_LINKED = Prepared(select(ticket_links.c.other_key).where(ticket_links.c.ticket_key == bindparam("of")).limit(1))
_ASK = Prepared(insert(ticket_assists))
_ASK_NO_MORE = Prepared(delete(ticket_assists).where(ticket_assists.c.ticket_key == bindparam("of")))


def changes_of(step: Row[Any]) -> dict[str, list[str | None]]:
    """Returns what an entry of the trail changed."""
    changes: dict[str, list[str | None]] = orjson.loads(step.changes)
    return changes


def said_of(step: Row[Any]) -> dict[str, Any]:
    """Returns what was said with an entry of the trail."""
    said: dict[str, Any] = orjson.loads(step.said)
    return said


def linked(connection: Connection, key: int) -> Sequence[Row[Any]]:
    """Returns the tickets that one is linked with, the newest link first."""
    return _LINKED.all(connection, {"of": key})


def is_linked(connection: Connection, key: int) -> bool:
    """Tells whether a ticket is linked with any other."""
    return _IS_LINKED.first(connection, {"of": key}) is not None


def link(connection: Connection, key: int, other: int, now: datetime) -> None:
    """Links two tickets, each with the other."""
    pairs = ((key, other), (other, key))
    connection.execute(insert(ticket_links), [{"ticket_key": a, "other_key": b, "since": now} for a, b in pairs])


def unlink(connection: Connection, key: int, other: int) -> None:
    """Takes the link of two tickets away."""
    pair = ticket_links.c.ticket_key.in_((key, other)) & ticket_links.c.other_key.in_((key, other))
    connection.execute(delete(ticket_links).where(pair))


def ask_to_assist(connection: Connection, key: int, units: Sequence[str], now: datetime) -> None:
    """Adds units that are to assist with a ticket; those that were asked before stay as they are."""
    known = {row.unit for row in _ASKED.all(connection, {"of": key})} if units else set()
    rows = [{"ticket_key": key, "unit": unit, "asked_at": now} for unit in units if unit not in known]
    _ASK.soon(connection, *rows)


def assist_replied(connection: Connection, key: int, unit: str, now: datetime) -> None:
    """Notes that a unit has given its part of the answer."""
    connection.execute(
        update(ticket_assists)
        .where(ticket_assists.c.ticket_key == key, ticket_assists.c.unit == unit)
        .values(replied_at=now)
    )


def end_assistance(connection: Connection, key: int) -> None:
    """Forgets the requests of a ticket that is over; the trail keeps them."""
    _ASK_NO_MORE.soon(connection, {"of": key})


def holds_any(connection: Connection, account_id: str) -> bool:
    """Tells whether any open ticket lies with a person."""
    query = select(tickets.c.key).where(tickets.c.handler_id == account_id, tickets.c.closed_at.is_(None)).limit(1)
    return connection.execute(query).first() is not None


def open_of_handler(connection: Connection, account_id: str) -> Sequence[Row[Any]]:
    """Returns the open tickets that lie with a person, as nobody else changes them until the commit."""
    query = select(tickets).where(tickets.c.handler_id == account_id, tickets.c.closed_at.is_(None))
    return connection.execute(query.order_by(tickets.c.key).with_for_update()).all()


def handlers_of(connection: Connection, unit: str) -> list[Colleague]:
    """Returns the active handlers of a unit by name, each with how many open tickets lie with them."""
    held = (
        select(tickets.c.handler_id, func.count().label("held"))
        .where(tickets.c.closed_at.is_(None), tickets.c.unit == unit, tickets.c.handler_id.is_not(None))
        .group_by(tickets.c.handler_id)
        .subquery()
    )
    query = (
        select(accounts.c.id, accounts.c.name, accounts.c.roles, held.c.held)
        .outerjoin_from(accounts, held, held.c.handler_id == accounts.c.id)
        .where(accounts.c.unit == unit, accounts.c.active)
        .order_by(accounts.c.name, accounts.c.id)
    )
    return [
        Colleague(id=row.id, name=row.name, open_tickets=row.held or 0)
        for row in connection.execute(query)
        if Role.HANDLER.value in row.roles
    ]
