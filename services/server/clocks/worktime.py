"""When people work: a calendar as sorted stretches of time that can be measured and walked along. Pure; no I/O.

All moments are whole microseconds since 1970 in UTC, all days are proleptic Gregorian ordinals (``date.toordinal``).
A wall time that a change of the clocks leaves out is the moment of that change; one that comes twice is the first one.
"""

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

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


@dataclass(frozen=True, slots=True)
class _Days:
    """Days that are laid out, one after another; never changed, so that whoever reads it needs no lock.

    Attributes:
        first: the first of them.
        last: the last one.
        midnights: of each, and of the day after the last one.
        starts: of each stretch of work.
        ends: of each stretch.
        worked: microseconds of work before each stretch.
        work_days: on which anybody works.
    """

    first: int = 0
    last: int = -1
    midnights: Sequence[int] = ()
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    worked: Sequence[int] = ()
    work_days: Sequence[int] = ()

    def is_work_day(self, day: int) -> bool:
        """Tells whether anybody works on one of the days."""
        place = bisect_left(self.work_days, day)
        return place < len(self.work_days) and self.work_days[place] == day

    def before(self, moment: int) -> int:
        """Returns how much work lies between the first day and a moment."""
        place = bisect_right(self.starts, moment) - 1
        if place < 0:
            return 0
        return self.worked[place] + min(moment, self.ends[place]) - self.starts[place]


@dataclass
class WorkTime:
    """A calendar; all requests of a server share one, so it may be asked from any thread.

    A recount asks a million times: what is laid out is replaced as a whole, and only who lays out waits for others.

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
        self._laying_out = threading.Lock()
        self._days = _Days()

    # -- days

    def day(self, moment: int) -> int:
        """Returns the day that a moment falls into."""
        days = self._around(moment)
        return days.first + bisect_right(days.midnights, moment) - 1

    def midnight(self, day: int) -> int:
        """Returns the first moment of a day."""
        days = self._with(day)
        return days.midnights[day - days.first]

    def is_work_day(self, day: int) -> bool:
        """Tells whether anybody works on a day."""
        return self._with(day).is_work_day(day)

    def work_day_after(self, day: int, count: int = 1) -> int:
        """Returns the ``count``-th work day after a day."""
        days = self._with(day)
        while True:
            place = bisect_right(days.work_days, day) + count - 1
            if place < len(days.work_days):
                return days.work_days[place]
            days = self._cover(days.last + count)

    def opening(self, day: int) -> int:
        """Returns when work begins on a day; of a day off, its midnight."""
        days = self._with(day)
        start = days.midnights[day - days.first]
        return days.starts[bisect_left(days.starts, start)] if days.is_work_day(day) else start

    def closing(self, day: int) -> int:
        """Returns when the last shift of a work day ends; of a day off, the midnight after it."""
        days = self._with(day)
        midnight = days.midnights[day + 1 - days.first]
        return days.ends[bisect_right(days.ends, midnight) - 1] if days.is_work_day(day) else midnight

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

    def worked(self, since: int, until: int) -> int:
        """Returns how many microseconds of work lie between two moments."""
        if until <= since:
            return 0
        self._around(since)
        days = self._around(until)
        return days.before(until) - days.before(since)

    def advance(self, moment: int, amount: int) -> int:
        """Returns the earliest moment with so many microseconds of work since ``moment``."""
        if amount <= 0:
            return moment
        days = self._around(moment)
        while True:
            wanted = days.before(moment) + amount
            # A stretch that ends exactly there is the one that holds it: not the beginning of the next one.
            place = bisect_left(days.worked, wanted) - 1
            if place >= 0:
                found = days.starts[place] + wanted - days.worked[place]
                if found <= days.ends[place]:
                    return found
            days = self._cover(days.last + 366)

    # -- laying out

    def _around(self, moment: int) -> _Days:
        """Returns days of which one is that of a moment."""
        days = self._days
        while not (days.midnights and days.midnights[0] <= moment < days.midnights[-1]):
            days = self._cover(_day_near(moment))
        return days

    def _with(self, day: int) -> _Days:
        """Returns days with one of them."""
        days = self._days
        return days if days.first <= day <= days.last else self._cover(day)

    def _cover(self, day: int) -> _Days:
        """Lays out whole years beside those that are there, so that a day and a year around it are among them."""
        with self._laying_out:
            known = self._days
            year = date.fromordinal(day).year
            first, last = date(year - 1, 1, 1).toordinal(), date(year + 1, 12, 31).toordinal()
            if known.midnights:
                first, last = min(first, known.first), max(last, known.last)
            if last - first > _FURTHEST_YEARS * 366:
                raise OverflowError(f"the calendar {self.code} would have to be laid out for more than a lifetime")
            if first < known.first or not known.midnights:
                known = _Days(first, first - 1, [wall(self.zone, first, 0)])
            self._days = self._laid_out(known, last)
            return self._days

    def _laid_out(self, known: _Days, last: int) -> _Days:
        """Returns days that go on to a last one."""
        midnights, starts, ends = list(known.midnights), list(known.starts), list(known.ends)
        worked, work_days = list(known.worked), list(known.work_days)
        for day in range(known.last + 1, last + 1):
            done = len(starts)
            for start, end in self.shifts_on(day):
                opens, closes = wall(self.zone, day, start), wall(self.zone, day, end)
                if opens < closes:
                    worked.append(worked[-1] + ends[-1] - starts[-1] if starts else 0)
                    starts.append(opens)
                    ends.append(closes)
            if len(starts) > done:
                work_days.append(day)
            midnights.append(wall(self.zone, day + 1, 0))
        return _Days(known.first, last, midnights, starts, ends, worked, work_days)


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
