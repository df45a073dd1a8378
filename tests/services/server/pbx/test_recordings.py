"""Taking in what an exchange recorded, and saying what is missing: on both databases, with files made by hand."""

import errno
import os
import time
import wave
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from services.contracts.accounts import Account
from services.contracts.recordings import TroubleCause
from services.server.channels.background import lease
from services.server.kernel import Kernel
from services.server.pbx import recordings
from services.server.pbx.recordings import Recordings
from services.server.recordings.judging import judge
from services.server.recordings.service import Shelf
from services.server.recordings.sound import decode
from services.server.recordings.store import RecordingStore
from tests.services.server.conftest import Api
from tests.services.server.quality.conftest import Floor, agent, floor, inspector

__all__ = ["agent", "floor", "inspector"]

AT = 1_772_413_200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "asterisk"
    made.mkdir()
    return made


@pytest.fixture
def taker(client: object, kernel: Kernel, folder: Path) -> Recordings:
    """Looked once already, so that what comes from now on is missed."""
    made = Recordings(kernel, folder)
    made.look()
    return made


def record(
    folder: Path, call_id: str, seconds: float, loud: tuple[int, int] = (6000, 9000), at: int | str = AT
) -> list[Path]:
    """Writes the two files of a talk, as Asterisk does; old enough to be whole."""
    files = []
    for side, level in zip(("agent", "citizen"), loud, strict=True):
        file = folder / f"{call_id}.{at}.{side}.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(8000)
            out.writeframes((np.sin(np.arange(round(seconds * 8000)) / 3) * level).astype("<i2").tobytes())
        os.utime(file, (time.time() - 60,) * 2)
        files.append(file)
    return files


def causes(inspector: Api) -> dict[str, str]:
    return {row["call_id"]: row["cause"] for row in inspector.get("/v1/recording-troubles").json()}


def notices(inspector: Api) -> list[int]:
    rows = inspector.get("/v1/notices").json()["items"]
    return [row["values"]["count"] for row in rows if row["code"] == "recordings"]


def test_both_channels_are_kept_sample_by_sample_and_the_files_go(
    taker: Recordings, floor: Floor, agent: Account, inspector: Api, folder: Path
) -> None:
    call_id = floor.call(agent, seconds=20)
    record(folder, call_id, 12.0)
    record(folder, call_id, 5.0, at=AT + 15)
    taker.look()
    samples, rate = decode(inspector.get(f"/v1/recordings/{call_id}?why=质检").content)
    assert (samples.shape, rate) == ((20 * 8000, 2), 8000)
    expected = (np.sin(np.arange(12 * 8000) / 3) * 6000).astype(np.int16)
    assert (samples[: 12 * 8000, 0] == expected).all()
    assert not samples[12 * 8000 : 15 * 8000].any()
    assert samples[15 * 8000 :, 1].max() > 8000
    assert list(folder.iterdir()) == []
    assert causes(inspector) == {}


def test_two_parts_that_begin_in_the_same_second_are_both_kept_in_their_places(
    taker: Recordings, floor: Floor, agent: Account, inspector: Api, folder: Path
) -> None:
    call_id = floor.call(agent, seconds=12)
    record(folder, call_id, 12.0, at=f"{AT}.850000")
    record(folder, call_id, 0.5, at=f"{AT}.100000")
    taker.look()
    samples, _rate = decode(inspector.get(f"/v1/recordings/{call_id}?why=质检").content)
    assert len(samples) == round(12.75 * 8000)
    assert samples[:4000, 0].any()
    assert not samples[4000:6000].any()
    assert causes(inspector) == {}


def test_the_part_of_a_second_agent_that_is_still_written_is_waited_for(
    taker: Recordings, floor: Floor, agent: Account, inspector: Api, folder: Path
) -> None:
    call_id = floor.call(agent, seconds=20)
    record(folder, call_id, 12.0)
    last = record(folder, call_id, 5.0, at=AT + 15)
    for file in last:
        os.utime(file)
    taker.look()
    assert len(list(folder.iterdir())) == 4
    for file in last:
        os.utime(file, (time.time() - 60,) * 2)
    taker.look()
    samples, _rate = decode(inspector.get(f"/v1/recordings/{call_id}?why=质检").content)
    assert len(samples) == 20 * 8000
    assert causes(inspector) == {}


