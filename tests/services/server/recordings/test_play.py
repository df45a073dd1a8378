import dataclasses
from pathlib import Path

import numpy as np
import pytest

from services.clock import ManualClock
from services.contracts.accounts import Account, Role
from services.contracts.recordings import TroubleCause
from services.server import plays
from services.server.kernel import Kernel
from services.server.ranges import asked_range
from services.server.recordings import judging, keys, service
from services.server.recordings.sound import decode
from services.server.tables import access_log
from tests.services.server.conftest import Api, SignIn
from tests.services.server.quality.conftest import Floor, claimed


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
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/flac")
    assert answer.headers["accept-ranges"] == "bytes"
    samples, rate = decode(answer.content)
    assert (samples.shape, rate) == ((30 * 8000, 2), 8000)
    assert not samples[10 * 8000 : 20 * 8000].any()
    drawn = inspector.get(f"/v1/recordings/{call_id}/waveform").json()
    assert drawn["seconds"] == 30
    assert drawn["held"] == [{"start": 10.0, "end": 20.0}]
    assert any(span["start"] <= 10.2 and span["end"] >= 19.8 for span in drawn["silent"])
    assert len(drawn["agent"]) == len(drawn["citizen"]) == 240
    shares = drawn["shares"]
    assert (shares["held"], shares["rules"]) == (10, "2026.3")
    assert shares["agent"] + shares["citizen"] - shares["both"] + shares["silent"] == pytest.approx(20, abs=0.1)


