"""Routes for tickets and the catalogue of the form."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Header, Path, Query, Response
from pydantic import AfterValidator, AwareDatetime

from services.contracts.accounts import Permission
from services.contracts.common import Code, Id, Page
from services.contracts.text import clean_line
from services.contracts.tickets import (
    Catalogue,
    Likeness,
    LikenessQuery,
    NewNote,
    NewTicket,
    Note,
    Presence,
    PresenceChange,
    Ticket,
    TicketChange,
    TicketKind,
    TicketRow,
    TicketSort,
    TicketStatus,
)
from services.errors import InvalidFields, NotAllowed, StaleVersion
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.lifecycle import form
from services.server.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from services.server.people.looks import LookBook
from services.server.routes import Router
from services.server.tickets import (
    catalogue,
    indexing,
    likeness,
    listing,
    numbers,
    presence,
    scope,
    search,
    service,
    view,
)
from services.server.tickets.listing import Filter, Position
from services.server.tickets.presence import PresenceBoard
from services.server.transaction import Transaction
from services.server.units import changes
from services.server.work import Work, reads, updates, writes

router = Router(tags=["tickets"])

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _in_range(moment: datetime) -> datetime:
    """Brings a moment into the years that keys can hold; before and after them there are no tickets anyway."""
    return _FIRST if moment.year <= _FIRST.year else _LAST if moment.year >= _LAST.year else moment.astimezone(UTC)


_TicketId = Annotated[Id, Path(description="The ticket's id.")]
_Moment = Annotated[AwareDatetime, AfterValidator(_in_range)]


def install(kernel: Kernel) -> None:
    """Makes the board of who looks at what, and tells the catalogue's version in snapshots."""
    # Real time: a training day at ×60 must not make people vanish.
    presence.install(kernel)
    indexing.install(kernel)
    kernel.snapshot_parts.append(lambda tx: {"catalogue_version": catalogue.version(tx)})


