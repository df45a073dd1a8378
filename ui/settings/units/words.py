"""Words for duty."""

from typing import Any

from services.contracts.duty import DutyDays
from ui.language import translate


def days() -> list[tuple[str | None, str]]:
    """Returns on which days hours can count."""
    return [
        (None, translate("Settings", "no hours")),
        (DutyDays.EVERY.value, translate("Settings", "every day")),
        (DutyDays.WORK_DAYS.value, translate("Settings", "work days of the unit's calendar")),
        (DutyDays.DAYS_OFF.value, translate("Settings", "days off of the unit's calendar")),
        (DutyDays.MONDAY.value, translate("Settings", "Monday")),
        (DutyDays.TUESDAY.value, translate("Settings", "Tuesday")),
        (DutyDays.WEDNESDAY.value, translate("Settings", "Wednesday")),
        (DutyDays.THURSDAY.value, translate("Settings", "Thursday")),
        (DutyDays.FRIDAY.value, translate("Settings", "Friday")),
        (DutyDays.SATURDAY.value, translate("Settings", "Saturday")),
        (DutyDays.SUNDAY.value, translate("Settings", "Sunday")),
    ]


def hours_words(row: dict[str, Any], name: str) -> str:
    """Returns whose hours a row of a plan says."""
    stretch = f" {row['start']}–{row['end']}" if row.get("days") else ""
    return f"{name}: {days_words(row.get('days'))}{stretch}"


def days_words(value: str | None) -> str:
    """Returns one of them."""
    return dict(days()).get(value, value or "")
