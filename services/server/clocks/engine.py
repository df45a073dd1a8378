"""What a clock stands at: the due moment of a limit with its extensions and pauses, and the rungs of the ladder. Pure.

Moments are microseconds since 1970 in UTC. The rules:

- Minutes and hours run always, minutes of work inside of shifts. Days are counted as :class:`~services.contracts.clocks.LimitUnit`
  says: from the day after the beginning, to the end of the last one.
- An extension goes on from where the limit ended; in days it begins on the day after that.
- A pause moves the due moment by as much as would have been counted meanwhile: time of work for limits in work, else
  all of it. What lies before the first day that counts, or begins when it was due already, moves nothing. Whoever was
  in time when a pause began is so when it ends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.contracts.clocks import DAYS, Limit, LimitUnit, Rung, RungWhen
from services.server.clocks.worktime import MINUTE, WorkTime

_WORK = frozenset({LimitUnit.WORKING_DAYS, LimitUnit.WORKING_MINUTES})
_FIXED = {LimitUnit.MINUTES: MINUTE, LimitUnit.HOURS: 60 * MINUTE}

Pause = tuple[int, int | None]
"""From when until when; still on without an end."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a clock that was started: ``limits`` are the limit and then its extensions."""

    started: int
    limits: Sequence[Limit]
    pauses: Sequence[Pause] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """What a run comes to.

    Attributes:
        origin: from when time is counted: the beginning, or the midnight of the first day that counts.
        base: when it would be due without pauses.
        due: when it is due; while it is paused, when it would be if it had gone on at once.
        in_time: whether it had not been due when the pause began that is still on.
        provisional: whether a year without a published calendar had to be counted through.
    """

    origin: int
    base: int
    due: int
    in_time: bool
    provisional: bool


def count(time: WorkTime, run: Run) -> Count:
    """Returns what a run comes to by a calendar."""
    first = run.limits[0]
    origin, base = _origin(time, run.started, first), run.started
    for number, limit in enumerate(run.limits):
        base = _after(time, base, limit, is_extension=number > 0)
    due, in_time = _moved(time, first, origin, base, run.pauses)
    provisional = any(limit.unit not in _FIXED for limit in run.limits) and not time.is_published(
        time.day(run.started), time.day(due - 1)
    )
    return Count(origin, base, due, in_time, provisional)


def is_in_days(limit: Limit) -> bool:
    """Tells whether a limit is counted in days of either sort."""
    return limit.unit in DAYS


def is_of_work(limit: Limit) -> bool:
    """Tells whether only time of work counts."""
    return limit.unit in _WORK


def counted(time: WorkTime, limit: Limit, since: int, until: int) -> int:
    """Returns how much between two moments counts towards a limit, in microseconds."""
    return time.worked(since, until) if limit.unit in _WORK else max(0, until - since)


def rungs(time: WorkTime, run: Run, result: Count, ladder: Iterable[Rung]) -> list[tuple[int, int]]:
    """Returns when which level of a ladder is reached, the earliest first."""
    return sorted((_rung(time, run, result, rung), rung.level) for rung in ladder)


def level_at(reached: Iterable[tuple[int, int]], now: int) -> int:
    """Returns the highest level reached at a moment."""
    return max((level for moment, level in reached if moment <= now), default=0)


def next_rung(reached: Iterable[tuple[int, int]], now: int, level: int) -> int | None:
    """Returns when a higher level than the present one is reached next."""
    return min((moment for moment, above in reached if moment > now and above > level), default=None)


def _origin(time: WorkTime, started: int, limit: Limit) -> int:
    if limit.unit is LimitUnit.WORKING_DAYS:
        return time.midnight(time.work_day_after(time.day(started)))
    if limit.unit is LimitUnit.CALENDAR_DAYS:
        return time.midnight(time.day(started) + 1)
    return started


def _after(time: WorkTime, moment: int, limit: Limit, is_extension: bool) -> int:
    """Returns when a limit ends that begins at a moment."""
    fixed = _FIXED.get(limit.unit)
    if fixed is not None:
        return moment + limit.amount * fixed
    if limit.unit is LimitUnit.WORKING_MINUTES:
        return time.advance(moment, limit.amount * MINUTE)
    # The end of a day, as which a limit ends, belongs to that day.
    day = time.day(moment - 1 if is_extension else moment)
    if limit.unit is LimitUnit.WORKING_DAYS:
        return time.closing(time.work_day_after(day, limit.amount))
    return _end_of_day(time, day + limit.amount)


def _end_of_day(time: WorkTime, day: int) -> int:
    if time.last_day_off_moves and not time.is_work_day(day):
        day = time.work_day_after(day)
    return time.midnight(day + 1)


def _moved(time: WorkTime, limit: Limit, origin: int, due: int, pauses: Sequence[Pause]) -> tuple[int, bool]:
    """Returns a due moment after some pauses, and whether it was still ahead when the one began that is on."""
    for since, until in pauses:
        if since >= due:
            return due, False
        if until is None:
            break
        lost = counted(time, limit, max(since, origin), max(until, origin))
        if lost:
            due = time.advance(due, lost) if limit.unit in _WORK else due + lost
            if limit.unit is LimitUnit.CALENDAR_DAYS and time.last_day_off_moves:
                last = time.day(due - 1)
                due = due if time.is_work_day(last) else _end_of_day(time, last)
        due = max(due, until)
    return due, True


def _rung(time: WorkTime, run: Run, result: Count, rung: Rung) -> int:
    limit = run.limits[0]
    match rung.when:
        case RungWhen.SHARE:
            amount = counted(time, limit, result.origin, result.base) * rung.share // 100
            start = result.origin
            moment = time.advance(start, amount) if limit.unit in _WORK else start + amount
            return min(_moved(time, limit, result.origin, moment, run.pauses)[0], result.due)
        case RungWhen.DUE_DAY:
            return max(run.started, min(time.opening(time.day(result.due - 1)), result.due))
        case RungWhen.AFTER if rung.after is not None:
            return _later(time, result.due, rung.after)
    return result.due


def _later(time: WorkTime, due: int, after: Limit) -> int:
    """Returns a moment after the due one; in days, when work begins on that day."""
    if after.unit is LimitUnit.WORKING_DAYS:
        return time.opening(time.work_day_after(time.day(due - 1), after.amount))
    if after.unit is LimitUnit.CALENDAR_DAYS:
        return time.opening(time.day(due - 1) + after.amount)
    return _after(time, due, after, is_extension=False)
