"""Recordings beside a copy of the database: the files as they lie there, encrypted, and never the keys that open them.

The keys go to a place of their own, where somebody names one: who has both files can hear every call, who has only one of
them can hear none.
"""

import os
import re
import secrets
import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from services.errors import AppError
from services.server.recordings import keys
from services.server.recordings.sealing import key_of
from services.server.recordings.store import RecordingStore

_NAME = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}\.(?:flac|wave)\.sealed", re.ASCII)


@dataclass(frozen=True)
class Unpacked:
    """What came back.

    Attributes:
        files: how many; a recording is two of them.
        keys: ids of the keys that they need.
    """

    files: int = 0
    keys: frozenset[str] = frozenset()


def beside(backup: Path) -> Path:
    """Returns the name of the file with the recordings that go with a copy of the database."""
    return backup.with_name(f"{backup.name}.recordings.tar")


def pack(store: RecordingStore, target: Path) -> int:
    """Writes all recordings into a file, encrypted as they are; returns how many files. None: no file is left.

    What retention deletes meanwhile is left out: it would be deleted again after a restore.
    """
    part = target.with_name(target.name + ".part")
    count = 0
    try:
        with tarfile.open(part, "w") as archive:
            for file in sorted(store.kept.glob("*/*.sealed")):
                name = f"{file.parent.name}/{file.name}"
                try:
                    source = file.open("rb") if _NAME.fullmatch(name) else None
                except FileNotFoundError:
                    continue
                if source is not None:
                    with source:
                        archive.addfile(archive.gettarinfo(arcname=name, fileobj=source), source)
                    count += 1
        if count:
            part.replace(target)
        else:
            target.unlink(missing_ok=True)
    finally:
        part.unlink(missing_ok=True)
    return count


def unpack(store: RecordingStore, source: Path) -> Unpacked:
    """Brings recordings back to where they lay; what is there already stays.

    Raises:
        AppError: ``not_a_backup``: there is no such file, or something in the file is not what its name says.
    """
    if not source.is_file():
        raise AppError("not_a_backup", details={"file": source.name})
    count, needed = 0, set[str]()
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None or not _NAME.fullmatch(member.name):
                    raise AppError("not_a_backup", details={"file": source.name})
                with stream:
                    needed.add(_bring_back(stream, store.kept / member.name, source.name))
                count += 1
    except (tarfile.TarError, EOFError) as error:
        raise AppError("not_a_backup", details={"file": source.name}) from error
    return Unpacked(count, frozenset(needed))


def save_keys(source: Path, target: Path) -> None:
    """Writes the keys to a file of their own, for its owner alone. It is complete or does not change.

    Raises:
        AppError: ``recording_keys_unreadable``: there are none, or the file is no file of keys.
    """
    if not source.exists():
        raise AppError("recording_keys_unreadable", status=500, details={"file": str(source)})
    keys.load(source)
    _write(source.read_text("ascii"), target)


def bring_back_keys(source: Path, target: Path) -> int:
    """Adds to a server's keys those of a saved file that it does not have; returns how many. The one that encrypts stays.

    Raises:
        AppError: ``recording_keys_unreadable``: there is no such file, or it is no file of keys.
    """
    if not source.exists():
        raise AppError("recording_keys_unreadable", status=500, details={"file": str(source)})
    saved = keys.load(source)
    have = keys.load(target).keys if target.exists() else {}
    new = {key_id: key for key_id, key in saved.keys.items() if key_id not in have}
    if new:
        before = target.read_text("ascii").rstrip("\n") + "\n" if target.exists() else ""
        _write(before + "".join(f"{key_id} {key.hex()}\n" for key_id, key in new.items()), target)
    return len(new)


def _bring_back(stream: IO[bytes], target: Path, archive: str) -> str:
    if target.exists():
        return key_of(target) or ""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{os.getpid()}-{secrets.token_hex(4)}-{target.name}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            shutil.copyfileobj(stream, out)
            out.flush()
            os.fsync(out.fileno())
        key_id = key_of(part)
        if key_id is None:
            raise AppError("not_a_backup", details={"file": archive})
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return key_id


def _write(content: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{os.getpid()}-{secrets.token_hex(4)}-{target.name}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
