"""The rule that raises and clears, against what it promises, for any course of a value."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.alarms import DEFAULTS, AlarmKind, AlarmRule
from services.server.alarms.levels import Watched, is_bad, is_good, step

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@st.composite
def rules(draw: st.DrawFn) -> AlarmRule:
    kind = draw(st.sampled_from([AlarmKind.LONGEST_WAIT, AlarmKind.SERVICE_LEVEL]))
    low, high = sorted(draw(st.tuples(st.integers(0, 10), st.integers(0, 10))))
    levels = (low, high) if kind is AlarmKind.SERVICE_LEVEL else (high, low)
    hold, clear = draw(st.tuples(st.integers(0, 20), st.integers(0, 20)))
    return AlarmRule(kind=kind, raise_at=levels[0], clear_at=levels[1], hold_seconds=hold, clear_seconds=clear)


LOOKS = st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers(-1, 11)), max_size=60)


@given(rules(), LOOKS)
def test_an_alarm_changes_only_after_what_was_seen_all_the_time(
    rule: AlarmRule, looks: list[tuple[int, int | None]]
) -> None:
    state, now = Watched(), START
    seen: list[tuple[datetime, int | None]] = []
    for seconds, value in looks:
        now += timedelta(seconds=seconds)
        seen.append((now, value))
        after = step(rule, state, value, now)
        lasting = timedelta(seconds=rule.clear_seconds if state.raised else rule.hold_seconds)
        judge = is_good if state.raised else is_bad
        # How long it has been so at every look without a break, since the last change.
        run: list[datetime] = []
        for moment, was in reversed(seen):
            if not judge(rule, was):
                break
            run.append(moment)
        due = bool(run) and now - run[-1] >= lasting
        assert (after.raised is not state.raised) == due
        if due:
            seen = []
        state = after


@given(rules(), st.none() | st.integers(-1, 11))
def test_nothing_is_good_and_bad_at_once(rule: AlarmRule, value: int | None) -> None:
    assert not (is_good(rule, value) and is_bad(rule, value))


@given(rules(), st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_between_the_levels_nothing_flaps(rule: AlarmRule, values: list[int]) -> None:
    between = [value for value in values if not is_bad(rule, value) and not is_good(rule, value)]
    for raised in (False, True):
        state = Watched(raised)
        for second, value in enumerate(between):
            state = step(rule, state, value, START + timedelta(minutes=second))
            assert state == Watched(raised)


def test_what_ends_for_one_look_begins_anew() -> None:
    rule = AlarmRule(kind=AlarmKind.LONGEST_WAIT, raise_at=10, clear_at=5, hold_seconds=10)
    state = step(rule, Watched(), 12, START)
    state = step(rule, state, 9, START + timedelta(seconds=6))
    state = step(rule, state, 12, START + timedelta(seconds=12))
    assert not state.raised
    assert step(rule, state, 12, START + timedelta(seconds=22)).raised


@pytest.mark.parametrize(
    ("kind", "raise_at", "clear_at"), [(AlarmKind.LONGEST_WAIT, 10, 20), (AlarmKind.SERVICE_LEVEL, 80, 70)]
)
def test_levels_in_the_wrong_order_are_known(kind: AlarmKind, raise_at: int, clear_at: int) -> None:
    assert not AlarmRule(kind=kind, raise_at=raise_at, clear_at=clear_at).is_in_order
    assert AlarmRule(kind=kind, raise_at=clear_at, clear_at=raise_at).is_in_order


def test_each_kind_has_a_rule_in_order() -> None:
    assert {rule.kind for rule in DEFAULTS if rule.is_in_order} == set(AlarmKind)
