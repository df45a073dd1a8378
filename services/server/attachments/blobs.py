"""Where contents lie: ``DATA/attachments/ab/<SHA-256>``, written once, whole, and on the disk before anything speaks of them."""

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import anyio.to_thread

from services.errors import AppError, NotFound
from services.server.attachments.content import MAX_BYTES, checked_name, media_type_of, named_after
from services.server.config import ServerConfig

_CHUNK = 1 << 18
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Kept:
    """A content that lies in the store. ``name`` is clean and ends as what the content is."""

    name: str
    digest: str
    size: int
    media_type: str


@dataclass(frozen=True)
class BlobStore:
    """The folder with contents. Files in it never change; they go when nothing names them (:meth:`sweep`)."""

    folder: Path
    largest: int = MAX_BYTES
    """Bytes of one file that is taken."""

    @classmethod
    def of(cls, config: ServerConfig, largest: int = MAX_BYTES) -> "BlobStore":
        """Returns the store of a server; ``largest`` is how large one file may be."""
        return cls(config.data_folder / "attachments", largest)

    def path(self, digest: str) -> Path:
        """Returns where a content lies or would lie.

        Raises:
            ValueError: it is not a digest.
        """
        if len(digest) != 64 or not _DIGITS.issuperset(digest):
            raise ValueError("not a digest")
        return self.folder / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Tells whether a content is there."""
        return self.path(digest).is_file()

    def keep(self, name: str, content: bytes | Path | Iterable[bytes]) -> Kept:
        """Stores a content from memory, a file, or a stream of pieces; call it before the transaction that names it.

        Raises:
            AppError: ``too_large`` (413), ``bad_file_name``, ``bad_file_type`` or ``bad_archive`` (422). Nothing is kept then.
        """
        name = checked_name(name)
        with self._spool(self.largest) as spool:
            for piece in _pieces(content):
                spool.write(piece)
            return self._settle(name, spool)

    async def keep_stream(self, name: str, pieces: AsyncIterator[bytes]) -> Kept:
        """Stores a content as it arrives; never holds more of it than one piece."""
        name = checked_name(name)
        with self._spool(self.largest) as spool:
            async for piece in pieces:
                spool.write(piece)
            # Looks into the file and waits for the disk.
            return await anyio.to_thread.run_sync(self._settle, name, spool)

    def kept(self, digest: str, name: str) -> Kept:
        """Returns a content that lies there already, under a name that it has elsewhere.

        Raises:
            NotFound: it does not.
            AppError: ``bad_file_name``.
        """
        file = self.path(digest)
        name = checked_name(name)
        if not file.is_file():
            raise NotFound("attachment")
        file.touch()
        media_type = media_type_of(file, name)
        return Kept(named_after(name, media_type), digest, file.stat().st_size, media_type)

    def keep_original(self, content: bytes) -> str:
        """Stores a message as it came, whatever it is; returns its digest. It is served to nobody as a file."""
        with self._spool(limit=None) as spool:
            spool.write(content)
            return self._place(spool)

    def bring_back(self, digest: str, pieces: Iterable[bytes]) -> None:
        """Stores a content that lay here before, under the digest it had.

        Raises:
            ValueError: it is another content.
        """
        with self._spool(limit=None) as spool:
            for piece in pieces:
                spool.write(piece)
            if spool.hash.hexdigest() != digest:
                raise ValueError("not the content of this digest")
            self._place(spool)

    def read(self, digest: str) -> bytes:
        """Returns a content."""
        return self.path(digest).read_bytes()

    def folders(self) -> list[str]:
        """Returns the folders that contents lie in: the first two digits of their digests."""
        return sorted(folder.name for folder in self.folder.glob("[0-9a-f][0-9a-f]") if folder.is_dir())

    def sweep(self, folder: str, named: set[str], older_than_seconds: float) -> int:
        """Removes contents of one folder that nothing names and that are not new, with their small pictures."""
        gone = [file for file in _old(self.folder / folder, older_than_seconds) if file.name not in named]
        for file in gone:
            file.unlink(missing_ok=True)
            (self.folder / "thumbnails" / folder / f"{file.name}.jpg").unlink(missing_ok=True)
        return len(gone)

    def sweep_incoming(self, older_than_seconds: float) -> int:
        """Removes pieces of contents that never arrived whole."""
        gone = _old(self.folder / ".incoming", older_than_seconds)
        for file in gone:
            file.unlink(missing_ok=True)
        return len(gone)

    @contextlib.contextmanager
    def _spool(self, limit: int | None) -> Iterator["_Spool"]:
        folder = self.folder / ".incoming"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / secrets.token_hex(12)
        try:
            with file.open("xb") as stream:
                yield _Spool(file, stream, limit)
        finally:
            file.unlink(missing_ok=True)

    def _settle(self, name: str, spool: "_Spool") -> Kept:
        spool.stream.flush()
        if not spool.size:
            raise AppError("bad_file_type", status=422, details={"name": name})
        media_type = media_type_of(spool.file, name)
        return Kept(named_after(name, media_type), self._place(spool), spool.size, media_type)

    def _place(self, spool: "_Spool") -> str:
        spool.stream.flush()
        digest = spool.hash.hexdigest()
        place = self.path(digest)
        if place.exists():
            # Young again, so that a sweep leaves it for who names it next.
            place.touch()
            return digest
        os.fsync(spool.stream.fileno())
        place.parent.mkdir(exist_ok=True)
        spool.file.replace(place)
        return digest


class _Spool:
    """A content on its way into the store."""

    def __init__(self, file: Path, stream: BinaryIO, limit: int | None) -> None:
        self.file = file
        self.stream = stream
        self.hash = hashlib.sha256()
        self.size = 0
        self._limit = limit

    def write(self, piece: bytes) -> None:
        """Adds a piece, until it is too much."""
        self.size += len(piece)
        if self._limit is not None and self.size > self._limit:
            raise AppError("too_large", status=413, details={"limit": f"{self._limit // 1_000_000} MB"})
        self.hash.update(piece)
        self.stream.write(piece)


def _pieces(content: bytes | Path | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(content, Path):
        with content.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    elif isinstance(content, bytes):
        yield content
    else:
        yield from content


def _old(folder: Path, older_than_seconds: float) -> list[Path]:
    before = time.time() - older_than_seconds
    return [file for file in folder.glob("*") if file.is_file() and file.stat().st_mtime < before]
