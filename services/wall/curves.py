"""From a day in minutes to curves that can be read: counts as sums over the last quarter of an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from math import nan

from services.clock import DISTRICT_ZONE
from services.contracts.figures import DaySeries

QUARTER = 15
"""Minutes over which calls are counted: single minutes of a hotline jump between 0 and 5 and show nothing."""


@dataclass(frozen=True)
class Curves:
    """A day's curves. ``times`` are seconds since midnight in the district, one for each minute, at its end."""

    times: list[float]
    arrivals: list[float]
    answered: list[float]
    abandoned: list[float]
    waiting: list[float]
    staffed: list[float]


def curves_of(series: DaySeries, live: bool = False) -> Curves:
    """Returns what is drawn of a day.

    Args:
        series: the day in minutes.
        live: the day goes on. Its last minute is not over: its means would fall towards zero and are left out.
    """
    first = _seconds_of_day(series.start)
    return Curves(
        times=[first + 60.0 * (minute + 1) for minute in range(series.minutes)],
        arrivals=trailing_sums(series.arrivals),
        answered=trailing_sums(series.answered),
        abandoned=trailing_sums(series.abandoned),
        waiting=_means(series.waiting, live),
        staffed=_means(series.staffed, live),
    )


def trailing_sums(counts: Sequence[int], minutes: int = QUARTER) -> list[float]:
    """Returns for each minute the sum over it and those before it, ``minutes`` in all (fewer at the start of the day)."""
    sums = [0, *accumulate(counts)]
    return [float(sums[end] - sums[max(0, end - minutes)]) for end in range(1, len(sums))]


def _means(values: Sequence[float], live: bool) -> list[float]:
    return [*values[:-1], nan] if live and values else list(values)


def _seconds_of_day(moment: datetime) -> float:
    local = moment.astimezone(DISTRICT_ZONE)
    return local.hour * 3600.0 + local.minute * 60.0 + local.second
