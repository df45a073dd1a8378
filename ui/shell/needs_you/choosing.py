"""What can be chosen for a field that holds a code."""

from typing import TYPE_CHECKING

from services.contracts.tickets import TicketKind, Urgency
from ui.lifecycle_words import kind_words, urgency_words
from ui.problems import is_chinese
from ui.shell.needs_you.words import value_words
from widgets.fields.matching import Choice, ChoiceMatcher

if TYPE_CHECKING:
    from services.desk.choices import Choices


def matcher_for(field: str, choices: "Choices | None") -> ChoiceMatcher | None:
    """Returns what finds choices for a field; ``None`` for a field that holds words, or while the catalogue is unknown."""
    if field == "kind":
        return ChoiceMatcher([Choice(kind.value, kind_words(kind.value)) for kind in TicketKind])
    if field == "urgency":
        return ChoiceMatcher([Choice(urgency.value, urgency_words(urgency.value)) for urgency in Urgency])
    if choices is None:
        return None
    english = not is_chinese()
    options = {
        "category": lambda: choices.category_options(english),
        "unit": lambda: choices.unit_options(english),
        "town": lambda: [option for option in choices.place_options() if not choices.places[option.code].parent],
        "village": lambda: [option for option in choices.place_options() if choices.places[option.code].parent],
    }
    if field not in options:
        return None
    return ChoiceMatcher([Choice(o.code, o.text, o.path, o.sounds.split(" ")[0]) for o in options[field]()])


def choice_of(field: str, value: str, choices: "Choices | None") -> Choice | None:
    """Returns the choice that a code stands for; ``None`` for an empty or unknown one."""
    words = value_words(field, value, choices)
    known = field in ("kind", "urgency") or (words != value and bool(value))
    return Choice(value, words) if value and known else None
