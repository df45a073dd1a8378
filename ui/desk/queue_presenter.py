"""Who waits, and which colleagues could take a call."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from services.contracts.calls import AgentState, AgentStatus, QueueEntry
from services.contracts.events import Topic
from services.contracts.opening import QueueClosing
from services.live import ChangeKind, LiveChange, LiveFeed


class QueuePresenter(QObject):
    """Passes single changes on as they come, because a busy queue changes many times a second."""

    reset = Signal()
    """Read everything anew: ``entries``."""
    entry_put = Signal(object)
    """A :class:`QueueEntry` is new or has changed."""
    entry_left = Signal(str)
    """The caller with this call id does not wait any more."""
    freshness_changed = Signal()
    closings_changed = Signal()
    """Which queues take no new callers."""

    def __init__(self, live: LiveFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._stop: Callable[[], None] = lambda: None

    @property
    def entries(self) -> list[QueueEntry]:
        """Who waits, in the order of service."""
        return self._live.state.queue_in_order()

    @property
    def is_stale(self) -> bool:
        """Whether the queue may be out of date."""
        return self._live.state.calls_stale

    def colleagues(self) -> list[AgentStatus]:
        """Returns ready colleagues, longest idle first."""
        me = self._live.state.me
        own = me.account_id if me is not None else ""
        ready = (a for a in self._live.state.agents.values() if a.state is AgentState.READY and a.account_id != own)
        return sorted(ready, key=lambda agent: agent.since)

    def parked(self) -> list[QueueEntry]:
        """Returns callers whom an agent has put aside, the first one first."""
        return sorted((entry for entry in self._live.state.queue.values() if entry.parked), key=lambda e: e.since)

    def closed(self) -> list[QueueClosing]:
        """Returns the queues that take no new callers now."""
        return self._live.state.closed_queues(self._live.server_now())

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._live.server_now()

    def start(self) -> None:
        """Begins to follow."""
        self._stop = self._live.listen(self._on_live_changed)
        self.reset.emit()

    def close(self) -> None:
        """Ends following."""
        self._stop()

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.kind is ChangeKind.SNAPSHOT:
            self.reset.emit()
            self.freshness_changed.emit()
        elif change.event is None or change.event.topic is Topic.EXCHANGE:
            self.freshness_changed.emit()
        elif change.event.topic is Topic.QUEUE_CLOSING:
            self.closings_changed.emit()
        elif change.event.topic is Topic.QUEUE:
            if "left" in change.event.data:
                self.entry_left.emit(str(change.event.data["left"]))
            if "entry" in change.event.data:
                entry = self._live.state.queue.get(change.event.subject)
                if entry is not None:
                    self.entry_put.emit(entry)
