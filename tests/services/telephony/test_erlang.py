import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.telephony.erlang import erlang_b, erlang_c, forecast_a, forecast_c, staff


def test_published_values() -> None:
    # Erlang's tables: 10 lines at 8 erlangs.
    assert erlang_b(10, 8) == pytest.approx(0.1217, abs=1e-4)
    assert erlang_c(10, 8) == pytest.approx(0.4092, abs=1e-4)
    assert erlang_c(8, 8) == 1.0
    assert forecast_c(10, 8 / 180, 180, 20).asa == pytest.approx(0.4092 * 180 / 2, abs=0.02)
    assert math.isinf(forecast_c(5, 8 / 180, 180, 20).asa)


def birth_and_death(agents: int, rate: float, handle: float, patience: float) -> tuple[float, float]:
    """Abandon rate and mean queue of M/M/n+M from its stationary distribution, step by step."""
    chances = [1.0]
    for n in range(1, 3000):
        leaving = min(n, agents) / handle + max(0, n - agents) / patience
        chances.append(chances[-1] * rate / leaving)
    whole = sum(chances)
    queue = sum(max(0, n - agents) * chance for n, chance in enumerate(chances)) / whole
    return queue / patience / rate, queue


@pytest.mark.parametrize(("agents", "rate"), [(10, 8 / 180), (10, 14 / 180), (3, 0.1), (1, 0.001)])
def test_erlang_a_is_the_stationary_distribution(agents: int, rate: float) -> None:
    found = forecast_a(agents, rate, 180, 20, 100)
    abandoned, _ = birth_and_death(agents, rate, 180, 100)
    assert found.abandon_rate == pytest.approx(abandoned, rel=1e-6, abs=1e-9)
    assert found.occupancy == pytest.approx(rate * 180 * (1 - abandoned) / agents, rel=1e-6)


def test_endless_patience_makes_erlang_a_erlang_c() -> None:
    a, c = forecast_a(10, 8 / 180, 180, 20, 1e7), forecast_c(10, 8 / 180, 180, 20)
    assert a.service_level == pytest.approx(c.service_level, abs=1e-3)
    assert a.asa == pytest.approx(c.asa, rel=1e-2)


@given(st.floats(5, 300), st.floats(60, 400), st.floats(20, 300))
def test_more_agents_serve_better(calls_per_hour: float, handle: float, patience: float) -> None:
    found = [forecast_a(n, calls_per_hour / 3600, handle, 20, patience) for n in (2, 5, 10)]
    for fewer, more in pairwise(found):
        assert more.service_level >= fewer.service_level - 1e-9
        assert more.abandon_rate <= fewer.abandon_rate + 1e-9


def test_staffing() -> None:
    assert staff(120 / 3600, 240, 20, 0.8).agents == 11
    assert staff(120 / 3600, 240, 20, 0.8, patience=90).agents == 9
    with pytest.raises(ValueError):
        staff(1, 240, 20, 1.0)
