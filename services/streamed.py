"""A sound that is played while it is still on its way: what is here is read at once, what is not is fetched next."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from services.errors import AppError
from services.tasks import CancelledError, Progress

PIECE = 16 * 1024
"""Bytes that arrive together; about a second of a call."""
_NEAR = 4 * PIECE
"""What is wanted no farther ahead than this comes sooner without a new request."""


@dataclass(frozen=True)
class Stretch:
    """Part of a file, as it comes.

    Attributes:
        start: place of its first byte in the file; a proxy that knows no ranges sends from the beginning.
        size: of the whole file, in bytes.
        play: under which number the server has written down who listens.
        pieces: the bytes.
        end: makes whoever waits for the next piece get an error at once.
    """

    start: int
    size: int
    play: str
    pieces: Iterator[bytes]
    end: Callable[[], None] = lambda: None


Ask = Callable[[int, int, str], AbstractContextManager[Stretch]]
"""Asks for a file from one place to before another, as part of a play ("" for a new one)."""


class StreamedSound:
    """One play of one sound file. ``read`` and ``fetch`` run in threads of their own; all may be called from any thread.

    Args:
        ask: gives a part of the file.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._changed = threading.Condition()
        self._content = bytearray()
        self._here: list[tuple[int, int]] = []
        self._place = self._at = self._reads = self._let_go = 0
        self._end: Callable[[], None] = lambda: None
        self._play = ""
        self._is_waiting = self._is_closed = self._is_all_or_nothing = False

    @property
    def size(self) -> int:
        """Bytes of the whole file; known once it has begun."""
        return len(self._content)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is here."""
        return self._here == [(0, self.size)]

    @property
    def is_waiting(self) -> bool:
        """Whether somebody reads what is not here."""
        with self._changed:
            # Whoever waited for what has just come may not have woken yet.
            return self._is_waiting and self._end_at(self._place) == self._place

    @property
    def is_closed(self) -> bool:
        """Whether nobody wants it any more."""
        return self._is_closed

    def begin(self, progress: Progress) -> "StreamedSound":
        """Fetches the first piece. The server writes down the play; all that is fetched later belongs to it.

        Raises:
            AppError: there is no sound, it may not be heard, or the server cannot be reached.
        """
        self._take(progress, 0, PIECE)
        return self

    def fetch(self, progress: Progress) -> None:
        """Fetches until all is here, first what is waited for. After an error it may be called again, and goes on.

        Raises:
            AppError: the connection was lost.
        """
        while (missing := self._missing()) is not None:
            self._take(progress, *missing)

    def read(self, place: int, most: int) -> bytes | None:
        """Returns bytes from a place on; waits for the first of them. No bytes: the end; ``None``: see :meth:`let_go`."""
        with self._changed:
            self._place = place
            self._reads += 1
            number = self._reads
            while not self._is_closed and place < self.size and self._end_at(place) == place:
                if number <= self._let_go:
                    return None
                self._is_waiting = True
                if self._is_wanted_elsewhere():
                    # What comes now may have stopped coming: what is wanted next must not wait for it.
                    self._end()
                self._changed.wait()
            self._is_waiting = False
            return b"" if self._is_closed else bytes(self._content[place : min(place + most, self._end_at(place))])

    @property
    def reads(self) -> int:
        """How often somebody has begun to read."""
        return self._reads

    def let_go(self, reads: int) -> None:
        """Whoever waits since the first so many reads waits no longer: somebody wants to be elsewhere."""
        with self._changed:
            self._let_go = reads
            self._changed.notify_all()

    def close(self) -> None:
        """Whoever waits to read gets nothing, now and later."""
        with self._changed:
            self._is_closed = True
            self._end()
            self._changed.notify_all()

    # -- fetching

    def _take(self, progress: Progress, start: int, end: int) -> None:
        progress.check()
        with self._ask(start, end, self._play) as stretch, progress.waking(stretch.end):
            self._begin(stretch, start)
            if self._is_wanted_elsewhere():
                return
            try:
                for piece in stretch.pieces:
                    progress.check()
                    self._keep(piece)
                    if self._is_wanted_elsewhere():
                        return
            except CancelledError:
                raise
            except Exception:
                progress.check()
                if self._is_wanted_elsewhere():
                    return
                raise
            finally:
                self._end = lambda: None
        if self._at < min(end, self.size):
            raise AppError("unreachable", status=503)

    def _begin(self, stretch: Stretch, start: int) -> None:
        with self._changed:
            self._play, self._at, self._end = stretch.play, stretch.start, stretch.end
            self._is_all_or_nothing = stretch.start != start
            if not self._content:
                self._content = bytearray(stretch.size)
        if stretch.size != self.size:
            # Training makes a sound anew where its call has changed: pieces of two files are no file.
            raise AppError("recording_changed", status=409)

    def _keep(self, piece: bytes) -> None:
        with self._changed:
            at, end = self._at, min(self._at + len(piece), self.size)
            self._content[at:end] = piece[: end - at]
            self._at = end
            merged: list[tuple[int, int]] = []
            for first, last in sorted([*self._here, (at, end)]):
                if merged and first <= merged[-1][1]:
                    merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
                else:
                    merged.append((first, last))
            self._here = merged
            self._changed.notify_all()

    def _missing(self) -> tuple[int, int] | None:
        """Returns what to fetch next: from where somebody reads, then from the beginning."""
        with self._changed:
            if self._is_closed:
                return None
            start = self._end_at(self._place)
            if start >= self.size:
                start = self._end_at(0)
            if start >= self.size:
                return None
            return start, min((first for first, _end in self._here if first > start), default=self.size)

    def _is_wanted_elsewhere(self) -> bool:
        with self._changed:
            elsewhere = self.is_waiting and not self._at <= self._place < self._at + _NEAR
            # Whoever sends only from the beginning on would begin anew each time.
            return self._is_closed or (elsewhere and not self._is_all_or_nothing)

    def _end_at(self, place: int) -> int:
        """Returns up to where the file is here from a place on."""
        return next((end for start, end in self._here if start <= place < end), place)
