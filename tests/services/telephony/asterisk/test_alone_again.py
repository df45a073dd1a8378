"""Somebody was asked to a talk, has gone again or never came: hold, sending on and the end are as if nobody had been; by tones."""

from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, Pbx
from tests.services.telephony.asterisk.phone import Phone
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

CITIZEN, AGENT, COLLEAGUE = 440, 900, 1300
LOUD = 0.2


@pytest.fixture
def rig(pbx: Pbx) -> Iterator[AsteriskRig]:
    rig = AsteriskRig(pbx)
    yield rig
    rig.close()


def talk(rig: AsteriskRig) -> str:
    rig.phones["anna"].tone, rig.phones["chen"].tone = AGENT, COLLEAGUE
    rig.core.set_state("account-anna", AgentState.READY)
    call_id = rig.call()
    rig.citizens[call_id].tone = CITIZEN
    rig.until(lambda: rig.phones["anna"].ringing, 20)
    rig.phones["anna"].pick_up()
    rig.until(lambda: state_of(rig, "anna") == "talking", 20)
    rig.core.set_state("account-chen", AgentState.READY)
    return call_id


def ask(rig: AsteriskRig, call_id: str, how: str) -> Phone:
    chen = rig.phones["chen"]
    rig.core.ask(lambda: getattr(rig.exchange, how)(call_id, "account-chen"))
    rig.until(lambda: chen.ringing, 20)
    return chen


def hears(rig: AsteriskRig, one: Phone, tone: int) -> None:
    rig.until(lambda: one.ear.tones(0.5, tone)[tone] > LOUD, 20)


@pytest.mark.parametrize("how", ["console", "telephone"])
def test_a_citizen_on_hold_hears_music_after_a_talk_of_three(rig: AsteriskRig, how: str) -> None:
    """Both are in the conference still, where a telephone's own hold would be silence."""
    call_id = talk(rig)
    anna, citizen = rig.phones["anna"], rig.citizens[call_id]
    chen = ask(rig, call_id, "conference")
    chen.pick_up()
    rig.until(lambda: call_of(rig, call_id).state == "conference", 20)
    chen.hang_up()
    rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
    for _ in range(2):
        if how == "console":
            rig.core.ask(lambda: rig.exchange.hold(call_id))
        else:
            anna.hold()
        hears(rig, citizen, MUSIC_HZ)
        rig.until(lambda: call_of(rig, call_id).state == "held", 20)
        if how == "console":
            rig.core.ask(lambda: rig.exchange.resume(call_id))
        else:
            anna.hold(False)
        rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
        hears(rig, citizen, AGENT)
        hears(rig, anna, CITIZEN)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and anna.call is None, 20)


def test_who_pressed_hold_while_somebody_was_asked_holds_still(rig: AsteriskRig) -> None:
    call_id = talk(rig)
    anna, citizen = rig.phones["anna"], rig.citizens[call_id]
    chen = ask(rig, call_id, "consult")
    chen.pick_up()
    rig.until(lambda: call_of(rig, call_id).third, 20)
    anna.hold()
    rig.turn()
    chen.hang_up()
    rig.until(lambda: not call_of(rig, call_id).third and call_of(rig, call_id).state == "held", 20)
    hears(rig, citizen, MUSIC_HZ)
    rig.core.ask(lambda: rig.exchange.resume(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
    assert anna.call is not None
    rig.until(lambda: anna.call is not None and not anna.call.held, 20)
    hears(rig, citizen, AGENT)


@pytest.mark.parametrize("how", ["conference", "consult"])
@pytest.mark.parametrize("leaves", ["console", "telephone"])
def test_who_was_asked_pressed_hold_and_goes_on_with_them(rig: AsteriskRig, how: str, leaves: str) -> None:
    """They have the citizen alone now and still hold: that is music, and on no screen a talk."""
    call_id = talk(rig)
    chen, citizen = ask(rig, call_id, how), rig.citizens[call_id]
    chen.pick_up()
    rig.until(lambda: call_of(rig, call_id).third, 20)
    chen.hold()
    rig.until(lambda: rig.exchange._board.calls[call_id].helper_presses, 12)
    if leaves == "console":
        rig.core.ask(lambda: rig.exchange.hand_over(call_id))
    else:
        rig.phones["anna"].hang_up()
    rig.until(lambda: call_of(rig, call_id).agent_id == "account-chen" and call_of(rig, call_id).state == "held", 20)
    assert state_of(rig, "chen") == "held"
    hears(rig, citizen, MUSIC_HZ)
    chen.hold(False)
    rig.until(lambda: call_of(rig, call_id).state == "talking", 12)
    hears(rig, citizen, COLLEAGUE)
    hears(rig, chen, CITIZEN)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "chen") == "wrap_up" and chen.call is None, 12)


