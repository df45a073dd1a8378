"""The route of the global search."""

from typing import Annotated

from fastapi import Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Code, Id
from services.contracts.search import SearchAnswer, SearchKind
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.people.looks import LookBook
from services.server.routes import Router
from services.server.search import service
from services.server.search.places import Names
from services.server.tickets import indexing
from services.server.transaction import Transaction
from services.server.work import Work, reads

router = Router(tags=["search"])


@router.get("/v1/search", response_model=SearchAnswer, summary="Find anything")
def search(
    work: Annotated[Work, reads(Permission.TICKET_READ)],
    q: Annotated[
        str,
        Query(
            max_length=100, description="Words, pinyin, a ticket number, a telephone number or its last four digits."
        ),
    ] = "",
    kinds: Annotated[
        list[SearchKind] | None, Query(max_length=len(SearchKind), description="What to look for; without it, all.")
    ] = None,
    person: Annotated[Id | None, Query(description="Only tickets of this citizen.")] = None,
    place: Annotated[Code, Query(description="Only tickets of this town or village.")] = "",
    limit: Annotated[int, Query(ge=1, le=50, description="How many of each kind at most.")] = 8,
) -> Response:
    """Gives the best of each kind. Citizens are masked; a search that can show them is recorded as a look."""
    look = service.look_of(q, person or "", place)
    wanted = frozenset(kinds or SearchKind)
    if look.words is not None:
        indexing.catch_up_now(work.kernel)
    names = work.kernel.room(Names)

    def find(tx: Transaction) -> SearchAnswer:
        return service.find(tx, names, look, wanted, limit)

    response = work.read(find)
    if service.shows_people(work.actor, look, wanted):
        work.kernel.room(LookBook).record(work.actor, "search", "persons", service.words_for_the_record(look))
    elif look.person:
        work.kernel.room(LookBook).record(work.actor, "search", look.person)
    return response


def _install(kernel: Kernel) -> None:
    kernel.rooms[Names] = Names()


FEATURE = Feature(router, _install)
