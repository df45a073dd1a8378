"""Messages at a real Asterisk: what the caller says is in the file, also while our server is away, also with a hidden number."""

import time
import wave
from pathlib import Path

import numpy as np

from services.contracts.opening import ClosedTreatment
from services.telephony.asterisk.names import MESSAGE_FILE, MESSAGES, TURNED
from services.telephony.protocol import Closing, Fact
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.asterisk.phone import Phone, strengths, until
from tests.services.telephony.contract import AsteriskRig

NUMBER, VOICE_HZ, BEEP_HZ = "13800000091", 620, 1000


def messages(rig: AsteriskRig) -> list[Fact]:
    rig.settle()
    return [fact for fact in rig.facts if fact.kind == "voicemail"]


def files(pbx: Pbx) -> list[Path]:
    return sorted(pbx.recordings.glob(f"*{MESSAGE_FILE}"))


def voice(file: Path) -> "np.ndarray":
    with wave.open(str(file), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2")


def call_and_press(pbx: Pbx, number: str = NUMBER) -> Phone:
    citizen = pbx.citizen(number, tone=VOICE_HZ)
    citizen.dial("12345")
    until(lambda: citizen.talking, 20)
    time.sleep(0.5)
    citizen.press("2")
    until(lambda: citizen.ear.tones(0.2, BEEP_HZ)[BEEP_HZ] > 0.1, 20)
    return citizen


def test_the_file_holds_what_was_said_and_who_speaks_does_not_wait(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    before = files(pbx)
    try:
        citizen = call_and_press(pbx)
        rig.until(lambda: any(fact.kind == "abandoned" for fact in (rig.settle(), *rig.facts)[1:]), 20)
        assert rig.core.state.calls == {}, "who speaks waits no more"
        assert citizen.call is not None
        assert messages(rig) == [], "they still speak"
        time.sleep(2)
        citizen.hang_up()
        rig.until(lambda: messages(rig), 20)
        (fact,) = messages(rig)
        assert (fact.data["number"], fact.data["skill"]) == (NUMBER, "general")
        until(lambda: set(files(pbx)) - set(before), 20)
        (file,) = set(files(pbx)) - set(before)
        assert file.name.startswith(fact.call_id)
        until(lambda: len(voice(file)) > 8000, 20)
        said = voice(file)
        assert 1.0 <= len(said) / 8000 <= 6
        found = strengths(said, VOICE_HZ, 1700, BEEP_HZ)
        assert found[VOICE_HZ] > 0.5
        assert found[1700] < 0.05, "no music"
        rig.exchange.kept([fact.call_id])
        rig.until(lambda: NUMBER not in pbx.command(f"database show {MESSAGES}"), 20)
    finally:
        rig.close()


def test_a_message_left_while_our_server_is_away_is_told_once(pbx: Pbx) -> None:
    citizen = call_and_press(pbx, "anonymous")
    before = int(time.time())
    time.sleep(2)
    citizen.press("#")
    until(lambda: citizen.call is None, 20)
    assert ":done" in pbx.command(f"database show {MESSAGES}")
    for kept in (False, True):
        # The first server that hears of it dies before it has it on disk.
        rig = AsteriskRig(pbx)
        try:
            rig.until(lambda rig=rig: messages(rig), 20)  # type: ignore[misc]
            (fact,) = messages(rig)
            assert fact.data["number"] == ""
            assert abs(fact.stamp.at.timestamp() - before) <= 3, "of the moment in which it happened"
            if kept:
                rig.exchange.kept([fact.call_id])
                rig.until(lambda: ":done" not in pbx.command(f"database show {MESSAGES}"), 20)
        finally:
            rig.close()
    rig = AsteriskRig(pbx)
    try:
        time.sleep(1)
        rig.turn()
        assert messages(rig) == []
    finally:
        rig.close()


def test_one_who_still_speaks_when_our_server_comes_back_is_told_when_they_go(pbx: Pbx) -> None:
    citizen = call_and_press(pbx, "13800000092")
    rig = AsteriskRig(pbx)
    try:
        time.sleep(1)
        rig.turn()
        assert messages(rig) == []
        citizen.hang_up()
        rig.until(lambda: messages(rig), 20)
        rig.exchange.kept([fact.call_id for fact in messages(rig)])
        rig.until(lambda: "13800000092" not in pbx.command(f"database show {MESSAGES}"), 20)
    finally:
        rig.close()


def test_a_message_ends_when_the_longest_time_is_over(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    before = files(pbx)
    try:
        rig.exchange.limit_messages(3)
        rig.until(lambda: pbx.command("database get tongfu-limit message").strip().endswith("3"), 20)
        call_and_press(pbx, "13800000093")
        rig.until(lambda: messages(rig), 20)
        until(lambda: set(files(pbx)) - set(before), 20)
        (file,) = set(files(pbx)) - set(before)
        assert 2.5 < len(voice(file)) / 8000 < 3.5, "they spoke on, and nobody hung up"
        rig.exchange.kept([fact.call_id for fact in messages(rig)])
        rig.until(lambda: "13800000093" not in pbx.command(f"database show {MESSAGES}"), 20)
    finally:
        rig.exchange.limit_messages(120)
        rig.until(lambda: pbx.command("database get tongfu-limit message").strip().endswith("120"), 20)
        rig.close()


def test_a_closed_queue_takes_a_message(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    try:
        rig.exchange.close_queues({"general": Closing(None, ClosedTreatment.MESSAGE)})
        rig.until(lambda: "message:0" in pbx.command("database show tongfu-closed"), 20)
        citizen = pbx.citizen("anonymous", tone=VOICE_HZ)
        citizen.dial("12345")
        rig.until(lambda: citizen.ear.tones(0.2, BEEP_HZ)[BEEP_HZ] > 0.1, 20)
        time.sleep(1.5)
        citizen.press("#")
        rig.until(lambda: messages(rig), 20)
        (fact,) = messages(rig)
        (turned,) = [each for each in rig.facts if each.kind == "turned_away"]
        assert (turned.call_id, turned.data["treatment"]) == (fact.call_id, "message")
        rig.exchange.kept([fact.call_id])
        rig.until(lambda: fact.call_id not in pbx.command(f"database show {TURNED}"), 20)
    finally:
        rig.exchange.close_queues({})
        rig.until(lambda: "message:0" not in pbx.command("database show tongfu-closed"), 20)
        rig.close()
