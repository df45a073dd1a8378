"""Clocks in words: time left for every list, and the arithmetic of a due moment as sentences. No widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.contracts.clocks import ArithmeticLine, ClockKind, ClockState, Limit, LimitUnit, TicketClock
from ui.language import translate
from ui.lifecycle_words import limit_words
from widgets.theme import Tone

_SOON = 0.75
"""From which share of its limit on a clock is yellow; the training district's ladder reminds there, too."""
_RED = 3
"""The rung of the ladder that is red; the one above it goes to the leaders."""
_SOON_SECONDS = 4 * 3_600.0
"""Where nothing tells the limit: so little is left that today is the day."""

_DAYS_ALONE = 3
"""From so many days on, hours say nothing any more."""


@dataclass(frozen=True)
class TimeLeft:
    """How much time is left, in words and colour."""

    words: str
    tone: Tone


def time_left_words(
    due_at: datetime | None,
    now: datetime,
    state: str = ClockState.RUNNING,
    *,
    alarm: int = 0,
    started_at: datetime | None = None,
) -> TimeLeft:
    """Returns how much time is left or by how much it is over: ``3 h 20 min``, ``2 d over``.

    Args:
        due_at: when it is due; nothing where no clock runs.
        now: the district's present moment, so that a row ages while it is looked at.
        state: of the clock (a :class:`~services.contracts.clocks.ClockState`).
        alarm: the rung of the ladder that it stands on.
        started_at: when it began, where that is known: the colour then goes by the share of the limit that is gone.
    """
    if state == ClockState.PAUSED:
        return TimeLeft(translate("Clocks", "paused"), Tone.QUIET)
    if due_at is None or state == ClockState.STOPPED:
        return TimeLeft("", Tone.QUIET)
    seconds = (due_at - now).total_seconds()
    if seconds < 0:
        return TimeLeft(translate("Clocks", "{time} over").format(time=span_words(-seconds)), Tone.BAD)
    if alarm >= _RED:
        return TimeLeft(span_words(seconds), Tone.BAD)
    if started_at is not None:
        whole = (due_at - started_at).total_seconds()
        is_soon = whole <= 0 or (now - started_at).total_seconds() / whole >= _SOON
    else:
        is_soon = seconds < _SOON_SECONDS
    return TimeLeft(span_words(seconds), Tone.WARN if is_soon or alarm else Tone.GOOD)


def clock_left(clock: TicketClock, now: datetime) -> TimeLeft:
    """Returns the time left of one clock; of a stopped one, whether it was in time."""
    if clock.state is ClockState.STOPPED:
        if clock.overdue:
            return TimeLeft(translate("Clocks", "too late"), Tone.BAD)
        return TimeLeft(translate("Clocks", "in time"), Tone.GOOD)
    if clock.state is ClockState.PAUSED and clock.overdue:
        return TimeLeft(translate("Clocks", "over, paused"), Tone.BAD)
    return time_left_words(clock.due_at, now, clock.state, alarm=clock.level, started_at=clock.started_at)


