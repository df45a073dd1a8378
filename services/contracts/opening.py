"""Queues that take no new callers for a time: a lead closes one at once, with a reason, and opens it again.

Who waits already goes on waiting and is served. Without a word of anybody every queue is open, at any hour.
"""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Code, Detail, Message, Moment

LONGEST_HOURS = 7 * 24
"""No closing is longer; what lasts longer is a plan."""


class ClosedTreatment(StrEnum):
    """What somebody gets who calls a closed queue."""

    ANNOUNCE = "announce"
    """A short announcement; then the exchange hangs up."""
    CALL_BACK = "call_back"
    """The announcement says that they will be called, and a call-back is opened. A hidden number is only announced to."""
    MESSAGE = "message"
    """They may leave a message, also with a hidden number."""


class NewClosing(Message):
    """Closes a queue for new callers."""

    reason: Detail = Field(min_length=1)
    until: Moment | None = None
    """When it opens by itself; nothing: until somebody opens it."""
    treatment: ClosedTreatment = ClosedTreatment.CALL_BACK


class Reopening(Message):
    """Why a queue is opened again; may be left out."""

    reason: Detail = ""


class QueueClosing(Answer):
    """Whether a queue takes new callers, and what was said last about it. ``version`` is 0 where nobody ever closed it."""

    skill: Code
    version: int = 0
    closed: bool = False
    treatment: ClosedTreatment = ClosedTreatment.CALL_BACK
    until: Moment | None = None
    reason: str = ""
    by: str = ""
    at: Moment | None = None


class QueueClosings(Answer):
    """Every queue that was ever closed."""

    items: list[QueueClosing] = []


class ClosingEntry(Answer):
    """One line of a queue's story: ``closed``, ``opened``, or ``ended`` (its time has come)."""

    at: Moment
    what: str
    by: str = ""
    reason: str = ""
    treatment: ClosedTreatment | None = None
    until: Moment | None = None


class ClosingStory(Answer):
    """What was done with a queue, the newest first."""

    items: list[ClosingEntry] = []
