"""How many agents a load needs: Erlang C (callers wait for ever) and Erlang A (callers lose patience).

Rates are calls per second, times are seconds. Erlang C is the classic; it overstates the need and knows no abandons.
Erlang A (M/M/n+M, exponential patience with a given mean) is what :func:`staff` uses when a patience is given. Sources:
A. K. Erlang 1917; C. Palm 1957; F. Baccelli and G. Hébuterne 1981 for the density of the offered wait; O. Garnett,
A. Mandelbaum and M. Reiman, "Designing a Call Center with Impatient Customers", M&SOM 4 (2002).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

_STEPS = 2_000
_MOST_AGENTS = 2_000
_NEGLIGIBLE = 40.0
"""Densities below exp(-40) of the highest are left out."""


@dataclass(frozen=True)
class Forecast:
    """What a number of agents achieves. Shares are 0 to 1; ``service_level`` is of the answered calls, as SL(T)."""

    agents: int
    service_level: float
    asa: float
    abandon_rate: float
    occupancy: float


def erlang_b(agents: int, load: float) -> float:
    """Returns the share of blocked calls with ``agents`` lines and a load in erlangs, by the stable recursion."""
    blocked = 1.0
    for n in range(1, agents + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(agents: int, load: float) -> float:
    """Returns the share of callers who have to wait when nobody abandons; 1 where the load exceeds the agents."""
    if load >= agents:
        return 1.0
    blocked = erlang_b(agents, load)
    return blocked / (1 - load / agents * (1 - blocked))


def forecast_c(agents: int, rate: float, handle: float, threshold: float) -> Forecast:
    """Returns what Erlang C promises. An overloaded queue grows without end: service level 0, ASA infinite."""
    load = rate * handle
    if load >= agents:
        return Forecast(agents, 0.0, math.inf, 0.0, 1.0)
    waits = erlang_c(agents, load)
    service_level = 1 - waits * math.exp(-(agents - load) * threshold / handle)
    return Forecast(agents, service_level, waits * handle / (agents - load), 0.0, load / agents)


def forecast_a(agents: int, rate: float, handle: float, threshold: float, patience: float) -> Forecast:
    """Returns what Erlang A promises with exponential patience of a mean.

    The offered wait (of a caller who would never hang up) has the density ``v(x) = rate · p(agents - 1) · exp(g(x))`` with
    ``g(x) = rate · θ · (1 - exp(-x/θ)) - agents · x / handle`` and θ the mean patience; it is integrated by Simpson's rule.
    """
    if rate <= 0:
        return Forecast(agents, 1.0, 0.0, 0.0, 0.0)
    load = rate * handle

    def exponent(x: float) -> float:
        return rate * patience * (1 - math.exp(-x / patience)) - agents * x / handle

    peak = patience * math.log(load / agents) if load > agents else 0.0
    highest = exponent(peak)
    end = 1.0
    while exponent(peak + end) > highest - _NEGLIGIBLE:
        end *= 2
    end += peak

    def density(x: float) -> float:
        return rate * math.exp(exponent(x) - highest)

    def answered_density(x: float) -> float:
        return density(x) * math.exp(-x / patience)

    # Chances of agents-1, agents-2, … 0 busy, relative to the first of these: the callers who do not wait.
    at_once, term = 0.0, math.exp(-highest)
    for busy in range(agents - 1, -1, -1):
        at_once += term
        term *= busy / load
    whole = at_once + _integral(density, end)
    answered = (at_once + _integral(answered_density, end)) / whole
    in_time = (at_once + _integral(answered_density, min(threshold, end))) / whole
    waited = _integral(lambda x: x * answered_density(x), end) / whole
    return Forecast(agents, in_time / answered, waited / answered, 1 - answered, load * answered / agents)


def staff(
    rate: float, handle: float, threshold: float, service_level: float, patience: float | None = None
) -> Forecast:
    """Returns the smallest number of agents that reaches a service level: by Erlang A with a patience, else Erlang C.

    Raises:
        ValueError: the target cannot be reached (a service level of 1 or more, or an absurd load).
    """
    if not 0 <= service_level < 1:
        raise ValueError("a service level is at least 0 and less than 1")
    for agents in range(1, _MOST_AGENTS + 1):
        found = (
            forecast_c(agents, rate, handle, threshold)
            if patience is None
            else forecast_a(agents, rate, handle, threshold, patience)
        )
        if found.service_level >= service_level:
            return found
    raise ValueError(f"more than {_MOST_AGENTS} agents")


def _integral(function: Callable[[float], float], end: float) -> float:
    """Returns the integral from 0 to ``end``."""
    step = end / _STEPS
    odd = sum(function(step * n) for n in range(1, _STEPS, 2))
    even = sum(function(step * n) for n in range(2, _STEPS, 2))
    return step / 3 * (function(0.0) + function(end) + 4 * odd + 2 * even)
