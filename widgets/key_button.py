"""A button that says its key beside its words where there is room, and gives the key up first where there is none."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

_GAP = "  "


class KeyButton(QPushButton):
    """Asks for room for words and key, and can do with room for the words. The tooltip says both.

    Args:
        words: what the button does, translated.
        keys: how its key is shown; see :func:`widgets.badges.key_text`.
    """

    def __init__(self, words: str = "", keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._keys = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_words(words, keys)

    def set_words(self, words: str, keys: str) -> None:
        """Changes what the button says."""
        if (words, keys) == (self._words, self._keys):
            return
        self._words, self._keys = words, keys
        self.setAccessibleName(words)
        self.setToolTip(f"{words}{_GAP}{keys}".rstrip())
        self._show()
        self.updateGeometry()

    def words(self) -> str:
        """Returns what the button does, without its key."""
        return self._words

    def sizeHint(self) -> QSize:
        """Room for words and key."""
        return self._room_for(self._full())

    def minimumSizeHint(self) -> QSize:
        """Room for the words."""
        return self._room_for(self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes the key in or leaves it out."""
        super().resizeEvent(event)
        self._show()

    def _full(self) -> str:
        return f"{self._words}{_GAP}{self._keys}" if self._keys else self._words

    def _show(self) -> None:
        text = self._full() if self.width() >= self.sizeHint().width() else self._words
        if text != self.text():
            self.setText(text)

    def _room_for(self, text: str) -> QSize:
        hint = super().sizeHint()
        metrics = self.fontMetrics()
        more = metrics.horizontalAdvance(text) - metrics.horizontalAdvance(self.text())
        return QSize(hint.width() + more, hint.height())
