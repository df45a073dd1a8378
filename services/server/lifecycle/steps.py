"""Takes one step of the life cycle: everything that the table allows, in one transaction, or nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from services.contracts.accounts import Role
from services.contracts.lifecycle import RULES, Offer, Rule, Step, StepRequest
from services.contracts.notices import NoticeCode
from services.contracts.tickets import Pending, Ticket, TicketStatus
from services.errors import AppError, Conflict, InvalidFields, StaleVersion, sentence
from services.server.followups import messages
from services.server.followups import service as followups
from services.server.lifecycle import aftermath, effects, linking, notices, returning, timing
from services.server.subscriptions import service as subscriptions
from services.server.tickets import repository, scope, service, view
from services.server.tickets.repository import Entry
from services.server.tickets.trace import said
from services.server.transaction import SYSTEM, Transaction

_SAID = {"reason", "text", "basis", "attachments", "candidates", "participants"}
"""What the trail keeps of a request in its own words."""
_OF_ALL = frozenset(
    {
        *(Step.ANSWER, Step.APPROVE, Step.ASK, Step.ASK_BY_PHONE, Step.FOLLOW_UP, Step.ALL_ASKED, Step.REDO),
        *(Step.END_SUPERVISION, Step.WITHDRAW, Step.UNDO_CLOSE, Step.MERGE, Step.UNMERGE),
    }
)
"""What reaches, or counts, everybody who was merged into a ticket, or changes who that is."""
OVER = (TicketStatus.CLOSED, TicketStatus.WITHDRAWN, TicketStatus.MERGED)


@dataclass(frozen=True)
class Taken:
    """What a step made of a ticket."""

    rule: Rule
    before: Any
    after: Any


def ahead(connection: Connection, ticket_id: str, request: StepRequest) -> None:
    """Has what a step asks first sent along with what is asked before it."""
    is_reply, is_approval = request.step is Step.REPLY, request.step is Step.APPROVE
    if request.step is not Step.UNMERGE:
        # That one waits for both tickets at once, in their order, when it is known of which the other is.
        hold(connection, request, ticket_id)
    repository.ahead(connection, ticket_id, parts=is_reply, merged=is_approval)


def take(tx: Transaction, ticket_id: str, request: StepRequest) -> Ticket:
    """Takes a step and returns the ticket as the actor sees it afterwards.

    Raises:
        StaleVersion: somebody else was faster; it carries the ticket as it is.
        AppError: ``step_not_allowed``: the step is another role's or another unit's.
        Conflict: ``wrong_state``, ``decide_first`` or what the step itself objects to.
        InvalidFields: something that the step needs is missing or wrong.
    """
    row = service.row_of(tx, ticket_id)
    scope.require(tx, row)
    if tx.expected_version is not None and tx.expected_version != row.version:
        raise StaleVersion(view.ticket(tx, row).model_dump(mode="json"))
    return view.ticket(tx, move(tx, row, request, is_shown=True).after)


def move(tx: Transaction, row: Any, request: StepRequest, is_shown: bool = False) -> Taken:
    """Takes a step on a ticket's row, of whichever version; for steps that follow from others too.

    ``is_shown`` says that the ticket is going to be answered with.
    """
    rule = RULES[request.step]
    hold(tx.connection, request, row.id, row.merged_into)
    refusal = objection(tx, row, rule)
    if refusal is not None:
        raise refusal
    _check_needs(rule, request)
    values = effects.of(tx, row, rule, request)
    if row.closed_at is not None:
        values = returning.fitted(tx, row, rule, values)
    changes = changed(row, rule, values, tx.now)
    clocks = timing.follow(tx, row, rule, request, changes)
    after = repository.change(tx.connection, row, changes | clocks.columns, tx.now)
    if after is None:
        raise StaleVersion(view.ticket(tx, service.row_of(tx, row.id)).model_dump(mode="json"))
    trail = {name: [said(name, getattr(row, name)), said(name, value)] for name, value in changes.items()}
    words = request.model_dump(mode="json", include=_SAID, exclude_defaults=True)
    words |= clocks.said
    other = linking.other_of(tx, request)
    if other is not None:
        words["other"] = other.number
    entry = Entry(
        tx.now,
        tx.actor.account_id,
        tx.actor.name,
        rule.step.value,
        trail,
        tx.actor.unit,
        words,
        repository.group_of(after),
    )
    repository.add_step(tx.connection, row.key, entry)
    if other is not None:
        linking.say_there(tx, row, other, entry)
    # What is asked from here on goes in one message.
    subscriptions.ahead(tx.connection, row.key)
    if is_shown:
        repository.steps_ahead(tx.connection, row.key)
    aftermath.follow(tx, row, after, rule, request)
    service.tell(tx, after)
    if other is not None:
        # Whoever has that one open sees the link come or go.
        service.tell(tx, other)
    notices.assigned(tx, row, after)
    told: dict[str, str | int] = {"step": rule.step.value, "status": after.status, "name": tx.actor.name}
    subscriptions.tell(tx, after, NoticeCode.STEP, told, notices.concerned(tx, row, after, request))
    if rule.step is Step.APPROVE and after.status == TicketStatus.FOLLOW_UP and messages.goes_by_rule(tx, after):
        # In the same transaction: nobody is called whom a message is about to reach.
        after = move(tx, after, StepRequest(step=Step.ASK), is_shown).after
    if rule.step is Step.UNMERGE:
        _all_asked(tx, row.merged_into)
    return Taken(rule, row, after)


def hold(connection: Connection, request: StepRequest, *ids: str | None) -> None:
    """Has whoever else ends these tickets, or joins them, wait, where the step is one of those (``tickets.repository.hold``).

    Before any of their rows is changed: others wait for a row only after this.
    """
    if request.step in _OF_ALL:
        joins = request.into if request.step is Step.MERGE else None
        repository.hold(connection, *{each for each in (*ids, joins) if each})


def _all_asked(tx: Transaction, ticket_id: str) -> None:
    """Closes a ticket where only somebody was left to be asked who belongs to it no more."""
    row = service.row_of(tx, ticket_id)
    if row.status == TicketStatus.FOLLOW_UP and followups.is_all_asked(tx, row):
        acting, tx.actor = tx.actor, SYSTEM
        try:
            move(tx, row, StepRequest(step=Step.ALL_ASKED))
        finally:
            tx.actor = acting


def call_on_date(tx: Transaction, ticket_id: str) -> None:
    """Makes a follow-up a task for the telephone where no answer by message has come until its date."""
    by_phone = StepRequest(step=Step.ASK_BY_PHONE, reason=aftermath.ON_DATE)
    hold(tx.connection, by_phone, ticket_id)
    row = repository.find(tx.connection, ticket_id)
    if row is None or row.status != TicketStatus.FOLLOW_UP:
        return
    messages.close_late(tx, row)
    if row.pending == Pending.ANSWER:
        move(tx, row, by_phone)


def write_again(tx: Transaction, row: Any) -> None:
    """Puts a ticket that is over into the list of those whose citizen has written again, and tells the right people."""
    if not row.wrote_again:
        acting, tx.actor = tx.actor, SYSTEM
        try:
            row = move(tx, row, StepRequest(step=Step.WRITE_AGAIN)).after
        finally:
            tx.actor = acting
    notices.wrote_again(tx, row)


def resume_on_date(tx: Transaction, ticket_id: str) -> None:
    """Goes on with a ticket whose date has come; one that went on before, or is over, is left alone."""
    row = repository.find(tx.connection, ticket_id)
    if row is not None and row.status == TicketStatus.SUSPENDED and row.suspended_until <= tx.now:
        move(tx, row, StepRequest(step=Step.RESUME, reason=aftermath.ON_DATE))


def offers(tx: Transaction, row: Any) -> list[Offer]:
    """Returns the steps that the actor may take now."""
    return [
        Offer(step=rule.step, needs=list(rule.needs)) for rule in RULES.values() if objection(tx, row, rule) is None
    ]


def refusals(tx: Transaction, row: Any) -> list[Offer]:
    """Returns the steps that the actor may not take now, each with why."""
    refused = ((rule, objection(tx, row, rule)) for rule in RULES.values())
    return [
        Offer(
            step=rule.step,
            needs=list(rule.needs),
            code=error.code,
            message=sentence(error.code, tx.actor.language, error.details),
        )
        for rule, error in refused
        if error is not None
    ]


def objection(tx: Transaction, row: Any, rule: Rule) -> AppError | None:
    """Returns why the table does not allow a step to the actor now; nothing where it does."""
    if not _is_theirs(tx, row, rule):
        return AppError("step_not_allowed", status=403, details={"step": rule.step.value})
    if TicketStatus(row.status) not in rule.sources:
        return Conflict("wrong_state", state=row.status)
    if rule.pending is not None and row.pending != rule.pending:
        if row.pending:
            return Conflict("decide_first", what=row.pending)
        return Conflict("nothing_pending", what=rule.pending.value)
    return effects.objection(tx, row, rule)


def _is_theirs(tx: Transaction, row: Any, rule: Rule) -> bool:
    actor = tx.actor
    if actor == SYSTEM:
        return True
    roles = actor.roles & rule.who
    if roles - {Role.HANDLER, Role.DISPATCHER}:
        return True
    # A town's dispatcher decides in the town; the district centre's, everywhere.
    if Role.DISPATCHER in roles and (not actor.unit or not row.unit or scope.is_of(tx, actor, row.unit)):
        return True
    if Role.HANDLER not in roles:
        return False
    if rule.step is Step.ASSIST_REPLY:
        return scope.assists(actor, row)
    return scope.is_of(tx, actor, row.unit)


def _check_needs(rule: Rule, request: StepRequest) -> None:
    missing = [name for name in rule.needs if not getattr(request, name)]
    if missing:
        raise InvalidFields({name: ("required", {}) for name in missing})


def changed(row: Any, rule: Rule, values: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Returns the columns that really change, status and what is pending among them."""
    if rule.target is not None:
        values = {"status": rule.target.value, **values}
    if rule.leaves is not None:
        values = {"pending": rule.leaves.value, **values}
    status = TicketStatus(values.get("status", row.status))
    if status in OVER:
        values = {"closed_at": row.closed_at or now, **values, "alert": False, "pending": Pending.NOTHING.value}
    elif row.closed_at is not None:
        # Whoever has it again reads what was written meanwhile.
        values = {**values, "closed_at": None, "wrote_again": False}
    if status is not TicketStatus.SUSPENDED:
        values = {**values, "suspended_until": None}
    return {name: value for name, value in values.items() if getattr(row, name) != value}
