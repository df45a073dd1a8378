"""The same for every exchange: what happens on the line arrives at the floor, what the floor asks happens on the line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from services.contracts.blocking import Treatment
from services.contracts.calls import AgentState, SupervisionMode
from services.contracts.opening import ClosedTreatment
from services.contracts.plans import Outside
from services.server.calls.rules import Caller
from services.telephony.asterisk.names import BLOCKS, CLOSED, PLANS
from services.telephony.protocol import Block, Closing, Fact, Stretch, Telephony
from tests.services.telephony.contract import HIDDEN, AsteriskRig, Rig, call_of, is_telephony, state_of


def ready(rig: Rig, *names: str) -> None:
    for name in names:
        rig.core.set_state(f"account-{name}", AgentState.READY)


def talk(rig: Rig, name: str = "anna", number: str = "13800000042") -> str:
    """A citizen calls and the agent answers."""
    ready(rig, name)
    call_id = rig.call(number)
    rig.until(lambda: state_of(rig, name) == "ringing")
    assert rig.core.answer(rig.core.state.agents[f"account-{name}"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, name) == "talking")
    return call_id


def test_it_speaks_the_protocol(rig: Rig) -> None:
    exchange: Telephony = is_telephony(rig.core.exchange)
    assert exchange.run
    assert exchange.state.connected


def test_a_call_rings_at_a_ready_agent_and_is_answered(rig: Rig) -> None:
    call_id = talk(rig)
    call = call_of(rig, call_id)
    assert (call.number, call.skill, call.agent_id) == ("13800000042", "general", "account-anna")
    assert call_id in (rig.core.exchange.alive() or ())
    assert rig.kinds(call_id) == ["offered", "queued", "ringing", "answered"]


def test_hold_and_resume(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.ask(lambda: rig.core.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held")
    assert state_of(rig, "anna") == "held"
    rig.core.ask(lambda: rig.core.exchange.resume(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "talking")
    assert rig.kinds(call_id)[-2:] == ["held", "resumed"]


def test_the_caller_hangs_up_and_the_agent_wraps_up(rig: Rig) -> None:
    call_id = talk(rig)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    assert call_of(rig, call_id).ended_by == "caller"
    rig.core.set_state("account-anna", AgentState.READY)
    rig.until(lambda: call_id not in rig.core.state.calls)
    again = rig.call("13900000001")
    rig.until(lambda: state_of(rig, "anna") == "ringing")
    assert call_of(rig, again).agent_id == "account-anna"


def test_nobody_rings_in_wrap_up_and_it_ends_in_a_break(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.ask(lambda: rig.core.exchange.end(call_id, "agent"))
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    assert call_of(rig, call_id).ended_by == "agent"
    waiting = rig.call("13900000001")
    rig.core.set_state("account-anna", AgentState.BREAK, "meal")
    let_pass(rig, 1.5)
    assert (state_of(rig, "anna"), call_of(rig, waiting).state) == ("break", "waiting")
    rig.core.set_state("account-anna", AgentState.READY)
    rig.until(lambda: call_of(rig, waiting).state == "ringing")


def let_pass(rig: Rig, seconds: float) -> None:
    since = rig.core.now.monotonic
    rig.until(lambda: rig.core.now.monotonic >= since + seconds)


def test_the_agent_hangs_up_by_hand(rig: Rig) -> None:
    call_id = talk(rig)
    rig.agent_hangs_up("anna")
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    assert call_of(rig, call_id).ended_by == "agent"


def test_a_caller_gives_up_waiting(rig: Rig) -> None:
    call_id = rig.call()
    assert call_of(rig, call_id).state == "waiting"
    rig.caller_hangs_up(call_id)
    rig.until(lambda: call_id not in rig.core.state.calls)
    assert rig.kinds(call_id) == ["offered", "queued", "abandoned"]


def test_a_waiting_caller_wishes_to_be_called_back(rig: Rig) -> None:
    call_id = rig.call()
    came = call_of(rig, call_id).offered.at
    rig.caller_wishes(call_id)
    rig.until(lambda: call_id not in rig.core.state.calls, 20)
    assert rig.kinds(call_id) == ["offered", "queued", "callback_wished", "abandoned"]
    (wish,) = [fact for fact in rig.facts if fact.kind == "callback_wished"]
    assert (wish.data["number"], wish.data["skill"]) == ("13800000042", "general")
    assert wish.data["since"] == came.isoformat()


def test_who_hides_their_number_and_asks_for_a_call_keeps_their_place_among_priorities(rig: Rig) -> None:
    """They cannot be called: they wait on, before who came later and behind who is to be served first."""
    first, hidden, later = rig.call("13800000001"), rig.call(HIDDEN), rig.call("13800000003")
    rig.core.caller_of = lambda _number: Caller(elderly=True)
    elderly = rig.call("13800000004")
    let_pass(rig, 1)
    rig.caller_wishes(hidden)
    let_pass(rig, 2)
    assert call_of(rig, hidden).state == "waiting"
    served = []
    for name in ("anna", "bo"):
        ready(rig, name)
        rig.until(lambda name=name: state_of(rig, name) == "ringing", 20)  # type: ignore[misc]
        served.append(rig.core.state.agents[f"account-{name}"].call_id)
        rig.core.answer(rig.core.state.agents[f"account-{name}"], call_of(rig, served[-1]))
        rig.until(lambda name=name: state_of(rig, name) == "talking")  # type: ignore[misc]
    rig.caller_hangs_up(served[0])
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    rig.core.time_out(rig.core.state.agents["account-anna"])
    rig.until(lambda: state_of(rig, "anna") == "ringing", 20)
    assert [*served, rig.core.state.agents["account-anna"].call_id] == [elderly, first, hidden]
    assert call_of(rig, later).state == "waiting"
    assert "callback_wished" not in rig.kinds(hidden)


def test_a_waiting_caller_leaves_a_message(rig: Rig) -> None:
    call_id = rig.call("13800000088")
    rig.caller_leaves_message(call_id)
    rig.until(lambda: "voicemail" in rig.kinds(call_id), 20)
    rig.until(lambda: "abandoned" in rig.kinds(call_id))
    (fact,) = [fact for fact in rig.facts if fact.kind == "voicemail" and fact.call_id == call_id]
    assert (fact.data["number"], fact.data["skill"]) == ("13800000088", "general")
    assert str(fact.data["since"]) <= fact.stamp.at.isoformat()
    rig.core.exchange.kept([call_id])


def test_a_caller_gives_up_while_it_rings(rig: Rig) -> None:
    ready(rig, "anna")
    call_id = rig.call()
    rig.until(lambda: state_of(rig, "anna") == "ringing")
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "ready")
    assert rig.kinds(call_id)[:4] == ["offered", "queued", "ringing", "abandoned"]


def test_a_missed_ring_pauses_and_the_next_agent_is_rung(rig: Rig) -> None:
    ready(rig, "anna")
    call_id = rig.call()
    rig.until(lambda: state_of(rig, "anna") == "ringing")
    rig.ignore_rings("anna")
    rig.until(lambda: state_of(rig, "anna") == "paused")
    assert rig.core.state.agents["account-anna"].reason == "ring_missed"
    assert call_of(rig, call_id).head
    ready(rig, "bo")
    # Level 2 in the skill: reached after ten seconds of waiting at the latest.
    rig.until(lambda: state_of(rig, "bo") == "ringing", 15)
    rig.core.set_state("account-anna", AgentState.READY)
    assert rig.kinds(call_id) == ["offered", "queued", "ringing", "ring_missed", "queued", "ringing"]


def test_transfer_to_a_colleague(rig: Rig) -> None:
    call_id = talk(rig)
    ready(rig, "chen")
    rig.core.transfer(call_of(rig, call_id), "account-chen", "")
    rig.until(lambda: state_of(rig, "chen") == "ringing")
    assert state_of(rig, "anna") == "wrap_up"
    assert rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, "chen") == "talking")
    assert rig.kinds(call_id)[-4:] == ["transferred", "queued", "ringing", "answered"] or rig.kinds(call_id)[-5:] == [
        *("transferred", "queued", "agent_state", "ringing", "answered")
    ]
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "chen") == "wrap_up")


def test_transfer_to_a_queue(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.transfer(call_of(rig, call_id), "", "city")
    rig.until(lambda: call_of(rig, call_id).state == "waiting")
    assert (call_of(rig, call_id).skill, call_of(rig, call_id).head) == ("city", True)
    ready(rig, "chen")
    rig.until(lambda: state_of(rig, "chen") == "ringing")


def conference(rig: Rig) -> str:
    call_id = talk(rig)
    ready(rig, "chen")
    rig.core.ask(lambda: rig.core.exchange.conference(call_id, "account-chen"))
    if hasattr(rig, "phones"):
        rig.until(lambda: rig.phones["chen"].ringing)
        rig.phones["chen"].pick_up()
    rig.until(lambda: call_of(rig, call_id).state == "conference")
    return call_id


def test_a_conference_and_the_helper_leaves(rig: Rig) -> None:
    call_id = conference(rig)
    assert (state_of(rig, "anna"), state_of(rig, "chen")) == ("talking", "talking")
    rig.core.ask(lambda: rig.core.exchange.leave(call_id, "account-chen"))
    rig.until(lambda: state_of(rig, "chen") == "ready")
    assert (call_of(rig, call_id).state, call_of(rig, call_id).agent_id) == ("talking", "account-anna")
    rig.core.ask(lambda: rig.core.exchange.end(call_id, "agent"))
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    assert call_of(rig, call_id).ended_by == "agent"


def test_an_attended_transfer(rig: Rig) -> None:
    """The agent speaks with the colleague and the citizen, then leaves."""
    call_id = conference(rig)
    rig.core.ask(lambda: rig.core.exchange.hand_over(call_id))
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    rig.until(lambda: call_of(rig, call_id).agent_id == "account-chen")
    assert (call_of(rig, call_id).state, state_of(rig, "chen")) == ("talking", "talking")
    if hasattr(rig, "pbx"):
        # Each agent has a recording of their own.
        rig.until(lambda: len(list(rig.pbx.recordings.glob(f"{call_id}.*.agent.wav"))) == 2)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "chen") == "wrap_up")
    assert state_of(rig, "anna") == "wrap_up"


@pytest.mark.parametrize("who", ["agent", "citizen"])
def test_ending_a_conference_ends_it_for_all(rig: Rig, who: str) -> None:
    call_id = conference(rig)
    if who == "agent":
        rig.core.ask(lambda: rig.core.exchange.end(call_id, "agent"))
    else:
        rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and state_of(rig, "chen") == "ready")
    if hasattr(rig, "phones"):
        rig.until(lambda: all(rig.phones[name].call is None for name in ("anna", "chen")))


def test_who_is_still_rung_for_a_consultation_is_let_go_of(rig: Rig) -> None:
    """A simulated colleague is there at once; a telephone may ring for long, and the citizen must not wait for it."""
    if not hasattr(rig, "phones"):
        return
    call_id = talk(rig)
    ready(rig, "chen")
    rig.core.ask(lambda: rig.core.exchange.consult(call_id, "account-chen"))
    rig.until(lambda: rig.phones["chen"].ringing and call_of(rig, call_id).state == "held")
    rig.core.ask(lambda: rig.core.exchange.resume(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "talking" and rig.phones["chen"].call is None, 12)
    assert state_of(rig, "chen") == "ready"


def test_a_held_citizen_and_a_consultation(rig: Rig) -> None:
    call_id = talk(rig)
    ready(rig, "chen")
    rig.core.ask(lambda: rig.core.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held")
    rig.core.ask(lambda: rig.core.exchange.consult(call_id, "account-chen"))
    if hasattr(rig, "phones"):
        rig.until(lambda: rig.phones["chen"].ringing, 12)
        rig.phones["chen"].pick_up()
    rig.until(lambda: call_of(rig, call_id).helper_id == "account-chen", 12)
    assert call_of(rig, call_id).state == "held"
    rig.core.ask(lambda: rig.core.exchange.join(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "conference")


def _stands_in_the_queue(rig: Rig, account_id: str) -> Callable[[], bool | None]:
    """Returns what tells whether an exchange with queues of its own has an agent in one; ``None`` without such queues."""
    if isinstance(rig, AsteriskRig):
        return lambda: account_id in rig.pbx.command("queue show tongfu-general")
    return lambda: None


def test_who_signs_off_is_not_rung(rig: Rig) -> None:
    ready(rig, "anna")
    there = _stands_in_the_queue(rig, "account-anna")
    rig.until(lambda: there() is not False)
    rig.core.set_state("account-anna", AgentState.OFFLINE)
    # Whoever calls in the same moment may still ring.
    rig.until(lambda: there() is not True)
    call_id = rig.call()
    let_pass(rig, 1.5)
    assert call_of(rig, call_id).state == "waiting"


def test_a_caller_is_picked_from_the_queue(rig: Rig) -> None:
    """The agent is on a pause, sees who waits, and takes them."""
    ready(rig, "anna")
    rig.core.set_state("account-anna", AgentState.PAUSED, "ring_missed")
    call_id = rig.call()
    rig.core.answer(rig.core.state.agents["account-anna"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, "anna") == "talking")
    assert call_of(rig, call_id).agent_id == "account-anna"


def test_a_ring_is_taken_back_when_the_lead_puts_the_agent_right(rig: Rig) -> None:
    ready(rig, "anna")
    call_id = rig.call()
    rig.until(lambda: state_of(rig, "anna") == "ringing")
    rig.core.free("account-anna", AgentState.BREAK, "put_right", "put_right")
    rig.until(lambda: state_of(rig, "anna") == "break")
    assert call_of(rig, call_id).head
    let_pass(rig, 1.5)
    assert state_of(rig, "anna") == "break"
    ready(rig, "bo")
    rig.until(lambda: state_of(rig, "bo") == "ringing", 15)


def test_an_agent_calls_a_number(rig: Rig) -> None:
    ready(rig, "anna")
    if hasattr(rig, "outside"):
        rig.outside.tone = 900
    rig.core.dial(rig.core.state.agents["account-anna"], "out-1", "057312345")
    assert state_of(rig, "anna") == "talking"
    assert call_of(rig, "out-1").outgoing
    rig.until(lambda: call_of(rig, "out-1").answered)
    waiting = rig.call()
    let_pass(rig, 1.2)
    assert call_of(rig, waiting).state == "waiting", "who calls is not rung"
    rig.core.ask(lambda: rig.core.exchange.end("out-1", "agent"))
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    assert rig.kinds("out-1") == ["dialled", "answered", "ended", "agent_state"]


def test_whoever_was_called_hangs_up(rig: Rig) -> None:
    ready(rig, "anna")
    rig.core.dial(rig.core.state.agents["account-anna"], "out-2", "057312345")
    rig.until(lambda: call_of(rig, "out-2").answered)
    rig.called_hangs_up("out-2")
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    assert call_of(rig, "out-2").ended_by == "caller"


def test_a_lead_listens_whispers_joins_and_leaves(rig: Rig) -> None:
    call_id = talk(rig)
    exchange = rig.core.exchange
    assert exchange.reaches("account-bo")
    for mode in SupervisionMode:
        rig.core.ask(lambda mode=mode: exchange.supervise(call_id, "account-bo", mode))  # type: ignore[misc]
        rig.until(lambda mode=mode: supervisors(rig) == [("account-bo", mode.value)])  # type: ignore[misc]
    rig.core.ask(lambda: exchange.unsupervise(call_id, "account-bo"))
    rig.until(lambda: not supervisors(rig))
    assert call_of(rig, call_id).state == "talking"
    assert rig.kinds(call_id)[-4:] == [*(["supervised"] * 3), "unsupervised"]


def supervisors(rig: Rig, name: str = "anna") -> list[tuple[str, str]]:
    return list(rig.core.state.agents[f"account-{name}"].supervisors)


def test_a_lead_is_out_when_the_call_ends(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.ask(lambda: rig.core.exchange.supervise(call_id, "account-bo", SupervisionMode.LISTEN))
    rig.until(lambda: supervisors(rig))
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    assert not supervisors(rig)
    if hasattr(rig, "phones"):
        rig.until(lambda: rig.phones["bo"].call is None)
    assert rig.kinds(call_id)[-3:] == ["unsupervised", "ended", "agent_state"]


def consult(rig: Rig, number: str = "") -> str:
    call_id = talk(rig)
    if not number:
        ready(rig, "chen")
    rig.core.ask(lambda: rig.core.exchange.consult(call_id, "" if number else "account-chen", number))
    if not number and hasattr(rig, "phones"):
        rig.until(lambda: rig.phones["chen"].ringing)
        rig.phones["chen"].pick_up()
    rig.until(lambda: call_of(rig, call_id).third)
    assert call_of(rig, call_id).state == "held"
    return call_id


def test_a_consultation_becomes_a_talk_of_three(rig: Rig) -> None:
    call_id = consult(rig)
    assert state_of(rig, "chen") == "talking"
    rig.core.ask(lambda: rig.core.exchange.join(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "conference")
    assert rig.kinds(call_id)[-3:] == ["held", "consulted", "conference"]


def test_a_consultation_and_back_to_the_caller(rig: Rig) -> None:
    call_id = consult(rig)
    rig.core.ask(lambda: rig.core.exchange.leave(call_id, "account-chen"))
    rig.until(lambda: call_of(rig, call_id).state == "talking")
    rig.until(lambda: state_of(rig, "chen") == "ready")
    assert (call_of(rig, call_id).third, state_of(rig, "anna")) == (False, "talking")
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")


def test_an_attended_transfer_after_a_consultation(rig: Rig) -> None:
    call_id = consult(rig)
    rig.core.ask(lambda: rig.core.exchange.hand_over(call_id))
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    rig.until(lambda: call_of(rig, call_id).agent_id == "account-chen")
    assert (call_of(rig, call_id).state, state_of(rig, "chen")) == ("talking", "talking")
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "chen") == "wrap_up")


def test_three_talk_with_a_number_outside(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.ask(lambda: rig.core.exchange.conference(call_id, number="057312345"))
    rig.until(lambda: call_of(rig, call_id).state == "conference")
    assert (call_of(rig, call_id).outside, call_of(rig, call_id).helper_id) == ("057312345", "")
    rig.core.ask(lambda: rig.core.exchange.leave(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "talking")
    assert not call_of(rig, call_id).third


def test_a_caller_is_left_with_a_number_outside(rig: Rig) -> None:
    call_id = consult(rig, "057312345")
    rig.core.ask(lambda: rig.core.exchange.hand_over(call_id))
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    assert call_of(rig, call_id).ended_by == "agent"
    if hasattr(rig, "outside"):
        let_pass(rig, 0.5)
        assert rig.citizens[call_id].talking
        assert rig.outside.talking


def test_a_caller_is_sent_on_to_a_number_outside(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.transfer(call_of(rig, call_id), "", "", "057312345")
    rig.until(lambda: call_id not in rig.core.state.calls)
    assert state_of(rig, "anna") == "wrap_up"
    assert [kind for kind in rig.kinds(call_id) if kind != "agent_state"][-3:] == ["transferred", "parked", "ended"]
    if hasattr(rig, "outside"):
        rig.until(lambda: rig.outside.talking and rig.citizens[call_id].talking)


def test_a_parked_caller_is_taken_back_by_a_colleague(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.ask(lambda: rig.core.exchange.park(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "parked")
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    ready(rig, "chen")
    let_pass(rig, 1.2)
    assert state_of(rig, "chen") == "ready", "a parked caller rings nowhere"
    rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, "chen") == "talking")
    assert call_of(rig, call_id).agent_id == "account-chen"
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "chen") == "wrap_up")


def test_a_parked_caller_gives_up(rig: Rig) -> None:
    call_id = talk(rig)
    rig.core.ask(lambda: rig.core.exchange.park(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "parked")
    rig.caller_hangs_up(call_id)
    rig.until(lambda: call_id not in rig.core.state.calls)
    assert rig.kinds(call_id)[-1] == "abandoned"


def test_a_secret_stays_out_of_the_recording(rig: Rig) -> None:
    call_id = talk(rig)
    for paused in (True, False):
        rig.core.ask(lambda paused=paused: rig.core.exchange.pause_recording(call_id, paused))  # type: ignore[misc]
        rig.until(lambda paused=paused: call_of(rig, call_id).recording_paused is paused)  # type: ignore[misc]
    rig.core.ask(lambda: rig.core.exchange.pause_recording(call_id, True))
    rig.until(lambda: call_of(rig, call_id).recording_paused)
    rig.core.ask(lambda: rig.core.exchange.end(call_id, "agent"))
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    wanted = ["recording_paused", "recording_resumed", "recording_paused", "recording_resumed", "ended"]
    assert [kind for kind in rig.kinds(call_id) if kind != "agent_state"][-5:] == wanted


def test_a_blocked_number_is_refused_and_told(rig: Rig) -> None:
    exchange, until = rig.core.exchange, rig.core.now.at + timedelta(days=1)
    exchange.block({"13800000066": Block(until, Treatment.ANNOUNCE), "13800000067": Block(until, Treatment.LAST)})
    settled(rig, "13800000066")
    ready(rig, "anna")
    rig.call_refused("13800000066")
    rig.until(lambda: refusals(rig))
    assert [fact.data["number"] for fact in refusals(rig)] == ["13800000066"]
    assert rig.core.state.calls == {}, "never offered"
    exchange.kept([fact.call_id for fact in refusals(rig)])
    rig.call("13800000067")
    rig.until(lambda: state_of(rig, "anna") == "ringing")
    exchange.block({})
    settled(rig, "")
    rig.call("13800000066")
    assert len(refusals(rig)) == 1


def test_a_closed_queue_turns_new_callers_away_and_keeps_those_who_wait(rig: Rig) -> None:
    exchange, until = rig.core.exchange, rig.core.now.at + timedelta(hours=1)
    waits = rig.call("13800000071")
    exchange.close_queues({"general": Closing(until, ClosedTreatment.CALL_BACK)})
    shown(rig, CLOSED, "general")
    rig.call_refused("13800000072")
    rig.until(lambda: turned_away(rig))
    (fact,) = turned_away(rig)
    assert (fact.data["number"], fact.data["skill"], fact.data["treatment"]) == ("13800000072", "general", "call_back")
    assert list(rig.core.state.calls) == [waits], "never offered"
    exchange.kept([fact.call_id])
    ready(rig, "anna")
    rig.until(lambda: state_of(rig, "anna") == "ringing")
    rig.caller_hangs_up(waits)
    exchange.close_queues({})
    shown(rig, CLOSED, "")
    rig.call("13800000072")
    assert len(turned_away(rig)) == 1


def test_a_plan_turns_away_at_its_hours_without_another_word(rig: Rig) -> None:
    with doors(rig):
        exchange, now = rig.core.exchange, rig.core.now.at
        hour = timedelta(hours=1)
        over = Stretch(now - 2 * hour, now - hour, Outside.ANNOUNCE)
        coming = Stretch(now + hour, now + 60 * hour, Outside.ANNOUNCE)
        exchange.plan_queues({"general": [over, coming]})
        shown(rig, PLANS, "general")
        waits = rig.call("13700000071")
        exchange.plan_queues({"general": [over, Stretch(now - hour, now + 48 * hour, Outside.CALL_BACK)]})
        shown(rig, PLANS, "call_back")
        rig.call_refused("+8613700000072")
        rig.until(lambda: turned_away(rig, "13700000072"))
        (fact,) = turned_away(rig, "13700000072")
        assert dict(fact.data) == {
            "number": fact.data["number"],
            "skill": "general",
            "treatment": "call_back",
            "why": "hours",
        }
        assert list(rig.core.state.calls) == [waits], "who waits goes on waiting"
        exchange.plan_queues({})
        shown(rig, PLANS, "")
        assert call_of(rig, rig.call("13700000073")).state == "waiting"


def test_who_is_sent_on_to_another_skill_waits_there(rig: Rig) -> None:
    with doors(rig):
        rig.core.exchange.close_queues({"general": Closing(None, Outside.SKILL, "city", "wait")})
        shown(rig, CLOSED, "city")
        call_id = rig.call("13700000074")
        assert call_of(rig, call_id).skill == "city"
        assert rig.kinds(call_id)[:2] == ["overflowed", "offered"]
        (fact,) = [fact for fact in rig.facts if fact.kind == "overflowed"]
        assert (fact.data["skill"], fact.data["target"], fact.data["why"]) == ("general", "city", "wait")
        ready(rig, "chen")
        rig.until(lambda: state_of(rig, "chen") == "ringing")


def test_who_is_sent_on_to_a_skill_that_is_closed_too_is_called_back(rig: Rig) -> None:
    with doors(rig):
        onward = Closing(None, Outside.SKILL, "city", "hours")
        rig.core.exchange.close_queues({"general": onward, "city": Closing(None, ClosedTreatment.ANNOUNCE)})
        shown(rig, CLOSED, "announce")
        rig.call_refused("13700000075")
        rig.until(lambda: turned_away(rig, "13700000075"))
        assert [fact.data["treatment"] for fact in turned_away(rig, "13700000075")] == ["call_back"]
        # One who would only wait elsewhere because many wait here is better off here.
        rig.core.exchange.close_queues(
            {"general": Closing(None, Outside.SKILL, "city", "wait"), "city": Closing(None, ClosedTreatment.ANNOUNCE)}
        )
        shown(rig, CLOSED, "wait")
        assert call_of(rig, rig.call("13700000076")).skill == "general"


def test_who_is_sent_on_to_a_number_outside_is_no_call_of_ours(rig: Rig) -> None:
    with doors(rig):
        rig.core.exchange.close_queues({"general": Closing(None, Outside.NUMBER, "06321234567", "no_agent")})
        shown(rig, CLOSED, "no_agent")
        rig.sent_on("13700000077")
        rig.until(lambda: overflowed(rig, "13700000077"))
        (fact,) = overflowed(rig, "13700000077")
        assert (fact.data["number"], fact.data["target"], fact.data["why"]) == (
            "13700000077",
            "06321234567",
            "no_agent",
        )
        assert rig.core.state.calls == {}
        assert turned_away(rig, "13700000077") == []


def test_who_waits_in_a_closed_queue_is_let_out_and_told(rig: Rig) -> None:
    with doors(rig):
        ids = [rig.call("13700000078"), rig.call("13700000079"), rig.call("13700000080")]
        exchange = rig.core.exchange
        whys = [Closing(None, Outside.CALL_BACK, "", "hours"), Closing(None, Outside.SKILL, "city", "hours")]
        for call_id, closing in zip(ids, whys, strict=False):
            rig.core.ask(lambda c=call_id, k=closing: exchange.send_away(c, "general", k))  # type: ignore[misc]
        rig.until(lambda: ids[0] not in rig.core.state.calls and call_of(rig, ids[1]).skill == "city", 20)
        (fact,) = turned_away(rig, "13700000078")
        assert (fact.call_id, fact.data["treatment"]) == (ids[0], "call_back")
        assert rig.kinds(ids[0]) == ["offered", "queued", "turned_away", "ended"]
        assert call_of(rig, ids[2]).state == "waiting"
        ready(rig, "chen")
        rig.until(lambda: call_of(rig, ids[1]).state == "ringing")


@contextmanager
def doors(rig: Rig) -> Iterator[None]:
    """All queues are open again afterwards: the exchange may be one for many tests."""
    try:
        yield
    finally:
        rig.core.exchange.close_queues({})
        rig.core.exchange.plan_queues({})
        shown(rig, CLOSED, "")
        shown(rig, PLANS, "")


def overflowed(rig: Rig, number: str) -> list[Fact]:
    return [fact for fact in told_of(rig, number) if fact.kind == "overflowed"]


def turned_away(rig: Rig, number: str = "") -> list[Fact]:
    return [fact for fact in told_of(rig, number) if fact.kind == "turned_away"]


def told_of(rig: Rig, number: str) -> list[Fact]:
    """Returns the facts about a caller; of those of earlier tests something may still be told."""
    rig.settle()
    return [fact for fact in rig.facts if str(fact.data.get("number", "")).endswith(number)]


def refusals(rig: Rig) -> list[Fact]:
    rig.settle()
    return [fact for fact in rig.facts if fact.kind == "blocked"]


def settled(rig: Rig, number: str) -> None:
    shown(rig, BLOCKS, number)


def shown(rig: Rig, family: str, key: str) -> None:
    """Waits until a real exchange has what it was told."""
    if hasattr(rig, "pbx"):
        found = lambda: rig.pbx.command(f"database show {family}")  # noqa: E731
        rig.until(lambda: key in found() if key else family not in found(), 20)
