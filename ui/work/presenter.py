"""A page of work lists: rows by urgency, one ticket open beside them, steps that go out through the outbox."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer, Signal

from services.contracts.events import Topic
from services.contracts.lifecycle import Step, StepRequest, WorkRow
from services.contracts.tickets import Ticket
from services.desk.choices import Choices
from services.errors import InvalidFields
from services.lifecycle.senders import STEP
from services.lifecycle.service import OpenTicket
from services.lifecycle.typed import TYPED_FIELDS, Typed, from_request
from services.live import ChangeKind, LiveChange
from services.outbox import ItemState, OutboxChange, OutboxItem
from services.tasks import Tasks
from ui.language import translate
from ui.lifecycle_words import done_words
from ui.presenter import Presenter
from ui.problems import field_words, is_chinese, problem_words
from ui.work.source import WorkServices
from ui.work.tabs import Reading, Tab
from ui.work.undo import undo_of
from widgets.theme import Tone

_PAUSE_MS = 300
"""After an event the list is read once for all that happened meanwhile."""
_KEPT_AHEAD = 4


class WorkPresenter(Presenter):
    """What Dispatch and Tasks have in common. A page's own presenter says which lists there are and how they are read."""

    lists_changed = Signal()
    """Counts, freshness, or which list is shown."""
    rows_changed = Signal()
    opened = Signal()
    """Another ticket is open, or none."""
    ticket_changed = Signal()
    """The open ticket was read, or read anew."""
    form_changed = Signal()
    """A form was opened or closed, or something is wrong in it."""
    choices_changed = Signal()
    said = Signal(str, str, object)
    """A sentence, its tone, and what undoes it (or ``None``)."""

    page = ""
    """Key of the page, which its steps carry in the outbox."""

    def __init__(self, tasks: Tasks, services: WorkServices) -> None:
        super().__init__(tasks)
        self.services = services
        self.service = services.lifecycle
        self.live = services.live
        self.tab = self.tabs[0].key
        self.rows: list[WorkRow] = []
        self.counts: dict[str, int] = {}
        self.more = False
        self.fresh = True
        self.is_read = False
        self.unfinished: frozenset[str] = frozenset()
        self.unsent: frozenset[str] = frozenset()
        self.choices: Choices | None = None
        self.open_id = ""
        self.row: WorkRow | None = None
        self.opened_ticket: OpenTicket | None = None
        self.problem = ""
        """Why the open ticket cannot be shown."""
        self.form: Typed | None = None
        self.form_errors: dict[str, str] = {}
        self.shown_ids: Callable[[], list[str]] = lambda: [row.id for row in self.rows]
        """The rows as the person has sorted and filtered them; the page says."""
        self._ahead: dict[str, OpenTicket] = {}
        self._gone: dict[str, int] = {}
        self._own: dict[str, int] = {}
        self._asked = 0
        self._arrives = False
        """Another list was asked for: its first row is opened when it comes."""
        self._is_reading = self._again = False
        self._stops: list[Callable[[], None]] = []
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.read)

    # -- what a page's own presenter says

    @property
    def tabs(self) -> list[Tab]:
        """The lists of the page."""
        raise NotImplementedError

    def read_tab(self, tab: str) -> Reading:
        """Reads a list and the counts, blocking, off the GUI thread."""
        raise NotImplementedError

    def goes_on(self, step: Step) -> bool:
        """Tells whether the next ticket comes after a step."""
        raise NotImplementedError

    def looks_ahead(self) -> bool:
        """Tells whether the next ticket is read before it is asked for."""
        return False

    # -- the window's calls

    def start(self) -> None:
        """Begins to follow what others do; brings back what the server refused while nobody looked."""
        self._stops = [self.live.listen(self._on_live_changed), self.services.outbox.listen(self._on_outbox_changed)]
        self.load_choices()
        self.read()
        self.work(lambda _progress: self.service.refused(self.page), done=self._on_refused_found)

    def close(self) -> None:
        """Ends following."""
        self._timer.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()

    @property
    def is_stale(self) -> bool:
        """Whether what is shown may be old."""
        return self.live.state.stale or not self.fresh

    @property
    def ticket(self) -> Ticket | None:
        """The open ticket, once it is read."""
        return self.opened_ticket.ticket if self.opened_ticket is not None else None

    @property
    def me(self) -> str:
        """Id of who is signed in."""
        account = self.services.session.account
        return account.id if account is not None else ""

    @property
    def _is_typing(self) -> bool:
        return self.form is not None and self.form.holds_words

    def now(self) -> datetime:
        """Returns the server's time."""
        return self.live.server_now()

    def may(self, step: Step) -> bool:
        """Tells whether the open ticket allows a step."""
        return self.opened_ticket is not None and step in self.opened_ticket.offers

    # -- lists

    def show_tab(self, key: str) -> None:
        """Shows another list; the ticket that is open stays open."""
        if key == self.tab or key not in [tab.key for tab in self.tabs]:
            return
        self.tab = key
        self._arrives = True
        self.rows, self.is_read, self.more = [], False, False
        self.lists_changed.emit()
        self.rows_changed.emit()
        self.read()

    def next_tab(self, by: int = 1) -> None:
        """Goes to the list beside."""
        keys = [tab.key for tab in self.tabs]
        self.show_tab(keys[(keys.index(self.tab) + by) % len(keys)])

    def refresh(self) -> None:
        """Reads soon; whatever happens until then costs one reading."""
        if not self._timer.isActive():
            self._timer.start()

    def read(self) -> None:
        """Reads now, off the GUI thread; one reading at a time."""
        if self._is_reading:
            self._again = True
            return
        self._is_reading, tab = True, self.tab
        self.work(lambda _progress: self.read_tab(tab), done=self._on_read, failed=self._on_read_failed)

    def load_choices(self) -> None:
        """Reads the catalogue."""
        self.work(lambda _progress: self.services.desk.choices(), done=self._on_choices, failed=lambda _error: None)

    # -- the open ticket

    def open(self, ticket_id: str) -> None:
        """Opens a ticket; one that was read ahead is there at once."""
        if ticket_id == self.open_id:
            return
        self._asked += 1
        self.open_id, self.problem = ticket_id, ""
        self.row = next((row for row in self.rows if row.id == ticket_id), None)
        self.form, self.form_errors = None, {}
        ahead = self._ahead.pop(ticket_id, None)
        is_true = ahead is not None and (self.row is None or ahead.ticket.version >= self.row.version)
        self.opened_ticket = ahead if is_true else None
        self.opened.emit()
        if self.opened_ticket is not None:
            self._on_ticket_there()
        elif ticket_id:
            self.reload()

    def reload(self) -> None:
        """Reads the open ticket anew; what is typed stays."""
        ticket_id = self.open_id
        if not ticket_id:
            return
        self._asked += 1
        asked = self._asked

        def read(found: OpenTicket) -> None:
            if asked == self._asked:
                self.opened_ticket = self._with_form(found)
                self.problem = ""
                self._on_ticket_there()

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self.problem = problem_words(error)
                self.ticket_changed.emit()

        self.work(lambda _progress: self.service.open(ticket_id), done=read, failed=failed)

    def go_on(self, by: int = 1) -> None:
        """Opens the next ticket of the list."""
        ids = self.shown_ids()
        if not ids:
            self.open("")
            return
        here = ids.index(self.open_id) if self.open_id in ids else (-1 if by > 0 else len(ids))
        self.open(ids[max(0, min(len(ids) - 1, here + by))])

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

    def open_form(self, step: Step, **preset: Any) -> bool:
        """Opens the form of a step, with what was typed in it before; returns whether the step is offered."""
        opened = self.opened_ticket
        if opened is None or step not in opened.offers:
            self._say_not_offered()
            return False
        ticket = opened.ticket
        self.form = opened.typed.get(step) or Typed(ticket.id, step, ticket.title or ticket.number)
        self.form.fields |= {name: value for name, value in preset.items() if not self.form.fields.get(name)}
        self.form_errors = {}
        self.form_changed.emit()
        return True

    def preset(self, **values: Any) -> None:
        """Fills fields of the form that are still empty with what stands there at first; nothing was typed by it."""
        if self.form is not None:
            self.form.fields |= {name: value for name, value in values.items() if not self.form.fields.get(name)}

    def type(self, name: str, value: Any) -> None:
        """Takes in a field of the form as it is typed; the journal keeps it."""
        if self.form is None or self.form.fields.get(name) == value:
            return
        self.form.fields[name] = value
        self.service.drafts.write(Typed(**{**vars(self.form), "fields": dict(self.form.fields)}))
        self.form_errors.pop(name, None)
        self._remember_form(self.form)

    def close_form(self) -> None:
        """Closes the form; what is typed in it comes back with it."""
        if self.form is not None:
            form, self.form = self.form, None
            if not form.holds_words:
                self._forget(form)
            self.form_changed.emit()

    def discard_form(self) -> None:
        """Throws away what is typed in the form, with undo."""
        form = self.form
        if form is None:
            return
        self.form = None
        self._forget(form)
        self.form_changed.emit()
        if form.holds_words:

            def bring_back() -> None:
                self.service.drafts.write(form)
                self._remember_form(form)
                if self.open_id == form.ticket_id:
                    self.form = form
                    self.form_changed.emit()

            self.said.emit(translate("Work", "What was typed is thrown away."), Tone.WARN, bring_back)

    def send_form(self) -> bool:
        """Sends the form; returns whether it was complete."""
        form, opened = self.form, self.opened_ticket
        if form is None or opened is None:
            return False
        try:
            request = form.to_request()
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
            undo = undo_of(request.step, ticket)
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

    def _say_not_offered(self) -> None:
        if self.opened_ticket is not None:
            words = translate("Work", "This step is not possible for this ticket now.")
            self.said.emit(words, Tone.WARN, None)

    # -- what is typed

    def _remember_form(self, form: Typed) -> None:
        opened = self.opened_ticket
        if opened is not None and opened.ticket.id == form.ticket_id and opened.typed.get(form.step) is not form:
            self.opened_ticket = replace(opened, typed={**opened.typed, form.step: form})
        self.unfinished |= {form.ticket_id}

    def _drop_typed(self, step: Step) -> None:
        opened = self.opened_ticket
        if opened is not None:
            typed = {other: form for other, form in opened.typed.items() if other is not step}
            self.opened_ticket = replace(opened, typed=typed)
            if not typed:
                self.unfinished -= {opened.ticket.id}

    def _forget(self, form: Typed) -> None:
        self._drop_typed(form.step)
        self.work(lambda _progress: self.service.drafts.forget(form))

    def _with_form(self, found: OpenTicket) -> OpenTicket:
        """What stands in the form is newer than the journal."""
        if self.form is None:
            return found
        return replace(found, typed={**found.typed, self.form.step: self.form})

    # -- what comes back

    def _on_read(self, found: Reading) -> None:
        self._is_reading = False
        if found.tab == self.tab:
            rows = [row for row in found.rows if row.version > self._gone.get(row.id, -1)]
            hidden = len(found.rows) - len(rows)
            self.counts = {**self.counts, **found.counts}
            if hidden and found.tab in self.counts:
                self.counts[found.tab] = max(len(rows), self.counts[found.tab] - hidden)
            self.more, self.fresh, self.is_read = found.more, found.fresh, True
            self.unfinished, self.unsent = found.unfinished, found.unsent
            self.rows = rows
            self.row = next((row for row in rows if row.id == self.open_id), self.row)
            self.rows_changed.emit()
            self.lists_changed.emit()
            self.on_counted()
            is_there = any(row.id == self.open_id for row in rows)
            if rows and (not self.open_id or (self._arrives and not is_there and not self._is_typing)):
                self.open(rows[0].id)
            elif self.row is not None and self.ticket is not None and self.row.version > self.ticket.version:
                self.reload()
            self._arrives = False
            self._look_ahead()
        if self._again:
            self._again = False
            self.read()

    def on_counted(self) -> None:
        """Called after each reading; a page's own presenter sets its badge."""

    def _on_read_failed(self, error: Exception) -> None:
        self._is_reading = False
        self.fresh, self.is_read = False, True
        self.problem = self.problem or problem_words(error)
        self.lists_changed.emit()
        self.rows_changed.emit()
        if self._again:
            self._again = False
            self.refresh()

    def _on_choices(self, choices: Choices) -> None:
        self.choices = choices
        self.choices_changed.emit()

    def _on_ticket_there(self) -> None:
        opened = self.opened_ticket
        if opened is None:
            return
        self.ticket_changed.emit()
        if self.form is None:
            waiting = [form for step, form in opened.typed.items() if step in opened.offers and form.holds_words]
            if waiting:
                self.form = waiting[-1]
                self.form_changed.emit()
        elif self.form.step not in opened.offers:
            self.form_errors = {"": translate("Work", "This step is not possible any more; what you typed is kept.")}
            self.form_changed.emit()
        self._look_ahead()

    def _look_ahead(self) -> None:
        ids = self.shown_ids()
        if not self.looks_ahead() or self.open_id not in ids or self.opened_ticket is None:
            return
        place = ids.index(self.open_id) + 1
        if place >= len(ids) or ids[place] in self._ahead:
            return
        wanted = ids[place]

        def read(found: OpenTicket) -> None:
            self._ahead[wanted] = found
            for old in list(self._ahead)[:-_KEPT_AHEAD]:
                del self._ahead[old]

        self.work(lambda _progress: self.service.open(wanted), done=read, failed=lambda _error: None)

    def _on_live_changed(self, change: LiveChange) -> None:
        event = change.event
        if change.kind in (ChangeKind.SNAPSHOT, ChangeKind.FRESH):
            self.lists_changed.emit()
            self.refresh()
            if change.kind is ChangeKind.SNAPSHOT:
                self._ahead.clear()
        elif change.kind is ChangeKind.STALE:
            self.lists_changed.emit()
        elif event is not None and event.topic is Topic.TICKET:
            ticket_id = str(event.data.get("id"))
            self._ahead.pop(ticket_id, None)
            self.refresh()
            if ticket_id == self.open_id and (self.ticket is None or event.data.get("version") != self.ticket.version):
                self.reload()
        elif event is not None and event.topic is Topic.CATALOGUE:
            self.load_choices()

    def _on_outbox_changed(self, change: OutboxChange) -> None:
        item = change.item
        if item.kind != STEP or item.payload.get("by") != self.page:
            return
        if change.sent:
            version = getattr(change.result, "version", None)
            if isinstance(version, int):
                self._own[item.subject] = version
            self.unsent -= {item.subject}
            self.refresh()
            if item.subject == self.open_id:
                self.reload()
        elif not change.discarded and item.state in (ItemState.CONFLICT, ItemState.REJECTED):
            self._on_refused(item)

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
        why = str(item.answer.get("message") or "")
        return translate("Work", "“{title}” was refused: {why}").format(title=item.title, why=why)
