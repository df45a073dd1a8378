"""Asking the server for one thing of a call at a time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from services.errors import AppError
from services.tasks import Progress, Tasks
from ui.language import translate
from ui.problems import problem_words


class Asking(QObject):
    """While one thing is asked for, what a person wants next waits for its answer."""

    changed = Signal()
    """Something is being asked for, or not any more."""
    failed = Signal(str)
    """A sentence: what was asked for was refused."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._wanted_next: Callable[[], None] | None = None
        self.asked = ""
        """What is being asked for now; empty for nothing."""
        self.is_elsewhere = False
        """The last thing was refused because another console of the same person is on duty."""

    def ask(
        self,
        what: str,
        do: Callable[[], object],
        then: Callable[[], None] | None = None,
        refused: Callable[[], None] = lambda: None,
    ) -> None:
        """Asks for something.

        Args:
            what: its name.
            do: asks the server, off the GUI thread.
            then: goes on once it is done.
            refused: hears that it was refused, after ``failed``.
        """
        if self.asked:
            # The stream is often faster than the answer: what a person wants next is not lost, and the same twice is once.
            if what != self.asked:
                self._wanted_next = lambda: self.ask(what, do, then, refused)
            return
        self.asked = what
        self.changed.emit()

        def work(_progress: Progress) -> object:
            return do()

        def done(_result: object) -> None:
            self.asked = ""
            self.is_elsewhere = False
            self.changed.emit()
            wanted, self._wanted_next = self._wanted_next, None
            for each in (then, wanted):
                if each is not None:
                    each()

        def failed(error: Exception) -> None:
            self._on_refused(error)
            refused()

        self._tasks.start(work, done=done, failed=failed)

    def _on_refused(self, error: Exception) -> None:
        self.asked = ""
        self._wanted_next = None
        self.is_elsewhere = isinstance(error, AppError) and error.code == "other_console"
        self.changed.emit()
        self.failed.emit(_refused_words(error))


def _refused_words(error: Exception) -> str:
    if isinstance(error, AppError) and error.code == "unreachable":
        # Unlike what is typed, nothing of this is kept and sent later.
        return translate(
            "Desk", "Not done: the server is not heard. The call goes on; use the telephone, or press again later."
        )
    return problem_words(error)
