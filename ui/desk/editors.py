"""Editors with a limit that never cut a text short: what does not fit is refused as a whole, with a sentence."""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QTextCursor, QValidator
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from widgets import theme

_LONGEST_PASTE = 100_000_000
Refusal = tuple[str, dict[str, int]]
"""Why a text was not taken: the code of a sentence, and its values."""


class _Fits(QValidator):
    def __init__(self, limit: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._limit = limit
        self._refused = ""

    def validate(self, text: str, position: int) -> object:
        fits = len(text) <= self._limit
        if not fits:
            self._refused = text
        return (QValidator.State.Acceptable if fits else QValidator.State.Invalid), text, position

    def why(self) -> Refusal:
        """Returns why the last text was refused. What was pasted is on the clipboard; all else was typed."""
        pasted = QGuiApplication.clipboard().text()
        if len(pasted) > 1 and pasted.splitlines()[0] in self._refused:
            return _paste_refused(len(pasted), self._limit - (len(self._refused) - len(pasted)))
        return "too_long", {"limit": self._limit}


class LineEditor(QLineEdit):
    """One line. A paste that is too long leaves the field as it was."""

    refused = Signal(object)
    """A :data:`Refusal`: something did not fit."""

    def __init__(self, name: str, limit: int, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._fits = _Fits(limit, self)
        self.setValidator(self._fits)
        # Qt's own limit would cut a long paste before the validator sees how long it is.
        self.setMaxLength(_LONGEST_PASTE)
        self.inputRejected.connect(self._on_input_rejected)

    def show_text(self, text: str) -> None:
        """Shows a text without a signal and without moving the cursor of who types in it."""
        if text != self.text():
            blocked = self.blockSignals(True)
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(place if self.hasFocus() else 0)
            self.blockSignals(blocked)

    def _on_input_rejected(self) -> None:
        self.refused.emit(self._fits.why())


class BodyEditor(QPlainTextEdit):
    """Many lines. Tab goes to the next field; ``/`` at the start of a word asks for a phrase.

    Typing over the limit is allowed and marked, so that nobody loses a half sentence; a paste over it is refused.
    """

    refused = Signal(object)
    """A :data:`Refusal`: a paste did not fit."""
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
        room = self._limit - (self.document().characterCount() - 1 - selected)
        if len(text) > room:
            self.refused.emit(_paste_refused(len(text), room))
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


def _paste_refused(length: int, room: int) -> Refusal:
    return "paste_too_long", {"length": length, "room": max(0, room)}
