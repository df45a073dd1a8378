"""From a day in minutes to curves that can be read: counts as sums over the last quarter of an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from math import nan
from zoneinfo import ZoneInfo

from services.contracts.figures import DaySeries

QUARTER = 15
"""Minutes over which calls are counted: single minutes of a hotline jump between 0 and 5 and show nothing."""


@dataclass(frozen=True)
class Curves:
    """A day's curves. ``times`` are seconds since midnight on the clocks of its zone, one for each minute, at its end."""

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
    return Curves(
        times=_times(series),
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


def _times(series: DaySeries) -> list[float]:
    """Returns where each minute ends on the clock of the day's zone; an hour that it shows twice is drawn over itself."""
    zone = ZoneInfo(series.zone)
    local = series.start.astimezone(zone)
    first = local.hour * 3600.0 + local.minute * 60.0 + local.second
    begun, step = local.utcoffset(), timedelta(minutes=1)
    last = (series.start + series.minutes * step).astimezone(zone)
    if last.utcoffset() == begun:
        return [first + 60.0 * (minute + 1) for minute in range(series.minutes)]
    ends = ((series.start + minute * step).astimezone(zone) for minute in range(1, series.minutes + 1))
    return [first + 60.0 * n + _seconds(end.utcoffset()) - _seconds(begun) for n, end in enumerate(ends, 1)]


def _seconds(offset: timedelta | None) -> float:
    return offset.total_seconds() if offset is not None else 0.0
