"""What became of what was filed here: said once the server has it, with a way back where the wrong key was pressed."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.lifecycle import Step, StepRequest
from services.contracts.people import Person
from services.contracts.tickets import Finish, Ticket, TicketStatus
from services.desk.senders import NEW_NOTE, NEW_PERSON, NEW_TICKET, PERSON_CHANGE, TICKET_CHANGE
from services.lifecycle.senders import STEP
from services.lifecycle.typed import Typed
from services.outbox import ItemState, OutboxChange, OutboxItem
from services.tasks import Tasks
from ui.language import translate
from ui.problems import problem_words
from widgets.theme import Tone

_BY = "desk"
_TICKETS = (NEW_TICKET, TICKET_CHANGE, NEW_NOTE)
_UNDONE_BY = {
    Finish.ANSWER: Step.UNDO_CLOSE,
    Finish.DISPATCH: Step.RECALL,
    Finish.EMERGENCY: Step.RECALL,
}
"""The keys that file lie close together; what only waits for a dispatcher needs no way back."""


class Steps(Protocol):
    """Takes steps of the life cycle; what the server does not accept comes back."""

    def take(self, ticket_id: str, version: int, request: StepRequest, title: str, by: str) -> OutboxItem:
        """Puts a step into the outbox."""
        ...

    def take_back(self, item: OutboxItem, typed: Typed | None) -> None:
        """Takes a step that the server did not accept out of the outbox."""
        ...


class FiledPresenter(QObject):
    """Hears the outbox.

    Args:
        steps: takes back what was filed; none for who may take no steps.
        tasks: runs what blocks.
    """

    stated = Signal(str, str)
    """A sentence and its tone."""
    undo_offered = Signal(str, str, object)
    """A sentence, its tone, and what takes back what it tells of."""
    tickets_changed = Signal()
    """A ticket or a remark of this desk is at the server, or waits for the person."""
    ticket_sent = Signal()
    person_sent = Signal(object)
    """A :class:`Person` as the server has it now."""
    taken_back = Signal(str)
    """A ticket waits for a dispatcher again, by id."""

    def __init__(self, steps: Steps | None, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._tasks = tasks

    def hear(self, change: OutboxChange) -> None:
        """Takes in what happened to something on its way."""
        item = change.item
        if item.kind == STEP:
            # A step of another page is told of there.
            if item.payload.get("by") == _BY:
                self._on_step_changed(change)
            return
        if item.kind in _TICKETS:
            self.tickets_changed.emit()
        if isinstance(change.result, Person) and item.kind in (NEW_PERSON, PERSON_CHANGE):
            self.person_sent.emit(change.result)
        if isinstance(change.result, Ticket):
            self._say_filed(item, change.result)
            self.ticket_sent.emit()
        elif item.kind in (*_TICKETS, NEW_PERSON, PERSON_CHANGE):
            self._say_what_waits(item)

    def _say_filed(self, item: OutboxItem, ticket: Ticket) -> None:
        words = translate("Desk", "Ticket {number} is filed") if item.kind == NEW_TICKET else ""
        words = words or translate("Desk", "Ticket {number} is changed")
        step = _UNDONE_BY.get(Finish(item.payload.get("finish") or Finish.DRAFT))
        if ticket.status is TicketStatus.DRAFT:
            words = translate("Desk", "Draft {number} is kept at the server")
        elif step is Step.UNDO_CLOSE:
            words = translate("Desk", "Ticket {number} is answered and closed")
        elif step is Step.RECALL:
            words = translate("Desk", "Ticket {number} is dispatched")
        words = words.format(number=ticket.number)
        if step is None or self._steps is None or item.kind == NEW_NOTE:
            self.stated.emit(words, Tone.GOOD)
        else:
            self.undo_offered.emit(words, Tone.GOOD, lambda: self._take_back(ticket, step))

    def _take_back(self, ticket: Ticket, step: Step) -> None:
        steps = self._steps
        if steps is not None:
            request, title = StepRequest(step=step), ticket.title or ticket.number
            self._tasks.start(
                lambda _progress: steps.take(ticket.id, ticket.version, request, title, _BY),
                failed=lambda error: self.stated.emit(problem_words(error), Tone.BAD),
            )

    def _say_what_waits(self, item: OutboxItem) -> None:
        if item.state is ItemState.CONFLICT:
            self.stated.emit(
                translate("Desk", "Somebody else changed the same ticket. Choose field by field: Ctrl+Shift+N"),
                Tone.WARN,
            )
        elif item.state is ItemState.REJECTED:
            why = str(item.answer.get("message") or "")
            words = translate("Desk", "“{title}” was refused: {why} It waits under “Needs you”: Ctrl+Shift+N")
            self.stated.emit(words.format(title=item.title, why=why), Tone.BAD)

    def _on_step_changed(self, change: OutboxChange) -> None:
        item, steps = change.item, self._steps
        if change.sent and isinstance(change.result, Ticket):
            words = translate("Desk", "Ticket {number} is taken back: it waits for a dispatcher")
            self.stated.emit(words.format(number=change.result.number), Tone.NEUTRAL)
            self.tickets_changed.emit()
            self.taken_back.emit(item.subject)
        elif steps is not None and not change.discarded and item.state in (ItemState.CONFLICT, ItemState.REJECTED):
            words = translate("Desk", "“{title}” cannot be taken back any more: somebody works on it already.")
            self.stated.emit(words.format(title=item.title), Tone.WARN)
            self._tasks.start(lambda _progress: steps.take_back(item, None))
