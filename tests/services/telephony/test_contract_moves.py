"""The same for every exchange: a lead takes a caller, moves one who waits or rings, and one who talks."""

from services.contracts.calls import AgentState
from tests.services.telephony.contract import Rig, call_of, state_of
from tests.services.telephony.test_contract import let_pass, ready, talk


def move(rig: Rig, call_id: str, agent: str = "", skill: str = "") -> None:
    rig.settle()
    to = f"account-{agent}" if agent else ""
    rig.core.move(call_of(rig, call_id), to, skill, {"by": "lead", "why": "nobody here"})


def take(rig: Rig, name: str, call_id: str) -> None:
    assert rig.core.take_for(rig.core.state.agents[f"account-{name}"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, name) == "talking")
    assert call_of(rig, call_id).agent_id == f"account-{name}"


def test_a_lead_off_duty_takes_a_waiting_caller_and_is_off_duty_again(rig: Rig) -> None:
    call_id = rig.call()
    take(rig, "bo", call_id)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "bo") == "wrap_up")
    rig.core.time_out(rig.core.state.agents["account-bo"])
    assert state_of(rig, "bo") == "offline"
    waiting = rig.call("13900000001")
    let_pass(rig, 1.5)
    assert call_of(rig, waiting).state == "waiting", "nobody is rung who only took one caller"


def test_a_lead_takes_a_caller_who_rings_and_the_agent_is_ready_again(rig: Rig) -> None:
    ready(rig, "anna")
    call_id = rig.call()
    rig.until(lambda: state_of(rig, "anna") == "ringing")
    take(rig, "bo", call_id)
    assert state_of(rig, "anna") == "ready"
    assert "ring_missed" not in rig.kinds(call_id)
    rig.call("13900000001")
    rig.until(lambda: state_of(rig, "anna") == "ringing")


def test_a_waiting_caller_is_moved_to_a_queue_and_keeps_the_wait(rig: Rig) -> None:
    call_id = rig.call()
    came = call_of(rig, call_id).offered
    let_pass(rig, 1.2)
    move(rig, call_id, skill="city")
    rig.until(lambda: call_of(rig, call_id).skill == "city")
    assert (call_of(rig, call_id).state, call_of(rig, call_id).head) == ("waiting", False)
    ready(rig, "chen")
    rig.until(lambda: state_of(rig, "chen") == "ringing")
    rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, "chen") == "talking")
    assert call_of(rig, call_id).offered == came
    assert call_of(rig, call_id).wait >= 1.2, "counted from the first entry"
    kinds = [kind for kind in rig.kinds(call_id) if kind != "agent_state"]
    assert kinds == ["offered", "queued", "moved", "queued", "ringing", "answered"]


def test_a_moved_caller_stands_where_their_wait_puts_them_and_is_moved_back(rig: Rig) -> None:
    """The first of three goes to a queue where somebody who came later waits, and comes back before the third."""
    first, second, third = (rig.call(f"1390000000{n}") for n in (1, 2, 3))
    move(rig, second, skill="city")
    rig.until(lambda: call_of(rig, second).skill == "city")
    move(rig, first, skill="city")
    rig.until(lambda: call_of(rig, first).skill == "city")
    assert rig.core.state.router.in_order("city") == [first, second]
    move(rig, first, skill="general")
    rig.until(lambda: call_of(rig, first).skill == "general")
    assert rig.core.state.router.in_order("general") == [first, third]
    move(rig, second, skill="general")
    rig.until(lambda: call_of(rig, second).skill == "general")
    let_pass(rig, 1.5)
    order = []
    for name in ("anna", "bo"):
        ready(rig, name)
        rig.until(lambda name=name: state_of(rig, name) == "ringing", 20)  # type: ignore[misc]
        rung = rig.core.state.agents[f"account-{name}"].call_id
        order.append(rung)
        rig.core.answer(rig.core.state.agents[f"account-{name}"], call_of(rig, rung))
        rig.until(lambda name=name: state_of(rig, name) == "talking")  # type: ignore[misc]
    assert order == [first, second]


def test_a_caller_who_rings_is_moved_to_one_agent(rig: Rig) -> None:
    ready(rig, "anna")
    call_id = rig.call()
    rig.until(lambda: state_of(rig, "anna") == "ringing")
    ready(rig, "chen")
    move(rig, call_id, agent="chen")
    rig.until(lambda: state_of(rig, "chen") == "ringing")
    assert state_of(rig, "anna") == "ready"
    rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, "chen") == "talking")
    assert call_of(rig, call_id).agent_id == "account-chen"
    assert "ring_missed" not in rig.kinds(call_id)
    rig.call("13900000001")
    rig.until(lambda: state_of(rig, "anna") == "ringing")


def test_a_caller_sent_to_an_agent_is_taken_back_before_they_answer(rig: Rig) -> None:
    """What a lead's undo does."""
    call_id = rig.call()
    ready(rig, "chen")
    move(rig, call_id, agent="chen")
    rig.until(lambda: state_of(rig, "chen") == "ringing")
    rig.core.set_state("account-anna", AgentState.READY)
    move(rig, call_id, skill="general")
    rig.until(lambda: state_of(rig, "anna") == "ringing", 10)
    assert call_of(rig, call_id).agent_id == "account-anna"
    assert state_of(rig, "chen") == "ready"


def test_a_parked_caller_is_moved_to_a_queue(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.ask(lambda: rig.core.exchange.park(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "parked")
    move(rig, call_id, skill="city")
    rig.until(lambda: call_of(rig, call_id).state == "waiting")
    assert (call_of(rig, call_id).skill, call_of(rig, call_id).head) == ("city", True)
    ready(rig, "chen")
    rig.until(lambda: state_of(rig, "chen") == "ringing")


def test_a_talk_is_moved_to_another_agent(rig: Rig) -> None:
    call_id = talk(rig)
    ready(rig, "chen")
    move(rig, call_id, agent="chen")
    rig.until(lambda: state_of(rig, "chen") == "ringing")
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, "chen") == "talking")
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "chen") == "wrap_up")
