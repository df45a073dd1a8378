"""The floor behind an exchange that rings by itself: whatever was heard of it, in whatever order, no answer is lost."""

from collections.abc import Mapping
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from services.clock import ManualClock
from services.contracts.calls import AgentState, CallEventKind, CallState
from services.server.calls.core import FloorCore
from services.server.calls.rules import FloorRules, stamp_of
from services.server.calls.state import LiveAgent
from services.server.figures.history import History
from services.server.figures.raw import Raw
from services.telephony.exchange import LocalExchange
from services.telephony.protocol import Fact, Stamp
from tests.services.telephony.contract import Here
from tests.zone import ZONE

K = CallEventKind
AGENTS, CALLS = ("anna", "bo", "chen"), ("one", "two", "three", "four")


class Pbx(LocalExchange):
    """An exchange that goes on by itself and states what the test says."""

    routes = True

    def __init__(self, now: Stamp) -> None:
        super().__init__("test", now)
        self.heard: list[Fact] = []
        self.asked = 0

    def take(self, _now: Stamp) -> list[Fact]:
        self.asked += 1
        found, self.heard = self.heard, []
        return found

    def next_due(self) -> float | None:
        return self.heard[0].stamp.monotonic if self.heard else None

    def set_agent_state(self, agent_id: str, state: AgentState, reason: str) -> None:
        """It does."""


class Follower:
    """A floor, and facts for it."""

    def __init__(self) -> None:
        self.clock = ManualClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
        self.exchange = Pbx(stamp_of(self.clock))
        self.core = FloorCore(self.exchange, self.clock, lambda: 0.0, Here(), FloorRules(), ZONE)
        self.facts: list[Fact] = []
        for name in AGENTS:
            self.core.change_agent(LiveAgent(name, name, self.core.now, skills=(("general", 1),)))
            self.core.set_state(name, AgentState.READY)

    def state(self, kind: K, call_id: str, agent_id: str = "", ago: float = 0.0, **data: str) -> None:
        """Lets the exchange state something that happened some seconds ago."""
        when = stamp_of(self.clock).later(-ago)
        self.exchange.heard.append(Fact(kind, when, call_id, agent_id, data))

    def hear(self, kind: K, call_id: str, agent_id: str = "", ago: float = 0.0, **data: str) -> None:
        self.wait(1)
        self.state(kind, call_id, agent_id, ago, **data)
        self.wait(0)

    def wait(self, seconds: float) -> None:
        """Our server is there and hears what was stated."""
        self.clock.advance(seconds)
        self.core.run_until(stamp_of(self.clock))
        self.facts += self.core.facts
        self.core.keep()

    def offer(self, *call_ids: str) -> None:
        for call_id in call_ids:
            self.hear(K.OFFERED, call_id, number="0138", skill="general")

    def kinds(self, call_id: str) -> list[str]:
        return [fact.kind.value for fact in self.facts if fact.call_id == call_id and fact.kind is not K.AGENT_STATE]

    def states(self) -> Mapping[str, AgentState]:
        return {name: self.core.state.agents[name].state for name in AGENTS}


def test_an_agent_who_answers_another_call_than_the_one_that_rang_has_answered_it() -> None:
    """That the ring was over was not heard, because our server was not there."""
    floor = Follower()
    floor.offer("one", "two")
    floor.hear(K.RINGING, "one", "anna")
    floor.hear(K.ANSWERED, "two", "anna")
    assert floor.kinds("two")[-1] == "answered"
    assert floor.kinds("one") == ["offered", "queued", "ringing", "ring_cancelled", "queued"]
    assert floor.core.state.calls["one"].state is CallState.WAITING
    floor.hear(K.ANSWERED, "one", "bo")
    assert floor.states() == {"anna": "talking", "bo": "talking", "chen": "ready"}


def test_an_agent_who_answers_while_shown_with_another_caller_has_ended_that_call() -> None:
    floor = Follower()
    floor.offer("one", "two")
    floor.hear(K.ANSWERED, "one", "anna")
    floor.hear(K.ANSWERED, "two", "anna")
    assert floor.kinds("one")[-2:] == ["answered", "ended"]
    assert floor.core.state.agents["anna"].call_id == "two"
    floor.hear(K.ENDED, "one", "anna", by="caller")
    assert floor.core.state.agents["anna"].call_id == "two", "what is told late changes nothing any more"


