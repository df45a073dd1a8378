"""Quality: samples of calls, scorecards, evaluations, acknowledgement and appeal."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from services.contracts.calls import CallRow
from services.contracts.common import Answer, Body, Code, Detail, Id, Line, Message, Moment
from services.contracts.recordings import TroubleCause


class Question(Answer):
    """A question of a scorecard. ``only_when`` names a question and the answer it must have for this one to be asked."""

    key: Code
    text: str
    english: str = ""
    points: float
    allow_not_applicable: bool = True
    only_when: dict[str, str] | None = None
    """``{"question": key, "equals": "yes" | "no" | "na"}``; see :func:`services.contracts.scoring.answer_word`."""


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
    """A version of the scorecard; an evaluation keeps the one it was made with."""

    id: Id
    name: str
    version: int
    sections: list[Section]
    fatal: list[FatalItem] = []
    effective_from: Moment | None = None
    created_by: str = ""


class ScorecardHistory(Answer):
    """The newest versions, the newest first."""

    items: list[Scorecard] = []


class NewQuestion(Question, extra="forbid"):
    """A question as an administrator writes it."""

    key: Code = Field(min_length=1)
    text: Detail = Field(min_length=1)
    english: Detail = ""
    points: float = Field(gt=0, le=1000)
    only_when: dict[str, Code] | None = Field(default=None, max_length=2)


class NewSection(Section, extra="forbid"):
    """A section as an administrator writes it."""

    key: Code = Field(min_length=1)
    name: Line = Field(min_length=1)
    english: Line = ""
    weight: float = Field(gt=0, le=1000)
    questions: list[NewQuestion] = Field(min_length=1, max_length=100)  # type: ignore[assignment]


class NewFatalItem(FatalItem, extra="forbid"):
    """A fatal item as an administrator writes it."""

    key: Code = Field(min_length=1)
    text: Detail = Field(min_length=1)
    english: Detail = ""


class NewScorecard(Message):
    """The next version of the scorecard; evaluations begun before it is in force keep theirs. At once without a moment."""

    name: Line = Field(min_length=1)
    sections: list[NewSection] = Field(min_length=1, max_length=30)
    fatal: list[NewFatalItem] = Field(default=[], max_length=50)
    effective_from: Moment | None = None


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
    seed: int = Field(default=1, ge=-(2**53), le=2**53)
    count: int = Field(default=10, ge=1, le=200)
    """How many calls; with ``per_agent`` how many of each agent."""
    share: float | None = Field(default=None, gt=0, le=1)
    """Instead of ``count``: the share of the calls that fit (with ``per_agent`` of each agent's), rounded up."""
    since: Moment | None = None
    """Calls offered from then on; left out, seven days back. Name both ends to get the same sample again later."""
    until: Moment | None = None
    agent_id: Id | None = None
    team: Line = ""
    kind: Code = ""
    """With the rule ``kind``: the kind of the ticket that the call led to."""
    long_seconds: float = Field(default=600.0, ge=0, le=86_400)
    silent_share: float = Field(default=0.4, ge=0, le=1)


class SampledCall(Answer):
    """A call that the rule picked, why, and whether somebody has already claimed it."""

    call: CallRow
    reasons: list[str] = []
    """Codes with a number where one belongs: ``random``, ``low_satisfaction:2``, ``long:734``, ``silent:0.46``, ``kind``."""
    own: bool = False
    """The inspector handled this call and may not score it."""
    evaluation_id: Id | None = None
    evaluation_status: str = ""
    claimed_by: str = ""
    claimed_by_id: str = ""
    ticket_id: Id | None = None
    ticket_title: str = ""
    ticket_kind: str = ""


class Sample(Answer):
    """The calls picked, the number of calls they were picked from, and the period as it was understood."""

    calls: list[SampledCall]
    population: int
    since: Moment
    until: Moment


class Claim(Message):
    """Claims a call for scoring; the client makes the evaluation's id."""

    id: Id
    call_id: Id
    scorecard_id: Id | None = None
    """Left out: the version in force."""


class EvaluationChange(Message):
    """What an inspector fills in; saved as it is filled in."""

    verdicts: dict[str, Verdict] | None = Field(default=None, max_length=500)
    fatal: list[Code] | None = Field(default=None, max_length=50)
    pins: list[Pin] | None = Field(default=None, max_length=200)
    remark: Body | None = None


class Publication(Message):
    """Publishes an evaluation to its agent, at once or at a later moment (delayed release)."""

    release_at: Moment | None = None


class EvaluationStep(Answer):
    """One entry of an evaluation's history: who did what, when, and what went from what to what."""

    at: Moment
    actor: str
    action: str
    """``claimed``, ``filled_in``, ``submitted``, ``published``, ``acknowledged``, ``appealed``, ``answered``, ``rescored``."""
    changes: dict[str, list[str | None]] = {}


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
    answered_by: str = ""
    created_at: Moment
    updated_at: Moment
    published_at: Moment | None = None
    """When the agent may see it; in the future for a delayed release."""
    version: int = 1
    history: list[EvaluationStep] = []
    may_answer: bool = False
    """The person who asks may answer the open appeal (another inspector than the first, where there is one)."""


class EvaluationRow(Answer):
    """An evaluation in a list."""

    id: Id
    call_id: Id
    agent_id: Id
    agent_name: str = ""
    inspector_id: str = ""
    inspector_name: str = ""
    status: EvaluationStatus
    score: float | None = None
    fatal: bool = False
    call_at: Moment | None = None
    """When the call was offered."""
    published_at: Moment | None = None
    updated_at: Moment
    version: int = 1


class Appeal(Message):
    """An agent's objection to a published evaluation."""

    text: Body = Field(min_length=1)


class AppealAnswer(Message):
    """An inspector's answer to an appeal; with ``verdicts`` the evaluation is scored anew."""

    text: Body = Field(min_length=1)
    verdicts: dict[str, Verdict] | None = Field(default=None, max_length=500)
    fatal: list[Code] | None = Field(default=None, max_length=50)


class QualityFigure(Answer):
    """A mean score for one agent, team or question. ``key`` names it; ``count`` is how many evaluations are behind it."""

    key: str
    name: str
    english: str = ""
    count: int
    mean: float
    lowest: float
    fatal: int = 0


class QualityFigures(Answer):
    """Means over published evaluations of a period."""

    since: Moment
    until: Moment
    count: int = 0
    mean: float | None = None
    agents: list[QualityFigure]
    teams: list[QualityFigure]
    questions: list[QualityFigure]
    """Means of a question are shares of its points times 100; not-applicable answers do not count."""


class Span(Answer):
    """A stretch of a recording, in seconds from its beginning."""

    start: float
    end: float


SharesVersion = Literal["2026.1", "2026.2", "2026.3"]
"""Rule sets by which shares of talk can be computed. None is ever changed: a change of a rule is a new version."""
SHARES_VERSION: SharesVersion = "2026.3"
"""The one in force."""


class TalkShares(Answer):
    """Who spoke for how long, in seconds, measured in the two channels of the recording: together with ``held`` and ``paused`` its whole length.

    The rules: see ``services.server.recordings.shares``.
    """

    agent: float
    citizen: float
    both: float
    """Both at once; counted in ``agent`` and in ``citizen`` too."""
    silent: float
    """Neither."""
    held: float = 0.0
    """The citizen was on hold: none of the others, whatever is heard then (from 2026.2 on; before, it was mostly silence)."""
    paused: float = 0.0
    """The recording was paused for a secret: none of the others (from 2026.3 on; before, it was silence)."""
    rules: SharesVersion = SHARES_VERSION
    """The rule set by which these were computed."""


class RecordingFlaw(Answer):
    """What is wrong with a recording that is there: it is shorter than the talk, or somebody cannot be heard."""

    cause: TroubleCause
    talk_seconds: float
    seconds: float
    """How much was recorded."""


class Waveform(Answer):
    """What a player draws: the loudest sample (0 to 1) of equal slices of the recording, for each of the two voices."""

    call_id: Id
    seconds: float
    started_at: Moment
    """The moment of second 0: when the call was answered."""
    agent: list[float]
    citizen: list[float]
    silent: list[Span] = []
    """Stretches of at least two seconds in which nobody speaks."""
    held: list[Span] = []
    paused: list[Span] = []
    """Stretches in which the recording was paused for a secret: silent in the sound, whatever was said."""
    shares: TalkShares | None = None
    on_hold: bool = False
    """Somebody keeps it from being deleted."""
    flaw: RecordingFlaw | None = None