@pytest.mark.parametrize("way", ["sent on", "parked", "put down"])
@pytest.mark.parametrize("how", ["consult", "conference"])
def test_who_is_still_rung_is_let_go_of_with_the_citizen(rig: AsteriskRig, how: str, way: str) -> None:
    """They would pick up and sit in a conference of one, on the screen ready for the next caller."""
    call_id = talk(rig)
    chen = ask(rig, call_id, how)
    if way == "sent on":
        rig.core.ask(lambda: rig.core.transfer(call_of(rig, call_id), "", "social"))
    elif way == "parked":
        rig.core.ask(lambda: rig.exchange.park(call_id))
    else:
        rig.phones["anna"].hang_up()
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and chen.rings and not chen.ringing, 12)
    rig.until(lambda: rig.phones["anna"].call is None, 12)


@pytest.mark.parametrize("how", ["consult", "conference"])
def test_somebody_else_is_asked_while_the_first_is_rung(rig: AsteriskRig, how: str) -> None:
    call_id = talk(rig)
    anna, bo, citizen = rig.phones["anna"], rig.phones["bo"], rig.citizens[call_id]
    chen = ask(rig, call_id, how)
    bo.tone = COLLEAGUE
    rig.core.ask(lambda: getattr(rig.exchange, how)(call_id, "account-bo"))
    rig.until(lambda: bo.ringing and not chen.ringing, 12)
    bo.pick_up()
    hears(rig, anna, COLLEAGUE)
    rig.until(lambda: call_of(rig, call_id).helper_id == "account-bo", 12)
    hears(rig, citizen, COLLEAGUE if how == "conference" else MUSIC_HZ)


def test_a_citizen_is_held_while_somebody_is_rung(rig: AsteriskRig) -> None:
    """Who comes then finds the agent, and not an empty conference."""
    call_id = talk(rig)
    anna, citizen = rig.phones["anna"], rig.citizens[call_id]
    chen = ask(rig, call_id, "conference")
    rig.core.ask(lambda: rig.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held", 12)
    hears(rig, citizen, MUSIC_HZ)
    chen.pick_up()
    hears(rig, anna, COLLEAGUE)
    hears(rig, chen, AGENT)
    rig.until(lambda: call_of(rig, call_id).helper_id == "account-chen", 12)
    assert call_of(rig, call_id).state == "held"
    rig.core.ask(lambda: rig.exchange.join(call_id))
    hears(rig, citizen, COLLEAGUE)
    rig.until(lambda: call_of(rig, call_id).state == "conference", 12)


def test_the_hold_goes_on_where_who_was_rung_does_not_come(rig: AsteriskRig) -> None:
    call_id = talk(rig)
    anna, citizen = rig.phones["anna"], rig.citizens[call_id]
    anna.holds = False
    chen = ask(rig, call_id, "conference")
    rig.core.ask(lambda: rig.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held", 12)
    chen.reject()
    rig.until(lambda: "resumed" in rig.kinds(call_id) and call_of(rig, call_id).state == "held", 12)
    hears(rig, citizen, MUSIC_HZ)
    rig.core.ask(lambda: rig.exchange.resume(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "talking", 12)
    hears(rig, citizen, AGENT)


@pytest.mark.parametrize("after_three", [False, True])
def test_an_agent_puts_the_telephone_down_while_the_citizen_hears_music(rig: AsteriskRig, after_three: bool) -> None:
    """Nobody is left with a quarter of an hour of music and on no screen: they stand at the head of the queue."""
    call_id = talk(rig)
    anna = rig.phones["anna"]
    anna.holds = False
    if after_three:
        ask(rig, call_id, "conference").reject()
        rig.until(lambda: not rig.exchange._board.calls[call_id].expected, 12)
    rig.core.ask(lambda: rig.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held", 12)
    hears(rig, rig.citizens[call_id], MUSIC_HZ)
    rig.core.set_state("account-chen", AgentState.BREAK)
    anna.hang_up()
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and call_of(rig, call_id).state == "waiting", 12)
    assert call_of(rig, call_id).head
    assert rig.citizens[call_id].talking


def test_a_citizen_hangs_up_after_somebody_did_not_come(rig: AsteriskRig) -> None:
    call_id = talk(rig)
    ask(rig, call_id, "conference").reject()
    rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
    hears(rig, rig.citizens[call_id], AGENT)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and rig.phones["anna"].call is None, 20)
