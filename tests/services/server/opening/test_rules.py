"""When a closing holds."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.opening import LONGEST_HOURS
from services.errors import InvalidFields
from services.server.opening.rules import end_of, in_force

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
_moments = st.integers(-400 * 60, 400 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(st.one_of(st.none(), _moments))
def test_a_closing_ends_within_a_week_and_is_in_force_exactly_until_then(asked: datetime | None) -> None:
    try:
        until = end_of(asked, NOW)
    except InvalidFields:
        assert asked is not None
        assert not NOW < asked <= NOW + timedelta(hours=LONGEST_HOURS)
        return
    assert until == asked
    assert in_force(True, until, NOW)
    if until is not None:
        assert in_force(True, until, until - MOMENT)
        assert not in_force(True, until, until)


@given(st.one_of(st.none(), _moments), _moments)
def test_a_queue_that_was_opened_is_open_whatever_its_end_was(until: datetime | None, now: datetime) -> None:
    assert not in_force(False, until, now)
