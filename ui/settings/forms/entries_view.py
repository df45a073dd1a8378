"""A section of entries of the catalogue: all of them at the left; one of them, and what was changed, at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.changes_view import ChangesView
from ui.settings.forms.entry_form import EntryForm
from ui.settings.forms.entry_presenter import Entry, ListedPresenter
from ui.settings.keys import NEW_KEY, with_key
from widgets import icons
from widgets.split import SplitPane
from widgets.table import Column, DataTable


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
        self._order: dict[str, int] = {}
        """Where each entry stands in the list."""
        self.table: DataTable[Entry] = DataTable(
            words.all,
            [self._name_column(words.one, depth), *columns],
            key=lambda entry: entry.code,
            remember=context.remember,
            remember_as=name,
            empty=words.empty,
        )
        self.new_button = QPushButton(icons.icon("add"), with_key(words.new, NEW_KEY))
        self.new_button.setObjectName(f"{name}.new")
        self.table.tools.insertWidget(0, self.new_button)
        self.form = form
        self.changes = ChangesView(presenter, name, context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName(f"{name}.tabs")
        self.tabs.addTab(self.form, words.itself)
        self.tabs.addTab(self.changes, translate("Settings", "Changes"))
        pane = SplitPane([self.table, self.tabs], [6, 5], context.remember, f"{name}.main")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pane)
        self.table.export_requested.connect(context.export)
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

    def _name_column(self, title: str, depth: Callable[[Entry], int]) -> Column[Entry]:
        presenter = self._presenter
        return Column(
            "name",
            title,
            value=lambda e: presenter.named(e.code).text,
            text=lambda e: "　" * depth(e) + presenter.named(e.code).text,
            sort=lambda e: self._order.get(e.code, 0),
            sounds=lambda e: presenter.named(e.code).initials,
            stretch=True,
        )

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
        self._order = {entry.code: place for place, entry in enumerate(entries)}
        self.table.model.set_rows(entries)
        if presenter.entry is None and entries and presenter.typed is None:
            presenter.choose(entries[0].code)
        self._on_presenter_chosen_changed()

    def _on_presenter_chosen_changed(self) -> None:
        self.table.go_to(self._presenter.chosen)
