"""Recordings as things that are kept: how long, who holds which, what is missing, who took a copy out."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from services.contracts.common import Answer, Detail, Id, Message, Moment


class RecordingKind(StrEnum):
    """What decides how long a recording is kept: the kind of its ticket; of several the one that is kept longest."""

    CONSULT = "consult"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    NO_TICKET = "no_ticket"
    """A call in that led to no ticket."""
    OUTGOING = "outgoing"
    """A call to a citizen without a ticket of its own."""
    VOICE_MESSAGE = "voice_message"
    """What a caller said to the exchange instead of waiting, without a ticket."""


DEFAULT_MONTHS: dict[RecordingKind, int] = {
    RecordingKind.CONSULT: 12,
    RecordingKind.HELP: 24,
    RecordingKind.COMPLAINT: 36,
    RecordingKind.REPORT: 36,
    RecordingKind.SUGGESTION: 12,
    RecordingKind.PRAISE: 12,
    RecordingKind.NO_TICKET: 6,
    RecordingKind.OUTGOING: 6,
    RecordingKind.VOICE_MESSAGE: 6,
}
"""What holds until there are rules."""


class NewRetentionRules(Message):
    """How many months each kind is kept, from the day of the call on; a kind left out is kept as before.

    Attributes:
        months: 1 to 240.
        effective_from: from when on; at once without it.
    """

    months: dict[RecordingKind, Annotated[int, Field(ge=1, le=240)]] = Field(default={}, max_length=len(RecordingKind))
    effective_from: Moment | None = None


class RetentionRules(Answer):
    """A version of these rules; version 0 is what holds until there is one."""

    version: int = 0
    effective_from: Moment | None = None
    months: dict[RecordingKind, int] = DEFAULT_MONTHS
    created_by: str = ""


class RetentionHistory(Answer):
    """Every version, the newest first."""

    items: list[RetentionRules] = []


class Reason(Message):
    """Why somebody does it; kept."""

    reason: Detail = Field(min_length=2)


class Hold(Answer):
    """Somebody keeps, or kept, a recording from being deleted."""

    call_id: Id
    reason: str
    set_at: Moment
    set_by: str
    lifted_at: Moment | None = None
    lifted_by: str = ""
    lift_reason: str = ""


class TroubleCause(StrEnum):
    """What is wrong with the recording of an answered call."""

    MISSING = "missing"
    SHORT = "short"
    """It is shorter than the talk."""
    SILENT_AGENT = "silent_agent"
    SILENT_CITIZEN = "silent_citizen"
    SILENT = "silent"
    """Neither side can be heard."""
    UNREADABLE = "unreadable"
    """There is a file, but no sound can be read from it; it lies in the exchange's folder as ``.broken``."""
    DISK_FULL = "disk_full"
    """The disk that the exchange records to was full at that time."""
    STORE_FULL = "store_full"
    """It waits in the exchange's folder because the store's disk is full; nothing is lost yet."""


class Trouble(Answer):
    """An answered call without a whole recording."""

    call_id: Id
    cause: TroubleCause
    call_at: Moment
    agent_name: str = ""
    talk_seconds: float
    seconds: float
    """How much was recorded."""
    found_at: Moment
    settled_at: Moment | None = None
    settled_by: str = ""
    """Who looked into it; ``system`` where the recording came late."""
    remark: str = ""


class Export(Answer):
    """A copy that was taken out. ``mark`` is the number that the copy carries in its sound.

    ``cancelled_at``: since then the console of who took it says that no file was kept.
    """

    mark: int
    call_id: Id
    account: str
    reason: str
    format: str
    at: Moment
    cancelled_at: Moment | None = None


class Deletion(Answer):
    """A recording that retention has deleted."""

    call_id: Id
    call_at: Moment
    seconds: float
    at: Moment
    rules: int
    kind: RecordingKind
    months: int


class ExportFormat(StrEnum):
    """How a copy is written."""

    WAV = "wav"
    FLAC = "flac"


class ExportRequest(Message):
    """A copy is wanted.

    Attributes:
        reason: what for, and for whom.
        format: FLAC is smaller; both lose nothing.
    """

    reason: Detail = Field(min_length=2)
    format: ExportFormat = ExportFormat.FLAC
