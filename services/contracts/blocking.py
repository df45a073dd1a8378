"""Numbers that harass: agents report calls, a rule proposes a block, a lead decides; every block ends at a date.

A case is what is known of one number until it is decided and over. Its number is masked everywhere but in an answer to a look
that is recorded.
"""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Detail, Id, Line, Message, Moment

LONGEST_DAYS = 366
"""No block is longer; who still harasses then is reported again."""
MOST_KEPT_DAYS = 3650


class ReportReason(StrEnum):
    """What a caller did."""

    ABUSE = "abuse"
    THREAT = "threat"
    SEXUAL = "sexual"
    PRANK = "prank"
    FLOOD = "flood"
    """Calls again and again, and keeps lines from others."""
    ADVERT = "advert"
    OTHER = "other"


class Treatment(StrEnum):
    """What a blocked caller gets."""

    ANNOUNCE = "announce"
    """A short announcement; then the exchange hangs up."""
    LAST = "last"
    """They are served when nobody else waits."""


class CaseState(StrEnum):
    """Where the case of a number stands. The last three are for good: a later report opens a new case."""

    REPORTED = "reported"
    PROPOSED = "proposed"
    """So many agents have reported it as the rule asks for: somebody has to decide."""
    BLOCKED = "blocked"
    REJECTED = "rejected"
    LIFTED = "lifted"
    ENDED = "ended"
    """Its end has come."""


class NewReport(Message):
    """What an agent says of their call."""

    reason: ReportReason
    note: Detail = ""


class Report(Answer):
    """An agent's report of a call."""

    call_id: Id
    at: Moment
    agent_id: Id
    agent: str
    reason: ReportReason
    note: str = ""


class BlockCase(Answer):
    """What is known of a number. ``number`` is given only where it was asked for; the look is recorded."""

    id: Id
    version: int
    state: CaseState
    number: str = ""
    number_masked: str
    reports: int = 0
    agents: int = 0
    """How many agents have reported it."""
    first_at: Moment
    last_at: Moment
    """Of the last report."""
    never: bool = False
    """Of those that are never blocked, whoever reports it."""
    treatment: Treatment | None = None
    until: Moment | None = None
    decided_by: str = ""
    decided_at: Moment | None = None
    reason: str = ""
    """Why it was rejected or lifted."""
    attempts: int = 0
    """Calls of the number while it was blocked; none of them counts as lost."""
    last_attempt_at: Moment | None = None


class BlockCases(Answer):
    """Cases: what has to be decided first, then the rest, the latest report first."""

    items: list[BlockCase]
    proposed: int = 0
    blocked: int = 0


class BlockEntry(Answer):
    """One line of a case's story: ``reported``, ``proposed``, ``blocked``, ``rejected``, ``lifted``, ``ended``, ``withdrawn``."""

    at: Moment
    what: str
    by: str = ""
    note: str = ""


class BlockStory(Answer):
    """Who reported which calls, and what was decided."""

    reports: list[Report]
    entries: list[BlockEntry]


class Approval(Message):
    """Blocks a number. Without an end the rule's days count, without a treatment the rule's."""

    until: Moment | None = None
    treatment: Treatment | None = None


class Decision(Message):
    """Why a block is not made, or ends early."""

    reason: Detail = Field(min_length=1)


class NewBlockRules(Message):
    """When a block is proposed, how long it lasts, what the caller gets, and who is never blocked."""

    agents: int = Field(default=3, ge=1, le=20)
    """So many different agents have to report a number …"""
    days: int = Field(default=7, ge=1, le=90)
    """… within so many days."""
    block_days: int = Field(default=30, ge=1, le=LONGEST_DAYS)
    kept_days: int = Field(default=180, ge=1, le=MOST_KEPT_DAYS)
    """So long after its end a case has its number; then only what a list shows of it."""
    treatment: Treatment = Treatment.ANNOUNCE
    never: list[Line] = Field(default=[], max_length=200)
    """Numbers beside those of emergencies and hotlines, such as those of hospitals, schools and the district's own offices."""
    effective_from: Moment | None = None
    """Nothing: at once."""


class BlockRules(Answer):
    """One version of the rules."""

    version: int = 0
    effective_from: Moment | None = None
    created_by: str = ""
    agents: int = 3
    days: int = 7
    block_days: int = 30
    kept_days: int = 180
    treatment: Treatment = Treatment.ANNOUNCE
    never: list[str] = []


class BlockRulesHistory(Answer):
    """All versions, the newest first."""

    items: list[BlockRules] = []
