"""Queries on attempts to ask citizens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from services.contracts.lifecycle import Outcome
from services.server.followups.tables import tries
from services.server.prepared import Prepared
from services.server.tickets.repository import group_of

_OF = Prepared(select(tries).where(tries.c.ticket_key == bindparam("of")).order_by(tries.c.id))
_ADD = Prepared(insert(tries))


def of(connection: Connection, key: int) -> Sequence[Row[Any]]:
    """Returns all tries for a ticket, the undone ones too, oldest first."""
    return _OF.all(connection, {"of": key})


def add(connection: Connection, row: Any, at: datetime, by: tuple[str, str], outcome: Outcome) -> None:
    """Writes down what a try found; ``by`` is the account's id and name."""
    _ADD.soon(
        connection,
        {
            "ticket_key": row.key,
            "at": at,
            "by_id": by[0],
            "by": by[1],
            "unit": row.unit,
            **group_of(row),
            "reached": outcome.reached,
            "contacted": outcome.reached and outcome.contacted,
            "solved": outcome.reached and outcome.solved,
            "satisfaction": (outcome.satisfaction or "") if outcome.reached else "",
            "reason": outcome.reason,
        },
    )


def undo(connection: Connection, try_id: int, at: datetime) -> None:
    """Marks a try that was written down by mistake."""
    connection.execute(update(tries).where(tries.c.id == try_id).values(undone_at=at))
