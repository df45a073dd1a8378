"""What the call floor asks of an exchange, and what an exchange states.

Two sides, as everywhere in this program: the floor *asks* (methods of :class:`Telephony`), the exchange *states facts*
(:class:`Fact`, taken with :meth:`Telephony.take`). A command promises nothing; only the fact that follows says that
something happened. A simulated exchange states the fact at once, a PBX some milliseconds later, and nobody can tell
the difference. Who is served next is decided by the floor (:mod:`services.telephony.routing`), or by an exchange that rings agents with
queues of its own (``routes``), so that it goes on when the floor is not there; the floor then follows what it rings.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from services.contracts.blocking import Treatment
from services.contracts.calls import AgentState, CallEventKind, SupervisionMode
from services.contracts.opening import ClosedTreatment
from services.contracts.plans import Outside

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment twice: as the wall clock says it, and as seconds that never run backwards."""

    at: datetime
    monotonic: float

    def later(self, seconds: float) -> "Stamp":
        """Returns the moment some seconds after this one."""
        return Stamp(self.at + timedelta(seconds=seconds), self.monotonic + seconds)

    def moved(self, monotonic: float) -> "Stamp":
        """Returns the moment with this monotonic count, exactly, in the wall time of this one."""
        return Stamp(self.at + timedelta(seconds=monotonic - self.monotonic), monotonic)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a call or an agent.

    ``data`` by kind is described at :class:`~services.contracts.calls.CallEventKind`; further keys: ``OFFERED`` has
    ``number``, ``skill``, ``scenario``; ``ENDED`` has ``by``; ``AGENT_STATE`` has ``state``, ``reason``, ``until``.
    """

    kind: CallEventKind
    stamp: Stamp
    call_id: str = ""
    agent_id: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)
    received: datetime | None = None
    """When our server heard of it, by our clock; ``None`` where that is the moment in which it is stored."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a blocked number gets, and until when; after that moment it is a number like others, also where nobody says so."""

    until: datetime
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class Closing:
    """A queue that takes no new callers, and until when (``None``: until somebody says so); what those get who call."""

    until: datetime | None
    treatment: ClosedTreatment | Outside
    to: str = ""
    """The skill or the number outside that they go on to."""
    why: str = ""
    """Empty where a lead has closed it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when until when a queue is closed by its plan, and what those get who call."""

    since: datetime
    until: datetime
    treatment: Outside
    to: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """Whether the exchange is heard; where it is not, until when what is known of its calls was true."""

    connected: bool = True
    last_true_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """How a call that an agent has stands at the exchange, at this moment.

    Attributes:
        supervisors: leads who are in it, and how.
    """

    agent_id: str
    held: bool = False
    muted: bool = False
    recording_paused: bool = False
    helper_id: str = ""
    outside: str = ""
    supervisors: Mapping[str, SupervisionMode] = field(default_factory=dict)

    @property
    def third(self) -> bool:
        """Tells whether somebody else was asked and is there, or talks too."""
        return bool(self.helper_id or self.outside)


