"""Listening to a call: its file, its sound, the place that plays, and what happened there."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.quality.service import CallFile
from services.quality.timeline import current, skip_to
from services.streamed import StreamedSound
from services.tasks import Progress, Tasks
from ui.quality.custody import Custody, CustodyPresenter
from ui.quality.playback import Playback
from ui.quality.player import FASTEST, SLOWEST, Player

RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
SKIP_SECONDS = 5.0
SHORTEST_LOOP = 0.5


class CallFiles(Custody, Protocol):
    """What listening needs of :class:`services.quality.service.QualityService`."""

    def call_file(self, call_id: str, ticket_id: str | None = None) -> CallFile:
        """Gives a call's timeline, ticket and waveform."""
        ...

    def sound(self, progress: Progress, call_id: str, why: str) -> StreamedSound:
        """Gives the sound, with its beginning."""
        ...


class ListeningPresenter(QObject):
    """One call at a time. The sound is fetched when it is first played: whoever only reads does not listen."""

    file_changed = Signal(object)
    """A :class:`CallFile`, or ``None``."""
    position_changed = Signal(float)
    playing_changed = Signal(bool)
    entry_changed = Signal(int)
    """Position in the timeline of what happens at the place that plays, -1 before the first."""
    rate_changed = Signal(float)
    fetching_changed = Signal(bool)
    loop_changed = Signal(object, object)
    """Beginning and end of what is played again and again, seconds or ``None``."""
    why_wanted = Signal()
    """Somebody wants to listen to a call that is not theirs to score: what for?"""
    failed = Signal(str)
    """The sound cannot be played (words); timeline and ticket stay. No words once it is tried again."""

    def __init__(
        self, files: CallFiles, tasks: Tasks, make_player: Callable[[], Player], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._files = files
        self.custody = CustodyPresenter(files, tasks, self)
        self._tasks = tasks
        self._playback = Playback(tasks, make_player, self)
        self._playback.position_changed.connect(self._on_playback_position_changed)
        self._playback.playing_changed.connect(self.playing_changed)
        self._playback.fetching_changed.connect(self.fetching_changed)
        self._playback.failed.connect(self.failed)
        self._why = ""
        self.file: CallFile | None = None
        self.call_id = ""
        self.entry = -1
        self.rate = 1.0
        self.skips_silence = False
        self.loop_start: float | None = None
        self.loop_end: float | None = None

    # -- state

    @property
    def position(self) -> float:
        """The second that plays."""
        return self._playback.position

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._playback.is_playing

    @property
    def is_fetching(self) -> bool:
        """Whether the sound is on its way."""
        return self._playback.is_fetching

    @property
    def has_sound(self) -> bool:
        """Whether this machine can play; not known before the first attempt."""
        return self._playback.has_sound

    # -- acts

    def open(self, call_id: str, ticket_id: str | None, why: str) -> None:
        """Opens a call; ``why`` is recorded when it is played, and asked for where it is empty."""
        if call_id == self.call_id:
            self._why = why
            return
        self.clear()
        self.call_id, self._why = call_id, why
        self._tasks.start(
            lambda _progress: self._files.call_file(call_id, ticket_id),
            done=lambda file: self._on_file_loaded(call_id, file),
        )

    def clear(self) -> None:
        """Closes the call."""
        self._playback.clear()
        self._set_loop(None, None)
        self.call_id, self.file, self.entry = "", None, -1
        self.custody.open(None)
        self.file_changed.emit(None)

    def toggle(self) -> None:
        """Plays or pauses."""
        if self.file is None or self.file.waveform is None or self.is_fetching:
            return
        if self._playback.has_begun:
            self._playback.toggle()
        elif not self._why:
            self.why_wanted.emit()
        else:
            call_id, why = self.call_id, self._why
            self._playback.begin(lambda progress: self._files.sound(progress, call_id, why), self.file.waveform.seconds)

    def listen_because(self, why: str) -> None:
        """Says what for, and plays."""
        self._why = why.strip()
        if self._why and not self._playback.has_begun:
            self.toggle()

    def pause(self) -> None:
        """Stops where it is."""
        self._playback.pause()

    def mark_loop(self) -> None:
        """Begins a loop here; the second time ends it here, and plays it again and again; the third time lets it go."""
        if self.file is None or self.file.waveform is None:
            return
        if self.loop_start is None:
            self._set_loop(self.position, None)
        elif self.loop_end is None and abs(self.position - self.loop_start) >= SHORTEST_LOOP:
            start, end = sorted((self.loop_start, self.position))
            self._set_loop(start, end)
            self.seek(start)
        else:
            self._set_loop(None, None)

    def seek(self, second: float) -> None:
        """Goes to a second; also before the sound was fetched."""
        if self.file is None or self.file.waveform is None:
            return
        self._playback.seek(min(max(0.0, second), self.file.waveform.seconds))

    def skip(self, seconds: float) -> None:
        """Goes on or back by some seconds."""
        self.seek(self.position + seconds)

    def set_rate(self, rate: float) -> None:
        """Changes the speed."""
        self.rate = min(max(rate, SLOWEST), FASTEST)
        self._playback.set_rate(self.rate)
        self.rate_changed.emit(self.rate)

    def change_rate(self, step: int) -> None:
        """Goes to the next faster or slower of :data:`RATES`."""
        nearest = min(range(len(RATES)), key=lambda n: abs(RATES[n] - self.rate))
        self.set_rate(RATES[min(max(nearest + step, 0), len(RATES) - 1)])

    def set_skips_silence(self, skips: bool) -> None:
        """Leaves out stretches in which nobody speaks."""
        self.skips_silence = skips

    def close(self) -> None:
        """Lets go of everything."""
        self._playback.close()

    # -- facts

    def _set_loop(self, start: float | None, end: float | None) -> None:
        if (start, end) != (self.loop_start, self.loop_end):
            self.loop_start, self.loop_end = start, end
            self.loop_changed.emit(start, end)

    def _on_file_loaded(self, call_id: str, file: CallFile) -> None:
        if call_id == self.call_id:
            self.file = file
            self.file_changed.emit(file)
            self.custody.open(file)
            self._show(0.0)

    def _on_playback_position_changed(self, second: float) -> None:
        if self.file is None or self.file.waveform is None:
            return
        if self.loop_start is not None and self.loop_end is not None and second >= self.loop_end:
            self._playback.seek(self.loop_start)
            if not self._playback.is_playing and second >= self.file.waveform.seconds:
                self._playback.play()
            return
        if self.skips_silence and self._playback.is_playing:
            onward = skip_to(self.file.waveform.silent, second)
            if onward is not None:
                self._playback.seek(onward)
                return
        self._show(second)

    def _show(self, second: float) -> None:
        self.position_changed.emit(second)
        entry = current(self.file.timeline, second) if self.file else -1
        if entry != self.entry:
            self.entry = entry
            self.entry_changed.emit(entry)
