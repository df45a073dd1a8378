"""Routes of following tickets."""

from typing import Annotated

from fastapi import Path, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id
from services.contracts.notices import Followed, Following
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.subscriptions import service
from services.server.work import Work, reads, writes

router = Router(tags=["notices"])
_TicketId = Annotated[Id, Path(description="The ticket's id.")]


@router.get("/v1/subscriptions", response_model=Followed, summary="The tickets that one follows")
def list_subscriptions(work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives the ids of the caller's, the last one first."""
    return work.read(service.mine)


@router.put("/v1/tickets/{ticket_id}/subscription", response_model=Following, summary="Follow a ticket")
def follow_ticket(ticket_id: _TicketId, work: Annotated[Work, writes(Permission.TICKET_READ)]) -> Response:
    """Makes a notice of each step that somebody else takes, for who may see the ticket."""
    return work.write(lambda tx: service.follow(tx, ticket_id))


@router.delete("/v1/tickets/{ticket_id}/subscription", response_model=Following, summary="Follow a ticket no more")
def leave_ticket(ticket_id: _TicketId, work: Annotated[Work, writes(Permission.TICKET_READ)]) -> Response:
    """Ends it; what was told stays."""
    return work.write(lambda tx: service.leave(tx, ticket_id))


def _install(kernel: Kernel) -> None:
    kernel.snapshot_parts.append(service.snapshot)


FEATURE = Feature(router, _install)
