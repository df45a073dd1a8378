"""Closed queues at the wall: which take no new callers, closing one, and opening it again."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.contracts.events import Topic
from services.contracts.opening import ClosingEntry, NewClosing, QueueClosing
from services.contracts.tickets import SkillEntry
from services.live import ChangeKind, LiveChange, LiveState
from services.tasks import Progress, Tasks
from ui.presenter import Presenter


class ClosingSource(Protocol):
    """What the presenter asks the server."""

    def skills(self) -> list[SkillEntry]:
        """Gives the queues' names."""
        ...

    def closings(self) -> list[QueueClosing]:
        """Gives the last word about each queue that was ever closed."""
        ...

    def closing_story(self, skill: str) -> list[ClosingEntry]:
        """Gives what was done with a queue, the newest first."""
        ...

    def close_queue(self, skill: str, new: NewClosing, version: int, key: str) -> QueueClosing:
        """Closes a queue for new callers."""
        ...

    def open_queue(self, skill: str, reason: str, version: int, key: str) -> QueueClosing:
        """Opens a queue."""
        ...


class LiveClosings(Protocol):
    """The live state, with the closed queues."""

    state: LiveState

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        """Tells of each change."""
        ...

    def server_now(self) -> datetime:
        """Gives the server's time."""
        ...


class ClosingsPresenter(Presenter):
    """Follows the live state from sign-in to sign-out."""

    changed = Signal()
    """Which queues are closed, until when, or why."""
    found = Signal(list, dict)
    """All queues, and the last word about each that was ever closed, for the dialog."""
    story_found = Signal(str, list)
    decided = Signal(object)
    """The queue as it is now: closed, or open again."""
    failed = Signal(object)
    """An exception; what was chosen and typed is still in the dialog."""

    def __init__(self, source: ClosingSource, tasks: Tasks, live: LiveClosings, may_close: bool) -> None:
        super().__init__(tasks)
        self._source = source
        self._live = live
        self.may_close = may_close
        self._attempt: tuple[object, str] = (None, "")
        self._stop = live.listen(self._on_live_changed)

    def close(self) -> None:
        """Stops listening."""
        self._stop()
        self._stop = lambda: None

    @property
    def closed(self) -> list[QueueClosing]:
        """The queues that take no new callers; one whose end has come is not among them."""
        return self._live.state.closed_queues(self._live.server_now())

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._live.server_now()

    def find(self) -> None:
        """Asks for all queues, and what was said about them."""

        def read(_progress: Progress) -> tuple[list[SkillEntry], list[QueueClosing]]:
            return self._source.skills(), self._source.closings()

        self.work(
            read,
            lambda got: self.found.emit(got[0], {each.skill: each for each in got[1]}),
            self.failed.emit,
        )

    def look_at_story(self, skill: str) -> None:
        """Asks what was done with a queue; without an answer one decides without it."""
        self.work(
            lambda _progress: self._source.closing_story(skill),
            lambda story: self.story_found.emit(skill, story),
            lambda _error: None,
        )

    def shut(self, skill: str, new: NewClosing, version: int) -> None:
        """Closes a queue for new callers. Asked again after a failure, it counts once."""
        key = self._key((skill, new, version))
        self.work(
            lambda _progress: self._source.close_queue(skill, new, version, key), self._on_decided, self.failed.emit
        )

    def reopen(self, skill: str, reason: str, version: int) -> None:
        """Opens a queue. Asked again after a failure, it counts once."""
        key = self._key((skill, reason, version))
        self.work(
            lambda _progress: self._source.open_queue(skill, reason, version, key), self._on_decided, self.failed.emit
        )

    def _key(self, asked: object) -> str:
        if self._attempt[0] != asked:
            self._attempt = (asked, str(uuid7()))
        return self._attempt[1]

    def _on_decided(self, closing: QueueClosing) -> None:
        self._attempt = (None, "")
        self._live.state.keep_closing(closing)
        self.decided.emit(closing)
        self.changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        is_event = change.kind is ChangeKind.EVENT and change.event is not None
        if change.kind is ChangeKind.SNAPSHOT or (is_event and change.event.topic is Topic.QUEUE_CLOSING):  # type: ignore[union-attr]
            self.changed.emit()
