"""My tickets today: what the server has, and what is still on its way to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.contracts.events import Topic
from services.contracts.tickets import TicketRow
from services.desk.senders import NEW_NOTE, NEW_TICKET, TICKET_CHANGE
from services.desk.service import Known
from services.live import ChangeKind, LiveChange, LiveFeed
from services.outbox import NEEDS_YOU, OutboxItem
from services.tasks import Progress, Tasks
from ui import moments

_PAUSE_MS = 300
SENDING, NEEDS = "sending", "needs_you"
"""Statuses that only this console knows: will be filed; refused or in conflict."""


class MyWork(Protocol):
    """What the presenter needs of :class:`services.desk.service.DeskService`."""

    def my_tickets(self, since: datetime) -> Known[list[TicketRow]]:
        """Returns one's tickets since a moment."""
        ...

    def unsent(self) -> list[OutboxItem]:
        """Returns what waits to be sent."""
        ...


@dataclass(frozen=True)
class MyTicket:
    """A row: a ticket at the server, or one on its way."""

    id: str
    at: datetime
    title: str
    status: str
    """A :class:`~services.contracts.tickets.TicketStatus`, :data:`SENDING` or :data:`NEEDS`."""
    number: str = ""
    kind: str = ""
    category: str = ""
    town: str = ""
    village: str = ""
    due_at: datetime | None = None
    alarm: int = 0
    alert: bool = False
    item_id: str = ""
    """The outbox item, for what is on its way."""


class TicketsPresenter(QObject):
    """Reads again shortly after anything changed; several changes in a row cost one reading."""

    changed = Signal()

    def __init__(self, live: LiveFeed, desk: MyWork, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._desk = desk
        self._tasks = tasks
        self._stop: Callable[[], None] = lambda: None
        self.rows: list[MyTicket] = []
        self.is_fresh = True
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.read)

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._live.server_now()

    def start(self) -> None:
        """Begins to follow."""
        self._stop = self._live.listen(self._on_live_changed)
        self.refresh()

    def close(self) -> None:
        """Ends following."""
        self._timer.stop()
        self._stop()

    def refresh(self) -> None:
        """Reads soon."""
        self._timer.start()

    def read(self) -> None:
        """Reads now, off the GUI thread."""
        since = moments.midnight(self._live.server_now())

        def work(_progress: Progress) -> tuple[Known[list[TicketRow]], list[OutboxItem]]:
            # What is on its way first: a ticket that arrives between the two is then shown twice at most, never not.
            unsent = self._desk.unsent()
            return self._desk.my_tickets(since), unsent

        self._tasks.start(work, done=self._on_read, failed=lambda _error: self._on_failed())

    def _on_read(self, found: tuple[Known[list[TicketRow]], list[OutboxItem]]) -> None:
        known, unsent = found
        self.is_fresh = known.fresh
        waiting = {item.subject: item for item in unsent if item.kind in (NEW_TICKET, TICKET_CHANGE)}
        # An item carries this machine's time; the page shows the server's.
        ahead = self._live.server_now() - datetime.now(UTC)
        rows = [_of_item(item, ahead) for item in unsent if item.kind in (NEW_TICKET, NEW_NOTE)]
        ids = {row.id for row in rows}
        rows += [_of_row(row, waiting.get(row.id)) for row in known.value if row.id not in ids]
        if rows != self.rows:
            self.rows = rows
        self.changed.emit()

    def _on_failed(self) -> None:
        self.is_fresh = False
        self.changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        me = self._live.state.me
        if change.kind in (ChangeKind.SNAPSHOT, ChangeKind.FRESH):
            self.refresh()
        elif change.event is not None and change.event.topic is Topic.TICKET:
            author = change.event.data.get("created_by_id")
            if me is None or author == me.account_id:
                self.refresh()


def _of_item(item: OutboxItem, ahead: timedelta) -> MyTicket:
    return MyTicket(
        id=item.subject if item.kind == NEW_TICKET else item.id,
        at=datetime.fromtimestamp(item.created_at, UTC) + ahead,
        title=item.title,
        status=NEEDS if item.state in NEEDS_YOU else SENDING,
        kind=str(item.payload.get("kind") or ""),
        category=str(item.payload.get("category") or ""),
        town=str(item.payload.get("town") or ""),
        village=str(item.payload.get("village") or ""),
        item_id=item.id,
    )


def _of_row(row: TicketRow, change: OutboxItem | None) -> MyTicket:
    status = row.status.value
    if change is not None:
        status = NEEDS if change.state in NEEDS_YOU else SENDING
    return MyTicket(
        id=row.id,
        at=row.created_at,
        title=row.title,
        status=status,
        number=row.number,
        kind=row.kind.value if row.kind else "",
        category=row.category,
        town=row.town,
        village=row.village,
        due_at=row.due_at,
        alarm=row.alarm,
        alert=row.alert,
        item_id=change.id if change is not None else "",
    )
