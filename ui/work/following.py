"""Following a ticket: told of each step that somebody else takes with it."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.events import Topic
from services.contracts.notices import Following as Answer
from services.live import ChangeKind, LiveChange, LiveState
from services.tasks import Progress, Tasks
from ui.language import translate
from ui.problems import problem_words
from widgets.theme import Tone


class Asking(Protocol):
    """What is needed of the routes."""

    def follow(self, ticket_id: str, key: str) -> Answer:
        """Follows a ticket."""
        ...

    def leave(self, ticket_id: str, key: str) -> None:
        """Follows it no more."""
        ...


class Live(Protocol):
    """What is needed of :class:`services.live.LiveFeed`."""

    state: LiveState


class Following(QObject):
    """What the person follows is live state: it comes with the snapshot, and from whichever page or desk it is changed."""

    changed = Signal()
    said = Signal(str, str, object)
    """A sentence, its tone, and what undoes it (or ``None``)."""

    def __init__(self, tasks: Tasks, asking: Asking, live: Live, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._asking = asking
        self._live = live

    def is_on(self, ticket_id: str) -> bool:
        """Tells whether the person follows a ticket."""
        return ticket_id in self._live.state.followed

    def toggle(self, ticket_id: str, number: str) -> None:
        """Follows a ticket, or ends it; says so, with a way back."""
        if ticket_id:
            self._set(ticket_id, number, not self.is_on(ticket_id))

    def hear(self, change: LiveChange) -> None:
        """Takes in what changed."""
        event = change.event
        if change.kind is ChangeKind.SNAPSHOT or (event is not None and _is_about_following(event.topic, event.data)):
            self.changed.emit()

    def _set(self, ticket_id: str, number: str, on: bool, is_undo: bool = False) -> None:
        key = f"follow-{uuid7()}"

        def ask(_progress: Progress) -> None:
            if on:
                self._asking.follow(ticket_id, key)
            else:
                self._asking.leave(ticket_id, key)

        def done(_nothing: None) -> None:
            # The event says the same in a moment; the key is answered at once.
            (self._live.state.followed.add if on else self._live.state.followed.discard)(ticket_id)
            self.changed.emit()
            words = translate("Work", "{number}: followed; each step of others is told to you")
            if not on:
                words = translate("Work", "{number}: not followed any more")
            undo = None if is_undo else lambda: self._set(ticket_id, number, not on, is_undo=True)
            self.said.emit(words.format(number=number), Tone.GOOD if on else Tone.NEUTRAL, undo)

        self._tasks.start(ask, done=done, failed=lambda error: self.said.emit(problem_words(error), Tone.BAD, None))


def _is_about_following(topic: Topic, data: dict[str, object]) -> bool:
    return topic is Topic.NOTICE and "followed" in data
