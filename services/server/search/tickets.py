"""Tickets that fit what was typed: by number, by who called, by words, and by the place or category that is named.

Each way is a walk along one index that ends after so many rows. Who only handles sees what lies with the own unit and
below it and what it assists in; among many others' tickets only the newest that fit are looked at (``listing``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Row

from services.contracts.accounts import Permission
from services.contracts.search import Group, PlaceHit, PlaceLevel, TicketHit, Why
from services.contracts.tickets import TicketRow, TicketSort
from services.server.search import repository
from services.server.search.places import Named, Names
from services.server.tickets import listing, scope, search, view
from services.server.tickets.listing import Filter
from services.server.transaction import Transaction

_READ = 60
"""So many of the newest that fit are ranked."""
_MOST_PLACES = 3
_SURE = 2
"""Up to this rank a name is what was meant, and its tickets are shown too."""
_OWN = 2_000
"""So many of the newest tickets of the own units are read for words, where the index of words has too many of others."""
_MOST_UNITS = 60
_FEW_OWN, _FEW_UNITS = 4_000, 8
"""Who sees so few tickets, of so few units: on PostgreSQL all of them are read, and the index of words is not asked."""
_FEW_TERMS = 3
"""Of more, comparing what the index of words has for each costs more than reading the texts of the own units' newest."""
_OF_DAY = re.compile(r"\d{1,6}", re.ASCII)
_DAYS_BACK = 2

Found = dict[int, tuple[Row[Any], Why]]


@dataclass(frozen=True)
class Look:
    """What is looked for.

    Attributes:
        typed: what was typed, on one line, in small letters.
        number: beginning of a ticket number, a day and more.
        words: for the index of words.
        digits: a telephone number or its last digits.
        person: only tickets of this citizen.
        place: only tickets of this town or village.
    """

    typed: str = ""
    number: str = ""
    words: search.Words | None = None
    digits: str = ""
    person: str = ""
    place: str = ""

    @property
    def chunks(self) -> list[str]:
        """Returns the words typed, in small letters."""
        return self.typed.split()


