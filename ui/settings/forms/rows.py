"""A table of rows with a form below for the one that is chosen: the editor of every list among the settings."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.form import FieldSpec, Form
from widgets import icons, theme
from widgets.looks import label
from widgets.table import Column, DataTable

Row = dict[str, Any]
Numbered = tuple[int, Row]
Fields = dict[str, str]


class RowsEditor(QWidget):
    """Rows of plain JSON in their order. What is typed below is in the table at once, and stated as ``edited``.

    Args:
        name: of the list, for people.
        key: where the arrangement is remembered, and the beginning of object names.
        columns: of the table; they get a number and a row.
        fields: of the form.
        new: makes a new row; without it rows are neither added nor taken out.
        context: of the page.
        empty: what an empty list says.
    """

    edited = Signal(list)
    """All rows, after a change by a person."""

    def __init__(
        self,
        name: str,
        key: str,
        columns: Sequence[Column[Numbered]],
        fields: Sequence[FieldSpec],
        new: Callable[[], Row] | None,
        context: PageContext,
        empty: str,
        form_columns: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._new = new
        self._rows: list[Row] = []
        self._errors: dict[int, Fields] = {}
        self._editable = False
        self._shown: int | None = None
        look = theme.current()
        self.table: DataTable[Numbered] = DataTable(
            name, columns, key=lambda row: str(row[0]), remember=context.remember, remember_as=key, empty=empty
        )
        self.add_button = QPushButton(icons.icon("add"), translate("Settings", "Add"))
        self.remove_button = QPushButton(icons.icon("remove"), translate("Settings", "Remove"))
        for button, what in ((self.add_button, "add"), (self.remove_button, "remove")):
            button.setObjectName(f"{key}.{what}")
            button.setAccessibleName(f"{name}: {button.text()}")
        self.table.tools.insertWidget(0, self.add_button)
        self.table.tools.insertWidget(1, self.remove_button)
        self.form = Form(fields, key, form_columns)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self._card = QFrame()
        self._card.setProperty("look", "sunken")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(look.space.m, look.space.s, look.space.m, look.space.m)
        inside.addWidget(self.form)
        inside.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(self.table, 1)
        column.addWidget(self._card)
        self.table.export_requested.connect(context.export)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.table.row_activated.connect(lambda _row: self.form.focus_first())
        self.form.edited.connect(self._on_form_edited)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self._show_form()

    @property
    def rows(self) -> list[Row]:
        """The rows as they are shown."""
        return list(self._rows)

    def show_rows(self, rows: Sequence[Row], editable: bool) -> None:
        """Shows other rows; the cursor stays where it is, if there is such a row."""
        self._rows = [dict(row) for row in rows]
        self._editable = editable
        for button in (self.add_button, self.remove_button):
            button.setVisible(editable and self._new is not None)
        shown = self._shown
        self.table.model.set_rows(list(enumerate(self._rows)))
        if shown is not None and shown < len(self._rows):
            self.table.go_to(str(shown))
            self._shown = shown
        elif self._shown is not None and self._shown >= len(self._rows):
            self._shown = None
        self._show_form()

    def show_errors(self, errors: dict[int, Fields]) -> None:
        """Shows sentences by row and field, and goes to the first row with one; a sentence of field ``""`` is the row's."""
        self._errors = errors
        if errors:
            self.go_to(min(errors))
        self._show_form_errors()

    def go_to(self, number: int) -> None:
        """Shows a row below."""
        self.table.go_to(str(number))
        self._shown = number
        self._show_form()

    def add(self) -> None:
        """Adds a row and opens it."""
        if not self._editable or self._new is None:
            return
        self._rows.append(self._new())
        self._shown = len(self._rows) - 1
        self._restate()
        self.table.go_to(str(self._shown))
        self._show_form()
        self.form.focus_first()

    def remove(self) -> None:
        """Takes the chosen rows out."""
        gone = {number for number, _row in self.table.selected_rows()}
        if not self._editable or self._new is None or not gone:
            return
        self._rows = [row for number, row in enumerate(self._rows) if number not in gone]
        self._errors = {}
        self._shown = min(min(gone), len(self._rows) - 1) if self._rows else None
        self._restate()
        if self._shown is not None:
            self.table.go_to(str(self._shown))
        self._show_form()

    def _restate(self) -> None:
        self.table.model.set_rows(list(enumerate(self._rows)))
        self.edited.emit(self.rows)

    def _on_table_row_selected(self, row: Numbered | None) -> None:
        if row is not None and row[0] != self._shown:
            self._shown = row[0]
            self._show_form()

    def _on_form_edited(self, row: Row) -> None:
        number = self._shown
        if number is None or not self._editable or number >= len(self._rows):
            return
        self._rows[number] = row
        self.table.model.put((number, row))
        self._errors.pop(number, None)
        self._show_form_errors()
        self.edited.emit(self.rows)

    def _show_form(self) -> None:
        has_row = self._shown is not None and self._shown < len(self._rows)
        self._card.setVisible(has_row)
        self.remove_button.setEnabled(has_row)
        if has_row and self._shown is not None:
            self.form.show_row(self._rows[self._shown], self._editable)
        self._show_form_errors()

    def _show_form_errors(self) -> None:
        errors = self._errors.get(self._shown, {}) if self._shown is not None else {}
        self.form.show_errors(errors)
        rest = [text for name, text in errors.items() if name.split(".")[0] not in self.form.editors]
        self.problem.setText(" ".join(rest))
        self.problem.setVisible(bool(rest))


def errors_by_row(errors: Fields, prefix: str) -> dict[int, Fields]:
    """Returns the errors of a list by row: ``rules.3.unit`` with prefix ``rules`` belongs to row 3, field ``unit``."""
    found: dict[int, Fields] = {}
    for name, text in errors.items():
        head, _dot, rest = name.partition(".")
        number, _dot, field = rest.partition(".")
        if head == prefix and number.isdigit():
            found.setdefault(int(number), {})[field] = text
    return found
