"""Queue plans: when a queue takes calls, by the day of the week and the State Council's calendar, and what happens at other times.

A version holds all plans from its moment on. A queue without a plan is open at any hour, and nobody is sent on from it.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from services.contracts.callbacks import Hour
from services.contracts.common import Answer, Code, Message, Moment

MOST_PLANS = 60
_END = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
OUTSIDE_NUMBER = r"^[0-9]{3,20}$"


class Outside(StrEnum):
    """What somebody gets who calls a queue that does not take them."""

    ANNOUNCE = "announce"
    """An announcement; then the exchange hangs up."""
    CALL_BACK = "call_back"
    """They hear that they will be called, and a call-back is opened. A hidden number is only announced to."""
    MESSAGE = "message"
    """They may leave a message, also with a hidden number."""
    SKILL = "skill"
    """They are told, and wait for another skill instead; where that takes nobody either, as ``call_back``."""
    NUMBER = "number"
    """They are told, and connected with a number outside, such as the neighbouring town's centre; where nobody answers
    there, as ``call_back``."""


ONWARD = frozenset({Outside.SKILL, Outside.NUMBER})
"""Whom somebody else serves: counted as overflowed."""


class Why(StrEnum):
    """Why a queue does not take new callers."""

    CLOSED = "closed"
    """A lead closed it."""
    HOURS = "hours"
    """By its plan it is closed at this hour."""
    WAIT = "wait"
    """Somebody waits for longer than the plan allows."""
    NO_AGENT = "no_agent"
    """Nobody who serves it takes calls."""


class OpenHours(Message):
    """A stretch of a day in which a queue takes calls. One that does not end after it begins goes on into the next day."""

    begins: Hour
    ends: Annotated[str, Field(pattern=_END)]

    @model_validator(mode="after")
    def _lasts(self) -> "OpenHours":
        if self.begins == self.ends:
            raise ValueError("lasts no time; a whole day is 00:00 to 24:00")
        return self


Day = Annotated[list[OpenHours], Field(max_length=4)]
"""The hours of a kind of day, without any: closed all day."""


class QueuePlan(Message):
    """One queue's hours, and where callers go outside of them or when too many wait."""

    skill: Code = Field(min_length=1)
    week: list[Day] = Field(min_length=7, max_length=7)
    """Monday to Sunday."""
    day_off: Day = []
    """Days off of the State Council's calendar, whatever day of the week."""
    make_up: Day = []
    """Saturdays and Sundays that are worked instead."""
    outside: Outside = Outside.CALL_BACK
    outside_to: str = Field(default="", max_length=32)
    """The skill or the number, where ``outside`` names one."""
    overflow_seconds: int = Field(default=0, ge=0, le=3_600)
    """New callers go on when somebody has waited for longer; 0: never."""
    overflow_no_agent: bool = False
    """New callers go on while nobody who serves the queue takes calls: signed off, on a break, in training, or not to be rung."""
    overflow: Outside = Outside.NUMBER
    overflow_to: str = Field(default="", max_length=32)

    @property
    def overflows(self) -> bool:
        """Tells whether callers are sent on in the hours."""
        return bool(self.overflow_seconds) or self.overflow_no_agent


class NewQueuePlans(Message):
    """All plans, from a moment on."""

    calendar: Code = ""
    """Whose days off and make-up days count; empty: the calendar for all, by which the district's clocks go."""
    plans: list[QueuePlan] = Field(default=[], max_length=MOST_PLANS)
    effective_from: Moment | None = None
    """Nothing: at once."""


class QueuePlans(Answer):
    """One version of all plans."""

    version: int = 0
    effective_from: Moment | None = None
    created_by: str = ""
    calendar: Code = ""
    plans: list[QueuePlan] = []


class QueuePlansHistory(Answer):
    """All versions, the newest first."""

    items: list[QueuePlans] = []


class QueueNow(Answer):
    """Whether a queue with a plan takes new callers at this moment, and what they get where it does not."""

    skill: Code
    open: bool
    why: Why | None = None
    treatment: Outside | None = None
    to: str = ""
    until: Moment | None = None
    """When this ends, where that is known."""


class QueuesNow(Answer):
    """Every queue that has a plan or is closed by a lead."""

    items: list[QueueNow] = []
