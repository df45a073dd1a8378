"""Units, categories and colleagues as choices of a type-ahead field."""

from collections.abc import Callable, Iterable

from services.contracts.lifecycle import Colleague
from services.contracts.tickets import TicketKind, Unit
from services.desk.choices import Choices, sounds_of
from ui.language import translate
from ui.lifecycle_words import kind_words
from ui.problems import is_chinese
from widgets.fields.matching import Choice, ChoiceMatcher

Matcher = Callable[[str], list[Choice]]


class UnitChoices:
    """The units of a catalogue, with the unit above each as its path. Made once a catalogue: 350 names have sounds."""

    def __init__(self, choices: Choices) -> None:
        english = not is_chinese()
        self._choices = choices
        self._all = [
            Choice(option.code, option.text, self._above(choices.units[option.code], english), option.sounds)
            for option in choices.unit_options(english)
        ]

    def everywhere(self) -> Matcher:
        """Finds among all units."""
        return ChoiceMatcher(self._all)

    def below(self, unit: str) -> Matcher:
        """Finds among the units below one."""
        return ChoiceMatcher([choice for choice in self._all if self._is_below(choice.key, unit)])

    def get(self, code: str) -> Choice | None:
        """Returns one unit as a choice."""
        return next((choice for choice in self._all if choice.key == code), None)

    def _above(self, unit: Unit, english: bool) -> str:
        return self._choices.unit_name(unit.parent, english) if unit.parent else ""

    def _is_below(self, code: str, above: str) -> bool:
        seen: set[str] = set()
        unit = self._choices.units.get(code)
        while unit is not None and unit.parent and unit.code not in seen:
            if unit.parent == above:
                return True
            seen.add(unit.code)
            unit = self._choices.units.get(unit.parent)
        return False


def category_choices(choices: Choices) -> list[Choice]:
    """Returns the categories with their branches."""
    return [Choice(o.code, o.text, o.path, o.sounds) for o in choices.category_options(not is_chinese())]


def place_choices(choices: Choices) -> list[Choice]:
    """Returns the villages and towns."""
    return [Choice(o.code, o.text, o.path, o.sounds) for o in choices.place_options()]


def kind_choices() -> list[Choice]:
    """Returns the kinds of an appeal."""
    return [Choice(kind.value, words, "", sounds_of(words)) for kind in TicketKind if (words := kind_words(kind))]


def colleague_choices(colleagues: Iterable[Colleague]) -> list[Choice]:
    """Returns the unit's people with how much lies with each, and the unit's pool."""
    found = [Choice("", translate("Work", "Unit's pool"), translate("Work", "whoever is free takes it"), "pool")]
    for person in colleagues:
        held = translate("Work", "open tickets: {count}").format(count=person.open_tickets)
        found.append(Choice(person.id, person.name, held, sounds_of(person.name)))
    return found
