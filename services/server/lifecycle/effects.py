"""What each step changes in a ticket's row beyond its status, and what it objects to beyond the table."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from services.contracts.accounts import Role
from services.contracts.lifecycle import Rule, Step, StepRequest
from services.contracts.tickets import Finish, Pending, TicketStatus, Urgency
from services.errors import AppError, Conflict, InvalidFields
from services.server.accounts import repository as accounts
from services.server.clocks import service as clocks
from services.server.dispatching import meetings, villages
from services.server.dispatching.resolution import Matter
from services.server.duty import repository as duty
from services.server.followups import messages
from services.server.followups import rules as follow_up_rules
from services.server.followups import service as followups
from services.server.lifecycle import handover, linking, undoing
from services.server.lifecycle import repository as own
from services.server.supervision import records as supervision
from services.server.tickets import catalogue, repository, scope, validation
from services.server.tickets.catalogue import Wanted
from services.server.tickets.service import blank
from services.server.tickets.trace import URGENCIES
from services.server.transaction import Transaction

Values = dict[str, Any]
_POOL: Values = {"handler_id": None, "handler": ""}


def of(tx: Transaction, row: Any, rule: Rule, request: StepRequest) -> Values:
    """Returns the changed columns of a step that nothing objects to.

    Raises:
        InvalidFields: what was given with it is wrong.
    """
    effect = _EFFECTS.get(rule.step)
    return effect(tx, row, request) if effect is not None else {}


def objection(tx: Transaction, row: Any, rule: Rule) -> AppError | None:
    """Returns why a step makes no sense for this ticket now."""
    match rule.step:
        case Step.DISPATCH if meetings.is_due(tx, row):
            return Conflict("needs_meeting", count=row.return_count)
        case Step.MEET if not meetings.is_due(tx, row):
            return Conflict("no_meeting_needed", count=clocks.rules(tx).returns_until_meeting)
        case Step.RECALL if Role.DISPATCHER not in tx.actor.roles and not _is_own_dispatch(tx, row):
            return Conflict("not_own_dispatch")
        case Step.ACKNOWLEDGE if not row.alert:
            return Conflict("wrong_state", state=row.status)
        case Step.SUPERVISE if row.supervised:
            return Conflict("wrong_state", state=row.status)
        case Step.END_SUPERVISION if not row.supervised:
            return Conflict("wrong_state", state=row.status)
        case Step.END_SUPERVISION if supervision.has_open(tx, row.key) and not followups.is_out_of_reach(tx, row):
            return Conflict("instruction_open")
        case Step.ANSWER | Step.MERGE:
            return validation.objection_to_end(tx, row)
        case Step.WITHDRAW:
            return validation.objection_to_end(tx, row) or _voices(tx, row)
        case Step.UNLINK if not own.is_linked(tx.connection, row.key):
            return Conflict("nothing_linked")
        case Step.NOTED if not row.wrote_again:
            return Conflict("wrong_state", state=row.status)
        case Step.ASK:
            return messages.objection(tx, row)
        case Step.ASK_BY_PHONE if row.pending != Pending.ANSWER and not messages.is_waiting(tx, row):
            return Conflict("nothing_pending", what=Pending.ANSWER.value)
        case Step.REDO if not scope.present(tx, row.unit):
            return Conflict("nobody_to_redo")
        case Step.UNDO_CLOSE:
            minutes = clocks.rules(tx).undo_minutes
            if row.closed_at is None or tx.now - row.closed_at > timedelta(minutes=minutes):
                return Conflict("too_late_to_undo", minutes=minutes)
            return undoing.objection(tx, row)
        case Step.REPLY:
            return validation.objection_of_parts(tx, row)
        case Step.ESCALATE if len(scope.chain(tx, row.unit)) < 2:
            return Conflict("nobody_above")
        case Step.DELEGATE if not scope.has_below(tx, row.unit):
            return Conflict("nobody_below")
    return None


def _is_own_dispatch(tx: Transaction, row: Any) -> bool:
    """Tells whether the actor has given the ticket to the unit that it lies with."""
    given = [each for each in repository.steps(tx.connection, row.key) if "unit" in own.changes_of(each)]
    return bool(given) and given[-1].actor_id == tx.actor.account_id


def _voices(tx: Transaction, row: Any) -> AppError | None:
    """Who else asked about the same is answered with this ticket: one citizen alone does not take the matter back."""
    voices = repository.merged_into(tx.connection, row.id)
    return Conflict("voices_wait", count=len(voices)) if voices else None


def _accept(tx: Transaction, row: Any, request: StepRequest) -> Values:
    values = _classified(request)
    validation.check(tx, _form(row) | values, set(values), Finish.ACCEPT)
    return values


def _answer(tx: Transaction, row: Any, request: StepRequest) -> Values:
    values = _classified(request) | {"answer": request.text}
    validation.check(tx, _form(row) | values, set(values), Finish.ANSWER)
    return values


def _dispatch(tx: Transaction, row: Any, request: StepRequest, finish: Finish = Finish.DISPATCH) -> Values:
    values = _classified(request) | {"unit": request.unit}
    validation.check(tx, _form(row) | values, set(values), finish)
    units = [*row.assisting.split(), *request.assisting]
    _check_units(tx, request.assisting, "assisting")
    assisting = " ".join(dict.fromkeys(unit for unit in units if unit != request.unit))
    return {**values, **_POOL, "dispatch_count": row.dispatch_count + 1, "assisting": assisting}


def _meet(tx: Transaction, row: Any, request: StepRequest) -> Values:
    _check_units(tx, request.candidates, "candidates")
    return _dispatch(tx, row, request)


def _emergency(tx: Transaction, row: Any, request: StepRequest) -> Values:
    urgency = URGENCIES.index(Urgency.EMERGENCY)
    # In danger nobody is asked what kind of appeal it is, and where.
    return _dispatch(tx, row, request, Finish.EMERGENCY) | {"urgency": urgency, "alert": True}


def _recall(_tx: Transaction, row: Any, _request: StepRequest) -> Values:
    # An alarm that nobody has acknowledged stays one.
    return {"unit": "", **_POOL, "dispatch_count": row.dispatch_count - 1}


def _acknowledge(_tx: Transaction, _row: Any, _request: StepRequest) -> Values:
    return {"alert": False}


def _sign_in(tx: Transaction, _row: Any, _request: StepRequest) -> Values:
    # Whoever signs for an emergency has seen it.
    return {"handler_id": tx.actor.account_id, "handler": tx.actor.name, "alert": False}


def _assign(tx: Transaction, row: Any, request: StepRequest) -> Values:
    if request.handler_id is None:
        return dict(_POOL)
    account = accounts.find(tx.connection, request.handler_id)
    if duty.away(tx.connection, request.handler_id, tx.now) is not None or handover.is_silent(tx, request.handler_id):
        raise InvalidFields({"handler_id": ("away", {})})
    is_one = account is not None and account.active and Role.HANDLER in account.roles
    if account is None or not is_one or account.unit not in scope.chain(tx, row.unit):
        raise InvalidFields({"handler_id": ("not_a_choice", {})})
    return {"handler_id": account.id, "handler": account.name}


def _assist(tx: Transaction, row: Any, request: StepRequest) -> Values:
    _check_units(tx, [request.unit], "unit")
    asked = row.assisting.split()
    if request.unit == row.unit or request.unit in asked:
        raise InvalidFields({"unit": ("already_exists", {"what": request.unit})})
    return {"assisting": " ".join([*asked, request.unit])}


def _split(tx: Transaction, row: Any, request: StepRequest) -> Values:
    _check_units(tx, [part.unit for part in request.parts], "parts")
    if row.part_of:
        raise Conflict("parts_of_parts")
    for part in request.parts:
        villages.check(tx, part.unit, Matter(row.category, row.town, row.village, row.kind))
    return {}


def _delegate(tx: Transaction, row: Any, request: StepRequest) -> Values:
    _check_units(tx, [request.unit], "unit")
    if row.unit not in scope.chain(tx, request.unit)[1:]:
        raise InvalidFields({"unit": ("not_below", {})})
    villages.check(tx, request.unit, Matter(row.category, row.town, row.village, row.kind))
    return {"unit": request.unit, **_POOL, "dispatch_count": row.dispatch_count + 1}


def _escalate(tx: Transaction, row: Any, _request: StepRequest) -> Values:
    return {"unit": scope.chain(tx, row.unit)[1], **_POOL, "dispatch_count": row.dispatch_count + 1}


def _reply(_tx: Transaction, _row: Any, request: StepRequest) -> Values:
    return {"answer": request.text}


def _uphold(_tx: Transaction, row: Any, _request: StepRequest) -> Values:
    return {"unit": "", **_POOL, "return_count": row.return_count + 1}


def _approve(tx: Transaction, row: Any, _request: StepRequest) -> Values:
    voices = repository.merged_into(tx.connection, row.id)
    is_wanted = followups.is_wanted(row, follow_up_rules.in_force(tx), voices)
    return {} if is_wanted else {"status": TicketStatus.CLOSED.value}


def _follow_up(tx: Transaction, row: Any, request: StepRequest) -> Values:
    outcome = request.outcome
    if outcome is None:
        raise InvalidFields({"outcome": ("required", {})})
    return followups.result(tx, row, outcome, request.voice_id)


def _ask(tx: Transaction, row: Any, _request: StepRequest) -> Values:
    # Where somebody gets no message, the ticket stays a task for the telephone.
    return {} if messages.reaches_all(tx, row) else {"pending": Pending.NOTHING.value}


def _suspend(tx: Transaction, _row: Any, request: StepRequest) -> Values:
    if request.until is None or request.until <= tx.now:
        raise InvalidFields({"until": ("not_in_future", {})})
    return {"suspended_until": request.until}


def _redo(tx: Transaction, row: Any, _request: StepRequest) -> Values:
    return followups.once_more(tx, row)


def _reopen(_tx: Transaction, _row: Any, _request: StepRequest) -> Values:
    return {"unit": "", **_POOL}


def _undo_close(tx: Transaction, row: Any, _request: StepRequest) -> Values:
    return undoing.close(tx, row)


def _merge(tx: Transaction, row: Any, request: StepRequest) -> Values:
    into = repository.find(tx.connection, request.into or "")
    if into is None or into.id == row.id or not validation.takes_voices(into) or row.part_of:
        raise InvalidFields({"into": ("not_a_choice", {})})
    if row.confidential and not into.confidential:
        # The reply to the other ticket would tell of this one.
        raise InvalidFields({"into": ("confidential_apart", {})})
    if repository.merged_into(tx.connection, row.id):
        raise Conflict("others_merged")
    return {"merged_into": into.id}


def _unmerge(tx: Transaction, row: Any, _request: StepRequest) -> Values:
    return undoing.merge(tx, row)


def _supervise(_tx: Transaction, _row: Any, _request: StepRequest) -> Values:
    return {"supervised": True}


def _write_again(_tx: Transaction, _row: Any, _request: StepRequest) -> Values:
    return {"wrote_again": True}


def _noted(_tx: Transaction, _row: Any, _request: StepRequest) -> Values:
    return {"wrote_again": False}


def _end_supervision(tx: Transaction, row: Any, _request: StepRequest) -> Values:
    # Who could not be reached is not asked any more: that is the supervisor's decision, and the end of it.
    ends = {"status": TicketStatus.CLOSED.value} if followups.is_out_of_reach(tx, row) else {}
    return {"supervised": False, **ends}


_EFFECTS: dict[Step, Callable[[Transaction, Any, StepRequest], Values]] = {
    Step.ACCEPT: _accept,
    Step.ANSWER: _answer,
    Step.DISPATCH: _dispatch,
    Step.MEET: _meet,
    Step.EMERGENCY: _emergency,
    Step.ACKNOWLEDGE: _acknowledge,
    Step.RECALL: _recall,
    Step.SIGN_IN: _sign_in,
    Step.ASSIGN: _assign,
    Step.ASSIST: _assist,
    Step.SPLIT: _split,
    Step.DELEGATE: _delegate,
    Step.ESCALATE: _escalate,
    Step.REPLY: _reply,
    Step.APPROVE: _approve,
    Step.ASK: _ask,
    Step.FOLLOW_UP: _follow_up,
    Step.UPHOLD_RETURN: _uphold,
    Step.SUSPEND: _suspend,
    Step.REDO: _redo,
    Step.REOPEN: _reopen,
    Step.UNDO_CLOSE: _undo_close,
    Step.MERGE: _merge,
    Step.UNMERGE: _unmerge,
    Step.LINK: linking.begin,
    Step.UNLINK: linking.end,
    Step.SUPERVISE: _supervise,
    Step.WRITE_AGAIN: _write_again,
    Step.NOTED: _noted,
    Step.END_SUPERVISION: _end_supervision,
}


def _classified(request: StepRequest) -> Values:
    values: Values = {}
    if request.category:
        values["category"] = request.category
    if request.kind is not None:
        values["kind"] = request.kind.value
    if request.town:
        values |= {"town": request.town, "village": request.village}
    if request.urgency is not None:
        values["urgency"] = URGENCIES.index(request.urgency)
    return values


def _form(row: Any) -> Values:
    return {name: getattr(row, name) for name in blank()}


def _check_units(tx: Transaction, units: list[str], field: str) -> None:
    unknown, _known = catalogue.problems_of(tx, [Wanted(f"{field}{n}", "unit", unit) for n, unit in enumerate(units)])
    if unknown:
        raise InvalidFields({field: next(iter(unknown.values()))})
