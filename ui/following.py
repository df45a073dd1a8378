"""Following the live stream: whatever happens within a moment costs one reading."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.live import LiveChange

_PAUSE_MS = 300


class Stream(Protocol):
    """What is needed of :class:`services.live.LiveFeed`."""

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        """Tells of every change; returns the way to stop."""
        ...


class Follower(QObject):
    """Hands on each change, and reads once for all that came within a moment.

    Args:
        live: the stream.
        hear: is told of each change while followed; what has to be read it asks for by :meth:`soon`.
        parent: the presenter that follows.
    """

    due = Signal()
    """Now is the moment to read."""

    def __init__(self, live: Stream, hear: Callable[[LiveChange], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._hear = hear
        self._stop: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.due)

    def start(self) -> None:
        """Begins to follow."""
        if self._stop is None:
            self._stop = self._live.listen(self._hear)

    def soon(self) -> None:
        """Asks for a reading; further ones until then are the same."""
        if not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Ends following; what was asked for is not read any more."""
        self._timer.stop()
        if self._stop is not None:
            self._stop()
            self._stop = None
