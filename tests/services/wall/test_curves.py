"""A day's curves: counts over a quarter of an hour, at the right time of the day."""

from datetime import UTC, datetime
from math import isnan

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.figures import DaySeries
from services.wall.curves import curves_of, trailing_sums

MIDNIGHT = datetime(2026, 3, 9, 16, tzinfo=UTC)


@given(st.lists(st.integers(0, 20), max_size=80), st.integers(1, 30))
def test_each_minute_sums_itself_and_those_before(counts: list[int], minutes: int) -> None:
    expected = [float(sum(counts[max(0, end - minutes) : end])) for end in range(1, len(counts) + 1)]
    assert trailing_sums(counts, minutes) == expected


def test_a_minute_stands_at_its_end_on_the_clocks_of_its_zone() -> None:
    series = DaySeries(
        day="2026-03-10",
        zone="Asia/Shanghai",
        start=MIDNIGHT,
        minutes=2,
        arrivals=[3, 1],
        answered=[2, 1],
        abandoned=[1, 0],
        waiting=[0.5, 1.5],
        staffed=[4, 4],
    )
    curves = curves_of(series)
    assert curves.times == [60.0, 120.0]
    assert curves.arrivals == [3.0, 4.0]
    assert curves.waiting == [0.5, 1.5]
    live = curves_of(series, live=True)
    assert live.waiting[0] == 0.5
    assert isnan(live.waiting[1]), "a minute that is not over has no mean yet"
    assert isnan(live.staffed[1])
    assert live.arrivals == [3.0, 4.0]


def test_a_series_that_begins_later_in_the_day_is_drawn_later() -> None:
    series = DaySeries(
        day="2026-03-10",
        zone="Asia/Shanghai",
        start=MIDNIGHT.replace(day=10, hour=0),
        minutes=1,
        arrivals=[1],
        answered=[0],
        abandoned=[0],
        waiting=[0],
        staffed=[0],
    )
    assert curves_of(series).times == [8 * 3600.0 + 60.0]


def quiet(day: str, start: datetime, hours: int, zone: str) -> DaySeries:
    nothing = [0] * (60 * hours)
    return DaySeries(
        day=day,
        zone=zone,
        start=start,
        minutes=len(nothing),
        arrivals=nothing,
        answered=nothing,
        abandoned=nothing,
        waiting=[0.0] * len(nothing),
        staffed=[0.0] * len(nothing),
    )


def test_on_days_of_23_and_25_hours_each_minute_stands_where_the_clocks_showed_it() -> None:
    spring = curves_of(quiet("2026-03-29", datetime(2026, 3, 28, 23, tzinfo=UTC), 23, "Europe/Berlin")).times
    assert (spring[0], spring[118], spring[119], spring[-1]) == (60.0, 119 * 60.0, 180 * 60.0, 24 * 3600.0)
    autumn = curves_of(quiet("2026-10-25", datetime(2026, 10, 24, 22, tzinfo=UTC), 25, "Europe/Berlin")).times
    assert (autumn[178], autumn[179], autumn[239], autumn[-1]) == (179 * 60.0, 120 * 60.0, 180 * 60.0, 24 * 3600.0)
