"""Routes of one ticket whole. A page asks once instead of eight times, and all that it shows is of the same moment."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id
from services.contracts.lifecycle import Step
from services.contracts.text import clean_line
from services.contracts.tickets import Ticket
from services.contracts.whole import WholeTicket
from services.server.attachments import service as attachments
from services.server.callbacks import linking
from services.server.calls import about
from services.server.channels import correspondence
from services.server.clocks import service as clocks
from services.server.dispatching import suggestion
from services.server.feature import Feature
from services.server.followups import service as followups
from services.server.lifecycle import related, steps
from services.server.people.looks import LookBook
from services.server.routes import Router
from services.server.tickets import service, view
from services.server.transaction import Transaction
from services.server.work import Work, reads

router = Router(tags=["tickets"])
PRINTED = "printed"
"""Why, in the record of looks, where somebody takes the official form away."""

_Printed = Annotated[bool, Query(description="It is read to be printed: a look of its own, always recorded.")]


@router.get("/v1/tickets/{ticket_id}/whole", response_model=WholeTicket, summary="One ticket with all around it")
def get_whole(
    ticket_id: Annotated[Id, Path(description="The ticket's id.")],
    work: Annotated[Work, reads(Permission.TICKET_READ)],
    printed: _Printed = False,
) -> Response:
    """Gives a ticket with clocks, messages, files, related tickets, follow-up and steps; a look at who asked is recorded."""
    return _shown(work, lambda tx: service.get(tx, ticket_id), printed)


@router.get(
    "/v1/tickets/by-number/{number}/whole", response_model=WholeTicket, summary="The same by the ticket's number"
)
def get_whole_by_number(
    number: Annotated[str, Path(max_length=20, description="As `20261124-000123`.")],
    work: Annotated[Work, reads(Permission.TICKET_READ)],
) -> Response:
    """Gives the ticket of a number with all around it; a look at who asked is recorded."""
    return _shown(work, lambda tx: service.get_by_number(tx, clean_line(number)))


def whole(tx: Transaction, ticket: Ticket) -> WholeTicket:
    """Returns what stands around a ticket that the actor may see.

    Raises:
        NotAllowed: it is none of the actor's business.
    """
    row = service.row_of(tx, ticket.id)
    offers = steps.offers(tx, row) if tx.actor.may(Permission.TICKET_STEP) else []
    linked = [] if ticket.identity_hidden else linking.of_ticket(tx, row.id)
    dispatches = any(offer.step in (Step.DISPATCH, Step.MEET) for offer in offers)
    return WholeTicket(
        ticket=ticket,
        clocks=clocks.of(tx, row.key),
        follow_up=followups.of(tx, ticket.id),
        correspondence=correspondence.of(tx, ticket.id),
        calls=[] if ticket.identity_hidden else about.calls_about(tx.connection, row, linking.calls_of(linked)),
        call_backs=linked,
        attachments=attachments.listed(tx, ticket.id),
        related=related.related(tx, ticket.id),
        offers=offers,
        suggestion=suggestion.for_ticket(tx, ticket.id) if dispatches else None,
    )


def _shown(work: Work, find: Callable[[Transaction], Ticket], printed: bool = False) -> Response:
    """Answers with a ticket; where it says who asked, or leaves on paper, the look is on the disk before the answer leaves."""
    seen: list[WholeTicket] = []

    def read(tx: Transaction) -> WholeTicket:
        seen.append(whole(tx, find(tx)))
        return seen[0]

    response = work.read(read)
    found = seen[0]
    wrote = any(came.sender_name or came.sender_number or came.sender_email for came in found.correspondence.received)
    if printed or wrote or view.names_somebody(found.ticket):
        work.kernel.room(LookBook).record(work.actor, "ticket", found.ticket.id, PRINTED if printed else "")
    return response


FEATURE = Feature(router)
