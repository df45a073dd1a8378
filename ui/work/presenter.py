"""A page of work lists: rows by urgency, one ticket open beside them, steps that go out through the outbox."""

from typing import Any

from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import Ticket, TicketStatus
from services.errors import InvalidFields
from services.lifecycle.senders import STEP
from services.lifecycle.typed import TYPED_FIELDS, Typed, from_request
from services.outbox import ItemState, OutboxChange, OutboxItem
from services.tasks import Tasks
from ui.language import translate
from ui.lifecycle_words import done_words
from ui.problems import field_words, is_chinese, problem_words
from ui.work.helps import HelpsPresenter
from ui.work.source import WorkServices
from ui.work.step_fields import named_words
from ui.work.undo import undo_of
from widgets.theme import Tone


class WorkPresenter(HelpsPresenter):
    """What Dispatch and Tasks have in common. A page's own presenter says which lists there are and how they are read."""

    may_call = False
    """Whether the person has a telephone at the desk to call citizens by."""

    def __init__(self, tasks: Tasks, services: WorkServices) -> None:
        super().__init__(tasks, services)
        self._own: dict[str, int] = {}
        """Versions that one's own steps have made of tickets."""

    # -- the window's calls

    def start(self) -> None:
        """Begins to follow what others do; brings back what the server refused while nobody looked."""
        self._follower.start()
        self._stops = [self.services.outbox.listen(self._on_outbox_changed)]
        self.load_choices()
        if self.has_views:
            self.views.read()
        self.read()
        self.work(lambda _progress: self.service.refused(self.page), done=self._on_refused_found)

    def close(self) -> None:
        """Ends following."""
        self._follower.close()
        self.set_in_front(False)
        self.files.close()
        for stop in self._stops:
            stop()
        self._stops.clear()

    # -- steps

    def take(self, step: Step, **given: Any) -> bool:
        """Takes a step that needs nothing typed; returns whether it was offered."""
        opened = self.opened_ticket
        if opened is None or step not in opened.offers:
            self._say_not_offered()
            return False
        request = StepRequest(step=step, **given)
        self._send(opened.ticket, request, "")
        return True

    def send_form(self) -> bool:
        """Sends the form; returns whether it was complete."""
        form, opened = self.form, self.opened_ticket
        if form is None or opened is None:
            return False
        try:
            request = form.to_request(opened.ticket)
        except InvalidFields as error:
            self.form_errors = field_words(error)
            self.form_changed.emit()
            return False
        self.form, self.form_errors = None, {}
        self._drop_typed(form.step)
        self.form_changed.emit()
        self._send(opened.ticket, request, form.id, form)
        return True

    def _send(self, ticket: Ticket, request: StepRequest, draft_id: str, form: Typed | None = None) -> None:
        """Puts a step into the outbox; the next ticket is there before it has left."""
        version = max(ticket.version, self._own.get(ticket.id, 0))
        title = ticket.title or ticket.number
        if self.goes_on(request.step):
            self._gone[ticket.id] = version
            self._leave(ticket.id)
        self.unsent |= {ticket.id}

        def failed(error: Exception) -> None:
            self._gone.pop(ticket.id, None)
            self.unsent -= {ticket.id}
            self.said.emit(problem_words(error), Tone.BAD, None)
            self.open(ticket.id)
            if form is not None:
                self.form = form
                self.form_changed.emit()
            self.refresh()

        def put(_item: OutboxItem) -> None:
            undo = undo_of(request, ticket)
            # Where the ticket stays in sight it says itself what was done.
            if undo is not None or self.open_id != ticket.id or self.live.state.stale:
                take_back = (lambda: self._undo(ticket, version, undo)) if undo is not None else None
                self.said.emit(self._done_sentence(ticket, request), Tone.GOOD, take_back)

        self.work(
            lambda _progress: self.service.take(ticket.id, version, request, title, self.page, draft_id),
            done=put,
            failed=failed,
        )

    def _leave(self, ticket_id: str) -> None:
        """Takes a row out and opens what stood below it; the one above where it was the last."""
        ids = self.shown_ids()
        place = ids.index(ticket_id) if ticket_id in ids else 0
        others = [other for other in ids if other != ticket_id]
        self.rows = [row for row in self.rows if row.id != ticket_id]
        self.open(others[min(place, len(others) - 1)] if others else "")
        self.rows_changed.emit()

    def _undo(self, ticket: Ticket, version: int, request: StepRequest) -> None:
        version = max(version, self._own.get(ticket.id, 0))
        self._gone.pop(ticket.id, None)

        def put(_item: OutboxItem) -> None:
            words = translate("Work", "{number}: taken back").format(number=ticket.number)
            self.said.emit(words, Tone.NEUTRAL, None)
            self.refresh()

        self.work(lambda _progress: self.service.take(ticket.id, version, request, ticket.title, self.page), done=put)

    def _done_sentence(self, ticket: Ticket, request: StepRequest) -> str:
        words = f"{ticket.number}: {done_words(request.step.value)}"
        if request.unit and self.choices is not None:
            words += f" → {self.choices.unit_name(request.unit, not is_chinese())}"
        if self.live.state.stale:
            words += translate("Work", " · will be sent when the server is back")
        return words

    # -- what comes back

    def _on_outbox_changed(self, change: OutboxChange) -> None:
        item = change.item
        if item.kind != STEP or item.payload.get("by") != self.page:
            return
        if change.sent:
            version = getattr(change.result, "version", None)
            if isinstance(version, int):
                self._own[item.subject] = version
            self.unsent -= {item.subject}
            if isinstance(change.result, Ticket):
                self._say_closed(change.result, str(item.payload["request"]["step"]))
            self.refresh()
            if item.subject == self.open_id:
                self.reload()
        elif not change.discarded and item.state in (ItemState.CONFLICT, ItemState.REJECTED):
            self._on_refused(item)

    def _say_closed(self, ticket: Ticket, step: str) -> None:
        """Says that a step which does not always end a ticket has, and offers to take that back: only the answer tells."""
        if step in (Step.FOLLOW_UP, Step.APPROVE) and ticket.status is TicketStatus.CLOSED:
            words = translate("Work", "{number}: closed").format(number=ticket.number)
            undo = StepRequest(step=Step.UNDO_CLOSE)
            self.said.emit(words, Tone.GOOD, lambda: self._undo(ticket, ticket.version, undo))

    def _on_refused_found(self, items: list[OutboxItem]) -> None:
        for item in items:
            self._on_refused(item)

    def _on_refused(self, item: OutboxItem) -> None:
        """Says who was faster or why not, keeps what was typed as a draft at the ticket, and goes on."""
        current: Ticket | None = None
        if item.state is ItemState.CONFLICT:
            current = Ticket.model_validate(item.answer)
            if current.version == self._own.get(item.subject) and current.version != item.version:
                # Nobody was faster: it was put on top of one's own step before that had come back.
                self.work(lambda _p: self.services.outbox.resend(item.id, item.payload, current.version))
                return
        request = dict(item.payload.get("request") or {})
        typed = from_request(item.subject, item.title, request) if request.keys() & set(TYPED_FIELDS) else None
        self._gone.pop(item.subject, None)
        self._ahead.pop(item.subject, None)
        self.unsent -= {item.subject}
        words = self._refusal_words(item, current)
        if typed is not None:
            words += translate("Work", " What you typed is kept at the ticket.")

        def taken_back(_nothing: None) -> None:
            self.said.emit(words, Tone.WARN, None)
            self.refresh()
            if self.open_id == item.subject:
                self.reload()

        self.work(lambda _progress: self.service.take_back(item, typed), done=taken_back)

    def _refusal_words(self, item: OutboxItem, current: Ticket | None) -> str:
        if current is not None and current.steps:
            last = current.steps[-1]
            words = translate("Work", "{number}: {name} was faster: {what}.")
            return words.format(number=current.number, name=last.actor, what=done_words(last.action))
        step = Step(str(item.payload["request"]["step"]))
        why = named_words(item.answer.get("fields") or {}, step) or str(item.answer.get("message") or "")
        return translate("Work", "“{title}” was refused: {why}").format(title=item.title, why=why)
