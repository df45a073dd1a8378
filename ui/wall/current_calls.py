"""Who calls whom: learnt from the queue as callers come, and asked for where calls began before this console was opened."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal

from services.contracts.calls import QueueEntry
from services.tasks import Tasks
from services.wall.service import CurrentCall
from ui.presenter import Presenter


class CurrentCalls(Presenter):
    """A comfort: without it the board says that an agent speaks, not with whom.

    Args:
        ask: gives the calls of so many agents at most; blocking.
        tasks: runs it.
    """

    learnt = Signal()
    """More is known than before."""

    def __init__(self, ask: Callable[[int], dict[str, CurrentCall]], tasks: Tasks) -> None:
        super().__init__(tasks)
        self._ask = ask
        self._calls: dict[str, CurrentCall] = {}
        self._asking = False

    def of(self, call_id: str) -> CurrentCall | None:
        """Returns who calls, ``None`` where that is not known (yet)."""
        return self._calls.get(call_id)

    def know(self, waiting: Iterable[QueueEntry]) -> None:
        """Keeps who waits: when an agent answers, the board can say who it is."""
        for entry in waiting:
            known = self._calls.get(entry.call_id)
            # Told of each change of the queue: with a thousand callers nearly all of them are known.
            if known is None or known.skill != entry.skill:
                self._calls[entry.call_id] = CurrentCall(entry.number_masked, entry.skill)

    def learn(self, present: set[str], waiting: Iterable[str], agents: int) -> None:
        """Forgets calls that are over, and asks for those that are not known.

        Args:
            present: the calls that agents have.
            waiting: the calls of the queue.
            agents: how many agents are on duty.
        """
        kept = present.union(waiting)
        self._calls = {key: call for key, call in self._calls.items() if key in kept}
        if present - self._calls.keys() and not self._asking:
            self._asking = True
            self.work(lambda _progress: self._ask(agents), self._on_found, self._on_failed)

    def _on_found(self, calls: dict[str, CurrentCall]) -> None:
        self._asking = False
        self._calls |= calls
        self.learnt.emit()

    def _on_failed(self, _error: Exception) -> None:
        """The next refresh asks again."""
        self._asking = False
