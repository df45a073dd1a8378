"""How the audit trail says the value of a column, and how the value comes back from it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from services.contracts.tickets import Urgency

URGENCIES = (Urgency.NORMAL, Urgency.URGENT, Urgency.EMERGENCY)
"""In rising order; a ticket's row keeps the place in it."""

_WORDS: dict[str, Callable[[str], Any]] = {
    "urgency": lambda text: URGENCIES.index(Urgency(text)),
    "confidential": lambda text: text == "true",
    "wants_callback": lambda text: text == "true",
    "supervised": lambda text: text == "true",
    "wrote_again": lambda text: text == "true",
    "alert": lambda text: text == "true",
    "dispatch_count": int,
    "return_count": int,
    "suspended_until": datetime.fromisoformat,
    "closed_at": datetime.fromisoformat,
}
_NOTHING: dict[str, Any] = {
    "urgency": 0,
    "confidential": False,
    "wants_callback": False,
    "supervised": False,
    "wrote_again": False,
    "alert": False,
    "dispatch_count": 0,
    "return_count": 0,
    "suspended_until": None,
    "closed_at": None,
    "person_id": None,
    "call_id": None,
    "handler_id": None,
    "merged_into": None,
    "part_of": None,
}

COLUMNS = (
    *(
        "status",
        "pending",
        "person_id",
        "call_id",
        "caller_name",
        "caller_number",
        "contact_number",
        "kind",
        "category",
    ),
    *("town", "village", "grid", "detail", "title", "content", "urgency", "confidential", "wants_callback", "answer"),
    *("cited_articles", "unit", "handler_id", "handler", "assisting", "dispatch_count", "return_count"),
    *("suspended_until", "merged_into", "part_of", "supervised", "wrote_again", "alert", "channel"),
    "closed_at",
)
"""What a ticket's state is made of; all else of its row is its name, or follows from these."""


def said(name: str, value: Any) -> str | None:
    """Returns a value as the trail says it; nothing for an empty one."""
    if name == "urgency":
        return URGENCIES[value].value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if value else None


def unsaid(name: str, text: str | None) -> Any:
    """Returns the value that was said."""
    if text is None:
        return _NOTHING.get(name, "")
    return _WORDS[name](text) if name in _WORDS else text


def replayed(entries: list[dict[str, list[str | None]]]) -> dict[str, Any]:
    """Returns a ticket's state from the changes of all entries of its trail, oldest first, and from nothing else."""
    state = {name: unsaid(name, None) for name in COLUMNS}
    for changes in entries:
        for name, (_before, after) in changes.items():
            if name in state:
                state[name] = unsaid(name, after)
    return state
