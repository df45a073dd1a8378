"""What is opened beside the form: an earlier ticket or call, read only, with a remark to add."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.calls import Call
from services.contracts.events import Topic
from services.contracts.tickets import Ticket, Viewer
from services.desk.draft import Draft
from services.desk.limits import ticket_limits
from services.drafts import Draft as KeptDraft
from services.live import LiveChange, LiveFeed
from services.outbox import OutboxItem
from services.tasks import Progress, Tasks
from ui.problems import problem_words
from ui.watch import Watch

NOTE = "note"
"""Under which kind the journal keeps remarks that are being typed."""
NOTE_LIMIT = ticket_limits()["content"]
KeptNote = tuple[str, str]
"""Key of a draft in the journal, and its text."""


class Reading(Protocol):
    """What the presenter needs of :class:`services.desk.service.DeskService`."""

    def ticket(self, ticket_id: str) -> Ticket:
        """Returns a ticket."""
        ...

    def ticket_by_number(self, number: str) -> Ticket:
        """Returns the ticket with a number."""
        ...

    def call(self, call_id: str) -> Call:
        """Returns a call."""
        ...

    def add_note(
        self, ticket_id: str, text: str, title: str, draft_key: str = "", said_in: Draft | None = None
    ) -> OutboxItem:
        """Puts a remark into the outbox."""
        ...

    def say_presence(self, ticket_id: str, present: bool, typing: bool) -> list[Viewer]:
        """Lets others see that one looks at a ticket; returns who does."""
        ...


class NoteJournal(Protocol):
    """What it needs of the draft journal."""

    def write(self, draft_id: str, kind: str, fields: dict[str, Any]) -> None:
        """Keeps a remark soon."""
        ...

    def close(self, draft_id: str) -> None:
        """Forgets it."""
        ...

    def open_drafts(self, kind: str | None = None) -> list[KeptDraft]:
        """Returns what is unfinished."""
        ...


class ReaderPresenter(QObject):
    """Opens one thing at a time. While a ticket is open, others see that somebody looks at it."""

    opened = Signal()
    closed = Signal()
    viewers_changed = Signal()
    note_added = Signal()
    failed = Signal(str)

    def __init__(
        self, live: LiveFeed, desk: Reading, journal: NoteJournal, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.said_in: Callable[[], Draft | None] = lambda: None
        """Tells in which call, or for which call-back, a remark is being written."""
        self._live = live
        self._desk = desk
        self._journal = journal
        self._tasks = tasks
        self._asked = 0
        self._stop: Callable[[], None] = lambda: None
        self.ticket: Ticket | None = None
        self.call: Call | None = None
        self.note = ""
        self._note_key = _new_key()
        self.watch = Watch(tasks, desk, live, self._me, self)
        self.watch.changed.connect(self.viewers_changed)
        self.is_loading = False

    @property
    def is_open(self) -> bool:
        """Whether something is shown."""
        return self.ticket is not None or self.call is not None

    def start(self) -> None:
        """Begins to follow who else looks."""
        self._stop = self._live.listen(self._on_live_changed)

    def close(self) -> None:
        """Ends following."""
        self.close_item()
        self._stop()

    def open_ticket(self, ticket_id: str) -> None:
        """Opens a ticket by id."""
        self._open(lambda: (self._desk.ticket(ticket_id), self._kept_note(ticket_id)), self._on_ticket_read)

    def open_number(self, number: str) -> None:
        """Opens a ticket by number."""

        def read() -> tuple[Ticket, KeptNote]:
            ticket = self._desk.ticket_by_number(number)
            return ticket, self._kept_note(ticket.id)

        self._open(read, self._on_ticket_read)

    def open_call(self, call_id: str) -> None:
        """Opens an earlier call."""
        self._open(lambda: self._desk.call(call_id), self._on_call_read)

    def close_item(self) -> None:
        """Closes what is open."""
        self._asked += 1
        self.watch.look("")
        was_open = self.is_open
        self.ticket = self.call = None
        self.note = ""
        if was_open:
            self.closed.emit()

    def type_note(self, text: str) -> None:
        """Takes in a remark as it is typed; the journal keeps it."""
        if self.ticket is None or text == self.note:
            return
        self.note = text
        self.watch.type()
        self._journal.write(self._note_key, NOTE, {"ticket_id": self.ticket.id, "text": text})

    def add_note(self) -> None:
        """Puts the remark into the outbox; its field is emptied when it is there."""
        ticket, text, key, said_in = self.ticket, self.note, self._note_key, self.said_in()
        if ticket is None or not text.strip() or len(text) > NOTE_LIMIT:
            return

        def work(_progress: Progress) -> OutboxItem:
            return self._desk.add_note(ticket.id, text, ticket.title or ticket.number, key, said_in)

        def done(_item: OutboxItem) -> None:
            if self.ticket is not None and self.ticket.id == ticket.id:
                self.note, self._note_key = "", _new_key()
            self.note_added.emit()

        self._tasks.start(work, done=done, failed=lambda error: self.failed.emit(problem_words(error)))

    # -- inside

    def _kept_note(self, ticket_id: str) -> KeptNote:
        kept = (d for d in self._journal.open_drafts(NOTE) if d.fields.get("ticket_id") == ticket_id)
        return next(((d.id, str(d.fields.get("text") or "")) for d in kept), (_new_key(), ""))

    def _open(self, read: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._asked += 1
        asked = self._asked
        self.is_loading = True

        def finished(result: Any) -> None:
            if asked == self._asked:
                self.is_loading = False
                done(result)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self.is_loading = False
                self.failed.emit(problem_words(error))

        self._tasks.start(lambda _progress: read(), done=finished, failed=failed)

    def _on_ticket_read(self, found: tuple[Ticket, KeptNote]) -> None:
        ticket, (key, note) = found
        if self.ticket is not None and self.ticket.id == ticket.id:
            key, note = (
                self._note_key,
                self.note,
            )  # read anew while somebody types: what stands here is newer than the journal
        self.call = None
        self.ticket, self.note, self._note_key = ticket, note, key
        self.watch.look(ticket.id)
        self.opened.emit()

    def _on_call_read(self, call: Call) -> None:
        self.watch.look("")
        self.ticket, self.call, self.note = None, call, ""
        self.opened.emit()

    def _me(self) -> str:
        me = self._live.state.me
        return me.account_id if me is not None else ""

    def _on_live_changed(self, change: LiveChange) -> None:
        self.watch.hear(change)
        event = change.event
        if event is None or self.ticket is None:
            return
        if event.topic is Topic.TICKET and event.data.get("id") == self.ticket.id:
            # A remark changes no version and is shown all the same.
            self.open_ticket(self.ticket.id)


def _new_key() -> str:
    """Returns a key for one remark: the outbox remembers which drafts were filed, so the next remark needs another."""
    return f"note-{uuid7()}"
