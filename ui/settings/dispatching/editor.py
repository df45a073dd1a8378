"""The lines of a version of the dispatch catalogue, and who danger is passed on to."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QPushButton, QTabWidget, QVBoxLayout, QWidget

from ui.language import translate
from ui.lifecycle_words import kind_words, listed
from ui.page import PageContext
from ui.settings.clocks.words import said
from ui.settings.dispatching.presenter import DispatchingPresenter
from ui.settings.dispatching.words import rule_fields, settled, unit_field, whom
from ui.settings.forms.fields import WordsField
from ui.settings.forms.form import FieldSpec
from ui.settings.forms.rows import Numbered, RowsEditor, errors_by_row
from ui.settings.names import Names
from ui.settings.versioned.body_editor import BodyEditor
from ui.settings.versioned.presenter import Body
from widgets import icons
from widgets.looks import label
from widgets.table import Column


class RuleRows(RowsEditor):
    """Lines; each names either a unit or a level."""

    def _on_form_edited(self, row: dict[str, Any]) -> None:
        super()._on_form_edited(settled(row))


class DispatchRulesEditor(BodyEditor):
    """An :class:`ui.settings.versioned.view.Editor` of the dispatch catalogue."""

    def __init__(self, presenter: DispatchingPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.rules = _rules(presenter, context)
        self.dangers = _dangers(presenter, context)
        self.export_button = QPushButton(icons.icon("export"), translate("Settings", "For a spreadsheet"))
        self.export_button.setObjectName("settings.dispatch_rules.export")
        self.import_button = QPushButton(icons.icon("article"), translate("Settings", "Read a file"))
        self.import_button.setObjectName("settings.dispatch_rules.import")
        self.rules.table.tools.insertWidget(2, self.export_button)
        self.rules.table.tools.insertWidget(3, self.import_button)
        self.said = label("", "error", wrap=True)
        self.said.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.dispatch_rules.tabs")
        self.tabs.addTab(self.rules, translate("Settings", "Lines"))
        self.tabs.addTab(self.dangers, translate("Settings", "Danger"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.said)
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs.tabBar())
        self.rules.edited.connect(lambda rows: self._change(rules=rows))
        self.dangers.edited.connect(lambda rows: self._change(dangers=rows))
        self.export_button.clicked.connect(self._on_export_button_clicked)
        self.import_button.clicked.connect(self._on_import_button_clicked)
        presenter.imported.connect(self._on_presenter_imported)
        presenter.import_refused.connect(self._say)
        presenter.names_changed.connect(self._show)

    def show_body(self, body: Body, editable: bool) -> None:
        """Shows a version; of another one nothing has been said."""
        if (body, editable) != (self._body, self._editable):
            self._say("")
        super().show_body(body, editable)

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences at their lines."""
        by_rule, by_danger = errors_by_row(errors, "rules"), errors_by_row(errors, "dangers")
        if errors or not self.said.isVisible():
            self.rules.show_errors(by_rule)
            self.dangers.show_errors(by_danger)
        if by_rule or by_danger:
            self.tabs.setCurrentWidget(self.rules if by_rule else self.dangers)
            self._say(_rows_words(by_rule))

    def choose_file(self, is_for_reading: bool) -> Path | None:
        """Asks for a file with Qt's dialog."""
        kinds = translate("Settings", "Tables")
        title = translate("Settings", "Dispatch catalogue")
        if is_for_reading:
            chosen, _kind = QFileDialog.getOpenFileName(self, title, "", f"{kinds} (*.xlsx *.csv)")
        else:
            chosen, _kind = QFileDialog.getSaveFileName(self, title, f"{title}.xlsx", f"{kinds} (*.xlsx *.csv)")
        return Path(chosen) if chosen else None

    def _on_export_button_clicked(self) -> None:
        file = self.choose_file(is_for_reading=False)
        if file is not None:
            self._presenter.export(file if file.suffix else file.with_suffix(".xlsx"))

    def _on_import_button_clicked(self) -> None:
        file = self.choose_file(is_for_reading=True)
        if file is not None:
            self._presenter.import_file(file)

    def _on_presenter_imported(self, problems: dict[int, dict[str, str]]) -> None:
        # Above the first line of a file stand the titles.
        self._say(_rows_words(problems, first=2))
        self.rules.show_errors(problems)
        if not problems:
            self.tabs.setCurrentWidget(self.rules)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _show(self) -> None:
        self.rules.show_rows(self._body.get("rules", []), self._editable)
        self.dangers.show_rows(self._body.get("dangers", []), self._editable)


