"""What follows from a step besides the row itself: clocks, assisting units, parts, and what citizens are told."""

from typing import Any

from services.clock import day_of
from services.contracts.channels import CitizenNotice
from services.contracts.lifecycle import Rule, Step, StepRequest
from services.contracts.tickets import TicketStatus
from services.server.channels import outgoing
from services.server.dispatching import meetings
from services.server.followups import messages
from services.server.lifecycle import alerts, notices, undoing
from services.server.lifecycle import repository as own
from services.server.matters import service as matters
from services.server.supervision import records as supervision
from services.server.tickets import repository, service, voices
from services.server.tickets.service import blank
from services.server.timers import service as timers
from services.server.transaction import Transaction

ON_DATE = "date"
"""Why a step is taken by the server when its moment has come."""
SUSPENSION = "suspension"
"""Timers that end a suspension on its date."""


def follow(tx: Transaction, before: Any, after: Any, rule: Rule, request: StepRequest) -> None:
    """Does all that belongs to a step that was just written."""
    match rule.step:
        case Step.DISPATCH | Step.MEET | Step.EMERGENCY:
            own.ask_to_assist(tx.connection, after.key, after.assisting.split(), tx.now)
            if rule.step is Step.MEET:
                meetings.record(tx, after, request)
        case Step.ASSIST:
            own.ask_to_assist(tx.connection, after.key, [request.unit], tx.now)
        case Step.ASSIST_REPLY:
            own.assist_replied(tx.connection, after.key, tx.actor.unit, tx.now)
        case Step.SPLIT:
            _split(tx, after, request)
        case Step.ASK_BY_PHONE if request.reason != ON_DATE:
            messages.close(tx, after)
        case Step.UPHOLD_RETURN:
            notices.meeting_due(tx, after)
        case Step.FOLLOW_UP if after.status == TicketStatus.FOLLOW_UP:
            messages.close_of(tx, after, request.voice_id)
            notices.out_of_reach(tx, after)
        case Step.UNMERGE:
            messages.close_voice(tx, service.row_of(tx, before.merged_into), after)
    if before.status == TicketStatus.FOLLOW_UP and after.status != TicketStatus.FOLLOW_UP:
        messages.close(tx, after)
    alerts.tell(tx, before, after)
    if before.suspended_until != after.suspended_until:
        timers.set_many(tx, SUSPENSION, {after.id: after.suspended_until})
    _tell_citizens(tx, before, after, rule, request)
    for ticket_id in {before.merged_into, after.merged_into} - {None}:
        matters.heard(tx, ticket_id)
    if after.closed_at is not None and before.closed_at is None:
        own.end_assistance(tx.connection, after.key)
        matters.end_with(tx, after)
        supervision.end_with(tx, after)
    elif after.closed_at is None and before.closed_at is not None:
        supervision.resume_with(tx, after)
        if rule.step in (Step.UNDO_CLOSE, Step.UNMERGE):
            helped = {
                entry.unit for entry in repository.steps(tx.connection, after.key) if entry.action == Step.ASSIST_REPLY
            }
            units = [unit for unit in after.assisting.split() if unit not in helped]
            own.ask_to_assist(tx.connection, after.key, units, tx.now)


def _tell_citizens(tx: Transaction, before: Any, row: Any, rule: Rule, request: StepRequest) -> None:
    """Tells the citizen by their channel; a reply and the close reach all who asked about the same."""
    if rule.step is Step.UNDO_CLOSE:
        _take_back(tx, before, row)
    elif rule.step is Step.UNMERGE:
        # One that was attached when it was filed was never told so.
        outgoing.take_back(tx, row, CitizenNotice.MERGED, before.closed_at)
    notice = rule.tells
    if rule.step is Step.ASK:
        voices.ask(tx, row, messages.invite(tx, row))
        return
    if notice is None or (notice is CitizenNotice.CLOSED and row.status == before.status):
        # Nobody answered the call, and another try follows; or it is no longer supervised, and goes on.
        return
    if rule.step is Step.FOLLOW_UP and row.status == TicketStatus.DISPATCHED:
        notice = CitizenNotice.DISPATCHED
    words = _words(tx, row, notice, request)
    outgoing.tell(tx, row, notice, words)
    if notice in (CitizenNotice.REPLIED, CitizenNotice.CLOSED):
        for voice in voices.tell(tx, row, notice, words):
            service.tell(tx, voice)
    if rule.step is Step.MERGE:
        voices.joined(tx, row, service.row_of(tx, row.merged_into))


def _words(tx: Transaction, row: Any, notice: CitizenNotice, request: StepRequest) -> str:
    """Returns what stands below a notice's sentence: the reply, or why it takes longer, as the handler wrote it for the citizen."""
    match notice:
        case CitizenNotice.REPLIED:
            return str(row.answer)
        case CitizenNotice.EXTENDED:
            asked = [each for each in repository.steps(tx.connection, row.key) if each.action == Step.REQUEST_EXTENSION]
            return str(own.said_of(asked[-1]).get("reason", "")) if asked else ""
        case CitizenNotice.SUSPENDED:
            return f"{request.reason}（{day_of(row.suspended_until, tx.zone)}）"
    return ""


def _take_back(tx: Transaction, before: Any, row: Any) -> None:
    """Takes back what citizens were told by the step that ended the ticket."""
    notice = undoing.told_by_the_end(tx, row)
    if notice is not None:
        for voice in voices.take_back(tx, row, notice, before.closed_at):
            service.tell(tx, voice)


def _split(tx: Transaction, row: Any, request: StepRequest) -> None:
    """Files each part as a ticket of its own, dispatched to its unit; place, kind and confidentiality stay."""
    inherited = {name: getattr(row, name) for name in blank()} | {"person_id": None, "call_id": None}
    # Only the main handler speaks to the citizen.
    inherited |= {"caller_name": "", "caller_number": "", "contact_number": "", "wants_callback": False}
    if row.confidential:
        # Whoever splits it would be who "took down" the part, and would see the address.
        inherited["detail"] = ""
    parts = []
    for part in request.parts:
        own_part = {"title": part.title, "content": part.content, "unit": part.unit, "answer": "", "part_of": row.id}
        filed = service.new_row(tx, part.id, TicketStatus.DISPATCHED, Step.SPLIT.value, inherited | own_part)
        parts.append(filed)
    repository.add_many(tx, parts, tx.now)
