"""Emergencies that nobody has acknowledged: the window shows them on every page."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from services.contracts.accounts import Permission, Role
from services.contracts.events import Topic
from services.contracts.lifecycle import WorkRow
from services.live import ChangeKind, LiveChange
from ui.container import Container
from ui.page import Link

_PAUSE_MS = 250


class AlertsPresenter(QObject):
    """Follows them from sign-in to sign-out, for everybody who moves tickets on."""

    changed = Signal()

    def __init__(self, container: Container) -> None:
        super().__init__()
        self._container = container
        self.rows: list[WorkRow] = []
        self._stop: Callable[[], None] = lambda: None
        self._is_on = self._is_reading = self._again = False
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.read)

    def start(self) -> None:
        """Begins to follow, where the person may know of tickets."""
        account = self._container.session.account
        if account is None or not self._container.session.may(Permission.TICKET_STEP):
            return
        self._is_on = Role.HANDLER not in account.roles or len(account.roles) > 1 or bool(account.unit)
        if self._is_on:
            self._stop = self._container.live.listen(self._on_live_changed)
            self._timer.start()

    def close(self) -> None:
        """Ends following."""
        self._timer.stop()
        self._stop()
        self._stop = lambda: None
        self._is_on, self.rows = False, []

    def read(self) -> None:
        """Reads now, off the GUI thread."""
        account = self._container.session.account
        if not self._is_on or account is None:
            return
        if self._is_reading:
            self._again = True
            return
        self._is_reading = True
        only_handles, service = set(account.roles) == {Role.HANDLER}, self._container.lifecycle
        # While the server is away what was known stays: an alarm does not go out because a cable did.
        self._container.tasks.start(
            lambda _progress: service.alerts(only_handles),
            done=self._on_read,
            failed=lambda _error: self._on_read(self.rows),
        )

    def link(self, pages: set[str]) -> Link | None:
        """Returns where to go about them, among the pages that the person may use."""
        if not self.rows:
            return None
        first = self.rows[0].id
        if "dispatch" in pages:
            return Link("dispatch", "list", "alerts")
        page = next((page for page in ("tasks", "ticket", "desk") if page in pages), "")
        return Link(page, "ticket", first) if page else None

    def _on_read(self, rows: list[WorkRow]) -> None:
        self._is_reading = False
        if not self._is_on:
            return
        if rows != self.rows:
            self.rows = rows
            self.changed.emit()
        if self._again:
            self._again = False
            self._timer.start()

    def _on_live_changed(self, change: LiveChange) -> None:
        is_ticket = change.event is not None and change.event.topic is Topic.TICKET
        if (is_ticket or change.kind in (ChangeKind.SNAPSHOT, ChangeKind.FRESH)) and not self._timer.isActive():
            self._timer.start()
