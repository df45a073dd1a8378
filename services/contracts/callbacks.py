"""Call-backs: citizens whose call was lost, or who wished to be called back, until they are reached."""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.common import Answer, Code, Detail, Id, Message, Moment

Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of the district's day, ``08:30``."""


class CallBackState(StrEnum):
    """Where a call-back stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    """An agent has it, and nobody else may call."""
    CLOSED = "closed"


class CallBackCause(StrEnum):
    """Why there is one. A later cause of the list replaces an earlier one, never the other way round."""

    ABANDONED = "abandoned"
    """The citizen hung up, or the exchange failed, before anybody answered."""
    CLOSED = "closed"
    """The queue was closed: they were told so, and mostly promised that they will be called."""
    CUT_OFF = "cut_off"
    """The exchange failed while they were talking."""
    VOICEMAIL = "voicemail"
    """They spoke a message."""
    WISHED = "wished"
    """They chose it instead of waiting; their place in the queue is kept."""


class CallBackOutcome(StrEnum):
    """How a call-back was closed."""

    REACHED = "reached"
    CALLED_AGAIN = "called_again"
    """The citizen called by themselves and was answered."""
    NOT_REACHED = "not_reached"
    """As many tries as the rules allow."""
    GIVEN_UP = "given_up"
    """Somebody decided so, with a reason."""


class VoiceMessage(Answer):
    """What a caller said to the exchange; ``GET /v1/voice-messages/{call_id}`` gives the sound."""

    call_id: Id
    left_at: Moment
    seconds: float


class LinkedTicket(Answer):
    """A ticket that was filed, or got a remark, in a call-back."""

    id: Id
    number: str


class CallBack(Answer):
    """A call-back. ``number`` is given only to the agent who has taken it; the look is recorded.

    Without ``number_masked`` the number was hidden: there is only a message, and nobody can be called.
    """

    id: Id
    version: int
    state: CallBackState
    cause: CallBackCause
    number: str = ""
    number_masked: str
    skill: Code = ""
    since: Moment
    """When the first of its calls came: its place in the line."""
    next_at: Moment
    """Before this moment nobody calls."""
    due: bool = False
    calls: int = 1
    """Calls of this number that were lost."""
    last_call_id: Id | None = None
    voicemail: bool = False
    """One of its calls left a message."""
    messages: list[VoiceMessage] = []
    """The oldest first."""
    tickets: list[LinkedTicket] = []
    """The oldest first; confidential ones only for who may know of them."""
    tries: int = 0
    tries_left: int = 0
    person_id: Id | None = None
    holder_id: Id | None = None
    holder: str = ""
    taken_at: Moment | None = None
    outcome: CallBackOutcome | None = None
    reason: str = ""
    closed_at: Moment | None = None


class CallBackList(Answer):
    """Call-backs in the order in which they are to be called, and what stands behind them."""

    items: list[CallBack]
    open: int = 0
    due: int = 0
    withheld: int = 0
    """Calls of today that were lost without a number: nobody can call them back."""


class CallBackEntry(Answer):
    """One line of a call-back's story."""

    at: Moment
    what: str
    """``opened``, ``joined``, ``wished``, ``voicemail``, ``taken``, ``released``, ``calling``, ``called``, ``not_reached``, ``ticket``, ``closed``."""
    by: str = ""
    call_id: Id | None = None
    note: str = ""


class CallBackOfTicket(Answer):
    """A call-back as a ticket's page shows it: what happened to it, and what the citizen said."""

    id: Id
    cause: CallBackCause
    entries: list[CallBackEntry] = []
    """Only what happened in calls, oldest first."""
    messages: list[VoiceMessage] = []


class CallBackResult(Message):
    """What came of a try."""

    reached: bool
    note: Detail = ""


class CallBackGivenUp(Message):
    """Why nobody calls any more."""

    reason: Detail = Field(min_length=1)


class CallBackWindow(Message):
    """Times of the day in which citizens may be called; the end is not part of it."""

    begins: Hour
    ends: Hour

    @model_validator(mode="after")
    def _in_order(self) -> "CallBackWindow":
        if self.begins >= self.ends:
            raise PydanticCustomError("ends_too_early", "ends before it begins")
        return self


LONGEST_MESSAGE = 120
"""Seconds of a voice message, until a district says otherwise."""
_DEFAULT = (CallBackWindow(begins="08:30", ends="12:00"), CallBackWindow(begins="14:00", ends="20:00"))


class NewCallBackRules(Message):
    """When and how often citizens are called back. Who wished it is called at once the first time, at any hour."""

    windows: list[CallBackWindow] = Field(default=list(_DEFAULT), min_length=1, max_length=6)
    minutes_between: int = Field(default=45, ge=5, le=1440)
    tries: int = Field(default=3, ge=1, le=5)
    message_seconds: int = Field(default=LONGEST_MESSAGE, ge=30, le=600)
    """So long a voice message may be."""
    effective_from: Moment | None = None
    """Nothing: at once."""

    @field_validator("windows")
    @classmethod
    def _apart(cls, windows: list[CallBackWindow]) -> list[CallBackWindow]:
        # One may begin where another ends; times are written so that they sort as they follow each other.
        in_order = sorted(windows, key=lambda window: window.begins)
        for earlier, later in pairwise(in_order):
            if later.begins < earlier.ends:
                raise PydanticCustomError("overlapping", "hours overlap")
        return windows


class CallBackRules(Answer):
    """One version of the rules; it holds for what is planned from its moment on."""

    version: int = 0
    effective_from: Moment | None = None
    created_by: str = ""
    windows: list[CallBackWindow] = list(_DEFAULT)
    minutes_between: int = 45
    tries: int = 3
    message_seconds: int = LONGEST_MESSAGE


class CallBackRulesHistory(Answer):
    """All versions, the newest first."""

    items: list[CallBackRules] = []
