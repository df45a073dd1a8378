"""When a figure is worth a look and when something is wrong: what gives the wall its few colours."""

from enum import StrEnum

from services.contracts.figures import Figures

ENOUGH_CALLS = 20
"""With fewer calls offered a share says little (one lost caller of three is 33 %), and nothing is coloured."""


class Concern(StrEnum):
    """How much a figure asks for attention."""

    NONE = "none"
    WATCH = "watch"
    WRONG = "wrong"


_AT_LEAST = {
    # 80 % within the threshold is what most hotlines agree on; GB/T 33358-2016 asks for 15 s without a share.
    "service_level": (0.80, 0.60),
    "service_level_2": (0.80, 0.60),
    "answer_rate_15": (0.80, 0.60),
    # GB/T 33358-2016: 95 % of calls connected over 24 hours.
    "connection_rate": (0.95, 0.90),
}
_AT_MOST = {
    "abandon_rate": (0.05, 0.10),
    # Above 85 % people have no breath between calls; practice of workforce planning.
    "occupancy": (0.85, 0.95),
}


def concern_of(key: str, figures: Figures) -> Concern:
    """Returns how much a figure of an interval asks for attention; ``NONE`` for figures without a target."""
    value = getattr(figures, key)
    if value is None or figures.offered < ENOUGH_CALLS:
        return Concern.NONE
    if key in _AT_LEAST:
        watch, wrong = _AT_LEAST[key]
        return _step(value < watch, value < wrong)
    if key == "asa":
        return _step(value > figures.threshold, value > 2 * figures.threshold)
    if key in _AT_MOST:
        watch, wrong = _AT_MOST[key]
        return _step(value > watch, value > wrong)
    return Concern.NONE


def concern_of_wait(seconds: float, threshold: float) -> Concern:
    """Returns how much a caller's wait asks for attention: past T a look is due, past four times T it is wrong."""
    return _step(seconds > threshold, seconds > 4 * threshold)


def _step(watch: bool, wrong: bool) -> Concern:
    if wrong:
        return Concern.WRONG
    return Concern.WATCH if watch else Concern.NONE
