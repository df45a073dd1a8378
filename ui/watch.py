"""Who else has a ticket open and who types in it: says so for oneself, and hears of the others."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.contracts.events import Topic
from services.contracts.tickets import Viewer
from services.live import LiveChange, LiveState
from services.tasks import Tasks
from ui.language import translate

_SAY_MS = 10_000
"""The server forgets a console that says nothing for 25 seconds."""
_ARRIVE_MS = 700
"""Who only passes by with the arrow keys has not looked."""
_TYPES_MS = 8_000
"""So long after the last key somebody still types."""


class Saying(Protocol):
    """What is needed of :class:`services.desk.service.DeskService`."""

    def say_presence(self, ticket_id: str, present: bool, typing: bool) -> Sequence[Viewer]:
        """Lets others see that one looks at a ticket; returns who has it open."""
        ...


class Live(Protocol):
    """What is needed of :class:`services.live.LiveFeed`."""

    state: LiveState


class Watch(QObject):
    """One ticket at a time. A key costs nothing: the server hears when typing begins and when it ends."""

    changed = Signal()
    """Other people have come, gone, or begun or stopped typing."""

    def __init__(
        self, tasks: Tasks, saying: Saying, live: Live, me: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._saying = saying
        self._live = live
        self._me = me
        self._ticket = ""
        self._is_said = self._is_typing = False
        self.viewers: list[Viewer] = []
        """The others."""
        self._arrive = QTimer(self, singleShot=True, interval=_ARRIVE_MS)
        self._arrive.timeout.connect(self._say)
        self._again = QTimer(self, interval=_SAY_MS)
        self._again.timeout.connect(self._say)
        self._rest = QTimer(self, singleShot=True, interval=_TYPES_MS)
        self._rest.timeout.connect(self._stop_typing)

    def look(self, ticket_id: str) -> None:
        """Looks at a ticket from now on, or at none."""
        if ticket_id == self._ticket:
            return
        if self._is_said:
            self._send(self._ticket, present=False, typing=False)
        self._ticket = ticket_id
        self._is_said = self._is_typing = False
        for timer in (self._arrive, self._again, self._rest):
            timer.stop()
        if self.viewers:
            self.viewers = []
            self.changed.emit()
        if ticket_id:
            self._arrive.start()

    def type(self) -> None:
        """A key was pressed in something that belongs to the ticket."""
        if not self._ticket:
            return
        self._rest.start()
        if not self._is_typing:
            self._is_typing = True
            self._say()

    def hear(self, change: LiveChange) -> None:
        """Takes in what happened."""
        event = change.event
        if event is not None and event.topic is Topic.PRESENCE and event.data.get("ticket_id") == self._ticket:
            self._show([Viewer.model_validate(viewer) for viewer in event.data.get("viewers", [])])

    def words(self) -> str:
        """Returns who else is there: ``Li is typing · Wang is looking at it too``; empty where nobody is."""
        typing = [viewer.name for viewer in self.viewers if viewer.typing]
        looking = [viewer.name for viewer in self.viewers if not viewer.typing]
        words = []
        if typing:
            words.append(translate("Work", "{names} is typing").format(names=", ".join(typing)))
        if looking:
            words.append(translate("Work", "{names} is looking at it too").format(names=", ".join(looking)))
        return " · ".join(words)

    def _stop_typing(self) -> None:
        self._is_typing = False
        self._say()

    def _say(self) -> None:
        self._arrive.stop()
        self._again.start()
        self._is_said = True
        self._send(self._ticket, present=True, typing=self._is_typing)

    def _send(self, ticket_id: str, present: bool, typing: bool) -> None:
        def done(viewers: Sequence[Viewer]) -> None:
            if present and ticket_id == self._ticket:
                self._show(viewers)

        self._tasks.start(
            lambda _progress: self._saying.say_presence(ticket_id, present, typing),
            done=done,
            failed=lambda _error: None,
        )

    def _show(self, viewers: Sequence[Viewer]) -> None:
        others = [viewer for viewer in viewers if viewer.account_id != self._me()]
        if others != self.viewers:
            self.viewers = others
            self.changed.emit()
