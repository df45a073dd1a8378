"""Rules of the follow-up: who is asked, how often, and what the answer leads to."""

import hashlib
from datetime import timedelta
from typing import Any

from services.contracts.followups import FollowUp, Try
from services.contracts.lifecycle import HOURS_BETWEEN_TRIES, TRIES, Outcome, Satisfaction, Step
from services.contracts.tickets import TicketKind, TicketStatus
from services.errors import Conflict, InvalidFields
from services.server.followups import repository
from services.server.tickets import repository as tickets
from services.server.tickets import scope, service, view
from services.server.transaction import Transaction

_ALWAYS = frozenset({TicketKind.COMPLAINT.value, TicketKind.REPORT.value, TicketKind.HELP.value})
SHARE_OF_OTHERS = 0.2
_DISSATISFIED = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})


def is_wanted(row: Any) -> bool:
    """Tells whether the citizen is asked: about every complaint, report and request for help, about a sample of the others.

    The sample hangs on the ticket's id alone, so that nobody chooses it. What is supervised is always followed up; a part of
    another ticket never, because the citizen is asked about the whole.
    """
    if row.part_of:
        return False
    if row.supervised or row.kind in _ALWAYS:
        return True
    return hashlib.sha256(row.id.encode()).digest()[0] < SHARE_OF_OTHERS * 256


def of(tx: Transaction, ticket_id: str) -> FollowUp:
    """Returns how far the asking has come."""
    row = service.row_of(tx, ticket_id)
    scope.require(tx, row)
    made, hidden = repository.of(tx.connection, row.key), view.is_hidden(tx.actor, row)
    tries = [
        Try(
            at=each.at,
            by=each.by,
            reached=each.reached,
            contacted=each.contacted,
            solved=each.solved,
            satisfaction=each.satisfaction or None,
            reason=view.without_identity(each.reason, row) if hidden else each.reason,
        )
        for each in made
    ]
    waits = row.status == TicketStatus.FOLLOW_UP and made and not made[-1].reached
    next_at = made[-1].at + timedelta(hours=HOURS_BETWEEN_TRIES) if waits else None
    return FollowUp(ticket_id=row.id, wanted=is_wanted(row), tries=tries, next_at=next_at)


def result(tx: Transaction, row: Any, outcome: Outcome) -> dict[str, Any]:
    """Writes a try down and returns the columns that follow from it: still to be asked, closed, or to be done once more.

    Raises:
        InvalidFields: the citizen was reached and their grade is missing.
        Conflict: ``too_soon``: tries are made at different times.
    """
    if outcome.reached and outcome.satisfaction is None:
        raise InvalidFields({"outcome": ("required", {})})
    redone = tickets.last_step(tx.connection, row.key, (Step.REDO.value, Step.REOPEN.value))
    made = [each for each in repository.of(tx.connection, row.key) if redone is None or each.at >= redone.at]
    missed = [each for each in made if not each.reached]
    if not outcome.reached and missed and tx.now - missed[-1].at < timedelta(hours=HOURS_BETWEEN_TRIES):
        raise Conflict("too_soon", hours=HOURS_BETWEEN_TRIES)
    repository.add(tx.connection, row, tx.now, (tx.actor.account_id, tx.actor.name), outcome)
    if not outcome.reached:
        return {"status": TicketStatus.FOLLOW_UP.value} if len(missed) + 1 < TRIES else {}
    is_bad = not outcome.solved or outcome.satisfaction in _DISSATISFIED
    if not is_bad or not outcome.redo or not row.unit or _was_redone(tx, row):
        return {}
    # To the superior of who handled it first, so that the same desk does not judge its own work.
    above = scope.chain(tx, row.unit)[1:2]
    return {
        "status": TicketStatus.DISPATCHED.value,
        "unit": above[0] if above else row.unit,
        "handler_id": None,
        "handler": "",
        "dispatch_count": row.dispatch_count + 1,
    }


def _was_redone(tx: Transaction, row: Any) -> bool:
    """Tells whether an answer has sent it back before: once is the rule, then a supervisor decides."""
    asked = tickets.last_step(tx.connection, row.key, (Step.FOLLOW_UP.value,))
    return asked is not None and any(each.reached for each in repository.of(tx.connection, row.key)[:-1])
