"""What was changed of entries of the catalogue, and what waits for its date and can still be taken back."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.changes import CatalogueChange, ChangeAction, ChangeState
from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.entry_presenter import EntryPresenter
from ui.settings.versioned.columns import since_words
from widgets import icons, theme
from widgets.looks import label
from widgets.table import Column, DataTable
from widgets.theme import Tone

_TONES = {
    ChangeState.PLANNED: Tone.ACCENT,
    ChangeState.DONE: Tone.GOOD,
    ChangeState.TAKEN_BACK: Tone.QUIET,
    ChangeState.REFUSED: Tone.BAD,
}


class ChangesView(QWidget):
    """Those that wait first, then the newest.

    Args:
        presenter: of the entries.
        name: begins the object names, as ``settings.units``.
        context: of the page.
    """

    def __init__(self, presenter: EntryPresenter, name: str, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        look = theme.current()
        self.table: DataTable[CatalogueChange] = DataTable(
            translate("Settings", "Changes"),
            self._columns(),
            key=lambda change: str(change.id),
            remember=context.remember,
            remember_as=f"{name}.changes",
            empty=translate("Settings", "Nothing was changed yet."),
        )
        self.table.hide_tools()
        self.back_button = QPushButton(icons.icon("remove"), translate("Settings", "Take the planned change back"))
        self.back_button.setObjectName(f"{name}.take_back")
        self.back_button.setEnabled(False)
        row = QHBoxLayout()
        said = translate(
            "Settings", "What waits for its date is done by itself on that day, and can be taken back before."
        )
        if presenter.is_dated:
            row.addWidget(label(said, "caption", wrap=True), 1)
            row.addWidget(self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.setSpacing(look.space.s)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.back_button.clicked.connect(self._on_back_button_clicked)
        presenter.changes_read.connect(self._show)
        presenter.names_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.table.model.set_rows(self._presenter.changes)
        self._on_table_row_selected(self.table.current_row())

    def _on_table_row_selected(self, change: CatalogueChange | None) -> None:
        self.back_button.setEnabled(change is not None and change.state is ChangeState.PLANNED)

    def _on_back_button_clicked(self) -> None:
        change = self.table.current_row()
        if change is not None:
            self.back_button.setEnabled(False)
            self._presenter.take_back(change)

    def _columns(self) -> list[Column[CatalogueChange]]:
        return [
            Column(
                "state",
                translate("Settings", "State"),
                value=lambda c: state_words(c.state),
                tone=lambda c: _TONES[c.state],
                badge=True,
                width=84,
            ),
            Column(
                "since",
                translate("Settings", "In force from"),
                value=lambda c: since_words(c.effective_from),
                width=126,
            ),
            Column("name", translate("Settings", "Its name"), value=lambda c: c.name or c.code, width=150),
            Column("what", translate("Settings", "What is changed"), value=self._what, tip=self._what, stretch=True),
            Column("author", translate("Settings", "By"), value=lambda c: c.created_by, width=70),
        ]

    def _what(self, change: CatalogueChange) -> str:
        if change.problem:
            return change.problem
        if change.action is ChangeAction.CREATE:
            return translate("Settings", "new, code {code}").format(code=change.code)
        if change.action is ChangeAction.REMOVE:
            successor = str(change.fields.get("successor") or "")
            if not successor:
                return translate("Settings", "taken out")
            return translate("Settings", "taken out; goes to {successor}").format(successor=self._named(successor))
        before = change.before or {}
        after = change.after or {name: value for name, value in change.fields.items() if name != "effective_from"}
        changed = translate("Settings", "{name}: {before} → {after}")
        return "; ".join(
            changed.format(name=words, before=self._value(name, before), after=self._value(name, after))
            if change.before
            else f"{words} → {self._value(name, after)}"
            for name, words in field_names().items()
            if name in after and after[name] != before.get(name)
        )

    def _value(self, name: str, values: dict[str, Any]) -> str:
        value = str(values.get(name) or "")
        return (self._presenter.names.unit(value).text if name in ("parent", "unit") and value else value) or "–"

    def _named(self, code: str) -> str:
        names = self._presenter.names
        named = {"unit": names.unit, "category": names.category, "place": names.place, "skill": names.skill}
        choice = named[self._presenter.kind](code)
        if choice.text != code:
            return choice.text
        # Not there yet.
        return next((change.name for change in self._presenter.changes if change.code == code), code)


def field_names() -> dict[str, str]:
    """Returns what the fields of units and categories are called in a sentence."""
    return {
        "name": translate("Settings", "name"),
        "english": translate("Settings", "in English"),
        "parent": translate("Settings", "below"),
        "place": translate("Settings", "looks after"),
        "telephone": translate("Settings", "telephone"),
        "unit": translate("Settings", "usually solved by"),
    }


def state_words(state: ChangeState) -> str:
    """Returns what became of a change."""
    return {
        ChangeState.PLANNED: translate("Settings", "waits"),
        ChangeState.DONE: translate("Settings", "done"),
        ChangeState.TAKEN_BACK: translate("Settings", "taken back"),
        ChangeState.REFUSED: translate("Settings", "not possible"),
    }[state]
