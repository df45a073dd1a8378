"""A field with its label, its error sentence and its mark of change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets import theme
from widgets.language import translate
from widgets.looks import label, set_look


class FieldFrame(QWidget):
    """Label above, editor below, and under it a sentence where something is wrong. Nothing moves unless there is a sentence.

    Args:
        title: the label; ``&`` marks an Alt key.
        editor: any widget; gets the label as its accessible name and as its buddy.
        required: shows a mark; the sentence for an empty field comes from who validates.
        hint: a short grey remark at the right of the label (a limit, a key).
    """

    def __init__(
        self, title: str, editor: QWidget, required: bool = False, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        space = theme.current().space
        self.editor = editor
        self._title = QLabel(title)
        self._title.setBuddy(editor)
        plain = title.replace("&", "")
        if not editor.accessibleName():
            editor.setAccessibleName(plain)
        star = label("*")
        star.setProperty("words", "bad")
        star.setAccessibleName(translate("FieldFrame", "required"))
        star.setToolTip(translate("FieldFrame", "required"))
        if not required:
            # Never ``setVisible(True)`` before it has a parent: that would open a window of its own for a moment.
            star.hide()
        self._changed = label("•")
        self._changed.setProperty("words", "accent")
        self._changed.setToolTip(translate("FieldFrame", "changed, not saved yet"))
        self._changed.setAccessibleName(self._changed.toolTip())
        self._changed.hide()
        self._hint = label(hint, "caption")
        self._error = label("", "error", wrap=True)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.hide()
        head = self._head = QHBoxLayout()
        head.setSpacing(space.xs)
        for part in (self._title, star, self._changed):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.xs)
        column.addLayout(head)
        column.addWidget(editor)
        column.addWidget(self._error)
        self.setFocusProxy(editor)

    def set_error(self, sentence: str) -> None:
        """Shows a sentence under the field and marks its frame; an empty one takes both away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        set_look(self.editor, "wrong", bool(sentence))

    def error(self) -> str:
        """Returns the sentence that is shown, or an empty text."""
        return self._error.text()

    def set_changed(self, changed: bool) -> None:
        """Marks the field as changed and not saved."""
        self._changed.setVisible(changed)

    def is_marked_changed(self) -> bool:
        """Whether the field is marked as changed."""
        return not self._changed.isHidden()

    def add_beside(self, part: QWidget) -> None:
        """Adds a part in the line of the label, where it costs no height."""
        self._head.insertWidget(self._head.count() - 2, part, 1)

    def set_hint(self, hint: str) -> None:
        """Changes the grey remark."""
        self._hint.setText(hint)
