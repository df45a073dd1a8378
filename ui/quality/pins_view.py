"""Comments pinned to seconds of the call."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from services.contracts.quality import Pin
from ui.language import translate
from widgets import icons, theme
from widgets.durations import clock_text
from widgets.looks import label


class PinsView(QWidget):
    """One line a pin; its time plays from there."""

    seek_requested = Signal(float)
    remove_requested = Signal(object)
    """The :class:`Pin` to take off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Pin] | None = None
        self._editable = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._lines: list[QWidget] = []

    def show_pins(self, pins: Sequence[Pin], editable: bool) -> None:
        """Shows these."""
        if self._shown == list(pins) and self._editable == editable:
            return
        self._shown, self._editable = list(pins), editable
        for line in self._lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self._lines = [self._line(pin) for pin in pins] or [self._none()]
        for line in self._lines:
            self._column.addWidget(line)

    def _none(self) -> QWidget:
        words = translate("Quality", "None yet. Press P while listening to pin one.")
        return label(words if self._editable else translate("Quality", "No pinned comments"), "muted", wrap=True)

    def _line(self, pin: Pin) -> QWidget:
        space = theme.current().space
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.xs)
        time = clock_text(pin.second)
        go = QPushButton(time)
        go.setProperty("look", "link")
        go.setAccessibleName(translate("Quality", "Play from {time}: {text}").format(time=time, text=pin.text))
        go.clicked.connect(lambda: self.seek_requested.emit(pin.second))
        words = label(pin.text, wrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(go)
        row.addWidget(words, 1)
        if self._editable:
            remove = QToolButton()
            remove.setProperty("look", "quiet")
            remove.setIcon(icons.icon("remove"))
            remove.setAccessibleName(translate("Quality", "Remove the comment at {time}").format(time=time))
            remove.setToolTip(translate("Quality", "Remove"))
            remove.clicked.connect(lambda: self.remove_requested.emit(pin))
            row.addWidget(remove)
        return line
