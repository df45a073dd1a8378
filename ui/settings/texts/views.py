"""The section of templates and phrases: two lists, in versions."""

from typing import Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from services.contracts.tickets import TicketKind
from ui.language import translate
from ui.lifecycle_words import kind_words
from ui.page import PageContext
from ui.settings.dispatching.words import category_field
from ui.settings.forms.fields import ChoiceField, TextField, WordsField
from ui.settings.forms.form import FieldSpec
from ui.settings.forms.rows import Numbered, RowsEditor, errors_by_row
from ui.settings.names import Names
from ui.settings.texts.presenter import TextsPresenter
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.view import VersionedView
from widgets.looks import label
from widgets.table import Column


class TextsView(QWidget):
    """What agents and handlers are offered to say."""

    def __init__(self, presenter: TextsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.editor = TextsEditor(presenter, context)
        self.versions = VersionedView(
            translate("Settings", "Templates and phrases"), presenter.texts, self.editor, context
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.versions)

    def is_unsaved(self) -> bool:
        """Whether the draft says anything."""
        return self._presenter.texts.is_changed

    def discard(self) -> None:
        """Throws the draft away."""
        self._presenter.texts.give_up()

    def enter(self) -> None:
        """Reads the versions."""
        self.versions.enter()


class TextsEditor(QWidget):
    """An :class:`ui.settings.versioned.view.Editor` of both lists."""

    edited = Signal(dict)

    def __init__(self, presenter: TextsPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body: Body = {}
        self._editable = False
        self.templates = _templates(presenter, context)
        self.phrases = _phrases(context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.texts.tabs")
        self.tabs.addTab(self.templates, translate("Settings", "Templates"))
        self.tabs.addTab(self.phrases, translate("Settings", "Phrases"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        said = translate(
            "Settings",
            "Agents fill the form with a template (Ctrl+T) and add phrases; a template with an answer is offered to handlers"
            " for their reply. 【　】 marks a place to fill in.",
        )
        column.addWidget(label(said, "caption", wrap=True))
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs.tabBar())
        self.templates.edited.connect(lambda rows: self._change(templates=rows))
        self.phrases.edited.connect(lambda rows: self._change(phrases=rows))
        presenter.names_changed.connect(self._show)

    def show_body(self, body: Body, editable: bool) -> None:
        """Shows a version."""
        if body == self._body and editable == self._editable:
            return
        self._body, self._editable = dict(body), editable
        self._show()

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences at their rows."""
        found = {name: errors_by_row(errors, name) for name in ("templates", "phrases")}
        self.templates.show_errors(found["templates"])
        self.phrases.show_errors(found["phrases"])
        if found["templates"] or found["phrases"]:
            self.tabs.setCurrentWidget(self.templates if found["templates"] else self.phrases)

    def _show(self) -> None:
        self.templates.show_rows(self._body.get("templates", []), self._editable)
        self.phrases.show_rows(self._body.get("phrases", []), self._editable)

    def _change(self, **values: Any) -> None:
        self._body = {**self._body, **values}
        self.edited.emit(dict(self._body))


def _key() -> str:
    """Returns a key that no other text has."""
    return uuid4().hex[:12]


def _kinds() -> list[tuple[Any, str]]:
    return [(None, translate("Settings", "all")), *((kind.value, kind_words(kind.value)) for kind in TicketKind)]


def _templates(presenter: TextsPresenter, context: PageContext) -> RowsEditor:
    def names() -> Names:
        return presenter.names

    columns: list[Column[Numbered]] = [
        Column("name", translate("Settings", "Its name"), value=lambda r: r[1].get("name", ""), width=170),
        Column(
            "category",
            translate("Settings", "Category"),
            value=lambda r: names().category(r[1].get("category") or "").text or translate("Settings", "all"),
            width=130,
        ),
        Column(
            "kind",
            translate("Settings", "Kind"),
            value=lambda r: kind_words(r[1]["kind"]) if r[1].get("kind") else "",
            width=64,
        ),
        Column(
            "answer", translate("Settings", "What is answered"), value=lambda r: _line(r[1].get("answer")), stretch=True
        ),
    ]
    fields = [
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("title", translate("Settings", "Title of the ticket"), TextField),
        FieldSpec("category", translate("Settings", "Category"), lambda: category_field(names)),
        FieldSpec("kind", translate("Settings", "Kind"), lambda: ChoiceField(_kinds)),
        FieldSpec("content", translate("Settings", "Content"), lambda: WordsField(lines=5)),
        FieldSpec("answer", translate("Settings", "What is answered"), lambda: WordsField(lines=5)),
    ]
    return RowsEditor(
        translate("Settings", "Templates"),
        "settings.texts.templates",
        columns,
        fields,
        lambda: {"key": _key(), "name": "", "category": "", "kind": None, "title": "", "content": "", "answer": ""},
        context,
        translate("Settings", "No templates. Add the first one."),
    )


def _phrases(context: PageContext) -> RowsEditor:
    columns: list[Column[Numbered]] = [
        Column("name", translate("Settings", "Its name"), value=lambda r: r[1].get("name", ""), width=170),
        Column("text", translate("Settings", "What is said"), value=lambda r: _line(r[1].get("text")), stretch=True),
    ]
    fields = [
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("text", translate("Settings", "What is said"), WordsField, required=True, wide=True),
    ]
    return RowsEditor(
        translate("Settings", "Phrases"),
        "settings.texts.phrases",
        columns,
        fields,
        lambda: {"key": _key(), "name": "", "text": ""},
        context,
        translate("Settings", "No phrases. Add the first one."),
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
