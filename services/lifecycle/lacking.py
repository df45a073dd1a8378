"""What a channel did not say of a ticket, and a step cannot do without: whoever takes the step says it."""

from collections.abc import Mapping
from typing import Any

from services.contracts.lifecycle import Step, WorkRow
from services.contracts.tickets import Ticket, TicketKind

_FILED = ("kind", "category")
_BY_STEP = {Step.ANSWER: _FILED, Step.DISPATCH: (*_FILED, "town"), Step.MEET: (*_FILED, "town")}


def lacking(ticket: Ticket | WorkRow, step: Step, kind: str = "") -> tuple[str, ...]:
    """Returns the fields that a ticket lacks for a step; a question has no need of a place. ``kind`` is the one that is given with the step."""
    is_question = (kind or ticket.kind) == TicketKind.CONSULT
    asked = (name for name in _BY_STEP.get(step, ()) if not getattr(ticket, name))
    return tuple(name for name in asked if name != "town" or not is_question)


def unsaid(ticket: Ticket, step: Step, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns what is lacking still with what is given."""
    return tuple(name for name in lacking(ticket, step, str(given.get("kind") or "")) if not given.get(name))
