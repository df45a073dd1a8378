"""What the page of a ticket does: reads it whole, follows it, goes back to the one before, prints its form."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from services.contracts.events import Topic
from services.desk.choices import Choices
from services.live import ChangeKind, LiveChange, LiveFeed
from services.tasks import Tasks
from services.whole.service import WholeTicket, WholeTicketService
from ui.language import translate
from ui.pdf import write_pdf
from ui.presenter import Presenter
from ui.problems import problem_words
from ui.ticket.form import form_html
from widgets.theme import Tone

_PAUSE_MS = 300


class TicketPresenter(Presenter):
    """Lives from sign-in to sign-out."""

    changed = Signal()
    """Another ticket is open, or the open one was read anew."""

    def __init__(self, tasks: Tasks, service: WholeTicketService, live: LiveFeed) -> None:
        super().__init__(tasks)
        self._service = service
        self._live = live
        self.whole: WholeTicket | None = None
        self.choices: Choices | None = None
        self.problem = ""
        self.is_revealed = False
        """Whether numbers and names are shown in full; they are masked again with each other ticket."""
        self._wanted = ""
        self._before: list[str] = []
        self._stop: Callable[[], None] = lambda: None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.reload)

    def start(self) -> None:
        """Begins to follow."""
        self._stop = self._live.listen(self._on_live_changed)
        self.work(
            lambda _progress: Choices(self._service.catalogue()), done=self._on_choices, failed=lambda _error: None
        )

    def close(self) -> None:
        """Ends following."""
        self._timer.stop()
        self._stop()

    @property
    def is_stale(self) -> bool:
        """Whether what is shown may be old."""
        return self._live.state.stale

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._live.server_now()

    def open(self, ticket_id: str) -> None:
        """Opens a ticket; the one before is remembered."""
        if self.whole is not None and self.whole.ticket.id != ticket_id:
            self._before.append(self.whole.ticket.id)
        self._read(ticket_id, lambda: self._service.read(ticket_id))

    def open_number(self, number: str) -> None:
        """Opens a ticket by its number."""
        if self.whole is not None and self.whole.ticket.number != number:
            self._before.append(self.whole.ticket.id)
        self._read(number, lambda: self._service.read_number(number))

    def back(self) -> None:
        """Goes back to the ticket before."""
        if self._before:
            ticket_id = self._before.pop()
            self._read(ticket_id, lambda: self._service.read(ticket_id))

    def reload(self) -> None:
        """Reads the open ticket anew."""
        if self.whole is not None:
            ticket_id = self.whole.ticket.id
            self._read(ticket_id, lambda: self._service.read(ticket_id), is_same=True)

    def reveal(self) -> None:
        """Shows who asked, or hides it again. That the ticket was looked at is recorded by the server when it is read."""
        self.is_revealed = not self.is_revealed
        self.changed.emit()

    def print_form(self, file: Path) -> None:
        """Writes the official form as PDF, off the GUI thread."""
        whole, choices, now = self.whole, self.choices, self.now()
        if whole is None:
            return
        html = form_html(whole, choices, now)
        title = translate("Ticket", "Ticket {number}").format(number=whole.ticket.number)
        self.work(
            lambda _progress: write_pdf(file, html, title),
            done=lambda _nothing: self.notice_stated.emit(
                translate("Ticket", "The form is written to {file}.").format(file=file.name), str(Tone.GOOD)
            ),
            title=translate("Ticket", "Writing the form"),
        )

    def _read(self, wanted: str, read: Callable[[], WholeTicket], is_same: bool = False) -> None:
        self._wanted = wanted

        def done(found: WholeTicket) -> None:
            if self._wanted != wanted:
                return
            if not is_same:
                self.is_revealed = False
            self.whole, self.problem = found, ""
            self.changed.emit()

        def failed(error: Exception) -> None:
            if self._wanted == wanted:
                self.problem = problem_words(error)
                self.changed.emit()

        self.work(lambda _progress: read(), done=done, failed=failed)

    def _on_choices(self, choices: Choices) -> None:
        self.choices = choices
        self.changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        event = change.event
        if self.whole is None:
            return
        is_about = event is not None and event.topic is Topic.TICKET and event.data.get("id") == self.whole.ticket.id
        if change.kind is ChangeKind.SNAPSHOT or is_about:
            self._timer.start()
        elif change.kind in (ChangeKind.STALE, ChangeKind.FRESH):
            self.changed.emit()
