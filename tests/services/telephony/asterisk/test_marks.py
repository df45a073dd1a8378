"""After the talk a caller keys in how it was; what arrives is the mark and nothing else."""

from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from tests.services.telephony.asterisk.pbx import Pbx, music
from tests.services.telephony.contract import AsteriskRig


@pytest.fixture(params=["asterisk16", "asterisk22"])
def asking(request: pytest.FixtureRequest) -> Iterator[Pbx]:
    """An Asterisk that has the question as a sound."""
    pbx = Pbx(request.param, prompts=["rate"], breath_seconds=1)
    sounds = pbx._root / "usr/share/asterisk/sounds/tongfu"
    sounds.mkdir(parents=True, exist_ok=True)
    music(sounds / "rate.wav")
    pbx.start()
    yield pbx
    pbx.remove()


def test_the_mark_that_a_caller_keys_in_arrives(asking: Pbx) -> None:
    rig = AsteriskRig(asking)
    try:
        for key, marks in (("5", [5]), ("7", []), ("1", [1])):
            rig.core.set_state("account-anna", AgentState.READY)
            call_id = rig.call()
            rig.until(lambda: rig.phones["anna"].ringing, 20)
            rig.phones["anna"].pick_up()
            rig.until(lambda call_id=call_id: rig.core.state.calls[call_id].connected, 20)  # type: ignore[misc]
            rig.phones["anna"].hang_up()
            rig.until(lambda: rig.core.state.agents["account-anna"].state is AgentState.WRAP_UP, 20)
            citizen = rig.citizens[call_id]
            rig.until(lambda citizen=citizen: citizen.ear.tones(0.3, 1700)[1700] > 0.5, 20)  # type: ignore[misc]
            citizen.press(key)
            rig.until(lambda citizen=citizen: citizen.call is None, 20)  # type: ignore[misc]
            rig.until(
                lambda call_id=call_id, marks=marks: (  # type: ignore[misc]
                    [f.data["satisfaction"] for f in rig.core.facts if f.kind == "rated" and f.call_id == call_id]
                    == marks
                ),
                20,
            )
    finally:
        rig.close()
