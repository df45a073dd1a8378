"""What every presenter shares: asking services off the GUI thread, and telling the window what it should know."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from services.tasks import Progress, Task, Tasks

Result = TypeVar("Result")


class Presenter(QObject):
    """Lives from sign-in to sign-out, longer than any page that shows it; keeps all that a page has to show.

    It has no widgets. A page connects its signals in its constructor and reads its present state at once, so that a page
    built anew (another language, another theme) shows the same.
    """

    badge_changed = Signal(str)
    """A short text beside the page's icon in the navigation (``3``), or empty."""
    attention_requested = Signal()
    """The page has something that cannot wait (a call rings): the window shows it and comes to the front."""
    notice_stated = Signal(str, str)
    """A sentence for the notification area and its :class:`widgets.theme.Tone`."""
    undo_offered = Signal(str, str, object)
    """The same, with what takes back what the sentence tells of."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks

    def work(
        self,
        do: Callable[[Progress], Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        title: str = "",
    ) -> Task:
        """Runs ``do`` off the GUI thread. Callbacks come back on the GUI thread; without ``failed`` the window tells."""
        return self._tasks.start(do, done=done, failed=failed, title=title)

    def start(self) -> None:
        """Called once after sign-in, when all presenters exist."""

    def close(self) -> None:
        """Called once at sign-out or exit: stop timers, release listeners."""
