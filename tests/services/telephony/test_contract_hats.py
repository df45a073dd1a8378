"""The same for every exchange: a lead who takes calls too has one telephone, and is in one call with it."""

from services.contracts.calls import SupervisionMode
from tests.services.telephony.contract import AsteriskRig, Rig, call_of, state_of
from tests.services.telephony.test_contract import let_pass, ready, supervisors, talk
from tests.services.telephony.test_contract_moves import take

BO = "account-bo"


def visit(rig: Rig, call_id: str, mode: SupervisionMode, name: str = "anna") -> None:
    """The lead, who is ready as an agent, comes into an agent's call or changes how they are in it."""
    rig.core.ask(lambda: rig.core.exchange.supervise(call_id, BO, mode))
    rig.until(lambda: supervisors(rig, name) == [(BO, mode.value)], 20)


def alone(rig: Rig, name: str = "anna") -> None:
    """The agent talks on without the lead, and has noticed nothing."""
    rig.until(lambda: supervisors(rig, name) == [], 20)
    assert state_of(rig, name) == "talking"


def connected(rig: Rig, name: str, call_id: str) -> None:
    rig.until(lambda: state_of(rig, name) == "talking", 20)
    assert rig.core.state.agents[f"account-{name}"].call_id == call_id
    if isinstance(rig, AsteriskRig):
        rig.until(lambda: rig.phones[name].talking, 20)


def test_who_listens_whispers_or_joins_is_not_rung_and_is_once_they_have_left(rig: Rig) -> None:
    call_id = talk(rig)
    ready(rig, "bo")
    for mode in SupervisionMode:
        visit(rig, call_id, mode)
    waiting = rig.call("13900000001")
    let_pass(rig, 2.0)
    assert (state_of(rig, "bo"), call_of(rig, waiting).state) == ("ready", "waiting")
    assert "ringing" not in rig.kinds(waiting)
    rig.core.ask(lambda: rig.core.exchange.unsupervise(call_id, BO))
    alone(rig)
    rig.until(lambda: state_of(rig, "bo") == "ringing", 20)
    rig.core.answer(rig.core.state.agents[BO], call_of(rig, waiting))
    connected(rig, "bo", waiting)


def test_who_listens_is_rung_when_the_agents_call_is_over(rig: Rig) -> None:
    call_id = talk(rig)
    ready(rig, "bo")
    visit(rig, call_id, SupervisionMode.LISTEN)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up", 20)
    assert (state_of(rig, "bo"), supervisors(rig)) == ("ready", [])
    waiting = rig.call("13900000001")
    rig.until(lambda: state_of(rig, "bo") == "ringing", 20)
    assert rig.core.state.agents[BO].call_id == waiting


def test_a_lead_goes_from_one_call_to_another(rig: Rig) -> None:
    first = talk(rig)
    ready(rig, "chen")
    second = rig.call("13900000001")
    rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, second))
    connected(rig, "chen", second)
    ready(rig, "bo")
    visit(rig, first, SupervisionMode.WHISPER)
    visit(rig, second, SupervisionMode.LISTEN, "chen")
    alone(rig)


def test_a_lead_who_listens_picks_up_a_waiting_caller(rig: Rig) -> None:
    call_id = talk(rig)
    ready(rig, "bo")
    visit(rig, call_id, SupervisionMode.LISTEN)
    waiting = rig.call("13900000001")
    let_pass(rig, 1.2)
    take(rig, "bo", waiting)
    connected(rig, "bo", waiting)
    alone(rig)
    assert "ring_missed" not in rig.kinds(waiting)


def test_a_lead_who_listens_calls_a_number(rig: Rig) -> None:
    call_id = talk(rig)
    ready(rig, "bo")
    visit(rig, call_id, SupervisionMode.JOIN)
    rig.core.dial(rig.core.state.agents[BO], "out-1", "057312345")
    rig.until(lambda: call_of(rig, "out-1").answered, 20)
    connected(rig, "bo", "out-1")
    alone(rig)


def test_a_lead_with_a_call_of_their_own_comes_into_another_after_it(rig: Rig) -> None:
    ready(rig, "bo")
    own = rig.call()
    rig.until(lambda: state_of(rig, "bo") == "ringing", 20)
    rig.core.answer(rig.core.state.agents[BO], call_of(rig, own))
    connected(rig, "bo", own)
    call_id = talk(rig, "anna", "13900000001")
    rig.caller_hangs_up(own)
    rig.until(lambda: state_of(rig, "bo") == "wrap_up", 20)
    visit(rig, call_id, SupervisionMode.WHISPER)
    assert state_of(rig, "bo") == "wrap_up"
    rig.core.time_out(rig.core.state.agents[BO])
    waiting = rig.call("13900000002")
    let_pass(rig, 2.0)
    assert call_of(rig, waiting).state == "waiting"
    visit(rig, call_id, SupervisionMode.LISTEN)
    rig.core.ask(lambda: rig.core.exchange.unsupervise(call_id, BO))
    rig.until(lambda: state_of(rig, "bo") == "ringing", 20)