def test_parts_are_sent_and_a_part_beyond_the_end_is_refused(floor: Floor, agent: Account, inspector: Api) -> None:
    path = f"/v1/recordings/{floor.call(agent, seconds=20)}?why=质检"
    whole = inspector.get(path).content
    assert len(whole) > 65_600, "more than one encrypted piece"
    for header, part in {
        "bytes=0-99": slice(0, 100),
        "bytes=100-": slice(100, None),
        "bytes=65530-65545": slice(65_530, 65_546),
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
    for nothing in ("", "?why=", "?why=%20", "?why=x"):
        refused = inspector.get(f"/v1/recordings/{call_id}{nothing}")
        assert (refused.status_code, refused.json()["code"]) == (422, "why_missing")
    inspector.get(f"/v1/recordings/{call_id}?why=申诉复核")
    inspector.get(f"/v1/recordings/{call_id}?why=质检", headers={"range": "bytes=10-20"})
    claimed(inspector, call_id)
    assert inspector.get(f"/v1/recordings/{call_id}").status_code == 200, "whose task it is need not say why"
    with floor.kernel.database.read() as connection:
        rows = connection.execute(
            access_log.select().where(access_log.c.what == "recording").order_by(access_log.c.id)
        ).all()
    assert [(r.account_id, r.subject, r.why) for r in rows] == [
        (inspector.account.id, call_id, "申诉复核"),
        (inspector.account.id, call_id, "质检"),
        (inspector.account.id, call_id, service.INSPECTION),
    ]


@pytest.mark.parametrize("other", ["recording", "account", "number", "hours"])
def test_all_parts_of_a_play_are_one_entry_and_a_play_is_of_one_person_one_sound_and_some_hours(
    floor: Floor, agent: Account, inspector: Api, sign_in: SignIn, kernel: Kernel, clock: ManualClock, other: str
) -> None:
    call_id, another = floor.call(agent, seconds=5), floor.call(agent, seconds=5, id="another")
    path = f"/v1/recordings/{call_id}"
    first = inspector.get(f"{path}?why=质检", headers={"range": "bytes=0-99"})
    play = first.headers["tongfu-play"]
    for part in ("bytes=100-199", "bytes=4000-"):
        answer = inspector.get(f"{path}?why=质检&play={play}", headers={"range": part})
        assert (answer.status_code, answer.headers["tongfu-play"]) == (206, play)
    refused = inspector.get(f"{path}?play={int(play) + 1}", headers={"range": "bytes=100-199"})
    assert (refused.status_code, refused.json()["code"]) == (422, "why_missing"), "no way past the log"
    assert len(_plays(kernel)) == 1
    who = inspector
    if other == "recording":
        path = f"/v1/recordings/{another}"
    elif other == "account":
        who = sign_in(Role.INSPECTOR)
    elif other == "number":
        play = "999999"
    else:
        clock.advance(plays.LONGEST.total_seconds())
    answer = who.get(f"{path}?why=复核&play={play}", headers={"range": "bytes=100-199"})
    assert answer.status_code == 206
    assert answer.headers["tongfu-play"] != play
    assert [why for _account, _subject, why in _plays(kernel)] == ["质检", "复核"]


def _plays(kernel: Kernel) -> list[tuple[str, str, str]]:
    with kernel.database.read() as connection:
        query = access_log.select().where(access_log.c.what == "recording").order_by(access_log.c.id)
        return [(row.account_id, row.subject, row.why) for row in connection.execute(query)]


def test_a_play_stands_in_the_access_log(floor: Floor, agent: Account, inspector: Api, sign_in: SignIn) -> None:
    call_id = floor.call(agent, seconds=5)
    inspector.get(f"/v1/recordings/{call_id}?why=市民要求核实")
    shown = sign_in(Role.ADMINISTRATOR).get("/v1/access-log?what=recording").json()["items"]
    assert [(row["subject"], row["why"]) for row in shown] == [(call_id, "市民要求核实")]


def test_a_recording_is_made_once_and_made_anew_when_the_call_changes(
    floor: Floor, agent: Account, inspector: Api, tmp_path: Path
) -> None:
    call_id = floor.call(agent, seconds=5)
    for _ in range(2):
        inspector.get(f"/v1/recordings/{call_id}?why=质检")
    assert len(list((tmp_path / "recordings" / "kept").rglob("*.flac.sealed"))) == 1
    floor.call(agent, seconds=6, id="other")
    inspector.get("/v1/recordings/other/waveform")
    assert len(list((tmp_path / "recordings" / "kept").rglob("*.sealed"))) == 4


def test_nothing_of_a_recording_lies_on_the_disk_in_clear(
    floor: Floor, agent: Account, inspector: Api, tmp_path: Path
) -> None:
    call_id = floor.call(agent, seconds=5)
    plain = inspector.get(f"/v1/recordings/{call_id}?why=质检").content
    files = [file for file in (tmp_path / "recordings").rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        assert b"fLaC" not in content
        assert plain[1000:1032] not in content
        assert file.stat().st_mode & 0o077 == 0


def test_a_lost_key_and_a_damaged_file_are_said_in_words(
    floor: Floor, agent: Account, inspector: Api, kernel: Kernel, tmp_path: Path
) -> None:
    call_id = floor.call(agent, seconds=5)
    assert inspector.get(f"/v1/recordings/{call_id}?why=质检").status_code == 200
    (file,) = (tmp_path / "recordings" / "kept").rglob("*.flac.sealed")
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    answer = inspector.get(f"/v1/recordings/{call_id}?why=质检")
    assert (answer.status_code, answer.json()["code"]) == (409, "recording_damaged")
    file.write_bytes(whole)
    lost = keys.keys_file(kernel.config)
    used = keys.load(lost).current
    lost.unlink()
    kernel.room(service.Shelf).store.__dict__.pop("ring")
    answer = inspector.get(f"/v1/recordings/{call_id}?why=质检")
    assert (answer.status_code, answer.json()["code"]) == (409, "recording_key_lost")
    assert used in answer.json()["detail"]
    assert "密钥" in answer.json()["detail"]


def test_damage_in_the_middle_is_said_before_a_sound_of_it_is_played(
    floor: Floor, agent: Account, inspector: Api, tmp_path: Path
) -> None:
    """Met in the middle of an answer it would break off, as if the connection were lost."""
    path = f"/v1/recordings/{floor.call(agent, seconds=20)}?why=质检"
    assert inspector.get(path).status_code == 200
    (file,) = (tmp_path / "recordings" / "kept").rglob("*.flac.sealed")
    content = bytearray(file.read_bytes())
    content[-40] ^= 1
    file.write_bytes(content)
    answer = inspector.get(path, headers={"range": "bytes=0-99"})
    assert (answer.status_code, answer.json()["code"]) == (409, "recording_damaged")


def test_a_missing_recording_is_said_and_not_hidden(floor: Floor, agent: Account, inspector: Api) -> None:
    abandoned = floor.call(agent, state="abandoned", answered_at=None)
    for path in (f"/v1/recordings/{abandoned}?why=质检", f"/v1/recordings/{abandoned}/waveform"):
        answer = inspector.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_recording")
        assert "没有录音" in answer.json()["detail"]
    assert inspector.get("/v1/recordings/nowhere?why=质检").json()["code"] == "not_found"


def test_outside_training_nothing_is_made_up(floor: Floor, agent: Account, inspector: Api, kernel: Kernel) -> None:
    kernel.config = dataclasses.replace(kernel.config, training=False)
    call_id = floor.call(agent, seconds=5)
    assert inspector.get(f"/v1/recordings/{call_id}?why=质检").json()["code"] == "no_recording"


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (TroubleCause.MISSING, "no_recording"),
        (TroubleCause.UNREADABLE, "recording_unreadable"),
        (TroubleCause.DISK_FULL, "recording_disk_full"),
        (TroubleCause.STORE_FULL, "recording_waits"),
    ],
)
def test_why_there_is_none_is_said_as_far_as_it_is_known(
    floor: Floor, agent: Account, inspector: Api, kernel: Kernel, cause: TroubleCause, said: str
) -> None:
    kernel.config = dataclasses.replace(kernel.config, training=False)
    just_over, long_over = floor.call(agent, ago=20, seconds=15), floor.call(agent, ago=900, seconds=30)
    path = f"/v1/recordings/{long_over}/waveform"
    assert inspector.get(f"/v1/recordings/{just_over}/waveform").json()["code"] == "recording_waits"
    assert inspector.get(path).json()["code"] == "no_recording"
    found = judging.Wrong(long_over, cause, kernel.clock.now(), 30.0)
    kernel.write(lambda tx: judging.report(tx, [found]))
    assert inspector.get(path).json()["code"] == said


