"""The words of queue plans."""

import re
from collections.abc import Mapping
from typing import Any

from services.contracts.plans import Outside
from ui.language import translate

WHOLE_DAY = {"begins": "00:00", "ends": "24:00"}
_PART = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~～至到]\s*(\d{1,2}:\d{2})")


def days() -> list[str]:
    """Returns Monday to Sunday, and the two kinds of day that the calendar knows."""
    return [
        translate("Settings", "Monday"),
        translate("Settings", "Tuesday"),
        translate("Settings", "Wednesday"),
        translate("Settings", "Thursday"),
        translate("Settings", "Friday"),
        translate("Settings", "Saturday"),
        translate("Settings", "Sunday"),
        translate("Settings", "Public holidays"),
        translate("Settings", "Make-up days"),
    ]


def hours_text(hours: list[dict[str, str]]) -> str:
    """Returns the hours of a day as they are typed."""
    return ", ".join(f"{each['begins']}–{each['ends']}" if each["ends"] else each["begins"] for each in hours)


def hours_of(text: str) -> list[dict[str, str]]:
    """Returns what was typed as hours; what is none stays as it is, and the server says so."""
    found = []
    for part in filter(None, (each.strip() for each in re.split(r"[,，;；、]", text))):
        both = _PART.fullmatch(part)
        found.append({"begins": both[1].zfill(5), "ends": both[2].zfill(5)} if both else {"begins": part, "ends": ""})
    return found


def outside_words(treatment: str, to: str, names: Mapping[str, str]) -> str:
    """Returns where callers go."""
    if treatment == Outside.ANNOUNCE:
        return translate("Settings", "announcement only")
    if treatment == Outside.CALL_BACK:
        return translate("Settings", "announcement and call-back")
    if treatment == Outside.MESSAGE:
        return translate("Settings", "announcement and voice message")
    if treatment == Outside.SKILL:
        return translate("Settings", "to queue {queue}").format(queue=names.get(to, to))
    return translate("Settings", "to number {number}").format(number=to)


def plan_words(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Returns a plan in a line."""
    closed = translate("Settings", "closed")
    all_hours = [*row.get("week", []), row.get("day_off", []), row.get("make_up", [])]
    said = [f"{day} {hours_text(hours) or closed}" for day, hours in zip(days(), all_hours, strict=False)]
    words = [", ".join(said), outside_words(row.get("outside", ""), row.get("outside_to", ""), names)]
    onward = outside_words(row.get("overflow", ""), row.get("overflow_to", ""), names)
    if row.get("overflow_seconds"):
        after = translate("Settings", "after {seconds} s {where}")
        words.append(after.format(seconds=row["overflow_seconds"], where=onward))
    if row.get("overflow_no_agent"):
        words.append(translate("Settings", "with nobody taking calls {where}").format(where=onward))
    return translate("Settings", "; ").join(words)
