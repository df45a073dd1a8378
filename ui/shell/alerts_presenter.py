"""Emergencies that nobody has acknowledged: the window shows them on every page."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from services.contracts.accounts import Account, Role
from services.contracts.events import Alert, Topic
from services.live import ChangeKind, LiveChange
from ui.container import Container
from ui.page import Link


class AlertsPresenter(QObject):
    """Follows them from sign-in to sign-out. While the server is away what was known stays: a cable ends no alarm."""

    changed = Signal()

    def __init__(self, container: Container) -> None:
        super().__init__()
        self._container = container
        self._stop: Callable[[], None] = lambda: None
        self.alerts: list[Alert] = []

    def start(self) -> None:
        """Begins to follow."""
        self._stop = self._container.live.listen(self._on_live_changed)
        self._take()

    def close(self) -> None:
        """Ends following."""
        self._stop()
        self._stop = lambda: None
        self.alerts = []

    def link(self, pages: set[str]) -> Link | None:
        """Returns where to go about them, among the pages that the person may use."""
        if not self.alerts:
            return None
        if "dispatch" in pages:
            return Link("dispatch", "list", "alerts")
        page = next((page for page in ("tasks", "ticket", "desk") if page in pages), "")
        return Link(page, "ticket", self.alerts[0].ticket_id) if page else None

    def _take(self) -> None:
        account = self._container.session.account
        alerts = [alert for alert in self._container.live.state.alerts.values() if _concerns(account, alert)]
        if alerts != self.alerts:
            self.alerts = alerts
            self.changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.kind is ChangeKind.SNAPSHOT or (change.event is not None and change.event.topic is Topic.ALERT):
            self._take()


def _concerns(account: Account | None, alert: Alert) -> bool:
    """Who only handles is alarmed by what lies with the own unit; everybody else by all."""
    only_handles = account is not None and set(account.roles) == {Role.HANDLER}
    return not only_handles or (account is not None and alert.unit == account.unit)
