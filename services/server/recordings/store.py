"""The files: each under the hash of its content, encrypted, with what is drawn of it beside it."""

import hashlib
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from services.errors import AppError
from services.server.config import ServerConfig
from services.server.recordings import keys
from services.server.recordings.sealing import Sealed, seal

if TYPE_CHECKING:
    from services.server.recordings.sound import Samples


class NotKept(AppError):
    """What was written is not what should have been; the source has to stay."""

    def __init__(self) -> None:
        super().__init__("recording_damaged", status=500)


@dataclass(frozen=True)
class Kept:
    """A sound that lies in the store, read back and found the same."""

    content: str
    key_id: str
    bytes: int
    frames: int
    seconds: float
    loudest: tuple[float, float]
    """Highest peaks of agent and caller, 0 to 1."""


class RecordingStore:
    """The folder with recordings.

    Args:
        folder: ``DATA/recordings``.
        keys_file: where the keys are; read when first needed.
    """

    def __init__(self, folder: Path, keys_file: Path) -> None:
        self._folder = folder
        self._keys_file = keys_file

    @classmethod
    def of(cls, config: ServerConfig) -> "RecordingStore":
        """Returns the store of a server."""
        return cls(config.data_folder / "recordings", keys.keys_file(config))

    @cached_property
    def ring(self) -> keys.KeyRing:
        """The keys."""
        return keys.load(self._keys_file)

    @property
    def kept(self) -> Path:
        """The folder with the encrypted files, in folders by the first two digits of their names."""
        return self._folder / "kept"

    def keep(self, samples: "Samples", rate: int) -> Kept:
        """Encodes, encrypts and writes a sound, and what is drawn of it; then reads it back and compares every sample.

        Raises:
            NotKept: what was read back differs.
            OSError: the disk is full, or the folder is not to be written to.
        """
        # numpy and libsndfile are loaded by whoever needs them first, not by every start of the server
        from services.server.recordings.sound import decode, encode
        from services.server.recordings.waveform import analyse

        plain = encode(samples, rate)
        content = hashlib.sha256(plain).hexdigest()
        drawn = analyse(samples, rate)
        seal(plain, self._file(content), self.ring)
        seal(zlib.compress(orjson.dumps(drawn)), self._file(content, "wave"), self.ring)
        again, again_rate = decode(self.open(content).whole())
        if again_rate != rate or again.shape != samples.shape or again.tobytes() != samples.tobytes():
            raise NotKept
        peaks = tuple(max(drawn[voice], default=0.0) for voice in ("agent", "citizen"))
        return Kept(
            content,
            self.ring.current,
            len(plain),
            len(samples),
            len(samples) / rate,
            (float(peaks[0]), float(peaks[1])),
        )

    def open(self, content: str) -> Sealed:
        """Returns a sound (FLAC), to be read in parts.

        Raises:
            AppError: the key is lost, the file damaged, or gone (``recording_damaged``).
        """
        return self._open(content, "flac")

    def drawn(self, content: str) -> dict[str, Any]:
        """Returns what is drawn of a sound, as :func:`waveform.analyse` made it."""
        found: dict[str, Any] = orjson.loads(zlib.decompress(self._open(content, "wave").whole()))
        return found

    def seal_anew(self, content: str) -> str:
        """Encrypts a sound with the current key; returns the key's id."""
        for kind in ("wave", "flac"):
            seal(self._open(content, kind).whole(), self._file(content, kind), self.ring)
        return self.ring.current

    def forget(self, content: str) -> None:
        """Deletes a sound and what is drawn of it."""
        for kind in ("flac", "wave"):
            self._file(content, kind).unlink(missing_ok=True)

    def has(self, content: str) -> bool:
        """Tells whether a sound is there."""
        return self._file(content).exists()

    def _open(self, content: str, kind: str) -> Sealed:
        try:
            return Sealed(self._file(content, kind), self.ring)
        except FileNotFoundError as error:
            raise AppError("recording_damaged", status=409) from error

    def _file(self, content: str, kind: str = "flac") -> Path:
        return self.kept / content[:2] / f"{content}.{kind}.sealed"
