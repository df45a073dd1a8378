"""The walk's own rule on parked calls, without a walk: what it notices, and what is no fault."""

import pytest

from tests.services.server.pbx.aside import Aside


def seen(aside: Aside, *states: str) -> list[bool]:
    """Returns after each look whether the call fell."""
    found = []
    for state in states:
        call = {"id": "c", "state": state}
        aside.look([call])
        found.append(aside.fell(call))
    return found


@pytest.mark.parametrize("state", ["waiting", "ringing"])
def test_a_parked_call_that_stands_in_the_queue_is_noticed_for_as_long_as_it_does(state: str) -> None:
    assert seen(Aside(), "talking", "parked", "parked", state, state) == [False, False, False, True, True]


def test_what_was_never_parked_may_wait() -> None:
    assert seen(Aside(), "waiting", "ringing", "talking", "waiting") == [False] * 4


def test_who_is_taken_back_rings_and_may_wait_again_and_the_next_parking_counts_anew() -> None:
    aside = Aside()
    seen(aside, "parked")
    aside.taken("c")
    assert seen(aside, "parked", "ringing", "waiting", "talking") == [False] * 4
    assert seen(aside, "parked", "waiting") == [False, True]


def test_who_is_sent_outside_may_come_back_to_the_queue_once() -> None:
    aside = Aside()
    aside.may_fall("c")
    assert seen(aside, "talking", "parked", "waiting", "ringing", "talking", "parked", "waiting") == [False] * 6 + [
        True
    ]
