"""Who hears whom while a lead is in a call, what keys sound like, and what is not recorded: by tones."""

import time
import wave
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from services.contracts.calls import AgentState, SupervisionMode
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.asterisk.phone import Phone, strengths
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


def test_a_lead_speaks_with_three(rig: AsteriskRig) -> None:
    """Comes to two who become three, and is not left behind; hears only, whispers, and speaks with all again; two are left."""
    call_id = talk(rig)
    citizen, agent, lead, third = rig.citizens[call_id], rig.phones["anna"], rig.phones["bo"], rig.phones["chen"]
    rig.core.set_state("account-chen", AgentState.READY)

    def be(mode: SupervisionMode, for_agent: bool, for_others: bool) -> None:
        rig.core.ask(lambda: rig.exchange.supervise(call_id, "account-bo", mode))
        rig.until(lambda: rig.core.state.agents["account-anna"].supervisors == (("account-bo", mode.value),))
        hears(for_agent, for_others)

    def hears(for_agent: bool, for_others: bool) -> None:
        ears = {agent: for_agent, citizen: for_others, **({third: for_others} if third.talking else {})}
        for phone, wanted in ears.items():
            rig.until(lambda phone=phone, wanted=wanted: (phone.ear.tones(0.5, LEAD)[LEAD] > LOUD) is wanted)  # type: ignore[misc]
        rig.until(lambda: all(v > LOUD for v in lead.ear.tones(0.5, CITIZEN, AGENT).values()))

    be(SupervisionMode.JOIN, True, True)
    rig.core.ask(lambda: rig.exchange.conference(call_id, "account-chen"))
    rig.until(lambda: third.ringing)
    third.pick_up()
    rig.until(lambda: call_of(rig, call_id).state == "conference")
    hears(True, True)
    be(SupervisionMode.LISTEN, False, False)
    be(SupervisionMode.WHISPER, True, False)
    be(SupervisionMode.JOIN, True, True)
    third.hang_up()
    rig.until(lambda: call_of(rig, call_id).state == "talking" and not third.talking)
    hears(True, True)
    be(SupervisionMode.LISTEN, False, False)
    rig.core.ask(lambda: rig.exchange.unsupervise(call_id, "account-bo"))
    rig.until(lambda: lead.call is None)
    kinds = [kind for kind in rig.kinds(call_id) if "supervised" in kind]
    assert kinds == [*(["supervised"] * 5), "unsupervised"]


def test_a_lead_comes_to_three_and_is_out_with_the_last_agent(rig: AsteriskRig) -> None:
    call_id = talk(rig)
    citizen, lead, third = rig.citizens[call_id], rig.phones["bo"], rig.phones["chen"]
    rig.core.set_state("account-chen", AgentState.READY)
    rig.core.ask(lambda: rig.exchange.conference(call_id, "account-chen"))
    rig.until(lambda: third.ringing)
    third.pick_up()
    rig.until(lambda: call_of(rig, call_id).state == "conference")
    rig.core.ask(lambda: rig.exchange.supervise(call_id, "account-bo", SupervisionMode.JOIN))
    rig.until(lambda: citizen.ear.tones(0.5, LEAD)[LEAD] > LOUD and third.ear.tones(0.5, LEAD)[LEAD] > LOUD)
    assert rig.core.state.agents["account-anna"].supervisors == (("account-bo", "join"),)
    rig.core.ask(lambda: rig.exchange.end(call_id, "agent"))
    rig.until(lambda: lead.call is None and third.call is None and citizen.call is None)


def test_others_are_asked_and_come_one_after_another_and_the_citizen_stays(rig: AsteriskRig) -> None:
    """When the first has gone, citizen and agent are in a conference still: the next one, music and hold come from there."""
    call_id = talk(rig)
    citizen, agent, third = rig.citizens[call_id], rig.phones["anna"], rig.phones["chen"]
    third.tone, agent.holds = LEAD, False
    rig.core.set_state("account-chen", AgentState.READY)

    def hear(one: Phone, other: Phone, wanted: bool = True) -> None:
        rig.until(lambda: (one.ear.tones(0.5, other.tone)[other.tone] > LOUD) is wanted, 20)

    def bring(how: Callable[[str, str], None]) -> None:
        rig.core.ask(lambda: how(call_id, "account-chen"))
        rig.until(lambda: third.ringing, 20)
        third.pick_up()
        hear(agent, third)
        hear(third, agent)

    def alone_again() -> None:
        rig.core.ask(lambda: rig.exchange.leave(call_id))
        rig.until(lambda: call_of(rig, call_id).state == "talking" and third.call is None, 20)
        hear(citizen, agent)
        hear(agent, citizen)
        # The conference has noticed as well.
        hear(agent, third, wanted=False)

    for _ in range(2):
        bring(rig.exchange.consult)
        hear(citizen, agent, wanted=False)
        assert call_of(rig, call_id).state == "held"
        alone_again()
    for _ in range(2):
        bring(rig.exchange.conference)
        hear(citizen, third)
        hear(third, citizen)
        alone_again()
    rig.core.ask(lambda: rig.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held", 20)
    hear(citizen, agent, wanted=False)
    rig.core.ask(lambda: rig.exchange.resume(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
    hear(citizen, agent)
    hear(agent, citizen)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up", 20)
    assert "ended" in rig.kinds(call_id)
    assert rig.kinds(call_id).count("conference") == 2


def test_who_hangs_up_on_hold_frees_the_agents_telephone(rig: AsteriskRig) -> None:
    """A telephone that does not hold by itself waits for a key meanwhile, and would not ring again."""
    call_id = talk(rig)
    rig.phones["anna"].holds = False
    rig.core.ask(lambda: rig.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held", 20)
    rig.caller_hangs_up(call_id)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and rig.phones["anna"].call is None, 20)