@router.get("/v1/tickets", response_model=Page[TicketRow], summary="List tickets")
def list_tickets(
    work: Annotated[Work, reads(Permission.TICKET_READ)],
    mine: Annotated[bool, Query(description="Only those that the caller has taken down.")] = False,
    status: Annotated[TicketStatus | None, Query(description="Only in this state.")] = None,
    kind: Annotated[TicketKind | None, Query(description="Only of this kind.")] = None,
    category: Annotated[Code, Query(description="A category; of two or four characters with all below it.")] = "",
    town: Annotated[Code, Query(description="Only of this town.")] = "",
    unit: Annotated[Code, Query(description="Only of this department.")] = "",
    person: Annotated[Id | None, Query(description="Of one citizen.")] = None,
    since: Annotated[_Moment | None, Query(description="Taken down at or after this moment.")] = None,
    until: Annotated[_Moment | None, Query(description="Taken down before this moment.")] = None,
    q: Annotated[
        str, Query(max_length=100, description="Words of title and content, or a number from its day on; newest first.")
    ] = "",
    sort: Annotated[TicketSort, Query(description="The order.")] = TicketSort.CREATED,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives rows without citizens' data beyond a masked name."""
    number, words = _looked_for(q)
    if q and not number and words is None:
        return work.read(lambda _tx: {"items": [], "next": None})
    wanted = Filter(
        status=status.value if status else "",
        kind=kind.value if kind else "",
        category=category,
        town=town,
        # Who only handles sees what lies with their unit or one below it.
        unit=unit or (work.actor.unit if scope.only_handles(work.actor) else ""),
        created_by_id=work.actor.account_id if mine else "",
        person=person or "",
        since=since,
        until=until,
        words=words,
        viewer="" if work.actor.may(Permission.TICKET_CONFIDENTIAL) else work.actor.account_id,
    )
    if number:
        wanted = wanted.numbered(number, work.kernel.zone)
    after = Position(*decode_cursor(cursor, (int, int))) if cursor else None
    if words is not None:
        indexing.catch_up_now(work.kernel)

    def page(tx: Transaction) -> dict[str, Any]:
        if scope.only_handles(tx.actor) and not scope.is_of(tx, tx.actor, wanted.unit):
            if wanted.unit:
                raise NotAllowed(Permission.TICKET_READ)
            return {"items": [], "next": None}
        rows = listing.page(tx.connection, wanted, sort, after, limit + 1)
        more, rows = len(rows) > limit, rows[:limit]
        end = listing.position(rows[-1], sort, wanted) if more else None
        seen = view.rows(work.actor, view.honestly_found(tx, rows, words))
        return {"items": seen, "next": encode_cursor((end.value, end.key)) if end else None}

    return work.read(page)


def _looked_for(q: str) -> tuple[str, search.Words | None]:
    """Returns the beginning of a ticket number, or the words to look for."""
    q = clean_line(q)
    number = numbers.beginning(q)
    return number, None if number else search.query(q)


@router.post("/v1/tickets", response_model=Ticket, status_code=201, summary="File a ticket or keep its draft")
async def create_ticket(new: NewTicket, work: Annotated[Work, writes(Permission.TICKET_WRITE)]) -> Response:
    """Files a ticket under the id that the client made; sent twice, it is filed once."""
    return await work.answer(lambda tx: service.create(tx, new), status=201)


@router.post("/v1/tickets/likeness", response_model=list[Likeness], summary="Likely duplicates")
def find_likenesses(wanted: LikenessQuery, work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives tickets of the last 30 days that may be about the same matter. Reads only, and needs no key."""
    return work.read(lambda tx: likeness.find(tx, wanted))


@router.get("/v1/tickets/by-number/{number}", response_model=Ticket, summary="One ticket by its number")
def get_ticket_by_number(
    number: Annotated[str, Path(max_length=20, description="As `20261124-000123`.")],
    work: Annotated[Work, reads(Permission.TICKET_READ)],
) -> Response:
    """Gives a ticket as the caller may see it; a look at who asked is recorded."""
    return _shown(work, lambda tx: service.get_by_number(tx, clean_line(number)))


@router.get("/v1/tickets/{ticket_id}", response_model=Ticket, summary="One ticket")
def get_ticket(ticket_id: _TicketId, work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives a ticket as the caller may see it; a look at who asked is recorded."""
    return _shown(work, lambda tx: service.get(tx, ticket_id))


@router.patch("/v1/tickets/{ticket_id}", response_model=Ticket, summary="Change a ticket or move it on")
def change_ticket(
    ticket_id: _TicketId, fields: TicketChange, work: Annotated[Work, updates(Permission.TICKET_WRITE)]
) -> Response:
    """Changes the fields given; where somebody else was faster, answers with the present ticket (412)."""

    def change(tx: Transaction) -> Ticket:
        changed = form.change(tx, ticket_id, fields)
        if view.names_somebody(changed):
            tx.looked_at("ticket", ticket_id, "change")
        return changed

    try:
        return work.write(change)
    except StaleVersion:
        # The refused change was rolled back, and with it what it recorded.
        work.kernel.room(LookBook).record(work.actor, "ticket", ticket_id, "conflict")
        raise


@router.post("/v1/tickets/{ticket_id}/notes", response_model=Note, status_code=201, summary="Add a remark")
def add_note(ticket_id: _TicketId, new: NewNote, work: Annotated[Work, writes(Permission.TICKET_WRITE)]) -> Response:
    """Adds a remark beside a ticket; it does not change the ticket's version."""
    return work.write(lambda tx: service.add_note(tx, ticket_id, new), status=201)


@router.put("/v1/tickets/{ticket_id}/presence", response_model=Presence, summary="Who has it open")
def set_presence(
    ticket_id: _TicketId, change: PresenceChange, work: Annotated[Work, reads(Permission.TICKET_READ)]
) -> Response:
    """Says that the caller has a ticket open, to be repeated every 10 s; gone after 25 s. Needs no key: it states a fact."""
    work.kernel.read(lambda tx: scope.require(tx, service.row_of(tx, ticket_id)), work.actor)
    found = work.kernel.room(PresenceBoard).see(ticket_id, work.actor, change)
    presence.tell(work.kernel, ticket_id)
    return Response(found.model_dump_json(), media_type="application/json")


@router.get("/v1/catalogue", response_model=Catalogue, summary="What the form offers to choose from")
def get_catalogue(
    work: Annotated[Work, reads(Permission.SIGNED_IN)],
    if_none_match: Annotated[str | None, Header(max_length=60, description='The version known, as `"3"`.')] = None,
    at: Annotated[
        _Moment | None, Query(description="Units and categories not of now, but of this past moment.")
    ] = None,
) -> Response:
    """Gives places, categories, departments, templates, phrases and skills; 304 where the version is known already."""
    if at is not None:
        if at > work.kernel.clock.now():
            raise InvalidFields({"at": ("bad_value", {})})
        return work.read(lambda tx: changes.at(tx, at))
    known = {tag.strip().removeprefix("W/").strip('"') for tag in (if_none_match or "").split(",")}
    current = str(work.kernel.read(catalogue.version, work.actor))
    if current in known:
        return Response(status_code=304, headers={"etag": f'"{current}"'})
    return work.read(catalogue.read)


def _shown(work: Work, find: Callable[[Transaction], Ticket]) -> Response:
    """Answers with a ticket; where it says who asked, the look is on the disk before the answer leaves."""
    seen: list[Ticket] = []

    def read(tx: Transaction) -> Ticket:
        seen.append(find(tx))
        return seen[0]

    response = work.read(read)
    if view.names_somebody(seen[0]):
        work.kernel.room(LookBook).record(work.actor, "ticket", seen[0].id)
    return response


FEATURE = Feature(router, install)
