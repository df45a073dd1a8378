"""The floor's decisions: who is rung, what a missed ring or a dead console means, when wrap-up ends.

No database and no HTTP in here. Facts of the exchange come in, facts of the floor are added, ``facts`` collects both in
the order in which they hold; :mod:`services.server.calls.floor` stores them. The training day's past is made with
the same class (:mod:`services.server.training.history`), which is why its figures look like the live ones.

A call is never lost: it is always waiting, ringing, with an agent, or over, and it is over only when the exchange says
so. Whatever goes wrong at an agent's desk puts the caller back at the head of the queue.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from services.clock import Clock
from services.contracts.calls import AgentState, CallEventKind, CallState
from services.contracts.plans import Outside
from services.server.calls import agreeing, moving, reduce
from services.server.calls.people import People
from services.server.calls.rules import Caller, Consoles, FloorRules, stamp_of
from services.server.calls.state import ON_CALL, FloorState, LiveAgent, LiveCall
from services.telephony.protocol import Fact, Stamp, Telephony, Value

log = logging.getLogger(__name__)

_NONE: Mapping[str, Value] = {}
_LATE = 3.0
"""Seconds after which an end was heard so late that the agent was free meanwhile: an exchange that rings by itself waits no longer."""


_REFUSED = 15.0
"""Seconds after which what was asked of an exchange counts as refused: what happens later was not meant by it."""
_CLOCKS_AGREE = 2.0
"""Seconds up to which the exchange's clock and ours count as one."""


@dataclass(frozen=True)
class _Target:
    """Where a call goes that is being taken from its agent."""

    agent_id: str = ""
    skill: str = ""
    why: str = "transfer"
    asked: float = 0.0
    """When, by the district's monotonic count."""


@dataclass(frozen=True)
class _Wanted:
    """The state that an agent gets once their call has let go of them."""

    state: AgentState
    reason: str
    more: Mapping[str, Value]
    asked: float | None = None
    """When it was asked for; an exchange that has refused says nothing."""


