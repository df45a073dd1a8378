"""The keys that recordings are encrypted with. They lie in a file outside the database, and outside its backups.

A line is a key: its id, a space, 64 hexadecimal digits. The first one encrypts; the others still decrypt what was encrypted
with them. A new key is a new first line (``tongfu recordings new-key``); a line may be taken out only when no recording
needs it any more (``tongfu recordings check`` counts them).
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.errors import AppError
from services.server.config import ServerConfig

KEY_BYTES = 32


class KeyLost(AppError):
    """The key that a recording was encrypted with is not in the file of keys: without it nobody can hear the recording."""

    def __init__(self, key_id: str) -> None:
        super().__init__("recording_key_lost", status=409, details={"key": key_id})


@dataclass(frozen=True)
class KeyRing:
    """All keys of a file, by id.

    Attributes:
        current: the id of the one that encrypts.
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def key(self, key_id: str) -> bytes:
        """Returns a key.

        Raises:
            KeyLost: it is not there.
        """
        if key_id not in self.keys:
            raise KeyLost(key_id)
        return self.keys[key_id]


def keys_file(config: ServerConfig) -> Path:
    """Returns where a server's keys are: where it was told to, else in a folder of their own beside the recordings."""
    return config.recording_keys or config.data_folder / "keys" / "recordings.keys"


def load(file: Path) -> KeyRing:
    """Returns the keys of a file. Where there is no such file, one with a first key is made for its owner alone.

    Raises:
        AppError: ``recording_keys_unreadable``: a line is no key, or the file cannot be read.
    """
    if not file.exists():
        add(file)
    try:
        lines = [line.split() for line in file.read_text("ascii").splitlines() if line.strip()]
        keys = {key_id: bytes.fromhex(digits) for key_id, digits in lines}
    except (OSError, ValueError) as error:
        raise AppError("recording_keys_unreadable", status=500, details={"file": str(file)}) from error
    if not keys or any(len(key) != KEY_BYTES or not 0 < len(key_id) <= 16 for key_id, key in keys.items()):
        raise AppError("recording_keys_unreadable", status=500, details={"file": str(file)})
    return KeyRing(lines[0][0], keys)


def add(file: Path) -> str:
    """Puts a new key on top of a file; returns its id. A second process that makes the file at the same time keeps the first's."""
    key_id = secrets.token_hex(4)
    line = f"{key_id} {secrets.token_hex(KEY_BYTES)}\n"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_name(f".{os.getpid()}-{key_id}")
    is_new = not file.exists()
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(line if is_new else line + file.read_text("ascii"))
        out.flush()
        os.fsync(out.fileno())
    try:
        if is_new:
            os.link(part, file)
        else:
            part.replace(file)
    except FileExistsError:
        return load(file).current
    finally:
        part.unlink(missing_ok=True)
    return key_id
