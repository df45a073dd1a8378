"""The table of states, tried by anybody at any time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.callbacks import CallBackCause, CallBackOutcome, CallBackRules, CallBackState, CallBackWindow
from services.errors import Conflict
from services.server.callbacks.rules import HOLD, TABLE, Happening, opened, place, sensible, step
from tests.zone import ZONE

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE).astimezone(UTC)
NIGHT = datetime(2026, 3, 2, 23, 0, tzinfo=ZONE).astimezone(UTC)
RULES = CallBackRules()
_moments = st.integers(0, 365 * 86_400).map(lambda seconds: MORNING + timedelta(seconds=seconds))
_windows = st.lists(
    st.tuples(st.integers(0, 22), st.integers(0, 59), st.integers(1, 59)).map(
        lambda t: CallBackWindow(begins=f"{t[0]:02}:{t[1]:02}", ends=f"{t[0] + 1:02}:{t[2]:02}")
    ),
    min_size=1,
    max_size=6,
)
_happenings = st.lists(
    st.tuples(
        st.sampled_from(Happening),
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(CallBackCause),
        st.integers(0, 20_000),
    ),
    max_size=30,
)


@given(_moments, _windows)
def test_a_sensible_moment_is_the_first_one_inside_the_hours(moment: datetime, windows: list[CallBackWindow]) -> None:
    rules = CallBackRules(windows=windows)
    found = sensible(moment, rules, ZONE)
    assert moment <= found <= moment + timedelta(days=1)

    def inside(at: datetime) -> bool:
        clock = f"{at.astimezone(ZONE):%H:%M}"
        return any(window.begins <= clock < window.ends for window in windows)

    assert inside(found)
    if found != moment:
        assert not inside(moment)
        assert not inside(found - timedelta(minutes=1))


@given(st.sampled_from(CallBackCause), _moments, _happenings)
def test_whatever_is_tried_a_call_back_stays_one(
    cause: CallBackCause, start: datetime, happenings: list[tuple[Happening, str, CallBackCause, int]]
) -> None:
    task, now = opened(cause, start, start, RULES, ZONE), start
    for happening, who, lost_by, seconds in happenings:
        now += timedelta(seconds=seconds)
        before = task
        try:
            task = step(task, happening, now, RULES, ZONE, by=who, cause=lost_by, reason="x")
        except Conflict:
            assert task == before
            if before.state is not CallBackState.CLOSED and happening in (Happening.LOST, Happening.CALLED_AGAIN):
                pytest.fail("what the citizen does is never refused")
            continue
        assert (before.state, happening) in TABLE
        assert before.state is not CallBackState.CLOSED
        if happening is Happening.TAKE:
            assert before.next_at <= now or before.holder_id == who
            assert not before.held(now) or before.holder_id == who
        assert task.tries <= RULES.tries
        assert task.since == before.since
        assert (task.state is CallBackState.CLOSED) == (task.outcome is not None) == (task.closed_at is not None)
        if task.outcome is CallBackOutcome.NOT_REACHED:
            assert task.tries == RULES.tries
        if happening is Happening.NOT_REACHED and task.state is CallBackState.WAITING:
            assert task.next_at >= now + timedelta(minutes=RULES.minutes_between)
            assert sensible(task.next_at, RULES, ZONE) == task.next_at
        assert task.due(now) in ((False,) if task.state is CallBackState.CLOSED else (True, False))


def test_one_agent_has_it_until_they_have_kept_it_too_long() -> None:
    task = step(
        opened(CallBackCause.ABANDONED, MORNING, MORNING, RULES, ZONE), Happening.TAKE, MORNING, RULES, ZONE, by="ann"
    )
    with pytest.raises(Conflict, match="call_back_taken"):
        step(task, Happening.TAKE, MORNING + timedelta(minutes=29), RULES, ZONE, by="bob")
    assert step(task, Happening.TAKE, MORNING + HOLD, RULES, ZONE, by="bob").holder_id == "bob"


def test_nobody_is_called_at_night_but_who_wished_it() -> None:
    lost = opened(CallBackCause.ABANDONED, NIGHT, NIGHT, RULES, ZONE)
    assert lost.next_at.astimezone(ZONE) == datetime(2026, 3, 3, 8, 30, tzinfo=ZONE)
    with pytest.raises(Conflict, match="call_back_early"):
        step(lost, Happening.TAKE, NIGHT, RULES, ZONE, by="ann")
    assert opened(CallBackCause.WISHED, NIGHT, NIGHT, RULES, ZONE).next_at == NIGHT
    assert step(lost, Happening.LOST, NIGHT, RULES, ZONE, cause=CallBackCause.WISHED).next_at == NIGHT


def test_who_wished_it_stands_before_who_hung_up_and_then_who_came_first() -> None:
    early = opened(CallBackCause.ABANDONED, MORNING, MORNING, RULES, ZONE)
    wished = opened(CallBackCause.WISHED, MORNING + timedelta(minutes=5), MORNING + timedelta(minutes=6), RULES, ZONE)
    late = opened(CallBackCause.ABANDONED, MORNING + timedelta(minutes=1), MORNING + timedelta(minutes=1), RULES, ZONE)
    now = MORNING + timedelta(minutes=10)
    held = step(opened(CallBackCause.WISHED, MORNING, MORNING, RULES, ZONE), Happening.TAKE, now, RULES, ZONE, by="ann")
    assert sorted([late, held, early, wished], key=lambda task: place(task, now)) == [wished, early, late, held]
