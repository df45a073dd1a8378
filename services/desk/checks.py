"""What has to stand in the form before it is filed, in the words of the server's own rules.

The server decides; these checks only spare the person a journey. Codes are those of :mod:`services.errors`, so a field says
the same sentence whoever found the fault.
"""

import re
from collections.abc import Mapping
from typing import Any

from services.contracts.text import clean_line, clean_number, clean_text
from services.contracts.tickets import Finish, TicketKind
from services.desk.form import FIELDS, Form
from services.desk.limits import ticket_limits

Problems = dict[str, tuple[str, dict[str, Any]]]
"""Code and details of what is wrong, by field."""

FOCUS_ORDER: tuple[str, ...] = (
    "kind",
    "category",
    "town",
    "detail",
    "contact_number",
    "title",
    "unit",
    "content",
    "answer",
    "urgency",
    "cited_articles",
)
"""Which field is gone to first where several are wrong. ``town`` stands for the place as a whole."""

_FILED = ("kind", "category", "title", "content")
_NEEDED: dict[Finish, tuple[str, ...]] = {
    Finish.DRAFT: (),
    Finish.ACCEPT: _FILED,
    Finish.ANSWER: (*_FILED, "answer"),
    Finish.DISPATCH: (*_FILED, "unit"),
    Finish.EMERGENCY: ("content", "unit"),
    Finish.ATTACH: _FILED,
}
_BODIES = frozenset({"content", "answer"})
_MOST_CITED = 20
_NUMBER = re.compile(r"[+*#0-9]*")


def cleaned(name: str, value: str) -> str:
    """Returns a text as the server will keep it."""
    if name == "contact_number":
        return clean_number(value)
    return clean_text(value) if name in _BODIES else clean_line(value)


def check(form: Form, finish: Finish, unresolved: Mapping[str, str] | None = None) -> Problems:
    """Returns what is wrong with the form for what it is to become.

    Args:
        form: what stands in the form.
        finish: what is to become of it.
        unresolved: text that stands in a type-ahead field without being one of its choices, by field.
    """
    problems: Problems = {}
    needed = list(_NEEDED[finish])
    if finish is Finish.DISPATCH and form["kind"] not in ("", TicketKind.CONSULT.value):
        needed.append("town")
    for name in needed:
        if not cleaned(name, form[name]):
            problems[name] = ("required", {})
    for name, limit in ticket_limits().items():
        if name in FIELDS and len(cleaned(name, form[name])) > limit:
            problems[name] = ("too_long", {"limit": limit})
    number = form["contact_number"]
    if number.strip() and not clean_number(number):
        problems["contact_number"] = ("bad_value", {})
    if len(form["cited_articles"]) > _MOST_CITED:
        problems["cited_articles"] = ("too_long", {"limit": _MOST_CITED})
    for name, text in (unresolved or {}).items():
        if text.strip():
            problems[name] = ("not_a_choice", {})
    return problems


def too_long(name: str, value: str) -> int:
    """Returns by how many characters a text is over its limit, 0 where it fits."""
    limit = ticket_limits().get(name)
    return 0 if limit is None else max(0, len(cleaned(name, value)) - limit)


def first_of(problems: Mapping[str, Any]) -> str:
    """Returns the field to go to: the first wrong one in the order of the form."""
    wrong = ["town" if name == "village" else name for name in problems]
    return next((name for name in FOCUS_ORDER if name in wrong), wrong[0] if wrong else "")
