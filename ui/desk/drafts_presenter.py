"""Open drafts: which one is on the desk, and whether it is on disk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.calls import Call
from services.contracts.tickets import Ticket
from services.desk.draft import Draft
from services.drafts import Draft as KeptDraft
from services.drafts import DraftSaved
from services.tasks import Progress, Tasks
from ui.problems import problem_words

KIND = "ticket"
"""Under which kind the journal keeps these drafts."""


class Journal(Protocol):
    """What the presenter needs of :class:`services.drafts.DraftJournal`."""

    def listen(self, listener: Callable[[DraftSaved], None]) -> Callable[[], None]:
        """Tells of each write."""
        ...

    def write(self, draft_id: str, kind: str, fields: dict[str, Any]) -> None:
        """Keeps a draft soon; takes no time."""
        ...

    def close(self, draft_id: str) -> None:
        """Forgets a draft; blocks."""
        ...

    def open_drafts(self, kind: str | None = None) -> list[KeptDraft]:
        """Returns what is unfinished; blocks."""
        ...


class Saving(Enum):
    """How safe the present draft is."""

    NOTHING = auto()
    UNDER_WAY = auto()
    DONE = auto()
    FAILED = auto()


@dataclass(frozen=True)
class SaveState:
    """What the desk says about the draft: since when it is on disk, or why it is not."""

    saving: Saving = Saving.NOTHING
    at: datetime | None = None
    why: str = ""


class DraftsPresenter(QObject):
    """Keeps all open drafts; exactly one of them, or none, is on the desk."""

    shown = Signal()
    """Another draft is on the desk (or none): fill the form anew."""
    list_changed = Signal()
    """A draft came, went, or has another name."""
    saving_changed = Signal()
    failed = Signal(str)

    def __init__(
        self, journal: Journal, tasks: Tasks, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._tasks = tasks
        self._now = now
        self._drafts: dict[str, Draft] = {}
        self._current = ""
        self._saving: dict[str, SaveState] = {}
        self._stop: Callable[[], None] = lambda: None

    # -- what is true

    @property
    def current(self) -> Draft | None:
        """The draft on the desk."""
        return self._drafts.get(self._current)

    @property
    def all(self) -> list[Draft]:
        """Open drafts that hold something, and the one on the desk; newest first."""
        kept = [d for d in self._drafts.values() if not d.is_empty or d.key == self._current]
        return sorted(kept, key=lambda draft: draft.opened_at, reverse=True)

    @property
    def saving(self) -> SaveState:
        """How safe the draft on the desk is."""
        return self._saving.get(self._current, SaveState())

    def of_call(self, call_id: str) -> Draft | None:
        """Returns the draft of a call."""
        return next((d for d in self._drafts.values() if d.call_id == call_id and not d.is_change), None)

    # -- life

    def start(self) -> None:
        """Reads what was left open, off the GUI thread."""
        self._stop = self._journal.listen(self._on_journal_saved)

        def read(_progress: Progress) -> list[KeptDraft]:
            return self._journal.open_drafts(KIND)

        self._tasks.start(read, done=self._on_read, failed=lambda error: self.failed.emit(problem_words(error)))

    def close(self) -> None:
        """Ends following."""
        self._stop()

    def begin(self, call: Call | None = None, number: str = "", call_back_id: str = "") -> Draft:
        """Puts a draft on the desk: that of the call or call-back where it has one already, else a new one (of a number)."""
        kept = self.of_call(call.id) if call is not None else None
        if call_back_id:
            kept = next((d for d in self._drafts.values() if d.call_back_id == call_back_id), None)
        draft = kept or Draft.begun(self._now(), call, number, call_back_id)
        self._drafts[draft.key] = draft
        self.show(draft.key)
        if kept is None:
            self.put(draft)
        return draft

    def begin_another(self, call: Call | None) -> Draft:
        """Puts a new draft on the desk; during a call one more ticket of the same caller."""
        draft = Draft.begun(self._now(), call)
        self._drafts[draft.key] = draft
        self.show(draft.key)
        self.put(draft)
        return draft

    def begin_change(self, ticket: Ticket) -> Draft:
        """Puts a change of a filed ticket on the desk; goes on with one that is under way."""
        kept = next((d for d in self._drafts.values() if d.is_change and d.id == ticket.id), None)
        draft = kept or Draft.of_ticket(ticket, self._now())
        self._drafts[draft.key] = draft
        self.show(draft.key)
        return draft

    def show(self, key: str) -> None:
        """Puts an open draft on the desk. An empty one that is left is forgotten."""
        before = self.current
        self._current = key if key in self._drafts else ""
        if before is not None and before.key != self._current and before.is_empty and not before.call_id:
            self.forget(before.key)
        self.shown.emit()
        self.list_changed.emit()
        self.saving_changed.emit()

    def put(self, draft: Draft) -> None:
        """Takes in the present state of a draft and lets the journal write it."""
        if draft.key not in self._drafts:
            return
        is_named_anew = draft.form["title"] != self._drafts[draft.key].form["title"]
        self._drafts[draft.key] = draft
        self._journal.write(draft.key, KIND, draft.as_json())
        if self.saving.saving is not Saving.FAILED:
            self._set_saving(draft.key, SaveState(Saving.UNDER_WAY))
        if is_named_anew:
            self.list_changed.emit()

    def drop(self, key: str) -> None:
        """Takes a draft away whose journal entry is closed already: the outbox has it."""
        self._drafts.pop(key, None)
        self._saving.pop(key, None)
        if key == self._current:
            self._current = ""
            self.shown.emit()
            self.saving_changed.emit()
        self.list_changed.emit()

    def forget(self, key: str) -> Callable[[], None]:
        """Throws a draft away; returns what brings it back."""
        draft = self._drafts.get(key)
        self.drop(key)

        def close(_progress: Progress) -> None:
            self._journal.close(key)

        self._tasks.start(close, failed=lambda error: self.failed.emit(problem_words(error)))

        def bring_back() -> None:
            if draft is not None:
                self._drafts[key] = draft
                self.put(draft)
                self.show(key)

        return bring_back

    # -- inside

    def _on_read(self, kept: list[KeptDraft]) -> None:
        for row in kept:
            draft = Draft.from_json(row.id, row.fields)
            if row.id not in self._drafts and draft.is_empty:
                # Of a call of an earlier shift for which nothing was typed: its caller's number need not stay here.
                self.forget(row.id)
            elif row.id not in self._drafts:
                self._drafts[row.id] = draft
                self._saving[row.id] = SaveState(Saving.DONE, datetime.fromtimestamp(row.saved_at, UTC))
        on_desk = self.current
        if on_desk is None and self.all:
            self.show(self.all[0].key)
        elif on_desk is not None and on_desk.is_empty and (twin := self._left_of_call(on_desk)) is not None:
            # The call was picked up before the journal was read: go on with what was typed before the console died.
            self.forget(on_desk.key)
            self.show(twin.key)
        else:
            self.list_changed.emit()

    def _left_of_call(self, draft: Draft) -> Draft | None:
        others = (d for d in self._drafts.values() if d.key != draft.key and d.call_id == draft.call_id)
        return next(others, None) if draft.call_id else None

    def _on_journal_saved(self, saved: DraftSaved) -> None:
        if saved.draft_id not in self._drafts:
            return
        if saved.error is not None:
            state = self._saving.get(saved.draft_id, SaveState())
            if state.saving is not Saving.FAILED:
                # Said once; the line above the form goes on saying it.
                self.failed.emit(problem_words(saved.error))
            self._set_saving(saved.draft_id, SaveState(Saving.FAILED, why=problem_words(saved.error)))
        else:
            # Told in the server's time, like everything on this page.
            self._set_saving(saved.draft_id, SaveState(Saving.DONE, self._now()))

    def _set_saving(self, key: str, state: SaveState) -> None:
        before = self._saving.get(key)
        self._saving[key] = state
        if key == self._current and state != before:
            self.saving_changed.emit()
