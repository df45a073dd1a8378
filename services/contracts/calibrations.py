"""Calibration 校准: several inspectors score one call, each blind to the others, and agree how it is to be scored.

It is practice: it never counts in an agent's figures, is never published, and the agent of the call is not told.
"""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Body, Code, Id, Line, Message, Moment
from services.contracts.quality import Scorecard, Verdict

FATAL = "fatal:"
"""Before the key of a fatal item, where questions and fatal items stand in one list."""


class CalibrationState(StrEnum):
    """Where a calibration stands."""

    OPEN = "open"
    """It is being scored; nobody sees another's scoring."""
    COMPARING = "comparing"
    """The scorings lie side by side, and the group agrees one."""
    AGREED = "agreed"
    CALLED_OFF = "called_off"


class NewCalibration(Message):
    """Begins a calibration of a call, by the scorecard in force; who begins it leads it and takes part."""

    id: Id
    call_id: Id
    colleagues: list[Id] = Field(min_length=1, max_length=20)
    """The other inspectors who take part."""
    until: Moment
    """When everybody should have scored; who leads it decides what happens then."""


class AgreedChange(Message):
    """What the group agrees, as who leads it writes it down; merged by question, an empty verdict takes its answer back."""

    verdicts: dict[str, Verdict] | None = Field(default=None, max_length=500)
    fatal: list[Code] | None = Field(default=None, max_length=50)
    notes: dict[Line, Body] | None = Field(default=None, max_length=550)
    """Why, by question or (``fatal:key``) fatal item; needed where the inspectors differ. An empty one is taken back."""


class Distance(Answer):
    """How far one scoring is from another."""

    total: float
    """Absolute difference of the totals, in points of 100."""
    same: float
    """Share (0 to 1) of the questions that were answered alike."""


class Scoring(Answer):
    """How a call was scored: by an inspector, or as agreed."""

    verdicts: dict[str, Verdict] = {}
    fatal: list[str] = []
    remark: str = ""
    score: float | None = None


class Participant(Answer):
    """An inspector who takes part. Of others nothing but whether they have submitted is said before the comparison."""

    account_id: Id
    name: str = ""
    submitted: bool = False
    scoring: Scoring | None = None
    """``None`` before the comparison, and for who had not submitted when it began."""
    distance: Distance | None = None
    """From what was agreed; ``None`` while that is not complete."""


class Calibration(Answer):
    """A calibration, as one of those who take part sees it."""

    id: Id
    call_id: Id
    agent_name: str = ""
    call_at: Moment
    scorecard: Scorecard
    state: CalibrationState
    led_by_id: Id
    led_by: str = ""
    until: Moment
    participants: list[Participant] = []
    scoring_id: Id | None = None
    """One's own scoring; see ``GET /v1/calibration-scorings/{id}``."""
    agreed: Scoring = Scoring()
    notes: dict[str, str] = {}
    spread: dict[str, float] = {}
    """How far apart the inspectors are, by question or (``fatal:key``) fatal item: 0 (all alike) to 1."""
    missing_notes: list[str] = []
    """Where the inspectors differ and no note says why it is scored as agreed."""
    unanswered: list[str] = []
    """Questions that the agreed scoring asks and does not answer."""
    created_at: Moment
    updated_at: Moment
    version: int = 1


class CalibrationRow(Answer):
    """A calibration in a list, as one of those who take part sees it."""

    id: Id
    call_id: Id
    agent_name: str = ""
    call_at: Moment
    state: CalibrationState
    led_by_id: Id
    led_by: str = ""
    until: Moment
    count: int
    """How many take part."""
    submitted: int
    waits: bool
    """It waits for the person who asks: for their scoring, or, compared, for who leads it to write down what is agreed."""
    distance: Distance | None = None
    """How far one's own scoring is from what was agreed; ``None`` before that, and where one had not submitted."""
    updated_at: Moment
    version: int = 1


class Calibrations(Answer):
    """One's calibrations: those that wait for oneself first, then the one changed last first."""

    items: list[CalibrationRow] = []