def _rows_words(problems: dict[int, dict[str, str]], first: int = 1) -> str:
    """Returns which rows have something wrong in them: the first few with their sentence."""
    if not problems:
        return ""
    row = translate("Settings", "row {number}: {what}")
    told = [
        row.format(number=number + first, what=" ".join(dict.fromkeys(fields.values())))
        for number, fields in sorted(problems.items())[:3]
    ]
    words = translate("Settings", "Rows that need a correction: {count}")
    return "\n".join([words.format(count=len(problems)), *told])


def _rules(presenter: DispatchingPresenter, context: PageContext) -> RowsEditor:
    def names() -> Names:
        return presenter.names

    columns: list[Column[Numbered]] = [
        Column(
            "category",
            translate("Settings", "Category"),
            value=lambda r: names().category(r[1].get("category") or "").text or translate("Settings", "all"),
            tip=lambda r: names().category(r[1].get("category") or "").path,
            width=170,
        ),
        Column(
            "place",
            translate("Settings", "Place"),
            value=lambda r: names().place(r[1].get("place") or "").text,
            width=90,
        ),
        Column(
            "kind",
            translate("Settings", "Kind"),
            value=lambda r: kind_words(r[1]["kind"]) if r[1].get("kind") else "",
            width=84,
        ),
        Column("unit", translate("Settings", "Handled by"), value=lambda r: whom(r[1], names()), width=150),
        Column(
            "limits",
            translate("Settings", "Limits of its own"),
            value=lambda r: listed([said(r[1].get("sign_in")), said(r[1].get("finish"))]),
            width=122,
        ),
        Column("basis", translate("Settings", "Legal basis"), value=lambda r: r[1].get("basis", ""), stretch=True),
    ]
    return RuleRows(
        translate("Settings", "Lines of the dispatch catalogue"),
        "settings.dispatch_rules.rules",
        columns,
        rule_fields(names),
        lambda: {
            "category": "",
            "place": "",
            "kind": None,
            "unit": "",
            "level": None,
            "basis": "",
            "department_only": False,
            "sign_in": None,
            "finish": None,
        },
        context,
        translate("Settings", "No lines yet. Add one, or read a file."),
        form_columns=3,
    )


def _dangers(presenter: DispatchingPresenter, context: PageContext) -> RowsEditor:
    def names() -> Names:
        return presenter.names

    columns: list[Column[Numbered]] = [
        Column("unit", translate("Settings", "Unit"), value=lambda r: names().unit(r[1]["unit"]).text, width=180),
        Column(
            "categories",
            translate("Settings", "Categories"),
            value=lambda r: ", ".join(names().category(code).text for code in r[1].get("categories", [])),
            width=200,
        ),
        Column("words", translate("Settings", "Words"), value=lambda r: ", ".join(r[1].get("words", [])), stretch=True),
    ]

    def as_lines() -> WordsField:
        return WordsField(as_list=True)

    fields = [
        FieldSpec("unit", translate("Settings", "Unit"), lambda: unit_field(names), required=True),
        FieldSpec("categories", translate("Settings", "Categories (a code a line)"), as_lines),
        FieldSpec("words", translate("Settings", "Words in title or content (one a line)"), as_lines),
    ]
    return RowsEditor(
        translate("Settings", "Danger"),
        "settings.dispatch_rules.dangers",
        columns,
        fields,
        lambda: {"unit": "", "categories": [], "words": []},
        context,
        translate("Settings", "Nothing is taken for danger yet."),
        form_columns=3,
    )
