"""Routes for citizens' records."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id, Number, Page
from services.contracts.people import (
    CallerCard,
    JoinRequest,
    NewPerson,
    Person,
    PersonFields,
    PersonJoin,
    PersonRow,
    PersonSuggestion,
)
from services.errors import StaleVersion
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.pagination import MAX_CURSOR
from services.server.people import caller, joins, service
from services.server.people.looks import LookBook
from services.server.routes import Router
from services.server.transaction import Transaction
from services.server.work import Work, reads, updates, writes

router = Router(tags=["persons"])

_PersonId = Annotated[Id, Path(description="The person's id.")]


def install(kernel: Kernel) -> None:
    """Makes the book of looks."""
    kernel.rooms[LookBook] = LookBook(kernel)


@router.get("/v1/persons", response_model=Page[PersonRow], summary="Find citizens")
def list_persons(
    work: Annotated[Work, reads(Permission.PERSON_READ)],
    q: Annotated[str, Query(max_length=120, description="Beginning of a name or number, or an id.")] = "",
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives masked rows: a list is for finding, not for reading people's data."""
    return work.read(lambda tx: service.search(tx, q, cursor, limit))


@router.post("/v1/persons", response_model=Person, status_code=201, summary="Take down a citizen")
def create_person(new: NewPerson, work: Annotated[Work, writes(Permission.PERSON_WRITE)]) -> Response:
    """Writes a new record under the id that the client made; sent twice, it is written once."""
    return work.write(lambda tx: service.create(tx, new), status=201)


@router.get("/v1/persons/{person_id}", response_model=Person, summary="One citizen")
def get_person(person_id: _PersonId, work: Annotated[Work, reads(Permission.PERSON_READ)]) -> Response:
    """Gives a citizen's record; the look is recorded."""
    response = work.read(lambda tx: service.get(tx, person_id))
    work.kernel.room(LookBook).record(work.actor, "person", person_id)
    return response


@router.patch("/v1/persons/{person_id}", response_model=Person, summary="Change a citizen's record")
def change_person(
    person_id: _PersonId, fields: PersonFields, work: Annotated[Work, updates(Permission.PERSON_WRITE)]
) -> Response:
    """Changes the fields given; where somebody else was faster, answers with the present record (412)."""

    def change(tx: Transaction) -> Person:
        changed = service.change(tx, person_id, fields)
        tx.looked_at("person", person_id, "change")
        return changed

    return _recorded(work, person_id, lambda: work.write(change))


@router.get("/v1/caller", response_model=CallerCard, summary="Who is calling")
def get_caller(
    number: Annotated[Number, Query(description="The number called from; empty where it is withheld.")],
    work: Annotated[Work, reads(Permission.PERSON_READ)],
) -> Response:
    """Gives the person behind a number, others known under it, and earlier calls and tickets; the look is recorded."""
    seen: list[CallerCard] = []

    def read(tx: Transaction) -> CallerCard:
        seen.append(caller.card(tx, number))
        return seen[0]

    response = work.read(read)
    if seen[0].person is not None:
        work.kernel.room(LookBook).record(work.actor, "person", seen[0].person.id, "call")
    return response


@router.get(
    "/v1/persons/{person_id}/suggestions", response_model=list[PersonSuggestion], summary="Likely the same citizen"
)
def list_suggestions(person_id: _PersonId, work: Annotated[Work, reads(Permission.PERSON_READ)]) -> Response:
    """Gives other records that share a number, an address, a proof, or name and place, masked, with the reasons."""
    return work.read(lambda tx: joins.suggestions(tx, person_id))


@router.get("/v1/persons/{person_id}/joins", response_model=list[PersonJoin], summary="Joins of a record")
def list_joins(person_id: _PersonId, work: Annotated[Work, reads(Permission.PERSON_READ)]) -> Response:
    """Gives what was joined with this record and what was taken back, newest first."""
    return work.read(lambda tx: joins.of_person(tx, person_id))


@router.post("/v1/persons/{person_id}/join", response_model=PersonJoin, summary="Two records are one citizen's")
def join_persons(
    person_id: _PersonId, request: JoinRequest, work: Annotated[Work, writes(Permission.PERSON_WRITE)]
) -> Response:
    """Moves tickets, calls, numbers and addresses of the other record to this one; it can be undone."""
    return work.write(lambda tx: joins.join(tx, person_id, request.other))


@router.post("/v1/joins/{join_id}/undo", response_model=PersonJoin, summary="Take a join back")
def undo_join(
    join_id: Annotated[Id, Path(description="The join's id.")], work: Annotated[Work, writes(Permission.PERSON_WRITE)]
) -> Response:
    """Gives everything back exactly; the last join of a record goes first."""
    return work.write(lambda tx: joins.undo(tx, join_id))


def _recorded(work: Work, person_id: str, change: Callable[[], Response]) -> Response:
    """Records the look at the present record that a refused change hands out: its own transaction was rolled back."""
    try:
        return change()
    except StaleVersion:
        work.kernel.room(LookBook).record(work.actor, "person", person_id, "conflict")
        raise


FEATURE = Feature(router, install)