class Telephony(Protocol):
    """An exchange with its callers on one side and the agents' phones on the other.

    Commands about a call that the exchange does not have (any more), or that make no sense in the call's state, do
    nothing: the fact that explains it (the caller hung up) is already on its way.
    """

    @property
    def routes(self) -> bool:
        """Tells whether the exchange rings agents by queues of its own, by what it was told of skills, pauses and order."""
        ...

    @property
    def state(self) -> ExchangeState:
        """Tells whether the exchange is heard."""
        ...

    @property
    def surveyed(self) -> int:
        """Counts how often all calls were looked at; after each time :meth:`alive` is worth comparing with."""
        ...

    def listen(self, listener: Callable[[], None]) -> None:
        """Calls ``listener``, on any thread, when there is something to take; it must be quick."""
        ...

    @property
    def run(self) -> str:
        """Names this run of the exchange; monotonic seconds can be compared only within one run."""
        ...

    def take(self, now: Stamp) -> list[Fact]:
        """Returns the facts since the last time, oldest first; what is asked next happens at ``now``."""
        ...

    def next_due(self) -> float | None:
        """Returns the monotonic second of the next fact that is already certain to come, ``None`` where none is."""
        ...

    def alive(self) -> frozenset[str] | None:
        """Returns the calls that the exchange has at this moment, for reconciliation; ``None`` while nobody can say."""
        ...

    def offer(self, call_id: str, agent_id: str) -> None:
        """Rings an agent's phone with a waiting call."""
        ...

    def withdraw(self, call_id: str) -> None:
        """Stops the ringing; the caller waits on."""
        ...

    def answer(self, call_id: str, agent_id: str) -> None:
        """Connects the caller with the agent (from ringing, or picked from the queue)."""
        ...

    def hold(self, call_id: str) -> None:
        """Plays music to the caller."""
        ...

    def resume(self, call_id: str) -> None:
        """Ends the holding."""
        ...

    def mute(self, call_id: str, muted: bool) -> None:
        """Silences the agent's microphone for the caller, or ends that. No fact follows."""
        ...

    def has_queue(self, skill: str) -> bool:
        """Tells whether callers can wait for a skill at this exchange; a skill may be newer than its configuration."""
        ...

    def talk(self, call_id: str) -> Talk | None:
        """Returns how a call stands that an agent has; ``None`` where nobody has it, nobody can say, or facts about it are on their way."""
        ...

    def transfer(self, call_id: str, agent_id: str = "", skill: str = "", number: str = "") -> None:
        """Takes the caller from the agent and lets them wait at the head, for one agent or for a skill.

        With a number outside, that is called; ``ENDED`` follows when somebody is there, ``QUEUED`` where nobody is.
        """
        ...

    def move(self, call_id: str, agent_id: str = "", skill: str = "") -> None:
        """Sends a caller whom nobody has to another queue, or to one agent; when they called stays what it was.

        ``QUEUED`` follows with ``skill``; an exchange without queues of its own says ``to`` whom, and the floor rings them.
        """
        ...

    def park(self, call_id: str) -> None:
        """Takes the caller from the agent and plays music to them; :meth:`answer` takes them back."""
        ...

    def consult(self, call_id: str, agent_id: str = "", number: str = "") -> None:
        """Puts the caller on hold and lets the agent speak with a colleague or a number outside.

        ``CONSULTED`` follows when they are there. Then :meth:`join`, :meth:`hand_over` or :meth:`leave`; where nobody
        comes, or they go again, the caller is taken back (``RESUMED``).
        """
        ...

    def join(self, call_id: str) -> None:
        """Takes the caller into a consultation: three talk."""
        ...

    def conference(self, call_id: str, agent_id: str = "", number: str = "") -> None:
        """Joins a second agent, or a number outside, to the call."""
        ...

    def rings(self, call_id: str) -> bool:
        """Tells whether somebody is rung to come to a call, and is not there yet."""
        ...

    def leave(self, call_id: str, agent_id: str = "") -> None:
        """Takes the second agent, or the number outside, out of the conference or consultation; who is rung is rung no more."""
        ...

    def hand_over(self, call_id: str) -> None:
        """Takes the first agent out; the second one goes on with the caller. With a number outside the call is ``ENDED`` here."""
        ...

    def press(self, call_id: str, keys: str) -> None:
        """Sends keypad tones to whoever is on the other side. No fact follows: they may be a secret."""
        ...

    def pause_recording(self, call_id: str, paused: bool) -> None:
        """Lets silence take the place of both voices in the recording, or ends that; its time runs on."""
        ...

    def reaches(self, account_id: str) -> bool:
        """Tells whether the exchange knows a telephone of this person."""
        ...

    def telephone(self, account_id: str) -> str:
        """Returns what an agent's telephone says that differs from their state: ``away`` (not there), ``paused``, or empty."""
        ...

    def supervise(self, call_id: str, account_id: str, mode: SupervisionMode) -> None:
        """Brings a lead into a call, by their own telephone; asked again, changes how they are in it."""
        ...

    def unsupervise(self, call_id: str, account_id: str) -> None:
        """Takes a lead out of a call."""
        ...

    def arrange(self, skill: str, call_ids: Sequence[str]) -> None:
        """Tells in which order the callers of a queue are to be served."""
        ...

    def end(self, call_id: str, by: str) -> None:
        """Disconnects the caller; ``by`` is ``agent`` or ``system``."""
        ...

    def dial(self, call_id: str, agent_id: str, number: str, extension: str = "") -> None:
        """Connects an agent with a number outside; ``ANSWERED`` follows when somebody is there, ``ENDED`` where not.

        An extension is keyed in when the number has answered.
        """
        ...

    def kept(self, call_ids: Sequence[str]) -> None:
        """Tells that the wishes of these callers to be called back, or that they were refused, are stored; until then the exchange keeps it too."""

    def block(self, numbers: Mapping[str, Block]) -> None:
        """Tells which numbers are blocked now: all of them. Who is announced to is ``BLOCKED``, and never ``OFFERED``."""
        ...

    def close_queues(self, queues: Mapping[str, Closing]) -> None:
        """Tells which queues take no new callers now: all of them. Who calls one is ``TURNED_AWAY``, or ``OVERFLOWED``."""
        ...

    def plan_queues(self, plans: Mapping[str, Sequence[Stretch]]) -> None:
        """Tells when queues are closed by their plans in the next weeks, in order; the exchange goes by it at each moment by itself."""
        ...

    def limit_messages(self, seconds: int) -> None:
        """Tells how long a message may be that a caller leaves from now on."""
        ...

    def send_away(self, call_id: str, skill: str, closing: Closing) -> None:
        """Lets a caller who waits for a skill out of a queue that is closed, as one who comes new: told, and called back or sent on.

        ``TURNED_AWAY`` follows, or ``OVERFLOWED``.
        """
        ...

    def skills_changed(self, agent_id: str) -> None:
        """Tells that an agent has other skills now, as the district's people say; queues of the exchange's own follow."""
        ...

    def set_agent_state(self, agent_id: str, state: AgentState, reason: str) -> None:
        """Tells the exchange what an agent's phone may be used for (in a PBX: pause, unpause, sign off)."""
        ...
