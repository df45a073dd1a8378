"""One question of a scorecard: its words, its answer, its comment."""

from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from services.contracts.quality import Question, Verdict
from services.contracts.scoring import is_answer
from ui.language import translate
from ui.quality.answer_bar import AnswerBar
from ui.quality.words import answer_words, question_words
from widgets import theme
from widgets.looks import label


class QuestionRow(QFrame):
    """Has the focus while its question is the present one; the page's keys then answer it."""

    picked = Signal(str, str)
    """The question's key and the key of the answer that was clicked."""
    commented = Signal(str, str)
    """The question's key and the words beside it."""
    move_requested = Signal(int)
    """Arrow up (-1) or down (1)."""
    focused = Signal(str)
    """The question's key."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.question = question
        self._look = look
        self._words = question_words(question)
        self._editable = True
        self.setObjectName(f"question.{question.key}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.bar = AnswerBar(question.allow_not_applicable)
        self.bar.picked.connect(lambda key: self.picked.emit(question.key, key))
        self.comment_field = QLineEdit()
        self.comment_field.setObjectName(f"comment.{question.key}")
        self.comment_field.setMaxLength(2_000)
        self.comment_field.setPlaceholderText(translate("Quality", "Comment on this answer"))
        self.comment_field.setAccessibleName(
            translate("Quality", "Comment on: {question}").format(question=self._words)
        )
        self.comment_field.textEdited.connect(lambda text: self.commented.emit(question.key, text))
        self.comment_field.installEventFilter(self)
        self.comment_field.hide()
        words = label(self._words, wrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self._points = label(f"{question.points:g}", "caption")
        self._points.setToolTip(translate("Quality", "Points"))
        head = QHBoxLayout()
        head.setSpacing(look.space.s)
        if question.only_when is not None:
            branch = label("↳", "muted")
            branch.setToolTip(translate("Quality", "Asked because of the answer above"))
            head.addWidget(branch, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(words, 1)
        head.addWidget(self._points)
        head.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.m, look.space.xs + 1, look.space.s, look.space.xs + 1)
        column.setSpacing(look.space.xs)
        column.addLayout(head)
        column.addWidget(self.comment_field)

    def show_verdict(self, verdict: Verdict | None, editable: bool) -> None:
        """Shows an answer and its comment."""
        self._editable = editable
        self.bar.show_answer(verdict, editable)
        comment = verdict.comment if verdict else ""
        if not self.comment_field.hasFocus() and self.comment_field.text() != comment:
            self.comment_field.setText(comment)
        self.comment_field.setReadOnly(not editable)
        self.comment_field.setVisible(bool(comment) or self.comment_field.hasFocus())
        given = answer_words(verdict) if is_answer(verdict) else translate("Quality", "not answered")
        self.setAccessibleName(f"{self._words}: {given}")

    def edit_comment(self) -> None:
        """Opens the comment field."""
        if self._editable:
            self.comment_field.show()
            self.comment_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_reachable(self, reachable: bool) -> None:
        """Makes it the one row that Tab stops at; arrows go to the others."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reachable else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes up and down."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_requested.emit(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Says that this is the present question."""
        super().focusInEvent(event)
        self.focused.emit(self.question.key)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Loses its mark."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Becomes the present question."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter and Escape in the comment go back to the question."""
        leaving = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.comment_field and is_key and cast(QKeyEvent, event).key() in leaving:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.comment_field.setVisible(bool(self.comment_field.text()))
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the mark of the present question."""
        super().paintEvent(event)
        if self.hasFocus() or self.comment_field.hasFocus():
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._look.colour("accent_soft"))
            painter.fillRect(0, 0, 3, self.height(), self._look.colour("accent"))
