"""From a voice message to a call-back: with the exchange of this process, and with files as Asterisk writes them."""

import os
import time
import wave
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role, Skill
from services.contracts.calls import CallEventKind
from services.contracts.opening import ClosedTreatment
from services.server.callbacks.limit import MessageLimit
from services.server.callbacks.tables import voice_messages
from services.server.calls.floor import CallFloor
from services.server.calls.rules import stamp_of
from services.server.kernel import Kernel
from services.server.pbx.recordings import Recordings
from services.server.recordings.retention import Retention
from services.server.recordings.sound import decode
from services.server.recordings.store import RecordingStore
from services.server.recordings.tables import recording_deletions, recordings
from services.server.tables import access_log
from services.telephony.protocol import Closing, Fact
from tests.services.server.callbacks.test_call_backs import (
    NUMBER,
    agent,
    clock,
    code,
    exchange,
    floor,
    listed,
    lose,
    ring,
)
from tests.services.server.conftest import Api, SignIn

__all__ = ["clock", "floor"]
HZ = 500


def leave(floor: CallFloor, call_id: str, **data: Any) -> None:
    """The exchange tells of a message, as Asterisk does: without its length."""
    exchange(floor)._state(CallEventKind.VOICEMAIL, call_id, "", **data)
    floor.turn()


def spoken(folder: Path, call_id: str, seconds: float, level: int = 8000, head: bool = True) -> Path:
    """Writes a message as Asterisk does, old enough to be whole."""
    file = folder / f"{call_id}.1772413200.message.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        at = np.arange(round(seconds * 8000)) / 8000
        out.writeframes((level * np.sin(2 * np.pi * HZ * at)).astype("<i2").tobytes())
    if not head:
        content = bytearray(file.read_bytes())
        content[40:44] = b"\0\0\0\0"
        file.write_bytes(content)
    os.utime(file, (time.time() - 60,) * 2)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "asterisk"
    made.mkdir()
    return made


@pytest.fixture
def taker(client: TestClient, kernel: Kernel, folder: Path) -> Recordings:
    made = Recordings(kernel, folder)
    made.look()
    return made


