"""A caller is picked from the queue by somebody who is paused everywhere else; what our server says of them meanwhile shuts nobody out."""

from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from services.telephony.asterisk.exchange import AsteriskExchange
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.contract import AsteriskRig, call_of, state_of


@pytest.fixture
def rig(pbx: Pbx) -> Iterator[AsteriskRig]:
    rig = AsteriskRig(pbx)
    yield rig
    rig.close()


@pytest.mark.parametrize("rung", [False, True])
def test_a_lead_picks_a_caller_at_once_when_our_server_is_back(rig: AsteriskRig, rung: bool) -> None:
    """Everybody's pause is said anew then, the lead's too; their telephone would never ring, and the caller wait for nothing."""
    if rung:
        rig.core.set_state("account-anna", AgentState.READY)
    call_id = rig.call()
    rig.until(lambda: rig.citizens[call_id].talking and rig.phones["anna"].ringing is rung, 20)
    rig.exchange.stop()
    rig.core.exchange = rig.exchange = AsteriskExchange(rig.access, rig.directory, rig.clock)
    rig.exchange.start()
    rig.core.tell_states()
    rig.core.take_for(rig.core.state.agents["account-bo"], call_of(rig, call_id))
    rig.until(lambda: state_of(rig, "bo") == "talking" and rig.phones["bo"].call is not None, 12)
    assert rig.citizens[call_id].talking
    assert call_of(rig, call_id).agent_id == "account-bo"