class FloorCore:
    """Live calls and agents with the rules that move them. Not thread-safe; see ``CallFloor``."""

    def __init__(
        self, exchange: Telephony, clock: Clock, real: Callable[[], float], consoles: Consoles, rules: FloorRules
    ) -> None:
        self.exchange = exchange
        self.rules = rules
        self.state = FloorState(rules.routing)
        self.now = stamp_of(clock)
        self.facts: list[Fact] = []
        self.caller_of: Callable[[str], Caller] = lambda _number: Caller()
        self.expect: Callable[[Sequence[str]], None] = lambda _numbers: None
        """Is told which numbers are asked for next, where they are many."""
        self.handle_times: dict[str, float] = {}
        self._people = People(self, clock, real, consoles)
        self._received: list[Fact] = []
        self._pending: list[Fact] = []
        self._targets: dict[str, _Target] = {}
        self.visitors: set[str] = set()
        """Leads who were off duty and have taken a caller."""
        self._wanted: dict[str, _Wanted] = {}
        self._freed: dict[str, str] = {}
        """Agents of whose call's end was heard late, with the call; for the length of a step."""

    # -- time

    def next_due(self) -> float | None:
        """Returns the monotonic second at which something is certain to happen without anybody asking."""
        moments = [
            self.exchange.next_due(),
            self._people.next_due(),
            # Who rings by queues of its own widens the search by itself.
            None if self.exchange.routes else self.state.router.next_change(self.now.monotonic),
            self.now.monotonic if self._pending else None,
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    def has_work(self, now: Stamp) -> bool:
        """Tells whether :meth:`run_until` would do anything."""
        due = self.next_due()
        return (due is not None and due <= now.monotonic) or self._people.has_work(now)

    def run_until(self, now: Stamp) -> None:
        """Lets everything happen that is due, each at its own moment, and then looks after the people's consoles."""
        while (due := self.next_due()) is not None and due <= now.monotonic:
            # Later than the last moment, and said in the present wall time: that may have been corrected meanwhile.
            self.now = now.moved(max(due, self.now.monotonic))
            before = len(self.facts)
            self._step()
            if len(self.facts) == before and self.next_due() == due:
                # Something announced itself and did not happen: go on, a little later.
                self.now = self.now.later(0.001)
        self.now = now if now.monotonic >= self.now.monotonic else self.now
        self._step()
        self._people.look_after()
        self._step()

    def _step(self) -> None:
        pending, self._pending = self._pending, []
        self._received += pending
        self._admit_all(pending)
        while True:
            facts = self.exchange.take(self.now)
            self._received += facts
            self._admit_all(facts)
            self._wrap_up_late()
            moved = self._people.timed_out() or self._route()
            if not facts and not moved:
                return

    # -- batches

    def keep(self) -> None:
        """Ends a batch that is stored."""
        self.state.keep()
        self.facts, self._received = [], []

    def take_back(self) -> None:
        """Ends a batch that could not be stored. What the exchange stated stays true, and is taken in with the next one."""
        self.state.take_back()
        self.facts, self._freed = [], {}
        self._pending = self._received + self._pending
        self._received = []
        self._people.begin_again()

    # -- a fact that cannot be stored

    @property
    def waiting_facts(self) -> int:
        """How many facts were stated that could not be stored yet."""
        return len(self._pending)

    def admit(self, count: int, now: Stamp) -> None:
        """Takes in only the first of the facts that could not be stored, and nothing else."""
        self.now = now if now.monotonic >= self.now.monotonic else self.now
        taken, self._pending = self._pending[:count], self._pending[count:]
        self._received += taken
        self._admit_all(taken)
        self._wrap_up_late()

    def set_aside(self) -> Fact:
        """Gives up the first of the facts that could not be stored."""
        return self._pending.pop(0)

    # -- what agents ask for; each raises nothing and tells whether the exchange has done it

    def answer(self, agent: LiveAgent, call: LiveCall) -> bool:
        """Connects a caller who rings at the agent, or is picked from the queue."""
        if agent.state is AgentState.WRAP_UP:
            # Not through ``set_state``: the agent is taken, and must not be rung by another caller.
            self.put(agent.id, AgentState.READY)
        self.exchange.answer(call.id, agent.id)
        self._step()
        found = self.state.calls.get(call.id)
        if self.exchange.routes:
            # Asked for; the telephone answers a moment later, or the caller has gone and that is told.
            return found is not None and not found.over
        return found is not None and found.connected and found.agent_id == agent.id

    def ask(self, command: Callable[[], None]) -> None:
        """Gives the exchange a command and takes in what it states at once."""
        command()
        self._step()

    def transfer(self, call: LiveCall, agent_id: str, skill: str, number: str = "", ticket_id: str = "") -> None:
        """Sends a caller to a colleague, into a queue, or to a number outside; what was written goes along."""
        self.give_along(call.id, ticket_id)
        self._targets[call.id] = _Target(agent_id, skill, asked=self.now.monotonic)
        self.ask(lambda: self.exchange.transfer(call.id, agent_id, skill, number))

    def take_for(self, agent: LiveAgent, call: LiveCall) -> bool:
        """Connects a lead with a caller whom nobody has answered, also one who rings at an agent."""
        if agent.state is AgentState.OFFLINE:
            self.visitors.add(agent.id)
        self.unring(call, "taken")
        return self.answer(agent, self.state.calls[call.id])

    def move(self, call: LiveCall, agent_id: str, skill: str, said: Mapping[str, Value]) -> None:
        """Sends a caller elsewhere for a lead: one who waits or rings keeps their place, one who talks stands at the head."""
        self.record(CallEventKind.MOVED, call.id, call.agent_id, **said)
        if call.connected:
            self._targets[call.id] = _Target(agent_id, skill, "moved", self.now.monotonic)
            self.ask(lambda: self.exchange.transfer(call.id, agent_id, skill))
        else:
            self.unring(call, "moved")
            self.ask(lambda: self.exchange.move(call.id, agent_id, skill))

    def unring(self, call: LiveCall, why: str) -> None:
        """Stops the ringing for a lead; who was rung is ready, and the caller stands where they stood."""
        if call.state is CallState.RINGING:
            if not self.exchange.routes:
                # Elsewhere the ring ends as the caller is taken out of the queue.
                self.exchange.withdraw(call.id)
            self._free_ringing(call)
            self.record(CallEventKind.QUEUED, call.id, skill=call.skill, head=call.head, why=why)

    def give_along(self, call_id: str, ticket_id: str) -> None:
        """Says which ticket or draft the next agent's desk opens."""
        if ticket_id:
            self.state.put_call(replace(self.state.calls[call_id], ticket_id=ticket_id))

    def ask_for_help(self, agent: LiveAgent, asks: bool) -> None:
        """Calls a lead to an agent's call, or ends that."""
        if asks and agent.help_since is None:
            self.record(CallEventKind.HELP_ASKED, agent.call_id, agent.id)
        elif not asks:
            self._end_help(agent.id, "withdrawn")

    def _end_help(self, agent_id: str, why: str) -> None:
        agent = self.state.agents.get(agent_id)
        if agent is not None and agent.help_since is not None:
            self.record(CallEventKind.HELP_ENDED, agent.call_id, agent_id, why=why)

    def dial(self, agent: LiveAgent, call_id: str, number: str, extension: str = "") -> None:
        """Connects an agent with a number outside."""
        if agent.state is AgentState.WRAP_UP:
            self.put(agent.id, AgentState.READY)
        person_id = self.caller_of(number).person_id
        self.record(CallEventKind.DIALLED, call_id, agent.id, number=number, person_id=person_id)
        self.ask(lambda: self.exchange.dial(call_id, agent.id, number, extension))

    def mute(self, call_id: str, muted: bool) -> None:
        """Silences the agent's microphone, or ends that."""
        self.exchange.mute(call_id, muted)
        self.state.put_call(replace(self.state.calls[call_id], muted=muted))

    def set_state(self, agent_id: str, state: AgentState, reason: str = "", more: Mapping[str, Value] = _NONE) -> None:
        """Puts an agent who has no call into a state; timed where the state is."""
        self.put(agent_id, state, reason, more=more)
        self._step()

    def free(self, agent_id: str, state: AgentState, reason: str, why: str, more: Mapping[str, Value] = _NONE) -> None:
        """Puts an agent into a state whatever they do; a caller they have goes back to the head of the queue."""
        agent = self.state.agents[agent_id]
        call = self.state.calls.get(agent.call_id)
        if call is None or call.over or agent.state not in ON_CALL:
            self.put(agent_id, state, reason, more=more)
        else:
            # What follows when the call has let go of the agent, instead of what would follow by itself.
            self._wanted[agent_id] = _Wanted(state, reason, more, self.now.monotonic)
            if call.helper_id == agent_id:
                self.exchange.leave(call.id, agent_id)
            elif call.state is CallState.RINGING:
                self._take_ring_back(call, agent, CallEventKind.RING_CANCELLED, why)
            else:
                self._targets[call.id] = _Target(why=why, asked=self.now.monotonic)
                self.exchange.transfer(call.id)
        self._step()

    def extend(self, agent: LiveAgent, seconds: float) -> None:
        """Lets a timed state end some seconds after now."""
        self._people.extend(agent, seconds)

    def extend_wrap_up(self, agent: LiveAgent, seconds: float, reason: str) -> None:
        """Lets an agent's wrap-up end some seconds after now, and says why."""
        self.record(CallEventKind.WRAP_UP_EXTENDED, agent.call_id, agent.id, reason=reason, seconds=seconds)
        self.extend(self.state.agents[agent.id], seconds)

    def change_agent(self, agent: LiveAgent) -> None:
        """Takes over what the account says (name, skills), or who acts for it."""
        self.state.put_agent(agent)

    # -- after a restart

    def end_lost(self, call_id: str, when: Stamp) -> None:
        """Ends a call that the exchange does not have any more, as of a moment in the past."""
        self._take(Fact(CallEventKind.ENDED, when, call_id, self.state.calls[call_id].agent_id, {"by": "system"}))
        self.state.drop_call(call_id)

    def put_back(self, call_id: str, why: str) -> None:
        """Lets a caller wait at the head of the queue who was with nobody."""
        self.record(CallEventKind.QUEUED, call_id, skill=self.state.calls[call_id].skill, head=True, why=why)

    def ready_again(self, agent_id: str, when: Stamp) -> None:
        """Lets an agent be rung again whose ring is forgotten, as of a moment in the past."""
        data: dict[str, Value] = {"state": AgentState.READY.value, "reason": "restart"}
        self._take(Fact(CallEventKind.AGENT_STATE, when, "", agent_id, data))

    def tell_states(self) -> None:
        """Tells an exchange that goes on by itself what everybody does, after a start."""
        if self.exchange.routes:
            for agent in self.state.agents.values():
                if agent.state not in ON_CALL:
                    self.exchange.set_agent_state(agent.id, agent.state, agent.reason)

    def sign_off(self, agent_id: str, when: Stamp, reason: str) -> None:
        """Signs an agent off as of a moment in the past."""
        data: dict[str, Value] = {"state": AgentState.OFFLINE.value, "reason": reason}
        self._take(Fact(CallEventKind.AGENT_STATE, when, "", agent_id, data))

    def reconcile(self) -> int:
        """Ends what the exchange does not have any more and of whose end it did not tell; returns how many calls that were."""
        alive = self.exchange.alive()
        gone = (
            []
            if alive is None
            else [call for call in self.state.calls.values() if not call.over and call.id not in alive]
        )
        for call in gone:
            kind = CallEventKind.ENDED if call.connected or call.answered else CallEventKind.ABANDONED
            self._admit(Fact(kind, self.now, call.id, call.agent_id, {"by": "system"}))
        for call in list(self.state.calls.values()):
            if call.connected:
                agreeing.agree(self, call)
        return len(gone)

    def state_of_exchange(self, fact: Fact) -> None:
        """Takes in what the exchange has otherwise, as if it had said so by itself."""
        self._admit(fact)

    # -- facts

    def _admit_all(self, facts: Sequence[Fact]) -> None:
        """Takes in facts one after another; who their callers are is looked up for all of them at once."""
        numbers = [str(fact.data.get("number") or "") for fact in facts if fact.kind is CallEventKind.OFFERED]
        if len(numbers) > 1:
            self.expect(numbers)
        for fact in facts:
            self._admit(fact)

    def _admit(self, fact: Fact) -> None:
        """Takes in a fact of the exchange where it fits; what follows from it is stated with it."""
        call = self.state.calls.get(fact.call_id)
        if fact.kind is CallEventKind.OFFERED:
            if call is None:
                self._take_call(fact)
        elif fact.kind in (CallEventKind.RATED, CallEventKind.BLOCKED):
            self._take(fact)
        elif fact.kind in (CallEventKind.TURNED_AWAY, CallEventKind.OVERFLOWED):
            self._take_door(fact, call)
        elif fact.kind in (CallEventKind.CALLBACK_WISHED, CallEventKind.VOICEMAIL):
            # Said by itself when our server was away, so the call need not be known any more.
            known = {} if call is None else _place_of(call)
            self._take(replace(fact, data={**fact.data, **known}))
        elif fact.kind is CallEventKind.AGENT_STATE:
            agent = self.state.agents.get(fact.agent_id)
            if agent is not None and agent.state not in ON_CALL:
                self._take(replace(fact, call_id=agent.call_id))
        elif call is None or call.over:
            log.info("a fact about a call that is over: %s", fact.kind)
        elif fact.kind is CallEventKind.ANSWERED:
            self._take_answer(fact, call)
        elif fact.kind in (CallEventKind.RINGING, CallEventKind.RING_MISSED):
            self._take_ring(fact, call)
        elif fact.kind is CallEventKind.ABANDONED and not call.connected:
            self._take(fact)
            self._free_ringing(call)
            self.state.drop_call(call.id)
        elif fact.kind is CallEventKind.ABANDONED:
            self._take_end(replace(fact, kind=CallEventKind.ENDED, data={"by": "caller"}), call)
        elif fact.kind is CallEventKind.ENDED:
            self._take_end(fact, call)
        elif fact.kind is CallEventKind.SPOKEN:
            self._take(fact)
        elif fact.kind is CallEventKind.QUEUED:
            moving.follow(self, fact, call)
        elif call.connected and not agreeing.is_known(self, fact, call):
            if fact.kind is CallEventKind.TRANSFERRED:
                self._leave_alone(call)
            self._take(fact)
            if fact.kind is CallEventKind.TRANSFERRED:
                self._after_transfer(call, fact)
            elif fact.kind is CallEventKind.SUPERVISED:
                self._end_help(call.agent_id, "taken")
            elif fact.kind is CallEventKind.RESUMED and call.helper_id:
                self._release(call.helper_id, AgentState.READY)

    def _take(self, fact: Fact) -> None:
        self.facts.append(fact)
        reduce.apply(self.state, self._by_our_clock(fact))

    def _by_our_clock(self, fact: Fact) -> Fact:
        """Returns what the desks are told: since when somebody waits says our own clock where the exchange's is another one."""
        if fact.received is None:
            return fact
        ours = self.now.at - timedelta(seconds=self.now.monotonic - fact.stamp.monotonic)
        if abs((ours - fact.stamp.at).total_seconds()) <= _CLOCKS_AGREE:
            return fact
        return replace(fact, stamp=Stamp(ours, fact.stamp.monotonic))

    def record(self, kind: CallEventKind, call_id: str = "", agent_id: str = "", **data: Value) -> None:
        """States a fact of the floor's own, as of now."""
        self._take(Fact(kind, self.now, call_id, agent_id, data))

    def _take_call(self, fact: Fact) -> None:
        caller = self.caller_of(str(fact.data.get("number") or ""))
        known: dict[str, Value] = {
            "person_id": caller.person_id,
            "elderly": caller.elderly,
            "repeated": caller.repeated,
            "priority": caller.priority,
        }
        self._take(replace(fact, data={**fact.data, **known}))
        self.record(CallEventKind.QUEUED, fact.call_id, skill=fact.data.get("skill"))

    def _take_door(self, fact: Fact, call: LiveCall | None) -> None:
        """A closed queue has met somebody: mostly one who comes new, else one who waited there."""
        self._take(fact)
        if call is None or call.over or call.connected:
            return
        if fact.data.get("treatment") == Outside.SKILL:
            self._free_ringing(call)
            self.record(CallEventKind.QUEUED, call.id, skill=fact.data.get("target"), why="overflow")
        else:
            self._take_end(replace(fact, kind=CallEventKind.ENDED, data={"by": "system"}), call)

    def _take_answer(self, fact: Fact, call: LiveCall) -> None:
        agent = self.state.agents.get(fact.agent_id)
        picked_up = call.outgoing and call.answered is None and call.agent_id == fact.agent_id
        known = call.connected and not picked_up
        elsewhere = agent is not None and agent.call_id not in ("", call.id) and agent.state is not AgentState.WRAP_UP
        if (
            agent is None
            or (known and call.agent_id == agent.id)
            or ((known or elsewhere) and not self.exchange.routes)
        ):
            log.warning("an answer that does not fit was ignored")
            return
        # An exchange that goes on by itself knows better: what came before was not heard.
        if known:
            self._admit(Fact(CallEventKind.TRANSFERRED, fact.stamp, call.id, call.agent_id))
        elif call.agent_id not in ("", agent.id):
            self._free_ringing(call)
        if elsewhere:
            self._let_go(agent, fact.stamp)
        agent = self.state.agents[agent.id]
        if agent.state is AgentState.WRAP_UP and agent.call_id != call.id:
            # They were given the next caller meanwhile.
            self.put(agent.id, AgentState.READY)
        self._take(fact)

    def _let_go(self, agent: LiveAgent, when: Stamp) -> None:
        """Takes from an agent the call that they are shown with: their telephone has another one by now."""
        call = self.state.calls[agent.call_id]
        if call.state is CallState.RINGING:
            self.record(CallEventKind.RING_CANCELLED, call.id, agent.id)
            self.record(CallEventKind.QUEUED, call.id, skill=call.skill, head=call.head, why="answered_another")
        elif call.helper_id == agent.id:
            self._take(Fact(CallEventKind.RESUMED, when, call.id, call.agent_id, {"left": agent.id}))
        else:
            self._admit(Fact(CallEventKind.ENDED, when, call.id, agent.id, {"by": "system"}))

    def _take_ring(self, fact: Fact, call: LiveCall) -> None:
        """Follows an exchange that rings by queues of its own; a ring that has been taken back already is over."""
        agent = self.state.agents.get(fact.agent_id)
        rings_here = call.state is CallState.RINGING and call.agent_id == fact.agent_id
        if agent is None:
            log.warning("the exchange rings somebody who is not known here")
        elif fact.kind is CallEventKind.RING_MISSED:
            if rings_here:
                self._wanted[agent.id] = _Wanted(AgentState.PAUSED, "ring_missed", _NONE)
                self._missed(fact, call, agent, "ring_missed")
        elif call.state in (CallState.WAITING, CallState.PARKED) and agent.state not in ON_CALL:
            self._take(fact)
            self.extend(self.state.agents[agent.id], self.rules.ring_seconds)

    def _take_end(self, fact: Fact, call: LiveCall) -> None:
        self._targets.pop(call.id, None)
        self._leave_alone(call)
        self._take(fact)
        if call.connected:
            if call.helper_id:
                self._release(call.helper_id, AgentState.READY)
            if self.exchange.routes and reduce.elapsed(fact.stamp, self.now) > _LATE:
                self._free_late(fact, call)
                return
            self._release(call.agent_id, AgentState.WRAP_UP, call_id=call.id)
        else:
            self._free_ringing(call)
        if not call.connected or self.state.agents[call.agent_id].state is not AgentState.WRAP_UP:
            self.state.drop_call(call.id)

    def _free_late(self, fact: Fact, call: LiveCall) -> None:
        """The agent could be rung from the end of the talk on; what is left of it begins only now."""
        free: dict[str, Value] = {"state": AgentState.READY.value, "reason": ""}
        self._take(Fact(CallEventKind.AGENT_STATE, fact.stamp, call.id, call.agent_id, free))
        if earlier := self._freed.get(call.agent_id):
            self.state.drop_call(earlier)
        self._freed[call.agent_id] = call.id

    def _wrap_up_late(self) -> None:
        freed, self._freed = self._freed, {}
        for agent_id, call_id in freed.items():
            if self.state.agents[agent_id].state is AgentState.READY:
                self._release(agent_id, AgentState.WRAP_UP, call_id=call_id)
            if self.state.agents[agent_id].state is not AgentState.WRAP_UP:
                self.state.drop_call(call_id)

    def _free_ringing(self, call: LiveCall) -> None:
        if call.state is CallState.RINGING:
            rung = self.state.agents[call.agent_id]
            self.record(CallEventKind.RING_CANCELLED, call.id, rung.id)
            if rung.call_id == call.id:
                self._release(rung.id, AgentState.READY)

    def _leave_alone(self, call: LiveCall) -> None:
        """The agent's part of a call is over: leads go, nobody has to help any more, the recording is a new one."""
        agent = self.state.agents.get(call.agent_id) if call.connected else None
        if agent is None:
            return
        self._end_help(agent.id, "over")
        for lead, _ in agent.supervisors:
            self.record(CallEventKind.UNSUPERVISED, call.id, agent.id, lead=lead)
        if call.recording_paused:
            self.record(CallEventKind.RECORDING_RESUMED, call.id, agent.id)

    def _after_transfer(self, call: LiveCall, fact: Fact) -> None:
        target = self._targets.pop(call.id, None)
        if target is None or self._is_refused(target.asked):
            target = _Target()
        to = str(fact.data.get("to") or "")
        if to and to == call.helper_id:
            # Handed over to who is in the call already: their answer follows.
            self._release(to, AgentState.READY)
            self._release(call.agent_id, AgentState.WRAP_UP, call_id=call.id)
            return
        skill = target.skill or call.skill
        if fact.data.get("parked"):
            self.record(CallEventKind.PARKED, call.id, call.agent_id)
        else:
            self.record(CallEventKind.QUEUED, call.id, skill=skill, head=True, why=target.why, to=target.agent_id)
        if call.helper_id:
            self._release(call.helper_id, AgentState.READY)
        self._release(call.agent_id, AgentState.WRAP_UP, call_id=call.id)
        if self.state.is_free(target.agent_id) and not self.exchange.routes:
            self.ring(self.state.calls[call.id], self.state.agents[target.agent_id])

    def _release(self, agent_id: str, state: AgentState, reason: str = "", call_id: str = "") -> None:
        """Puts an agent whose call has let go of them into the state that follows, or into the one that was asked for."""
        wanted = self._wanted.pop(agent_id, None)
        if wanted is None or self._is_refused(wanted.asked):
            self.put(agent_id, state, reason, call_id)
        else:
            self.put(agent_id, wanted.state, wanted.reason, more=wanted.more)

    def _is_refused(self, asked: float | None) -> bool:
        return asked is not None and self.exchange.routes and self.now.monotonic - asked > _REFUSED

    def put(
        self,
        agent_id: str,
        state: AgentState,
        reason: str = "",
        call_id: str = "",
        more: Mapping[str, Value] = _NONE,
    ) -> None:
        """States what an agent does, and tells the exchange."""
        data: dict[str, Value] = {"state": state.value, "reason": reason, **more}
        before = self.state.agents[agent_id]
        if state is not AgentState.WRAP_UP:
            self.visitors.discard(agent_id)
        self.record(CallEventKind.AGENT_STATE, call_id or before.call_id, agent_id, **data)
        if state is AgentState.WRAP_UP:
            self.extend(self.state.agents[agent_id], self.rules.wrap_up_seconds)
        self.exchange.set_agent_state(agent_id, state, reason)

    # -- routing

    def _route(self) -> bool:
        if self.exchange.routes:
            self._arrange()
            return False
        moved = False
        while (found := self.state.router.decide(self.now.monotonic)) is not None:
            self.ring(self.state.calls[found.call_id], self.state.agents[found.agent_id])
            moved = True
        return moved

    def ring(self, call: LiveCall, agent: LiveAgent) -> None:
        """Rings an agent with a waiting caller."""
        self.record(CallEventKind.RINGING, call.id, agent.id)
        self.extend(self.state.agents[agent.id], self.rules.ring_seconds)
        self.exchange.offer(call.id, agent.id)

    def _arrange(self) -> None:
        """Tells an exchange with queues of its own in which order callers are to be served, where that is not plain."""
        for skill in self.state.unordered():
            self.exchange.arrange(skill, self.state.router.in_order(skill))

    def time_out(self, agent: LiveAgent) -> None:
        """Ends a timed state whose time is over."""
        if agent.state is AgentState.WRAP_UP:
            self.put(agent.id, self.after_wrap_up(agent.id))
        elif agent.state is AgentState.RINGING and not self.exchange.routes:
            call = self.state.calls[agent.call_id]
            self._wanted[agent.id] = _Wanted(AgentState.PAUSED, "ring_missed", _NONE)
            self._take_ring_back(call, agent, CallEventKind.RING_MISSED, "ring_missed")

    def after_wrap_up(self, agent_id: str) -> AgentState:
        """Returns what follows the wrap-up by itself: a lead who was off duty and took one caller is off duty again."""
        return AgentState.OFFLINE if agent_id in self.visitors else AgentState.READY

    def _take_ring_back(self, call: LiveCall, agent: LiveAgent, kind: CallEventKind, why: str) -> None:
        self.exchange.withdraw(call.id)
        self._missed(Fact(kind, self.now, call.id, agent.id), call, agent, why)

    def _missed(self, fact: Fact, call: LiveCall, agent: LiveAgent, why: str) -> None:
        self._take(fact)
        self._release(agent.id, AgentState.READY)
        self.record(CallEventKind.QUEUED, call.id, skill=call.skill, head=True, why=why)


def _place_of(call: LiveCall) -> dict[str, Value]:
    """Returns whose place in the queue a call-back keeps, and from when."""
    return {"number": call.number, "skill": call.skill, "since": call.offered.at.isoformat()}
