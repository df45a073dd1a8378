"""Asterisk's clock and ours."""

import pytest

from services.clock import ManualClock
from services.telephony.asterisk.tie import Tie


def test_an_event_that_came_late_does_not_move_the_clocks() -> None:
    """Our count of a moment comes from the quickest event, however late the first one was."""
    clock = ManualClock()
    tie, moments = Tie(clock), []
    for number, late in enumerate((0.75, 0.0, 0.5), 1):
        clock.advance(10.0)
        event = {"Timestamp": f"{1000 + 10 * number - late:.6f}"}
        tie.hear(event)
        moments.append(tie.stamp(event))
    assert moments[2].monotonic - moments[1].monotonic == pytest.approx(9.5)
    assert moments[0].at.timestamp() == 1009.25


def test_a_clock_that_is_set_is_followed_and_no_length_changes_by_it() -> None:
    clock = ManualClock()
    tie = Tie(clock)
    lengths, before = [], clock.monotonic()
    for set_by in (0, 0, -3600, -3600, 86_400, 86_400):
        clock.advance(10.0)
        event = {"Timestamp": str(5000.0 + clock.monotonic() + set_by)}
        tie.hear(event)
        lengths.append(tie.stamp(event).monotonic - before)
        before = clock.monotonic()
    assert lengths == [pytest.approx(10.0)] * 6


@pytest.mark.parametrize("seconds", [-3.0, 3.0])
def test_a_clock_that_is_set_by_little_changes_no_length_either(seconds: float) -> None:
    clock = ManualClock()
    tie = Tie(clock)
    lengths, before = [], clock.monotonic()
    for set_by in (0.0, 0.0, seconds, seconds, 0.0):
        clock.advance(2.0)
        event = {"Timestamp": str(5000.0 + clock.monotonic() + set_by)}
        tie.hear(event)
        lengths.append(tie.stamp(event).monotonic - before)
        before = clock.monotonic()
    assert lengths == [pytest.approx(2.0)] * 5


def test_a_clock_that_was_set_back_by_little_between_two_events_is_followed_after_a_while() -> None:
    """It cannot be told from an event that came late, until every event does."""
    clock = ManualClock()
    tie, off = Tie(clock), []
    for number in range(120):
        clock.advance(20.0)
        event = {"Timestamp": str(5000.0 + clock.monotonic() - 2.0 * (number >= 60))}
        tie.hear(event)
        off.append(clock.monotonic() - tie.stamp(event).monotonic)
    assert off[60] == pytest.approx(2.0)
    assert off[-1] == pytest.approx(0.0)


def test_who_was_found_by_a_look_has_a_place_too() -> None:
    clock = ManualClock()
    assert Tie(clock).stamp({}).monotonic == pytest.approx(clock.monotonic(), abs=0.5)