def test_a_cut_recording_says_so_wherever_it_is_drawn(
    floor: Floor, agent: Account, inspector: Api, kernel: Kernel
) -> None:
    call_id = floor.call(agent, seconds=30)
    path = f"/v1/recordings/{call_id}/waveform"
    assert inspector.get(path).json()["flaw"] is None
    cut = judging.Wrong(call_id, TroubleCause.SHORT, kernel.clock.now(), 42.0, 30.0)
    kernel.write(lambda tx: judging.report(tx, [cut]))
    flaw = {"cause": "short", "talk_seconds": 42.0, "seconds": 30.0}
    assert inspector.get(path).json()["flaw"] == flaw
    settled = inspector.post(f"/v1/recording-troubles/{call_id}/settle", json={"reason": "线路故障"})
    assert settled.status_code == 200
    assert inspector.get(path).json()["flaw"] == flaw, "that somebody has looked into it makes it no longer"
    kernel.write(lambda tx: judging.report(tx, [dataclasses.replace(cut, cause=TroubleCause.MISSING, seconds=0.0)]))
    kernel.write(lambda tx: judging.came_late(tx, call_id))
    assert inspector.get(path).json()["flaw"] is None, "it came late, and whole"


def test_the_oldest_made_recordings_go_when_there_are_too_many_and_held_ones_stay(
    floor: Floor, agent: Account, inspector: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MADE_BYTES", 1)
    calls = [floor.call(agent, seconds=2) for _ in range(3)]
    assert inspector.get(f"/v1/recordings/{calls[0]}?why=质检").status_code == 200
    assert inspector.post(f"/v1/recordings/{calls[0]}/hold", json={"reason": "信访"}).status_code == 200
    for call_id in calls[1:]:
        assert inspector.get(f"/v1/recordings/{call_id}?why=质检").status_code == 200
    assert len(list((tmp_path / "recordings" / "kept").rglob("*.flac.sealed"))) == 2
    assert inspector.get(f"/v1/recordings/{calls[1]}?why=质检").status_code == 200, "made again"


def test_a_pause_for_a_secret_is_silent_and_told(floor: Floor, agent: Account, inspector: Api) -> None:
    from tests.services.server.recordings.pauses import add_pause

    call_id = floor.call(agent, seconds=30)
    add_pause(floor, call_id, 12.0, 17.0)
    drawn = inspector.get(f"/v1/recordings/{call_id}/waveform").json()
    assert drawn["paused"] == [{"start": 12.0, "end": 17.0}]
    samples, rate = decode(inspector.get(f"/v1/recordings/{call_id}?why=质检").content)
    assert not samples[12 * rate : 17 * rate].any()
    assert np.abs(samples[: 12 * rate]).max() > 1000


def test_calls_that_are_not_ours_to_hear_are_refused(floor: Floor, agent: Account, sign_in: SignIn) -> None:
    call_id = floor.call(agent)
    assert sign_in(Role.AGENT).get(f"/v1/recordings/{call_id}?why=质检").status_code == 403
    lead = sign_in(Role.LEAD)
    assert lead.get(f"/v1/recordings/{call_id}/waveform").status_code == 403
    assert lead.post(f"/v1/recordings/{call_id}/export", json={"reason": "质检"}).status_code == 403
    assert lead.post(f"/v1/recordings/{call_id}/hold", json={"reason": "质检"}).status_code == 403
    assert lead.get("/v1/recording-troubles").status_code == 403
