"""The lists of a page and the ticket that is open beside them; the next one is read before it is asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal

from services.contracts.events import Topic
from services.contracts.lifecycle import Step, WorkRow
from services.contracts.tickets import Ticket
from services.desk.choices import Choices
from services.lifecycle.service import OpenTicket
from services.lifecycle.typed import Typed
from services.live import ChangeKind, LiveChange
from services.tasks import Tasks
from ui.following import Follower
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import problem_words
from ui.watch import Watch
from ui.work.following import Following
from ui.work.source import WorkServices
from ui.work.tabs import Reading, Tab
from ui.work.views import Views

_KEPT_AHEAD = 4


class ListsPresenter(Presenter):
    """What is read: rows by urgency, counts, one ticket with what may be done."""

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
    has_views = True
    """Whether there are lists to keep views of."""

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
        self.watch = Watch(tasks, services.desk, services.live, lambda: self.me, self)
        """Who else has the open ticket open."""
        self.following = Following(tasks, services.personal, services.live, self)
        self.following.said.connect(self.said)
        self.views = Views(tasks, services.personal, self.page, self)
        self.views.said.connect(self.said)
        self._is_in_front = False
        self.shown_ids: Callable[[], list[str]] = lambda: [row.id for row in self.rows]
        """The rows as the person has sorted and filtered them; the page says."""
        self._ahead: dict[str, OpenTicket] = {}
        self._gone: dict[str, int] = {}
        self._asked = 0
        self._arrives = False
        """Another list was asked for: its first row is opened when it comes."""
        self._is_reading = self._again = False
        self._stops: list[Callable[[], None]] = []
        self._follower = Follower(services.live, self._on_live_changed, self)
        self._follower.due.connect(self.read)

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

    def read_ticket(self, ticket_id: str) -> OpenTicket:
        """Reads a ticket with what may be done, blocking, off the GUI thread."""
        return self.service.open(ticket_id)

    # -- what is true now

    @property
    def is_stale(self) -> bool:
        """Whether what is shown may be old."""
        return self.live.state.stale or not self.fresh

    @property
    def ticket(self) -> Ticket | None:
        """The open ticket, once it is read."""
        return self.opened_ticket.ticket if self.opened_ticket is not None else None

    @property
    def is_opening(self) -> bool:
        """Whether the ticket that was chosen is on its way from the server."""
        return bool(self.open_id) and self.opened_ticket is None and not self.problem

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
        self._follower.soon()

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
        self._look()
        self.opened.emit()
        if self.opened_ticket is not None:
            self._on_ticket_there()
        elif ticket_id:
            self.reload()

    def set_in_front(self, is_in_front: bool) -> None:
        """Says whether the page is looked at: only then others see that one looks at the ticket."""
        self._is_in_front = is_in_front
        self._look()

    def _look(self) -> None:
        self.watch.look(self.open_id if self._is_in_front else "")

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

        self.work(lambda _progress: self.read_ticket(ticket_id), done=read, failed=failed)

    def go_on(self, by: int = 1) -> None:
        """Opens the next ticket of the list."""
        ids = self.shown_ids()
        if not ids:
            self.open("")
            return
        here = ids.index(self.open_id) if self.open_id in ids else (-1 if by > 0 else len(ids))
        self.open(ids[max(0, min(len(ids) - 1, here + by))])

    # -- what comes back

    def _with_form(self, found: OpenTicket) -> OpenTicket:
        """What stands in the form is newer than the journal."""
        if self.form is None:
            return found
        return replace(found, typed={**found.typed, self.form.step: self.form})

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
            # Keys act on the open ticket, so it has to be one of the list that is looked at.
            if (rows and not self.open_id) or (self._arrives and not is_there and not self._is_typing):
                self.open(rows[0].id if rows else "")
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
        self.watch.hear(change)
        self.following.hear(change)
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
        elif event is not None and event.topic is Topic.CLOCK:
            # A ticket has reached a rung, or many are counted anew: the list turns colour.
            ticket_id = str(event.data.get("id"))
            self._ahead.pop(ticket_id, None)
            self.refresh()
            if ticket_id == self.open_id:
                self.reload()
        elif event is not None and event.topic is Topic.CATALOGUE:
            self.load_choices()
