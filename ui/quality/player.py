"""Plays recordings. The real player is made only when something is to be played, because QtMultimedia takes time to load.

On a machine without a sound device a silent player runs the same clock: lines and timeline can be followed, and the page
says that there is no sound.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, QUrl, Signal, SignalInstance, qInstallMessageHandler

SLOWEST, FASTEST = 0.5, 2.0
_TICK_MS = 40


class Player(Protocol):
    """A recording and its place. Times are seconds of the recording, whatever the speed."""

    @property
    def position_changed(self) -> SignalInstance:
        """Emitted with the second, about 25 times a second while playing and after each jump."""
        ...

    @property
    def playing_changed(self) -> SignalInstance:
        """Emitted with whether it plays."""
        ...

    @property
    def failed(self) -> SignalInstance:
        """Emitted with words when the sound cannot be played."""
        ...

    @property
    def has_sound(self) -> bool:
        """Whether anything can be heard."""
        ...

    @property
    def position(self) -> float:
        """The present second."""
        ...

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        ...

    def load(self, sound: bytes, seconds: float) -> None:
        """Takes a FLAC file; stops at its beginning. Empty bytes unload."""
        ...

    def play(self) -> None:
        """Plays on; from the beginning where it stands at the end."""
        ...

    def pause(self) -> None:
        """Stops where it is."""
        ...

    def seek(self, second: float) -> None:
        """Goes to a second."""
        ...

    def set_rate(self, rate: float) -> None:
        """Changes the speed; 1 is as it was spoken."""
        ...

    def close(self) -> None:
        """Lets go of device and recording."""
        ...


class SilentPlayer(QObject):
    """Runs the clock of a recording without any sound."""

    position_changed = Signal(float)
    playing_changed = Signal(bool)
    failed = Signal(str)
    has_sound = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0.0
        self._mark = 0.0
        self._rate = 1.0
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def position(self) -> float:
        """The present second."""
        run = self._since.elapsed() / 1000 * self._rate if self.is_playing else 0.0
        return min(self._seconds, self._mark + run)

    @property
    def is_playing(self) -> bool:
        """Whether the clock runs."""
        return self._timer.isActive()

    def load(self, sound: bytes, seconds: float) -> None:  # noqa: ARG002
        """Takes a recording's length."""
        self.pause()
        self._seconds, self._mark = seconds, 0.0
        self.position_changed.emit(0.0)

    def play(self) -> None:
        """Lets the clock run."""
        if self.is_playing or self._seconds <= 0:
            return
        if self._mark >= self._seconds:
            self._mark = 0.0
        self._since.start()
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stops the clock."""
        if self.is_playing:
            self._mark = self.position
            self._timer.stop()
            self.playing_changed.emit(False)

    def seek(self, second: float) -> None:
        """Sets the clock."""
        self._mark = min(max(0.0, second), self._seconds)
        self._since.start()
        self.position_changed.emit(self._mark)

    def set_rate(self, rate: float) -> None:
        """Changes the speed."""
        self._mark = self.position
        self._since.start()
        self._rate = rate

    def close(self) -> None:
        """Stops."""
        self.pause()

    def _on_timer_timeout(self) -> None:
        self.position_changed.emit(self.position)
        if self.position >= self._seconds:
            self.pause()


class SoundPlayer(QObject):
    """Plays through Qt's multimedia, from a temporary file that only this person can read.

    The file goes as soon as it is open (on Windows when the next one is loaded), so that no citizen's call stays on a disk
    whatever happens to the program. A buffer in memory is no way out: Qt reads it in a thread of its own, through
    Python, while this thread waits for that one.
    """

    position_changed = Signal(float)
    playing_changed = Signal(bool)
    failed = Signal(str)
    has_sound = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

        self._playing_state = QMediaPlayer.PlaybackState.PlayingState
        self._at_end = QMediaPlayer.MediaStatus.EndOfMedia
        self._loaded = QMediaPlayer.MediaStatus.LoadedMedia
        self._file: Path | None = None
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(QAudioOutput(self))
        self._player.playbackStateChanged.connect(lambda _state: self.playing_changed.emit(self.is_playing))
        self._player.mediaStatusChanged.connect(self._on_player_media_status_changed)
        self._player.errorOccurred.connect(lambda _error, words: self.failed.emit(words))
        # The player's own position comes ten times a second; the list beside it should move smoothly.
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(lambda: self.position_changed.emit(self.position))
        self.playing_changed.connect(lambda playing: self._timer.start() if playing else self._timer.stop())

    @property
    def position(self) -> float:
        """The present second."""
        return self._player.position() / 1000

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._player.playbackState() == self._playing_state

    def load(self, sound: bytes, seconds: float) -> None:  # noqa: ARG002
        """Takes a FLAC file."""
        self._player.stop()
        self._player.setSource(QUrl())
        self._forget_file()
        if sound:
            handle, name = tempfile.mkstemp(prefix="tongfu-", suffix=".flac")
            self._file = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(sound)
            self._player.setSource(QUrl.fromLocalFile(name))
        self.position_changed.emit(0.0)

    def play(self) -> None:
        """Plays on."""
        if self._player.mediaStatus() == self._at_end:
            self._player.setPosition(0)
        self._player.play()

    def pause(self) -> None:
        """Stops where it is."""
        self._player.pause()

    def seek(self, second: float) -> None:
        """Goes to a second."""
        self._player.setPosition(max(0, round(second * 1000)))
        self.position_changed.emit(max(0.0, second))

    def set_rate(self, rate: float) -> None:
        """Changes the speed; the pitch stays."""
        self._player.setPlaybackRate(rate)

    def close(self) -> None:
        """Lets go of device and recording."""
        self.load(b"", 0.0)

    def _on_player_media_status_changed(self, status: object) -> None:
        if status == self._loaded:
            self._forget_file()

    def _forget_file(self) -> None:
        if self._file is not None:
            # Windows keeps a file that is open; it goes when the next one is loaded.
            with suppress(PermissionError):
                self._file.unlink(missing_ok=True)
                self._file = None


def make_player(parent: QObject | None = None) -> Player:
    """Returns a player with sound where the machine has a sound device, else the silent one."""
    with _quietly():
        try:
            from PySide6.QtMultimedia import QMediaDevices

            if QMediaDevices.audioOutputs():
                return SoundPlayer(parent)
        except ImportError:
            pass  # the system's sound libraries are missing; what is missing is said by the page
    return SilentPlayer(parent)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keeps Qt from warning of each sound library that it looks for and does not find: a machine may have none."""
    earlier = qInstallMessageHandler(lambda _kind, _context, _words: None)
    try:
        yield
    finally:
        qInstallMessageHandler(earlier)
