"""The clocks of tickets as they are filed: counted before the ticket is written, so that its row is written once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from services.contracts.clocks import ClockKind
from services.contracts.tickets import TicketStatus
from services.server.clocks import repository, state
from services.server.clocks.config import FACTS, Facts
from services.server.clocks.state import TIMER, TicketClockState
from services.server.timers import repository as timers

CLOCKS_OF: dict[str, tuple[ClockKind, ...]] = {
    TicketStatus.ACCEPTED.value: (ClockKind.DISPATCH, ClockKind.FINISH),
    TicketStatus.DISPATCHED.value: (ClockKind.SIGN_IN, ClockKind.FINISH),
    TicketStatus.HANDLING.value: (ClockKind.FIRST_CONTACT, ClockKind.FINISH),
    TicketStatus.SUSPENDED.value: (ClockKind.FINISH,),
    TicketStatus.REVIEW.value: (ClockKind.REVIEW, ClockKind.FINISH),
    TicketStatus.FOLLOW_UP.value: (ClockKind.FOLLOW_UP,),
}
"""What runs for a ticket that enters the life cycle at a status."""


def facts_of(row: Any) -> Facts:
    """Returns what limits are chosen by, from a ticket's row."""
    return Facts(*(getattr(row, name) for name in FACTS))


def begin(connection: Connection, rows: Sequence[dict[str, Any]], now: datetime) -> list[list[TicketClockState]]:
    """Starts the clocks of new tickets and puts into their rows what these say of them.

    Args:
        connection: of the transaction.
        rows: tickets that are about to be numbered and written.
        now: the present moment; a ticket may have been taken down long before.

    Returns:
        The clocks of each, for :func:`keep` once the tickets are written.
    """
    begun: list[list[TicketClockState]] = []
    config = None
    for row in rows:
        kinds = CLOCKS_OF.get(row["status"], ())
        if not kinds or row.get("closed_at") is not None:
            begun.append([])
            continue
        config = config or repository.config(connection)
        facts = Facts(*(row.get(name, "") for name in FACTS))
        clocks = [state.started(config, kind, facts, row["created_at"], max(now, row["created_at"])) for kind in kinds]
        row.update(state.summary(clocks))
        begun.append(clocks)
    return begun


def keep(connection: Connection, keys: Sequence[int], begun: Sequence[list[TicketClockState]]) -> None:
    """Writes the clocks of new tickets, by their keys, and a timer for each ticket's next rung."""
    moments: dict[int, datetime] = {}
    for key, clocks in zip(keys, begun, strict=True):
        for clock in clocks:
            clock.ticket_key = key
        following = state.next_moment(clocks)
        if following is not None:
            moments[key] = following
    repository.add(connection, [clock for clocks in begun for clock in clocks])
    timers.put(
        connection,
        [{"kind": TIMER, "subject": str(key), "due_at": at, "payload": {}} for key, at in moments.items()],
    )
