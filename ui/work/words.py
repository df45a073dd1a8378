"""Words and colours of work lists: time left, places, moments."""

from datetime import datetime

from services.clock import DISTRICT_ZONE
from services.contracts.lifecycle import WorkRow
from services.contracts.tickets import Ticket, Urgency
from services.desk.choices import Choices
from ui.language import translate
from ui.problems import is_chinese
from widgets.theme import Tone

_SOON_SECONDS = 4 * 3_600.0
_DAYS_ALONE = 3
"""From so many days on, hours say nothing any more."""
_LAST = 4_102_444_800.0
"""Where a row without a running clock sorts: after all others (the year 2100)."""


def time_left(row: WorkRow | Ticket, now: datetime) -> str:
    """Returns how much time is left or by how much it is over: ``3 h 20 min``, ``2 d over``; empty without a clock."""
    if row.due_at is None:
        return translate("Work", "paused") if row.due_kind else ""
    seconds = (row.due_at - now).total_seconds()
    words = span(abs(seconds))
    return words if seconds >= 0 else translate("Work", "{time} over").format(time=words)


def time_tone(row: WorkRow | Ticket, now: datetime) -> Tone | None:
    """Returns the colour of the time left: red when over or at the red rung, yellow when soon."""
    if row.due_at is None:
        return Tone.QUIET
    seconds = (row.due_at - now).total_seconds()
    if seconds < 0 or row.alarm >= 3:
        return Tone.BAD
    return Tone.WARN if seconds < _SOON_SECONDS or row.alarm >= 1 else Tone.GOOD


def due_order(row: WorkRow) -> float:
    """Returns what a list sorts its time by."""
    return row.due_at.timestamp() if row.due_at is not None else _LAST


def span(seconds: float) -> str:
    """Returns a span for people, two units at most: ``2 d 3 h``, ``45 min``."""
    minutes = int(seconds // 60)
    days, hours, rest = minutes // 1_440, minutes // 60 % 24, minutes % 60
    if days >= _DAYS_ALONE:
        words = translate("Work", "{days} d")
    elif days:
        words = translate("Work", "{days} d {hours} h") if hours else translate("Work", "{days} d")
    elif hours:
        words = translate("Work", "{hours} h {minutes} min") if rest else translate("Work", "{hours} h")
    else:
        words = translate("Work", "{minutes} min")
    return words.format(days=days, hours=hours, minutes=rest)


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
    there, here = moment.astimezone(DISTRICT_ZONE), now.astimezone(DISTRICT_ZONE)
    if there.date() == here.date():
        return f"{there:%H:%M}"
    return f"{there:%m-%d %H:%M}" if there.year == here.year else f"{there:%Y-%m-%d}"
