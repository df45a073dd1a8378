"""A calendar as a versioned setting: who works when, in force from a day on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.clocks import Calendar, NewCalendar
from services.contracts.common import Typed
from ui import moments
from ui.language import translate
from ui.problems import is_chinese
from ui.settings.clocks.words import shifts_words, weekdays
from ui.settings.versioned.differences import of_rows, of_values
from ui.settings.versioned.order import Version
from ui.settings.versioned.presenter import Body, History, VersionDraft

_SHIFTS = [{"start": "08:30", "end": "12:00"}, {"start": "14:00", "end": "17:30"}]


class CalendarSource:
    """One calendar, by its code."""

    has_note = False
    by_day = True

    def __init__(self, service: AdministrationService, code: str) -> None:
        self._service = service
        self.code = code
        self.key = f"calendar.{code}"

    def history(self) -> History:
        """Asks for its versions."""
        return self._history(self._service.clocks.calendars())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version, where nobody has kept one since."""
        day = moments.day_of(effective_from).isoformat()
        new = Typed({**draft.body, "code": self.code, "effective_from": day})
        self._service.clocks.define(new, draft.base, draft.key)
        return self.history()

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        found = []
        line = translate("Settings", "{name}: {before} → {after}")
        for name, was, now in zip(weekdays(), before.get("week", []), after.get("week", []), strict=False):
            if was != now:
                found.append(line.format(name=name, before=_shifts(was), after=_shifts(now)))
        names = {
            "make_up": translate("Settings", "make-up days"),
            "name": translate("Settings", "name"),
            "english": translate("Settings", "in English"),
            "zone": translate("Settings", "time zone"),
            "days_of": translate("Settings", "days off of"),
            "last_day_off_moves": translate("Settings", "a last day that is off moves"),
        }
        found += of_values(before, after, names, _words)
        return found + of_rows(before.get("days", []), after.get("days", []), lambda day: day["date"], day_words)

    def empty(self) -> Body:
        """Returns a plain week, with the days off of the State Council."""
        return {
            "name": "",
            "english": "",
            "zone": moments.zone().key,
            "week": [_SHIFTS] * 5 + [[], []],
            "make_up": _SHIFTS,
            "days_of": "" if self.code == "cn" else "cn",
            "days": [],
            "last_day_off_moves": True,
        }

    def _history(self, calendars: Iterable[Calendar]) -> History:
        mine = sorted((each for each in calendars if each.code == self.code), key=lambda each: -each.version)
        names = set(NewCalendar.model_fields) - {"code", "effective_from"}
        return History(
            [Version(each.version, moments.day_begins(each.effective_from)) for each in mine],
            {each.version: each.model_dump(mode="json", include=names) for each in mine},
        )


def newest_calendars(calendars: Iterable[Calendar]) -> list[Calendar]:
    """Returns the newest version of each calendar."""
    newest: dict[str, Calendar] = {}
    for each in calendars:
        if each.code not in newest or newest[each.code].version < each.version:
            newest[each.code] = each
    return list(newest.values())


def calendar_words(calendar: Calendar) -> str:
    """Returns a calendar's name in the language that is on."""
    return calendar.name if is_chinese() else calendar.english or calendar.name


def day_words(day: dict[str, Any]) -> str:
    """Returns a day that differs from the week."""
    state = translate("Settings", "off") if day.get("is_off_day") else translate("Settings", "worked")
    return " ".join(part for part in (day.get("date", ""), state, day.get("name", "")) if part)


def _shifts(shifts: Any) -> str:
    return shifts_words(shifts) if isinstance(shifts, list) else str(shifts)


def _words(key: str, value: Any) -> str:
    if key == "make_up":
        return _shifts(value)
    if isinstance(value, bool):
        return translate("Settings", "yes") if value else translate("Settings", "no")
    return str(value or "–")
