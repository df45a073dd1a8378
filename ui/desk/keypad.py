"""Keypad tones into a call, in the order in which they were pressed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from services.tasks import Tasks
from ui.desk.calls import Calls
from ui.problems import problem_words


class Keypad(QObject):
    """One message is on its way at a time; what is pressed meanwhile follows it.

    Args:
        calls: sends the tones.
        tasks: runs what blocks.
        call_id: of the call that is talked now; empty for none.
    """

    failed = Signal(str)
    """A sentence: the tones were refused."""

    def __init__(self, calls: Calls, tasks: Tasks, call_id: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._tasks = tasks
        self._call_id = call_id
        self._keys = ""
        """Tones that are on their way, and those that follow."""

    def press(self, keys: str) -> None:
        """Sends tones; none is lost while others are on their way."""
        is_sending, self._keys = bool(self._keys), self._keys + keys
        if not is_sending:
            self._send()

    def _send(self) -> None:
        call_id, keys = self._call_id(), self._keys
        if not call_id or not keys:
            self._keys = ""
            return

        def done(_call: object) -> None:
            self._keys = self._keys.removeprefix(keys)
            self._send()

        def failed(error: Exception) -> None:
            self._keys = ""
            self.failed.emit(problem_words(error))

        self._tasks.start(lambda _progress: self._calls.press(call_id, keys), done=done, failed=failed)
