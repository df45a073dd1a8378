"""Limits of time and the clocks that watch over them."""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Message


class ClockKind(StrEnum):
    """What has to be done in time. A ticket may have several running at once."""

    DISPATCH = "dispatch"
    SIGN_IN = "sign_in"
    FIRST_CONTACT = "first_contact"
    FINISH = "finish"
    REVIEW = "review"
    FOLLOW_UP = "follow_up"


class LimitUnit(StrEnum):
    """What a limit is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WORKING_MINUTES = "working_minutes"
    """Only minutes inside of a shift count."""


class Limit(Message):
    """So much time for something."""

    amount: int = Field(ge=1, le=100_000)
    unit: LimitUnit
