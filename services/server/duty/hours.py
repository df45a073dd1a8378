"""Whether somebody's hours cover a moment. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from services.contracts.duty import DutyDays, DutyHours

_WEEK = (
    *(DutyDays.MONDAY, DutyDays.TUESDAY, DutyDays.WEDNESDAY, DutyDays.THURSDAY),
    *(DutyDays.FRIDAY, DutyDays.SATURDAY, DutyDays.SUNDAY),
)


def cover(hours: Sequence[DutyHours], local: datetime, is_work_day: Callable[[date], bool]) -> bool:
    """Tells whether any of the hours cover a moment, given as the district's clocks show it.

    What began yesterday evening may last until this morning.
    """
    today, now = local.date(), local.time()
    for each in hours:
        ends_next_day = each.end <= each.start
        if _counts(each, today, is_work_day) and each.start <= now and (ends_next_day or now < each.end):
            return True
        yesterday = today - timedelta(days=1)
        if ends_next_day and now < each.end and _counts(each, yesterday, is_work_day):
            return True
    return False


def _counts(hours: DutyHours, day: date, is_work_day: Callable[[date], bool]) -> bool:
    match hours.days:
        case DutyDays.EVERY:
            return True
        case DutyDays.WORK_DAYS:
            return is_work_day(day)
        case DutyDays.DAYS_OFF:
            return not is_work_day(day)
    return hours.days is _WEEK[day.weekday()]
