"""Takes the end of a ticket back: what it was before, and what becomes of its follow-up."""

from typing import Any

from services.contracts.channels import CitizenNotice
from services.contracts.lifecycle import RULES, Step
from services.contracts.tickets import Pending, TicketStatus
from services.errors import AppError, Conflict
from services.server.followups import service as followups
from services.server.lifecycle import repository as own
from services.server.tickets import repository
from services.server.tickets.trace import unsaid
from services.server.transaction import Transaction

Values = dict[str, Any]
_FRESH: Values = {"status": TicketStatus.ACCEPTED.value, "unit": "", "dispatch_count": 0}
"""What a ticket becomes that was over when it was filed: somebody has to see to it, and there was nothing before."""


def objection(tx: Transaction, row: Any) -> AppError | None:
    """Returns why the end of a ticket stays: what citizens said is not unsaid by others, nor asked twice."""
    ending = _ending(tx, row)
    if ending.action == Step.FOLLOW_UP.value and ending.actor_id == followups.CITIZEN_ID:
        return Conflict("said_by_citizen")
    if ending.action == Step.ALL_ASKED.value:
        return Conflict("nobody_to_ask")
    return None


def close(tx: Transaction, row: Any) -> Values:
    """Returns a ticket's columns as they were before it was over; a wrong answer to the follow-up no longer counts."""
    ending = _ending(tx, row)
    if ending.action == Step.FOLLOW_UP.value:
        followups.take_back(tx, row)
    values = {"answer": "", **_before(ending)} if _began_so(ending) else _before(ending)
    if values.get("pending") == Pending.ANSWER.value:
        # The link is used up: they are called.
        values["pending"] = Pending.NOTHING.value
    return values


def merge(tx: Transaction, row: Any) -> Values:
    """Returns a ticket's columns as they were before it was merged; one that began as a voice is seen to like any other."""
    return {**_before(_ending(tx, row)), "merged_into": None}


def told_by_the_end(tx: Transaction, row: Any) -> CitizenNotice | None:
    """Returns what citizens were told by the step that ended a ticket, which has just been undone."""
    action = _ending(tx, row, undone=1).action
    return RULES[Step(action)].tells if action in RULES else None


def _ending(tx: Transaction, row: Any, undone: int = 0) -> Any:
    """Returns the entry that led to where a ticket stands: the newest that says a status; ``undone`` are left out."""
    trail = repository.steps(tx.connection, row.key)
    moved = [entry for entry in trail if "status" in own.changes_of(entry)]
    return moved[-1 - undone]


def _began_so(ending: Any) -> bool:
    return own.changes_of(ending)["status"][0] is None


def _before(ending: Any) -> Values:
    if _began_so(ending):
        return dict(_FRESH)
    return {name: unsaid(name, before) for name, (before, _after) in own.changes_of(ending).items()}
