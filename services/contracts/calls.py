"""Calls, the queue they wait in, and the agents who answer them."""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Code, Id, Line, Message, Moment


class CallState(StrEnum):
    """Where a call stands."""

    WAITING = "waiting"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    CONFERENCE = "conference"
    ENDED = "ended"
    ABANDONED = "abandoned"


class CallEventKind(StrEnum):
    """A raw event of a call or an agent, as the exchange reports it. Kept append-only; all figures come from these."""

    OFFERED = "offered"
    DIALLED = "dialled"
    """An agent calls a number (``data.number``); ``answered`` follows when somebody is there."""
    QUEUED = "queued"
    RINGING = "ringing"
    RING_MISSED = "ring_missed"
    RING_CANCELLED = "ring_cancelled"
    """The ringing agent's console died or the agent was logged out; the caller is back at the head."""
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    CONFERENCE = "conference"
    SPOKEN = "spoken"
    """Training mode: the caller said a line (``data.line``, ``data.text``)."""
    ENDED = "ended"
    """``data.by``: ``agent``, ``caller`` or ``system``."""
    ABANDONED = "abandoned"
    RATED = "rated"
    """``data.satisfaction``: 1 (very dissatisfied) to 5."""
    AGENT_STATE = "agent_state"
    """``data.state``, ``data.reason``; also at sign-in (ready or break) and sign-off (offline)."""


class AgentState(StrEnum):
    """What an agent is doing."""

    OFFLINE = "offline"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    WRAP_UP = "wrap_up"
    BREAK = "break"
    TRAINING = "training"
    PAUSED = "paused"
    """Set by the exchange after a missed ring; the agent comes back with one key."""


class BreakReason(StrEnum):
    """Why an agent is on a break."""

    REST = "rest"
    MEAL = "meal"
    MEETING = "meeting"
    PAPERWORK = "paperwork"
    OTHER = "other"


class QueueEntry(Answer):
    """A caller who waits. The number is masked: the queue is for choosing, not for reading people's data."""

    call_id: Id
    number_masked: str
    skill: Code
    since: Moment
    priority: int = 0
    """0 normal; larger is served earlier."""
    repeated: int = 0
    """Earlier calls from this number within seven days."""
    elderly: bool = False
    position: int = 0
    estimated_wait: float | None = None
    """Seconds still to wait, or ``None`` where nobody with the skill is signed in."""
    overflowed: bool = False


class AgentStatus(Answer):
    """A row of the agent board."""

    account_id: Id
    name: str
    team: str = ""
    state: AgentState
    reason: str = ""
    since: Moment
    until: Moment | None = None
    """End of a timed state (wrap-up, ringing)."""
    call_id: Id | None = None
    skills: list[str] = []
    handled: int = 0
    mean_talk: float = 0.0
    """Seconds; talk and hold, over today's handled calls."""
    mean_wrap_up: float = 0.0
    simulated: bool = False
    stuck: str = ""
    """Code of what looks wrong (``no_console``, ``long_wrap_up``, ``long_break``, ``long_call``), or empty."""


class SpokenLine(Answer):
    """Training mode: one line the caller said."""

    at: Moment
    text: str


class Call(Answer):
    """A call as the agent who handles it sees it; for others ``number`` is empty and only the masked number is given."""

    id: Id
    state: CallState
    number: str = ""
    number_masked: str = ""
    skill: Code = ""
    priority: int = 0
    repeated: int = 0
    elderly: bool = False
    offered_at: Moment
    answered_at: Moment | None = None
    ended_at: Moment | None = None
    state_since: Moment | None = None
    agent_id: Id | None = None
    agent_name: str = ""
    person_id: Id | None = None
    talk_seconds: float = 0.0
    hold_seconds: float = 0.0
    wait_seconds: float = 0.0
    ended_by: str = ""
    satisfaction: int | None = None
    wrap_up_code: str = ""
    muted: bool = False
    lines: list[SpokenLine] = []
    ticket_ids: list[Id] = []
    outgoing: bool = False
    """The agent has called; ``offered_at`` is when they did."""


class CallRow(Answer):
    """A call in a list."""

    id: Id
    state: CallState
    number_masked: str = ""
    skill: Code = ""
    offered_at: Moment
    answered_at: Moment | None = None
    ended_at: Moment | None = None
    agent_id: Id | None = None
    agent_name: str = ""
    talk_seconds: float = 0.0
    wait_seconds: float = 0.0
    satisfaction: int | None = None
    wrap_up_code: str = ""


class AgentStateChange(Message):
    """The state an agent (or a lead for them) asks for: ready, break (with reason), training, wrap-up extension, offline."""

    state: AgentState
    reason: Line = ""
    extend_seconds: int = Field(default=0, ge=0, le=900)
    """With ``wrap_up``: how much longer than now the wrap-up may last."""
    take_over: bool = False
    """Act from this console although another console of the same person is open; the other one is refused from then on."""


class TransferRequest(Message):
    """Where a call goes: to a colleague (``agent_id``) or back to a queue (``skill``). For a conference: which colleague."""

    agent_id: Id | None = None
    skill: Code | None = None


class NewCall(Message):
    """A number that an agent wants to call. The id is the caller's own, so that asking twice calls once."""

    id: Id
    number: Line = Field(min_length=2, max_length=40)


class WrapUp(Message):
    """The end of wrap-up: what the call was, as a code."""

    code: Code = ""
    ready: bool = True
    """Go to ready; otherwise to a break."""


class PutRight(Message):
    """A lead's correction of an agent who is stuck: the state to set, and why (recorded)."""

    state: AgentState
    why: Line = Field(min_length=1)


class RawCallEvent(Answer):
    """A raw event as stored: the exchange's time and monotonic seconds, and when it was received."""

    id: int
    call_id: Id | None = None
    agent_id: Id | None = None
    kind: CallEventKind
    at: Moment
    monotonic: float
    exchange: str = ""
    """The exchange's run; monotonic seconds may be compared only within one."""
    received_at: Moment
    data: dict[str, str | int | float | bool | None] = {}
