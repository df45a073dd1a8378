"""What the form offers to choose from, with the sounds of names, so that pinyin initials find them."""

from collections.abc import Iterable
from dataclasses import dataclass

from services import pinyin
from services.contracts.tickets import Catalogue, Category, PlaceEntry, Unit, UnitLevel

SEPARATOR = " › "
"""Between the levels of a path."""


@dataclass(frozen=True)
class Option:
    """One thing to choose. ``sounds`` holds what also finds it: initials, whole pinyin, the Chinese name."""

    code: str
    text: str
    path: str
    sounds: str


class Choices:
    """A catalogue, ready for the form. Sounds are computed once, in the thread that makes it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.categories = {c.code: c for c in catalogue.categories}
        self.places = {p.code: p for p in catalogue.places}
        self.units = {u.code: u for u in catalogue.units}
        self.skills = {s.key: s for s in catalogue.skills}
        self._former = {(each.kind, each.code): each for each in catalogue.former}
        names = {c.name for c in catalogue.categories}
        names |= {p.name for p in catalogue.places} | {u.name for u in catalogue.units}
        self._sounds = {name: sounds_of(name) for name in names}

    def category_options(self, english: bool) -> list[Option]:
        """Returns all categories, leaves first within each branch, because a leaf says most."""
        ordered = sorted(self.catalogue.categories, key=lambda c: (c.code[:4].ljust(4), len(c.code) < 6, c.code))
        return [
            Option(c.code, _said(c, english), self._category_path(c.code, english), self._sounds[c.name])
            for c in ordered
        ]

    def place_options(self) -> list[Option]:
        """Returns all villages and towns in the order of the catalogue, each village with the name of its town."""
        return [self._place_option(place) for place in self.catalogue.places]

    def unit_options(self, english: bool) -> list[Option]:
        """Returns all units, each village with the name of its town's."""
        return [
            Option(u.code, _said(u, english), self._town_of(u, english), self._sounds[u.name])
            for u in self.catalogue.units
        ]

    def place_codes(self, code: str) -> tuple[str, str]:
        """Returns town and village of a place; the village is empty for a town."""
        place = self.places.get(code)
        if place is None:
            return "", ""
        return (place.parent, place.code) if place.parent else (place.code, "")

    def place_name(self, town: str, village: str) -> str:
        """Returns a place for people: ``桂城街道 › 夏北社区``; unknown codes as they are."""
        return SEPARATOR.join(self._place_name(code) for code in (town, village) if code)

    def category_name(self, code: str, english: bool) -> str:
        """Returns a category's own name, or its code where it is not known any more."""
        category = self.categories.get(code)
        return code if category is None else _said(category, english)

    def unit_name(self, code: str, english: bool) -> str:
        """Returns a department's name, or its code where it is not known any more."""
        unit = self.units.get(code)
        return code if unit is None else _said(unit, english)

    def skill_name(self, key: str, english: bool) -> str:
        """Returns a queue skill's name, also of one that was retired, or its key."""
        skill = self.skills.get(key) or self._former.get(("skill", key))
        return key if skill is None else (skill.english if english else skill.name) or skill.name

    def _place_name(self, code: str) -> str:
        """Returns a place's name, also of one that was taken out: what is over still names it."""
        place = self.places.get(code) or self._former.get(("place", code))
        return code if place is None else place.name

    def _town_of(self, unit: Unit, english: bool) -> str:
        return self.unit_name(unit.parent, english) if unit.level is UnitLevel.VILLAGE else ""

    def _place_option(self, place: PlaceEntry) -> Option:
        town = self.places.get(place.parent)
        sounds = self._sounds[place.name]
        if town is not None:
            sounds = f"{sounds} {self._sounds[town.name].split(' ')[0]}"
        return Option(place.code, place.name, town.name if town else "", sounds)

    def _category_path(self, code: str, english: bool) -> str:
        above: Iterable[str] = (code[:length] for length in range(2, len(code), 2))
        return SEPARATOR.join(_said(self.categories[c], english) for c in above if c in self.categories)


def sounds_of(name: str) -> str:
    """Returns initials, whole pinyin and the name itself: ``xbsq xiabeishequ 夏北社区``."""
    return f"{pinyin.initials(name)} {''.join(pinyin.syllables(name))} {name}".casefold()


def _said(entry: Category | Unit, english: bool) -> str:
    return entry.english if english and entry.english else entry.name
