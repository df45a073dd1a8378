"""Files that are encrypted in pieces, so that a part is read without the rest: AES-256-GCM, a key of its own for each file.

Layout: header (magic, id of the key, salt, size of a piece, size of the content), then the pieces, each with its tag of 16
bytes. The file's key comes out of the ring's key and the salt (HKDF-SHA256), so the number of the piece is nonce enough. Each
piece is bound to the header and its number: nothing can be cut off, changed or put elsewhere without being noticed.
"""

import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.errors import AppError
from services.server.recordings.keys import KeyRing

PIECE = 64 * 1024
_MAGIC = b"TFR1"
_HEADER = struct.Struct(">4s16s16sIQ")
_TAG = 16


class Damaged(AppError):
    """A file is not as it was written."""

    def __init__(self) -> None:
        super().__init__("recording_damaged", status=409)


def seal(content: bytes, file: Path, ring: KeyRing) -> None:
    """Writes content encrypted with the current key; it is on the disk, whole, when this returns.

    Raises:
        OSError: it could not be written (disk full); nothing is left of it.
    """
    salt = secrets.token_bytes(16)
    header = _HEADER.pack(_MAGIC, ring.current.encode().ljust(16, b"\0"), salt, PIECE, len(content))
    cipher = _cipher(ring.key(ring.current), salt)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{os.getpid()}-{secrets.token_hex(4)}-{file.name}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(header)
            view = memoryview(content)
            for number, start in enumerate(range(0, len(content), PIECE)):
                out.write(cipher.encrypt(_nonce(number), bytes(view[start : start + PIECE]), header + _nonce(number)))
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


class Sealed:
    """An encrypted file, to be read in parts.

    Args:
        file: as :func:`seal` wrote it.
        ring: has the key that it was written with.

    Raises:
        KeyLost: the ring does not have that key.
        Damaged: it is no such file.
        FileNotFoundError: it is gone.
    """

    def __init__(self, file: Path, ring: KeyRing) -> None:
        self._file = file
        key_id = key_of(file)
        if key_id is None:
            raise Damaged
        self.key_id = key_id
        with file.open("rb") as source:
            self._header = source.read(_HEADER.size)
        _magic, _key_id, salt, self._piece, self.size = _HEADER.unpack(self._header)
        self._cipher = _cipher(ring.key(self.key_id), salt)

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yields the content from one byte to before another; only the pieces asked for are read and decrypted.

        Raises:
            Damaged: a piece is not as it was written. What came before it was.
        """
        end = self.size if end is None else min(end, self.size)
        if start >= end:
            return
        first = start // self._piece
        with self._file.open("rb") as source:
            source.seek(_HEADER.size + first * (self._piece + _TAG))
            for number in range(first, (end - 1) // self._piece + 1):
                nonce = _nonce(number)
                try:
                    plain = self._cipher.decrypt(nonce, source.read(self._piece + _TAG), self._header + nonce)
                except InvalidTag as error:
                    raise Damaged from error
                begins = number * self._piece
                yield plain[max(0, start - begins) : end - begins]

    def check(self) -> None:
        """Reads all of it.

        Raises:
            Damaged: a piece is not as it was written.
        """
        for _piece in self.read():
            pass

    def whole(self) -> bytes:
        """Returns all of it."""
        return b"".join(self.read())


def key_of(file: Path) -> str | None:
    """Returns the id of the key that a file needs, without opening it; ``None``: it is not a whole encrypted file."""
    with file.open("rb") as source:
        header = source.read(_HEADER.size)
    if len(header) != _HEADER.size or not header.startswith(_MAGIC):
        return None
    _magic, key_id, _salt, piece, size = _HEADER.unpack(header)
    pieces = -(-size // piece) if piece else 0
    if file.stat().st_size != _HEADER.size + size + pieces * _TAG:
        return None
    return str(key_id.rstrip(b"\0").decode("ascii", "replace"))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"tongfu recording").derive(key))
