from datetime import UTC, datetime
from itertools import pairwise

import pytest

from services.clock import ManualClock
from services.contracts.calls import AgentState, CallEventKind, SupervisionMode
from services.server.calls.core import FloorCore
from services.server.calls.rules import FloorRules, stamp_of
from services.server.calls.state import LiveAgent
from services.server.training.world import scenarios
from services.telephony import habits
from services.telephony.day import Scenario, World
from services.telephony.exchange import LocalExchange
from services.telephony.habits import shifts
from services.telephony.protocol import Fact, Stamp
from services.telephony.simulator import Simulator
from tests.zone import ZONE

COLLEAGUES = [f"agent{n}" for n in range(8)]
SCENARIO = Scenario("noise", "city", ("一", "二", "三"), satisfaction=4)


class Here:
    def unseen(self, _account_id: str, _console: str) -> float:
        return 0.0

    def other(self, _account_id: str) -> str:
        return ""


def floor(
    seed: int = 1, world: World | None = None, colleagues: list[str] = COLLEAGUES, peak: float = 80.0
) -> FloorCore:
    clock = ManualClock(datetime(2026, 3, 10, 1, tzinfo=UTC))
    simulator = Simulator(
        "run", stamp_of(clock), world or World(scenarios(), ZONE), seed, shifts(colleagues), peak_per_hour=peak
    )
    core = FloorCore(simulator, clock, lambda: 0.0, Here(), FloorRules(), ZONE)
    for n, name in enumerate(COLLEAGUES):
        skills = (("general", 1), ("social", 1 + n % 2), ("city", 2 - n % 2), ("business", 1), ("english", 1))
        core.change_agent(LiveAgent(name, name, core.now, skills=skills, simulated=True))
    return core


def run(core: FloorCore, seconds: float, step: float) -> list[Fact]:
    start = core.now
    passed = 0.0
    while passed < seconds:
        passed = min(seconds, passed + step)
        core.run_until(start.later(passed))
    return core.facts


def told(facts: list[Fact]) -> list[tuple[str, str, str, float]]:
    return [(f.kind.value, f.call_id, f.agent_id, round(f.stamp.monotonic, 6)) for f in facts]


def test_the_same_seed_gives_the_same_facts_however_often_it_is_asked() -> None:
    """×1 asks every fraction of a second of the district's time, ×60 every few seconds."""
    seldom, often = told(run(floor(), 3600, 3600)), told(run(floor(), 3600, 1.7))
    assert seldom == often
    assert seldom != told(run(floor(seed=2), 3600, 3600))
    assert len([fact for fact in seldom if fact[0] == "answered"]) > 30


def test_some_callers_of_a_day_ask_for_english_and_speak_it() -> None:
    core = floor()
    offered = [fact for fact in run(core, 8 * 3600, 8 * 3600) if fact.kind is CallEventKind.OFFERED]
    asked = [fact for fact in offered if fact.data.get("language") == "en"]
    assert 0 < len(asked) < len(offered) / 10
    assert {fact.data["skill"] for fact in asked} == {"english"}
    spoken = {scenario.key: scenario.lines for scenario in scenarios()}
    assert all(line.isascii() for fact in asked for line in spoken[str(fact.data["scenario"])] if "{" not in line)
    assert {fact.data["skill"] for fact in offered if not fact.data.get("language")} == {
        "general",
        "social",
        "city",
        "business",
    }


def test_a_day_is_lively_and_not_hopeless() -> None:
    core = floor()
    facts = run(core, 8 * 3600, 8 * 3600)
    count = {kind: sum(fact.kind is kind for fact in facts) for kind in CallEventKind}
    assert count[CallEventKind.ANSWERED] > 300
    assert 0 < count[CallEventKind.ABANDONED] < 0.12 * count[CallEventKind.OFFERED]
    for kind in (CallEventKind.HELD, CallEventKind.RATED, CallEventKind.SPOKEN):
        assert count[kind] > 0
    breaks = [fact for fact in facts if fact.data.get("state") == "break"]
    assert {fact.data["reason"] for fact in breaks} == {"meal", "rest"}
    waits = [call.wait for _, call in core.state.changed_calls()]
    assert max(waits) > 15


def test_facts_come_in_order() -> None:
    moments = [fact.stamp.monotonic for fact in run(floor(), 7200, 60)]
    assert moments == sorted(moments)


