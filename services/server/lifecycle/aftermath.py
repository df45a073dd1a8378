"""What follows from a step besides the row itself: clocks, assisting units, parts, and what citizens are told."""

from typing import Any

from services.contracts.lifecycle import Rule, Step, StepRequest
from services.contracts.tickets import TicketStatus
from services.server.lifecycle import repository as own
from services.server.tickets import repository
from services.server.tickets.service import blank
from services.server.transaction import Transaction


def follow(tx: Transaction, before: Any, after: Any, rule: Rule, request: StepRequest) -> None:
    """Does all that belongs to a step that was just written."""
    match rule.step:
        case Step.DISPATCH | Step.MEET | Step.EMERGENCY:
            own.ask_to_assist(tx.connection, after.key, after.assisting.split(), tx.now)
        case Step.ASSIST:
            own.ask_to_assist(tx.connection, after.key, [request.unit], tx.now)
        case Step.ASSIST_REPLY:
            own.assist_replied(tx.connection, after.key, tx.actor.unit, tx.now)
        case Step.SPLIT:
            _split(tx, after, request)
    if after.closed_at is not None and before.closed_at is None:
        own.end_assistance(tx.connection, after.key)


def _split(tx: Transaction, row: Any, request: StepRequest) -> None:
    """Files each part as a ticket of its own, dispatched to its unit; place, kind and confidentiality stay."""
    inherited = {name: getattr(row, name) for name in blank()} | {"person_id": None, "call_id": None}
    # Only the main handler speaks to the citizen.
    inherited |= {"caller_name": "", "caller_number": "", "contact_number": ""}
    repository.add_many(
        tx.connection,
        [
            {
                **inherited,
                "id": part.id,
                "digest": "",
                "status": TicketStatus.DISPATCHED.value,
                "version": 1,
                "opened_as": Step.SPLIT.value,
                "title": part.title,
                "content": part.content,
                "answer": "",
                "unit": part.unit,
                "part_of": row.id,
                "created_by_id": tx.actor.account_id,
                "created_by": tx.actor.name,
                "created_at": tx.now,
                "updated_at": tx.now,
                "closed_at": None,
                "note_count": 0,
            }
            for part in request.parts
        ],
    )
