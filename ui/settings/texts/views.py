"""The section of templates, phrases and notices to citizens: three lists, in versions."""

from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from services.contracts.channels import CitizenNotice
from services.contracts.tickets import TicketKind
from ui.language import translate
from ui.lifecycle_words import kind_words
from ui.page import PageContext
from ui.settings.channels.outgoing_view import notice_words
from ui.settings.dispatching.words import category_field
from ui.settings.forms.fields import ChoiceField, TextField, WordsField
from ui.settings.forms.form import FieldSpec
from ui.settings.forms.rows import Numbered, RowsEditor, errors_by_row
from ui.settings.names import Names
from ui.settings.texts.presenter import TextsPresenter
from ui.settings.versioned.body_editor import BodyEditor
from ui.settings.versioned.section import VersionedSection
from widgets.looks import label
from widgets.table import Column


class TextsView(VersionedSection["TextsEditor"]):
    """What agents and handlers are offered to say, and what citizens are told."""

    def __init__(self, presenter: TextsPresenter, context: PageContext) -> None:
        super().__init__(
            translate("Settings", "Templates and notices"), presenter.texts, TextsEditor(presenter, context), context
        )


class TextsEditor(BodyEditor):
    """An :class:`ui.settings.versioned.view.Editor` of all lists."""

    def __init__(self, presenter: TextsPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.templates = _templates(presenter, context)
        self.phrases = _phrases(context)
        self.notices = _notices(context)
        self._lists = {"templates": self.templates, "phrases": self.phrases, "notices": self.notices}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.texts.tabs")
        self.tabs.addTab(self.templates, translate("Settings", "Templates"))
        self.tabs.addTab(self.phrases, translate("Settings", "Phrases"))
        self.tabs.addTab(self.notices, translate("Settings", "Told to citizens"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        said = translate(
            "Settings",
            "Agents fill the form with a template (Ctrl+T) and add phrases; a template with an answer is offered to handlers"
            " for their reply. 【　】 marks a place to fill in. Citizens read what they are told as it was when they were told.",
        )
        column.addWidget(label(said, "caption", wrap=True))
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs.tabBar())
        for name, rows_editor in self._lists.items():
            rows_editor.edited.connect(lambda rows, name=name: self._change(**{name: rows}))
        presenter.names_changed.connect(self._show)

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences at their rows."""
        for name, rows_editor in reversed(self._lists.items()):
            found = errors_by_row(errors, name)
            rows_editor.show_errors(found)
            if found:
                self.tabs.setCurrentWidget(rows_editor)

    def _show(self) -> None:
        for name, rows_editor in self._lists.items():
            rows_editor.show_rows(self._body.get(name, []), self._editable)


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
            width=88,
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


def _notices(context: PageContext) -> RowsEditor:
    columns: list[Column[Numbered]] = [
        Column(
            "notice",
            translate("Settings", "What it tells"),
            value=lambda r: notice_words(CitizenNotice(r[1]["notice"])),
            width=170,
        ),
        Column("text", translate("Settings", "Chinese text"), value=lambda r: _line(r[1].get("text")), stretch=True),
        Column("english", translate("Settings", "English text"), value=lambda r: _line(r[1].get("english")), width=280),
    ]
    fields = [
        FieldSpec("text", translate("Settings", "Chinese text"), WordsField, required=True),
        FieldSpec("english", translate("Settings", "English text"), WordsField, required=True),
    ]
    return RowsEditor(
        translate("Settings", "Told to citizens"),
        "settings.texts.notices",
        columns,
        fields,
        None,
        context,
        translate("Settings", "Loading …"),
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
