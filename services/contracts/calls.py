"""Calls, the queue they wait in, and the agents who answer them."""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Code, Id, Line, Message, Moment

LANGUAGES = ("en",)
"""Which callers may ask for by a key before they wait; all others speak the house's own."""


class CallState(StrEnum):
    """Where a call stands."""

    WAITING = "waiting"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    CONFERENCE = "conference"
    PARKED = "parked"
    """Nobody has the caller, who hears music until somebody takes them back, or is on the way to a number outside."""
    ENDED = "ended"
    ABANDONED = "abandoned"


class SupervisionMode(StrEnum):
    """How a lead is in an agent's call."""

    LISTEN = "listen"
    """Nobody hears the lead."""
    WHISPER = "whisper"
    """Only the agent hears the lead."""
    JOIN = "join"
    """All three hear each other."""


class CallEventKind(StrEnum):
    """A raw event of a call or an agent, as the exchange reports it. Kept append-only; all figures come from these."""

    OFFERED = "offered"
    """A call comes in (``data.number``, ``data.skill``; ``data.language`` where the caller asked for another one than the house's own)."""
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
    """``data.to``: the agent who goes on; ``data.parked``: nobody does; ``data.number``: on the way to a number outside."""
    CONSULTED = "consulted"
    """The agent speaks with a colleague (``data.helper``) or a number outside (``data.number``); the caller is on hold."""
    CONFERENCE = "conference"
    """``data.helper`` or ``data.number``, as in ``consulted``."""
    PARKED = "parked"
    MOVED = "moved"
    """A lead sends a caller elsewhere: ``data.by``, ``data.why``, ``data.to`` (an agent) or ``data.skill``; what follows is said by itself."""
    HELP_ASKED = "help_asked"
    HELP_ENDED = "help_ended"
    """``data.why``: ``taken`` (a lead came), ``withdrawn`` or ``over``."""
    SUPERVISED = "supervised"
    """``data.lead`` listens, whispers or has joined (``data.mode``); said again when the mode changes."""
    UNSUPERVISED = "unsupervised"
    """``data.lead`` has left the call."""
    RECORDING_PAUSED = "recording_paused"
    RECORDING_RESUMED = "recording_resumed"
    SPOKEN = "spoken"
    """Training mode: the caller said a line (``data.line``, ``data.text``)."""
    ENDED = "ended"
    """``data.by``: ``agent``, ``caller`` or ``system``."""
    ABANDONED = "abandoned"
    BLOCKED = "blocked"
    """A blocked number (``data.number``) called and was refused; such a call was never offered."""
    TURNED_AWAY = "turned_away"
    """Somebody called a closed queue (``data.number``, ``data.skill``, ``data.treatment``); such a call was never offered,
    unless its caller waited already when the queue was closed and the last agent went. ``data.why``: as in ``overflowed``."""
    OVERFLOWED = "overflowed"
    """A caller (``data.number``) of the queue ``data.skill`` was sent on, to another skill or a number outside (``data.treatment``,
    ``data.target``), because (``data.why``) it is closed by its plan (``hours``), somebody waits too long (``wait``) or nobody who serves
    it is signed in (``no_agent``). Where another skill takes them, ``offered`` follows; a number outside does not."""
    CALLBACK_WISHED = "callback_wished"
    """The caller chose by a key to be called back instead of waiting; ``data.number``, ``data.skill``, ``data.since``."""
    VOICEMAIL = "voicemail"
    """The caller was to leave a message, and has gone; ``data.recorded``: a file is to come; ``data.seconds``: how long
    they spoke, where the exchange itself knows it; otherwise as ``callback_wished``."""
    RATED = "rated"
    """``data.satisfaction``: 1 (very dissatisfied) to 5."""
    WRAP_UP_EXTENDED = "wrap_up_extended"
    """The agent needs a longer wrap-up: ``data.reason`` (:class:`WrapUpReason`), and ``data.seconds`` from now on."""
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


class WrapUpReason(StrEnum):
    """Why an agent needs a longer wrap-up."""

    TICKET = "ticket"
    """The ticket is not written yet."""
    LOOK_UP = "look_up"
    """Something has to be looked up."""
    UNIT = "unit"
    """A unit or a colleague has to be asked."""
    UPSET = "upset"
    """The call was hard."""
    SYSTEM = "system"
    """A program or a telephone does not work."""
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
    language: str = ""
    """Asked for by a key, one of :data:`LANGUAGES`; empty: the house's own."""
    parked: bool = False
    """Put aside by an agent; whoever picks them takes them back."""
    position: int = 0
    estimated_wait: float | None = None
    """Seconds still to wait, or ``None`` where nobody with the skill is signed in."""
    overflowed: bool = False