def alone(patience: float = 1e9) -> tuple[FloorCore, Simulator]:
    """A floor where nobody calls by themselves."""
    core = floor(world=World([SCENARIO], ZONE), peak=1e-6)
    simulator = core.exchange
    assert isinstance(simulator, Simulator)
    core.change_agent(LiveAgent("person", "Person", core.now, skills=(("city", 1),)))
    return core, simulator


def to(core: FloorCore, seconds: float) -> None:
    core.run_until(core.now.later(seconds))


def test_a_colleague_answers_talks_and_is_ready_again() -> None:
    core, simulator = alone()
    to(core, 1)
    simulator.call_in("c", "161", "city", "noise")
    to(core, 8)
    assert core.state.calls["c"].connected
    to(core, 400)
    kinds = [fact.kind.value for fact in core.facts if fact.call_id == "c"]
    assert kinds[:4] == ["offered", "queued", "ringing", "answered"]
    assert kinds.count("spoken") == 3
    assert "ended" in kinds
    assert core.state.agents["agent0"].state is AgentState.READY or core.state.calls == {}


def person_talks() -> tuple[FloorCore, Simulator]:
    core, simulator = alone()
    to(core, 1)
    for name in COLLEAGUES:
        core.free(name, AgentState.OFFLINE, "test", "test")
    core.set_state("person", AgentState.READY)
    simulator.call_in("c", "161", "city", "noise")
    core.ask(lambda: None)
    assert core.answer(core.state.agents["person"], core.state.calls["c"])
    return core, simulator


def test_the_caller_speaks_to_a_person_every_few_seconds_and_stays() -> None:
    core, _ = person_talks()
    to(core, 30)
    assert [text for _, text in core.state.calls["c"].lines] == ["一", "二", "三"]
    at = [fact.stamp.monotonic for fact in core.facts if fact.kind is CallEventKind.SPOKEN]
    assert all(4 <= later - earlier <= 7 for earlier, later in pairwise(at))
    to(core, 4000)
    assert core.state.calls["c"].connected


def test_nobody_speaks_into_the_music() -> None:
    core, simulator = person_talks()
    core.ask(lambda: simulator.hold("c"))
    to(core, 100)
    assert core.state.calls["c"].lines == ()
    core.ask(lambda: simulator.resume("c"))
    to(core, 30)
    assert len(core.state.calls["c"].lines) == 3


def test_after_a_transfer_the_rest_is_told() -> None:
    core, _ = person_talks()
    to(core, 3)
    said = len(core.state.calls["c"].lines)
    core.transfer(core.state.calls["c"], "", "city")
    core.set_state("agent0", AgentState.READY)
    to(core, 60)
    assert said < 3
    call = core.state.calls.get("c")
    lines = [fact.data["text"] for fact in core.facts if fact.kind is CallEventKind.SPOKEN]
    to(core, 400)
    lines = [fact.data["text"] for fact in core.facts if fact.kind is CallEventKind.SPOKEN]
    assert lines == ["一", "二", "三"]
    assert call is None or call.agent_id != "person"


def test_a_colleague_who_is_put_right_to_offline_stays_there() -> None:
    core, _ = alone()
    to(core, 1)
    core.free("agent0", AgentState.OFFLINE, "put_right", "put_right")
    to(core, 7200)
    assert core.state.agents["agent0"].state is AgentState.OFFLINE


@pytest.mark.parametrize(
    "what", ["hold", "resume", "transfer", "withdraw", "end", "answer", "offer", "conference", "leave"]
)
@pytest.mark.parametrize("kind", [LocalExchange, Simulator])
def test_commands_about_a_caller_who_is_gone_do_nothing(kind: type, what: str) -> None:
    stamp = Stamp(datetime(2026, 3, 10, tzinfo=UTC), 5.0)
    exchange = (
        LocalExchange("x", stamp) if kind is LocalExchange else Simulator("x", stamp, World([SCENARIO], ZONE), 1, [])
    )
    arguments = {"end": ("agent",), "answer": ("a",), "offer": ("a",), "conference": ("a",), "leave": ("a",)}.get(
        what, ()
    )
    getattr(exchange, what)("gone", *arguments)
    assert exchange.take(stamp) == []


def test_an_answered_caller_cannot_be_answered_again() -> None:
    stamp = Stamp(datetime(2026, 3, 10, tzinfo=UTC), 5.0)
    exchange = LocalExchange("x", stamp)
    exchange.call_in("c", "1", "city")
    exchange.answer("c", "one")
    exchange.answer("c", "two")
    assert [fact.agent_id for fact in exchange.take(stamp)] == ["", "one"]
    assert exchange.alive() == {"c"}


