"""What raw events say about calls and agents: one record a call, and each agent's states one after another.

Events are taken in one by one, in their order; taking in the next ones later gives the same as taking all at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.contracts.calls import AgentState, CallEventKind
from services.contracts.plans import Outside
from services.contracts.text import number_key
from services.server.figures.raw import Raw, between

_K = CallEventKind
WISHED = "callback_wished"
"""The kind of the event by which a caller leaves the queue in order to be called back."""


@dataclass(slots=True)
class CallRecord:
    """A call as the figures see it. Times in seconds.

    ``wait`` runs from the offer to the first answer, or to the end of a call that nobody answered; a later wait (after a
    transfer) counts for none of the figures. A call that ended without an answer was abandoned, whoever ended it, unless its
    caller was told that the queue is closed: so offered = answered + abandoned + let go + still waiting, always.
    """

    offered: Raw
    key: str
    """What the caller's number is compared by; empty where it is withheld."""
    wait: float = 0.0
    answered: bool = False
    over: bool = False
    talk: float = 0.0
    hold: float = 0.0
    wrap_up: float = 0.0
    wrapping: int = 0
    """Agents who are in wrap-up after this call."""
    wished: bool = False
    """The caller chose to be called back."""
    let_go: bool = False
    """The queue was closed while they waited: they were told, and called back or sent on."""
    _since: Raw | None = None
    _held: bool = False

    @property
    def number(self) -> str:
        """The caller's number; empty where it is withheld."""
        return str(self.offered.data.get("number") or "")

    @property
    def abandoned(self) -> bool:
        """Tells whether the caller has gone without an answer."""
        return self.over and not self.answered and not self.let_go

    @property
    def handled(self) -> bool:
        """Tells whether it was answered and all work on it is done."""
        return self.answered and self.over and not self.wrapping

    def take(self, event: Raw) -> None:
        """Takes in an event of this call."""
        kind = event.kind
        if kind == WISHED:
            # Made while our server was away, it is told after the end of the call.
            self.wished = True
        elif self.over:
            return
        elif kind is _K.ANSWERED:
            if not self.answered:
                self.answered, self.wait = True, between(self.offered, event)
            self._since, self._held = event, False
        elif kind in (_K.HELD, _K.RESUMED, _K.CONFERENCE):
            self._count(event)
            self._since, self._held = event, kind is _K.HELD
        elif kind is _K.TRANSFERRED:
            self._count(event)
            self._since = None
        elif kind in (_K.TURNED_AWAY, _K.OVERFLOWED):
            self.let_go = event.data.get("treatment") != Outside.SKILL
        elif kind in (_K.ENDED, _K.ABANDONED):
            self._count(event)
            self._since, self.over = None, True
            if not self.answered:
                self.wait = between(self.offered, event)

    def _count(self, event: Raw) -> None:
        if self._since is not None:
            seconds = between(self._since, event)
            if self._held:
                self.hold += seconds
            else:
                self.talk += seconds


@dataclass(slots=True)
class Outgoing:
    """An agent has called a number. ``answered``: when somebody was there."""

    number: str
    answered: Raw | None = None


@dataclass(slots=True)
class Span:
    """An agent was in a state from one moment to another, in seconds since 1970 (quick to compare)."""

    state: AgentState
    start: float
    end: float
    own_ring: bool = False
    """They had called a number, and did not pick up their own telephone, which rang for it first."""


@dataclass(slots=True)
class Timeline:
    """One agent's states."""

    spans: list[Span] = field(default_factory=list)
    state: AgentState = AgentState.OFFLINE
    since: Raw | None = None
    wraps: str = ""
    """The call after which the agent is in wrap-up."""
    own_ring: bool = False
    """Whether the state that lasts was nothing but the ringing of their own telephone."""

    def enter(self, state: AgentState, event: Raw) -> float:
        """Begins a state; returns the seconds that the last one took."""
        seconds = 0.0
        if self.since is not None:
            seconds = between(self.since, event)
            if self.state is not AgentState.OFFLINE:
                start = self.since.at.timestamp()
                self.spans.append(Span(self.state, start, start + seconds, self.own_ring))
        self.state, self.since, self.own_ring = state, event, False
        return seconds


