"""What was asked of an exchange that has refused it says nothing of what happens later."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.clock import ManualClock
from services.contracts.calls import AgentState, CallEventKind
from services.server.calls.core import FloorCore
from services.server.calls.rules import FloorRules, stamp_of
from services.server.calls.state import LiveAgent
from services.telephony.exchange import LocalExchange
from services.telephony.protocol import Fact
from tests.services.telephony.contract import Here
from tests.zone import ZONE


class Refuses(LocalExchange):
    """Rings by itself, and does not transfer when it is asked to for the first time."""

    routes = True
    refused = False

    def transfer(self, call_id: str, agent_id: str = "", skill: str = "", number: str = "") -> None:
        if self.refused:
            super().transfer(call_id, agent_id, skill, number)
        self.refused = True


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 4, 0, tzinfo=UTC))


@pytest.fixture
def core(clock: ManualClock) -> FloorCore:
    exchange = Refuses("test", stamp_of(clock))
    core = FloorCore(exchange, clock, clock.monotonic, Here(), FloorRules(), ZONE)
    for name in ("anna", "bo"):
        core.state.put_agent(LiveAgent(name, name, core.now, AgentState.READY, skills=(("general", 1),)))
    exchange.call_in("c", "13800000042", "general")
    core.ask(lambda: None)
    core.answer(core.state.agents["anna"], core.state.calls["c"])
    assert core.state.agents["anna"].state is AgentState.TALKING
    return core


def later(core: FloorCore, clock: ManualClock) -> None:
    clock.advance(60)
    core.run_until(stamp_of(clock))


def test_a_refused_transfer_names_no_target_of_a_later_one(core: FloorCore, clock: ManualClock) -> None:
    core.transfer(core.state.calls["c"], "bo", "city")
    later(core, clock)
    # The agent sends them on by their own telephone.
    core.ask(lambda: core.exchange.transfer("c"))
    queued = [fact.data for fact in core.facts if fact.kind == "queued"][-1]
    assert (queued["skill"], queued["to"]) == ("general", "")


def test_a_refused_putting_right_says_nothing_of_the_calls_end(core: FloorCore, clock: ManualClock) -> None:
    core.free("anna", AgentState.OFFLINE, "put_right", "put_right")
    assert core.state.agents["anna"].state is AgentState.TALKING
    later(core, clock)
    core.ask(lambda: core.exchange.end("c", "agent"))
    assert core.state.agents["anna"].state is AgentState.WRAP_UP


def test_who_is_rung_in_their_wrap_up_has_ended_it(core: FloorCore, clock: ManualClock) -> None:
    """An exchange with queues of its own may ring before it hears that somebody wraps up."""
    core.ask(lambda: core.exchange.end("c", "agent"))
    clock.advance(3)
    core.run_until(stamp_of(clock))
    core.state.put_agent(replace(core.state.agents["bo"], state=AgentState.PAUSED))
    core.exchange.call_in("d", "13800000043", "general")
    core.ask(lambda: None)
    core._taking.one(Fact(CallEventKind.RINGING, core.now, "d", "anna"))
    anna = core.state.agents["anna"]
    assert (anna.state, anna.call_id, anna.wrap_up) == (AgentState.RINGING, "d", 3)
    assert list(core.state.calls) == ["d"], "the call is over and wrapped up"