def span_words(seconds: float) -> str:
    """Returns a span for people, two units at most: ``2 d 3 h``, ``45 min``."""
    minutes = int(seconds // 60)
    days, hours, rest = minutes // 1_440, minutes // 60 % 24, minutes % 60
    if days >= _DAYS_ALONE:
        words = translate("Clocks", "{days} d")
    elif days:
        words = translate("Clocks", "{days} d {hours} h") if hours else translate("Clocks", "{days} d")
    elif hours:
        words = translate("Clocks", "{hours} h {minutes} min") if rest else translate("Clocks", "{hours} h")
    else:
        words = translate("Clocks", "{minutes} min")
    return words.format(days=days, hours=hours, minutes=rest)


def clock_words(kind: str) -> str:
    """Returns what has to be done in time."""
    return {
        ClockKind.DISPATCH.value: translate("Clocks", "Dispatch"),
        ClockKind.SIGN_IN.value: translate("Clocks", "Signing for it"),
        ClockKind.FIRST_CONTACT.value: translate("Clocks", "First contact"),
        ClockKind.FINISH.value: translate("Clocks", "Finish"),
        ClockKind.REVIEW.value: translate("Clocks", "Review"),
        ClockKind.FOLLOW_UP.value: translate("Clocks", "Follow-up"),
    }.get(kind, kind)


def rung_words(level: int) -> str:
    """Returns a rung of the ladder; nothing below the first."""
    return {
        1: translate("Clocks", "Reminder"),
        2: translate("Clocks", "Yellow"),
        3: translate("Clocks", "Red"),
        4: translate("Clocks", "Told to the leaders"),
    }.get(level, "")


def rung_tone(level: int) -> Tone:
    """Returns the colour of a rung."""
    return Tone.BAD if level >= _RED else Tone.WARN if level else Tone.QUIET


def arithmetic_words(lines: Sequence[ArithmeticLine]) -> list[str]:
    """Returns how a due moment comes about, one short sentence a line; a line that is not known is left out."""
    return [words for line in lines if (words := _line(line.code, line.values))]


def arithmetic_sentence(lines: Sequence[ArithmeticLine]) -> str:
    """Returns the same in one line: ``received Fri 02-13 16:40; counts from Sat 02-14; …``."""
    return translate("Clocks", "; ").join(arithmetic_words(lines))


def _line(code: str, values: dict[str, str | int]) -> str:
    words = {
        "received": translate("Clocks", "received {at}"),
        "counts_from": translate("Clocks", "counts from {day}"),
        "limit": translate("Clocks", "limit {limit}"),
        "of_matter": translate("Clocks", "by line {category} of the dispatch catalogue, version {version}"),
        "extended": translate("Clocks", "extended by {limit}"),
        "shifts": translate("Clocks", "of a work day {hours} counts"),
        "work_day": translate("Clocks", "{day} is a work day ({name})"),
        "days_off": translate("Clocks", "{since} to {until} are off ({name})"),
        "paused": translate("Clocks", "paused {since} to {until}, {span} of it not counted"),
        "moved": translate("Clocks", "{day} is a day off, so the next work day is the last one"),
        "provisional": translate("Clocks", "provisional: the calendar of {year} is not published yet"),
        "due": translate("Clocks", "due {at}"),
        "stopped": translate("Clocks", "done {at}, in time"),
    }.get(code)
    if code == "paused" and "until" not in values:
        words = translate("Clocks", "paused since {since}")
    if code == "days_off" and values.get("since") == values.get("until"):
        words = translate("Clocks", "{since} is off ({name})")
    if code == "of_matter" and values.get("place"):
        words = translate("Clocks", "by line {category} at {place} of the dispatch catalogue, version {version}")
    if code == "stopped" and values.get("late"):
        words = translate("Clocks", "done {at}, too late")
    if words is None:
        return ""
    said = {name: _value(name, value) for name, value in values.items()}
    if "unit" in values:
        said["limit"] = limit_words(Limit(amount=int(values["amount"]), unit=LimitUnit(str(values["unit"]))))
    if "seconds" in values:
        said["span"] = span_words(float(values["seconds"]))
    return words.format(**said)


def _value(name: str, value: str | int) -> str:
    if name == "name":
        return holiday_words(str(value)) or translate("Clocks", "by the calendar")
    if name in ("at", "day", "since", "until"):
        return _moment(str(value))
    return str(value)


def _moment(text: str) -> str:
    """Returns a moment or day in its calendar's own zone: ``Fri 2026-02-13 16:40``."""
    if "T" not in text:
        day = date.fromisoformat(text)
        return f"{_weekday(day)} {day.isoformat()}"
    moment = datetime.fromisoformat(text)
    return f"{_weekday(moment)} {moment:%Y-%m-%d %H:%M}"


def _weekday(day: date) -> str:
    return (
        translate("Clocks", "Mon"),
        translate("Clocks", "Tue"),
        translate("Clocks", "Wed"),
        translate("Clocks", "Thu"),
        translate("Clocks", "Fri"),
        translate("Clocks", "Sat"),
        translate("Clocks", "Sun"),
    )[day.weekday()]


def holiday_words(name: str) -> str:
    """Returns a holiday of the State Council's notices; another name as it is."""
    return {
        "元旦": translate("Clocks", "New Year"),
        "春节": translate("Clocks", "Spring Festival"),
        "清明节": translate("Clocks", "Qingming Festival"),
        "劳动节": translate("Clocks", "Labour Day"),
        "端午节": translate("Clocks", "Dragon Boat Festival"),
        "中秋节": translate("Clocks", "Mid-Autumn Festival"),
        "国庆节": translate("Clocks", "National Day"),
        "国庆节、中秋节": translate("Clocks", "National Day and Mid-Autumn Festival"),
    }.get(name, name)
