"""How things stand: connection, outbox, running work, training clock."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal
from uuid_utils import uuid7

from services.contracts.accounts import Permission
from services.contracts.events import Topic, TrainingChange, TrainingState
from services.live import ChangeKind, LiveChange
from services.tasks import Task
from ui import moments
from ui.container import Container
from ui.problems import problem_words

_CLOCK_MS = 1_000


class ConnectionState(StrEnum):
    """Whether what the screen shows is true."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    STALE = "stale"
    """Nothing was heard for five seconds."""
    EXCHANGE_LOST = "exchange_lost"
    """The server is heard, and does not hear the telephone exchange: what is shown of calls grows old."""
    OFFLINE = "offline"
    """The server cannot be reached; work goes on and is sent later."""


class StatusPresenter(QObject):
    """Follows what the bars of the window show, from sign-in to sign-out."""

    connection_changed = Signal()
    outbox_changed = Signal()
    """``will_be_filed`` or ``needs_you`` changed."""
    tasks_changed = Signal()
    training_changed = Signal()
    """The training state changed, or a second of its clock has passed."""
    problem_happened = Signal(object)

    def __init__(self, container: Container) -> None:
        super().__init__()
        self._container = container
        self.will_be_filed = 0
        self.needs_you = 0
        self._counting = False
        self._count_again = False
        self._stops: list[Callable[[], None]] = []
        self._timer = QTimer(self, interval=_CLOCK_MS)
        self._timer.timeout.connect(self.training_changed)

    def start(self) -> None:
        """Begins to follow; somebody has signed in."""
        container = self._container
        self._stops = [
            container.live.listen(self._on_live_changed),
            container.outbox.listen(lambda _change: self._count()),
            container.tasks.listen(self.tasks_changed.emit),
        ]
        self._timer.start()
        self._count()
        self.connection_changed.emit()
        self.training_changed.emit()

    def close(self) -> None:
        """Stops following."""
        self._timer.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()
        self.will_be_filed = self.needs_you = 0

    @property
    def connection(self) -> ConnectionState:
        """Whether what is shown is true."""
        live = self._container.live
        if not live.state.stale:
            lost = not live.state.exchange.connected
            return ConnectionState.EXCHANGE_LOST if lost else ConnectionState.CONNECTED
        if live.problem is not None:
            return ConnectionState.OFFLINE
        return ConnectionState.CONNECTING if live.state.last_true_at is None else ConnectionState.STALE

    @property
    def last_true_at(self) -> datetime | None:
        """When what is shown was last true, in the district's time."""
        moment = self._container.live.state.calls_true_at
        return None if moment is None else moments.local(moment)

    @property
    def connection_problem(self) -> str:
        """Why the server is not heard, as a sentence, or empty."""
        problem = self._container.live.problem
        return "" if problem is None else problem_words(problem)

    @property
    def tasks(self) -> list[Task]:
        """Running work that has a title."""
        return self._container.tasks.titled

    @property
    def training(self) -> TrainingState:
        """The state of the training mode."""
        return self._container.live.state.training

    @property
    def may_control_training(self) -> bool:
        """Whether the person may change the training clock."""
        return self._container.session.may(Permission.TRAINING_CONTROL)

    def now(self) -> datetime:
        """Returns the server's time, in the district's zone."""
        return moments.local(self._container.live.server_now())

    def try_connection_now(self) -> None:
        """Asks the server at once."""
        self._container.live.retry_now()
        self._container.outbox.retry_now()

    def change_training(self, speed: float | None = None, paused: bool | None = None) -> None:
        """Changes the training clock; the new state comes back as an event."""
        change = TrainingChange(speed=speed, paused=paused)
        key = f"training-{uuid7()}"
        self._container.tasks.start(
            lambda _progress: self._container.training.change_training(change, key), failed=self.problem_happened.emit
        )

    def _count(self) -> None:
        if self._counting:
            self._count_again = True
            return
        self._counting = True
        outbox = self._container.outbox
        self._container.tasks.start(
            lambda _progress: outbox.count(), done=self._on_counted, failed=self._on_count_failed
        )

    def _on_counted(self, counts: tuple[int, int]) -> None:
        self._counting = False
        if not self._stops:
            return
        self.will_be_filed, self.needs_you = counts
        self.outbox_changed.emit()
        if self._count_again:
            self._count_again = False
            self._count()

    def _on_count_failed(self, error: Exception) -> None:
        self._counting = False
        self.problem_happened.emit(error)

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.kind != ChangeKind.EVENT or (change.event and change.event.topic is Topic.EXCHANGE):
            self.connection_changed.emit()
            self.training_changed.emit()
