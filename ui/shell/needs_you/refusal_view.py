"""A save that the server refused: why, and the fields to correct."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from services.errors import AppError
from services.outbox import OutboxItem
from ui.language import translate
from ui.problems import problem_words
from ui.shell.needs_you.choosing import choice_of, matcher_for
from ui.shell.needs_you.presenter import NeedsYouPresenter
from ui.shell.needs_you.words import LONG_FIELDS, NOT_SHOWN, field_title, value_words
from widgets import theme
from widgets.fields.frame import FieldFrame
from widgets.fields.type_ahead import TypeAheadField
from widgets.looks import label


class RefusalView(QWidget):
    """What was typed, in full; fields that the server named can be corrected here and sent again."""

    corrected = Signal(object, dict)
    """The item, and its corrected fields."""

    def __init__(self, item: OutboxItem, presenter: NeedsYouPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._presenter = presenter
        self._editors: dict[str, QWidget] = {}
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space.m)
        column.addWidget(self._reason())
        body = QWidget()
        body.setProperty("look", "plain")
        fields = QVBoxLayout(body)
        fields.setContentsMargins(0, 0, look.space.s, 0)
        fields.setSpacing(look.space.m)
        sentences = {str(k): str(v) for k, v in dict(item.answer.get("fields") or {}).items()}
        for field in [*sentences, *(name for name in item.payload if name not in sentences)]:
            if field not in NOT_SHOWN:
                fields.addWidget(self._field(field, sentences.get(field, "")))
        fields.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        column.addWidget(area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        send = QPushButton(translate("NeedsYou", "&Send again"))
        send.setProperty("look", "primary")
        send.clicked.connect(self.send)
        row.addWidget(send)
        column.addLayout(row)

    def send(self) -> None:
        """Sends with the corrected fields."""
        fields = {field: _value(editor) for field, editor in self._editors.items()}
        changed = {field: value for field, value in fields.items() if value != _plain(self._item.payload.get(field))}
        self.corrected.emit(self._item, changed)

    def _reason(self) -> QFrame:
        look = theme.current()
        box = QFrame()
        box.setProperty("look", "bad")
        row = QHBoxLayout(box)
        row.setContentsMargins(look.space.m, look.space.s, look.space.m, look.space.s)
        words = label(_reason_words(self._item.answer), wrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(words)
        return box

    def _field(self, field: str, sentence: str) -> QWidget:
        value = self._item.payload.get(field)
        title = field_title(field)
        if not sentence and (isinstance(value, bool | list) or value is None):
            words = label(f"{title}: {value_words(field, value, self._presenter.choices)}", wrap=True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            return words
        editor = self._editor(field, title, value)
        self._editors[field] = editor
        frame = FieldFrame(title, editor)
        frame.set_error(sentence)
        return frame

    def _editor(self, field: str, title: str, value: Any) -> QWidget:
        matcher = matcher_for(field, self._presenter.choices)
        if matcher is not None:
            choosing = TypeAheadField(title, matcher)
            choosing.set_choice(choice_of(field, _plain(value), self._presenter.choices))
            return choosing
        if field in LONG_FIELDS:
            long = QPlainTextEdit(_plain(value))
            long.setTabChangesFocus(True)
            long.setMinimumHeight(120)
            long.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            return long
        return QLineEdit(_plain(value))


def _reason_words(answer: dict[str, Any]) -> str:
    """The server's sentence; for an error of this program's own, that of its code in the language that is on."""
    code, message = str(answer.get("code", "")), str(answer.get("message", ""))
    own = not message or message.startswith(f"{code}:")
    return problem_words(AppError(code, details={"count": len(answer.get("fields") or {})})) if own else message


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _value(editor: QWidget) -> str:
    if isinstance(editor, TypeAheadField):
        return editor.choice.key if editor.choice else ""
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return editor.text() if isinstance(editor, QLineEdit) else ""
