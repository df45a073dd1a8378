"""Only what is wrong is coloured, and nothing is judged by a handful of calls."""

from datetime import UTC, datetime

import pytest

from services.contracts.figures import Figures
from services.wall.judging import Concern, concern_of, concern_of_wait

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)


def figures(offered: int = 100, **values: float | None) -> Figures:
    return Figures.model_validate({"since": NOW, "until": NOW, "threshold": 15, "offered": offered, **values})


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("service_level", 0.80, Concern.NONE),
        ("service_level", 0.79, Concern.WATCH),
        ("service_level_2", 0.59, Concern.WRONG),
        ("connection_rate", 0.95, Concern.NONE),
        ("connection_rate", 0.949, Concern.WATCH),
        ("connection_rate", 0.89, Concern.WRONG),
        ("abandon_rate", 0.05, Concern.NONE),
        ("abandon_rate", 0.11, Concern.WRONG),
        ("occupancy", 0.86, Concern.WATCH),
        ("asa", 15.0, Concern.NONE),
        ("asa", 31.0, Concern.WRONG),
        ("aht", 4_000.0, Concern.NONE),
        ("service_level", None, Concern.NONE),
    ],
)
def test_concern_of_a_figure(key: str, value: float | None, expected: Concern) -> None:
    assert concern_of(key, figures(**{key: value})) is expected


def test_few_calls_say_nothing() -> None:
    assert concern_of("service_level", figures(offered=19, service_level=0.0)) is Concern.NONE
    assert concern_of("service_level", figures(offered=20, service_level=0.0)) is Concern.WRONG


def test_a_wait_is_judged_by_the_threshold_that_the_lead_chose() -> None:
    assert concern_of_wait(15, 15) is Concern.NONE
    assert concern_of_wait(16, 15) is Concern.WATCH
    assert concern_of_wait(61, 15) is Concern.WRONG
    assert concern_of_wait(61, 60) is Concern.WATCH
