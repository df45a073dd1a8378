"""Plays recordings. The real player is made only when something is to be played, because QtMultimedia takes time to load.

On a machine without a sound device a silent player runs the same clock: lines and timeline can be followed, and the page
says that there is no sound.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from PySide6.QtCore import (
    QElapsedTimer,
    QIODevice,
    QObject,
    QTimer,
    QUrl,
    Signal,
    SignalInstance,
    qInstallMessageHandler,
)

from services.streamed import StreamedSound

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

    def load(self, sound: StreamedSound | None, seconds: float) -> None:
        """Takes a FLAC file that has begun; stands at its beginning. ``None`` unloads; what was loaded is closed."""
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

    def load(self, sound: StreamedSound | None, seconds: float) -> None:  # noqa: ARG002
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
    """Plays through Qt's multimedia, out of memory: no citizen's call is ever on this machine's disk.

    Qt reads in a thread of its own, which waits for what has not come yet; where it jumps, it reads only some places on the
    way. Before this thread makes Qt wait for that one, the sound is closed, so that nobody waits for a lost connection.
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
        self._loading = QMediaPlayer.MediaStatus.LoadingMedia
        self._device: _Device | None = None
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(QAudioOutput(self))
        self._player.playbackStateChanged.connect(lambda _state: self.playing_changed.emit(self.is_playing))
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

    def load(self, sound: StreamedSound | None, seconds: float) -> None:  # noqa: ARG002
        """Takes a FLAC file."""
        if self._device is not None:
            self._device.sound.close()
        self._player.stop()
        self._player.setSource(QUrl())
        self._device = None
        if sound is not None:
            self._device = _Device(sound)
            self._player.setSourceDevice(self._device, QUrl())
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
        place = max(0, round(second * 1000))
        if self._device is not None and self._player.mediaStatus() != self._loading:
            self._device.leaving(lambda: self._player.setPosition(place))
        else:
            self._player.setPosition(place)
        self.position_changed.emit(max(0.0, second))

    def set_rate(self, rate: float) -> None:
        """Changes the speed; the pitch stays."""
        self._player.setPlaybackRate(rate)

    def close(self) -> None:
        """Lets go of device and recording."""
        self.load(None, 0.0)


class _Device(QIODevice):
    """A streamed sound as Qt reads it, in Qt's own thread."""

    def __init__(self, sound: StreamedSound) -> None:
        super().__init__()
        self.sound = sound
        self._is_leaving = False
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def size(self) -> int:
        return self.sound.size

    def isSequential(self) -> bool:
        return False

    def atEnd(self) -> bool:
        # Without this, FFmpeg would ask for the next byte for ever.
        return self.sound.is_closed or self._is_leaving or super().atEnd()

    def seek(self, place: int) -> bool:
        self._is_leaving = False
        return super().seek(place)

    def leaving(self, go: Callable[[], None]) -> None:
        """Goes elsewhere. What Qt waits for where it is may be long in coming: it is told that nothing comes any more."""
        reads = self.sound.reads
        self._is_leaving = self.sound.is_waiting
        go()
        self.sound.let_go(reads)

    def readData(self, most: int) -> bytes | None:
        return self.sound.read(self.pos(), most)


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
