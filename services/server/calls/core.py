"""The floor's decisions: who is rung, what a missed ring or a dead console means, when wrap-up ends.

No database and no HTTP in here. Facts of the exchange come in, facts of the floor are added, ``facts`` collects both in
the order in which they hold; :mod:`services.server.calls.floor` stores them. The training day's past is made with
the same class (:mod:`services.server.training.history`), which is why its figures look like the live ones.

A call is never lost: it is always waiting, ringing, with an agent, or over, and it is over only when the exchange says
so. Whatever goes wrong at an agent's desk puts the caller back at the head of the queue.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from services.clock import Clock
from services.contracts.calls import AgentState, CallEventKind, CallState
from services.server.calls import agreeing, reduce
from services.server.calls.people import People
from services.server.calls.rules import Caller, Consoles, FloorRules, stamp_of
from services.server.calls.state import ON_CALL, FloorState, LiveAgent, LiveCall
from services.server.calls.taking import NO_MORE, Taking, Target, Wanted
from services.telephony.protocol import Fact, Stamp, Telephony, Value

_CLOCKS_AGREE = 2.0
"""Seconds up to which the exchange's clock and ours count as one."""


class FloorCore:
    """Live calls and agents with the rules that move them. Not thread-safe; see ``CallFloor``."""

    def __init__(
        self,
        exchange: Telephony,
        clock: Clock,
        real: Callable[[], float],
        consoles: Consoles,
        rules: FloorRules,
        zone: ZoneInfo,
    ) -> None:
        self.exchange = exchange
        self.rules = rules
        self.state = FloorState(zone, rules.routing)
        self.now = stamp_of(clock)
        self.facts: list[Fact] = []
        self.caller_of: Callable[[str], Caller] = lambda _number: Caller()
        self.expect: Callable[[Sequence[str]], None] = lambda _numbers: None
        """Is told which numbers are asked for next, where they are many."""
        self.handle_times: dict[str, float] = {}
        self._people = People(self, clock, real, consoles)
        self._received: list[Fact] = []
        self._pending: list[Fact] = []
        self.visitors: set[str] = set()
        """Leads who were off duty and have taken a caller."""
        self._taking = Taking(self)

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
        self._taking.all(pending)
        while True:
            facts = self.exchange.take(self.now)
            self._received += facts
            self._taking.all(facts)
            self._taking.wrap_up_late()
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
        self.facts = []
        self._taking.begin_again()
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
        self._taking.all(taken)
        self._taking.wrap_up_late()

    def set_aside(self) -> Fact:
        """Gives up the first of the facts that could not be stored."""
        return self._pending.pop(0)

    # -- what agents ask for; each raises nothing and tells whether the exchange has done it

    def answer(self, agent: LiveAgent, call: LiveCall) -> bool:
        """Connects a caller who rings at the agent, or is picked from the queue."""
        # Before the exchange hears that they are ready: the agent is taken, and must not be rung by another caller.
        self.exchange.answer(call.id, agent.id)
        if agent.state is AgentState.WRAP_UP:
            self.put(agent.id, AgentState.READY)
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
        self._taking.targets[call.id] = Target(agent_id, skill, asked=self.now.monotonic)
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
            self._taking.targets[call.id] = Target(agent_id, skill, "moved", self.now.monotonic)
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
            self._taking.free_ringing(call)
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
            self.end_help(agent.id, "withdrawn")

    def end_help(self, agent_id: str, why: str) -> None:
        """Says that nobody has to come to an agent any more, and why."""
        agent = self.state.agents.get(agent_id)
        if agent is not None and agent.help_since is not None:
            self.record(CallEventKind.HELP_ENDED, agent.call_id, agent_id, why=why)

    def dial(self, agent: LiveAgent, call_id: str, number: str, extension: str = "") -> None:
        """Connects an agent with a number outside."""
        person_id = self.caller_of(number).person_id
        # As with an answer: what the exchange states of it is taken in after the agent's own word.
        self.exchange.dial(call_id, agent.id, number, extension)
        if agent.state is AgentState.WRAP_UP:
            self.put(agent.id, AgentState.READY)
        self.record(CallEventKind.DIALLED, call_id, agent.id, number=number, person_id=person_id)
        self._step()

    def mute(self, call_id: str, muted: bool) -> None:
        """Silences the agent's microphone, or ends that."""
        self.exchange.mute(call_id, muted)
        self.state.put_call(replace(self.state.calls[call_id], muted=muted))

    def set_state(
        self, agent_id: str, state: AgentState, reason: str = "", more: Mapping[str, Value] = NO_MORE
    ) -> None:
        """Puts an agent who has no call into a state; timed where the state is."""
        self.put(agent_id, state, reason, more=more)
        self._step()

    def free(
        self, agent_id: str, state: AgentState, reason: str, why: str, more: Mapping[str, Value] = NO_MORE
    ) -> None:
        """Puts an agent into a state whatever they do; whoever they talk with goes to the head of the queue."""
        agent = self.state.agents[agent_id]
        call = self.state.calls.get(agent.call_id)
        if call is None or call.over or agent.state not in ON_CALL:
            self.put(agent_id, state, reason, more=more)
        else:
            # What follows when the call has let go of the agent, instead of what would follow by itself.
            self._taking.wanted[agent_id] = Wanted(state, reason, more, self.now.monotonic)
            if call.helper_id == agent_id:
                self.exchange.leave(call.id, agent_id)
            elif call.state is CallState.RINGING:
                self._take_ring_back(call, agent, CallEventKind.RING_CANCELLED, why)
            elif call.outgoing and call.answered is None:
                # Nobody is there yet who could wait.
                self.exchange.end(call.id, "system")
            else:
                self._taking.targets[call.id] = Target(why=why, asked=self.now.monotonic)
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
        self.take(Fact(CallEventKind.ENDED, when, call_id, self.state.calls[call_id].agent_id, {"by": "system"}))
        self.state.drop_call(call_id)

    def put_back(self, call_id: str, why: str) -> None:
        """Lets a caller wait at the head of the queue who was with nobody."""
        self.record(CallEventKind.QUEUED, call_id, skill=self.state.calls[call_id].skill, head=True, why=why)

    def ready_again(self, agent_id: str, when: Stamp) -> None:
        """Lets an agent be rung again whose ring is forgotten, as of a moment in the past."""
        data: dict[str, Value] = {"state": AgentState.READY.value, "reason": "restart"}
        self.take(Fact(CallEventKind.AGENT_STATE, when, "", agent_id, data))

    def tell_states(self) -> None:
        """Tells an exchange that goes on by itself what everybody does, after a start."""
        if self.exchange.routes:
            for agent in self.state.agents.values():
                if agent.state not in ON_CALL:
                    self.exchange.set_agent_state(agent.id, agent.state, agent.reason)

    def sign_off(self, agent_id: str, when: Stamp, reason: str) -> None:
        """Signs an agent off as of a moment in the past."""
        data: dict[str, Value] = {"state": AgentState.OFFLINE.value, "reason": reason}
        self.take(Fact(CallEventKind.AGENT_STATE, when, "", agent_id, data))

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
            self._taking.one(Fact(kind, self.now, call.id, call.agent_id, {"by": "system"}))
        for call in list(self.state.calls.values()):
            if call.connected:
                agreeing.agree(self, call)
        return len(gone)

    def state_of_exchange(self, fact: Fact) -> None:
        """Takes in what the exchange has otherwise, as if it had said so by itself."""
        self._taking.one(fact)

    # -- facts

    def take(self, fact: Fact) -> None:
        """States a fact; calls and agents are as it says from here on."""
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
        self.take(Fact(kind, self.now, call_id, agent_id, data))

    def put(
        self,
        agent_id: str,
        state: AgentState,
        reason: str = "",
        call_id: str = "",
        more: Mapping[str, Value] = NO_MORE,
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
            self._taking.wanted[agent.id] = Wanted(AgentState.PAUSED, "ring_missed", NO_MORE)
            self._take_ring_back(call, agent, CallEventKind.RING_MISSED, "ring_missed")

    def after_wrap_up(self, agent_id: str) -> AgentState:
        """Returns what follows the wrap-up by itself: a lead who was off duty and took one caller is off duty again."""
        return AgentState.OFFLINE if agent_id in self.visitors else AgentState.READY

    def _take_ring_back(self, call: LiveCall, agent: LiveAgent, kind: CallEventKind, why: str) -> None:
        self.exchange.withdraw(call.id)
        self._taking.missed(Fact(kind, self.now, call.id, agent.id), call, agent, why)
