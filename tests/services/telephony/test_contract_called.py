"""The same for every exchange: a citizen whom an agent has called is sent on and parked as one who calls."""

from services.contracts.calls import AgentState
from tests.services.telephony.contract import Rig, call_of, state_of
from tests.services.telephony.test_contract import let_pass, ready
from tests.services.telephony.test_contract_moves import move

CALL = "out-1"


def called(rig: Rig) -> str:
    """An agent calls a citizen, who answers."""
    ready(rig, "anna")
    rig.core.dial(rig.core.state.agents["account-anna"], CALL, "057312345")
    rig.until(lambda: call_of(rig, CALL).answered, 20)
    return CALL


def transfer(rig: Rig, agent: str = "", skill: str = "") -> None:
    rig.core.transfer(call_of(rig, CALL), f"account-{agent}" if agent else "", skill, ticket_id="draft-1")


def answered_by(rig: Rig, name: str) -> None:
    rig.until(lambda: state_of(rig, name) == "ringing", 20)
    assert rig.core.state.agents[f"account-{name}"].call_id == CALL
    rig.core.answer(rig.core.state.agents[f"account-{name}"], call_of(rig, CALL))
    rig.until(lambda: state_of(rig, name) == "talking", 20)
    call = call_of(rig, CALL)
    assert (call.agent_id, call.outgoing, call.ticket_id) == (f"account-{name}", True, "draft-1")


def ends(rig: Rig, name: str) -> None:
    rig.called_hangs_up(CALL)
    rig.until(lambda: state_of(rig, name) == "wrap_up", 20)
    assert rig.kinds(CALL)[-2:] == ["ended", "agent_state"]
    assert "abandoned" not in rig.kinds(CALL)
    assert "offered" not in rig.kinds(CALL)


def test_who_was_called_is_sent_to_a_queue(rig: Rig) -> None:
    called(rig)
    transfer(rig, skill="city")
    rig.until(lambda: state_of(rig, "anna") == "wrap_up", 20)
    assert (call_of(rig, CALL).state, call_of(rig, CALL).skill, call_of(rig, CALL).head) == ("waiting", "city", True)
    let_pass(rig, 1.0)
    ready(rig, "chen")
    answered_by(rig, "chen")
    ends(rig, "chen")


def test_who_was_called_is_sent_to_a_colleague_and_on_to_a_queue(rig: Rig) -> None:
    called(rig)
    ready(rig, "chen")
    transfer(rig, agent="chen")
    answered_by(rig, "chen")
    rig.core.ask(lambda: rig.core.exchange.hold(CALL))
    rig.until(lambda: call_of(rig, CALL).state == "held", 20)
    transfer(rig, skill="general")
    rig.until(lambda: state_of(rig, "chen") == "wrap_up", 20)
    ready(rig, "bo")
    answered_by(rig, "bo")
    ends(rig, "bo")


def test_who_was_called_is_parked_and_taken_back(rig: Rig) -> None:
    called(rig)
    rig.core.give_along(CALL, "draft-1")
    rig.core.ask(lambda: rig.core.exchange.park(CALL))
    rig.until(lambda: call_of(rig, CALL).state == "parked", 20)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up", 20)
    let_pass(rig, 1.0)
    rig.core.answer(rig.core.state.agents["account-anna"], call_of(rig, CALL))
    rig.until(lambda: state_of(rig, "anna") == "talking", 20)
    assert call_of(rig, CALL).agent_id == "account-anna"
    ends(rig, "anna")


def test_who_was_called_gives_up_in_the_queue(rig: Rig) -> None:
    called(rig)
    transfer(rig, skill="city")
    rig.until(lambda: call_of(rig, CALL).state == "waiting", 20)
    let_pass(rig, 1.0)
    rig.called_hangs_up(CALL)
    rig.until(lambda: CALL not in rig.core.state.calls, 20)
    assert state_of(rig, "anna") == "wrap_up"


def test_a_lead_moves_who_was_called_to_another_queue(rig: Rig) -> None:
    called(rig)
    transfer(rig, skill="city")
    rig.until(lambda: call_of(rig, CALL).state == "waiting", 20)
    let_pass(rig, 1.0)
    move(rig, CALL, skill="general")
    rig.until(lambda: call_of(rig, CALL).skill == "general", 20)
    ready(rig, "bo")
    answered_by(rig, "bo")


def test_a_lead_puts_right_who_is_stuck_with_somebody_they_called(rig: Rig) -> None:
    called(rig)
    rig.core.give_along(CALL, "draft-1")
    rig.core.free("account-anna", AgentState.BREAK, "put_right", "put_right")
    rig.until(lambda: state_of(rig, "anna") == "break", 20)
    assert (call_of(rig, CALL).state, call_of(rig, CALL).skill) == ("waiting", "general")
    ready(rig, "bo")
    answered_by(rig, "bo")
