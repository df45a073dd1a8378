"""The list of a section of entries: each by its name as deep as it stands, with its search and the button for a new one."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from ui.page import PageContext
from ui.settings.forms.entry_presenter import Entry
from ui.settings.keys import NEW_KEY, with_key
from widgets import icons
from widgets.fields.matching import Choice
from widgets.split import SplitPane
from widgets.table import Column, DataTable

EntryOf = TypeVar("EntryOf", bound=Entry)


class EntryTable(DataTable[EntryOf], Generic[EntryOf]):
    """Shows entries in the order of their tree.

    Args:
        all_words: what all of them are called.
        one: above the names.
        named: an entry's name by its code.
        depth: how far below the top an entry stands.
        columns: beside the name.
        context: of the page.
        remember_as: under which its widths are kept.
        empty: in an empty list.
    """

    def __init__(
        self,
        all_words: str,
        one: str,
        named: Callable[[str], Choice],
        depth: Callable[[EntryOf], int],
        columns: Sequence[Column[EntryOf]],
        context: PageContext,
        remember_as: str,
        empty: str,
    ) -> None:
        self._order: dict[str, int] = {}
        """Where each entry stands in the list."""
        name = Column[EntryOf](
            "name",
            one,
            value=lambda e: named(e.code).text,
            text=lambda e: "　" * depth(e) + named(e.code).text,
            sort=lambda e: self._order.get(e.code, 0),
            sounds=lambda e: named(e.code).initials,
            stretch=True,
        )
        super().__init__(
            all_words,
            [name, *columns],
            key=lambda entry: entry.code,
            remember=context.remember,
            remember_as=remember_as,
            empty=empty,
        )
        self.export_requested.connect(context.export)

    def show_entries(self, entries: Sequence[EntryOf]) -> None:
        """Shows entries, in their order."""
        self._order = {entry.code: place for place, entry in enumerate(entries)}
        self.model.set_rows(entries)


def new_entry_button(name: str, words: str, table: DataTable[EntryOf]) -> QPushButton:
    """Returns the button before the tools of a table that begins a new entry."""
    button = QPushButton(icons.icon("add"), with_key(words, NEW_KEY))
    button.setObjectName(f"{name}.new")
    table.tools.insertWidget(0, button)
    return button


def entry_tabs(name: str) -> QTabWidget:
    """Returns the tabs of what is said of the entry that is looked at."""
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setObjectName(f"{name}.tabs")
    return tabs


def lay_side_by_side(
    section: QWidget, parts: Sequence[QWidget], shares: list[int], context: PageContext, name: str
) -> None:
    """Fills a section with the list and what is said of one entry."""
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(SplitPane(list(parts), shares, context.remember, f"{name}.main"))