class TicketSearch:
    """One search by one person; ``numbers`` are telephone numbers that fit."""

    def __init__(self, tx: Transaction, names: Names, look: Look, numbers: list[str]) -> None:
        self._tx = tx
        self._names = names
        self._look = look
        self._numbers = numbers
        actor = tx.actor
        units = repository.units_below(tx.connection, actor.unit) if scope.only_handles(actor) else ()
        self._sees_nothing = scope.only_handles(actor) and not units
        viewer = "" if actor.may(Permission.TICKET_CONFIDENTIAL) else actor.account_id
        self._all = Filter(viewer=viewer, units=units, assists=actor.unit, **self._narrowed())

    def find(self, limit: int) -> Group[TicketHit]:
        """Returns the best; newest first among those that fit equally well."""
        found: Found = {}
        if not self._sees_nothing:
            for row, why in self._ways(limit + 1):
                found.setdefault(row.key, (row, why))
        order = list(Why)
        ranked = sorted(found.values(), key=lambda one: (order.index(one[1]), -one[0].key))
        chosen = ranked[:limit]
        rows = view.rows(self._tx.actor, [row for row, _why in chosen])
        hits = [
            TicketHit(ticket=TicketRow.model_validate(row), why=why)
            for row, (_row, why) in zip(rows, chosen, strict=True)
        ]
        return Group(items=hits, more=len(ranked) > limit)

    def grids(self, limit: int) -> list[PlaceHit]:
        """Returns grids whose name has the words typed, as they stand in the newest tickets that may be seen with it."""
        words = self._look.words
        if words is None or self._sees_nothing:
            return []
        found: dict[tuple[str, str, str], PlaceHit] = {}
        for row in self._with_words:
            grid = row.grid.lower()
            if row.confidential or not all(chunk in grid for chunk in self._look.chunks):
                continue
            within = " ".join(self._names.name(code) for code in (row.town, row.village) if code)
            hit = PlaceHit(level=PlaceLevel.GRID, town=row.town, village=row.village, name=row.grid, within=within)
            found.setdefault((row.town, row.village, row.grid), hit)
        return list(found.values())[:limit]

    @cached_property
    def _with_words(self) -> list[Row[Any]]:
        """The newest tickets with the words typed: looked for once, though tickets and grids come out of it."""
        words = self._look.words
        if words is None:
            return []
        if words.are_spelt and self._has_few:
            return self._of_own_units(words, _READ)
        return self._walk(replace(self._all, words=words), _READ)

    @cached_property
    def _has_few(self) -> bool:
        """Whether all that may be seen is read sooner, on PostgreSQL, than its index of words finds the words in all others' too."""
        units = self._all.units
        if not self._tx.is_postgresql or not 0 < len(units) <= _FEW_UNITS:
            return False
        return repository.have_few(self._tx.connection, units, _FEW_OWN)

    def _narrowed(self) -> dict[str, Any]:
        look = self._look
        narrowed: dict[str, Any] = {"person": look.person} if look.person else {}
        if look.place:
            place = self._names.places.get(look.place)
            narrowed["town" if place is None or place.around is None else "village"] = look.place
        return narrowed

    def _ways(self, limit: int) -> Iterator[tuple[Row[Any], Why]]:
        look = self._look
        if not look.typed:
            if look.person or look.place:
                yield from self._marked(self._all, limit, Why.PLACE if look.place else Why.CALLER)
            return
        if look.number:
            yield from self._marked(self._all.numbered(look.number, self._tx.zone), limit, Why.NUMBER)
        elif _OF_DAY.fullmatch(look.typed):
            yield from self._of_last_days(int(look.typed))
        for number in self._numbers:
            yield from self._marked(replace(self._all, caller_number=number), limit, Why.CALLER)
        if look.words is not None:
            yield from self._by_words(look.words, limit)
        if not look.place and not look.person:
            yield from self._by_names(limit)

    def _of_last_days(self, of_day: int) -> Iterator[tuple[Row[Any], Why]]:
        """People say only the last part of a number of today or yesterday."""
        today = self._tx.now.astimezone(self._tx.zone).date()
        for back in range(_DAYS_BACK):
            day = f"{today - timedelta(days=back):%Y%m%d}"
            yield from self._marked(self._all.numbered(f"{day}-{of_day:06}", self._tx.zone), 1, Why.NUMBER)

    def _by_words(self, words: search.Words, limit: int) -> Iterator[tuple[Row[Any], Why]]:
        rows = list(self._with_words)
        is_all = words.are_spelt and self._has_few
        if not is_all and self._all.units and len(self._all.units) <= _MOST_UNITS and len(rows) < limit:
            rows += self._of_own_units(words, limit)
        for row in rows:
            title = row.title.lower()
            in_title = all(chunk in title or search.sounds_so(title, chunk) for chunk in self._look.chunks)
            yield row, Why.TITLE if in_title else Why.CONTENT

    def _of_own_units(self, words: search.Words, limit: int) -> list[Row[Any]]:
        """Reads the units' own newest tickets: rare among those of the district, they are not among the newest that fit."""
        newest = _FEW_OWN if self._has_few else max(50, _OWN // len(self._all.units))
        if words.terms and len(words.terms) <= _FEW_TERMS and not self._tx.is_postgresql:
            return self._walk(replace(self._all, words=words, own=newest), limit)
        spelt = words.spelt()
        found: list[Row[Any]] = []
        for unit in self._all.units:
            of_one = replace(self._all, words=spelt, unit=unit, units=(), newest=newest)
            found += self._walk(of_one, limit)
        if self._has_few:
            assisted = repository.assisted(self._tx.connection, self._all.assists, _FEW_OWN)
            ours = {row.key for row in found}
            helped = self._walk(replace(self._all, words=spelt, among=assisted), limit) if assisted else []
            found += [row for row in helped if row.key not in ours]
        return sorted(found, key=lambda row: -row.key)[:limit]

    def _by_names(self, limit: int) -> Iterator[tuple[Row[Any], Why]]:
        chunks = self._look.chunks
        places = [place for rank, place in self._names.find_places(chunks) if rank <= _SURE][:_MOST_PLACES]
        for place in places:
            is_town = place.around is None
            there = replace(self._all, town=place.code) if is_town else replace(self._all, village=place.code)
            yield from self._marked(there, limit, Why.PLACE)
        categories = [each for rank, each in self._names.find_categories(chunks) if rank <= _SURE][:_MOST_PLACES]
        for category in _outermost(categories):
            yield from self._marked(replace(self._all, category=category.code), limit, Why.CATEGORY)

    def _marked(self, wanted: Filter, limit: int, why: Why) -> Iterator[tuple[Row[Any], Why]]:
        for row in self._walk(wanted, limit):
            yield row, why

    def _walk(self, wanted: Filter, limit: int) -> list[Row[Any]]:
        rows = listing.page(self._tx.connection, wanted, TicketSort.CREATED, None, limit)
        return view.honestly_found(self._tx, rows, wanted.words)


def _outermost(categories: list[Named]) -> list[Named]:
    """Leaves out categories that lie in another one of the list."""
    codes = {each.code for each in categories}
    return [
        each for each in categories if not any(each.code[:length] in codes for length in range(2, len(each.code), 2))
    ]
