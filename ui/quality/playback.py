"""Playing a sound that is still on its way: what the Quality page and the voice messages have in common."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from services.errors import AppError
from services.streamed import StreamedSound
from services.tasks import Progress, Task, Tasks
from ui.language import translate
from ui.problems import problem_words
from ui.quality.player import Player

_LOST = 503


class Playback(QObject):
    """One sound at a time. It plays as soon as its beginning is here; the rest comes meanwhile, first what is needed.

    Where the connection is lost, all that has come can still be heard; playing on, or going elsewhere, fetches again.
    """

    position_changed = Signal(float)
    playing_changed = Signal(bool)
    fetching_changed = Signal(bool)
    failed = Signal(str)
    """The sound, or the rest of it, cannot be played (words); no words once it is tried again."""

    def __init__(self, tasks: Tasks, make_player: Callable[[], Player], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._make_player = make_player
        self._player: Player | None = None
        self._sound: StreamedSound | None = None
        self._task: Task | None = None
        self._is_lost = False
        self._start = 0.0
        self._rate = 1.0
        self.is_fetching = False
        """Whether the beginning is on its way."""

    # -- state

    @property
    def has_begun(self) -> bool:
        """Whether the sound, or its beginning, is here."""
        return self._sound is not None

    @property
    def position(self) -> float:
        """The second that plays."""
        return self._player.position if self._player is not None and self._sound is not None else self._start

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._player is not None and self._player.is_playing

    @property
    def has_sound(self) -> bool:
        """Whether this machine can play; not known before the first attempt."""
        return self._player is None or self._player.has_sound

    # -- acts

    def begin(self, ask: Callable[[Progress], StreamedSound], seconds: float) -> None:
        """Fetches the beginning of a sound of some length, and plays it."""
        self.failed.emit("")
        self._set_fetching(True)
        self._keep(
            self._tasks.start(ask, done=lambda sound: self._on_begun(sound, seconds), failed=self._on_begin_failed)
        )

    def toggle(self) -> None:
        """Plays or pauses what has begun."""
        if self._player is None or self._sound is None:
            return
        if self._player.is_playing:
            self._player.pause()
        else:
            self.play()

    def play(self) -> None:
        """Plays on what has begun, and fetches on where that had failed."""
        if self._player is not None and self._sound is not None:
            self._player.play()
            self._fetch_on()

    def pause(self) -> None:
        """Stops where it is."""
        if self._player is not None:
            self._player.pause()

    def seek(self, second: float) -> None:
        """Goes to a second; also before the sound has begun."""
        if self._player is not None and self._sound is not None:
            self._player.seek(second)
            self._fetch_on()
        else:
            self._start = second
            self.position_changed.emit(second)

    def set_rate(self, rate: float) -> None:
        """Changes the speed, of this sound and the next ones."""
        self._rate = rate
        if self._player is not None:
            self._player.set_rate(rate)

    def clear(self) -> None:
        """Lets go of the sound."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._player is not None and self._sound is not None:
            self._player.load(None, 0.0)
        self._sound, self._is_lost, self._start = None, False, 0.0
        self._set_fetching(False)

    def close(self) -> None:
        """Lets go of everything."""
        self.clear()
        if self._player is not None:
            self._player.close()

    # -- facts

    def _set_fetching(self, fetching: bool) -> None:
        if fetching != self.is_fetching:
            self.is_fetching = fetching
            self.fetching_changed.emit(fetching)

    def _on_begun(self, sound: StreamedSound, seconds: float) -> None:
        if self._player is None or not self._player.has_sound:
            self._connect(self._make_player())
        player = self._player
        assert player is not None  # noqa: S101 - connected above
        self._sound = sound
        player.load(sound, seconds)
        player.set_rate(self._rate)
        if self._start:
            player.seek(self._start)
        self._task = None
        self.play()
        # Qt needs some more of the file before it plays; without sound there is nothing to wait for.
        if not player.has_sound:
            self._set_fetching(False)

    def _on_begin_failed(self, error: Exception) -> None:
        self._task = None
        self._set_fetching(False)
        self.failed.emit(problem_words(error))

    def _fetch_on(self) -> None:
        if self._sound is None or self._task is not None or self._sound.is_whole:
            return
        if self._is_lost:
            self._is_lost = False
            self.failed.emit("")
        self._keep(self._tasks.start(self._sound.fetch, done=self._on_whole, failed=self._on_lost))

    def _keep(self, task: Task) -> None:
        self._task = task if task.running else None

    def _on_whole(self, _nothing: None) -> None:
        self._task = None

    def _on_lost(self, error: Exception) -> None:
        self._task, self._is_lost = None, True
        self._set_fetching(False)
        words = translate(
            "Quality", "The connection was lost. What has come can be heard; playing on fetches the rest."
        )
        self.failed.emit(words if isinstance(error, AppError) and error.status == _LOST else problem_words(error))

    def _connect(self, player: Player) -> None:
        if self._player is not None:
            self._player.close()
        self._player = player
        player.position_changed.connect(self._on_player_position_changed)
        player.playing_changed.connect(self._on_player_playing_changed)
        player.failed.connect(self._on_player_failed)

    def _on_player_playing_changed(self, playing: bool) -> None:
        if playing:
            self._set_fetching(False)
        self.playing_changed.emit(playing)

    def _on_player_failed(self, words: str) -> None:
        self._set_fetching(False)
        self.failed.emit(words)

    def _on_player_position_changed(self, second: float) -> None:
        if self._sound is None:
            return
        if self._is_lost and self._sound.is_waiting and self.is_playing:
            self.pause()
        self.position_changed.emit(second)
