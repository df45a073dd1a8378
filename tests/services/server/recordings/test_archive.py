import argparse
import io
import shutil
import tarfile
import time
from pathlib import Path

import numpy as np
import pytest

from services.contracts.accounts import Account
from services.errors import AppError
from services.server import commands
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.recordings import archive, keys
from services.server.recordings.service import Shelf
from services.server.recordings.sound import decode
from services.server.recordings.store import RecordingStore
from tests.services.server.conftest import Api
from tests.services.server.quality.conftest import Floor
from tests.services.server.recordings.test_retention import kept


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers(), "sqlite:///unused")
    parsed = parser.parse_args([*arguments])
    return int(parsed.handler(parsed))


def packed_name(folder: Path) -> Path:
    return archive.beside(folder / "copy")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_restored_recording_plays_with_the_keys_that_were_kept_apart(
    client: object,
    kernel: Kernel,
    database: Database,
    floor: Floor,
    agent: Account,
    inspector: Api,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_id = kept(floor, agent)
    path = f"/v1/recordings/{call_id}?why=质检"
    before = inspector.get(path).content
    away = tmp_path / "away"
    away.mkdir()
    url, folder = kernel.config.database_url, tmp_path
    where = ("--database-url", url, "--data-folder", str(folder))
    assert run("backup", str(away / "copy"), *where) == 0
    assert not packed_name(away).exists(), "recordings are a choice"
    assert run("backup", str(away / "copy"), "--recordings", *where) == 0
    said = capsys.readouterr().out
    assert f"Written: {packed_name(away)}" in said
    assert "NOT in the copy" in said
    key_file = keys.keys_file(kernel.config)
    secret = next(iter(keys.load(key_file).keys.values()))
    everything = b"".join(file.read_bytes() for file in away.iterdir())
    assert secret not in everything
    assert secret.hex().encode() not in everything
    apart = tmp_path / "apart" / "keys"
    assert run("backup", str(away / "copy"), "--recordings", "--keys-to", str(apart), *where) == 0
    assert apart.stat().st_mode & 0o077 == 0
    # Another machine: nothing of the old one is there but what was saved.
    shutil.rmtree(folder / "recordings")
    key_file.unlink()
    elsewhere = tmp_path / "elsewhere"
    there = ("--database-url", f"sqlite:///{elsewhere / 'new.sqlite'}", "--data-folder", str(elsewhere))
    capsys.readouterr()
    assert run("restore", str(away / "copy"), "--recordings", *there) == 0
    assert "is LOST" in capsys.readouterr().out, "without its key it is said at once"
    restore = ("restore", str(away / "copy"), "--recordings", "--replace", "--keys-from", str(apart))
    assert run(*restore, *there) == 0
    assert "LOST" not in capsys.readouterr().out
    # The server that runs plays from what came back.
    shutil.copytree(elsewhere / "recordings", folder / "recordings")
    shutil.copytree(elsewhere / "keys", folder / "keys", dirs_exist_ok=True)
    kernel.room(Shelf).store.__dict__.pop("ring", None)
    again = inspector.get(path)
    assert (again.status_code, again.content) == (200, before)
    samples, rate = decode(again.content)
    assert (samples.shape, rate) == ((800, 2), 8_000)
    with Database(there[1]).read() as connection:
        assert connection.exec_driver_sql("SELECT call_id FROM recordings").scalars().all() == [call_id]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_recordings_come_back_with_a_copy_of_postgresql(
    client: object,
    kernel: Kernel,
    database: Database,
    floor: Floor,
    agent: Account,
    inspector: Api,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_id = kept(floor, agent)
    path = f"/v1/recordings/{call_id}?why=质检"
    before = inspector.get(path).content
    away, apart = tmp_path / "away", tmp_path / "apart"
    away.mkdir()
    url = kernel.database.url.render_as_string(hide_password=False)
    where = ("--database-url", url, "--data-folder", str(tmp_path))
    assert run("backup", str(away / "copy"), "--recordings", "--keys-to", str(apart), *where) == 0
    # What came after the copy goes, and all files of this machine are gone.
    later = kept(floor, agent, id="later")
    shutil.rmtree(tmp_path / "recordings")
    keys.keys_file(kernel.config).unlink()
    restore = ("restore", str(away / "copy"), "--recordings", "--replace", "--keys-from", str(apart))
    capsys.readouterr()
    assert run(*restore, *where) == 1, "the server is up"

    def restored() -> bool:
        """What runs beside the server opens connections again and again: it is asked for between two of them."""
        while kernel.database.engine.pool.checkedout():  # type: ignore[attr-defined]
            time.sleep(0.005)
        kernel.database.close()
        return run(*restore, *where) == 0

    assert any(restored() for _ in range(20))
    assert "LOST" not in capsys.readouterr().out
    kernel.room(Shelf).store.__dict__.pop("ring", None)
    again = inspector.get(path)
    assert (again.status_code, again.content) == (200, before)
    with kernel.database.read() as connection:
        found = connection.exec_driver_sql("SELECT call_id FROM recordings").scalars().all()
    assert found == [call_id]
    assert later not in found


def test_keys_are_only_added_and_the_one_that_encrypts_stays(tmp_path: Path) -> None:
    saved, here = tmp_path / "saved", tmp_path / "here"
    old, new = keys.add(saved), keys.add(here)
    assert archive.bring_back_keys(saved, here) == 1
    ring = keys.load(here)
    assert (ring.current, set(ring.keys)) == (new, {old, new})
    assert archive.bring_back_keys(saved, here) == 0
    with pytest.raises(AppError) as caught:
        archive.bring_back_keys(tmp_path / "nothing", here)
    assert caught.value.code == "recording_keys_unreadable"
    assert not (tmp_path / "nothing").exists()


def _tar(name: str, content: bytes, kind: bytes = tarfile.REGTYPE) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        member = tarfile.TarInfo(name)
        member.type, member.size, member.linkname = kind, len(content), "/etc/passwd"
        packed.addfile(member, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"no archive at all",
        _tar("../../etc/passwd", b"x"),
        _tar(f"aa/aa{'0' * 62}.flac.sealed", b"not encrypted"),
        _tar(f"aa/aa{'0' * 62}.flac.sealed", b"", tarfile.SYMTYPE),
        _tar(f"aa/bb{'0' * 62}.flac.sealed", b"x"),
    ],
    ids=["nothing", "path", "plain", "link", "other folder"],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "copy.recordings.tar"
    file.write_bytes(content)
    store = RecordingStore(tmp_path / "recordings", tmp_path / "keys")
    with pytest.raises(AppError) as caught:
        archive.unpack(store, file)
    assert caught.value.code == "not_a_backup"
    assert not [found for found in (tmp_path / "recordings").rglob("*") if found.is_file()]


def test_what_is_there_stays(tmp_path: Path) -> None:
    store = RecordingStore(tmp_path / "recordings", tmp_path / "keys")
    assert archive.pack(store, tmp_path / "none.tar") == 0
    assert not (tmp_path / "none.tar").exists()
    made = store.keep(np.ones((800, 2), np.int16), 8_000)
    assert archive.pack(store, tmp_path / "copy.tar") == 2
    before = {file: file.stat().st_mtime_ns for file in store.kept.rglob("*.sealed")}
    assert archive.unpack(store, tmp_path / "copy.tar") == archive.Unpacked(2, frozenset({made.key_id}))
    assert {file: file.stat().st_mtime_ns for file in store.kept.rglob("*.sealed")} == before