_AGENT_AFTER = {
    _K.RINGING: AgentState.RINGING,
    _K.ANSWERED: AgentState.TALKING,
    _K.DIALLED: AgentState.TALKING,
    _K.HELD: AgentState.HELD,
    _K.RESUMED: AgentState.TALKING,
    _K.CONSULTED: AgentState.HELD,
    _K.CONFERENCE: AgentState.TALKING,
}


class History:
    """Calls and agents' timelines, out of raw events."""

    def __init__(self, events: Iterable[Raw] = ()) -> None:
        self.calls: dict[str, CallRecord] = {}
        self.calls_of: dict[str, list[CallRecord]] = {}
        """By what their numbers are compared by; callers who withhold theirs are left out."""
        self.made_to: dict[str, list[Outgoing]] = {}
        """What agents have called, by what its number is compared by."""
        self._outgoing: dict[str, Outgoing] = {}
        self.agents: dict[str, Timeline] = {}
        self.blocked: dict[str, Raw] = {}
        """Refused calls of blocked numbers, by call: one that is told twice is one."""
        self.turned_away: dict[str, Raw] = {}
        """Calls to closed queues, likewise."""
        self.extended: list[Raw] = []
        """Wrap-ups that were made longer."""
        self.overflowed: dict[str, Raw] = {}
        """Calls that were sent on, likewise."""
        self.last_id = 0
        for event in events:
            self.take(event)

    def take(self, event: Raw) -> None:
        """Takes in the next event. Events of a call that was offered before the first event are left out."""
        self.last_id = max(self.last_id, event.id)
        if event.kind is _K.OFFERED:
            self._offer(event)
        elif event.kind is _K.BLOCKED:
            self.blocked.setdefault(event.call_id, event)
        elif event.kind is _K.TURNED_AWAY:
            self.turned_away.setdefault(event.call_id, event)
            self._of_call(event)
        elif event.kind is _K.OVERFLOWED:
            self.overflowed.setdefault(event.call_id, event)
            self._of_call(event)
        elif event.kind is _K.WRAP_UP_EXTENDED:
            self.extended.append(event)
        elif event.kind is _K.DIALLED:
            made = self._outgoing[event.call_id] = Outgoing(str(event.data.get("number") or ""))
            self.made_to.setdefault(number_key(made.number), []).append(made)
        elif event.kind is _K.ANSWERED and event.call_id in self._outgoing:
            self._outgoing.pop(event.call_id).answered = event
        elif event.kind is not _K.AGENT_STATE:
            self._of_call(event)
        if event.kind is _K.ENDED and event.data.get("picked_up") is False and event.agent_id in self.agents:
            self.agents[event.agent_id].own_ring = True
        if event.kind is _K.AGENT_STATE:
            self._enter(event.agent_id, AgentState(str(event.data["state"])), event)
        elif event.agent_id and event.kind in _AGENT_AFTER:
            self._enter(event.agent_id, _AGENT_AFTER[event.kind], event)
            helper = event.data.get("helper")
            if helper:
                self._enter(str(helper), AgentState.TALKING, event)

    def _of_call(self, event: Raw) -> None:
        if event.call_id and (call := self.calls.get(event.call_id)):
            call.take(event)

    def _offer(self, event: Raw) -> None:
        if event.call_id not in self.calls:
            key = number_key(str(event.data.get("number") or ""))
            call = self.calls[event.call_id] = CallRecord(event, key)
            if key:
                self.calls_of.setdefault(key, []).append(call)

    def _enter(self, agent_id: str, state: AgentState, event: Raw) -> None:
        timeline = self.agents.setdefault(agent_id, Timeline())
        was, seconds = timeline.state, timeline.enter(state, event)
        if was is AgentState.WRAP_UP and timeline.wraps:
            self._wrapped(timeline.wraps, seconds, over=state is not AgentState.WRAP_UP)
        if state is AgentState.WRAP_UP and was is not AgentState.WRAP_UP:
            timeline.wraps = event.call_id
            if event.call_id in self.calls:
                self.calls[event.call_id].wrapping += 1
        elif state is not AgentState.WRAP_UP:
            timeline.wraps = ""

    def _wrapped(self, call_id: str, seconds: float, over: bool) -> None:
        call = self.calls.get(call_id)
        if call is not None:
            call.wrap_up += seconds
            call.wrapping -= over
