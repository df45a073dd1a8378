"""Files piece by piece, with progress and a way to stop: out as the body of a request, in as the body of a response."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import requests

from services.tasks import Progress

_PIECE = 256 * 1024


class Sending:
    """A file that is sent. ``requests`` reads it by pieces and goes back to its start where it tries again.

    Args:
        file: what to send.
        progress: is told how far it is; once cancelled, the next piece raises ``CancelledError``.
    """

    def __init__(self, file: Path, progress: Progress | None) -> None:
        self._file = file
        self._progress = progress
        self._size = 0
        self._open: BinaryIO | None = None

    @contextmanager
    def opened(self) -> Iterator["Sending"]:
        """Opens the file for one request.

        Raises:
            OSError: it cannot be read.
        """
        with self._file.open("rb") as self._open:
            self._size = self._open.seek(0, 2)
            self._open.seek(0)
            yield self

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(_PIECE):
            yield piece

    def tell(self) -> int:
        """Says where it is."""
        return self._open.tell() if self._open is not None else 0

    def seek(self, place: int, whence: int = 0) -> int:
        """Goes to a place."""
        return self._open.seek(place, whence) if self._open is not None else 0

    def read(self, size: int = -1) -> bytes:
        """Reads the next piece."""
        if self._open is None:
            return b""
        if self._progress is not None:
            self._progress.check()
            self._progress.report(self._open.tell(), self._size)
        return self._open.read(min(size, _PIECE) if size >= 0 else _PIECE)


def ended(response: requests.Response) -> None:
    """Ends a stream that another thread reads: otherwise it would hear of it only when the next bytes come."""
    # RuntimeError, ValueError: the stream has ended already.
    with suppress(OSError, RuntimeError, ValueError):
        response.raw.shutdown()


def received(response: requests.Response, progress: Progress) -> Iterator[bytes]:
    """Yields the body of a streamed response; once cancelled, the next piece raises ``CancelledError``."""
    total, done = int(response.headers.get("Content-Length") or 0), 0
    try:
        for piece in response.iter_content(_PIECE):
            progress.check()
            done += len(piece)
            progress.report(done, total)
            yield piece
    finally:
        response.close()
