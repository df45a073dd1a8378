"""What the page of a ticket does: reads it whole, takes steps on it, goes back to the one before, prints its form."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal

from services.contracts.callbacks import VoiceMessage
from services.contracts.followups import AskedCitizen
from services.contracts.lifecycle import Offer, Step
from services.contracts.tickets import TicketRow
from services.contracts.whole import WholeTicket
from services.lifecycle.service import OpenTicket
from services.tasks import Tasks
from services.whole.service import OpenWhole, WholeTicketService
from ui.callbacks.message_presenter import MessagePresenter
from ui.language import translate
from ui.pdf import write_pdf
from ui.problems import problem_words
from ui.ticket.form import form_html
from ui.work.presenter import WorkPresenter
from ui.work.source import WorkServices
from ui.work.tabs import Reading, Tab
from widgets.theme import Tone


class TicketServices(WorkServices, Protocol):
    """What the page takes from the container."""

    @property
    def whole(self) -> WholeTicketService:
        """One ticket with everything around it."""
        ...


class TicketPresenter(WorkPresenter):
    """One ticket instead of a list; its steps are those of every page, and go out the same way."""

    changed = Signal()
    """Another ticket is open, the open one was read anew, or what is shown may be old."""
    refusals_read = Signal()

    page = "ticket"
    has_views = False

    def __init__(self, tasks: Tasks, services: TicketServices, message: MessagePresenter | None = None) -> None:
        super().__init__(tasks, services)
        self.message = message
        """What citizens said whose call was lost; nothing for who may not listen."""
        if message is not None:
            message.setParent(self)
        self._whole_service = services.whole
        self.is_revealed = False
        """Whether numbers and names are shown in full; they are masked again with each other ticket."""
        self.refusals: Sequence[Offer] = ()
        """Why the other steps are not possible; read when somebody asks."""
        self._before: list[str] = []
        self.opened.connect(self._on_self_opened)
        for happened in (self.ticket_changed, self.choices_changed, self.lists_changed):
            happened.connect(self.changed)

    def linked(self) -> Sequence[TicketRow]:
        """Returns what the open ticket is linked with."""
        return self.whole.related.links if self.whole is not None else []

    @property
    def tabs(self) -> list[Tab]:
        """There is no list."""
        return [Tab("ticket", lambda: "", lambda: "")]

    def read_tab(self, tab: str) -> Reading:
        """Reads nothing but what is on its way."""
        return Reading(tab, [], {}, unsent=frozenset(self.service.unsent()))

    def read_ticket(self, ticket_id: str) -> OpenTicket:
        """Reads the ticket once, and everything around it."""
        return self._whole_service.read(ticket_id, self.service.drafts)

    def goes_on(self, _step: Step) -> bool:
        """The ticket stays: here somebody looks at it and at nothing else."""
        return False

    @property
    def whole(self) -> WholeTicket | None:
        """The open ticket with everything around it, once it is read."""
        return self.opened_ticket.whole if isinstance(self.opened_ticket, OpenWhole) else None

    @property
    def citizens(self) -> Sequence[AskedCitizen]:
        """Who is asked about it."""
        found = self.whole.follow_up if self.whole is not None else None
        return found.citizens if found is not None else ()

    def open(self, ticket_id: str) -> None:
        """Opens a ticket; the one before is remembered. One that is open is read anew, with what was typed elsewhere."""
        if ticket_id == self.open_id:
            if self.form is None:
                self.reload()
            return
        if self.open_id:
            self._before.append(self.open_id)
        super().open(ticket_id)

    def open_number(self, number: str) -> None:
        """Opens a ticket by its number."""
        self._asked += 1
        asked = self._asked

        def read(found: OpenWhole) -> None:
            if asked != self._asked:
                return
            if self.open_id and self.open_id != found.ticket.id:
                self._before.append(self.open_id)
            self._show(found.ticket.id, found)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._show("", None, problem_words(error))

        self.work(
            lambda _progress: self._whole_service.read_number(number, self.service.drafts),
            done=read,
            failed=failed,
        )

    def back(self) -> None:
        """Goes back to the ticket before."""
        if self._before:
            super().open(self._before.pop())

    def reveal(self) -> None:
        """Shows who asked, or hides it again. That the ticket was looked at is recorded by the server when it is read."""
        self.is_revealed = not self.is_revealed
        self.changed.emit()

    def ask_refusals(self) -> None:
        """Asks why the other steps are not possible now."""
        ticket = self.ticket
        if ticket is None:
            return
        ticket_id = ticket.id

        def read(found: list[Offer]) -> None:
            if self.open_id == ticket_id:
                self.refusals = found
                self.refusals_read.emit()

        self.work(lambda _progress: self.service.refusals(ticket_id), done=read, failed=lambda _error: read([]))

    @property
    def messages(self) -> list[VoiceMessage]:
        """The voice messages that the open ticket came of, the oldest first."""
        whole = self.whole
        return [one for each in whole.call_backs for one in each.messages] if whole is not None else []

    def listen(self, call_id: str = "") -> None:
        """Plays a message or pauses it, the newest where none is named; the reason is asked first, and kept with the look."""
        if self.message is None or not self.messages:
            return
        self.message.show(self.messages, False)
        if call_id and call_id != self.message.chosen:
            self.message.choose(call_id)
        self.message.toggle()

    def close(self) -> None:
        """Lets go of the sound as well."""
        super().close()
        if self.message is not None:
            self.message.close()

    def print_form(self, file: Path) -> None:
        """Writes the official form as PDF, off the GUI thread. It is read anew for that: the server records who prints."""
        ticket, choices, now = self.ticket, self.choices, self.now()
        if ticket is None:
            return
        ticket_id = ticket.id
        title = translate("Ticket", "Ticket {number}").format(number=ticket.number)
        self.work(
            lambda _progress: write_pdf(
                file, form_html(self._whole_service.read_to_print(ticket_id), choices, now), title
            ),
            done=lambda _nothing: self.notice_stated.emit(
                translate("Ticket", "The form is written to {file}.").format(file=file.name), str(Tone.GOOD)
            ),
            title=translate("Ticket", "Writing the form"),
        )

    # -- inside

    def _show(self, ticket_id: str, found: OpenWhole | None, problem: str = "") -> None:
        self.open_id, self.opened_ticket, self.problem = ticket_id, found, problem
        self.row, self.form, self.form_errors = None, None, {}
        self._look()
        self.opened.emit()
        self._on_ticket_there()

    def _on_self_opened(self) -> None:
        if self.message is not None and self.message.chosen not in {one.call_id for one in self.messages}:
            self.message.show((), False)
        self.is_revealed, self.refusals = False, ()
        self.changed.emit()
