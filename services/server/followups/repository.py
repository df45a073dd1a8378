"""Queries on attempts to ask citizens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from services.contracts.lifecycle import Outcome
from services.server.followups.tables import invitations, tries
from services.server.prepared import Prepared
from services.server.tickets.repository import group_of

_OF = Prepared(select(tries).where(tries.c.ticket_key == bindparam("of")).order_by(tries.c.id))
_ADD = Prepared(insert(tries))
_INVITED = Prepared(
    select(invitations)
    .where(invitations.c.ticket_key == bindparam("of"), invitations.c.closed_at.is_(None))
    .order_by(invitations.c.id)
)


def of(connection: Connection, key: int) -> Sequence[Row[Any]]:
    """Returns all tries for a ticket, the undone ones too, oldest first."""
    return _OF.all(connection, {"of": key})


def add(
    connection: Connection, row: Any, at: datetime, by: tuple[str, str], outcome: Outcome, voice: int | None = None
) -> None:
    """Writes down what a try found.

    Args:
        connection: of the transaction.
        row: the ticket that is followed up.
        at: when.
        by: id and name of the account.
        outcome: what was found.
        voice: key of the merged ticket whose citizen was asked; the ticket's own without it.
    """
    _ADD.soon(
        connection,
        {
            "ticket_key": row.key,
            "voice_key": voice,
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


def invited(connection: Connection, key: int) -> Sequence[Row[Any]]:
    """Returns the open invitations of a ticket, oldest first."""
    return _INVITED.all(connection, {"of": key})


def undo(connection: Connection, try_id: int, at: datetime) -> None:
    """Marks a try that was written down by mistake."""
    connection.execute(update(tries).where(tries.c.id == try_id).values(undone_at=at))
