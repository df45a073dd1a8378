"""Follow-up: whom to call, how often somebody tried, and what was said."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import Signal

from services.contracts.followups import AskedCitizen, FollowUp
from services.contracts.lifecycle import Step, WorkList
from services.contracts.tickets import Ticket
from services.tasks import Tasks
from ui.language import translate
from ui.lifecycle_words import list_words
from ui.problems import problem_words
from ui.work.asked_words import is_due, next_to_ask
from ui.work.presenter import WorkPresenter
from ui.work.source import WorkServices
from ui.work.tabs import Reading, Tab
from widgets.theme import Tone


class Tries(Protocol):
    """What is needed of :class:`services.supervision.service.SupervisionService`."""

    def follow_up(self, ticket_id: str) -> FollowUp:
        """Returns the tries for a ticket."""
        ...


class FollowUpPresenter(WorkPresenter):
    """One list; beside the open ticket stands who is asked about it, whose turn it is, and who tried when."""

    tries_changed = Signal()
    chosen_changed = Signal()
    """Another of those who asked is the one that is called."""
    numbered = Signal(str, object)
    """What a number was asked for (``copy``, ``call``), and the ticket that it stands in."""

    page = "followup"

    def __init__(self, tasks: Tasks, services: WorkServices, tries: Tries) -> None:
        super().__init__(tasks, services)
        self._tries = tries
        self.follow_up: FollowUp | None = None
        self.chosen = ""
        """The own ticket of the citizen who is called; only where several asked."""
        self._asked_before = ""
        self.opened.connect(self._on_self_opened)
        self.ticket_changed.connect(self._read_tries)

    @property
    def tabs(self) -> list[Tab]:
        """The list of who is to be asked."""
        return [
            Tab(
                WorkList.FOLLOW_UP.value,
                lambda: list_words(WorkList.FOLLOW_UP.value),
                lambda: translate(
                    "FollowUp", "Nobody waits to be asked. Replies that a dispatcher approves come here."
                ),
            ),
            Tab(
                WorkList.ASKED.value,
                lambda: list_words(WorkList.ASKED.value),
                lambda: translate("FollowUp", "No answer by message is waited for. Who does not answer is called."),
            ),
        ]

    def read_tab(self, tab: str) -> Reading:
        """Reads the list and its count."""
        listed = self.service.work(WorkList(tab))
        counts = {which.value: count for which, count in self.service.counts().items()}
        unfinished, unsent = frozenset(self.service.unfinished()), frozenset(self.service.unsent())
        return Reading(tab, listed.rows, counts, listed.more, listed.fresh, unfinished, unsent)

    def goes_on(self, step: Step) -> bool:
        """The next one comes after each answer; the next ticket where nobody else of this one can be called now."""
        if step is Step.FOLLOW_UP:
            now, asked = self.now(), self._asked_before
            return not any(is_due(each, now) and each.ticket_id != asked for each in self._several)
        return step in (Step.REDO, Step.ASK, Step.ASK_BY_PHONE)

    def on_counted(self) -> None:
        """Shows how many wait to be asked."""
        waiting = self.counts.get(WorkList.FOLLOW_UP.value, 0)
        self.badge_changed.emit(str(waiting) if waiting else "")

    # -- who is asked

    @property
    def citizens(self) -> Sequence[AskedCitizen]:
        """Who is asked about the open ticket, once it is known."""
        found = self.follow_up
        return found.citizens if found is not None and found.ticket_id == self.open_id else ()

    @property
    def asked_next(self) -> str:
        """The citizen who is chosen."""
        return self.chosen if self._several else ""

    @property
    def _several(self) -> Sequence[AskedCitizen]:
        return self.citizens if len(self.citizens) > 1 else ()

    def choose(self, ticket_id: str) -> None:
        """Chooses who is called; a form that is open is about them from now on."""
        if ticket_id == self.chosen or ticket_id not in {each.ticket_id for each in self._several}:
            return
        self.chosen = ticket_id
        if self.form is not None and self.form.step is Step.FOLLOW_UP:
            self.type("voice_id", ticket_id)
        self.chosen_changed.emit()

    def choose_next(self, by: int) -> None:
        """Chooses who stands below or above."""
        ids = [each.ticket_id for each in self._several]
        if ids:
            place = ids.index(self.chosen) if self.chosen in ids else 0
            self.choose(ids[(place + by) % len(ids)])

    def type(self, name: str, value: Any) -> None:
        """Takes in a field of the form; whom it is about is chosen beside it too."""
        super().type(name, value)
        if name == "voice_id" and value:
            self.choose(value)

    def open_form(self, step: Step, **preset: Any) -> bool:
        """Opens the form of a step; one that was begun about somebody is about them still."""
        is_open = super().open_form(step, **preset)
        about = self.form.fields.get("voice_id") if is_open and self.form is not None else None
        if about:
            self.choose(about)
        return is_open

    def send_form(self) -> bool:
        """Sends the form; then it is somebody else's turn."""
        form = self.form
        self._asked_before = (form.fields.get("voice_id") or form.ticket_id) if form is not None else ""
        return super().send_form()

    @property
    def asks_another(self) -> bool:
        """Whether it is not the ticket's own citizen who is chosen."""
        others = (each.ticket_id for each in self._several if each.ticket_id != self.open_id)
        return self.chosen in others

    def ask_number(self, purpose: str) -> None:
        """Asks for the number of who is chosen; the server records the look at another ticket for it."""
        ticket = self.ticket
        if ticket is None:
            return
        if not self.asks_another:
            self._on_numbered(purpose, ticket)
            return
        other = next(each for each in self._several if each.ticket_id == self.chosen)
        opened = self.open_id

        def read(found: Ticket) -> None:
            if self.open_id == opened and self.chosen == found.id:
                self._on_numbered(purpose, found)

        def failed(error: Exception) -> None:
            self.said.emit(problem_words(error), Tone.BAD, None)

        self.work(lambda _progress: self.service.ticket_by_number(other.number), done=read, failed=failed)

    def _on_numbered(self, purpose: str, ticket: Ticket) -> None:
        number = ticket.contact_number or ticket.caller_number
        if number:
            self.numbered.emit(purpose, ticket)
        else:
            self.said.emit(translate("FollowUp", "There is no number to call."), Tone.WARN, None)

    def _on_self_opened(self) -> None:
        self.follow_up, self.chosen, self._asked_before = None, "", ""
        self.tries_changed.emit()

    def _read_tries(self) -> None:
        ticket = self.ticket
        if ticket is None:
            return
        ticket_id = ticket.id

        def read(found: FollowUp) -> None:
            if found.ticket_id == self.open_id:
                self._on_tries(found)

        self.work(lambda _progress: self._tries.follow_up(ticket_id), done=read, failed=lambda _error: None)

    def _on_tries(self, found: FollowUp) -> None:
        self.follow_up = found
        now = self.now()
        still = next((each for each in self._several if each.ticket_id == self.chosen), None)
        form = self.form
        about = form.fields.get("voice_id") if form is not None and form.step is Step.FOLLOW_UP else None
        if about:
            self.chosen = about
        elif still is None or still.ticket_id == self._asked_before or not is_due(still, now):
            self.chosen = next_to_ask(self._several, now, self._asked_before)
            self._asked_before = ""
        self.tries_changed.emit()
        if form is not None and form.step is Step.FOLLOW_UP:
            self.preset(voice_id=self.asked_next)
            self.form_changed.emit()