def test_of_two_replicas_one_takes_in(
    taker: Recordings, kernel: Kernel, floor: Floor, agent: Account, folder: Path
) -> None:
    call_id = floor.call(agent, seconds=12)
    record(folder, call_id, 12.0)
    other = Recordings(kernel, folder)
    other.look()
    assert (other.counts["kept"], len(list(folder.iterdir()))) == (0, 2)
    taker.look()
    assert taker.counts["kept"] == 1
    kernel.real_clock.advance(2 * lease.LIFE.total_seconds())  # type: ignore[attr-defined]
    record(folder, floor.call(agent, seconds=12), 12.0)
    other.look()
    assert other.counts["kept"] == 1, "who has the lease is gone: the other one goes on"


def test_a_call_that_goes_on_is_left_alone(taker: Recordings, floor: Floor, agent: Account, folder: Path) -> None:
    call_id = floor.call(agent, seconds=12, state="talking", ended_at=None)
    record(folder, call_id, 12.0)
    taker.look()
    assert len(list(folder.iterdir())) == 2


def test_what_is_missing_is_said_after_some_minutes_and_settled_when_it_comes(
    taker: Recordings, kernel: Kernel, floor: Floor, agent: Account, inspector: Api, folder: Path
) -> None:
    clock = kernel.clock
    call_id = floor.call(agent, seconds=60, ago=0)
    clock.advance(65 + recordings.MISSING_AFTER.total_seconds() - 10)  # type: ignore[attr-defined]
    taker.look()
    assert causes(inspector) == {}
    clock.advance(20)  # type: ignore[attr-defined]
    taker.look()
    taker.look()
    assert causes(inspector) == {call_id: "missing"}
    assert notices(inspector) == [1]
    record(folder, call_id, 60.0)
    taker.look()
    assert causes(inspector) == {}
    (row,) = inspector.get("/v1/recording-troubles?settled=true").json()
    assert row["settled_at"]
    assert row["talk_seconds"] == 60


def test_a_short_a_silent_and_an_unreadable_one_are_said_with_their_cause_and_one_notice(
    taker: Recordings, floor: Floor, agent: Account, inspector: Api, folder: Path
) -> None:
    short, mute, deaf, cut, good = (floor.call(agent, seconds=30) for _ in range(5))
    record(folder, short, 20.0)
    record(folder, mute, 30.0, loud=(0, 9000))
    record(folder, deaf, 30.0, loud=(9000, 20))
    record(folder, cut, 30.0)[0].write_bytes(b"RIFF")
    os.utime(folder / f"{cut}.{AT}.agent.wav", (time.time() - 60,) * 2)
    record(folder, good, 29.0)
    taker.look()
    assert causes(inspector) == {
        short: "short",
        mute: "silent_agent",
        deaf: "silent_citizen",
        cut: "unreadable",
    }
    assert notices(inspector) == [1], "one notice an hour"
    assert inspector.get(f"/v1/recordings/{short}?why=质检").status_code == 200, "what there is can be heard"
    assert len(list(folder.glob("*.broken"))) == 2
    (left, *_more) = inspector.post(f"/v1/recording-troubles/{short}/settle", json={"reason": "线路中断"}).json()
    assert left["call_id"] != short
    assert inspector.post(f"/v1/recording-troubles/{short}/settle", json={"reason": "再来"}).status_code == 404


def test_one_without_a_single_sample_keeps_no_other_back(
    taker: Recordings, floor: Floor, agent: Account, inspector: Api, folder: Path
) -> None:
    empty, whole = floor.call(agent, seconds=20), floor.call(agent, seconds=20)
    files = record(folder, empty, 0.0)
    record(folder, whole, 20.0)
    taker.look()
    taker.look()
    assert (taker.counts["kept"], taker.counts["broken"]) == (1, 1)
    assert causes(inspector) == {empty: TroubleCause.UNREADABLE}
    assert all(file.with_suffix(".broken").is_file() for file in files)


