"""What the training district's past calls need to know of its past tickets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from services.server.accounts.tables import accounts
from services.server.tickets.tables import tickets


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
    """Writes to each ticket (by key) its call, and the agent of that call as who took it down."""
    if not made:
        return
    names = {row.id: row.name for row in connection.execute(select(accounts.c.id, accounts.c.name))}
    connection.execute(
        update(tickets)
        .where(tickets.c.key == bindparam("this"))
        .values(call_id=bindparam("call"), created_by_id=bindparam("agent"), created_by=bindparam("name")),
        [
            {"this": key, "call": call_id, "agent": agent_id, "name": names.get(agent_id, "")}
            for key, (call_id, agent_id) in made.items()
        ],
    )
