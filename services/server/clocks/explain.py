"""How a due moment comes about, line by line, for whoever has to keep it or has missed it. Pure."""

from collections.abc import Iterator
from datetime import date, datetime

from services.contracts.clocks import ArithmeticLine, ClockState, LimitUnit, TicketClock
from services.server.clocks import engine
from services.server.clocks.config import Config
from services.server.clocks.engine import Count
from services.server.clocks.state import TicketClockState
from services.server.clocks.worktime import WorkTime
from services.server.tickets.tables import microseconds

_MOST_DAYS = 400
"""A limit of years does not list every holiday in it."""


def clock(config: Config, of: TicketClockState, now: datetime) -> TicketClock:
    """Returns a clock as it is shown."""
    result, _run = of.count(config)
    time = config.time(of.calendar)
    return TicketClock(
        kind=of.kind,
        state=of.state,
        limit=of.limit,
        calendar=of.calendar,
        started_at=of.started_at,
        due_at=of.due_at,
        stopped_at=of.stopped_at,
        paused_seconds=sum(int(((until or max(now, since)) - since).total_seconds()) for since, until in of.pauses),
        extended_by=of.extended,
        provisional=of.provisional,
        level=of.level,
        overdue=of.is_late(config, now),
        arithmetic=list(_lines(config, time, of, result, now)),
    )


def _lines(
    config: Config, time: WorkTime, of: TicketClockState, result: Count, now: datetime
) -> Iterator[ArithmeticLine]:
    def at(moment: datetime) -> str:
        return moment.astimezone(time.zone).isoformat(timespec="seconds")

    yield ArithmeticLine(code="received", values={"at": at(of.started_at)})
    if engine.is_in_days(of.limit):
        yield ArithmeticLine(code="counts_from", values={"day": _iso(time.day(result.origin))})
    yield ArithmeticLine(code="limit", values={"amount": of.limit.amount, "unit": of.limit.unit.value})
    of_matter = config.of_matter(config.rules_at(of.started_at), of.kind, of.facts, of.started_at)
    # A line that says something else now than when the limit was chosen is not its reason.
    if of_matter is not None and of_matter.limit == of.limit:
        category, place, _kind = of_matter.line
        yield ArithmeticLine(
            code="of_matter", values={"version": of_matter.version, "category": category, "place": place}
        )
    for extension in of.extended:
        yield ArithmeticLine(code="extended", values={"amount": extension.amount, "unit": extension.unit.value})
    if of.limit.unit is LimitUnit.WORKING_MINUTES:
        yield ArithmeticLine(code="shifts", values={"hours": _hours(time, time.day(result.origin))})
    first, last = time.day(result.origin), time.day(result.due - 1)
    if engine.is_of_work(of.limit):
        yield from _unusual_days(time, first, min(last, first + _MOST_DAYS))
    for since, until in of.pauses:
        end = until or max(now, since)
        lost = engine.counted(
            time, of.limit, max(microseconds(since), result.origin), max(microseconds(end), result.origin)
        )
        values: dict[str, str | int] = {"since": at(since), "seconds": lost // 1_000_000}
        if until is not None:
            values["until"] = at(until)
        yield ArithmeticLine(code="paused", values=values)
    if of.limit.unit is LimitUnit.CALENDAR_DAYS and not of.pauses and not of.extended:
        plain = time.day(of.run.started) + of.limit.amount
        if plain != last:
            yield ArithmeticLine(code="moved", values={"day": _iso(plain)})
    year = time.unpublished_year(time.day(of.run.started), last) if of.provisional else None
    if year is not None:
        yield ArithmeticLine(code="provisional", values={"year": year})
    if of.due_at is not None:
        yield ArithmeticLine(code="due", values={"at": at(of.due_at)})
    if of.state is ClockState.STOPPED and of.stopped_at is not None:
        late = int(of.is_late(config, now))
        yield ArithmeticLine(code="stopped", values={"at": at(of.stopped_at), "late": late})


def _unusual_days(time: WorkTime, first: int, last: int) -> Iterator[ArithmeticLine]:
    """Gives the make-up days, and the days off among the days of the week, several in a row together."""
    since: int | None = None
    for day in range(first, last + 2):
        is_off = day <= last and time.days.get(day) is False
        if is_off and since is None:
            since = day
        if not is_off and since is not None:
            values = {"since": _iso(since), "until": _iso(day - 1), "name": time.names.get(since, "")}
            yield ArithmeticLine(code="days_off", values=values)
            since = None
        if day <= last and time.days.get(day):
            yield ArithmeticLine(code="work_day", values={"day": _iso(day), "name": time.names.get(day, "")})


def _hours(time: WorkTime, day: int) -> str:
    shifts = time.shifts_on(day) or time.shifts_on(time.work_day_after(day))
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in shifts)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
