"""Who is parked, or held by Asterisk, for too long stands at the head of the queue, and nobody else is left on a line."""

from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from services.telephony.asterisk.configuration import dialplan
from services.telephony.routing import RoutingRules
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, Pbx
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

SECONDS = 2


@pytest.fixture(params=["asterisk16", "asterisk22"])
def rig(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[AsteriskRig]:
    monkeypatch.setattr(dialplan, "HELD_SECONDS", SECONDS)
    pbx = Pbx(request.param, ring_seconds=2, breath_seconds=1, rules=RoutingRules(1, 2))
    pbx.start()
    rig = AsteriskRig(pbx)
    yield rig
    rig.close()
    pbx.remove()


@pytest.mark.parametrize("where", ["parked", "held"])
def test_they_wait_first_of_all(rig: AsteriskRig, where: str) -> None:
    anna = rig.phones["anna"]
    anna.holds = False
    rig.core.set_state("account-anna", AgentState.READY)
    call_id = rig.call()
    citizen = rig.citizens[call_id]
    rig.until(lambda: anna.ringing, 20)
    anna.pick_up()
    rig.until(lambda: state_of(rig, "anna") == "talking", 20)
    rig.core.ask(lambda: (rig.exchange.park if where == "parked" else rig.exchange.hold)(call_id))
    rig.until(lambda: call_of(rig, call_id).state == where, 20)
    rig.until(lambda: call_of(rig, call_id).state == "waiting" and call_of(rig, call_id).head, SECONDS + 10)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and anna.call is None, 20)
    rig.until(lambda: citizen.ear.tones(0.5, MUSIC_HZ)[MUSIC_HZ] > 0.2, 20)
    rig.core.set_state("account-bo", AgentState.READY)
    rig.until(lambda: rig.phones["bo"].ringing, 20)
    rig.phones["bo"].pick_up()
    rig.until(lambda: state_of(rig, "bo") == "talking", 20)
