"""What the exchange states is taken in where it fits, with all that follows from it.

Who was rung is free again, whoever asked for a state meanwhile gets it, a caller whose agent has gone waits at the head of the
queue. :class:`~services.server.calls.core.FloorCore` has the calls and agents, and states the facts.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.contracts.calls import AgentState, CallEventKind, CallState
from services.contracts.plans import Outside
from services.server.calls import agreeing, moving, reduce
from services.server.calls.state import ON_CALL, LiveAgent, LiveCall
from services.telephony.protocol import Fact, Stamp, Value
from services.telephony.routing import GENERAL

if TYPE_CHECKING:
    from services.server.calls.core import FloorCore

log = logging.getLogger(__name__)

NO_MORE: Mapping[str, Value] = {}
_LATE = 3.0
"""Seconds after which an end was heard so late that the agent was free meanwhile: an exchange that rings by itself waits no longer."""


_AWAY = (AgentState.OFFLINE, AgentState.BREAK, AgentState.TRAINING, AgentState.PAUSED)
_REFUSED = 15.0
"""Seconds after which what was asked of an exchange counts as refused: what happens later was not meant by it."""


@dataclass(frozen=True)
class Target:
    """Where a call goes that is being taken from its agent."""

    agent_id: str = ""
    skill: str = ""
    why: str = "transfer"
    asked: float = 0.0
    """When, by the district's monotonic count."""


@dataclass(frozen=True)
class Wanted:
    """The state that an agent gets once their call has let go of them."""

    state: AgentState
    reason: str
    more: Mapping[str, Value]
    asked: float | None = None
    """When it was asked for; an exchange that has refused says nothing."""


