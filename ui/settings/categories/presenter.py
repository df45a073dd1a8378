"""What the section of categories does: the tree, one category and what is typed about it."""

from collections.abc import Callable, Sequence
from typing import Any

from services.contracts.common import Typed
from services.contracts.dispatching import Removal, Removed
from services.contracts.tickets import Category
from ui.container import Container
from ui.language import translate
from ui.settings.forms.entry_presenter import ListedPresenter, in_tree_order
from ui.settings.names import Names
from widgets.fields.matching import Choice

Row = dict[str, Any]
_CHANGED = ("name", "english", "unit")
_LONGEST = 6
"""Digits of a code of the lowest level."""


class CategoriesPresenter(ListedPresenter):
    """Lives as long as the page's presenter."""

    kind = "category"

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container, names)
        self.service = container.administration.units

    @property
    def entries(self) -> Sequence[Category]:
        """All categories, each after the one above it."""
        catalogue = self.names.catalogue
        return in_tree_order(catalogue.categories) if catalogue is not None else []

    def named(self, code: str) -> Choice:
        """Returns a category by its name."""
        return self.names.category(code)

    def blank(self) -> Row:
        """Returns the fields of a new category: its code begins with that of the one that is looked at."""
        entry = self.entry if isinstance(self.entry, Category) else None
        above = entry.code if entry is not None and len(entry.code) < _LONGEST else entry.parent if entry else ""
        return {"code": above, "name": "", "english": "", "unit": entry.unit if entry is not None else ""}

    def changeable(self) -> Sequence[str]:
        """Returns the fields that can be changed later."""
        return _CHANGED

    def add(self, row: Row, key: str) -> Category:
        """Adds a category."""
        new = {name: row[name] for name in ("code", *_CHANGED)} | {"effective_from": row.get("effective_from")}
        return self.service.add_category(Typed(new), key).category

    def change(self, code: str, changed: Row, version: int, key: str) -> Category:
        """Changes a category."""
        return self.service.change_category(code, Typed(changed), version, key).category

    def take_out(self, code: str, removal: Removal, key: str) -> Removed:
        """Takes a category out."""
        return self.service.remove_category(code, removal, key)

    def kept_words(self, name: str) -> str:
        """Says that a category is kept."""
        return translate("Settings", "{category} is kept.").format(category=name)

    def removed_words(self, removed: Removed, successor: str) -> str:
        """Says what was taken out, and what went where."""
        name = self.names.category(removed.code).text
        if not successor:
            return translate("Settings", "{category} is taken out; nothing hung on it.").format(category=name)
        words = translate(
            "Settings",
            "{category} is taken out. Gone to {successor}: open tickets {tickets}, lines of the dispatch catalogue"
            " {rules}.",
        )
        return words.format(
            category=name,
            successor=self.names.category(successor).text,
            tickets=removed.tickets,
            rules=removed.rules,
        )
