"""Towns, villages and categories by their names, in Chinese and pinyin; kept in memory, as they are few."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.search import PlaceHit, PlaceLevel
from services.contracts.tickets import Catalogue
from services.server import sounds
from services.server.sounds import Sounds
from services.server.tickets import catalogue
from services.server.transaction import Transaction

_SHORTEST_SOUND = 2
_SHORTEST_INSIDE = 4
_KEPT = 200


@dataclass(frozen=True)
class Named:
    """Something that has a name: its code, its own names, and how they sound; ``around`` is what it lies in."""

    code: str
    names: tuple[str, ...]
    sounds: Sounds
    around: "Named | None" = None

    def rank(self, typed: str) -> int | None:
        """Returns how well one word fits, 0 best; ``None`` where it does not."""
        name = self.names[0]
        if typed in self.names:
            return 0
        if any(each.startswith(typed) for each in self.names):
            return 1
        if typed.isascii() and typed.isalpha() and len(typed) >= _SHORTEST_SOUND:
            initials, whole, ends = self.sounds
            if typed in (initials, whole):
                return 1
            if initials.startswith(typed) or (whole.startswith(typed) and len(typed) in ends):
                return 2
            if self._sounds_inside(typed):
                return 2
            return 3 if whole.startswith(typed) else None
        return 3 if typed in name else None

    def _sounds_inside(self, typed: str) -> bool:
        """Tells whether some syllables in the middle sound so: ``zaoyin`` in 施工噪音."""
        _initials, whole, ends = self.sounds
        at = whole.find(typed) if len(typed) >= _SHORTEST_INSIDE else -1
        return at >= 0 and at in ends and at + len(typed) in ends


class Names:
    """The names of one version of the catalogue."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version = -1
        self._found: dict[tuple[str, ...], list[tuple[int, Named]]] = {}
        """What was found lately: one search asks twice, and a person types on."""
        self.places: dict[str, Named] = {}
        self.categories: dict[str, Named] = {}
        self._all_places = self._all_categories = ""
        """All names and how they sound, one after the other: what does not stand in there fits none of them."""

    def fresh(self, tx: Transaction) -> "Names":
        """Returns itself, of the catalogue's present version."""
        version = catalogue.version(tx)
        if version != self._version:
            with self._lock:
                if version != self._version:
                    self._take(catalogue.read(tx))
                    self._version = version
        return self

    def _take(self, known: Catalogue) -> None:
        towns = {place.code: _named(place.code, place.name) for place in known.places if not place.parent}
        villages = {
            place.code: _named(place.code, place.name, around=towns.get(place.parent))
            for place in known.places
            if place.parent
        }
        self.places = towns | villages
        self._found.clear()
        self.categories = {each.code: _named(each.code, each.name, each.english) for each in known.categories}
        self._all_places, self._all_categories = (_together(each.values()) for each in (self.places, self.categories))

    def find_places(self, words: list[str]) -> list[tuple[int, Named]]:
        """Returns places that fit all words, a village also by the name of its town; the best first, with their ranks."""
        asked = tuple(words)
        found = self._found.get(asked)
        if found is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
            found = self._found[asked] = _ranked(self.places.values(), self._all_places, words)
        return found

    def find_categories(self, words: list[str]) -> list[tuple[int, Named]]:
        """Returns categories that fit all words, the best first."""
        return _ranked(self.categories.values(), self._all_categories, words)

    def hit(self, place: Named) -> PlaceHit:
        """Returns a place as it is told."""
        if place.around is None:
            return PlaceHit(level=PlaceLevel.TOWN, town=place.code, name=place.names[0])
        town = place.around
        name, within = place.names[0], town.names[0]
        return PlaceHit(level=PlaceLevel.VILLAGE, town=town.code, village=place.code, name=name, within=within)

    def name(self, code: str) -> str:
        """Returns a place's name; its code where it is not known any more."""
        place = self.places.get(code)
        return place.names[0] if place is not None else code


def _named(code: str, name: str, english: str = "", around: Named | None = None) -> Named:
    heard = sounds.sounds_of(name)
    names = tuple(each.lower() for each in (name, english) if each)
    return Named(code, names or (code,), heard, around)


def _together(among: Iterable[Named]) -> str:
    return "\n".join(part for each in among for part in (*each.names, *each.sounds[:2]))


def _ranked(among: Iterable[Named], together: str, words: list[str]) -> list[tuple[int, Named]]:
    found: list[tuple[int, Named]] = []
    if not all(word in together for word in words):
        # Most of what is looked for names no place: found out in microseconds, and not by asking each of hundreds.
        return found
    for each in among:
        rank = _rank(each, words)
        if rank is not None:
            found.append((rank, each))
    # Of those that fit equally well the larger place and the shorter name come first.
    return sorted(found, key=lambda one: (one[0], len(one[1].code), len(one[1].names[0]), one[1].code))


def _rank(named: Named, words: list[str]) -> int | None:
    ranks = [named.rank(word) for word in words]
    around = named.around
    if around is not None and any(rank is not None for rank in ranks):
        ranks = [around.rank(word) if rank is None else rank for word, rank in zip(words, ranks, strict=True)]
    return None if not ranks or None in ranks else max(rank for rank in ranks if rank is not None)
