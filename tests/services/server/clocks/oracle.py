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
DAY = 1440 * MINUTE
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Limit = tuple[int, LimitUnit]
Pause = tuple[int, int | None]


@dataclass
class SlowCalendar:
    """A calendar that knows one day at a time: ``hours`` gives the shifts of a date, in minutes since midnight.

    What a day is made of is looked for once. Days are ``date.toordinal``.
    """

    zone: ZoneInfo
    hours: Callable[[date], Sequence[tuple[int, int]]]
    is_published: Callable[[int], bool]
    last_day_off_moves: bool = True
    _midnights: dict[int, int] = field(default_factory=dict)
    _stretches: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _lasts: dict[int, int] = field(default_factory=dict)
    """The date that has begun last at the end of a day of UTC: none before it is later."""

    def midnight(self, day: int) -> int:
        """The first moment at which the clocks show a date: found by walking minute by minute over the change of the date."""
        found = self._midnights.get(day)
        if found is None:
            wanted = date.fromordinal(day)
            moment = datetime(wanted.year, wanted.month, wanted.day, tzinfo=UTC) - timedelta(hours=15)
            while moment.astimezone(self.zone).date() < wanted:
                moment += timedelta(hours=1)
            moment -= timedelta(hours=1)
            while moment.astimezone(self.zone).date() < wanted:
                moment += timedelta(minutes=1)
            found = self._midnights[day] = int((moment - EPOCH).total_seconds()) * 1_000_000
        return found

    def stretches(self, day: int) -> list[tuple[int, int]]:
        """When there is work on a date: each minute of it is looked at, and the clocks on the wall never go back in a day."""
        found = self._stretches.get(day)
        if found is not None:
            return found
        found = []
        shifts = self.hours(date.fromordinal(day))
        if shifts:
            moment, end = self.midnight(day), self.midnight(day + 1)
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

    def day_of(self, moment: int) -> int:
        """The date that has begun last."""
        day = self._lasts.get(moment // DAY)
        if day is None:
            end = (moment // DAY + 1) * DAY - 1
            day = datetime.fromtimestamp(end // 1_000_000, self.zone).date().toordinal() + 1
            while self.midnight(day) > end:
                day -= 1
            self._lasts[moment // DAY] = day
        while self.midnight(day) > moment:
            day -= 1
        return day

    def is_work_day(self, day: int) -> bool:
        found = self._stretches.get(day)
        return bool(self.stretches(day) if found is None else found)

    def worked(self, since: int, until: int) -> int:
        """Work between two moments, added up day by day."""
        total, day = 0, self.day_of(since)
        while self.midnight(day) < until:
            for start, stop in self.stretches(day):
                if stop > since and start < until:
                    total += min(stop, until) - max(start, since)
            day += 1
        return total

    def after_work(self, since: int, amount: int) -> int:
        """The moment at which so much work is done, shift by shift."""
        if amount == 0:
            return since
        day = self.day_of(since)
        while True:
            for start, stop in self.stretches(day):
                if stop > since:
                    begins = max(start, since)
                    if stop - begins >= amount:
                        return begins + amount
                    amount -= stop - begins
            day += 1

    def work_day_after(self, day: int, count: int) -> int:
        while count:
            day += 1
            count -= self.is_work_day(day)
        return day


def due(calendar: SlowCalendar, started: int, limits: Sequence[Limit], pauses: Sequence[Pause]) -> tuple[int, bool]:
    """When it is due, and whether a year without a calendar had to be counted through."""
    unit = limits[0][1]
    counts_from, end = started, started
    if unit is LimitUnit.WORKING_DAYS:
        counts_from = calendar.midnight(calendar.work_day_after(calendar.day_of(started), 1))
    elif unit is LimitUnit.CALENDAR_DAYS:
        counts_from = calendar.midnight(calendar.day_of(started) + 1)
    of_calendar = False
    for number, (amount, of) in enumerate(limits):
        if of is LimitUnit.MINUTES:
            end += amount * MINUTE
            continue
        if of is LimitUnit.HOURS:
            end += amount * 60 * MINUTE
            continue
        of_calendar = True
        if of is LimitUnit.WORKING_MINUTES:
            end = calendar.after_work(end, amount * MINUTE)
            continue
        # The day on which it began, or on which what it extends ends.
        last = calendar.day_of(end - 1 if number else started)
        if of is LimitUnit.WORKING_DAYS:
            last = calendar.work_day_after(last, amount)
            end = calendar.stretches(last)[-1][1]
        else:
            last += amount
            while calendar.last_day_off_moves and not calendar.is_work_day(last):
                last += 1
            end = calendar.midnight(last + 1)
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
                    last += 1
                end = calendar.midnight(last + 1)
        end = max(end, until)
    if not of_calendar:
        return end, False
    first, last = (date.fromordinal(calendar.day_of(moment)).year for moment in (started, end - 1))
    return end, not all(map(calendar.is_published, range(first, last + 1)))
