"""The engine: known days of real calendars, and random limits against an independent slow oracle."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.clocks import Limit, LimitUnit, Rung, RungWhen
from services.server.clocks import engine
from services.server.clocks.config import carried
from services.server.clocks.engine import Run
from services.server.clocks.worktime import MINUTE, Pattern, WorkTime, wall
from services.server.tickets.tables import microseconds, moment_of
from tests.services.server.clocks import oracle
from tests.services.server.clocks.oracle import SlowCalendar
from tests.zone import ZONE

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = (
    *("Asia/Shanghai", "UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"),
    # These change their clocks at midnight: a day without a first hour.
    *("America/Havana", "Asia/Beirut"),
)
Hours = tuple[tuple[int, int], ...]


def cn() -> WorkTime:
    return carried(ZONE).time("cn")


def local(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    return microseconds(datetime.fromisoformat(text).replace(tzinfo=zone))


def limit(amount: int, unit: LimitUnit) -> Limit:
    return Limit(amount=amount, unit=unit)


def due(text: str, *limits: Limit, pauses: Sequence[tuple[str, str]] = (), time: WorkTime | None = None) -> str:
    run = Run(local(text), limits, [(local(since), local(until)) for since, until in pauses])
    return f"{moment_of(engine.count(time or cn(), run).due).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


WORKING_DAY, CALENDAR_DAY = limit(1, LimitUnit.WORKING_DAYS), limit(1, LimitUnit.CALENDAR_DAYS)


def test_every_day_of_the_published_calendars() -> None:
    time, day = cn(), date(2024, 1, 1)
    while day.year < 2027:
        assert time.is_work_day(day.toordinal()) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("day", ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"])
def test_make_up_days_of_2026(day: str) -> None:
    assert cn().is_work_day(date.fromisoformat(f"2026-{day}").toordinal())


@pytest.mark.parametrize(
    ("started", "limits", "expected"),
    [
        # Friday afternoon; the Saturday after it is a make-up day before the Spring Festival.
        ("2026-02-13 16:40", [WORKING_DAY], "2026-02-14 17:30"),
        ("2026-02-13 16:40", [limit(2, LimitUnit.WORKING_DAYS)], "2026-02-24 17:30"),
        # An ordinary Friday: counts from Monday.
        ("2026-03-06 16:40", [WORKING_DAY], "2026-03-09 17:30"),
        # On a day off and at night the next work day is the first one that counts.
        ("2026-03-07 10:00", [WORKING_DAY], "2026-03-09 17:30"),
        ("2026-03-09 00:00", [WORKING_DAY], "2026-03-10 17:30"),
        ("2026-03-09 23:59", [WORKING_DAY], "2026-03-10 17:30"),
        # The last day of the last calendar, and the first one of a year without.
        ("2026-12-30 09:00", [WORKING_DAY], "2026-12-31 17:30"),
        ("2026-03-06 16:40", [limit(20, LimitUnit.MINUTES)], "2026-03-06 17:00"),
        ("2026-03-06 16:40", [limit(36, LimitUnit.HOURS)], "2026-03-08 04:40"),
        # 50 minutes of Friday, and the rest on Monday morning.
        ("2026-03-06 16:40", [limit(60, LimitUnit.WORKING_MINUTES)], "2026-03-09 08:40"),
        # Exactly to the end of a shift, and not to the beginning of the next one.
        ("2026-03-06 16:40", [limit(50, LimitUnit.WORKING_MINUTES)], "2026-03-06 17:30"),
        # Over lunch.
        ("2026-03-06 11:50", [limit(20, LimitUnit.WORKING_MINUTES)], "2026-03-06 14:10"),
        ("2026-03-05 16:40", [CALENDAR_DAY], "2026-03-07 00:00"),
        # The last day is a Saturday: it ends with Monday.
        ("2026-03-06 16:40", [CALENDAR_DAY], "2026-03-10 00:00"),
        ("2026-03-06 16:40", [WORKING_DAY, limit(5, LimitUnit.WORKING_DAYS)], "2026-03-16 17:30"),
        ("2026-03-05 16:40", [CALENDAR_DAY, CALENDAR_DAY], "2026-03-10 00:00"),
    ],
)
def test_limits(started: str, limits: list[Limit], expected: str) -> None:
    assert due(started, *limits) == expected


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        # Three hours of a Tuesday afternoon, of them 3 of work: Wednesday 17:30 becomes Thursday.
        ([("2026-03-10 14:00", "2026-03-10 17:00")], "2026-03-12 11:30"),
        # A night costs nothing, nor does the day of the beginning.
        ([("2026-03-10 18:00", "2026-03-11 08:00")], "2026-03-11 17:30"),
        ([("2026-03-09 09:30", "2026-03-09 17:00")], "2026-03-11 17:30"),
        # Who was in time stays so: one minute is left.
        ([("2026-03-11 17:29", "2026-03-13 20:00")], "2026-03-16 08:31"),
        # Who was late stays so.
        ([("2026-03-11 17:30", "2026-03-20 08:00")], "2026-03-11 17:30"),
    ],
)
def test_pauses(pauses: list[tuple[str, str]], expected: str) -> None:
    assert due("2026-03-09 09:00", limit(2, LimitUnit.WORKING_DAYS), pauses=pauses) == expected


@pytest.mark.parametrize(
    ("started", "amount", "provisional"),
    [("2026-12-30 09:00", 1, False), ("2026-12-31 09:00", 1, True), ("2023-12-29 09:00", 1, True)],
)
def test_years_without_a_calendar_are_provisional(started: str, amount: int, provisional: bool) -> None:
    run = Run(local(started), [limit(amount, LimitUnit.WORKING_DAYS)])
    assert engine.count(cn(), run).provisional is provisional
    assert not engine.count(cn(), Run(local(started), [limit(999, LimitUnit.HOURS)])).provisional


def test_rungs_of_a_ladder() -> None:
    run = Run(local("2026-03-09 09:00"), [limit(4, LimitUnit.WORKING_DAYS)])
    result = engine.count(cn(), run)
    ladder = carried(ZONE).rules[0].ladder
    reached = engine.rungs(cn(), run, result, ladder)
    assert [f"{moment_of(at).astimezone(SHANGHAI):%m-%d %H:%M} {level}" for at, level in reached] == [
        # Three of four days are gone when work ends on the third; Friday the 13th is the limit's day.
        *("03-12 17:30 1", "03-13 08:30 2", "03-14 00:00 3", "03-18 08:30 4"),
    ]
    assert engine.level_at(reached, result.due) == 2
    assert engine.next_rung(reached, result.due, 2) == local("2026-03-14 00:00")
    assert engine.next_rung(reached, local("2026-03-18 08:30"), 4) is None


def test_a_rung_moves_with_a_pause() -> None:
    half = [Rung(level=1, when=RungWhen.SHARE, share=50)]
    run = Run(0, [limit(60, LimitUnit.MINUTES)], [(10 * MINUTE, 15 * MINUTE), (50 * MINUTE, 55 * MINUTE)])
    result = engine.count(cn(), run)
    assert result.due == 70 * MINUTE
    assert engine.rungs(cn(), run, result, half) == [(35 * MINUTE, 1)]


def test_a_time_that_the_clocks_leave_out_is_the_moment_of_the_change() -> None:
    berlin, day = ZoneInfo("Europe/Berlin"), date(2026, 3, 29).toordinal()
    change = microseconds(datetime(2026, 3, 29, 1, tzinfo=UTC))
    assert [wall(berlin, day, minute) for minute in (120, 150, 180)] == [change] * 3
    twice = date(2026, 10, 25).toordinal()
    assert wall(berlin, twice, 150) == microseconds(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def test_more_than_a_lifetime_is_refused() -> None:
    never = WorkTime("never", SHANGHAI, [Pattern(0, ((),) * 7, ((540, 600),))], {}, None)
    with pytest.raises(OverflowError):
        never.work_day_after(date(2026, 1, 1).toordinal())


# -- against the oracle


def pair(
    zone: str, week: Sequence[Hours], make_up: Hours, days: dict[int, bool], published: frozenset[int], moves: bool
) -> tuple[WorkTime, SlowCalendar]:
    """The same calendar for the engine and for the oracle."""
    fast = WorkTime("test", ZoneInfo(zone), [Pattern(0, tuple(week), make_up)], days, published, moves)

    def hours(day: date) -> Hours:
        is_worked = days.get(day.toordinal())
        if is_worked is False:
            return ()
        usual = week[day.weekday()]
        return make_up if is_worked and not usual else usual

    return fast, SlowCalendar(ZoneInfo(zone), hours, lambda year: year in published, moves)


def agree(
    calendars: tuple[WorkTime, SlowCalendar],
    started: int,
    limits: Sequence[Limit],
    pauses: Sequence[tuple[int, int | None]],
) -> None:
    fast, slow = calendars
    result = engine.count(fast, Run(started, limits, pauses))
    expected = oracle.due(slow, started, [(each.amount, each.unit) for each in limits], pauses)
    assert (result.due, result.provisional) == expected, (fast, started, limits, pauses)


_FIRST, _LAST = local("2024-01-02 00:00"), local("2026-11-20 00:00")
_UNITS = list(LimitUnit)
_MOST = {LimitUnit.MINUTES: 5000, LimitUnit.HOURS: 300, LimitUnit.WORKING_MINUTES: 3000}


@st.composite
def shifts(draw: st.DrawFn) -> Hours:
    times = draw(st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(sorted))
    return tuple(zip(times[::2], times[1::2], strict=False))


def _is_enough(week: Sequence[Hours]) -> bool:
    """With less than ten minutes of work a week a limit would end after more than a lifetime, which is refused."""
    return sum(end - start for day in week for start, end in day) >= 10


@st.composite
def cases(draw: st.DrawFn) -> Any:
    week = draw(st.lists(st.one_of(st.just(()), shifts()), min_size=7, max_size=7).filter(_is_enough))
    whole = st.integers(_FIRST // MINUTE, _LAST // MINUTE).map(lambda minute: minute * MINUTE)
    near_a_change = st.sampled_from([local("2026-03-29 06:00"), local("2025-11-02 14:00"), local("2026-04-04 23:00")])
    started = draw(st.one_of(whole, near_a_change, st.integers(_FIRST, _LAST)))
    around = moment_of(started).date().toordinal()
    days = draw(st.dictionaries(st.integers(around - 5, around + 40), st.booleans(), max_size=12))
    calendars = pair(
        draw(st.sampled_from(ZONES)),
        week,
        draw(shifts()),
        days,
        draw(st.frozensets(st.sampled_from([2024, 2025, 2026]))),
        draw(st.booleans()),
    )
    limits = draw(st.lists(st.sampled_from(_UNITS).flatmap(_limits_in), min_size=1, max_size=3))
    steps = draw(st.lists(st.integers(0, 6 * 24 * 60 * MINUTE), max_size=6))
    moments = [started + sum(steps[: n + 1]) for n in range(len(steps))]
    pauses: list[tuple[int, int | None]] = list(zip(moments[::2], moments[1::2], strict=False))
    if len(moments) % 2:
        pauses.append((moments[-1], None))
    return calendars, started, limits, pauses


def _limits_in(unit: LimitUnit) -> st.SearchStrategy[Limit]:
    return st.integers(1, _MOST.get(unit, 20)).map(lambda amount: limit(amount, unit))


@given(cases())
@settings(max_examples=200, deadline=None)
def test_agrees_with_the_oracle(case: Any) -> None:
    agree(*case)


@pytest.mark.timeout(400)
@given(cases(), st.integers(1, 10**12))
@settings(max_examples=80, deadline=None)
def test_time_never_runs_backwards(case: Any, later: int) -> None:
    (time, _slow), started, limits, pauses = case
    run = Run(started, limits, pauses)
    result = engine.count(time, run)
    assert result.origin >= started
    assert result.due >= result.base > started
    assert engine.count(time, Run(started + later, limits)).due >= result.base, "who begins later is due no sooner"
    more = engine.count(time, Run(started, [*limits, limits[-1]], pauses))
    assert more.base > result.base, "an extension gives more time"
    # Both may end with the same pause, when it was begun in time and nothing of it would have been counted.
    assert more.due > result.due or (pauses and more.due == result.due)


@given(cases(), st.integers(0, 2000), st.integers(0, 2000))
@settings(max_examples=80, deadline=None)
def test_work_is_what_the_minutes_say(case: Any, minutes: int, length: int) -> None:
    """Minute by minute, also over changes of the clocks."""
    (time, slow), started, _limits, _pauses = case
    since = started - started % MINUTE + minutes * MINUTE
    until = since + length * MINUTE
    work = sum(
        start <= moment < stop
        for moment in range(since, until, MINUTE)
        for start, stop in slow.stretches(slow.day_of(moment))
    )
    assert time.worked(since, until) == work * MINUTE
    assert time.worked(since, time.advance(since, work * MINUTE)) == work * MINUTE


CASES = 1_000_000


@cache
def _pool() -> list[tuple[WorkTime, SlowCalendar]]:
    """Two dozen calendars, so that both sides lay out each day once: what is slow is slow in the counting."""
    rng = random.Random(7)
    offices: list[Hours] = [
        ((510, 720), (840, 1050)),
        ((540, 720), (780, 1020)),
        ((0, 1440),),
        ((480, 690), (810, 1080), (1140, 1260)),
    ]
    pool = []
    for number in range(24):
        office = offices[number % len(offices)]
        week = [office if day < 5 or rng.random() < 0.3 else () for day in range(7)]
        first = date(2024, 1, 1).toordinal()
        days = {first + rng.randrange(1096): rng.random() < 0.4 for _ in range(90)}
        pool.append(
            pair(ZONES[number % len(ZONES)], week, office, days, frozenset({2024, 2025}), bool(rng.random() < 0.7))
        )
    return pool


def _random_case(rng: random.Random) -> tuple[Any, int, list[Limit], list[tuple[int, int | None]]]:
    roll = rng.random
    started = _FIRST + int(roll() * (_LAST - _FIRST))
    limits = [_drawn(roll) for _ in range(1 if roll() < 0.8 else 2)]
    pauses: list[tuple[int, int | None]] = []
    if roll() < 0.4:
        moment = started
        for _ in range(1 + int(roll() * 2)):
            since = moment + int(roll() * 4320) * MINUTE
            moment = since + int(roll() * 2880) * MINUTE
            pauses.append((since, moment))
    return _pool()[int(roll() * 24)], started, limits, pauses


@cache
def _limit_of(amount: int, unit: LimitUnit) -> Limit:
    return limit(amount, unit)


def _drawn(roll: Callable[[], float]) -> Limit:
    unit = _UNITS[int(roll() * 5)]
    return _limit_of(1 + int(roll() * _MOST.get(unit, 18) / (3 if unit in _MOST else 1)), unit)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_million_random_cases() -> None:
    rng = random.Random(20261124)
    for _ in range(CASES):
        agree(*_random_case(rng))


def test_ten_thousand_random_cases() -> None:
    rng = random.Random(1)
    for _ in range(10_000):
        agree(*_random_case(rng))
