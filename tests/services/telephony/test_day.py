import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.clock import day_begins
from services.server.training.world import scenarios
from services.telephony.day import Citizen, Scenario, World, arrivals, plan_call, plan_day, rate
from tests.zone import ZONE

DAY = date(2026, 3, 10)
WORLD = World(
    scenarios=[
        Scenario(
            "enrolment",
            "social",
            ["我叫{caller}", "住{town}{village}", "在{detail}"],
            months={4: 50.0},
            details=["门口"],
        ),
        Scenario("noise", "city", ["太吵了"]),
    ],
    zone=ZONE,
    citizens=[Citizen("16100000001", "陈女士", "桂城街道", "桂雅社区")],
)


def test_the_same_seed_gives_the_same_day() -> None:
    assert plan_day(WORLD, DAY, 1, 100) == plan_day(WORLD, DAY, 1, 100)
    assert plan_day(WORLD, DAY, 1, 100) != plan_day(WORLD, DAY, 2, 100)
    ids = [call.id for call in plan_day(WORLD, DAY, 1, 100)]
    assert len(set(ids)) == len(ids)


def test_arrivals_follow_the_rate() -> None:
    counts: Counter[int] = Counter()
    days = 60
    for seed in range(days):
        counts.update(m.astimezone(ZONE).hour for m in arrivals(random.Random(seed), DAY, 100, ZONE))
    for hour in range(24):
        middle = datetime(2026, 3, 10, hour, 30, tzinfo=ZONE)
        expected = rate(middle, 100, ZONE) * days
        # Poisson: four standard deviations, and the rate is nearly linear within an hour.
        assert abs(counts[hour] - expected) < 4 * expected**0.5 + 0.05 * expected


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_on_days_of_23_and_25_hours_callers_come_in_each_hour_that_there_is(day: date, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    moments = list(arrivals(random.Random(1), day, 5_000, berlin))
    begin = day_begins(day, berlin).astimezone(UTC)
    counts = Counter((moment - begin) // timedelta(hours=1) for moment in moments)
    assert sorted(counts) == list(range(hours))
    assert {moment.astimezone(berlin).date() for moment in moments} == {day}


def test_peaks_in_the_morning_and_in_the_afternoon() -> None:
    rates = [rate(datetime(2026, 3, 10, hour, tzinfo=ZONE), 100, ZONE) for hour in range(24)]
    assert rates[10] > rates[12] < rates[15] > rates[19] > rates[3]


def test_subjects_follow_the_month() -> None:
    def share(day: date) -> float:
        calls = plan_day(WORLD, day, 1, 100)
        return sum(call.scenario == "enrolment" for call in calls) / len(calls)

    assert share(date(2026, 4, 10)) > 0.9
    assert share(date(2026, 3, 10)) < 0.6


def test_some_call_again_and_some_withhold_their_number() -> None:
    calls = [call for seed in range(3) for call in plan_day(WORLD, DAY, seed, 100)]
    numbers = Counter(call.number for call in calls)
    assert numbers["16100000001"] > 100
    assert 0 < numbers[""] < len(calls) * 0.03
    assert all(call.patience > 0 and call.talk >= 20 for call in calls)


def test_lines_are_filled_in() -> None:
    call = plan_call(random.Random(1), "x", datetime(2026, 3, 10, tzinfo=UTC), WORLD.scenarios[0], WORLD.citizens[0])
    assert call.lines == ("我叫陈女士", "住桂城街道桂雅社区", "在门口")


@pytest.mark.parametrize("month", range(1, 13))
def test_the_districts_scenarios_can_all_be_told(month: int) -> None:
    world = World(scenarios(), ZONE, WORLD.citizens)
    for scenario in world.scenarios:
        call = plan_call(random.Random(month), "x", datetime(2026, month, 1, tzinfo=UTC), scenario, WORLD.citizens[0])
        assert call.lines
        assert not any("{" in line for line in call.lines)
