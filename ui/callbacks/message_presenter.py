"""Listening to the voice messages of a call-back, one at a time, with the player of the Quality page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from services.callbacks.service import CallBackService
from services.contracts.callbacks import VoiceMessage
from services.contracts.quality import Waveform
from services.tasks import Tasks
from ui.language import translate
from ui.problems import problem_words
from ui.quality.listening import RATES
from ui.quality.playback import Playback
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
        self._playback = Playback(tasks, make_player, self)
        self._playback.position_changed.connect(self.position_changed)
        self._playback.playing_changed.connect(self._on_playback_playing_changed)
        self._playback.failed.connect(self._say)
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
        return self._playback.position

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._playback.is_playing

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
        if self.message is None or self._playback.is_fetching:
            return
        if self._playback.has_begun:
            self._playback.toggle()
        elif self._is_to_be_called:
            self._fetch(translate("CallBacks", "Calling back"))
        else:
            self.why_wanted.emit()

    def listen_because(self, why: str) -> None:
        """Says what for, and plays."""
        if len(why.strip()) >= SHORTEST_WHY and not self._playback.has_begun:
            self._fetch(why.strip())

    def seek(self, second: float) -> None:
        """Goes to a second; also before the sound was fetched."""
        if self.message is not None:
            self._playback.seek(min(max(0.0, second), self.message.seconds))

    def set_rate(self, rate: float) -> None:
        """Changes the speed."""
        self.rate = rate
        self._playback.set_rate(rate)
        self.changed.emit()

    def faster(self, steps: int) -> None:
        """Goes some speeds up, or down."""
        self.set_rate(RATES[min(max(0, RATES.index(self.rate) + steps), len(RATES) - 1)])

    def stop(self) -> None:
        """Is silent at once, and does not begin by itself. What is here already plays on from there when it is asked for."""
        if self._playback.is_fetching:
            self._playback.clear()
        else:
            self._playback.pause()

    def close(self) -> None:
        """Lets go of the sound."""
        self._playback.close()

    # -- fetching

    def _choose(self, call_id: str) -> None:
        if call_id == self.chosen:
            return
        self._playback.clear()
        self.chosen, self.wave, self.problem = call_id, None, ""
        self.position_changed.emit(0.0)
        self.changed.emit()
        if call_id:
            self._tasks.start(
                lambda _progress: self._service.message_waveform(call_id),
                done=lambda wave: self._on_wave_loaded(call_id, wave),
                failed=lambda error: self._on_wave_failed(call_id, error),
            )

    def _fetch(self, why: str) -> None:
        message = self.message
        if message is not None:
            self._playback.begin(
                lambda progress: self._service.message_sound(progress, message.call_id, why), message.seconds
            )

    def _on_wave_loaded(self, call_id: str, wave: Waveform) -> None:
        if call_id == self.chosen:
            self.wave = wave
            self.changed.emit()

    def _on_wave_failed(self, call_id: str, error: Exception) -> None:
        if call_id == self.chosen:
            self._say(problem_words(error))

    def _on_playback_playing_changed(self, playing: bool) -> None:
        if playing and not self._playback.has_sound:
            self._say(translate("CallBacks", "This machine has no sound device: nothing is heard."))
        self.playing_changed.emit(playing)

    def _say(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self.changed.emit()
