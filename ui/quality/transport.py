"""The line that plays a call: back, play, on, where it is, loop, pin, skipping silence, speed; each with its key."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QToolButton, QWidget

from ui.language import translate
from ui.quality.listening import RATES, SKIP_SECONDS, ListeningPresenter
from widgets import icons, theme
from widgets.durations import clock_text
from widgets.looks import label


class Transport(QWidget):
    """Follows what is listened to.

    Args:
        listening: what it plays.
        may_pin: whether comments can be pinned.
    """

    pin_requested = Signal()
    """A comment is wanted at the present second."""

    def __init__(self, listening: ListeningPresenter, may_pin: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listening = listening
        self._seconds = 0.0
        space = theme.current().space
        self._play = _button("play", translate("Quality", "Play or pause (Space)"), listening.toggle)
        back = _button("back", translate("Quality", "Back 5 seconds (J)"), lambda: listening.skip(-SKIP_SECONDS))
        on = _button("forward", translate("Quality", "On 5 seconds (L)"), lambda: listening.skip(SKIP_SECONDS))
        self._loop = _button("repeated", "", listening.mark_loop)
        self._loop.setObjectName("quality.loop")
        self._loop.setCheckable(True)
        pin = _button("pin", translate("Quality", "Pin a comment to this second (P)"), self.pin_requested.emit)
        self._time = label("0:00 / 0:00")
        self._time.setFont(theme.current().font(digits=True))
        self._rate = self._make_rate()
        self._silence = QCheckBox(translate("Quality", "Skip silence"))
        self._silence.setToolTip(translate("Quality", "Leave out stretches in which nobody speaks (S)"))
        self._silence.setChecked(listening.skips_silence)
        self._silence.toggled.connect(listening.set_skips_silence)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.hair)
        left: tuple[QWidget, ...] = (back, self._play, on, self._time)
        right: tuple[QWidget, ...] = (self._loop, pin, self._silence)
        for part in left:
            row.addWidget(part)
        row.addStretch(1)
        for part in right:
            row.addWidget(part)
        row.addSpacing(space.s)
        row.addWidget(self._rate)
        pin.setVisible(may_pin)
        listening.playing_changed.connect(self._on_listening_playing_changed)
        listening.rate_changed.connect(self._on_listening_rate_changed)
        listening.fetching_changed.connect(self._on_listening_fetching_changed)
        listening.loop_changed.connect(self._on_listening_loop_changed)
        self._on_listening_playing_changed(listening.is_playing)
        self._on_listening_loop_changed(listening.loop_start, listening.loop_end)

    def toggle_silence(self) -> None:
        """Leaves out silences, or not."""
        self._silence.toggle()

    def show_length(self, seconds: float) -> None:
        """Says how long the recording is, in seconds."""
        self._seconds = seconds

    def show_position(self, second: float) -> None:
        """Says which second plays."""
        self._time.setText(f"{clock_text(second)} / {clock_text(self._seconds)}")

    def _make_rate(self) -> QComboBox:
        made = QComboBox()
        made.setObjectName("quality.rate")
        made.setAccessibleName(translate("Quality", "Speed"))
        made.setToolTip(translate("Quality", "Speed (, slower, . faster)"))
        for rate in RATES:
            made.addItem(f"{rate:g}×", rate)
        made.setCurrentIndex(RATES.index(self._listening.rate) if self._listening.rate in RATES else 2)
        made.activated.connect(lambda place: self._listening.set_rate(RATES[place]))
        return made

    def _on_listening_playing_changed(self, playing: bool) -> None:
        self._play.setIcon(icons.icon("pause" if playing else "play", "accent_text"))

    def _on_listening_rate_changed(self, rate: float) -> None:
        if rate in RATES:
            self._rate.setCurrentIndex(RATES.index(rate))

    def _on_listening_fetching_changed(self, fetching: bool) -> None:
        self._play.setEnabled(not fetching)

    def _on_listening_loop_changed(self, start: float | None, end: float | None) -> None:
        words = translate("Quality", "Loop: it begins at the present second (A)")
        if start is not None and end is None:
            words = translate("Quality", "The loop begins at {start}; once more where it ends (A)")
        elif start is not None:
            words = translate("Quality", "Loop {start} to {end}; once more lets it go (A)")
        said = words.format(start=clock_text(start or 0.0), end=clock_text(end or 0.0))
        self._loop.setChecked(start is not None)
        self._loop.setToolTip(said)
        self._loop.setAccessibleName(said)


def _button(meaning: str, words: str, run: Callable[[], object]) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(meaning))
    made.setProperty("look", "quiet")
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.setFixedWidth(theme.current().space.control)
    made.clicked.connect(lambda: run())
    return made
