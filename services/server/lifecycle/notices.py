"""What people are told besides the tickets themselves."""

from typing import Any

from services.contracts.accounts import Role
from services.contracts.lifecycle import Step, StepRequest
from services.contracts.notices import NoticeCode
from services.contracts.tickets import Pending, TicketStatus
from services.server.dispatching import experience, meetings, suggestion
from services.server.followups import service as followups
from services.server.notices import repository, service
from services.server.transaction import Transaction

_PRESSED = frozenset({Step.URGE, Step.SUPERVISE})
"""For whoever has to act now, and that may be a dispatcher."""
_DECIDED = frozenset(
    {
        *(Step.SEND_BACK, Step.UPHOLD_RETURN, Step.REFUSE_RETURN, Step.GRANT_EXTENSION, Step.REFUSE_EXTENSION),
        *(Step.RECALL, Step.RESUME, Step.ASSIST_REPLY, Step.ANSWER, Step.WITHDRAW, Step.MERGE, Step.END_SUPERVISION),
    }
)
"""For who had it before: others have decided about their work, or taken it away."""


def concerned(tx: Transaction, before: Any, after: Any, request: StepRequest) -> list[str]:
    """Returns who has to hear of a step, whether they follow the ticket or not: a handler, the unit where nobody has it, dispatchers."""
    if request.step in _PRESSED:
        by_dispatcher = after.status == TicketStatus.REVIEW or after.pending in (Pending.RETURN, Pending.EXTENSION)
        if by_dispatcher or not after.unit:
            return repository.people_with(tx.connection, Role.DISPATCHER)
        return _having(tx, after)
    if request.step in _DECIDED:
        return _having(tx, before)
    if request.step is Step.ASSIST:
        return repository.people_of(tx.connection, request.unit)
    return []


def _having(tx: Transaction, row: Any) -> list[str]:
    if row.handler_id:
        return [row.handler_id]
    return repository.people_of(tx.connection, row.unit) if row.unit else []


def handed_over(tx: Transaction, unit: str, count: int, name: str, why: str) -> None:
    """Tells a unit that so many open tickets lie in its pool now; ``name`` is who had them, ``why`` a code."""
    if unit and count:
        values: dict[str, str | int] = {"unit": unit, "count": count, "name": name, "why": why}
        service.tell(tx, repository.people_of(tx.connection, unit), NoticeCode.HANDED_OVER, values)


def assigned(tx: Transaction, before: Any, after: Any) -> None:
    """Tells somebody that a ticket was given to them."""
    if after.handler_id and after.handler_id != before.handler_id:
        service.tell(tx, [after.handler_id], NoticeCode.ASSIGNED, {"name": tx.actor.name}, after)


def wrote_again(tx: Transaction, row: Any) -> None:
    """Tells dispatchers and who had it last that the citizen of a ticket that is over has written again."""
    people = repository.people_with(tx.connection, Role.DISPATCHER)
    service.tell(tx, [*people, *([row.handler_id] if row.handler_id else [])], NoticeCode.WROTE_AGAIN, {}, row)


def out_of_reach(tx: Transaction, row: Any) -> None:
    """Tells supervisors that nobody is reached about a ticket of theirs: nobody but them can end it."""
    if row.supervised and followups.is_out_of_reach(tx, row):
        service.tell(tx, repository.people_with(tx.connection, Role.SUPERVISOR), NoticeCode.OUT_OF_REACH, {}, row)


def meeting_due(tx: Transaction, row: Any) -> None:
    """Tells the units that a joint meeting is between, once a ticket was returned so often that only it decides."""
    if not meetings.is_due(tx, row):
        return
    suggested = [each.unit for each in suggestion.for_ticket(tx, row.id).units]
    units = dict.fromkeys([*experience.returned_by(tx.connection, row.key), *suggested])
    people = [account for unit in units for account in repository.people_of(tx.connection, unit)]
    service.tell(tx, people, NoticeCode.MEETING_DUE, {"count": row.return_count}, row)


def emergency(tx: Transaction, row: Any) -> None:
    """Tells the people of its unit; also those who want quiet."""
    if row.unit:
        people = repository.people_of(tx.connection, row.unit)
        service.tell(tx, people, NoticeCode.EMERGENCY, {"unit": row.unit}, row, urgent=True)
