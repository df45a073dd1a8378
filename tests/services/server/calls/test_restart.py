"""What the floor knows after a server was killed."""

from typing import Any

import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.calls import AgentState, CallState, SupervisionMode
from services.server.calls.floor import CallFloor, local_exchange
from services.server.calls.tables import call_events, calls
from services.server.kernel import Kernel
from services.telephony.exchange import LocalExchange
from tests.services.server.calls.conftest import OnDuty, act, ring
from tests.services.server.conftest import Api, SignIn


@pytest.fixture
def busy(floor: CallFloor, on_duty: OnDuty, clock: ManualClock) -> dict[str, Any]:
    """One caller talks, one rings, one waits."""
    talking, ringing = on_duty(general=1), on_duty(city=1)
    found: dict[str, Any] = {"talks": ring(floor), "agent": talking, "rung": ringing}
    act(talking, found["talks"], "answer")
    found["rings"] = ring(floor, skill="city")
    found["waits"] = ring(floor, skill="social")
    clock.advance(5)
    return found


def states(floor: CallFloor) -> dict[str, CallState]:
    with floor.look() as core:
        return {call.id: call.state for call in core.state.calls.values()}


def test_calls_of_a_dead_exchange_are_ended_by_the_system(
    kernel: Kernel, busy: dict[str, Any], clock: ManualClock
) -> None:
    clock.advance(3600)
    after = CallFloor(kernel, local_exchange(kernel))
    assert states(after) == {}
    with kernel.database.read() as connection:
        rows = {row.id: row for row in connection.execute(select(calls))}
        last = connection.execute(select(call_events.c.at).where(call_events.c.kind == "ended")).scalars().all()
    for name in ("talks", "rings", "waits"):
        assert (rows[busy[name]].state, rows[busy[name]].ended_by) == ("ended", "system")
    # As of the last moment that was recorded, not of the start an hour later.
    assert {(clock.now() - moment).total_seconds() for moment in last} == {3605.0}
    with after.look() as core:
        assert {agent.state for agent in core.state.agents.values()} == {AgentState.OFFLINE}


def test_calls_that_the_exchange_still_has_go_on(
    kernel: Kernel, floor: CallFloor, busy: dict[str, Any], clock: ManualClock
) -> None:
    exchange = floor.core.exchange
    assert isinstance(exchange, LocalExchange)
    clock.advance(5)
    after = CallFloor(kernel, exchange)
    found = states(after)
    assert found[busy["talks"]] is CallState.TALKING
    with after.look() as core:
        state = core.state
        assert state.agents[busy["agent"].account.id].call_id == busy["talks"]
        # Put back at the head, in the old order; the one who was rung is off duty until they say that they are there.
        assert [state.calls[key].head for key in (busy["rings"], busy["waits"])] == [True, True]
        assert state.agents[busy["rung"].account.id].state is AgentState.OFFLINE
    kernel.write(lambda tx: after.act(tx, lambda core: core.ask(lambda: exchange.hang_up(busy["talks"]))))
    with after.look() as core:
        assert core.state.agents[busy["agent"].account.id].state is AgentState.WRAP_UP
    with kernel.database.read() as connection:
        row = connection.execute(select(calls).where(calls.c.id == busy["talks"])).one()
    assert (row.talk_seconds, row.ended_by) == (10.0, "caller")


def test_nothing_is_recorded_twice_by_starting_twice(kernel: Kernel, busy: dict[str, Any]) -> None:
    CallFloor(kernel, local_exchange(kernel))
    with kernel.database.read() as connection:
        before = len(connection.execute(select(call_events)).all())
    CallFloor(kernel, local_exchange(kernel))
    with kernel.database.read() as connection:
        assert len(connection.execute(select(call_events)).all()) == before


class Full(Exception):
    """The disk is full."""


def test_what_cannot_be_stored_has_not_happened_and_is_taken_in_later(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, monkeypatch: pytest.MonkeyPatch
) -> None:
    api: Api = on_duty(general=1)

    def fail(*_: Any) -> None:
        raise Full

    with monkeypatch.context() as patch:
        patch.setattr("services.server.calls.repository.add_calls", fail)
        with pytest.raises(Full):
            ring(floor)
        assert states(floor) == {}
        with floor.look() as core:
            assert core.state.agents[api.account.id].state is AgentState.READY
    floor.turn()
    assert list(states(floor).values()) == [CallState.RINGING]
    with kernel.database.read() as connection:
        kinds = [row.kind for row in connection.execute(select(call_events).order_by(call_events.c.id))]
    assert kinds == ["agent_state", "offered", "queued", "ringing"]


def test_what_belongs_to_a_talk_is_right_again(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    agent, lead = on_duty(general=1), sign_in(Role.LEAD)
    call_id = ring(floor)
    act(agent, call_id, "answer")
    act(agent, call_id, "consult", number="110", ticket_id="draft-1")
    act(agent, call_id, "release")
    for what in ("mute", "pause-recording", "help"):
        assert act(agent, call_id, what).status_code == 200
    act(lead, call_id, "supervise", mode="whisper")
    act(agent, call_id, "help")
    with floor.look() as core:
        before, talks = core.state.calls[call_id], core.state.agents[agent.account.id]
        stated = count(kernel)
    after = CallFloor(kernel, floor.core.exchange)
    with after.look() as core:
        call, again = core.state.calls[call_id], core.state.agents[agent.account.id]
        assert core.state.names[lead.account.id] == lead.account.name
    assert (call.ticket_id, call.muted, call.recording_paused) == ("draft-1", True, True)
    assert (call.ticket_id, call.muted, call.recording_paused) == (
        before.ticket_id,
        before.muted,
        before.recording_paused,
    )
    assert again.supervisors == talks.supervisors == ((lead.account.id, "whisper"),)
    assert again.help_since is not None
    assert talks.help_since is not None
    assert again.help_since.at == talks.help_since.at
    assert count(kernel) == stated, "what is known is not stated again"


def test_what_has_changed_meanwhile_is_as_the_exchange_says(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    agent, lead, other = on_duty(general=1), sign_in(Role.LEAD), sign_in(Role.LEAD)
    call_id, exchange = ring(floor), floor.core.exchange
    act(agent, call_id, "answer")
    for what in ("hold", "mute", "pause-recording"):
        act(agent, call_id, what)
    act(lead, call_id, "supervise", mode="listen")
    # Nobody of ours is there.
    exchange.resume(call_id)
    exchange.mute(call_id, False)
    exchange.pause_recording(call_id, False)
    exchange.unsupervise(call_id, lead.account.id)
    exchange.supervise(call_id, other.account.id, SupervisionMode.JOIN)
    exchange.take(floor.core.now)
    after = CallFloor(kernel, exchange)
    with after.look() as core:
        call, again = core.state.calls[call_id], core.state.agents[agent.account.id]
    assert (call.state, call.muted, call.recording_paused) == (CallState.TALKING, False, False)
    assert (again.state, again.supervisors) == (AgentState.TALKING, ((other.account.id, "join"),))


def count(kernel: Kernel) -> int:
    with kernel.database.read() as connection:
        return len(connection.execute(select(call_events)).all())