def test_a_side_without_a_file_is_a_silent_side(
    taker: Recordings, floor: Floor, agent: Account, inspector: Api, folder: Path
) -> None:
    call_id = floor.call(agent, seconds=30)
    record(folder, call_id, 30.0)[1].unlink()
    taker.look()
    assert causes(inspector) == {call_id: "silent_citizen"}


def test_a_full_disk_of_the_exchange_is_named_as_the_cause(
    taker: Recordings,
    kernel: Kernel,
    floor: Floor,
    agent: Account,
    inspector: Api,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usage = namedtuple("usage", "total used free")
    clock = kernel.clock
    cut, none = floor.call(agent, seconds=60, ago=0), floor.call(agent, seconds=60, ago=0)
    clock.advance(30)  # type: ignore[attr-defined]
    monkeypatch.setattr(recordings.shutil, "disk_usage", lambda _folder: usage(10, 10, 0))
    taker.look()
    monkeypatch.undo()
    clock.advance(300)  # type: ignore[attr-defined]
    record(folder, cut, 30.0)
    taker.look()
    assert causes(inspector) == {cut: "disk_full", none: "disk_full"}


def test_when_the_stores_disk_is_full_nothing_is_lost_and_it_is_said(
    taker: Recordings,
    kernel: Kernel,
    floor: Floor,
    agent: Account,
    inspector: Api,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call_id = floor.call(agent, seconds=12)
    files = record(folder, call_id, 12.0)
    before = [file.read_bytes() for file in files]

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        # Of the writer alone: SQLite asks for the disk too.
        broken.setattr("services.server.recordings.sealing.os", SimpleNamespace(**{**vars(os), "fsync": full}))
        taker.look()
    assert [file.read_bytes() for file in files] == before
    assert [file for file in (tmp_path / "recordings").rglob("*") if file.is_file()] == [], "no half file stays"
    assert causes(inspector) == {call_id: "store_full"}
    taker.look()
    assert causes(inspector) == {}
    assert inspector.get(f"/v1/recordings/{call_id}?why=质检").status_code == 200


def test_the_files_stay_when_what_was_kept_is_not_what_came(
    taker: Recordings, kernel: Kernel, floor: Floor, agent: Account, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(folder, floor.call(agent, seconds=12), 12.0)
    whole = RecordingStore.open
    silence = kernel.room(Shelf).store.keep(np.zeros((8000, 2), np.int16), 8000)
    monkeypatch.setattr(RecordingStore, "open", lambda self, _content: whole(self, silence.content))
    taker.look()
    assert (taker.counts["kept"], len(list(folder.iterdir()))) == (0, 2)


def test_what_was_before_the_first_look_is_not_missed(
    client: object, kernel: Kernel, floor: Floor, agent: Account, inspector: Api, folder: Path
) -> None:
    floor.call(agent, seconds=60)
    taker = Recordings(kernel, folder)
    for _ in range(3):
        taker.look()
        kernel.clock.advance(timedelta(minutes=10).total_seconds())  # type: ignore[attr-defined]
    assert causes(inspector) == {}


@pytest.mark.parametrize(
    ("talk", "seconds", "loudest", "full", "cause"),
    [
        (60, 60, (0.5, 0.5), False, None),
        (60, 55, (0.5, 0.5), False, None),
        (60, 54.9, (0.5, 0.5), False, TroubleCause.SHORT),
        (60, 54.9, (0.5, 0.5), True, TroubleCause.DISK_FULL),
        (60, 60, (0.5, 0.5), True, None),
        (60, 60, (0.0, 0.0), False, TroubleCause.SILENT),
        (9, 9, (0.0, 0.5), False, None),
        (0, 0, (0.0, 0.0), False, None),
    ],
)
def test_the_rules(
    talk: float, seconds: float, loudest: tuple[float, float], full: bool, cause: TroubleCause | None
) -> None:
    assert judge(talk, seconds, loudest, full) is cause
