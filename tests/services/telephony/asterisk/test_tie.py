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


def test_who_was_found_by_a_look_has_a_place_too() -> None:
    clock = ManualClock()
    assert Tie(clock).stamp({}).monotonic == pytest.approx(clock.monotonic(), abs=0.5)
