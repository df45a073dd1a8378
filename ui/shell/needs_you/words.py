"""The words for what waits: kinds of saves, names of fields, values of fields."""

from typing import TYPE_CHECKING, Any

from ui import lifecycle_words
from ui.language import translate
from ui.problems import is_chinese

if TYPE_CHECKING:
    from services.desk.choices import Choices

NOT_SHOWN = frozenset({"id", "finish", "ticket_id", "call_id", "person_id"})
"""What a save carries besides what somebody typed."""
LONG_FIELDS = frozenset({"content", "answer", "remark", "text"})


def kind_words(kind: str) -> str:
    """Returns what is being saved."""
    return {
        "ticket.new": translate("NeedsYou", "New ticket"),
        "ticket.change": translate("NeedsYou", "Change of a ticket"),
        "ticket.note": translate("NeedsYou", "Remark on a ticket"),
        "person.new": translate("NeedsYou", "New person"),
        "person.change": translate("NeedsYou", "Change of a person"),
    }.get(kind, kind)


def field_title(field: str) -> str:
    """Returns the name of a field as the form has it; an unknown one as it is."""
    return {
        "caller_name": translate("NeedsYou", "Caller"),
        "caller_number": translate("NeedsYou", "Number called from"),
        "contact_number": translate("NeedsYou", "Contact number"),
        "kind": translate("NeedsYou", "Kind"),
        "category": translate("NeedsYou", "Category"),
        "town": translate("NeedsYou", "Town"),
        "village": translate("NeedsYou", "Village or community"),
        "grid": translate("NeedsYou", "Grid"),
        "detail": translate("NeedsYou", "Place in detail"),
        "title": translate("NeedsYou", "Title"),
        "content": translate("NeedsYou", "Content"),
        "urgency": translate("NeedsYou", "Urgency"),
        "confidential": translate("NeedsYou", "Confidential"),
        "wants_callback": translate("NeedsYou", "Wants a call back"),
        "answer": translate("NeedsYou", "Answer"),
        "cited_articles": translate("NeedsYou", "Cited articles"),
        "unit": translate("NeedsYou", "Department"),
        "name": translate("NeedsYou", "Name"),
        "numbers": translate("NeedsYou", "Numbers"),
        "address": translate("NeedsYou", "Address"),
        "elderly": translate("NeedsYou", "Elderly"),
        "remark": translate("NeedsYou", "Remark"),
        "text": translate("NeedsYou", "Text"),
    }.get(field, field)


def value_words(field: str, value: Any, choices: "Choices | None") -> str:
    """Returns a value as people read it: a code by its name where the catalogue is known."""
    if value is None or value in ("", []):
        return translate("NeedsYou", "(empty)")
    if isinstance(value, bool):
        return translate("NeedsYou", "yes") if value else translate("NeedsYou", "no")
    if isinstance(value, list):
        return translate("NeedsYou", ", ", "between items of a list").join(str(item) for item in value)
    if field == "kind":
        return lifecycle_words.kind_words(str(value))
    if field == "urgency":
        return lifecycle_words.urgency_words(str(value))
    return _code_words(field, str(value), choices)


def _code_words(field: str, value: str, choices: "Choices | None") -> str:
    if choices is None:
        return value
    if field in ("town", "village") and value in choices.places:
        return choices.places[value].name
    if field == "category" and value in choices.categories:
        category = choices.categories[value]
        return category.name if is_chinese() else category.english or category.name
    if field == "unit" and value in choices.units:
        unit = choices.units[value]
        return unit.name if is_chinese() else unit.english or unit.name
    return value
