"""The calls that belong to a ticket."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from services.contracts.calls import CallRow
from services.server.calls import repository, views
from services.server.tickets.tables import tickets


def calls_about(connection: Connection, ticket: Any, others: Sequence[str] = ()) -> list[CallRow]:
    """Returns a ticket's calls, masked, the oldest first.

    These are the ``others`` (of its call-backs), the calls in which it, or a ticket that was merged into it, was taken down, and all calls from and to the
    numbers it names from then until it was closed: call-backs, follow-up, the citizen who asks again.
    """
    merged = select(tickets.c.call_id).where(tickets.c.merged_into == ticket.id, tickets.c.call_id.is_not(None))
    taken_down = [*connection.execute(merged).scalars(), *([ticket.call_id] if ticket.call_id else ()), *others]
    numbers = {number for number in (ticket.caller_number, ticket.contact_number) if number}
    if not taken_down and not numbers:
        return []
    found = repository.of_these(connection, taken_down, numbers, ticket.created_at, ticket.closed_at)
    return [views.call_row(row) for row in found]
