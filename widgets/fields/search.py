"""A search field: says what people typed once they pause, and hands the arrow key to what it searches in."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets import icons
from widgets.language import translate


class SearchField(QLineEdit):
    """A one-line field with a magnifying glass. Escape clears it; a second Escape goes to whoever listens."""

    text_settled = Signal(str)
    """The text, once nothing was typed for ``settle_ms``; and at once on Enter or when cleared."""
    down_pressed = Signal()
    """The arrow key down: go to the results."""
    escape_pressed = Signal()
    """Escape while the field was empty."""

    def __init__(self, hint: str, settle_ms: int = 120, limit: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settled = ""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setMaxLength(limit)
        clear = translate("SearchField", "Clear")
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(icons.icon("close"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(clear)
        self._clear.setText(clear)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self._timer = QTimer(self, singleShot=True, interval=settle_ms)
        self._timer.timeout.connect(self._settle)
        self.textChanged.connect(self._on_text_changed)
        self.returnPressed.connect(self._settle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handles Escape and the arrow key down."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.escape_pressed.emit()
                event.ignore()
        elif event.key() == Qt.Key.Key_Down:
            self._settle()
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if text:
            self._timer.start()
        else:
            self._settle()

    def _settle(self) -> None:
        self._timer.stop()
        if self.text() != self._settled:
            self._settled = self.text()
            self.text_settled.emit(self._settled)
