"""Words and colours of work lists: time left, places, moments."""

from datetime import datetime

from services.contracts.clocks import ClockState
from services.contracts.lifecycle import WorkRow
from services.contracts.tickets import Ticket, Urgency
from services.desk.choices import Choices
from ui import moments
from ui.clock_words import TimeLeft, time_left_words
from ui.problems import is_chinese
from widgets.theme import Tone

_LAST = 4_102_444_800.0
"""Where a row without a running clock sorts: after all others (the year 2100)."""


def time_left(row: WorkRow | Ticket, now: datetime) -> str:
    """Returns how much time is left or by how much it is over: ``3 h 20 min``, ``2 d over``; empty without a clock."""
    return _left(row, now).words


def time_tone(row: WorkRow | Ticket, now: datetime) -> Tone | None:
    """Returns the colour of the time left: red when over or at the red rung, yellow when soon."""
    return _left(row, now).tone


def _left(row: WorkRow | Ticket, now: datetime) -> TimeLeft:
    is_paused = row.due_at is None and row.due_kind
    return time_left_words(row.due_at, now, ClockState.PAUSED if is_paused else ClockState.RUNNING, alarm=row.alarm)


def due_order(row: WorkRow) -> float:
    """Returns what a list sorts its time by."""
    return row.due_at.timestamp() if row.due_at is not None else _LAST


_ORDER = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.NORMAL: 2}


def urgency_order(row: WorkRow) -> int:
    """Returns the place of a row's urgency: an emergency nobody has acknowledged first."""
    return -1 if row.alert else _ORDER[row.urgency]


def place_words(choices: Choices | None, town: str, village: str) -> str:
    """Returns a place for people."""
    return choices.place_name(town, village) if choices is not None else village or town


def category_words(choices: Choices | None, code: str) -> str:
    """Returns a category with the branches above it, as far as they are known."""
    if choices is None or not code:
        return code
    english = not is_chinese()
    levels = [code[:length] for length in range(2, len(code) + 1, 2)]
    return " › ".join(choices.category_name(level, english) for level in levels if level in choices.categories) or code


def unit_words(choices: Choices | None, code: str) -> str:
    """Returns a unit's name."""
    return choices.unit_name(code, not is_chinese()) if choices is not None and code else code


def moment_words(moment: datetime, now: datetime) -> str:
    """Returns when something was: ``10:03`` today, ``11-20 10:03`` this year, the date before that."""
    there, here = moments.local(moment), moments.local(now)
    if there.date() == here.date():
        return f"{there:%H:%M}"
    return f"{there:%m-%d %H:%M}" if there.year == here.year else f"{there:%Y-%m-%d}"
