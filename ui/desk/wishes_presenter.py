"""Citizens who asked to be called instead of waiting: they keep their place among those who wait, and the desk says whose turn it is."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.contracts.callbacks import CallBack, CallBackCause, CallBackList, CallBackState
from services.contracts.calls import Call, QueueEntry
from services.contracts.events import Topic
from services.live import ChangeKind, LiveChange, LiveFeed
from services.tasks import Tasks
from services.telephony.routing import GENERAL
from ui.problems import problem_words

_SOON_MS = 300
_LOOK_MS = 15_000


class WishSource(Protocol):
    """What the presenter needs of :class:`services.callbacks.service.CallBackService`."""

    def listed(self, closed: bool) -> CallBackList:
        """Returns the open ones."""
        ...

    def take(self, call_back_id: str) -> CallBack:
        """Takes one for oneself, with its number."""
        ...

    def release(self, call_back_id: str) -> CallBack:
        """Gives it back untried."""
        ...

    def call(self, taken: CallBack) -> Call:
        """Calls the citizen."""
        ...


class WishesPresenter(QObject):
    """Reads the list when a wish has come or gone, and not for each call that was lost."""

    changed = Signal()
    failed = Signal(str)
    """A sentence: the citizen is not being called."""

    def __init__(
        self, live: LiveFeed, source: WishSource, tasks: Tasks, may_read: bool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._live = live
        self._source = source
        self._tasks = tasks
        self._may_read = may_read
        self._stop: Callable[[], None] = lambda: None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._read)
        # Somebody may be tried again from a moment on in which, on a quiet floor, nothing else happens.
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.changed)
        self._all: list[CallBack] = []
        self._is_calling = self._is_reading = False

    def start(self) -> None:
        """Begins to follow."""
        self._stop = self._live.listen(self._on_live_changed)
        self._soon.start()
        self._look.start()

    def close(self) -> None:
        """Ends following."""
        self._stop()
        self._soon.stop()
        self._look.stop()

    @property
    def waiting(self) -> list[CallBack]:
        """Whom this person could call now, in the order in which they called: nobody has them, and their skill is served here."""
        me, now = self._live.state.me, self._live.server_now()
        skills = set(me.skills) if me is not None else set[str]()
        mine = [each for each in self._all if not skills or GENERAL in skills or each.skill in skills]
        # Who was not reached is called again some time later.
        return [each for each in mine if each.next_at <= now]

    def before(self, wish: CallBack) -> int:
        """Returns how many wait for the same skill who called before: nobody where it is this citizen's turn."""
        return sum(_waits(entry, wish) for entry in self._live.state.queue.values())

    def call(self) -> None:
        """Takes the first one and calls them. What cannot be called now is given back at once."""
        if not self.waiting or self._is_calling:
            return
        wish, self._is_calling = self.waiting[0], True

        def work() -> None:
            taken = self._source.take(wish.id)
            try:
                self._source.call(taken)
            except Exception:
                self._source.release(wish.id)
                raise

        def done(_nothing: object) -> None:
            self._is_calling = False
            self._soon.start()

        def failed(error: Exception) -> None:
            self._is_calling = False
            self._soon.start()
            self.failed.emit(problem_words(error))

        self._tasks.start(lambda _progress: work(), done=done, failed=failed)

    def _read(self) -> None:
        if self._is_reading:
            # Of two answers the older one could come last.
            self._soon.start()
        elif self._may_read:
            self._is_reading = True
            self._tasks.start(
                lambda _progress: self._source.listed(False), done=self._on_read, failed=self._on_read_failed
            )

    def _on_read_failed(self, _error: Exception) -> None:
        self._is_reading = False

    def _on_read(self, found: CallBackList) -> None:
        wished = [
            each for each in found.items if each.cause is CallBackCause.WISHED and each.state is CallBackState.WAITING
        ]
        self._is_reading = False
        self._all = sorted(wished, key=lambda each: each.since)
        self.changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.kind in (ChangeKind.SNAPSHOT, ChangeKind.FRESH):
            self._soon.start()
        elif change.event is not None and change.event.topic is Topic.CALL_BACK:
            known = any(each.id == change.event.subject for each in self._all)
            if known or change.event.data.get("cause") == CallBackCause.WISHED:
                self._soon.start()
        elif self._all and change.event is not None and change.event.topic in (Topic.QUEUE, Topic.AGENT, Topic.CALL):
            self.changed.emit()


def _waits(entry: QueueEntry, wish: CallBack) -> bool:
    return not entry.parked and entry.priority >= 0 and entry.skill == wish.skill and entry.since < wish.since
