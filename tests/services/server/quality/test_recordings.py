import dataclasses
import io
import os
import wave
from pathlib import Path

import pytest

from services.contracts.accounts import Account
from services.server.kernel import Kernel
from services.server.quality import recordings
from services.server.quality.recordings import NoRecording, RecordingStore
from services.server.quality.turns import Talk
from services.server.ranges import asked_range
from services.server.tables import access_log
from tests.services.server.conftest import Api
from tests.services.server.quality.conftest import Floor


@pytest.fixture(autouse=True)
def _training(request: pytest.FixtureRequest) -> None:
    """Recordings are made as in training mode; the simulator that belongs to it was not started with the application."""
    if "inspector" in request.fixturenames or "sign_in" in request.fixturenames:
        request.getfixturevalue("client")
        kernel: Kernel = request.getfixturevalue("kernel")
        kernel.config = dataclasses.replace(kernel.config, training=True)


def test_a_recording_is_as_long_as_the_call_and_the_hold_is_silent(
    floor: Floor, agent: Account, inspector: Api
) -> None:
    call_id = floor.call(agent, seconds=30, holds=((10.0, 20.0),))
    answer = inspector.get(f"/v1/recordings/{call_id}?why=质检")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert answer.headers["accept-ranges"] == "bytes"
    with wave.open(io.BytesIO(answer.content)) as recording:
        assert recording.getnframes() == 30 * 8000
        recording.setpos(10 * 8000)
        assert not any(recording.readframes(10 * 8000))
    drawn = inspector.get(f"/v1/recordings/{call_id}/waveform").json()
    assert drawn["seconds"] == 30
    assert drawn["held"] == [{"start": 10.0, "end": 20.0}]
    assert any(span["start"] <= 10.2 and span["end"] >= 19.8 for span in drawn["silent"])
    assert len(drawn["agent"]) == len(drawn["citizen"]) == 240


def test_parts_are_sent_and_a_part_beyond_the_end_is_refused(floor: Floor, agent: Account, inspector: Api) -> None:
    path = f"/v1/recordings/{floor.call(agent, seconds=10)}?why=x"
    whole = inspector.get(path).content
    for header, part in {
        "bytes=0-99": slice(0, 100),
        "bytes=100-": slice(100, None),
        "bytes=-50": slice(-50, None),
        f"bytes=10-{len(whole) + 5}": slice(10, None),
    }.items():
        answer = inspector.get(path, headers={"range": header})
        assert answer.status_code == 206
        assert answer.content == whole[part]
        start = range(len(whole))[part].start
        assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.content) - 1}/{len(whole)}"
    answer = inspector.get(path, headers={"range": f"bytes={len(whole)}-"})
    assert (answer.status_code, answer.json()["code"]) == (416, "bad_range")
    assert answer.headers["content-range"] == f"bytes */{len(whole)}"
    assert inspector.get(path, headers={"range": "bytes=0-1,5-6"}).content == whole


@pytest.mark.parametrize(
    "header", [None, "", "items=0-1", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=１-2"]
)
def test_a_range_that_is_not_understood_asks_for_everything(header: str | None) -> None:
    assert asked_range(header, 100) is None


def test_every_play_is_recorded_with_who_and_why(floor: Floor, agent: Account, inspector: Api) -> None:
    call_id = floor.call(agent, seconds=5)
    assert inspector.get(f"/v1/recordings/{call_id}").status_code == 422
    inspector.get(f"/v1/recordings/{call_id}?why=申诉复核")
    inspector.get(f"/v1/recordings/{call_id}?why=质检", headers={"range": "bytes=10-20"})
    with floor.kernel.database.read() as connection:
        rows = connection.execute(access_log.select().order_by(access_log.c.id)).all()
    assert [(r.account_id, r.what, r.subject, r.why) for r in rows] == [
        (inspector.account.id, "recording", call_id, "申诉复核"),
        (inspector.account.id, "recording", call_id, "质检"),
    ]


def test_a_recording_is_made_once_and_made_anew_when_the_call_changes(
    floor: Floor, agent: Account, inspector: Api, tmp_path: Path
) -> None:
    call_id = floor.call(agent, seconds=5)
    for _ in range(2):
        inspector.get(f"/v1/recordings/{call_id}?why=x")
    folder = tmp_path / "recordings" / "training"
    assert len(list(folder.iterdir())) == 1
    floor.call(agent, seconds=6, id="other")
    inspector.get("/v1/recordings/other/waveform")
    assert sorted(file.suffix for file in folder.iterdir()) == [".json", ".wav", ".wav"]


def test_a_delivered_recording_is_played_as_it_is(floor: Floor, agent: Account, inspector: Api, tmp_path: Path) -> None:
    call_id = floor.call(agent)
    (tmp_path / "recordings").mkdir()
    with wave.open(str(tmp_path / "recordings" / f"{call_id}.wav"), "wb") as output:
        output.setnchannels(1)
        output.setsampwidth(2)
        output.setframerate(16_000)
        output.writeframes(b"\x00\x40" * 16_000)
    assert inspector.get(f"/v1/recordings/{call_id}/waveform").json()["seconds"] == 1
    assert len(inspector.get(f"/v1/recordings/{call_id}?why=x").content) == 32_044


def test_a_missing_recording_is_said_and_not_hidden(floor: Floor, agent: Account, inspector: Api) -> None:
    abandoned = floor.call(agent, state="abandoned", answered_at=None)
    for path in (f"/v1/recordings/{abandoned}?why=x", f"/v1/recordings/{abandoned}/waveform"):
        answer = inspector.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_recording")
        assert "没有录音" in answer.json()["detail"]
    assert inspector.get("/v1/recordings/nowhere?why=x").json()["code"] == "not_found"


def test_outside_training_nothing_is_made_up(tmp_path: Path) -> None:
    with pytest.raises(NoRecording):
        RecordingStore(tmp_path, training=False).file(Talk("call", 10))
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_made_recordings_go_when_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "CACHE_BYTES", 70_000)
    store = RecordingStore(tmp_path, training=True)
    files = []
    for number in range(3):  # 32 kB each
        files.append(store.file(Talk(f"call-{number}", 1.0)))
        if files[-1].exists():
            os.utime(files[-1], (number, number))
    assert [file.exists() for file in files] == [False, True, True]
    assert store.file(Talk("call-0", 1.0)).exists()


def test_calls_that_are_not_ours_to_hear_are_refused(floor: Floor, agent: Account, sign_in: object) -> None:
    from services.contracts.accounts import Role

    assert callable(sign_in)
    call_id = floor.call(agent)
    assert sign_in(Role.AGENT).get(f"/v1/recordings/{call_id}?why=x").status_code == 403
    assert sign_in(Role.LEAD).get(f"/v1/recordings/{call_id}/waveform").status_code == 403
