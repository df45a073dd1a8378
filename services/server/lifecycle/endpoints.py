"""Routes of the life cycle: steps, what is offered, many at once, and the lists that people work from."""

from typing import Annotated, Any

import anyio.to_thread
from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Code, Id, Page
from services.contracts.lifecycle import (
    BulkRequest,
    BulkResult,
    Colleague,
    Offer,
    Related,
    StepRequest,
    WorkCounts,
    WorkList,
    WorkRow,
)
from services.contracts.tickets import Ticket, TicketKind
from services.errors import StaleVersion
from services.server.feature import Feature
from services.server.followups import messages
from services.server.kernel import Kernel
from services.server.lifecycle import alerts, bulk, handover, related, steps, work
from services.server.lifecycle import repository as own
from services.server.lifecycle.aftermath import SUSPENSION
from services.server.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from services.server.people.looks import LookBook
from services.server.routes import Router
from services.server.tickets import scope, service, view
from services.server.timers.runner import Timers
from services.server.transaction import Transaction
from services.server.work import Work, reads, updates, writes

router = Router(tags=["life cycle"])
_TicketId = Annotated[Id, Path(description="The ticket's id.")]


@router.post("/v1/tickets/{ticket_id}/steps", response_model=Ticket, summary="Take a step")
async def take_step(
    ticket_id: _TicketId, request: StepRequest, asked: Annotated[Work, updates(Permission.TICKET_STEP)]
) -> Response:
    """Moves a ticket on as the table of steps allows; where somebody else was faster, answers with it as it is (412)."""

    def take(tx: Transaction) -> Ticket:
        ticket = steps.take(tx, ticket_id, request)
        if view.names_somebody(ticket):
            tx.looked_at("ticket", ticket_id, request.step.value)
        return ticket

    try:
        return await asked.answer(take, ahead=lambda connection: steps.ahead(connection, ticket_id, request))
    except StaleVersion:
        # The refused step was rolled back, and with it what it recorded.
        looks = asked.kernel.room(LookBook)
        await anyio.to_thread.run_sync(looks.record, asked.actor, "ticket", ticket_id, "conflict")
        raise


@router.get("/v1/tickets/{ticket_id}/offers", response_model=list[Offer], summary="Steps that may be taken now")
def get_offers(
    ticket_id: _TicketId,
    asked: Annotated[Work, reads(Permission.TICKET_STEP)],
    refused: Annotated[bool, Query(description="The steps that may not be taken instead, each with why.")] = False,
) -> Response:
    """Gives the steps that the table, the ticket's state and the caller's roles and unit allow."""

    def offered(tx: Transaction) -> list[Offer]:
        row = service.row_of(tx, ticket_id)
        scope.require(tx, row)
        return steps.refusals(tx, row) if refused else steps.offers(tx, row)

    return asked.read(offered)


@router.get("/v1/tickets/{ticket_id}/related", response_model=Related, summary="Tickets that belong to one")
def get_related(ticket_id: _TicketId, asked: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives the whole that it is a part of or was merged into, its own parts, and the other voices of its matter."""
    return asked.read(lambda tx: related.related(tx, ticket_id))


@router.post("/v1/steps", response_model=list[BulkResult], summary="The same step for many tickets")
def take_steps(request: BulkRequest, asked: Annotated[Work, writes(Permission.TICKET_STEP)]) -> Response:
    """Takes a step on each ticket that allows it and reports those that do not; ``preview`` changes nothing."""
    return asked.write(lambda tx: bulk.take(tx, request))


@router.get("/v1/work", response_model=Page[WorkRow], summary="A work list")
def get_work(
    asked: Annotated[Work, reads(Permission.TICKET_STEP)],
    which: Annotated[WorkList, Query(alias="list", description="Which list.")],
    unit: Annotated[Code, Query(description="Only what lies with this unit.")] = "",
    town: Annotated[Code, Query(description="Only of this town.")] = "",
    category: Annotated[Code, Query(description="A category or a branch of the tree.")] = "",
    kind: Annotated[TicketKind | None, Query(description="Only of this kind.")] = None,
    mine: Annotated[bool, Query(description="Only what lies with the caller.")] = False,
    cursor: Annotated[str, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives a list, the most urgent and what is due first on top."""
    handler = asked.actor.account_id if mine else ""
    wanted = work.Wanted(which, unit, town, category, kind.value if kind else "", handler)
    after = work.Position(*decode_cursor(cursor, (int, int, int))) if cursor else None

    def page(tx: Transaction) -> dict[str, Any]:
        found = work.page(tx, wanted, after, limit + 1)
        more, found = len(found) > limit, found[:limit]
        end = found[-1][1] if more else None
        return {
            "items": work.rows(tx, found),
            "next": encode_cursor((end.run, end.due, end.key)) if end else None,
        }

    return asked.read(page)


@router.get("/v1/work/counts", response_model=WorkCounts, summary="How much stands in each list")
def get_counts(asked: Annotated[Work, reads(Permission.TICKET_STEP)]) -> Response:
    """Counts the lists that the caller may see."""
    return asked.read(work.counts)


@router.get("/v1/work/colleagues", response_model=list[Colleague], summary="Who a ticket can be assigned to")
def get_colleagues(asked: Annotated[Work, reads(Permission.TICKET_STEP)]) -> Response:
    """Gives the handlers of the caller's unit and how much lies with each; nobody for a person without a unit."""
    unit = asked.actor.unit
    return asked.read(lambda tx: own.handlers_of(tx.connection, unit) if unit else [])


def install(kernel: Kernel) -> None:
    """Hands on what lies with who signs out or is heard of no more, ends suspensions on their date, and tells of open alarms in snapshots."""
    kernel.room(Timers).on(SUSPENSION, lambda tx, timer: steps.resume_on_date(tx, timer.subject))
    kernel.room(Timers).on(messages.TIMER, lambda tx, timer: steps.call_on_date(tx, timer.subject))
    kernel.snapshot_parts.append(alerts.snapshot)
    kernel.signed_out.append(lambda actor: handover.on_sign_out(kernel, actor))
    silence = kernel.rooms[handover.Silence] = handover.Silence(kernel)
    kernel.background.append(silence.beside)


FEATURE = Feature(router, install)
