"""Rules of the follow-up: who is asked, how often, and what the answer leads to."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from services.contracts.followups import AskedCitizen, AskedState, FollowUp, FollowUpRules, Try
from services.contracts.lifecycle import Outcome, Satisfaction
from services.contracts.text import mask_name, mask_number
from services.contracts.tickets import Pending, TicketStatus
from services.errors import Conflict, InvalidFields
from services.server.clocks import service as clocks
from services.server.followups import citizens, repository, rules
from services.server.followups.citizens import Citizen
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
    """Returns how far the asking has come; of a merged ticket, what its own citizen said."""
    row = service.row_of(tx, ticket_id)
    scope.require(tx, row)
    by, main = rules.in_force(tx), row
    if row.status == TicketStatus.MERGED:
        main = service.row_of(tx, row.merged_into)
    voices = tickets.merged_into(tx.connection, main.id)
    known = {each.key: each for each in (main, *voices)}
    made = [each for each in repository.of(tx.connection, main.key) if each.undone_at is None]
    if main is not row:
        made = [each for each in made if each.voice_key == row.key]
        return FollowUp(ticket_id=row.id, wanted=False, tries=[_try(tx, each, known, row) for each in made])
    shown = _shown(tx, row, by) if row.status == TicketStatus.FOLLOW_UP else []
    own = shown[0] if shown else AskedCitizen(ticket_id=row.id, number=row.number, most=by.tries)
    return FollowUp(
        ticket_id=row.id,
        wanted=is_wanted(row, by, voices),
        tries=[_try(tx, each, known, row) for each in made],
        number=own.next,
        most=own.most,
        next_at=own.next_at,
        citizens=shown,
    )


def _try(tx: Transaction, made: Any, known: Mapping[int, Any], row: Any) -> Try:
    asked = known.get(made.voice_key or made.ticket_key)
    is_hidden = view.is_hidden(tx.actor, row) or (asked is not None and view.is_hidden(tx.actor, asked))
    number = asked.number if asked is not None and asked.key != row.key else ""
    return Try(
        at=made.at,
        by=made.by,
        voice=number,
        reached=made.reached,
        contacted=made.contacted,
        solved=made.solved,
        satisfaction=made.satisfaction or None,
        reason=view.without_identity(made.reason, asked or row) if is_hidden else made.reason,
    )


def _shown(tx: Transaction, row: Any, by: FollowUpRules) -> list[AskedCitizen]:
    found = []
    for citizen in citizens.of(tx, row):
        theirs, missed = citizen.row, citizen.tries
        is_hidden = view.is_hidden(tx.actor, theirs)
        number = "" if is_hidden else next(filter(None, map(citizens.number_of, citizen.rows)), "")
        waits = citizen.is_left and bool(missed)
        found.append(
            AskedCitizen(
                ticket_id=theirs.id,
                number=theirs.number,
                name_masked="" if is_hidden else mask_name(theirs.caller_name),
                number_masked=mask_number(number),
                channel=theirs.channel,
                state=_state(citizen),
                next=len(missed) + 1,
                most=citizen.most,
                next_at=missed[-1].at + timedelta(hours=by.hours) if waits else None,
                until=citizen.invitation.expires_at if citizen.invitation is not None else None,
            )
        )
    return found


def _state(citizen: Citizen) -> AskedState:
    if citizen.answer is not None:
        return AskedState.ANSWERED
    if citizen.invitation is not None:
        return AskedState.INVITED
    return AskedState.OUT_OF_REACH if citizen.is_out_of_reach else AskedState.OPEN


def result(tx: Transaction, row: Any, outcome: Outcome, voice_id: str | None = None) -> dict[str, Any]:
    """Writes a try down and returns the columns that follow from it: still to be asked, closed, or to be done once more.

    It is closed when everybody who asked has answered or is out of reach; one who is not satisfied sends it back at once.

    Raises:
        InvalidFields: the citizen was reached and their grade is missing; or they did not ask about this.
        Conflict: ``too_soon``: tries are made at different times; ``answered_before``, ``said_by_citizen``: they have answered.
    """
    if outcome.reached and outcome.satisfaction is None:
        raise InvalidFields({"outcome": ("required", {})})
    by, everybody = rules.in_force(tx), citizens.of(tx, row)
    wanted = voice_id or row.id
    asked = next((each for each in everybody if wanted in {theirs.id for theirs in each.rows}), None)
    if asked is None:
        raise InvalidFields({"voice_id": ("not_a_choice", {})})
    if asked.answer is not None:
        _replace(tx, asked.answer)
    elif not outcome.reached and asked.tries and tx.now - asked.tries[-1].at < timedelta(hours=by.hours):
        raise Conflict("too_soon", hours=by.hours)
    is_bad = outcome.reached and (not outcome.solved or outcome.satisfaction in _DISSATISFIED)
    # Looked up before this try stands among the others.
    goes_back = is_bad and outcome.redo and bool(scope.present(tx, row.unit)) and citizens.sent_back(tx, row) < by.redos
    repository.add(tx.connection, row, tx.now, (tx.actor.account_id, tx.actor.name), outcome, asked.voice)
    if goes_back:
        return {"status": TicketStatus.DISPATCHED.value, **once_more(tx, row)}
    others = [each for each in everybody if each is not asked]
    missed = sum(not each.reached for each in asked.tries) + 1
    is_left = not outcome.reached and missed < asked.most
    left = citizens.left(others)
    if left or is_left:
        all_invited = not is_left and all(each.invitation is not None for each in left)
        pending = Pending.ANSWER if all_invited else Pending.NOTHING
        return {"status": TicketStatus.FOLLOW_UP.value, "pending": pending.value}
    # What is supervised is not over because nobody answers: the supervisor decides.
    nobody = not outcome.reached and all(each.answer is None for each in others)
    return {"status": TicketStatus.FOLLOW_UP.value} if row.supervised and nobody else {}


def _replace(tx: Transaction, answer: Any) -> None:
    """Makes an answer that was written down a moment ago count for nothing: another one takes its place."""
    if answer.by_id == CITIZEN_ID:
        raise Conflict("said_by_citizen")
    minutes = clocks.rules(tx).undo_minutes
    if tx.now - answer.at > timedelta(minutes=minutes):
        raise Conflict("answered_before", minutes=minutes)
    repository.undo(tx.connection, answer.id, tx.now)


def once_more(tx: Transaction, row: Any) -> dict[str, Any]:
    """Returns the columns of a ticket that is done again: by the superior of who did it, so that nobody judges the own work."""
    unit = scope.present(tx, row.unit)
    above = scope.chain(tx, unit)[1:2]
    return {
        "unit": above[0] if above else unit,
        "handler_id": None,
        "handler": "",
        "dispatch_count": row.dispatch_count + 1,
    }


def is_out_of_reach(tx: Transaction, row: Any) -> bool:
    """Tells whether nobody is left to be asked: they were called in vain as often as is called."""
    return row.status == TicketStatus.FOLLOW_UP and not citizens.left(citizens.of(tx, row))


def is_all_asked(tx: Transaction, row: Any) -> bool:
    """Tells whether nobody is left to be asked; of what is supervised, somebody has answered."""
    everybody = citizens.of(tx, row)
    is_enough = not row.supervised or any(each.answer is not None for each in everybody)
    return is_enough and not citizens.left(everybody)


def take_back(tx: Transaction, row: Any) -> None:
    """Makes the newest try count for nothing: it was written down by mistake. It stays in the table, and in the trail."""
    made = repository.of(tx.connection, row.key)
    if made:
        repository.undo(tx.connection, made[-1].id, tx.now)
