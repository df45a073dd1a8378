"""What the training district's past calls need to know of its past tickets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Connection, bindparam, select, update

from services.server.accounts.tables import accounts
from services.server.tickets.tables import ticket_steps, tickets

_BATCH = 500


@dataclass(frozen=True)
class PastTicket:
    """A ticket that somebody took down during a call. ``village`` is a code."""

    key: int
    at: datetime
    title: str
    number: str
    name: str
    village: str


def between(connection: Connection, start: datetime, end: datetime) -> list[PastTicket]:
    """Returns the tickets of a time that no call belongs to, oldest first."""
    t = tickets.c
    query = (
        select(t.key, t.created_at, t.title, t.caller_number, t.caller_name, t.village)
        .where(t.created_at >= start, t.created_at < end, t.call_id.is_(None))
        .order_by(t.key)
    )
    return [PastTicket(*row) for row in connection.execute(query)]


def link(connection: Connection, made: Mapping[int, tuple[str, str]]) -> None:
    """Writes to each ticket (by key) its call, and the agent of that call as who took it down; to its trail too."""
    if not made:
        return
    names = {row.id: row.name for row in connection.execute(select(accounts.c.id, accounts.c.name))}
    _link_trails(connection, made, names)
    connection.execute(
        update(tickets)
        .where(tickets.c.key == bindparam("this"))
        .values(call_id=bindparam("call"), created_by_id=bindparam("agent"), created_by=bindparam("name")),
        [
            {"this": key, "call": call_id, "agent": agent_id, "name": names.get(agent_id, "")}
            for key, (call_id, agent_id) in made.items()
        ],
    )


def _link_trails(connection: Connection, made: Mapping[int, tuple[str, str]], names: Mapping[str, str]) -> None:
    """Says in the first entry of each trail what the ticket was filed with, had the call been there at the time."""
    keys = list(made)
    for start in range(0, len(keys), _BATCH):
        some = keys[start : start + _BATCH]
        query = select(ticket_steps).where(ticket_steps.c.ticket_key.in_(some)).order_by(ticket_steps.c.id.desc())
        # The oldest comes last, and stays.
        filings = {row.ticket_key: row for row in connection.execute(query)}
        connection.execute(
            update(ticket_steps)
            .where(ticket_steps.c.id == bindparam("this"))
            .values(actor_id=bindparam("agent"), actor=bindparam("name"), changes=bindparam("all")),
            [
                {
                    "this": row.id,
                    "agent": made[key][1],
                    "name": names.get(made[key][1], ""),
                    "all": orjson.dumps({**orjson.loads(row.changes), "call_id": [None, made[key][0]]}).decode(),
                }
                for key, row in filings.items()
            ],
        )