def test_a_message_is_one_call_back_with_its_length_and_sound(
    kernel: Kernel, floor: CallFloor, sign_in: SignIn, taker: Recordings, folder: Path
) -> None:
    api = agent(sign_in)
    earlier, call_id = lose(floor), ring(floor)
    spoken(folder, call_id, 23.0)
    taker.look()
    assert len(list(folder.iterdir())) == 1, "nobody has told of it yet"
    leave(floor, call_id, recorded=True)
    leave(floor, call_id, recorded=True)
    exchange(floor).hang_up(call_id)
    floor.turn()
    (one,) = listed(api)["items"]
    assert (one["cause"], one["calls"], one["messages"]) == ("abandoned", 2, [])
    taker.look()
    taker.look()
    (one,) = listed(api)["items"]
    assert (one["cause"], one["calls"], one["voicemail"]) == ("voicemail", 2, True)
    assert [(each["call_id"], each["seconds"]) for each in one["messages"]] == [(call_id, 23.0)]
    story = api.get(f"/v1/call-backs/{one['id']}/story").json()
    assert [(line["what"], line["call_id"]) for line in story] == [
        ("opened", earlier),
        ("joined", call_id),
        ("voicemail", call_id),
    ]
    assert list(folder.iterdir()) == []

    assert code(api.get(f"/v1/voice-messages/{call_id}")) == (422, "why_missing")
    answer = api.get(f"/v1/voice-messages/{call_id}?why=回电")
    samples, rate = decode(answer.content)
    assert (samples.shape, rate) == ((23 * 8000, 2), 8000)
    assert not samples[:, 0].any()
    strength = abs(np.mean(samples[:, 1] * np.exp(-2j * np.pi * HZ * np.arange(len(samples)) / 8000))) * 2
    assert strength > 7900, "the tone that was played"
    part = api.request("GET", f"/v1/voice-messages/{call_id}?why=回电", headers={"range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)
    drawn = api.get(f"/v1/voice-messages/{call_id}/waveform").json()
    assert (drawn["seconds"], max(drawn["citizen"]) > 0.2, max(drawn["agent"])) == (23.0, True, 0.0)
    with kernel.database.engine.begin() as connection:
        looks = connection.execute(select(access_log).where(access_log.c.what == "voice_message")).all()
        (stored,) = connection.execute(select(voice_messages)).all()
    assert [(look.subject, look.why, look.account_id) for look in looks] == [(call_id, "回电", api.account.id)] * 2
    assert (stored.number, stored.state) == ("", "kept"), "the call-back has the number"
    (sealed,) = RecordingStore.of(kernel.config).kept.rglob("*.flac.sealed")
    assert b"fLaC" not in sealed.read_bytes()


@pytest.mark.parametrize(("seconds", "level"), [(0.9, 8000), (5.0, 100), (0.0, 0)])
def test_what_is_too_short_or_silent_is_a_call_that_was_lost(
    floor: CallFloor, sign_in: SignIn, taker: Recordings, folder: Path, seconds: float, level: int
) -> None:
    api = agent(sign_in)
    call_id = ring(floor)
    leave(floor, call_id, recorded=True)
    spoken(folder, call_id, seconds, level)
    taker.look()
    (one,) = listed(api)["items"]
    assert (one["cause"], one["messages"], one["voicemail"]) == ("abandoned", [], False)
    assert list(folder.iterdir()) == []
    assert code(api.get(f"/v1/voice-messages/{call_id}?why=回电")) == (404, "not_found")


def test_of_a_hidden_number_each_message_is_a_task_without_number(
    floor: CallFloor, sign_in: SignIn, taker: Recordings, folder: Path
) -> None:
    api = agent(sign_in)
    for n in range(3):
        call_id = ring(floor, "")
        leave(floor, call_id, recorded=True)
        exchange(floor).hang_up(call_id)
        floor.turn()
        spoken(folder, call_id, (4.0, 5.0, 0.5)[n])
    taker.look()
    found = listed(api)
    assert sorted(one["messages"][0]["seconds"] for one in found["items"]) == [4.0, 5.0]
    assert {one["number_masked"] for one in found["items"]} == {""}
    assert found["withheld"] == 3
    one = found["items"][0]
    assert api.post(f"/v1/call-backs/{one['id']}/take").json()["number"] == ""
    assert api.post(f"/v1/call-backs/{one['id']}/result", json={"reached": True}).json()["state"] == "closed"


def test_what_asterisk_could_not_close_is_read_to_its_end(
    floor: CallFloor, sign_in: SignIn, taker: Recordings, folder: Path
) -> None:
    call_id = ring(floor)
    leave(floor, call_id)
    spoken(folder, call_id, 3.0, head=False)
    taker.look()
    (one,) = listed(agent(sign_in))["items"]
    assert one["messages"][0]["seconds"] == 3.0


def test_a_message_whose_citizen_was_answered_meanwhile_stays_with_what_was_closed(
    floor: CallFloor, sign_in: SignIn, taker: Recordings, folder: Path
) -> None:
    api = agent(sign_in, "ready")
    call_id = ring(floor)
    leave(floor, call_id, recorded=True)
    exchange(floor).hang_up(call_id)
    floor.turn()
    again = ring(floor)
    assert api.post(f"/v1/calls/{again}/answer").status_code == 200
    spoken(folder, call_id, 6.0)
    taker.look()
    assert listed(api)["open"] == 0
    (one,) = listed(api, closed=True)["items"]
    assert (one["outcome"], [each["seconds"] for each in one["messages"]]) == ("called_again", [6.0])


def test_a_file_that_was_begun_and_never_came_is_told_and_is_taken_when_it_comes(
    floor: CallFloor, sign_in: SignIn, taker: Recordings, folder: Path, clock: ManualClock
) -> None:
    begun, not_begun = ring(floor), ring(floor, "13911110000")
    inspector = sign_in(Role.INSPECTOR)
    # Our server was away for an hour: from its return on the file has its time.
    left = clock.now() - timedelta(hours=1)
    for call_id, recorded in ((begun, True), (not_begun, False)):
        stamp = replace(stamp_of(clock), at=left)
        exchange(floor)._facts.append(Fact(CallEventKind.VOICEMAIL, stamp, call_id, "", {"recorded": recorded}))
    floor.turn()
    clock.advance(300)
    taker.look()
    assert inspector.get("/v1/recording-troubles").json() == []
    clock.advance(400)
    taker.look()
    taker.look()
    troubles = inspector.get("/v1/recording-troubles").json()
    assert [(row["call_id"], row["cause"]) for row in troubles] == [(begun, "missing")]
    spoken(folder, begun, 9.0)
    taker.look()
    assert inspector.get("/v1/recording-troubles").json() == []
    found = {one["number_masked"][:3]: one for one in listed(agent(sign_in))["items"]}
    assert [each["seconds"] for each in found["138"]["messages"]] == [9.0]
    assert found["139"]["messages"] == []


def test_a_message_is_deleted_after_its_period(
    kernel: Kernel, floor: CallFloor, sign_in: SignIn, taker: Recordings, folder: Path, clock: ManualClock
) -> None:
    api = agent(sign_in)
    call_id = ring(floor)
    leave(floor, call_id, recorded=True)
    spoken(folder, call_id, 6.0)
    taker.look()
    clock.advance(timedelta(days=170).total_seconds())
    kernel.write(kernel.room(Retention).sweep)
    with kernel.database.engine.begin() as connection:
        assert connection.execute(select(recordings)).first() is not None
    clock.advance(timedelta(days=20).total_seconds())
    kernel.write(kernel.room(Retention).sweep)
    with kernel.database.engine.begin() as connection:
        assert connection.execute(select(recordings)).first() is None
        (gone,) = connection.execute(select(recording_deletions)).all()
    assert (gone.kind, gone.months) == ("voice_message", 6)
    api = sign_in(Role.AGENT, skills=[Skill(key="general")])
    assert code(api.get(f"/v1/voice-messages/{call_id}?why=回电")) == (410, "recording_deleted")
    assert list(RecordingStore.of(kernel.config).kept.rglob("*.sealed")) == []


def test_who_may_not_see_the_queue_hears_nothing(
    floor: CallFloor, sign_in: SignIn, taker: Recordings, folder: Path
) -> None:
    call_id = ring(floor)
    leave(floor, call_id, recorded=True)
    spoken(folder, call_id, 6.0)
    taker.look()
    api: Api = sign_in(Role.HANDLER)
    assert api.get(f"/v1/voice-messages/{call_id}?why=回电").status_code == 403
    assert api.get(f"/v1/voice-messages/{call_id}/waveform").status_code == 403


def test_an_exchange_of_this_process_says_how_long_they_spoke(floor: CallFloor, sign_in: SignIn) -> None:
    api = agent(sign_in)
    exchange(floor).leave_message(ring(floor), 12.0)
    floor.turn()
    exchange(floor).close_queues({"general": Closing(None, ClosedTreatment.MESSAGE)})
    exchange(floor).call_in("closed-1", "13911110000", "general")
    exchange(floor).leave_message("closed-1", 0.4, "13911110000", "general")
    floor.turn()
    found = {one["last_call_id"]: one for one in listed(api)["items"]}
    assert sorted((one["cause"], one["number_masked"]) for one in found.values()) == [
        ("abandoned", "139****0000"),
        ("voicemail", f"{NUMBER[:3]}****{NUMBER[-4:]}"),
    ]


def test_no_message_is_longer_than_the_rules_in_force_allow(
    kernel: Kernel, floor: CallFloor, sign_in: SignIn, clock: ManualClock
) -> None:
    lead = sign_in(Role.LEAD)
    soon = (clock.now() + timedelta(minutes=1)).isoformat()
    kept = lead.put("/v1/call-back-rules", json={"message_seconds": 45, "effective_from": soon}, version=0)
    assert kept.status_code == 200, kept.text
    assert lead.put("/v1/call-back-rules", json={"message_seconds": 5}, version=1).status_code == 422

    def longest(number: str) -> float:
        kernel.room(MessageLimit).look()
        exchange(floor).leave_message(f"long-{number}", 200.0, number, "general")
        floor.turn()
        told = {one["last_call_id"]: one["messages"] for one in listed(lead)["items"]}
        return float(told[f"long-{number}"][0]["seconds"])

    assert longest("13911110001") == 120.0
    clock.advance(61)
    assert longest("13911110002") == 45.0


def test_in_training_a_tone_of_the_same_length_takes_the_place_of_the_voice(
    kernel: Kernel, floor: CallFloor, sign_in: SignIn
) -> None:
    api = agent(sign_in)
    call_id = ring(floor)
    exchange(floor).leave_message(call_id, 3.4)
    floor.turn()
    assert code(api.get(f"/v1/voice-messages/{call_id}?why=回电")) == (404, "no_recording")
    kernel.config = replace(kernel.config, training=True)
    samples, rate = decode(api.get(f"/v1/voice-messages/{call_id}?why=回电").content)
    assert (len(samples) / rate, abs(samples[:, 1]).max() > 3000, abs(samples[:, 0]).max()) == (3.4, True, 0)
    again = api.get(f"/v1/voice-messages/{call_id}?why=回电").content
    assert (decode(again)[0] == samples).all()
