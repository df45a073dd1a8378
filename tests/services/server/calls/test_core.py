"""The floor's rules without a database: no caller is lost, whatever happens in whatever order."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from services.clock import ManualClock
from services.contracts.calls import AgentState, CallEventKind, CallState, SupervisionMode
from services.server.calls.core import FloorCore
from services.server.calls.rules import FloorRules, stamp_of
from services.server.calls.state import IN_QUEUE, ON_CALL, OVER, LiveAgent
from services.server.figures.history import History
from services.server.figures.raw import Raw
from services.telephony.exchange import LocalExchange
from tests.zone import ZONE

AGENTS = ("anna", "bo", "chen", "dan")
SKILLS = ("general", "city", "social")


@dataclass
class Desks:
    """Consoles that a test switches off."""

    real: float = 0.0
    off_since: dict[str, float] = field(default_factory=dict)

    def unseen(self, account_id: str, _console: str) -> float:
        return self.real - self.off_since.get(account_id, self.real)

    def other(self, _account_id: str) -> str:
        return ""


class Floor(RuleBasedStateMachine):
    """Callers and agents do what they like."""

    calls = Bundle("calls")

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
        self.desks = Desks()
        self.exchange = LocalExchange("test", stamp_of(self.clock))
        self.core = FloorCore(self.exchange, self.clock, lambda: self.desks.real, self.desks, FloorRules(), ZONE)
        self.facts: list[object] = []
        self.offered: set[str] = set()
        for n, name in enumerate(AGENTS):
            skills = (("general", 1), (SKILLS[1 + n % 2], 1 + n % 3))
            self.core.change_agent(LiveAgent(name, name, self.core.now, skills=skills, simulated=n == 0))
            self.core.set_state(name, AgentState.READY)
        self.settle()

    def settle(self, stored: bool = True) -> None:
        """Ends a batch; one that could not be stored is taken back, and taken in again with the next."""
        if stored:
            self.facts += self.core.facts
            self.core.keep()
        else:
            self.core.take_back()
            self.core.run_until(stamp_of(self.clock))
            self.facts += self.core.facts
            self.core.keep()

    def call_of(self, agent: str) -> str:
        return self.core.state.agents[agent].call_id

    @rule(target=calls, skill=st.sampled_from(SKILLS), stored=st.booleans())
    def arrive(self, skill: str, stored: bool) -> str:
        call_id = f"call-{len(self.offered)}"
        self.offered.add(call_id)
        self.core.run_until(stamp_of(self.clock))
        self.exchange.call_in(call_id, "13800000042", skill)
        self.core.ask(lambda: None)
        self.settle(stored)
        return call_id

    @rule(call_id=consumes(calls), stored=st.booleans())
    def hang_up(self, call_id: str, stored: bool) -> None:
        self.core.run_until(stamp_of(self.clock))
        self.core.ask(lambda: self.exchange.hang_up(call_id))
        self.settle(stored)

    @rule(call_id=calls)
    def speak(self, call_id: str) -> None:
        self.core.ask(lambda: self.exchange.speak(call_id, 1, "喂"))
        self.settle()

    @rule(agent=st.sampled_from(AGENTS), stored=st.booleans())
    def answer(self, agent: str, stored: bool) -> None:
        call = self.core.state.calls.get(self.call_of(agent))
        if call is not None and call.state is CallState.RINGING:
            self.core.answer(self.core.state.agents[agent], call)
        self.settle(stored)

    @rule(agent=st.sampled_from(AGENTS), call_id=calls)
    def pick(self, agent: str, call_id: str) -> None:
        call, who = self.core.state.calls.get(call_id), self.core.state.agents[agent]
        allowed = (AgentState.READY, AgentState.WRAP_UP, AgentState.PAUSED)
        if call is not None and call.state in IN_QUEUE and who.state in allowed:
            assert self.core.answer(who, call)
        self.settle()

    @rule(agent=st.sampled_from(AGENTS), what=st.sampled_from(["hold", "resume", "end"]), stored=st.booleans())
    def act(self, agent: str, what: str, stored: bool) -> None:
        call = self.core.state.calls.get(self.call_of(agent))
        if call is not None and call.connected and call.agent_id == agent:
            command = {
                "hold": lambda: self.exchange.hold(call.id),
                "resume": lambda: self.exchange.resume(call.id),
                "end": lambda: self.exchange.end(call.id, "agent"),
            }[what]
            self.core.ask(command)
        self.settle(stored)

    @rule(agent=st.sampled_from(AGENTS), other=st.sampled_from(AGENTS), skill=st.sampled_from(SKILLS), to=st.booleans())
    def transfer(self, agent: str, other: str, skill: str, to: bool) -> None:
        call = self.core.state.calls.get(self.call_of(agent))
        if call is not None and call.connected and call.agent_id == agent:
            self.core.transfer(call, other if to else "", "" if to else skill)
        self.settle()

    @rule(agent=st.sampled_from(AGENTS), other=st.sampled_from(AGENTS))
    def confer(self, agent: str, other: str) -> None:
        call = self.core.state.calls.get(self.call_of(agent))
        ready = self.core.state.agents[other].state is AgentState.READY
        if call is not None and call.connected and call.agent_id == agent and ready and agent != other:
            self.core.ask(lambda: self.exchange.conference(call.id, other))
        self.settle()

    @rule(agent=st.sampled_from(AGENTS))
    def leave(self, agent: str) -> None:
        call = self.core.state.calls.get(self.call_of(agent))
        if call is not None and call.helper_id == agent:
            self.core.ask(lambda: self.exchange.leave(call.id, agent))
        self.settle()

    @rule(
        agent=st.sampled_from(AGENTS),
        other=st.sampled_from(AGENTS),
        outside=st.booleans(),
        what=st.sampled_from(["consult", "conference"]),
    )
    def ask_somebody(self, agent: str, other: str, outside: bool, what: str) -> None:
        call = self.core.state.calls.get(self.call_of(agent))
        ready = self.core.state.agents[other].state is AgentState.READY
        if call is not None and call.connected and call.agent_id == agent and (outside or (ready and agent != other)):
            ask = getattr(self.exchange, what)
            self.core.ask(lambda: ask(call.id, "" if outside else other, "110" if outside else ""))
        self.settle()

    @rule(
        agent=st.sampled_from(AGENTS),
        what=st.sampled_from(
            ["join", "hand_over", "release", "park", "out", "pause", "go_on", "help", "no_help", "lead"]
        ),
        stored=st.booleans(),
    )
    def go_on_together(self, agent: str, what: str, stored: bool) -> None:
        call, exchange = self.core.state.calls.get(self.call_of(agent)), self.exchange
        if call is not None and call.connected and call.agent_id == agent:
            who = self.core.state.agents[agent]
            {
                "join": lambda: self.core.ask(lambda: exchange.join(call.id)),
                "hand_over": lambda: self.core.ask(lambda: exchange.hand_over(call.id)),
                "release": lambda: self.core.ask(lambda: exchange.leave(call.id, call.helper_id)),
                "park": lambda: self.core.ask(lambda: exchange.park(call.id)),
                "out": lambda: self.core.transfer(call, "", "", "057312345", "draft"),
                "pause": lambda: self.core.ask(lambda: exchange.pause_recording(call.id, True)),
                "go_on": lambda: self.core.ask(lambda: exchange.pause_recording(call.id, False)),
                "help": lambda: self.core.ask_for_help(who, True),
                "no_help": lambda: self.core.ask_for_help(who, False),
                "lead": lambda: self.core.ask(lambda: exchange.supervise(call.id, "lead", SupervisionMode.WHISPER)),
            }[what]()
        self.settle(stored)

    @rule(agent=st.sampled_from(AGENTS), lead=st.sampled_from(AGENTS), comes=st.booleans(), stored=st.booleans())
    def an_agent_who_is_a_lead_too_listens(self, agent: str, lead: str, comes: bool, stored: bool) -> None:
        call, exchange = self.core.state.calls.get(self.call_of(agent)), self.exchange
        if call is not None and call.connected and self.core.state.agents[lead].state not in ON_CALL:
            listens = exchange.supervise if comes else lambda *_: exchange.unsupervise(call.id, lead)
            self.core.ask(lambda: listens(call.id, lead, SupervisionMode.LISTEN))
        self.settle(stored)

    @rule(agent=st.sampled_from(AGENTS), state=st.sampled_from(["ready", "break", "offline", "ready"]))
    def change_state(self, agent: str, state: str) -> None:
        if self.core.state.agents[agent].state not in (AgentState.RINGING, AgentState.TALKING, AgentState.HELD):
            self.core.set_state(agent, AgentState(state))
        self.settle()

    @rule(agent=st.sampled_from(AGENTS), state=st.sampled_from(["ready", "break", "offline"]))
    def put_right(self, agent: str, state: str) -> None:
        self.core.free(agent, AgentState(state), "put_right", "put_right", {"why": "test"})
        self.settle()

    @rule(agent=st.sampled_from(AGENTS[1:]))
    def console_dies(self, agent: str) -> None:
        self.desks.off_since.setdefault(agent, self.desks.real)

    @rule(agent=st.sampled_from(AGENTS[1:]))
    def console_comes_back(self, agent: str) -> None:
        self.desks.off_since.pop(agent, None)

    @rule(seconds=st.sampled_from([0.5, 3.0, 7.0, 16.0, 31.0, 70.0]), stored=st.booleans())
    def time_passes(self, seconds: float, stored: bool) -> None:
        self.clock.advance(seconds)
        self.desks.real += seconds
        self.core.run_until(stamp_of(self.clock))
        self.settle(stored)

    @rule(seconds=st.sampled_from([1.0, 600.0, 90_000.0]))
    def somebody_corrects_the_clock(self, seconds: float) -> None:
        self.clock.set_back(seconds)

    @invariant()
    def every_caller_is_in_exactly_one_place(self) -> None:
        state = self.core.state
        on_line = self.exchange.alive()
        live = {call_id for call_id, call in state.calls.items() if not call.over}
        assert live == set(on_line)
        assert set(state.router.in_order()) == {c.id for c in state.calls.values() if c.state is CallState.WAITING}
        ended = {f.call_id for f in self.facts if f.kind in (CallEventKind.ENDED, CallEventKind.ABANDONED)}  # type: ignore[attr-defined]
        assert self.offered == live | ended
        assert not live & ended

    @invariant()
    def nobody_is_in_two_calls_and_every_call_has_its_agent(self) -> None:
        state = self.core.state
        holders: list[str] = []
        for call in state.calls.values():
            if call.state is CallState.RINGING or call.connected:
                holders.append(call.agent_id)
                agent = state.agents[call.agent_id]
                assert agent.call_id == call.id
                expected = {CallState.RINGING: AgentState.RINGING, CallState.HELD: AgentState.HELD}
                assert agent.state is expected.get(call.state, AgentState.TALKING)
            if call.helper_id and call.connected:
                holders.append(call.helper_id)
                assert call.state in (CallState.CONFERENCE, CallState.HELD)
        assert len(holders) == len(set(holders))
        for agent in state.agents.values():
            if agent.state in (AgentState.RINGING, AgentState.TALKING, AgentState.HELD):
                assert agent.id in holders
            elif agent.call_id:
                assert agent.state is AgentState.WRAP_UP

    @invariant()
    def help_leads_and_silence_end_with_the_agents_part(self) -> None:
        state = self.core.state
        for agent in state.agents.values():
            call = state.calls.get(agent.call_id)
            talks = call is not None and call.connected and call.agent_id == agent.id
            assert talks or (agent.help_since is None and agent.supervisors == ())
        assert all(call.connected for call in state.calls.values() if call.recording_paused or call.third)

    @invariant()
    def whoever_listens_as_a_lead_is_in_no_other_call_and_is_not_rung(self) -> None:
        state = self.core.state
        inside = [lead for agent in state.agents.values() for lead, _ in agent.supervisors]
        assert len(inside) == len(set(inside))
        for agent in state.agents.values():
            assert state.visits(agent.id) == (agent.id in inside)
            assert agent.id not in inside or agent.state not in ON_CALL

    @invariant()
    def nobody_idle_leaves_a_caller_of_their_level_waiting(self) -> None:
        assert self.core.state.router.decide(self.core.now.monotonic) is None

    @invariant()
    def durations_are_never_negative(self) -> None:
        for call in self.core.state.calls.values():
            assert min(call.wait, call.talk, call.hold, call.wrap_up, call.silence) >= 0

    @invariant()
    def the_figures_see_the_same_floor(self) -> None:
        history = History(
            Raw(n, f.call_id, f.agent_id, f.kind, f.stamp.at, f.stamp.monotonic, "test", f.data)  # type: ignore[attr-defined]
            for n, f in enumerate(self.facts, 1)
        )
        assert set(history.calls) == self.offered
        assert {key for key, call in history.calls.items() if call.over} == self.offered - self.exchange.alive()
        for agent in self.core.state.agents.values():
            timeline = history.agents.get(agent.id)
            assert (timeline.state if timeline else AgentState.OFFLINE) is agent.state
        for key, live in self.core.state.calls.items():
            seen = history.calls[key]
            assert seen.answered == (live.answered is not None)
            if live.state in OVER:
                assert abs(seen.talk - live.talk) < 1e-6
                assert abs(seen.hold - live.hold) < 1e-6


Floor.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestFloor = Floor.TestCase
