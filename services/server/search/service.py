"""Rules of the global search: who may look for what, and what the answer may say."""

import re
from collections.abc import Collection

from services.contracts.accounts import Permission
from services.contracts.people import PersonRow
from services.contracts.search import SHORTEST_NUMBER, Group, SearchAnswer, SearchKind
from services.contracts.text import clean_line, clean_number, mask_name, mask_number
from services.server.search import repository
from services.server.search.places import Names
from services.server.search.tickets import Look, TicketSearch
from services.server.tickets import numbers, search
from services.server.transaction import Actor, Transaction

_TELEPHONE = re.compile(r"[+0-9][0-9 ()#*-]*")
_LETTERS = re.compile(r"[a-z]{2,}")
_PEOPLE = frozenset({SearchKind.PERSONS, SearchKind.NUMBERS})


def look_of(q: str, person: str, place: str) -> Look:
    """Returns what somebody looks for, in each way it can be read."""
    typed = clean_line(q).lower()
    number = numbers.beginning(typed)
    digits = clean_number(typed) if _TELEPHONE.fullmatch(typed) and not number else ""
    return Look(
        typed,
        number,
        None if number else search.query(typed),
        digits if len(digits) >= SHORTEST_NUMBER else "",
        person,
        place,
    )


def shows_people(actor: Actor, look: Look, kinds: Collection[SearchKind]) -> bool:
    """Tells whether a search can show citizens, so that it is recorded as a look."""
    return bool(look.typed and _PEOPLE & set(kinds) and actor.may(Permission.PERSON_READ))


def words_for_the_record(look: Look) -> str:
    """Returns what was typed as the record of looks keeps it: enough to see what it was, masked as everywhere."""
    if look.digits:
        return mask_number(look.digits)
    return look.number or mask_name(look.typed)


def find(tx: Transaction, names: Names, look: Look, kinds: Collection[SearchKind], limit: int) -> SearchAnswer:
    """Returns the best of each kind asked for.

    Raises:
        NotAllowed: the tickets of a citizen are asked for by who may not look at citizens.
    """
    if look.person:
        tx.require(Permission.PERSON_READ)
    names.fresh(tx)
    known = repository.by_number(tx.connection, look.digits, limit + 1) if look.digits else []
    answer = SearchAnswer()
    if SearchKind.TICKETS in kinds or SearchKind.PLACES in kinds:
        searching = TicketSearch(tx, names, look, _callers(look, known))
        if SearchKind.TICKETS in kinds:
            answer = answer.model_copy(update={"tickets": searching.find(limit)})
        if SearchKind.PLACES in kinds and look.typed:
            places = [names.hit(place) for _rank, place in names.find_places(look.chunks)[: limit + 1]]
            places += searching.grids(limit + 1)
            answer = answer.model_copy(update={"places": Group(items=places[:limit], more=len(places) > limit)})
    if tx.actor.may(Permission.PERSON_READ) and look.typed:
        if SearchKind.PERSONS in kinds:
            answer = answer.model_copy(update={"persons": _best(_by_name(tx, look, limit + 1), limit)})
        if SearchKind.NUMBERS in kinds:
            answer = answer.model_copy(update={"numbers": _best([row for _number, row in known], limit)})
    return answer


def _callers(look: Look, known: list[tuple[str, PersonRow]]) -> list[str]:
    """Returns the telephone numbers by which tickets are looked for: those that are known, and the very one typed."""
    found = dict.fromkeys(number for number, _row in known)
    if len(look.digits) > SHORTEST_NUMBER:
        found = {look.digits: None, **found}
    return list(found)


def _by_name(tx: Transaction, look: Look, limit: int) -> list[PersonRow]:
    if look.digits or look.number:
        return []
    name = look.typed
    found = repository.by_name(tx.connection, clean_line(name), limit)
    letters = name.replace(" ", "").replace("'", "")
    if len(found) < limit and _LETTERS.fullmatch(letters):
        found = repository.distinct([*found, *repository.by_sound(tx.connection, letters, limit)])
    return found


def _best(rows: list[PersonRow], limit: int) -> Group[PersonRow]:
    return Group(items=rows[:limit], more=len(rows) > limit)
