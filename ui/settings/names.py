"""Names of the catalogue's codes, as words and as choices of a field; made once a catalogue."""

from services.contracts.tickets import Catalogue, Category, PlaceEntry, TicketKind, Unit, UnitLevel, Urgency
from services.desk.choices import sounds_of
from ui.language import translate
from ui.lifecycle_words import kind_words, urgency_words
from ui.problems import is_chinese
from widgets.fields.matching import Choice, ChoiceMatcher


class Names:
    """Units, categories and places with the names above each."""

    def __init__(self, catalogue: Catalogue | None) -> None:
        self.catalogue = catalogue
        self.units = _choices(catalogue.units if catalogue else [])
        self.categories = _choices(catalogue.categories if catalogue else [])
        self.places = _choices(catalogue.places if catalogue else [])
        self.skills = {
            each.key: Choice(each.key, _said(each.name, each.english), "", sounds_of(each.name))
            for each in (catalogue.skills if catalogue else [])
        }
        past = translate("Settings", "{name} (no more)")
        self._former = {
            (each.kind, each.code): Choice(each.code, past.format(name=_said(each.name, each.english)))
            for each in (catalogue.former if catalogue else [])
        }
        self._matchers: dict[str, ChoiceMatcher] = {}

    def unit(self, code: str) -> Choice:
        """Returns a unit; one that is not known as its code."""
        return self.units.get(code, Choice(code, code))

    def category(self, code: str) -> Choice:
        """Returns a category."""
        return self.categories.get(code, Choice(code, code))

    def place(self, code: str) -> Choice:
        """Returns a town or village; one that was taken out by its last name, with a word."""
        return self.places.get(code) or self._former.get(("place", code)) or Choice(code, code)

    def skill(self, key: str) -> Choice:
        """Returns a queue skill; one that was retired by its last name, with a word."""
        return self.skills.get(key) or self._former.get(("skill", key)) or Choice(key, key)

    def unit_matcher(self) -> ChoiceMatcher:
        """Finds units."""
        return self._matcher("unit", self.units)

    def category_matcher(self) -> ChoiceMatcher:
        """Finds categories."""
        return self._matcher("category", self.categories)

    def place_matcher(self) -> ChoiceMatcher:
        """Finds towns and villages."""
        return self._matcher("place", self.places)

    def _matcher(self, what: str, choices: dict[str, Choice]) -> ChoiceMatcher:
        if what not in self._matchers:
            self._matchers[what] = ChoiceMatcher(list(choices.values()))
        return self._matchers[what]


def _choices(entries: list[Unit] | list[Category] | list[PlaceEntry]) -> dict[str, Choice]:
    names = {entry.code: _name(entry) for entry in entries}
    above = {entry.code: entry.parent for entry in entries}
    return {
        entry.code: Choice(entry.code, names[entry.code], _path(entry.code, names, above), sounds_of(entry.name))
        for entry in entries
    }


def _path(code: str, names: dict[str, str], above: dict[str, str]) -> str:
    parts: list[str] = []
    parent = above.get(code, "")
    while parent in names and len(parts) < 5:
        parts.insert(0, names[parent])
        parent = above.get(parent, "")
    return " › ".join(parts)


def _name(entry: Unit | Category | PlaceEntry) -> str:
    return _said(entry.name, getattr(entry, "english", ""))


def _said(name: str, english: str) -> str:
    return name if is_chinese() else english or name


def kinds() -> list[tuple[str | None, str]]:
    """Returns the kinds of appeal with their words, first of all: any."""
    return [(None, translate("Settings", "any kind")), *((kind.value, kind_words(kind)) for kind in TicketKind)]


def urgencies() -> list[tuple[str | None, str]]:
    """Returns the urgencies with their words, first of all: any."""
    return [(None, translate("Settings", "any urgency")), *((each.value, urgency_words(each)) for each in Urgency)]


def level_words(level: str | None) -> str:
    """Returns a level of the tree of units."""
    return {
        UnitLevel.DISTRICT.value: translate("Settings", "District centre"),
        UnitLevel.TOWN.value: translate("Settings", "Town"),
        UnitLevel.VILLAGE.value: translate("Settings", "Village"),
        UnitLevel.DEPARTMENT.value: translate("Settings", "Department"),
    }.get(level or "", "")
