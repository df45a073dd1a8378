"""Words for limits, ladders and calendars."""

from typing import Any

from services.contracts.clocks import ClockKind, Limit, RungWhen
from ui.clock_words import clock_words, rung_words
from ui.language import translate
from ui.lifecycle_words import kind_words, limit_words, listed, urgency_words

Row = dict[str, Any]


def said(limit: Row | None) -> str:
    """Returns a limit, or nothing where there is none."""
    return limit_words(Limit.model_validate(limit)) if limit else ""


def rule_words(row: Row) -> str:
    """Returns a limit with what it is for: ``Finish · Complaint: 15 working days``."""
    whose = [
        kind_words(row["kind"]) if row.get("kind") else "",
        urgency_words(row["urgency"]) if row.get("urgency") else "",
    ]
    what = listed([clock_words(row["clock"]), *whose])
    return translate("Settings", "{what}: {limit}").format(what=what, limit=said(row.get("limit")))


def when_words(row: Row) -> str:
    """Returns from when on a rung is reached."""
    match row.get("when"):
        case RungWhen.SHARE:
            return translate("Settings", "{share} % of the limit are gone").format(share=row.get("share", 0))
        case RungWhen.DUE_DAY:
            return translate("Settings", "the day it is due begins")
        case RungWhen.DUE:
            return translate("Settings", "it is due")
    return translate("Settings", "{limit} after it was due").format(limit=said(row.get("after")))


def rung_line(row: Row) -> str:
    """Returns a rung: ``Yellow: the day it is due begins``."""
    return translate("Settings", "{what}: {limit}").format(what=rung_words(row["level"]), limit=when_words(row))


def whens() -> list[tuple[str, str]]:
    """Returns what the moment of a rung can be counted from."""
    return [
        (RungWhen.SHARE.value, translate("Settings", "a share of the limit is gone")),
        (RungWhen.DUE_DAY.value, translate("Settings", "the day it is due begins")),
        (RungWhen.DUE.value, translate("Settings", "it is due")),
        (RungWhen.AFTER.value, translate("Settings", "some time after it was due")),
    ]


def clocks() -> list[tuple[str, str]]:
    """Returns all clocks."""
    return [(kind.value, clock_words(kind)) for kind in ClockKind]


def levels() -> list[tuple[int, str]]:
    """Returns the rungs of the ladder."""
    return [(level, rung_words(level)) for level in (1, 2, 3, 4)]


def shifts_words(shifts: list[Row]) -> str:
    """Returns a day's shifts: ``08:30–12:00, 14:00–17:30``; what lies between them is the break."""
    return ", ".join(f"{shift['start']}–{shift['end']}" for shift in shifts) or translate("Settings", "off")


def weekdays() -> list[str]:
    """Returns the days of the week from Monday."""
    return [
        translate("Settings", "Monday"),
        translate("Settings", "Tuesday"),
        translate("Settings", "Wednesday"),
        translate("Settings", "Thursday"),
        translate("Settings", "Friday"),
        translate("Settings", "Saturday"),
        translate("Settings", "Sunday"),
    ]