def test_some_of_those_who_give_up_leave_a_message_and_some_of_these_say_nothing() -> None:
    facts = run(floor(colleagues=COLLEAGUES[:2], peak=400.0), 7200, 600)
    spoken = {fact.call_id: fact for fact in facts if fact.kind is CallEventKind.VOICEMAIL}
    assert len(spoken) > 5
    lengths = [float(fact.data["seconds"] or 0) for fact in spoken.values()]
    assert all(0 < seconds < 41 for seconds in lengths)
    gone = {fact.call_id for fact in facts if fact.kind is CallEventKind.ABANDONED}
    assert spoken.keys() <= gone
    assert not spoken.keys() & {fact.call_id for fact in facts if fact.kind is CallEventKind.CALLBACK_WISHED}


def test_some_colleagues_ask_for_help_and_all_else_of_the_day_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = run(floor(), 4 * 3600, 4 * 3600)
    asked = [fact for fact in facts if fact.kind is CallEventKind.HELP_ASKED]
    ended = {fact.call_id: fact for fact in facts if fact.kind is CallEventKind.HELP_ENDED}
    answered = [fact for fact in facts if fact.kind is CallEventKind.ANSWERED]
    assert 3 < len(asked) < len(answered) / 8
    for fact in asked:
        end = ended[fact.call_id]
        assert end.stamp.monotonic - fact.stamp.monotonic <= 90.001
        assert end.data["why"] in ("withdrawn", "over")
    monkeypatch.setattr(habits, "ONE_ASKS_OF", 10**9)
    without = told(run(floor(), 4 * 3600, 4 * 3600))
    assert [fact for fact in told(facts) if not fact[0].startswith("help_")] == without


def colleague_asks(monkeypatch: pytest.MonkeyPatch) -> tuple[FloorCore, Simulator]:
    """A colleague who talks for 180 s and has just asked for help."""
    monkeypatch.setattr(habits, "ONE_ASKS_OF", 1)
    core, simulator = alone()
    to(core, 1)
    simulator.call_in("c", "161", "city", "noise")
    for _ in range(80):
        to(core, 1)
        if any(fact.kind is CallEventKind.HELP_ASKED for fact in core.facts):
            break
    assert agent_of(core).help_since is not None
    return core, simulator


def agent_of(core: FloorCore) -> LiveAgent:
    """Who has the call."""
    return core.state.agents[core.state.calls["c"].agent_id]


def helped(core: FloorCore) -> list[tuple[str, str]]:
    kinds = (CallEventKind.HELP_ASKED, CallEventKind.HELP_ENDED)
    return [(fact.kind.value, str(fact.data.get("why", ""))) for fact in core.facts if fact.kind in kinds]


def test_a_colleague_to_whom_no_lead_comes_manages_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    core, _ = colleague_asks(monkeypatch)
    to(core, 92)
    assert agent_of(core).help_since is None
    assert core.state.calls["c"].connected
    to(core, 400)
    assert helped(core) == [("help_asked", ""), ("help_ended", "withdrawn")]
    assert not core.state.calls


@pytest.mark.parametrize("stays", [True, False])
def test_the_talk_goes_on_while_the_lead_who_came_to_help_is_there(
    monkeypatch: pytest.MonkeyPatch, stays: bool
) -> None:
    core, simulator = colleague_asks(monkeypatch)
    core.ask(lambda: simulator.supervise("c", "lead", SupervisionMode.WHISPER))
    assert helped(core) == [("help_asked", ""), ("help_ended", "taken")]
    to(core, 170)
    # Without the lead it would have been over after 180 s.
    assert core.state.calls["c"].connected
    if not stays:
        core.ask(lambda: simulator.unsupervise("c", "lead"))
        to(core, 5)
        assert agent_of(core).state is AgentState.WRAP_UP
    to(core, 400)
    assert not core.state.calls
    assert helped(core) == [("help_asked", ""), ("help_ended", "taken")]


def test_a_lead_who_only_happens_to_listen_does_not_lengthen_a_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(habits, "ONE_ASKS_OF", 10**9)
    core, simulator = alone()
    to(core, 1)
    simulator.call_in("c", "161", "city", "noise")
    to(core, 8)
    core.ask(lambda: simulator.supervise("c", "lead", SupervisionMode.LISTEN))
    to(core, 190)
    assert "c" not in core.state.calls or not core.state.calls["c"].connected
