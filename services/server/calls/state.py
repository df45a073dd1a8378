"""The floor's memory: live calls, agents on duty, the queue; every change of a batch can be taken back.

Calls and agents are frozen; a change replaces them. :class:`FloorState` notes what each of them was when the batch began,
so that a transaction that fails (a full disk) leaves no trace in memory either.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from services.contracts.calls import AgentState, CallState
from services.telephony.protocol import Stamp
from services.telephony.routing import Router, RoutingRules

ON_CALL = frozenset({AgentState.RINGING, AgentState.TALKING, AgentState.HELD})
"""States that a call puts an agent into; nobody can ask for them."""

IN_QUEUE = frozenset({CallState.WAITING, CallState.PARKED})
"""States in which nobody has the caller and anybody may take them."""

OVER = frozenset({CallState.ENDED, CallState.ABANDONED})


@dataclass(frozen=True)
class LiveCall:
    """A call that is not over, or whose agent is still in wrap-up. Times in seconds; ``since`` is of the state."""

    id: str
    number: str
    skill: str
    offered: Stamp
    since: Stamp
    state: CallState = CallState.WAITING
    priority: int = 0
    repeated: int = 0
    elderly: bool = False
    language: str = ""
    scenario: str = ""
    person_id: str = ""
    head: bool = False
    """Stands at the head of the queue, because it was put back."""
    agent_id: str = ""
    """Who is rung, who talks, or who talked last."""
    helper_id: str = ""
    outside: str = ""
    """A number outside that was asked, or talks too."""
    ticket_id: str = ""
    """What goes along from one agent to the next."""
    recording_paused: bool = False
    answered: Stamp | None = None
    ended: Stamp | None = None
    wait: float = 0.0
    talk: float = 0.0
    hold: float = 0.0
    earlier: float = 0.0
    """Talk and hold with agents before the present one."""
    wrap_up: float = 0.0
    silence: float = 0.0
    spoke: float = 0.0
    """Monotonic second of the answer or of the caller's last line."""
    muted: bool = False
    lines: tuple[tuple[datetime, str], ...] = ()
    ended_by: str = ""
    satisfaction: int | None = None
    wrap_up_code: str = ""
    outgoing: bool = False
    """An agent has called; it never waits."""

    @property
    def third(self) -> bool:
        """Tells whether somebody else was asked, or talks too."""
        return bool(self.helper_id or self.outside)

    @property
    def over(self) -> bool:
        """Tells whether the caller is gone."""
        return self.state in OVER

    @property
    def connected(self) -> bool:
        """Tells whether an agent has the caller."""
        return self.state in (CallState.TALKING, CallState.HELD, CallState.CONFERENCE)


@dataclass(frozen=True)
class LiveAgent:
    """Somebody on duty, or who was. ``until`` is the end of a timed state (ringing, wrap-up)."""

    id: str
    name: str
    since: Stamp
    state: AgentState = AgentState.OFFLINE
    reason: str = ""
    team: str = ""
    skills: tuple[tuple[str, int], ...] = ()
    simulated: bool = False
    until: Stamp | None = None
    real_until: float = 0.0
    """Real monotonic second before which a timed state of a person does not end, whatever the training clock's speed."""
    call_id: str = ""
    console: str = ""
    """The sign-in that acts for the person."""
    day: str = ""
    handled: int = 0
    talk: float = 0.0
    wrap_up: float = 0.0
    stuck: str = ""
    telephone: str = ""
    """How the telephone differs from the state, as the exchange says."""
    help_since: Stamp | None = None
    """Since when they ask a lead for help with their call."""
    supervisors: tuple[tuple[str, str], ...] = ()
    """Leads who are in their call, each with the mode."""


Live = TypeVar("Live", LiveCall, LiveAgent)


def evolve(value: Live, **changes: Any) -> Live:
    """Returns a copy with some fields changed: ``dataclasses.replace`` at a tenth of its cost, for what happens most."""
    copy = object.__new__(type(value))
    copy.__dict__.update(value.__dict__, **changes)
    return copy