class Taking:
    """Takes in facts of the exchange, one after another."""

    def __init__(self, core: "FloorCore") -> None:
        self._core = core
        self.targets: dict[str, Target] = {}
        """Where calls go that are being taken from their agents, by call."""
        self.wanted: dict[str, Wanted] = {}
        """What agents do once their calls have let go of them."""
        self._freed: dict[str, str] = {}
        """Agents of whose call's end was heard late, with the call; for the length of a step."""

    def begin_again(self) -> None:
        """Forgets what was to follow in a batch that could not be stored."""
        self._freed = {}

    def all(self, facts: Sequence[Fact]) -> None:
        """Takes in facts one after another; who their callers are is looked up for all of them at once."""
        numbers = [str(fact.data.get("number") or "") for fact in facts if fact.kind is CallEventKind.OFFERED]
        if len(numbers) > 1:
            self._core.expect(numbers)
        for fact in facts:
            self.one(fact)

    def one(self, fact: Fact) -> None:
        """Takes in a fact of the exchange where it fits; what follows from it is stated with it."""
        call = self._core.state.calls.get(fact.call_id)
        if fact.kind is CallEventKind.OFFERED:
            if call is None:
                self._take_call(fact)
        elif fact.kind in (CallEventKind.RATED, CallEventKind.BLOCKED):
            self._core.take(fact)
        elif fact.kind in (CallEventKind.TURNED_AWAY, CallEventKind.OVERFLOWED):
            self._take_door(fact, call)
        elif fact.kind in (CallEventKind.CALLBACK_WISHED, CallEventKind.VOICEMAIL):
            # Said by itself when our server was away, so the call need not be known any more.
            known = {} if call is None else _place_of(call)
            self._core.take(replace(fact, data={**fact.data, **known}))
        elif fact.kind is CallEventKind.AGENT_STATE:
            self._take_state(fact)
        elif call is None or call.over:
            log.info("a fact about a call that is over: %s", fact.kind)
        elif fact.kind is CallEventKind.ANSWERED:
            self._take_answer(fact, call)
        elif fact.kind in (CallEventKind.RINGING, CallEventKind.RING_MISSED):
            self._take_ring(fact, call)
        elif fact.kind is CallEventKind.ABANDONED and not call.connected and call.answered and _is_lost(fact):
            # Somebody had talked with them, and sent them on or put them aside: they have not given up.
            self._take_end(replace(fact, kind=CallEventKind.ENDED), call)
        elif fact.kind is CallEventKind.ABANDONED and not call.connected:
            self._core.take(fact)
            self.free_ringing(call)
            self._core.state.drop_call(call.id)
        elif fact.kind is CallEventKind.ABANDONED:
            self._take_end(replace(fact, kind=CallEventKind.ENDED, data={"by": "caller"}), call)
        elif fact.kind is CallEventKind.ENDED:
            self._take_end(fact, call)
        elif fact.kind is CallEventKind.SPOKEN:
            self._core.take(fact)
        elif fact.kind is CallEventKind.QUEUED:
            moving.follow(self._core, fact, call)
        elif call.connected and not agreeing.is_known(self._core, fact, call):
            if fact.kind is CallEventKind.TRANSFERRED:
                self._leave_alone(call)
            self._core.take(fact)
            if fact.kind is CallEventKind.TRANSFERRED:
                self._after_transfer(call, fact)
            elif fact.kind is CallEventKind.SUPERVISED:
                self._core.end_help(call.agent_id, "taken")
            elif fact.kind is CallEventKind.RESUMED and call.helper_id:
                self.release(call.helper_id, AgentState.READY)

    def _take_state(self, fact: Fact) -> None:
        """An agent has said at the telephone what they do, or has missed a ring unheard: from here on that is what the floor says, too."""
        agent = self._core.state.agents.get(fact.agent_id)
        if agent is None or agent.state in ON_CALL:
            return
        state = AgentState(str(fact.data["state"]))
        routes = self._core.exchange.routes
        # Who is not there already, for whatever reason, stays so; who is off duty goes on duty at a console.
        stays = (AgentState.OFFLINE, AgentState.READY) if state is AgentState.READY else _AWAY
        if routes and agent.state in stays:
            return
        self._core.take(replace(fact, call_id=agent.call_id))
        if routes:
            self._core.exchange.set_agent_state(agent.id, state, str(fact.data.get("reason") or ""))

    def _take_call(self, fact: Fact) -> None:
        caller = self._core.caller_of(str(fact.data.get("number") or ""))
        known: dict[str, Value] = {
            "person_id": caller.person_id,
            "elderly": caller.elderly,
            "repeated": caller.repeated,
            "priority": caller.priority,
        }
        self._core.take(replace(fact, data={**fact.data, **known}))
        self._core.record(CallEventKind.QUEUED, fact.call_id, skill=fact.data.get("skill"))

    def _take_door(self, fact: Fact, call: LiveCall | None) -> None:
        """A closed queue has met somebody: mostly one who comes new, else one who waited there."""
        self._core.take(fact)
        if call is None or call.over or call.connected:
            return
        if fact.data.get("treatment") == Outside.SKILL:
            self.free_ringing(call)
            self._core.record(CallEventKind.QUEUED, call.id, skill=fact.data.get("target"), why="overflow")
        else:
            self._take_end(replace(fact, kind=CallEventKind.ENDED, data={"by": "system"}), call)

    def _take_answer(self, fact: Fact, call: LiveCall) -> None:
        agent = self._core.state.agents.get(fact.agent_id)
        picked_up = call.outgoing and call.answered is None and call.agent_id == fact.agent_id
        known = call.connected and not picked_up
        elsewhere = agent is not None and agent.call_id not in ("", call.id) and agent.state is not AgentState.WRAP_UP
        if (
            agent is None
            or (known and call.agent_id == agent.id)
            or ((known or elsewhere) and not self._core.exchange.routes)
        ):
            log.warning("an answer that does not fit was ignored")
            return
        # An exchange that goes on by itself knows better: what came before was not heard.
        if known:
            self.one(Fact(CallEventKind.TRANSFERRED, fact.stamp, call.id, call.agent_id))
        elif call.agent_id not in ("", agent.id):
            self.free_ringing(call)
        if elsewhere:
            self._let_go(agent, fact.stamp)
        agent = self._core.state.agents[agent.id]
        if agent.state is AgentState.WRAP_UP and agent.call_id != call.id:
            # They were given the next caller meanwhile.
            self._core.put(agent.id, AgentState.READY)
        self._core.take(fact)

    def _let_go(self, agent: LiveAgent, when: Stamp) -> None:
        """Takes from an agent the call that they are shown with: their telephone has another one by now."""
        call = self._core.state.calls[agent.call_id]
        if call.state is CallState.RINGING:
            self._core.record(CallEventKind.RING_CANCELLED, call.id, agent.id)
            self._core.record(CallEventKind.QUEUED, call.id, skill=call.skill, head=call.head, why="answered_another")
        elif call.helper_id == agent.id:
            self._core.take(Fact(CallEventKind.RESUMED, when, call.id, call.agent_id, {"left": agent.id}))
        else:
            self.one(Fact(CallEventKind.ENDED, when, call.id, agent.id, {"by": "system"}))

    def _take_ring(self, fact: Fact, call: LiveCall) -> None:
        """Follows an exchange that rings by queues of its own; a ring that has been taken back already is over."""
        agent = self._core.state.agents.get(fact.agent_id)
        rings_here = call.state is CallState.RINGING and call.agent_id == fact.agent_id
        if agent is None:
            log.warning("the exchange rings somebody who is not known here")
        elif fact.kind is CallEventKind.RING_MISSED:
            if rings_here:
                self.wanted[agent.id] = Wanted(AgentState.PAUSED, "ring_missed", NO_MORE)
                self.missed(fact, call, agent, "ring_missed")
        elif call.state in (CallState.WAITING, CallState.PARKED) and agent.state not in ON_CALL:
            if agent.state is AgentState.WRAP_UP:
                # Rung before the exchange heard of it: what is left of it is lost, and its call is over and wrapped up.
                self._ready(fact.stamp, agent.call_id, agent.id)
            self._core.take(fact)
            self._core.extend(self._core.state.agents[agent.id], self._core.rules.ring_seconds)

    def _take_end(self, fact: Fact, call: LiveCall) -> None:
        self.targets.pop(call.id, None)
        self._leave_alone(call)
        self._core.take(fact)
        if call.connected:
            if call.helper_id:
                self.release(call.helper_id, AgentState.READY)
            if self._core.exchange.routes and reduce.elapsed(fact.stamp, self._core.now) > _LATE:
                self._free_late(fact, call)
                return
            self.release(call.agent_id, AgentState.WRAP_UP, call_id=call.id)
        else:
            self.free_ringing(call)
        if not call.connected or self._core.state.agents[call.agent_id].state is not AgentState.WRAP_UP:
            self._core.state.drop_call(call.id)

    def _free_late(self, fact: Fact, call: LiveCall) -> None:
        """The agent could be rung from the end of the talk on; what is left of it begins only now."""
        self._ready(fact.stamp, call.id, call.agent_id)
        if earlier := self._freed.get(call.agent_id):
            self._core.state.drop_call(earlier)
        self._freed[call.agent_id] = call.id

    def _ready(self, at: Stamp, call_id: str, agent_id: str) -> None:
        """States that an agent could be rung from a moment on; the exchange knows."""
        free: dict[str, Value] = {"state": AgentState.READY.value, "reason": ""}
        self._core.take(Fact(CallEventKind.AGENT_STATE, at, call_id, agent_id, free))

    def wrap_up_late(self) -> None:
        """Lets those wrap up of whose call's end was heard late and whom nobody rings meanwhile."""
        freed, self._freed = self._freed, {}
        for agent_id, call_id in freed.items():
            if self._core.state.agents[agent_id].state is AgentState.READY:
                self.release(agent_id, AgentState.WRAP_UP, call_id=call_id)
            if self._core.state.agents[agent_id].state is not AgentState.WRAP_UP:
                self._core.state.drop_call(call_id)

    def free_ringing(self, call: LiveCall) -> None:
        """Ends a ring; who was rung is ready, or what they asked for."""
        if call.state is CallState.RINGING:
            rung = self._core.state.agents[call.agent_id]
            self._core.record(CallEventKind.RING_CANCELLED, call.id, rung.id)
            if rung.call_id == call.id:
                self.release(rung.id, AgentState.READY)

    def _leave_alone(self, call: LiveCall) -> None:
        """The agent's part of a call is over: leads go, nobody has to help any more, the recording is a new one."""
        agent = self._core.state.agents.get(call.agent_id) if call.connected else None
        if agent is None:
            return
        self._core.end_help(agent.id, "over")
        for lead, _ in agent.supervisors:
            self._core.record(CallEventKind.UNSUPERVISED, call.id, agent.id, lead=lead)
        if call.recording_paused:
            self._core.record(CallEventKind.RECORDING_RESUMED, call.id, agent.id)

    def _after_transfer(self, call: LiveCall, fact: Fact) -> None:
        target = self.targets.pop(call.id, None)
        if target is None or self._is_refused(target.asked):
            target = Target()
        to = str(fact.data.get("to") or "")
        if to and to == call.helper_id:
            # Handed over to who is in the call already: their answer follows.
            self.release(to, AgentState.READY)
            self.release(call.agent_id, AgentState.WRAP_UP, call_id=call.id)
            return
        # Who was called came for no skill: whoever is there takes them.
        skill = target.skill or call.skill or GENERAL
        if fact.data.get("parked"):
            self._core.record(CallEventKind.PARKED, call.id, call.agent_id)
        else:
            self._core.record(CallEventKind.QUEUED, call.id, skill=skill, head=True, why=target.why, to=target.agent_id)
        if call.helper_id:
            self.release(call.helper_id, AgentState.READY)
        self.release(call.agent_id, AgentState.WRAP_UP, call_id=call.id)
        if self._core.state.is_free(target.agent_id) and not self._core.exchange.routes:
            self._core.ring(self._core.state.calls[call.id], self._core.state.agents[target.agent_id])

    def release(self, agent_id: str, state: AgentState, reason: str = "", call_id: str = "") -> None:
        """Puts an agent whose call has let go of them into the state that follows, or into the one that was asked for."""
        wanted = self.wanted.pop(agent_id, None)
        if wanted is None or self._is_refused(wanted.asked):
            self._core.put(agent_id, state, reason, call_id)
        else:
            self._core.put(agent_id, wanted.state, wanted.reason, more=wanted.more)

    def _is_refused(self, asked: float | None) -> bool:
        return asked is not None and self._core.exchange.routes and self._core.now.monotonic - asked > _REFUSED

    def missed(self, fact: Fact, call: LiveCall, agent: LiveAgent, why: str) -> None:
        """States how a ring ended; the caller waits at the head of the queue."""
        self._core.take(fact)
        self.release(agent.id, AgentState.READY)
        self._core.record(CallEventKind.QUEUED, call.id, skill=call.skill, head=True, why=why)


def _is_lost(fact: Fact) -> bool:
    """Tells whether the exchange has failed, and not the caller gone."""
    return fact.data.get("by") == "system"


def _place_of(call: LiveCall) -> dict[str, Value]:
    """Returns whose place in the queue a call-back keeps, and from when."""
    return {"number": call.number, "skill": call.skill, "since": call.offered.at.isoformat()}
