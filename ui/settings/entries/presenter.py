"""What the sections of places and of queue skills do: one entry, what is typed about it, and what was done to all of them."""

from collections.abc import Callable, Sequence
from typing import Any

from services.contracts.common import Typed
from services.contracts.dispatching import Removal, Removed
from services.contracts.entries import PlaceRemoval, SkillRetirement
from services.contracts.tickets import PlaceEntry, SkillEntry
from ui.container import Container
from ui.language import translate
from ui.settings.forms.entry_presenter import ListedPresenter, in_tree_order
from ui.settings.names import Names
from widgets.fields.matching import Choice

Row = dict[str, Any]


class EntriesPresenter(ListedPresenter):
    """Lives as long as the page's presenter."""

    is_dated = False

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container, names)
        self.service = container.administration.entries

    def kept_words(self, name: str) -> str:
        """Says that an entry is kept."""
        return translate("Settings", "{entry} is kept.").format(entry=name)

    def removed_words(self, removed: Removed, successor: str) -> str:
        """Says what was taken out, and what went where."""
        name = self.named(removed.code).text
        if not successor:
            return translate("Settings", "{entry} is taken out; it stays readable where the past names it.").format(
                entry=name
            )
        words = translate(
            "Settings",
            "{entry} is taken out. Gone to {successor}: open tickets {tickets}, lines of the dispatch catalogue {rules}.",
        )
        return words.format(
            entry=name, successor=self.named(successor).text, tickets=removed.tickets, rules=removed.rules
        )


class PlacesPresenter(EntriesPresenter):
    """Towns, and villages and communities in them."""

    kind = "place"

    @property
    def entries(self) -> Sequence[PlaceEntry]:
        """All places, each village after its town."""
        catalogue = self.names.catalogue
        return in_tree_order(catalogue.places) if catalogue is not None else []

    def named(self, code: str) -> Choice:
        """Returns a place by its name."""
        return self.names.place(code)

    def blank(self) -> Row:
        """Returns the fields of a new place: in the town that is looked at."""
        entry = self.entry
        town = (entry.parent or entry.code) if isinstance(entry, PlaceEntry) else ""
        return {"code": "", "name": "", "parent": town}

    def changeable(self) -> Sequence[str]:
        """Returns the fields that can be changed later."""
        return ("name",)

    def add(self, row: Row, key: str) -> PlaceEntry:
        """Adds a place."""
        return self.service.add_place(Typed({name: row[name] for name in ("code", "name", "parent")}), key).place

    def change(self, code: str, changed: Row, version: int, key: str) -> PlaceEntry:
        """Renames a place."""
        return self.service.change_place(code, Typed(changed), version, key).place

    def take_out(self, code: str, removal: Removal, key: str) -> Removed:
        """Takes a place out."""
        return self.service.remove_place(code, PlaceRemoval(successor=removal.successor, reason=removal.reason), key)


class SkillsPresenter(EntriesPresenter):
    """Queue skills."""

    kind = "skill"

    @property
    def entries(self) -> Sequence[SkillEntry]:
        """All skills."""
        catalogue = self.names.catalogue
        return catalogue.skills if catalogue is not None else []

    def named(self, code: str) -> Choice:
        """Returns a skill by its name."""
        return self.names.skill(code)

    def blank(self) -> Row:
        """Returns the fields of a new skill."""
        return {"key": "", "name": "", "english": ""}

    def changeable(self) -> Sequence[str]:
        """Returns the fields that can be changed later."""
        return ("name", "english")

    def add(self, row: Row, key: str) -> SkillEntry:
        """Adds a skill."""
        return self.service.add_skill(Typed({name: row[name] for name in ("key", "name", "english")}), key).skill

    def change(self, code: str, changed: Row, version: int, key: str) -> SkillEntry:
        """Renames a skill."""
        return self.service.change_skill(code, Typed(changed), version, key).skill

    def take_out(self, code: str, removal: Removal, key: str) -> Removed:
        """Retires a skill."""
        return self.service.retire_skill(code, SkillRetirement(reason=removal.reason), key)
