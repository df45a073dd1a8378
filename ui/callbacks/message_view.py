"""The voice message of a call-back: its length, its waveform, and the keys of a player."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.callbacks.message_presenter import SHORTEST_WHY, MessagePresenter
from ui.callbacks.words import message_words
from ui.language import translate
from ui.quality.listening import RATES
from widgets import icons, theme
from widgets.durations import clock_text
from widgets.looks import label
from widgets.waveform import Waveform

_LOUDEST = 0.05
_HEIGHT = 64


class MessageView(QWidget):
    """Hidden where there is no message. The keys are commands of the page."""

    def __init__(self, presenter: MessagePresenter, play_button: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._presenter = presenter
        self.title = label("", "caption")
        self.wave = Waveform(translate("CallBacks", "Voice message"))
        self.wave.setObjectName("callbacks.wave")
        self.wave.setFixedHeight(_HEIGHT)
        self.wave.seek_requested.connect(presenter.seek)
        self.play_button = play_button
        self.time = label("0:00 / 0:00")
        self.time.setFont(look.font(digits=True))
        self.rate = QComboBox()
        self.rate.setObjectName("callbacks.rate")
        self.rate.setAccessibleName(translate("CallBacks", "Speed"))
        self.rate.setToolTip(translate("CallBacks", "Speed (Ctrl+, slower, Ctrl+. faster)"))
        for rate in RATES:
            self.rate.addItem(f"{rate:g}×", rate)
        self.rate.activated.connect(lambda place: presenter.set_rate(RATES[place]))
        self.why = QLineEdit()
        self.why.setObjectName("callbacks.why")
        self.why.setMaxLength(200)
        self.why.setAccessibleName(translate("CallBacks", "Reason for listening"))
        self.why.setPlaceholderText(translate("CallBacks", "What for? It is kept in the access log"))
        self.why.returnPressed.connect(self._on_why_return_pressed)
        self.why.installEventFilter(self)
        self.why.hide()
        self.problem = label("", "error", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        row.addWidget(self.play_button, 1)
        row.addWidget(self.time)
        row.addWidget(self.rate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(self.title)
        column.addWidget(self.wave)
        column.addLayout(row)
        column.addWidget(self.why)
        column.addWidget(self.problem)
        presenter.changed.connect(self._on_changed)
        presenter.position_changed.connect(self._on_position_changed)
        presenter.playing_changed.connect(self._on_playing_changed)
        presenter.why_wanted.connect(self._ask_why)
        self._on_changed()
        self._on_playing_changed(presenter.is_playing)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Escape leaves the field for a reason."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.why and is_key and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self._leave_why()
            return True
        return False

    def _on_changed(self) -> None:
        p = self._presenter
        self.setVisible(p.message is not None)
        if p.message is None:
            return
        words = message_words(p.message.seconds)
        if len(p.messages) > 1:
            words = translate("CallBacks", "{message} ({place} of {count}, Shift+F9: the one before)").format(
                message=words, place=p.place, count=len(p.messages)
            )
        self.title.setText(words)
        peaks = p.wave.citizen if p.wave is not None else []
        loudest = max([*peaks, _LOUDEST])
        self.wave.set_recording([peak / loudest for peak in peaks], p.message.seconds)
        self.rate.setCurrentIndex(RATES.index(p.rate))
        self.problem.setText(p.problem)
        self.problem.setVisible(bool(p.problem))
        self._on_position_changed(p.position)

    def _on_position_changed(self, second: float) -> None:
        seconds = self._presenter.message.seconds if self._presenter.message is not None else 0.0
        self.wave.set_position(second)
        self.time.setText(f"{clock_text(second)} / {clock_text(seconds)}")

    def _on_playing_changed(self, playing: bool) -> None:
        self.play_button.setIcon(icons.icon("pause" if playing else "play"))

    def _ask_why(self) -> None:
        self.why.clear()
        self.why.show()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_why(self) -> None:
        self.why.hide()
        self.wave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_why_return_pressed(self) -> None:
        if len(self.why.text().strip()) >= SHORTEST_WHY:
            self._leave_why()
            self._presenter.listen_because(self.why.text())
