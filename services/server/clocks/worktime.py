"""When people work: a calendar as sorted stretches of time that can be measured and walked along. Pure; no I/O.

All moments are whole microseconds since 1970 in UTC, all days are proleptic Gregorian ordinals (``date.toordinal``).
A wall time that a change of the clocks leaves out is the moment of that change; one that comes twice is the first one.
"""

import functools
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")

MINUTE = 60_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FURTHEST_YEARS = 60

Shifts = tuple[tuple[int, int], ...]
"""Stretches of a day, in minutes since midnight, in order."""


@dataclass(frozen=True)
class Pattern:
    """Who works when from a day on, until the next pattern begins.

    Attributes:
        since: the first day.
        week: shifts of Monday to Sunday.
        make_up: shifts of a day that is worked though the week has it off.
    """

    since: int
    week: tuple[Shifts, ...]
    make_up: Shifts


def _one_at_a_time(
    method: "Callable[Concatenate[WorkTime, _Given], _Found]",
) -> "Callable[Concatenate[WorkTime, _Given], _Found]":
    """Keeps a thread that asks from what another one is laying out just then."""

    @functools.wraps(method)
    def alone(self: "WorkTime", /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Found:
        with self._laying_out:
            return method(self, *args, **kwargs)

    return alone


@dataclass
class WorkTime:
    """A calendar; all requests of a server share one, so it may be asked from any thread.

    Attributes:
        code: its name.
        zone: where its days begin and end.
        patterns: in order of their first day; the first one holds for all days before it, too.
        days: whether a day that differs from the week is worked.
        published: the years whose days off are known; ``None`` where the calendar has no days but the week's.
        last_day_off_moves: whether a limit in calendar days does not end on a day off.
        names: of days that differ, for people.
    """

    code: str
    zone: ZoneInfo
    patterns: Sequence[Pattern]
    days: Mapping[int, bool]
    published: frozenset[int] | None
    last_day_off_moves: bool = True
    names: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._laying_out = threading.RLock()
        self._first = self._last = 0
        self._midnights: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._worked: list[int] = []
        """Microseconds of work before each stretch."""
        self._work_days: list[int] = []

    # -- days

    @_one_at_a_time
    def day(self, moment: int) -> int:
        """Returns the day that a moment falls into."""
        while True:
            midnights = self._midnights
            if midnights and midnights[0] <= moment < midnights[-1]:
                return self._first + bisect_right(midnights, moment) - 1
            self._cover(_day_near(moment))

    @_one_at_a_time
    def midnight(self, day: int) -> int:
        """Returns the first moment of a day."""
        self._need(day)
        return self._midnights[day - self._first]

    @_one_at_a_time
    def is_work_day(self, day: int) -> bool:
        """Tells whether anybody works on a day."""
        self._need(day)
        place = bisect_left(self._work_days, day)
        return place < len(self._work_days) and self._work_days[place] == day

    @_one_at_a_time
    def work_day_after(self, day: int, count: int = 1) -> int:
        """Returns the ``count``-th work day after a day."""
        self._need(day)
        while True:
            place = bisect_right(self._work_days, day) + count - 1
            if place < len(self._work_days):
                return self._work_days[place]
            self._cover(self._last + count)

    @_one_at_a_time
    def opening(self, day: int) -> int:
        """Returns when work begins on a day; of a day off, its midnight."""
        start = self.midnight(day)
        if not self.is_work_day(day):
            return start
        return self._starts[bisect_left(self._starts, start)]

    @_one_at_a_time
    def closing(self, day: int) -> int:
        """Returns when the last shift of a work day ends; of a day off, the midnight after it."""
        self._need(day + 1)
        midnight = self._midnights[day + 1 - self._first]
        if not self.is_work_day(day):
            return midnight
        return self._ends[bisect_right(self._ends, midnight) - 1]

    def is_published(self, since: int, until: int) -> bool:
        """Tells whether the calendars of all years from one day to another are known."""
        return self.unpublished_year(since, until) is None

    def unpublished_year(self, since: int, until: int) -> int | None:
        """Returns the first year from one day to another whose calendar is not known."""
        if self.published is None:
            return None
        years = range(date.fromordinal(since).year, date.fromordinal(until).year + 1)
        return next((year for year in years if year not in self.published), None)

    def shifts_on(self, day: int) -> Shifts:
        """Returns the shifts of a day; none of a day off."""
        pattern = self.patterns[0]
        for later in self.patterns[1:]:
            if later.since > day:
                break
            pattern = later
        usual = pattern.week[(day - 1) % 7]
        is_worked = self.days.get(day)
        if is_worked is None:
            return usual
        return (usual or pattern.make_up) if is_worked else ()

    # -- time of work

    @_one_at_a_time
    def worked(self, since: int, until: int) -> int:
        """Returns how many microseconds of work lie between two moments."""
        if until <= since:
            return 0
        # The earlier one first: laying out days before it would shift what is counted from.
        before = self._before(since)
        return self._before(until) - before

    @_one_at_a_time
    def advance(self, moment: int, amount: int) -> int:
        """Returns the earliest moment with so many microseconds of work since ``moment``."""
        if amount <= 0:
            return moment
        wanted = self._before(moment) + amount
        while True:
            # A stretch that ends exactly there is the one that holds it: not the beginning of the next one.
            place = bisect_left(self._worked, wanted) - 1
            if place >= 0:
                found = self._starts[place] + wanted - self._worked[place]
                if found <= self._ends[place]:
                    return found
            self._cover(self._last + 366)

    def _before(self, moment: int) -> int:
        """Returns how much work lies before a moment, since the first day that is laid out."""
        self.day(moment)
        place = bisect_right(self._starts, moment) - 1
        if place < 0:
            return 0
        return self._worked[place] + min(moment, self._ends[place]) - self._starts[place]

    # -- laying out

    def _need(self, day: int) -> None:
        if not self._midnights or not self._first <= day <= self._last:
            self._cover(day)

    def _cover(self, day: int) -> None:
        """Lays out whole years, so that a day and a year around it are among them."""
        year = date.fromordinal(day).year
        first, last = date(year - 1, 1, 1).toordinal(), date(year + 1, 12, 31).toordinal()
        if self._midnights:
            first, last = min(first, self._first), max(last, self._last)
        if last - first > _FURTHEST_YEARS * 366:
            raise OverflowError(f"the calendar {self.code} would have to be laid out for more than a lifetime")
        if not self._midnights or first < self._first:
            self._midnights, self._starts, self._ends, self._worked, self._work_days = [], [], [], [], []
            self._first = self._last = first
            self._midnights.append(wall(self.zone, first, 0))
        self._last = last
        for each in range(self._first + len(self._midnights) - 1, last + 1):
            self._lay_out(each)

    def _lay_out(self, day: int) -> None:
        """Adds the next day."""
        done = len(self._starts)
        for start, end in self.shifts_on(day):
            opens, closes = wall(self.zone, day, start), wall(self.zone, day, end)
            if opens < closes:
                self._worked.append(self._worked[-1] + self._ends[-1] - self._starts[-1] if self._starts else 0)
                self._starts.append(opens)
                self._ends.append(closes)
        if len(self._starts) > done:
            self._work_days.append(day)
        self._midnights.append(wall(self.zone, day + 1, 0))


def wall(zone: ZoneInfo, day: int, minute: int) -> int:
    """Returns the moment at which the clocks of a zone show a time of a day (1440: the midnight after it)."""
    local = datetime.fromordinal(day) + timedelta(minutes=minute)
    first = local.replace(tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return (first - _EPOCH) // _MICROSECOND
    return _change_between(zone, local.replace(tzinfo=zone, fold=1).astimezone(UTC), first)


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> int:
    """Returns when the clocks of a zone were put forward."""
    low, high = int(before.timestamp()), int(after.timestamp())
    new = after.astimezone(zone).utcoffset()
    while low + 1 < high:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == new:
            high = middle
        else:
            low = middle
    return high * 1_000_000


def _day_near(moment: int) -> int:
    return (_EPOCH + timedelta(microseconds=moment)).date().toordinal()
