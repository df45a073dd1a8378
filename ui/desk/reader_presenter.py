"""What is opened beside the form: an earlier ticket or call, read only, with a remark to add."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from uuid_utils import uuid7

from services.contracts.calls import Call
from services.contracts.events import Topic
from services.contracts.tickets import Ticket, Viewer
from services.desk.limits import ticket_limits
from services.drafts import Draft as KeptDraft
from services.live import LiveChange, LiveFeed
from services.outbox import OutboxItem
from services.tasks import Progress, Tasks
from ui.problems import problem_words

NOTE = "note"
"""Under which kind the journal keeps remarks that are being typed."""
NOTE_LIMIT = ticket_limits()["content"]
_PRESENCE_MS = 8_000
"""The server forgets who looks at a ticket after fifteen seconds."""
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

    def add_note(self, ticket_id: str, text: str, title: str, draft_key: str = "") -> OutboxItem:
        """Puts a remark into the outbox."""
        ...

    def say_presence(self, ticket_id: str, present: bool, typing: bool) -> None:
        """Lets others see that one looks at a ticket."""
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
        self.viewers: list[Viewer] = []
        self.is_loading = False
        self._timer = QTimer(self, interval=_PRESENCE_MS)
        self._timer.timeout.connect(lambda: self._say_presence(True))

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
        if self.ticket is not None:
            self._say_presence(False)
        was_open = self.is_open
        self.ticket = self.call = None
        self.note, self.viewers = "", []
        self._timer.stop()
        if was_open:
            self.closed.emit()

    def type_note(self, text: str) -> None:
        """Takes in a remark as it is typed; the journal keeps it."""
        if self.ticket is None or text == self.note:
            return
        self.note = text
        self._journal.write(self._note_key, NOTE, {"ticket_id": self.ticket.id, "text": text})

    def add_note(self) -> None:
        """Puts the remark into the outbox; its field is emptied when it is there."""
        ticket, text, key = self.ticket, self.note, self._note_key
        if ticket is None or not text.strip() or len(text) > NOTE_LIMIT:
            return

        def work(_progress: Progress) -> OutboxItem:
            return self._desk.add_note(ticket.id, text, ticket.title or ticket.number, key)

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
        else:
            self._say_presence(False)
            self.viewers = []
        self.call = None
        self.ticket, self.note, self._note_key = ticket, note, key
        self._say_presence(True)
        self._timer.start()
        self.opened.emit()

    def _on_call_read(self, call: Call) -> None:
        if self.ticket is not None:
            self._say_presence(False)
        self.ticket, self.call, self.note, self.viewers = None, call, "", []
        self._timer.stop()
        self.opened.emit()

    def _say_presence(self, present: bool) -> None:
        ticket, typing = self.ticket, bool(self.note)
        if ticket is not None:
            self._tasks.start(
                lambda _progress: self._desk.say_presence(ticket.id, present, typing), failed=lambda _error: None
            )

    def _on_live_changed(self, change: LiveChange) -> None:
        event = change.event
        if event is None or self.ticket is None:
            return
        if event.topic is Topic.PRESENCE and event.data.get("ticket_id") == self.ticket.id:
            me = self._live.state.me
            own = me.account_id if me is not None else ""
            found = [Viewer.model_validate(viewer) for viewer in event.data.get("viewers", [])]
            self.viewers = [viewer for viewer in found if viewer.account_id != own]
            self.viewers_changed.emit()
        elif event.topic is Topic.TICKET and event.data.get("id") == self.ticket.id:
            # A remark changes no version and is shown all the same.
            self.open_ticket(self.ticket.id)


def _new_key() -> str:
    """Returns a key for one remark: the outbox remembers which drafts were filed, so the next remark needs another."""
    return f"note-{uuid7()}"
