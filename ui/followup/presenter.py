"""Follow-up: whom to call, how often somebody tried, and what was said."""

from typing import Protocol

from PySide6.QtCore import Signal

from services.contracts.followups import FollowUp
from services.contracts.lifecycle import Step, WorkList
from services.tasks import Tasks
from ui.language import translate
from ui.lifecycle_words import list_words
from ui.work.presenter import WorkPresenter
from ui.work.source import WorkServices
from ui.work.tabs import Reading, Tab


class Tries(Protocol):
    """What is needed of :class:`services.supervision.service.SupervisionService`."""

    def follow_up(self, ticket_id: str) -> FollowUp:
        """Returns the tries for a ticket."""
        ...


class FollowUpPresenter(WorkPresenter):
    """One list; beside the open ticket stands who tried when."""

    tries_changed = Signal()

    page = "followup"

    def __init__(self, tasks: Tasks, services: WorkServices, tries: Tries) -> None:
        super().__init__(tasks, services)
        self._tries = tries
        self.follow_up: FollowUp | None = None
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
        """The next one comes after each answer."""
        return step in (Step.FOLLOW_UP, Step.REDO, Step.ASK, Step.ASK_BY_PHONE)

    def on_counted(self) -> None:
        """Shows how many wait to be asked."""
        waiting = self.counts.get(WorkList.FOLLOW_UP.value, 0)
        self.badge_changed.emit(str(waiting) if waiting else "")

    def number(self) -> str:
        """Returns where the citizen of the open ticket can be reached."""
        ticket = self.ticket
        return (ticket.contact_number or ticket.caller_number) if ticket is not None else ""

    def _on_self_opened(self) -> None:
        self.follow_up = None
        self.tries_changed.emit()

    def _read_tries(self) -> None:
        ticket = self.ticket
        if ticket is None:
            return
        ticket_id = ticket.id

        def read(found: FollowUp) -> None:
            if found.ticket_id == self.open_id:
                self.follow_up = found
                self.tries_changed.emit()

        self.work(lambda _progress: self._tries.follow_up(ticket_id), done=read, failed=lambda _error: None)
