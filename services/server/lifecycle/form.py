"""The form's way of moving a ticket on: what it does is what the step does, by the same table and with the same consequences."""

from services.contracts.channels import CitizenNotice
from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import Finish, Ticket, TicketChange, TicketStatus
from services.errors import Conflict, StaleVersion
from services.server.channels import outgoing
from services.server.lifecycle import steps
from services.server.matters import service as matters
from services.server.tickets import service, validation, view
from services.server.transaction import Transaction

_WRITTEN_BY = {Finish.DISPATCH: {"unit"}, Finish.ANSWER: {"answer"}}
_BEFORE_DISPATCH = (TicketStatus.DRAFT, TicketStatus.ACCEPTED)


def change(tx: Transaction, ticket_id: str, fields: TicketChange) -> Ticket:
    """Changes the given fields, then takes the step that the form ends in, where nobody else has changed the ticket since.

    Raises:
        StaleVersion: somebody has; it carries the ticket as the actor may see it.
        AppError: the table of steps does not allow it.
        Conflict: ``wrong_state``: a unit that has signed for a ticket keeps it.
    """
    row = service.row_of(tx, ticket_id)
    if tx.expected_version is not None and tx.expected_version != row.version:
        raise StaleVersion(view.ticket(tx, row).model_dump(mode="json"))
    status = TicketStatus(row.status)
    finish = validation.finish_from(status, fields.finish)
    unit = row.unit if fields.unit is None else fields.unit
    is_given_away = status not in _BEFORE_DISPATCH and unit != row.unit
    if is_given_away and status is not TicketStatus.DISPATCHED:
        raise Conflict("wrong_state", state=row.status)
    moves = is_given_away or validation.target_of(status, finish) is not status
    # What the step itself writes is not written twice; the fields are checked for what they are to become.
    own = {"finish"} | (_WRITTEN_BY.get(finish, set()) if moves else set())
    service.check(tx, row, fields, finish)
    if moves:
        steps.hold(tx.connection, StepRequest(step=Step(finish.value)), row.id)
    row = service.change(tx, row, TicketChange(**fields.model_dump(include=fields.model_fields_set - own)))
    if row.confidential:
        # Every desk reads what a matter says.
        matters.end_with(tx, row)
    if is_given_away:
        row = steps.move(tx, row, StepRequest(step=Step.RECALL)).after
    if moves:
        if status is TicketStatus.DRAFT and finish is Finish.DISPATCH:
            outgoing.tell(tx, row, CitizenNotice.ACCEPTED)
        answer = row.answer if fields.answer is None else fields.answer
        row = steps.move(tx, row, StepRequest(step=Step(finish.value), unit=unit, text=answer), is_shown=True).after
    return view.ticket(tx, row)
