"""A section of entries of the catalogue: all of them at the left; one of them, and what was changed, at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.changes_view import ChangesView
from ui.settings.forms.entry_form import EntryForm
from ui.settings.forms.entry_list import EntryTable, entry_tabs, lay_side_by_side, new_entry_button
from ui.settings.forms.entry_presenter import Entry, ListedPresenter
from widgets.table import Column


@dataclass(frozen=True)
class EntriesWords:
    """What a section says of its entries."""

    all: str
    """What all of them are called."""
    one: str
    """Above the names of the list."""
    itself: str
    """On the tab of the entry that is looked at."""
    new: str
    """On the button that begins a new one."""
    empty: str
    """In an empty list."""


class EntriesView(QWidget):
    """Adding, changing and taking out.

    Args:
        presenter: of the entries.
        context: of the page.
        name: begins the object names, as ``settings.places``.
        words: what the section says.
        columns: of the list, beside the name.
        form: of one entry.
        depth: how far below the top an entry stands.
    """

    def __init__(
        self,
        presenter: ListedPresenter,
        context: PageContext,
        name: str,
        words: EntriesWords,
        columns: Sequence[Column[Entry]],
        form: EntryForm,
        depth: Callable[[Entry], int] = lambda _entry: 0,
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self.table: EntryTable[Entry] = EntryTable(
            words.all, words.one, presenter.named, depth, columns, context, name, words.empty
        )
        self.new_button = new_entry_button(name, words.new, self.table)
        self.form = form
        self.changes = ChangesView(presenter, name, context)
        self.tabs = entry_tabs(name)
        self.tabs.addTab(self.form, words.itself)
        self.tabs.addTab(self.changes, translate("Settings", "Changes"))
        lay_side_by_side(self, [self.table, self.tabs], [6, 5], context, name)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.new_button.clicked.connect(self.begin_new)
        presenter.names_changed.connect(self._on_presenter_names_changed)
        presenter.chosen_changed.connect(self._on_presenter_chosen_changed)
        self._on_presenter_names_changed()

    def enter(self) -> None:
        """Reads what was changed and what waits."""
        self._presenter.load_changes()

    def is_unsaved(self) -> bool:
        """Whether something is typed."""
        return self._presenter.typed is not None

    def discard(self) -> None:
        """Throws it away."""
        self._presenter.give_up_entry()

    def save(self) -> None:
        """Keeps it."""
        self.form.save()

    def _on_table_row_selected(self, entry: Entry | None) -> None:
        if entry is not None:
            self._presenter.choose(entry.code)

    def begin_new(self) -> None:
        """Begins a new entry and goes into its form."""
        self._presenter.begin_new()
        self.tabs.setCurrentWidget(self.form)
        self.form.form.focus_first()

    def _on_presenter_names_changed(self) -> None:
        presenter = self._presenter
        entries = list(presenter.entries)
        self.table.show_entries(entries)
        if presenter.entry is None and entries and presenter.typed is None:
            presenter.choose(entries[0].code)
        self._on_presenter_chosen_changed()

    def _on_presenter_chosen_changed(self) -> None:
        self.table.go_to(self._presenter.chosen)
