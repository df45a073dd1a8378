"""The limits counted once more, slowly and in another way: day by day, and where little time is counted minute by minute.

Nothing of the engine is used here but the names of units. A calendar is asked for one day at a time; work is added up
shift by shift. All moments are microseconds since 1970, as there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.contracts.clocks import LimitUnit

MINUTE = 60_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Limit = tuple[int, LimitUnit]
Pause = tuple[int, int | None]


@dataclass
class SlowCalendar:
    """A calendar that knows one day at a time: ``hours`` gives the shifts of a date, in minutes since midnight."""

    zone: ZoneInfo
    hours: Callable[[date], Sequence[tuple[int, int]]]
    is_published: Callable[[int], bool]
    last_day_off_moves: bool = True
    _midnights: dict[date, int] = field(default_factory=dict)
    _stretches: dict[date, list[tuple[int, int]]] = field(default_factory=dict)

    def midnight(self, day: date) -> int:
        """The first moment at which the clocks show a date: found by walking minute by minute over the change of the date."""
        found = self._midnights.get(day)
        if found is None:
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
            while moment.astimezone(self.zone).date() < day:
                moment += timedelta(hours=1)
            moment -= timedelta(hours=1)
            while moment.astimezone(self.zone).date() < day:
                moment += timedelta(minutes=1)
            found = self._midnights[day] = int((moment - EPOCH).total_seconds()) * 1_000_000
        return found

    def stretches(self, day: date) -> list[tuple[int, int]]:
        """When there is work on a date: each minute of it is looked at, and the clocks on the wall never go back in a day."""
        found = self._stretches.get(day)
        if found is not None:
            return found
        found = []
        shifts = self.hours(day)
        if shifts:
            moment, end = self.midnight(day), self.midnight(day + timedelta(days=1))
            if end - moment == 1440 * MINUTE:
                # No change of the clocks: a minute of the day is a minute.
                found = [(moment + start * MINUTE, moment + stop * MINUTE) for start, stop in shifts]
            else:
                shown = 0
                at_work: list[int] = []
                while moment < end:
                    local = datetime.fromtimestamp(moment // 1_000_000, self.zone)
                    shown = max(shown, local.hour * 60 + local.minute)
                    if any(start <= shown < stop for start, stop in shifts):
                        at_work.append(moment)
                    moment += MINUTE
                for minute in at_work:
                    if found and found[-1][1] == minute and not self._begins(minute, shifts):
                        found[-1] = (found[-1][0], minute + MINUTE)
                    else:
                        found.append((minute, minute + MINUTE))
        self._stretches[day] = found
        return found

    def _begins(self, moment: int, shifts: Sequence[tuple[int, int]]) -> bool:
        local = datetime.fromtimestamp(moment // 1_000_000, self.zone)
        return any(start == local.hour * 60 + local.minute for start, _stop in shifts)

    def day_of(self, moment: int) -> date:
        """The date that has begun last."""
        day = datetime.fromtimestamp(moment // 1_000_000, self.zone).date() + timedelta(days=1)
        while self.midnight(day) > moment:
            day -= timedelta(days=1)
        return day

    def is_work_day(self, day: date) -> bool:
        return bool(self.stretches(day))

    def worked(self, since: int, until: int) -> int:
        """Work between two moments, added up day by day."""
        total, day = 0, self.day_of(since)
        while self.midnight(day) < until:
            for start, stop in self.stretches(day):
                total += max(0, min(stop, until) - max(start, since))
            day += timedelta(days=1)
        return total

    def after_work(self, since: int, amount: int) -> int:
        """The moment at which so much work is done, shift by shift."""
        if amount == 0:
            return since
        day = self.day_of(since)
        while True:
            for start, stop in self.stretches(day):
                here = max(0, stop - max(start, since))
                if here >= amount:
                    return max(start, since) + amount
                amount -= here
            day += timedelta(days=1)

    def work_day_after(self, day: date, count: int) -> date:
        while count:
            day += timedelta(days=1)
            count -= self.is_work_day(day)
        return day


def due(calendar: SlowCalendar, started: int, limits: Sequence[Limit], pauses: Sequence[Pause]) -> tuple[int, bool]:
    """When it is due, and whether a year without a calendar had to be counted through."""
    one = timedelta(days=1)
    unit = limits[0][1]
    counts_from, end = started, started
    first_day = calendar.day_of(started)
    if unit is LimitUnit.WORKING_DAYS:
        counts_from = calendar.midnight(calendar.work_day_after(first_day, 1))
    elif unit is LimitUnit.CALENDAR_DAYS:
        counts_from = calendar.midnight(first_day + one)
    last = first_day
    for amount, of in limits:
        if of is LimitUnit.MINUTES:
            end += amount * MINUTE
        elif of is LimitUnit.HOURS:
            end += amount * 60 * MINUTE
        elif of is LimitUnit.WORKING_MINUTES:
            end = calendar.after_work(end, amount * MINUTE)
        elif of is LimitUnit.WORKING_DAYS:
            last = calendar.work_day_after(last, amount)
            end = calendar.stretches(last)[-1][1]
        else:
            last += amount * one
            while calendar.last_day_off_moves and not calendar.is_work_day(last):
                last += one
            end = calendar.midnight(last + one)
        last = calendar.day_of(end - 1)
    is_work = unit in (LimitUnit.WORKING_DAYS, LimitUnit.WORKING_MINUTES)
    for since, until in pauses:
        if since >= end or until is None:
            break
        since_counted, until_counted = max(since, counts_from), max(until, counts_from)
        if is_work:
            end = calendar.after_work(end, calendar.worked(since_counted, until_counted))
        elif until_counted > since_counted:
            end += until_counted - since_counted
            last = calendar.day_of(end - 1)
            if unit is LimitUnit.CALENDAR_DAYS and calendar.last_day_off_moves and not calendar.is_work_day(last):
                while not calendar.is_work_day(last):
                    last += one
                end = calendar.midnight(last + one)
        end = max(end, until)
    years = range(first_day.year, calendar.day_of(end - 1).year + 1)
    of_calendar = any(of not in (LimitUnit.MINUTES, LimitUnit.HOURS) for _amount, of in limits)
    return end, of_calendar and not all(map(calendar.is_published, years))
