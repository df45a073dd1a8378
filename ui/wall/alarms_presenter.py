"""The floor's alarms at the wall: which are on, who takes care of them."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.contracts.alarms import Alarm
from services.contracts.events import Event, Topic
from services.live import ChangeKind, LiveChange, LiveState
from services.tasks import Tasks
from ui.presenter import Presenter


class AlarmSource(Protocol):
    """What the presenter asks the server."""

    def alarms(self) -> list[Alarm]:
        """Gives alarms that are on and those that are over, the newest first."""
        ...

    def acknowledge(self, alarm_id: int, remark: str, key: str) -> Alarm:
        """Takes care of an alarm."""
        ...


class LiveAlarms(Protocol):
    """The live state, with the alarms that are on."""

    state: LiveState

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        """Tells of each change."""
        ...


class AlarmsPresenter(Presenter):
    """Follows the live state from sign-in to sign-out."""

    changed = Signal()
    """Which alarms are on, or who takes care of one."""
    history_changed = Signal()
    failed = Signal(object)
    """An exception: taking care of an alarm did not reach the server."""
    acknowledged = Signal(object)
    """The alarm, now with who takes care of it: perhaps somebody who was faster."""

    def __init__(self, source: AlarmSource, tasks: Tasks, live: LiveAlarms, may_acknowledge: bool) -> None:
        super().__init__(tasks)
        self._source = source
        self._live = live
        self.may_acknowledge = may_acknowledge
        self.history: list[Alarm] = []
        self._asked: dict[int, str] = {}
        self._stop = live.listen(self._on_live_changed)

    def close(self) -> None:
        """Stops listening."""
        self._stop()
        self._stop = lambda: None

    @property
    def alarms(self) -> list[Alarm]:
        """The alarms that are on: those that nobody takes care of first, the oldest first."""
        return sorted(
            self._live.state.alarms.values(), key=lambda a: (a.acknowledged_at is not None, a.raised_at, a.id)
        )

    @property
    def first(self) -> Alarm | None:
        """The alarm that waits longest for somebody to take care of it."""
        return next((alarm for alarm in self.alarms if alarm.acknowledged_at is None), None)

    def acknowledge(self, alarm_id: int, remark: str = "") -> None:
        """Takes care of an alarm; asked again before the answer is there, nothing happens."""
        if not self.may_acknowledge or alarm_id in self._asked:
            return
        key = self._asked[alarm_id] = str(uuid7())
        self.work(
            lambda _progress: self._source.acknowledge(alarm_id, remark, key),
            self._on_acknowledged,
            lambda error: self._on_failed(alarm_id, error),
        )

    def load_history(self) -> None:
        """Reads the newest alarms, those that are over too."""
        self.work(lambda _progress: self._source.alarms(), self._on_history_loaded)

    def _on_acknowledged(self, alarm: Alarm) -> None:
        self._asked.pop(alarm.id, None)
        if alarm.id in self._live.state.alarms:
            self._live.state.alarms[alarm.id] = alarm
        self._replace(alarm)
        self.acknowledged.emit(alarm)
        self.changed.emit()

    def _on_failed(self, alarm_id: int, error: Exception) -> None:
        self._asked.pop(alarm_id, None)
        self.failed.emit(error)

    def _on_history_loaded(self, alarms: list[Alarm]) -> None:
        self.history = alarms
        self.history_changed.emit()

    def _replace(self, alarm: Alarm) -> None:
        if any(known.id == alarm.id for known in self.history):
            self.history = [alarm if known.id == alarm.id else known for known in self.history]
            self.history_changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        event: Event | None = change.event
        if change.kind is ChangeKind.EVENT and event is not None:
            if event.topic is Topic.ALARM:
                self._replace(Alarm.model_validate(event.data))
                self.changed.emit()
        elif change.kind is ChangeKind.SNAPSHOT:
            self.changed.emit()
