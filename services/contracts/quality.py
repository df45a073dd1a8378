"""Quality: samples of calls, scorecards, evaluations, acknowledgement and appeal."""

from enum import StrEnum

from pydantic import Field

from services.contracts.calls import CallRow
from services.contracts.common import Answer, Body, Code, Id, Line, Message, Moment


class Question(Answer):
    """A question of a scorecard. ``only_when`` names a question and the answer it must have for this one to be asked."""

    key: Code
    text: str
    english: str = ""
    points: float
    allow_not_applicable: bool = True
    only_when: dict[str, str] | None = None
    """``{"question": key, "equals": "yes" | "no" | "na"}``."""


class Section(Answer):
    """Questions under one heading."""

    key: Code
    name: str
    english: str = ""
    weight: float
    """Share of the 100 points."""
    questions: list[Question]


class FatalItem(Answer):
    """Something that makes the call score 0 (一票否决)."""

    key: Code
    text: str
    english: str = ""


class Scorecard(Answer):
    """A versioned scorecard; an evaluation keeps the version it was made with."""

    id: Id
    name: str
    version: int
    sections: list[Section]
    fatal: list[FatalItem] = []


class Verdict(Message):
    """The answer to one question: a share of its points (0 to 1), or not applicable."""

    share: float | None = Field(default=None, ge=0, le=1)
    not_applicable: bool = False
    comment: Body = ""


class Pin(Message):
    """A comment pinned to a second of the call."""

    second: float = Field(ge=0, le=86_400)
    text: Body = Field(min_length=1)


class EvaluationStatus(StrEnum):
    """Where an evaluation stands."""

    CLAIMED = "claimed"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    ACKNOWLEDGED = "acknowledged"
    APPEALED = "appealed"
    ANSWERED = "answered"


class SampleRule(StrEnum):
    """How calls are picked."""

    RANDOM = "random"
    PER_AGENT = "per_agent"
    LOW_SATISFACTION = "low_satisfaction"
    LONG = "long"
    SILENT = "silent"
    KIND = "kind"


class SampleRequest(Message):
    """Asks for a sample: the same request with the same seed over the same calls always gives the same calls."""

    rule: SampleRule = SampleRule.RANDOM
    seed: int = 1
    count: int = Field(default=10, ge=1, le=200)
    share: float | None = Field(default=None, gt=0, le=1)
    since: Moment | None = None
    until: Moment | None = None
    agent_id: Id | None = None
    team: Line = ""
    kind: Code = ""
    long_seconds: float = 600.0
    silent_share: float = 0.4


class SampledCall(Answer):
    """A call that the rule picked, why, and whether somebody has already claimed it."""

    call: CallRow
    reasons: list[str] = []
    evaluation_id: Id | None = None
    claimed_by: str = ""
    ticket_title: str = ""
    ticket_kind: str = ""


class Claim(Message):
    """Claims a call for scoring; the client makes the evaluation's id."""

    id: Id
    call_id: Id
    scorecard_id: Id | None = None


class EvaluationChange(Message):
    """What an inspector fills in; saved as it is filled in."""

    verdicts: dict[str, Verdict] | None = None
    fatal: list[Code] | None = None
    pins: list[Pin] | None = Field(default=None, max_length=200)
    remark: Body | None = None


class Evaluation(Answer):
    """An evaluation of one call, with the scorecard it was made with and the computed score (0 to 100)."""

    id: Id
    call_id: Id
    agent_id: Id
    agent_name: str = ""
    inspector_id: Id
    inspector_name: str = ""
    scorecard: Scorecard
    status: EvaluationStatus
    verdicts: dict[str, Verdict] = {}
    fatal: list[str] = []
    pins: list[Pin] = []
    remark: str = ""
    score: float | None = None
    """``None`` while questions are unanswered."""
    unanswered: list[str] = []
    appeal: str = ""
    appeal_answer: str = ""
    created_at: Moment
    updated_at: Moment
    published_at: Moment | None = None
    version: int = 1


class EvaluationRow(Answer):
    """An evaluation in a list."""

    id: Id
    call_id: Id
    agent_id: Id
    agent_name: str = ""
    inspector_name: str = ""
    status: EvaluationStatus
    score: float | None = None
    fatal: bool = False
    updated_at: Moment
    version: int = 1


class Appeal(Message):
    """An agent's objection to a published evaluation."""

    text: Body = Field(min_length=1)


class AppealAnswer(Message):
    """An inspector's answer to an appeal; with ``verdicts`` the evaluation is scored anew."""

    text: Body = Field(min_length=1)
    verdicts: dict[str, Verdict] | None = None
    fatal: list[Code] | None = None


class QualityFigure(Answer):
    """A mean score for one agent, team or question. ``key`` names it; ``count`` is how many evaluations are behind it."""

    key: str
    name: str
    count: int
    mean: float
    lowest: float
    fatal: int = 0


class QualityFigures(Answer):
    """Means over published evaluations of a period."""

    since: Moment
    until: Moment
    agents: list[QualityFigure]
    teams: list[QualityFigure]
    questions: list[QualityFigure]
