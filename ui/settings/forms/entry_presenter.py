"""What units, categories, places and skills have in common: one entry is looked at, typed about, kept, or taken out with a successor."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.contracts.changes import CatalogueChange, ChangeAction, ChangeState, EntryKind
from services.contracts.dispatching import Removal, Removed
from services.contracts.tickets import Category, PlaceEntry, SkillEntry, Unit
from services.desk.choices import sounds_of
from services.errors import StaleVersion
from ui import moments
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.names import Names
from widgets.fields.matching import Choice
from widgets.theme import Tone

Row = dict[str, Any]
Entry = Unit | Category | PlaceEntry | SkillEntry
Node = TypeVar("Node", Unit, Category, PlaceEntry)
NEW = "new"


class EntryPresenter(Presenter):
    """What is typed about an entry is in the journal at each key, and comes back with it."""

    names_changed = Signal()
    catalogue_touched = Signal()
    """An entry was added, changed or taken out: names have to be read again."""
    chosen_changed = Signal()
    entry_refused = Signal(str, dict)
    changes_read = Signal()

    kind = ""
    """Names the drafts: ``unit``, ``category``, ``place``, ``skill``."""
    is_dated = True
    """Whether a change may wait for a date."""

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self.container = container
        self._names = names
        self.chosen = ""
        self.typed: Row | None = None
        """What is typed about the entry; ``is_new`` for one that is to be added."""
        self.when = ""
        """From when on what is typed is to count, ISO 8601; empty for at once."""
        self.changes: list[CatalogueChange] = []
        """Those that wait first, then the newest."""
        self.is_saving = False
        self._is_looked_at = False

    @property
    def names(self) -> Names:
        """Names of the catalogue's codes."""
        return self._names()

    @property
    def entry(self) -> Entry | None:
        """The entry that is looked at."""
        raise NotImplementedError

    @property
    def catalogue_version(self) -> int:
        """The version that a change is of."""
        return self.names.catalogue.version if self.names.catalogue is not None else 0

    def now(self) -> datetime:
        """Returns the district's time."""
        return self.container.live.server_now()

    def close(self) -> None:
        """Ends what runs."""

    # -- what was changed, and what will be

    def load_changes(self) -> None:
        """Asks for the changes."""
        units, kind = self.container.administration.units, EntryKind(self.kind)

        def done(found: list[CatalogueChange]) -> None:
            self.changes = found
            self.changes_read.emit()

        self.work(lambda _progress: units.changes(kind), done=done)

    def to_come(self, when: str) -> list[Choice]:
        """Returns what is planned to be there at a moment, ISO 8601; empty for now, when nothing of it is."""
        said = translate("Settings", "from {day}")
        return [
            Choice(
                change.code,
                change.name,
                said.format(day=f"{moments.local(change.effective_from):%Y-%m-%d %H:%M}"),
                sounds_of(change.name),
            )
            for change in self.changes
            if change.state is ChangeState.PLANNED
            and change.action is ChangeAction.CREATE
            and when
            and change.effective_from <= datetime.fromisoformat(when)
        ]

    def take_back(self, change: CatalogueChange) -> None:
        """Takes a planned change back."""
        units, key = self.container.administration.units, f"back-{uuid7()}"

        def done(taken: CatalogueChange) -> None:
            words = translate("Settings", "The planned change of {name} is taken back.").format(name=taken.name)
            self.notice_stated.emit(words, str(Tone.GOOD))
            self.load_changes()

        def failed(error: Exception) -> None:
            self.notice_stated.emit(problem_words(error), str(Tone.BAD))
            self.load_changes()

        self.work(lambda _progress: units.take_back(change.id, key), done=done, failed=failed)

    def choose(self, code: str) -> None:
        """Looks at an entry, unless it is looked at already."""
        if code != self.chosen or not self._is_looked_at:
            self.look_at(code)

    def look_at(self, code: str) -> None:
        """Looks at an entry as it is now; what was typed about the one before stays in the journal."""
        self.chosen, self._is_looked_at, self.when = code, True, ""
        self.typed = self.kept(f"settings.{self.kind}.{code}")
        self.chosen_changed.emit()

    def begin_new(self) -> None:
        """Begins a new entry, below the one that is looked at."""
        self.typed = self.kept(f"settings.{self.kind}.{NEW}") or {"is_new": True, **self.blank()}
        self.chosen_changed.emit()

    def row(self) -> Row:
        """Returns what the form shows."""
        if self.typed is not None:
            return self.typed
        entry = self.entry
        return entry.model_dump(mode="json") if entry is not None else {}

    def type_entry(self, row: Row) -> None:
        """Keeps what is typed."""
        self.typed = row
        draft = self._draft(row)
        self.container.drafts.write(draft, draft, dict(row))

    def give_up_entry(self) -> None:
        """Throws it away."""
        self._forget()
        self.chosen_changed.emit()

    def save_entry(self) -> None:
        """Adds or changes the entry."""
        row, entry = self.typed, self.entry
        if row is None or self.is_saving:
            return
        self.is_saving = True
        key, when = f"{self.kind}-{uuid7()}", self.when
        dated = {"effective_from": when or None} if self.is_dated else {}

        def done(saved: Entry) -> None:
            self._on_saved(saved, when)

        if row.get("is_new"):
            self.work(lambda _progress: self.add(row | dated, key), done=done, failed=self._on_refused)
            return
        before = entry.model_dump(mode="json") if entry is not None else {}
        changed = {name: row[name] for name in self.changeable() if name in row and row[name] != before.get(name)}
        code, version = self.chosen, self.catalogue_version
        self.work(
            lambda _progress: self.change(code, changed | dated, version, key), done=done, failed=self._on_refused
        )

    def remove(self, successor: str, reason: str, when: str = "") -> None:
        """Takes the entry out; what hangs on it goes to the successor, and it is told how much that was."""
        code = self.chosen
        if not code or self.is_saving:
            return
        self.is_saving = True
        moment = datetime.fromisoformat(when) if when else None
        key, removal = f"remove-{uuid7()}", Removal(successor=successor, reason=reason, effective_from=moment)
        self.work(
            lambda _progress: self.take_out(code, removal, key),
            done=lambda removed: self._on_removed(removed, successor),
            failed=self._on_refused,
        )

    # -- for the entry's own class

    def blank(self) -> Row:
        """Returns the fields of a new entry."""
        raise NotImplementedError

    def changeable(self) -> Sequence[str]:
        """Returns the fields that can be changed later."""
        raise NotImplementedError

    def add(self, row: Row, key: str) -> Entry:
        """Adds what is typed; runs beside the window."""
        raise NotImplementedError

    def change(self, code: str, changed: Row, version: int, key: str) -> Entry:
        """Changes fields; runs beside the window."""
        raise NotImplementedError

    def take_out(self, code: str, removal: Removal, key: str) -> Removed:
        """Takes an entry out; runs beside the window."""
        raise NotImplementedError

    def removed_words(self, removed: Removed, successor: str) -> str:
        """Says what was taken out, and what went where."""
        raise NotImplementedError

    def kept_words(self, name: str) -> str:
        """Says that an entry is kept."""
        raise NotImplementedError

    def kept(self, draft: str) -> Row | None:
        """Returns what stands in the journal."""
        # What was typed a moment ago may still be on its way there.
        self.container.drafts.flush(0.3)
        kept = self.container.drafts.open_drafts(draft)
        return dict(kept[0].fields) if kept else None

    # -- inside

    def _draft(self, row: Row) -> str:
        return f"settings.{self.kind}.{NEW if row.get('is_new') else self.chosen}"

    def _forget(self) -> None:
        self.container.drafts.close(self._draft(self.typed or {}))
        self.typed = None

    def _on_saved(self, saved: Entry, when: str) -> None:
        self.is_saving = False
        self._forget()
        self.load_changes()
        if when:
            self._stay(saved.name)
            return
        self.notice_stated.emit(self.kept_words(saved.name), str(Tone.GOOD))
        self.catalogue_touched.emit()
        self.look_at(saved.code)

    def _stay(self, name: str) -> None:
        words = translate("Settings", "The change of {name} waits for its date.").format(name=name)
        self.notice_stated.emit(words, str(Tone.GOOD))
        self.look_at(self.chosen)

    def _on_removed(self, removed: Removed, successor: str) -> None:
        self.is_saving = False
        self.load_changes()
        if removed.effective_from is not None:
            entry = self.entry
            self._stay(entry.name if entry is not None else removed.code)
            return
        self.notice_stated.emit(self.removed_words(removed, successor), str(Tone.GOOD))
        self._forget()
        self.catalogue_touched.emit()
        self.look_at(successor)

    def _on_refused(self, error: Exception) -> None:
        self.is_saving = False
        if isinstance(error, StaleVersion):
            # The tree has changed; what is typed stays, and the next try is over the tree as it is now.
            self.catalogue_touched.emit()
        self.entry_refused.emit(problem_words(error), field_words(error))


def in_tree_order(entries: Sequence[Node]) -> list[Node]:
    """Returns entries so that each comes after the one above it."""
    below: dict[str, list[Node]] = {}
    for entry in entries:
        below.setdefault(entry.parent, []).append(entry)
    found: list[Node] = []
    known = {entry.code for entry in entries}

    def walk(entry: Node) -> None:
        found.append(entry)
        for each in below.get(entry.code, ()):
            walk(each)

    for entry in entries:
        if entry.parent not in known:
            walk(entry)
    return found


class ListedPresenter(EntryPresenter):
    """Of entries that stand in one list with their names: categories, places, skills."""

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries in their order."""
        raise NotImplementedError

    @property
    def entry(self) -> Entry | None:
        """The entry that is looked at."""
        return next((entry for entry in self.entries if entry.code == self.chosen), None)

    def named(self, code: str) -> Choice:
        """Returns an entry by its name, also of one that is no more."""
        raise NotImplementedError
