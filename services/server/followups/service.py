"""Rules of the follow-up: who is asked, how often, and what the answer leads to."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from services.contracts.followups import FollowUp, FollowUpRules, Try
from services.contracts.lifecycle import Outcome, Satisfaction, Step
from services.contracts.tickets import TicketStatus
from services.errors import Conflict, InvalidFields
from services.server.followups import repository, rules
from services.server.tickets import repository as tickets
from services.server.tickets import scope, service, view
from services.server.transaction import Transaction

CITIZEN_ID = "citizen"
"""As whom an answer by link is written down."""
_DISSATISFIED = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})


def is_wanted(row: Any, by: FollowUpRules, voices: Sequence[Any] = ()) -> bool:
    """Tells whether the citizen is asked: about every ticket of some kinds, about a sample of the others.

    The sample hangs on the ticket's key alone, which the server gives, so that nobody chooses it. What is supervised is
    always followed up; else a part of another ticket never, because the citizen is asked about the whole. Of who was merged
    into it (``voices``) each counts: a complaint is followed up also where it was merged into a question.
    """
    if row.supervised:
        return True
    if row.part_of:
        return False
    if any(each.kind in by.always for each in (row, *voices)):
        return True
    lot = int.from_bytes(hashlib.sha256(str(row.key).encode()).digest()[:4])
    return lot * 100 < by.sample << 32


def of(tx: Transaction, ticket_id: str) -> FollowUp:
    """Returns how far the asking has come."""
    row = service.row_of(tx, ticket_id)
    scope.require(tx, row)
    by, missed = rules.in_force(tx), _missed(_of_this_round(tx, row))
    made, hidden = repository.of(tx.connection, row.key), view.is_hidden(tx.actor, row)
    made = [each for each in made if each.undone_at is None]
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
    waits = row.status == TicketStatus.FOLLOW_UP and 0 < len(missed) < by.tries
    next_at = made[-1].at + timedelta(hours=by.hours) if waits else None
    voices = tickets.merged_into(tx.connection, row.id)
    number = len(missed) + 1
    return FollowUp(
        ticket_id=row.id,
        wanted=is_wanted(row, by, voices),
        tries=tries,
        number=number,
        most=by.tries,
        next_at=next_at,
    )


def result(tx: Transaction, row: Any, outcome: Outcome) -> dict[str, Any]:
    """Writes a try down and returns the columns that follow from it: still to be asked, closed, or to be done once more.

    Raises:
        InvalidFields: the citizen was reached and their grade is missing.
        Conflict: ``too_soon``: tries are made at different times.
    """
    if outcome.reached and outcome.satisfaction is None:
        raise InvalidFields({"outcome": ("required", {})})
    by, made = rules.in_force(tx), _of_this_round(tx, row)
    missed = _missed(made)
    if not outcome.reached and missed and tx.now - missed[-1].at < timedelta(hours=by.hours):
        raise Conflict("too_soon", hours=by.hours)
    repository.add(tx.connection, row, tx.now, (tx.actor.account_id, tx.actor.name), outcome)
    if not outcome.reached:
        # What is supervised is not over because nobody answers: the supervisor decides.
        goes_on = row.supervised or len(missed) + 1 < by.tries
        return {"status": TicketStatus.FOLLOW_UP.value} if goes_on else {}
    is_bad = not outcome.solved or outcome.satisfaction in _DISSATISFIED
    if not is_bad or not outcome.redo or not row.unit or any(each.reached for each in made):
        # An answer has sent it back before: once is the rule, then a supervisor decides.
        return {}
    return {"status": TicketStatus.DISPATCHED.value, **once_more(tx, row)}


def once_more(tx: Transaction, row: Any) -> dict[str, Any]:
    """Returns the columns of a ticket that is done again: by the superior of who did it, so that nobody judges the own work."""
    above = scope.chain(tx, row.unit)[1:2]
    return {
        "unit": above[0] if above else row.unit,
        "handler_id": None,
        "handler": "",
        "dispatch_count": row.dispatch_count + 1,
    }


def is_out_of_reach(tx: Transaction, row: Any) -> bool:
    """Tells whether a citizen who is to be asked was called in vain as often as is called."""
    return row.status == TicketStatus.FOLLOW_UP and len(_missed(_of_this_round(tx, row))) >= rules.in_force(tx).tries


def take_back(tx: Transaction, row: Any) -> None:
    """Makes the newest try count for nothing: it was written down by mistake. It stays in the table, and in the trail."""
    made = repository.of(tx.connection, row.key)
    if made:
        repository.undo(tx.connection, made[-1].id, tx.now)


def _of_this_round(tx: Transaction, row: Any) -> list[Any]:
    """Returns the tries since somebody last sent the ticket back or reopened it, without those that were mistakes."""
    made = repository.of(tx.connection, row.key)
    begun = tickets.last_step(tx.connection, row.key, (Step.REDO.value, Step.REOPEN.value))
    if begun is not None:
        # Each try is a step; moments would not tell which of two came first.
        trail = tickets.steps(tx.connection, row.key)
        asked = sum(entry.id > begun.id and entry.action == Step.FOLLOW_UP.value for entry in trail)
        made = made[len(made) - asked :]
    return [each for each in made if each.undone_at is None]


def _missed(made: Sequence[Any]) -> list[Any]:
    """Returns the tries without an answer since the last one with one."""
    last = max((number for number, each in enumerate(made, 1) if each.reached), default=0)
    return list(made[last:])
