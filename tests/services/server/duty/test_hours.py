"""Hours that cover a moment, against walking through the week minute by minute."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.duty import DutyDays, DutyHours
from services.server.duty.hours import cover
from tests.zone import ZONE

MAKE_UP = date(2026, 2, 14)
"""A Saturday that is worked."""


def is_work_day(day: date) -> bool:
    return day == MAKE_UP or day.weekday() < 5


def slow(hours: DutyHours, at: datetime) -> bool:
    """Lays the hours out on the days around a moment."""
    local = at.astimezone(ZONE)
    for back in (0, 1):
        day = local.date() - timedelta(days=back)
        counts = {
            DutyDays.EVERY: True,
            DutyDays.WORK_DAYS: is_work_day(day),
            DutyDays.DAYS_OFF: not is_work_day(day),
        }.get(hours.days, hours.days.value == day.strftime("%A").lower())
        start = datetime.combine(day, hours.start, ZONE)
        end = datetime.combine(day, hours.end, ZONE)
        if counts and start <= local < (end if end > start else end + timedelta(days=1)):
            return True
    return False


_TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
_HOURS = st.builds(DutyHours, days=st.sampled_from(DutyDays), start=_TIMES, end=_TIMES)
_MOMENTS = st.integers(0, 28 * 1440).map(lambda minute: datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=minute))


@given(st.lists(_HOURS, max_size=5), _MOMENTS)
def test_they_cover_what_they_say(hours: list[DutyHours], at: datetime) -> None:
    assert cover(hours, at.astimezone(ZONE), is_work_day) == any(slow(each, at) for each in hours)


def test_a_night_ends_in_the_morning() -> None:
    night = DutyHours(days=DutyDays.FRIDAY, start=time(20), end=time(8))
    friday = datetime(2026, 2, 13, tzinfo=ZONE)
    assert not cover([night], friday.replace(hour=7), is_work_day)
    assert cover([night], friday.replace(hour=23), is_work_day)
    assert cover([night], friday.replace(hour=7) + timedelta(days=1), is_work_day)
    assert not cover([night], friday.replace(hour=8) + timedelta(days=1), is_work_day)
