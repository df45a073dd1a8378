"""A day of callers: who calls when, about what, with how much patience. Deterministic from a seed and the day.

Arrivals are a Poisson process whose rate changes over the day (peaks in the morning and in the afternoon), made by
thinning: points at the highest rate, of which each is kept with the chance rate(t) / highest (Lewis and Shedler 1979).
Patience and wrap-up are lognormal, as measured call centres show (Brown et al., "Statistical Analysis of a Telephone
Call Center", JASA 2005). Subjects follow the month: enrolment in April, graduates in July, medical insurance in November.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.clock import day_begins

# Share of the highest rate at each full hour; between them it changes linearly.
_PROFILE = (
    0.06, 0.04, 0.03, 0.03, 0.03, 0.05, 0.08, 0.25, 0.65, 0.95, 1.0, 0.9,
    0.55, 0.6, 0.9, 1.0, 0.95, 0.75, 0.5, 0.35, 0.16, 0.13, 0.1, 0.08,
)  # fmt: skip

REPEATED = 0.07
"""Share of calls from somebody who has called that day already."""
REGULAR = 0.55
"""Share of the other calls from citizens whom the district knows."""
WITHHELD = 0.01


@dataclass(frozen=True)
class Scenario:
    """What a caller wants, with the lines in which they say it. ``months`` multiplies ``weight``."""

    key: str
    skill: str
    lines: Sequence[str]
    title: str = ""
    weight: float = 1.0
    months: Mapping[int, float] = field(default_factory=dict)
    details: Sequence[str] = ()
    elderly: bool = False
    satisfaction: int = 4
    talk_seconds: float = 180.0
    language: str = ""
    """What the caller presses a key for before they wait; empty: the house's own."""


@dataclass(frozen=True)
class Citizen:
    """Somebody who may call."""

    number: str
    name: str
    town: str
    village: str


@dataclass(frozen=True)
class World:
    """What a district's callers are made of."""

    scenarios: Sequence[Scenario]
    zone: ZoneInfo
    """Whose days and hours they call by."""
    citizens: Sequence[Citizen] = ()
    surnames: Sequence[str] = ("陈",)
    titles: Sequence[str] = ("先生", "女士")
    places: Sequence[tuple[str, str]] = (("", ""),)
    """Town and village, by name."""


@dataclass(frozen=True)
class PlannedCall:
    """A call as it will go, as far as that depends on the caller and on a colleague's habits. Times in seconds."""

    id: str
    at: datetime
    number: str
    skill: str
    scenario: str = ""
    lines: tuple[str, ...] = ()
    language: str = ""
    patience: float = 1e9
    talk: float = 180.0
    """With a colleague; with a person it takes as long as it takes."""
    stays: bool = False
    """Never hangs up on a person."""
    hold_after: float = 0.0
    """Seconds of talk after which a colleague looks something up; 0 never."""
    hold: float = 0.0
    pick_up: float = 3.0
    ignored: bool = False
    """The colleague who is rung first does not hear it."""
    wrap_up: float = 20.0
    ended_by_caller: bool = True
    satisfaction: int = 0
    """0: the caller does not answer the question after the call."""
    calls_again: float = 0.0
    """Seconds after which a caller who gave up tries again; 0 never."""

    def moved(self, moment: datetime) -> "PlannedCall":
        """Returns the call at another moment."""
        return replace(self, at=moment)


def rate(moment: datetime, peak_per_hour: float, zone: ZoneInfo) -> float:
    """Returns the calls per hour that are to be expected at a moment, by the clocks of a zone."""
    local = moment.astimezone(zone)
    share = (local.minute * 60 + local.second) / 3600
    here, there = _PROFILE[local.hour], _PROFILE[(local.hour + 1) % 24]
    return peak_per_hour * (here + (there - here) * share)


def arrivals(choose: random.Random, day: date, peak_per_hour: float, zone: ZoneInfo) -> Iterator[datetime]:
    """Yields the moments of a zone's day, which may have 23 or 25 hours, at which somebody calls."""
    moment, end = (day_begins(each, zone).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    highest = peak_per_hour * max(_PROFILE)
    while True:
        moment += timedelta(seconds=choose.expovariate(highest / 3600))
        if moment >= end:
            return
        if choose.random() * highest < rate(moment, peak_per_hour, zone):
            yield moment


def plan_day(world: World, day: date, seed: int, peak_per_hour: float) -> list[PlannedCall]:
    """Returns the calls of a day in the order in which they arrive."""
    choose = random.Random(f"{seed}:{day.isoformat()}")
    weights = [scenario.weight * scenario.months.get(day.month, 1.0) for scenario in world.scenarios]
    callers: list[Citizen] = []
    planned: list[PlannedCall] = []
    for number, moment in enumerate(arrivals(choose, day, peak_per_hour, world.zone)):
        scenario = choose.choices(world.scenarios, weights)[0]
        citizen = _citizen(choose, world, callers)
        callers.append(citizen)
        planned.append(plan_call(choose, f"{day:%Y%m%d}-{seed}-{number:05}", moment, scenario, citizen))
    return planned


def plan_call(
    choose: random.Random,
    call_id: str,
    moment: datetime,
    scenario: Scenario,
    citizen: Citizen,
    patience: float | None = None,
) -> PlannedCall:
    """Returns one call of a citizen about a subject; the patience is drawn where none is given."""
    talk = max(20.0, scenario.talk_seconds * choose.lognormvariate(-0.03, 0.25))
    looks_up = choose.random() < 0.15 and talk > 60
    words = {
        "caller": citizen.name,
        "town": citizen.town,
        "village": citizen.village,
        "detail": choose.choice(scenario.details) if scenario.details else "",
    }
    return PlannedCall(
        id=call_id,
        at=moment,
        number="" if choose.random() < WITHHELD else citizen.number,
        skill=scenario.skill,
        scenario=scenario.key,
        lines=tuple(line.format_map(words) for line in scenario.lines),
        language=scenario.language,
        patience=choose.lognormvariate(5.0, 0.8) if patience is None else patience,
        talk=talk,
        hold_after=choose.uniform(0.3, 0.7) * talk if looks_up else 0.0,
        hold=choose.uniform(15, 60) if looks_up else 0.0,
        pick_up=choose.uniform(1.5, 6.0),
        ignored=choose.random() < 0.004,
        wrap_up=min(40.0, choose.lognormvariate(2.9, 0.5)),
        ended_by_caller=choose.random() < 0.7,
        satisfaction=_rating(choose, scenario) if choose.random() < 0.55 else 0,
        calls_again=choose.uniform(60, 900) if choose.random() < 0.5 else 0.0,
    )


def _rating(choose: random.Random, scenario: Scenario) -> int:
    return min(5, max(1, scenario.satisfaction + choose.choices((-2, -1, 0, 1), (1, 3, 12, 4))[0]))


def _citizen(choose: random.Random, world: World, earlier: Sequence[Citizen]) -> Citizen:
    if earlier and choose.random() < REPEATED:
        return choose.choice(earlier)
    if world.citizens and choose.random() < REGULAR:
        return choose.choice(world.citizens)
    town, village = choose.choice(world.places)
    name = choose.choice(world.surnames) + choose.choice(world.titles)
    # 161 has not been given to any operator: nobody's number.
    return Citizen(f"161{choose.randrange(10**8):08}", name, town, village)
