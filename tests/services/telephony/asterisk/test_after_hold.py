"""A citizen whom Asterisk has held, and who was taken back, is sent on: they stay where they were sent to."""

from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, Pbx
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

LOUD = 0.2


@pytest.fixture
def rig(pbx: Pbx) -> Iterator[AsteriskRig]:
    rig = AsteriskRig(pbx)
    rig.phones["anna"].holds = False
    rig.outside.answers = "never"
    yield rig
    rig.close()


@pytest.mark.parametrize("where", ["parked", "person", "outside"])
def test_the_agents_telephone_does_not_fetch_back_whom_it_has_sent_on(rig: AsteriskRig, where: str) -> None:
    anna, chen = rig.phones["anna"], rig.phones["chen"]
    rig.core.set_state("account-anna", AgentState.READY)
    call_id = rig.call()
    rig.until(lambda: anna.ringing, 20)
    anna.pick_up()
    rig.until(lambda: state_of(rig, "anna") == "talking", 20)
    rig.core.ask(lambda: rig.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held", 20)
    rig.core.ask(lambda: rig.exchange.resume(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
    if where == "parked":
        rig.core.ask(lambda: rig.exchange.park(call_id))
    elif where == "person":
        rig.core.ask(lambda: rig.core.transfer(call_of(rig, call_id), "account-chen", ""))
        rig.until(lambda: chen.ringing, 20)
    else:
        rig.core.ask(lambda: rig.core.transfer(call_of(rig, call_id), "", "", "057312345"))
        rig.until(lambda: rig.outside.ringing, 20)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and anna.call is None, 20)
    citizen = rig.citizens[call_id]
    rig.until(lambda: citizen.ear.tones(0.5, MUSIC_HZ)[MUSIC_HZ] > LOUD, 20)
    assert call_of(rig, call_id).state == ("ringing" if where == "person" else "parked")
    assert rig.kinds(call_id).count("queued") == (2 if where == "person" else 1)
    assert (chen if where == "person" else rig.outside).ringing or where == "parked"
