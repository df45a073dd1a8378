"""What clocks are set by, ready to count with: rules by their moment, calendars laid out. Pure apart from reading resources."""

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from services.contracts.clocks import (
    Calendar,
    ClockKind,
    ClockRules,
    Limit,
    LimitRule,
    NewCalendarYear,
    Rung,
    Shift,
)
from services.server.clocks.engine import is_in_days
from services.server.clocks.worktime import Pattern, Shifts, WorkTime
from services.server.dispatching.limits import MatterLimits
from services.server.dispatching.resolution import Matter
from services.server.tickets.trace import URGENCIES


@dataclass(frozen=True, slots=True)
class Facts:
    """What limit and calendar are chosen by.

    Kind and urgency (its place in ``URGENCIES``) of the ticket, its unit's code, and what the dispatch catalogue goes by.
    """

    kind: str
    urgency: int
    unit: str = ""
    category: str = ""
    town: str = ""
    village: str = ""


FACTS = ("kind", "urgency", "unit", "category", "town", "village")
"""The columns of a ticket's row that :class:`Facts` are made of, in this order."""


@dataclass(frozen=True)
class MatterLimit:
    """A limit that a line of the dispatch catalogue sets.

    Attributes:
        limit: how long something may take.
        version: of the catalogue.
        line: its category, place and kind; empty for any.
    """

    limit: Limit
    version: int
    line: tuple[str, str, str]


@dataclass
class Config:
    """All versions of rules and calendars that a transaction sees.

    Attributes:
        token: changes with every change of any of them.
        rules: in the order in which they come into force.
        calendars: by code, in every version.
        years: published years by the calendar that they were loaded for.
        of_matters: limits that versions of the dispatch catalogue set, in the order in which these come into force.
        remembered: what is kept beside them by whoever counts by them, under its type.
    """

    token: str
    rules: Sequence[ClockRules]
    calendars: Sequence[Calendar]
    years: Sequence[NewCalendarYear]
    of_matters: Sequence[MatterLimits] = ()
    remembered: dict[type[Any], Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    _times: dict[str, WorkTime] = field(default_factory=dict, init=False)
    _limits: dict[tuple[int, ClockKind, str, int], LimitRule] = field(default_factory=dict, init=False)

    def rules_at(self, moment: datetime) -> ClockRules:
        """Returns the rules in force at a moment; before the first ones, the first."""
        for rules in reversed(self.rules):
            if rules.effective_from <= moment:
                return rules
        return self.rules[0]

    def limit(self, rules: ClockRules, clock: ClockKind, facts: Facts, at: datetime) -> Limit:
        """Returns how long something may take that began at a moment.

        What the dispatch catalogue then in force says of the matter comes before the general rules, except where these
        say something of the ticket's urgency and it is no ordinary one: what is urgent stays urgent.
        """
        of_matter = self.of_matter(rules, clock, facts, at)
        return self._general(rules, clock, facts).limit if of_matter is None else of_matter.limit

    def of_matter(self, rules: ClockRules, clock: ClockKind, facts: Facts, at: datetime) -> MatterLimit | None:
        """Returns what the dispatch catalogue says of something that began at a moment, where that is what counts."""
        if facts.urgency and self._general(rules, clock, facts).urgency is not None:
            return None
        matters = next((each for each in reversed(self.of_matters) if each.effective_from <= at), None)
        if matters is None or not matters.lines:
            return None
        found = matters.limit(clock, Matter(facts.category, facts.town, facts.village, facts.kind))
        return None if found is None else MatterLimit(found[1], matters.version, found[0])

    def _general(self, rules: ClockRules, clock: ClockKind, facts: Facts) -> LimitRule:
        key = (rules.version, clock, facts.kind, facts.urgency)
        found = self._limits.get(key)
        if found is None:
            fitting = [rule for rule in rules.limits if _fits(rule, clock, facts)]
            found = max(fitting, key=_exactness)
            self._limits[key] = found
        return found

    def ladder(self, rules: ClockRules, limit: Limit) -> Sequence[Rung]:
        """Returns the ladder for a limit."""
        return rules.ladder if is_in_days(limit) else rules.short_ladder

    def calendar_of(self, rules: ClockRules, unit: str) -> str:
        """Returns the code of a unit's calendar."""
        code = rules.calendars_of_units.get(unit, rules.calendar)
        return code if any(each.code == code for each in self.calendars) else rules.calendar

    def time(self, code: str) -> WorkTime:
        """Returns a calendar to count with; an unknown one is counted by the general one."""
        found = self._times.get(code)
        if found is None:
            found = self._times[code] = self._laid_out(code)
        return found

    def _laid_out(self, code: str) -> WorkTime:
        versions = [each for each in self.calendars if each.code == code]
        if not versions:
            return self.time(self.rules[-1].calendar)
        newest = versions[-1]
        days: dict[int, bool] = {}
        names: dict[int, str] = {}
        years = [year for year in self.years if year.calendar in (code, newest.days_of)]
        # One's own days come after, and so before, those of the calendar that one follows.
        for year in sorted(years, key=lambda year: year.calendar == code):
            for day in year.days:
                days[day.date.toordinal()] = not day.is_off_day
                names[day.date.toordinal()] = day.name
        for day in newest.days:
            days[day.date.toordinal()] = not day.is_off_day
            names[day.date.toordinal()] = day.name
        published = frozenset(year.year for year in years if year.calendar == (newest.days_of or code))
        return WorkTime(
            code,
            ZoneInfo(newest.zone),
            [
                Pattern(each.effective_from.toordinal(), tuple(map(_shifts, each.week)), _shifts(each.make_up))
                for each in sorted(versions, key=lambda each: (each.effective_from, each.version))
            ],
            days,
            published if newest.days_of or published else None,
            newest.last_day_off_moves,
            names,
        )


def _shifts(shifts: Iterable[Shift]) -> Shifts:
    return tuple((_minute(shift.start), _minute(shift.end)) for shift in shifts)


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _fits(rule: LimitRule, clock: ClockKind, facts: Facts) -> bool:
    return rule.clock is clock and rule.kind in (None, facts.kind) and rule.urgency in (None, URGENCIES[facts.urgency])


def _exactness(rule: LimitRule) -> int:
    # Urgency says more than kind: an urgent consultation is urgent.
    return 2 * (rule.urgency is not None) + (rule.kind is not None)


@cache
def carried(zone: ZoneInfo) -> Config:
    """Returns the rules and the State Council calendars that the program carries, for a district in a zone."""
    content = tomllib.loads(_resource("training", "clocks.toml"))
    rules = ClockRules.model_validate({**content["rules"], "version": 1, "effective_from": "1970-01-01T00:00:00Z"})
    years = [
        NewCalendarYear.model_validate({**json.loads(_resource("calendar", f"{year}.json")), "calendar": "cn"})
        for year in content["years"]
    ]
    calendars = [
        with_years(Calendar.model_validate({**each, "zone": zone.key, "version": 1, "week": _week(each)}), years)
        for each in content["calendar"]
    ]
    return Config("", [rules], calendars, years)


def with_years(calendar: Calendar, years: Iterable[NewCalendarYear]) -> Calendar:
    """Returns a calendar that says which years are published of the days that it goes by."""
    known = sorted(year.year for year in years if year.calendar == (calendar.days_of or calendar.code))
    return calendar.model_copy(update={"years": known})


def _week(entry: dict[str, Any]) -> list[Any]:
    return [entry["make_up"] if day in entry["work_days"] else [] for day in range(1, 8)]


def _resource(*parts: str) -> str:
    return files("resources").joinpath(*parts).read_text(encoding="utf-8")
