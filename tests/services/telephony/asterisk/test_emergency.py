"""The talk of three with police, fire brigade or ambulance: whoever leaves first, the other two go on, or the call is over."""

from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from services.telephony.asterisk.names import EMERGENCIES
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, Pbx
from tests.services.telephony.asterisk.phone import Phone, until
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

CITIZEN, AGENT, HELP = 440, 900, 1300
LOUD = 0.2


@pytest.fixture
def rig(pbx: Pbx) -> Iterator[AsteriskRig]:
    rig = AsteriskRig(pbx)
    rig.phones["anna"].tone, rig.outside.tone = AGENT, HELP
    rig.core.set_state("account-anna", AgentState.READY)
    yield rig
    rig.close()


def talk(rig: AsteriskRig) -> tuple[str, Phone, Phone]:
    call_id = rig.call()
    citizen, anna = rig.citizens[call_id], rig.phones["anna"]
    citizen.tone = CITIZEN
    rig.until(lambda: anna.ringing, 20)
    anna.pick_up()
    rig.until(lambda: state_of(rig, "anna") == "talking", 20)
    return call_id, citizen, anna


def hear(rig: AsteriskRig, *talkers: Phone) -> None:
    """Waits until each of these hears all others."""
    pairs = [(one, other) for one in talkers for other in talkers if one is not other]
    rig.until(lambda: all(one.ear.tones(0.5, other.tone)[other.tone] > LOUD for one, other in pairs), 20)


@pytest.mark.parametrize("begins", ["talk", "hold", "consultation"])
@pytest.mark.parametrize("leaves", ["citizen", "agent", "help"])
def test_one_of_three_leaves(rig: AsteriskRig, begins: str, leaves: str) -> None:
    """Three numbers, three beginnings: with each number each beginning and each leaving is met once."""
    number = EMERGENCIES[("citizen", "agent", "help").index(leaves)]
    call_id, citizen, anna = talk(rig)
    if begins == "hold":
        rig.core.ask(lambda: rig.exchange.hold(call_id))
        rig.until(lambda: call_of(rig, call_id).state == "held", 20)
    if begins == "consultation":
        rig.core.ask(lambda: rig.exchange.consult(call_id, number=number))
        rig.until(lambda: call_of(rig, call_id).outside == number, 20)
        hear(rig, anna, rig.outside)
        rig.core.ask(lambda: rig.exchange.join(call_id))
    else:
        rig.core.ask(lambda: rig.exchange.conference(call_id, number=number))
    rig.until(lambda: call_of(rig, call_id).state == "conference", 20)
    hear(rig, citizen, anna, rig.outside)
    {"citizen": citizen, "agent": anna, "help": rig.outside}[leaves].hang_up()
    if leaves == "help":
        rig.until(lambda: call_of(rig, call_id).state == "talking" and not call_of(rig, call_id).third, 20)
        hear(rig, citizen, anna)
        citizen.hang_up()
    elif leaves == "agent":
        rig.until(lambda: state_of(rig, "anna") == "wrap_up", 20)
        hear(rig, citizen, rig.outside)
        citizen.hang_up()
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and anna.call is None, 20)
    # Whoever was called is not left in an empty conference.
    rig.until(lambda: rig.outside.call is None, 20)
    assert call_of(rig, call_id).over


@pytest.mark.parametrize("how", ["consult", "conference"])
def test_help_comes_where_somebody_else_is_still_rung(rig: AsteriskRig, how: str) -> None:
    """The first one is let go of, and whoever heard music comes back for it."""
    call_id, citizen, anna = talk(rig)
    chen = rig.phones["chen"]
    rig.core.set_state("account-chen", AgentState.READY)
    rig.core.ask(lambda: getattr(rig.exchange, how)(call_id, "account-chen"))
    rig.until(lambda: chen.ringing and call_of(rig, call_id).state == ("held" if how == "consult" else "talking"), 20)
    rig.core.ask(lambda: rig.exchange.conference(call_id, number="120"))
    rig.until(lambda: call_of(rig, call_id).state == "conference", 20)
    assert (call_of(rig, call_id).outside, call_of(rig, call_id).helper_id) == ("120", "")
    rig.until(lambda: not chen.ringing, 20)
    hear(rig, citizen, anna, rig.outside)
    rig.core.ask(lambda: rig.exchange.leave(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "talking" and rig.outside.call is None, 20)
    hear(rig, citizen, anna)


def test_help_that_does_not_answer_leaves_the_talk_as_it_was(rig: AsteriskRig) -> None:
    rig.outside.answers = "never"
    call_id, citizen, anna = talk(rig)
    rig.core.ask(lambda: rig.exchange.conference(call_id, number="120"))
    rig.until(lambda: rig.outside.ringing, 20)
    hear(rig, citizen, anna)
    rig.outside.reject()
    rig.until(lambda: not rig.exchange._board.calls[call_id].expected, 20)
    hear(rig, citizen, anna)
    assert call_of(rig, call_id).state == "talking"


def test_who_is_sent_outside_hears_music_until_somebody_is_there(rig: AsteriskRig) -> None:
    """A carrier that says nothing for seconds would be silence, and so is most of a ringing tone."""
    rig.outside.answers = "never"
    call_id, citizen, _anna = talk(rig)
    rig.core.ask(lambda: rig.core.transfer(call_of(rig, call_id), "", "", "057312345"))
    rig.until(lambda: rig.outside.ringing and call_of(rig, call_id).state == "parked", 20)
    rig.until(lambda: citizen.ear.tones(0.5, MUSIC_HZ)[MUSIC_HZ] > LOUD, 20)
    rig.outside.pick_up()
    hear(rig, citizen, rig.outside)
    assert rig.core.state.calls.get(call_id) is None or call_of(rig, call_id).over
    citizen.hang_up()
    until(lambda: rig.outside.call is None, 20)
