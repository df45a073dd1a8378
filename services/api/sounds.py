"""Sounds by range requests: see :class:`services.streamed.StreamedSound`."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from services.api.pieces import ended
from services.api.transport import Transport
from services.streamed import PIECE, StreamedSound, Stretch


def sound(transport: Transport, path: str, why: str) -> StreamedSound:
    """Returns a sound that is fetched while it plays; all its parts are one play in the access log, with its reason."""

    @contextmanager
    def ask(start: int, end: int, play: str) -> Iterator[Stretch]:
        with transport.stream(path, part=f"bytes={start}-{end - 1}", why=why, play=play) as response:
            placed, _, size = response.headers.get("Content-Range", "").partition("/")
            yield Stretch(
                start if placed else 0,
                int(size or response.headers.get("Content-Length") or 0),
                response.headers.get("Tongfu-Play", ""),
                response.iter_content(PIECE),
                partial(ended, response),
            )

    return StreamedSound(ask)
