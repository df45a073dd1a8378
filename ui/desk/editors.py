"""Editors with a limit that never cut a text short: what does not fit is refused as a whole, with a sentence."""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor, QValidator
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from widgets import theme


class _Fits(QValidator):
    def __init__(self, limit: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._limit = limit

    def validate(self, text: str, position: int) -> object:
        fits = len(text) <= self._limit
        return (QValidator.State.Acceptable if fits else QValidator.State.Invalid), text, position


class LineEditor(QLineEdit):
    """One line. A paste that is too long leaves the field as it was."""

    refused = Signal()
    """Something did not fit."""

    def __init__(self, name: str, limit: int, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setValidator(_Fits(limit, self))
        self.inputRejected.connect(self.refused)

    def show_text(self, text: str) -> None:
        """Shows a text without a signal and without moving the cursor of who types in it."""
        if text != self.text():
            blocked = self.blockSignals(True)
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(place if self.hasFocus() else 0)
            self.blockSignals(blocked)


class BodyEditor(QPlainTextEdit):
    """Many lines. Tab goes to the next field; ``/`` at the start of a word asks for a phrase.

    Typing over the limit is allowed and marked, so that nobody loses a half sentence; a paste over it is refused.
    """

    refused = Signal()
    phrase_requested = Signal()
    """``/`` was typed where a word begins; it stands in the text until a phrase replaces it."""

    def __init__(self, name: str, limit: int, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._lines = lines
        self.setMinimumHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """As many lines as it was made for; it grows with the room there is, and the form scrolls late."""
        space = theme.current().space
        return QSize(
            super().sizeHint().width(), theme.current().font().pixelSize() * 3 // 2 * self._lines + 2 * space.s
        )

    def minimumSizeHint(self) -> QSize:
        """Not smaller than that."""
        return QSize(theme.current().space.xxl * 3, self.sizeHint().height())

    def show_text(self, text: str) -> None:
        """Shows a text without a signal; Ctrl+Z goes back to the one before."""
        if text == self.toPlainText():
            return
        blocked = self.blockSignals(True)
        cursor = self.textCursor()
        place = cursor.position()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(min(place, len(text)) if self.hasFocus() else 0)
        self.setTextCursor(cursor)
        self.blockSignals(blocked)

    def insert_phrase(self, text: str) -> None:
        """Inserts a text where the cursor is, in the place of the ``/`` that asked for it."""
        cursor = self.textCursor()
        if not cursor.hasSelection() and _before(cursor) == "/":
            cursor.deletePreviousChar()
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Takes text only."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Takes plain text where it fits."""
        cursor = self.textCursor()
        selected = cursor.selectionEnd() - cursor.selectionStart()
        text = source.text()
        if self.document().characterCount() - 1 - selected + len(text) > self._limit:
            self.refused.emit()
            return
        cursor.insertText(text.replace("\x00", ""))
        self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Types; looks for ``/``."""
        starts_word = _before(self.textCursor()).strip() == ""
        super().keyPressEvent(event)
        if event.text() == "/" and starts_word:
            self.phrase_requested.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Puts the cursor at the end where somebody comes with Tab."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.moveCursor(QTextCursor.MoveOperation.End)


def _before(cursor: QTextCursor) -> str:
    """Returns the character before the cursor, or an empty text at the start."""
    if cursor.position() == 0:
        return ""
    before = QTextCursor(cursor)
    before.setPosition(cursor.position() - 1, QTextCursor.MoveMode.KeepAnchor)
    return before.selectedText().replace("\u2029", "\n")