class FloorState:
    """Calls and agents by id, and the router that always agrees with them."""

    def __init__(self, zone: ZoneInfo, rules: RoutingRules | None = None) -> None:
        self.zone = zone
        """The district's, whose day is today."""
        self._rules = rules
        self.router = Router(rules)
        self.calls: dict[str, LiveCall] = {}
        self.agents: dict[str, LiveAgent] = {}
        self.names: dict[str, str] = {}
        """Of leads who have been in a call."""
        self._calls_before: dict[str, LiveCall | None] = {}
        self._agents_before: dict[str, LiveAgent | None] = {}
        self._dropped: dict[str, LiveCall] = {}
        self._lasts: set[str] = set()
        """Callers who wait behind everybody, whoever comes."""
        self._visited: set[str] = set()
        """Agents in whose call a lead is."""

    # -- changes

    def put_call(self, call: LiveCall) -> None:
        """Adds or replaces a call; the queue follows."""
        before = self.calls.get(call.id)
        self._calls_before.setdefault(call.id, before)
        self.calls[call.id] = call
        self._queue(call, before)

    def drop_call(self, call_id: str) -> None:
        """Forgets a call that is over and wrapped up."""
        call = self.calls.pop(call_id, None)
        if call is not None:
            self._calls_before.setdefault(call_id, call)
            self._dropped[call_id] = call
            self._lasts.discard(call_id)
            self.router.leave(call_id)

    def put_agent(self, agent: LiveAgent) -> None:
        """Adds or replaces an agent; whether they can be rung follows."""
        before = self.agents.get(agent.id)
        self._agents_before.setdefault(agent.id, before)
        self.agents[agent.id] = agent
        self._idle(agent, before)
        if agent.supervisors != (before.supervisors if before is not None else ()):
            self._visit(agent, before)

    def visits(self, account_id: str) -> bool:
        """Tells whether somebody is in an agent's call as a lead: an agent by another hat, whose telephone is taken."""
        return any(account_id == lead for visited in self._visited for lead, _ in self.agents[visited].supervisors)

    def is_free(self, agent_id: str) -> bool:
        """Tells whether an agent can be rung now."""
        agent = self.agents.get(agent_id)
        return agent is not None and agent.state is AgentState.READY and not self.visits(agent_id)

    def _visit(self, agent: LiveAgent, before: LiveAgent | None) -> None:
        (self._visited.add if agent.supervisors else self._visited.discard)(agent.id)
        for lead, _ in {*agent.supervisors, *(before.supervisors if before is not None else ())}:
            known = self.agents.get(lead)
            if known is not None:
                self._idle(known, known if self.visits(lead) else None)

    def _queue(self, call: LiveCall, before: LiveCall | None) -> None:
        if call.priority < 0:
            (self._lasts.add if call.state is CallState.WAITING else self._lasts.discard)(call.id)
        if call.state is CallState.WAITING:
            if before is None or (before.state, before.skill, before.head) != (call.state, call.skill, call.head):
                self.router.wait(call.id, call.skill, call.offered.monotonic, call.priority, call.head)
        elif before is not None and before.state is CallState.WAITING:
            self.router.leave(call.id)

    def _idle(self, agent: LiveAgent, before: LiveAgent | None) -> None:
        if agent.state is AgentState.READY and not self.visits(agent.id):
            if before is None or (before.state, before.since, before.skills) != (
                agent.state,
                agent.since,
                agent.skills,
            ):
                self.router.idle(agent.id, agent.since.monotonic, dict(agent.skills))
        elif before is not None and before.state is AgentState.READY:
            self.router.busy(agent.id)

    def unordered(self) -> set[str]:
        """Returns the queues of this batch's callers in which somebody stands before one who came earlier."""
        behind = {self.calls[call_id].skill for call_id in self._lasts}
        return {
            call.skill
            for call_id in self._calls_before
            if (call := self.calls.get(call_id)) is not None
            and call.state is CallState.WAITING
            and (call.priority or call.head or call.skill in behind or _came_over(self._calls_before[call_id], call))
        }

    # -- batches

    def changed_calls(self) -> list[tuple[LiveCall | None, LiveCall]]:
        """Returns the calls changed in this batch, as they were before it (``None``: new) and as they are or ended."""
        return [
            (before, self.calls[call_id] if call_id in self.calls else self._dropped[call_id])
            for call_id, before in self._calls_before.items()
            if call_id in self.calls or call_id in self._dropped
        ]

    def changed_agents(self) -> list[tuple[LiveAgent | None, LiveAgent]]:
        """Returns the agents changed in this batch, as they were before it (``None``: new) and as they are."""
        return [(before, self.agents[agent_id]) for agent_id, before in self._agents_before.items()]

    def keep(self) -> None:
        """Ends the batch with its changes in force."""
        self._calls_before, self._agents_before, self._dropped = {}, {}, {}

    def take_back(self) -> None:
        """Ends the batch as if it had not been."""
        for call_id, call in self._calls_before.items():
            if call is None:
                self.calls.pop(call_id, None)
            else:
                self.calls[call_id] = call
        for agent_id, agent in self._agents_before.items():
            if agent is None:
                self.agents.pop(agent_id, None)
            else:
                self.agents[agent_id] = agent
        self.keep()
        self.router = Router(self._rules)
        self._lasts.clear()
        self._visited = {agent.id for agent in self.agents.values() if agent.supervisors}
        for call in self.calls.values():
            self._queue(call, None)
        for agent in self.agents.values():
            self._idle(agent, None)


def _came_over(before: LiveCall | None, call: LiveCall) -> bool:
    """Tells whether a caller stands in another queue than before, where those who came later may stand already."""
    return before is not None and before.skill != call.skill
