"""Who is on duty in a unit: weekly hours, absences, and who stands in."""

from datetime import time
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.common import Answer, Id, Line, Message, Moment


class DutyDays(StrEnum):
    """On which days hours count; work days and days off as the unit's calendar has them, make-up days 调休 included."""

    EVERY = "every"
    WORK_DAYS = "work_days"
    DAYS_OFF = "days_off"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _minute(value: object) -> object:
    return time.fromisoformat(value).replace(second=0, microsecond=0) if isinstance(value, str) else value


Minute = Annotated[time, BeforeValidator(_minute)]
"""A time of the district's day, as ``08:30``."""


class DutyHours(Message):
    """From when to when; hours that end at or before their start end on the next day."""

    days: DutyDays
    start: Minute
    end: Minute


class DutyPerson(Message):
    """One of the unit's people with their hours."""

    account_id: Id
    hours: list[DutyHours] = Field(default=[], max_length=30)


class Absence(Message):
    """Somebody is away, and who stands in for them in their hours."""

    account_id: Id
    since: Moment
    until: Moment
    stand_in: Id | None = None
    reason: Line = ""

    @model_validator(mode="after")
    def _ends(self) -> "Absence":
        if self.until <= self.since:
            raise PydanticCustomError("ends_too_early", "an absence ends after it begins")
        return self


class NewDuty(Message):
    """A unit's whole plan.

    Attributes:
        people: with their hours, from ``effective_from`` on.
        absences: all that are not over; they count by their own moments, whatever plan is in force.
        effective_from: from when on the hours count; at once without it.
    """

    people: list[DutyPerson] = Field(default=[], max_length=300)
    absences: list[Absence] = Field(default=[], max_length=300)
    effective_from: Moment | None = None


class DutyVersion(Answer):
    """A version of a unit's hours."""

    version: int
    effective_from: Moment
    created_by: str = ""
    people: list[DutyPerson] = []


class DutyHistory(Answer):
    """A unit's newest versions, the newest first, and its absences that are not over."""

    unit: str
    items: list[DutyVersion] = []
    absences: list[Absence] = []


class OnDuty(Answer):
    """Somebody who is on duty. ``instead_of`` names whom they stand in for."""

    account_id: Id
    name: str
    instead_of: str = ""


class DutyStaff(Answer):
    """Somebody of the unit, by name."""

    account_id: Id
    name: str


class Duty(Answer):
    """A unit's plan as it is in force at a moment, and who is on duty by it; ``version`` is the newest one."""

    unit: str
    version: int = 0
    people: list[DutyPerson] = []
    absences: list[Absence] = []
    at: Moment
    on_duty: list[OnDuty] = []
    editable: bool = False
    """Whether who asks may change it."""
    staff: list[DutyStaff] = []
    """Who the plan names; to who may change it, all of the unit."""