def test_a_caller_who_is_with_somebody_else_meanwhile_was_sent_on() -> None:
    floor = Follower()
    floor.offer("one")
    floor.hear(K.ANSWERED, "one", "anna")
    floor.hear(K.ANSWERED, "one", "anna")
    floor.hear(K.ANSWERED, "one", "bo")
    assert floor.kinds("one") == ["offered", "queued", "answered", "transferred", "queued", "answered"]
    assert floor.states() == {"anna": "wrap_up", "bo": "talking", "chen": "ready"}


def test_a_ring_that_was_forgotten_frees_nobody_who_talks() -> None:
    """After a restart without the exchange a call still rings at somebody who has answered another one since."""
    floor = Follower()
    floor.offer("one", "two")
    floor.hear(K.RINGING, "one", "anna")
    floor.core.ready_again("anna", floor.core.now)
    floor.hear(K.ANSWERED, "two", "anna")
    floor.hear(K.ANSWERED, "one", "bo")
    assert floor.states() == {"anna": "talking", "bo": "talking", "chen": "ready"}


def spans(floor: Follower, name: str) -> list[tuple[str, float]]:
    """What the figures see of an agent: states with their seconds."""
    facts = enumerate(floor.facts, 1)
    raw = [Raw(n, f.call_id, f.agent_id, f.kind, f.stamp.at, f.stamp.monotonic, "test", f.data) for n, f in facts]
    return [(span.state.value, span.end - span.start) for span in History(raw).agents[name].spans]


def test_whoever_s_talk_ended_while_nobody_heard_was_free_since_and_writes_now() -> None:
    floor = Follower()
    floor.offer("one")
    floor.hear(K.ANSWERED, "one", "anna")
    floor.wait(29)
    floor.hear(K.ENDED, "one", "anna", ago=10, by="caller")
    assert floor.core.state.agents["anna"].state is AgentState.WRAP_UP
    assert floor.core.state.agents["anna"].call_id == "one"
    assert spans(floor, "anna")[-2:] == [("talking", 20.0), ("ready", 10.0)]
    floor.core.set_state("anna", AgentState.READY)
    assert "one" not in floor.core.state.calls


def test_whoever_had_the_next_caller_before_that_was_heard_has_no_wrap_up_for_the_last() -> None:
    floor = Follower()
    floor.offer("one", "two")
    floor.hear(K.ANSWERED, "one", "anna")
    floor.wait(30)
    floor.state(K.ENDED, "one", "anna", ago=10)
    floor.state(K.ANSWERED, "two", "anna", ago=5)
    floor.wait(0)
    assert floor.states()["anna"] is AgentState.TALKING
    assert set(floor.core.state.calls) == {"two"}
    floor.hear(K.ENDED, "two", "anna")
    assert spans(floor, "anna")[-3:] == [("talking", 20.0), ("ready", 5.0), ("talking", 6.0)]


def test_a_caller_who_waits_beside_a_ready_agent_keeps_nobody_busy() -> None:
    """An exchange that rings by itself is not asked again and again when the search would be widened here."""
    floor = Follower()
    floor.offer("one")
    before = floor.exchange.asked
    floor.wait(60)
    assert floor.exchange.asked - before < 10


KINDS = st.sampled_from(
    [K.RINGING, K.RING_MISSED, K.ANSWERED, K.ANSWERED, K.HELD, K.RESUMED, K.TRANSFERRED, K.ENDED, K.ABANDONED, K.QUEUED]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(KINDS, st.sampled_from(CALLS), st.sampled_from(AGENTS), st.booleans()), max_size=25))
def test_any_facts_in_any_order_leave_a_sound_floor_and_no_answer_is_lost(said: list[tuple[K, str, str, bool]]) -> None:
    floor = Follower()
    floor.offer(*CALLS)
    over: set[str] = set()
    answered: set[str] = set()
    for kind, call_id, agent_id, late in said:
        if kind is K.ANSWERED and call_id not in over:
            answered.add(call_id)
        if kind in (K.ENDED, K.ABANDONED):
            over.add(call_id)
        floor.hear(kind, call_id, agent_id, 10.0 if late else 0.0)
        over |= {fact.call_id for fact in floor.facts if fact.kind in (K.ENDED, K.ABANDONED)}
        assert {f.call_id for f in floor.facts if f.kind is K.ANSWERED} == answered
        holders: list[str] = []
        for call in floor.core.state.calls.values():
            if call.state is CallState.RINGING or call.connected:
                holders.append(call.agent_id)
                assert floor.core.state.agents[call.agent_id].call_id == call.id
        on_call = {name for name, state in floor.states().items() if state in ("ringing", "talking", "held")}
        assert sorted(holders) == sorted(on_call)