class Supervision(Answer):
    """A lead in an agent's call."""

    account_id: Id
    name: str
    mode: SupervisionMode


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
    outgoing: bool = False
    """The call is one that an agent has placed."""
    dialling: bool = False
    """Whoever was called has not answered yet: there is nobody who could wait."""
    helping: bool = False
    """Asked into the call of a colleague, who has the citizen."""
    skills: list[str] = []
    handled: int = 0
    mean_talk: float = 0.0
    """Seconds; talk and hold, over today's handled calls."""
    mean_wrap_up: float = 0.0
    simulated: bool = False
    stuck: str = ""
    """Code of what looks wrong (``no_console``, ``long_wrap_up``, ``long_break``, ``long_call``), or empty."""
    telephone: str = ""
    """What the telephone says that differs from the state: ``away`` (not there), ``paused`` (at the telephone), or empty."""
    help_since: Moment | None = None
    """Since when the agent asks a lead for help with the call."""
    supervisors: list[Supervision] = []
    """Leads who are in the agent's call."""


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
    language: str = ""
    """Asked for by a key, one of :data:`LANGUAGES`; empty: the house's own."""
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
    helper_id: Id | None = None
    helper_name: str = ""
    """The colleague who was asked, or talks too."""
    outside: str = ""
    """The number outside that was asked, or talks too; only for who handles the call."""
    consulting: bool = False
    """The colleague, or the number outside, is asked while the caller is on hold."""
    recording_paused: bool = False
    ticket_id: Id | None = None
    """The ticket or draft that came along with the caller from the agent before."""


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
    outgoing: bool = False
    """The agent has called."""


class AgentStateChange(Message):
    """The state an agent (or a lead for them) asks for: ready, break (with reason), training, wrap-up extension, offline."""

    state: AgentState
    reason: Line = ""
    extend_seconds: int = Field(default=0, ge=0, le=900)
    """With ``wrap_up``: how much longer than now the wrap-up may last; ``reason`` then is a :class:`WrapUpReason`."""
    take_over: bool = False
    """Act from this console although another console of the same person is open; the other one is refused from then on."""


class TransferRequest(Message):
    """Where a call goes, exactly one: to a colleague, to a queue, to a unit by its telephone, or to a number outside.

    For a conference or a consultation: whom to ask, a colleague, a unit or a number.
    """

    agent_id: Id | None = None
    skill: Code | None = None
    unit: Code | None = None
    number: Line | None = Field(default=None, max_length=80)
    ticket_id: Id | None = None
    """The ticket or draft that goes along; the next agent's desk opens it."""


class Along(Message):
    """What goes along with a caller: the ticket or draft that the next agent's desk opens."""

    ticket_id: Id | None = None


class NewCall(Message):
    """A number that an agent wants to call, with an extension if it has one.

    The id is the caller's own, so that asking twice calls once.
    """

    id: Id
    number: Line = Field(min_length=2, max_length=80)


class Keys(Message):
    """Keypad tones to send into a call, in their order. They may be a secret, and are kept nowhere."""

    keys: str = Field(pattern=r"^[0-9*#]{1,32}$")


class RejectReason(StrEnum):
    """Why an agent does not take a call that rings."""

    AWAY = "away"
    TECHNICAL = "technical"
    ACQUAINTED = "acquainted"
    """The agent knows the caller."""
    OTHER = "other"


class Reject(Message):
    """A ring that is turned down; the caller goes to the next agent, first of all."""

    reason: RejectReason


class Supervise(Message):
    """How a lead wants to be in a call."""

    mode: SupervisionMode


class TakeCall(Message):
    """A lead takes a caller whom nobody has answered.

    ``from_agent_id`` is at whom it rings, as the lead sees it: nobody takes a caller from somebody else than they meant.
    """

    from_agent_id: Id | None = None


class MoveCall(TakeCall):
    """Where a lead sends a caller, exactly one: to a queue, or to a ready agent; and why (recorded, and told to the agents).

    ``from_agent_id`` is who has the caller, or at whom it rings, as the lead sees it; ``None``: the caller waits.
    """

    agent_id: Id | None = None
    skill: Code | None = None
    why: Line = Field(min_length=1)


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
