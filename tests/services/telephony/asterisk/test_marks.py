"""What a caller hears and keys in: their place while they wait, and after the talk how it was."""

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from services.contracts.calls import AgentState
from services.telephony.asterisk.configuration import queues
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, Pbx
from tests.services.telephony.contract import AsteriskRig

PLACE_HZ = 900


@pytest.fixture(params=["asterisk16", "asterisk22"])
def asking(request: pytest.FixtureRequest) -> Iterator[Pbx]:
    """An Asterisk that has the question as a sound."""
    pbx = Pbx(request.param, prompts=["rate", "callback-offer", *queues.PLACE], breath_seconds=1)
    sounds = pbx._root / "usr/share/asterisk/sounds/zh/tongfu"
    sounds.mkdir(parents=True, exist_ok=True)
    for name, hz in {"rate": 1700, **dict.fromkeys([*queues.PLACE, "callback-offer"], PLACE_HZ)}.items():
        tone(sounds / f"{name}.wav", hz)
    pbx.start()
    yield pbx
    pbx.remove()


def tone(file: Path, hz: int) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        seconds = 10 if hz == MUSIC_HZ else 2
        samples = 8000 * np.sin(2 * np.pi * hz * np.arange(seconds * 8000) / 8000)
        out.writeframes(samples.astype("<i2").tobytes())


def test_who_waits_hears_their_place_and_then_music(asking: Pbx) -> None:
    rig = AsteriskRig(asking)
    try:
        citizen = rig.citizens[rig.call()]
        rig.until(lambda: citizen.ear.tones(0.3, PLACE_HZ)[PLACE_HZ] > 0.5, 20)
        rig.until(lambda: citizen.ear.tones(0.3, MUSIC_HZ)[MUSIC_HZ] > 0.5, 20)
    finally:
        rig.close()


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
