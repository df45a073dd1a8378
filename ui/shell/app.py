"""The running application: Qt, the event loop, the way to the GUI thread, the one route of errors.

``console`` makes a :class:`Gui` first, builds the services with its ``deliver`` and ``on_error``, and then calls ``run``::

    gui = Gui(sys.argv)
    container = build(..., deliver=gui.deliver, on_error=gui.on_error, ...)
    return gui.run(container)
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files

import qasync
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from services import collecting
from ui.container import Container
from ui.language import Language
from ui.shell.controller import ShellController
from ui.shell.main_window import MainWindow
from widgets import theme

log = logging.getLogger(__name__)


def look_for_cycles(container: Container) -> None:
    """Looks for garbage once the API can be asked: before, what is new are modules, and the window would stand still for nothing."""
    if container.connection.is_ready:
        collecting.look_if_due()


class _Post(QObject):
    """Brings callables to the thread it lives in."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _on_posted(self, callback: Callable[[], None]) -> None:
        callback()


class Gui:
    """Qt and its event loop, before there are services; then the window."""

    def __init__(self, arguments: Sequence[str]) -> None:
        QApplication.setApplicationName("Tongfu")
        QApplication.setDesktopFileName("tongfu")
        running = QApplication.instance()
        self.application = running if isinstance(running, QApplication) else QApplication(list(arguments))
        with as_file(files("resources") / "icons" / "tongfu.svg") as picture:
            self.application.setWindowIcon(QIcon(str(picture)))
        self.loop = qasync.QEventLoop(self.application)
        asyncio.set_event_loop(self.loop)
        self.window: MainWindow | None = None
        self._post = _Post()
        self._closed = asyncio.Event()
        self._untold: list[BaseException] = []

    def deliver(self, callback: Callable[[], None]) -> None:
        """Runs a callable on the GUI thread soon; from any thread, in the order given."""
        try:
            self._post.posted.emit(callback)
        except RuntimeError:
            log.debug("the window is gone; a result was not shown")

    def on_error(self, error: BaseException) -> None:
        """Tells the person of an error that nobody else handles; from any thread."""
        log.warning("not handled: %s", type(error).__name__)
        self.deliver(lambda: self._tell(error))

    def prepare(self, container: Container) -> MainWindow:
        """Makes the window for these services, in the person's language and look."""
        preferences = container.preferences
        language = Language(preferences.language)
        theme.apply(self.application, theme.make_theme(preferences.theme, large=preferences.large_text))
        controller = ShellController(container, language)
        self.window = MainWindow(container, controller)
        self.window.closed.connect(self._closed.set)
        for error in self._untold:
            self._tell(error)
        return self.window

    def run(self, container: Container) -> int:
        """Shows the window and runs until it is closed; closes the services. Returns the exit code."""
        window = self.prepare(container)
        window.show_at_start()
        previous = signal.signal(signal.SIGTERM, lambda *_: self.deliver(window.close_now))
        collecting.on_request_only()
        # Python also runs signal handlers between its own instructions; Qt's loop alone would keep it waiting.
        heartbeat = QTimer(interval=500)
        heartbeat.timeout.connect(lambda: look_for_cycles(container))
        heartbeat.start()
        try:
            with self.loop:
                self.loop.run_until_complete(self._closed.wait())
        finally:
            heartbeat.stop()
            signal.signal(signal.SIGTERM, previous)
            container.close()
        return 0

    def _tell(self, error: BaseException) -> None:
        if self.window is None:
            self._untold.append(error)
        else:
            self.window.tell_problem(error)
