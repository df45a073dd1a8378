"""Who hears whom while a lead is in a call, what keys sound like, and what is not recorded: by tones."""

import time
import wave
from collections.abc import Iterator

import numpy as np
import pytest

from services.contracts.calls import AgentState, SupervisionMode
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.asterisk.phone import strengths
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

CITIZEN, AGENT, LEAD = 440, 900, 1300
LOUD = 0.2


@pytest.fixture
def rig(pbx: Pbx) -> Iterator[AsteriskRig]:
    rig = AsteriskRig(pbx)
    yield rig
    rig.close()


def talk(rig: AsteriskRig) -> str:
    rig.phones["anna"].tone, rig.phones["bo"].tone = AGENT, LEAD
    rig.core.set_state("account-anna", AgentState.READY)
    call_id = rig.call()
    rig.citizens[call_id].tone = CITIZEN
    rig.until(lambda: rig.phones["anna"].ringing)
    rig.phones["anna"].pick_up()
    rig.until(lambda: state_of(rig, "anna") == "talking")
    return call_id


def test_who_hears_a_lead(rig: AsteriskRig) -> None:
    call_id = talk(rig)
    citizen, agent, lead = rig.citizens[call_id], rig.phones["anna"], rig.phones["bo"]
    hears = {
        SupervisionMode.LISTEN: (False, False),
        SupervisionMode.WHISPER: (True, False),
        SupervisionMode.JOIN: (True, True),
    }
    for mode in (*SupervisionMode, SupervisionMode.LISTEN):
        rig.core.ask(lambda mode=mode: rig.exchange.supervise(call_id, "account-bo", mode))  # type: ignore[misc]
        rig.until(lambda mode=mode: rig.core.state.agents["account-anna"].supervisors == (("account-bo", mode.value),))  # type: ignore[misc]
        for_agent, for_citizen = hears[mode]
        rig.until(lambda: all(v > LOUD for v in lead.ear.tones(0.5, CITIZEN, AGENT).values()))
        rig.until(lambda wanted=for_agent: (agent.ear.tones(0.5, LEAD)[LEAD] > LOUD) is wanted)  # type: ignore[misc]
        rig.until(lambda wanted=for_citizen: (citizen.ear.tones(0.5, LEAD)[LEAD] > LOUD) is wanted)  # type: ignore[misc]
        assert citizen.ear.tones(0.5, AGENT)[AGENT] > LOUD
    rig.core.ask(lambda: rig.exchange.unsupervise(call_id, "account-bo"))
    rig.until(lambda: lead.call is None)
    assert call_of(rig, call_id).state == "talking"


def test_a_secret_is_silence_and_the_rest_keeps_its_place(rig: AsteriskRig, pbx: Pbx) -> None:
    call_id = talk(rig)
    time.sleep(1.5)
    for paused in (True, False):
        rig.core.ask(lambda paused=paused: rig.exchange.pause_recording(call_id, paused))  # type: ignore[misc]
        rig.until(lambda paused=paused: call_of(rig, call_id).recording_paused is paused)  # type: ignore[misc]
        time.sleep(1.5)
    rig.core.ask(lambda: rig.exchange.end(call_id, "agent"))
    rig.until(lambda: state_of(rig, "anna") == "wrap_up")
    for side, hz in (("citizen", CITIZEN), ("agent", AGENT)):
        (file,) = pbx.recordings.glob(f"{call_id}.*.{side}.wav")
        with wave.open(str(file)) as kept:
            heard = np.frombuffer(kept.readframes(kept.getnframes()), "<i2")
        seconds = len(heard) / 8000
        assert seconds > 4, "the silence takes its time"
        said = [strengths(heard[int(at * 8000) : int((at + 0.4) * 8000)], hz)[hz] > LOUD for at in (0.6, 2.1, 3.8)]
        assert said == [True, False, True], (side, seconds)


def test_keys_are_heard_on_the_other_side(rig: AsteriskRig) -> None:
    call_id = talk(rig)
    rig.core.ask(lambda: rig.exchange.press(call_id, "5#"))
    rig.until(lambda: rig.citizens[call_id].keys == "5#")
