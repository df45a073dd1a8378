"""A label that ends in an ellipsis where its room is short, instead of in half a sign."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from widgets.looks import set_look

_LEAST = 6


class ElidedLabel(QLabel):
    """One line of plain text; takes the room that is left and never asks for more. The whole text is for the tooltip.

    With the size policy ``Preferred`` it asks for room for all of its text, and still does with less.
    """

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if look:
            set_look(self, "look", look)

    def text(self) -> str:
        """Returns the whole text."""
        return self._whole

    def setText(self, text: str) -> None:
        """Shows as much of a text as there is room for."""
        self._whole = text
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        # One pixel more than is needed: the width of a whole line may be rounded down.
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few signs."""
        least = self.fontMetrics().horizontalAdvance(self._whole[:_LEAST])
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows more or less of it."""
        super().resizeEvent(event)
        self._elide()

    def shown_text(self) -> str:
        """Returns what can be read of it now."""
        return super().text()

    def _elide(self) -> None:
        self.ensurePolished()
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))
