"""Listening to the voice messages of a call-back, one at a time, with the player of the Quality page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from services.callbacks.service import CallBackService
from services.contracts.callbacks import VoiceMessage
from services.contracts.quality import Waveform
from services.tasks import Progress, Tasks
from ui.language import translate
from ui.problems import problem_words
from ui.quality.listening import RATES
from ui.quality.player import Player

SHORTEST_WHY = 2


class MessagePresenter(QObject):
    """The sound is fetched when it is first played: whoever only reads does not listen, and is not written down."""

    changed = Signal()
    """Another message, its waveform, or something said about it."""
    position_changed = Signal(float)
    playing_changed = Signal(bool)
    why_wanted = Signal()
    """The call-back is closed, or somebody else's work: what does somebody listen for?"""

    def __init__(
        self, service: CallBackService, tasks: Tasks, make_player: Callable[[], Player], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._tasks = tasks
        self._make_player = make_player
        self._player: Player | None = None
        self._is_loaded = self._is_fetching = False
        self._start = 0.0
        self._is_to_be_called = False
        self.messages: Sequence[VoiceMessage] = ()
        self.chosen = ""
        self.wave: Waveform | None = None
        self.rate = 1.0
        self.problem = ""

    # -- state

    @property
    def message(self) -> VoiceMessage | None:
        """The message that is listened to."""
        return next((one for one in self.messages if one.call_id == self.chosen), None)

    @property
    def place(self) -> int:
        """Which of the messages that is, from 1 on; 0 where there is none."""
        return next((n for n, one in enumerate(self.messages, 1) if one.call_id == self.chosen), 0)

    @property
    def position(self) -> float:
        """The second that plays."""
        return self._player.position if self._player is not None and self._is_loaded else self._start

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._player is not None and self._player.is_playing

    # -- acts

    def show(self, messages: Sequence[VoiceMessage], is_to_be_called: bool) -> None:
        """Takes the messages of what is looked at; of others than before the newest is first."""
        self._is_to_be_called = is_to_be_called
        known = [one.call_id for one in self.messages]
        self.messages = messages
        if [one.call_id for one in messages] != known:
            kept = self.chosen if self.chosen in {one.call_id for one in messages} else ""
            self._choose(kept or (messages[-1].call_id if messages else ""))

    def choose(self, call_id: str) -> None:
        """Goes to one of the messages."""
        if call_id in {one.call_id for one in self.messages}:
            self._choose(call_id)

    def next_message(self) -> None:
        """Goes to the message before this one, and from the oldest to the newest."""
        if len(self.messages) > 1:
            self._choose(self.messages[self.place - 2].call_id)

    def toggle(self) -> None:
        """Plays or pauses. Who may call listens to an open call-back's in order to call; all others are asked what for."""
        if self.message is None or self._is_fetching:
            return
        if self._player is not None and self._is_loaded:
            (self._player.pause if self._player.is_playing else self._player.play)()
        elif self._is_to_be_called:
            self._fetch(translate("CallBacks", "Calling back"))
        else:
            self.why_wanted.emit()

    def listen_because(self, why: str) -> None:
        """Says what for, and plays."""
        if len(why.strip()) >= SHORTEST_WHY and not self._is_loaded:
            self._fetch(why.strip())

    def seek(self, second: float) -> None:
        """Goes to a second; also before the sound was fetched."""
        if self.message is None:
            return
        second = min(max(0.0, second), self.message.seconds)
        if self._player is not None and self._is_loaded:
            self._player.seek(second)
        else:
            self._start = second
            self.position_changed.emit(second)

    def set_rate(self, rate: float) -> None:
        """Changes the speed."""
        self.rate = rate
        if self._player is not None:
            self._player.set_rate(rate)
        self.changed.emit()

    def faster(self, steps: int) -> None:
        """Goes some speeds up, or down."""
        self.set_rate(RATES[min(max(0, RATES.index(self.rate) + steps), len(RATES) - 1)])

    def close(self) -> None:
        """Lets go of the sound."""
        if self._player is not None:
            self._player.close()

    # -- fetching

    def _choose(self, call_id: str) -> None:
        if call_id == self.chosen:
            return
        if self._player is not None:
            self._player.load(b"", 0.0)
        self.chosen, self.wave, self.problem = call_id, None, ""
        self._is_loaded, self._is_fetching, self._start = False, False, 0.0
        self.position_changed.emit(0.0)
        self.changed.emit()
        if call_id:
            self._tasks.start(
                lambda _progress: self._service.message_waveform(call_id),
                done=lambda wave: self._on_wave_loaded(call_id, wave),
                failed=lambda error: self._on_failed(call_id, error),
            )

    def _fetch(self, why: str) -> None:
        call_id, self._is_fetching, self.problem = self.chosen, True, ""
        self.changed.emit()

        def sound(progress: Progress) -> bytes:
            return self._service.message_sound(progress, call_id, why)

        self._tasks.start(
            sound,
            done=lambda found: self._on_sound_loaded(call_id, found),
            failed=lambda error: self._on_failed(call_id, error),
        )

    def _on_wave_loaded(self, call_id: str, wave: Waveform) -> None:
        if call_id == self.chosen:
            self.wave = wave
            self.changed.emit()

    def _on_sound_loaded(self, call_id: str, sound: bytes) -> None:
        message = self.message
        if call_id != self.chosen or message is None:
            return
        self._is_fetching = False
        if self._player is None or not self._player.has_sound:
            self._connect(self._make_player())
        player = self._player
        assert player is not None  # noqa: S101 - connected above
        player.load(sound, message.seconds)
        player.set_rate(self.rate)
        self._is_loaded = True
        if self._start:
            player.seek(self._start)
        player.play()
        if not player.has_sound:
            self.problem = translate("CallBacks", "This machine has no sound device: nothing is heard.")
        self.changed.emit()

    def _on_failed(self, call_id: str, error: Exception) -> None:
        if call_id == self.chosen:
            self._is_fetching, self.problem = False, problem_words(error)
            self.changed.emit()

    def _connect(self, player: Player) -> None:
        if self._player is not None:
            self._player.close()
        self._player = player
        player.position_changed.connect(self._on_player_position_changed)
        player.playing_changed.connect(self.playing_changed)
        player.failed.connect(lambda words: self._on_failed(self.chosen, RuntimeError(words)))

    def _on_player_position_changed(self, second: float) -> None:
        if self._is_loaded:
            self.position_changed.emit(second)
