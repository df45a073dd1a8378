"""What the benchmarks of the desk share: the moment at which something is painted, and fingers that do not wait for the window."""

import asyncio
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.shell.app import Gui


class Painted(QObject):
    """Tells when a part of the window has been painted and the frame with it handed to the display.

    A widget is painted inside of the window's update; what is posted from there is delivered when that update is over:
    everything that changed is painted, and the picture is with the display.
    """

    _OVER = QEvent.Type(QEvent.registerEventType())

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget = widget
        self._told: Callable[[float], None] | None = None
        self._sent = False
        widget.installEventFilter(self)

    def tell_once(self, told: Callable[[float], None]) -> None:
        """Calls ``told`` with the moment (``time.perf_counter``) at which the next painting is over."""
        self._told, self._sent = told, False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notices the painting."""
        if event.type() == QEvent.Type.Paint and self._told is not None and not self._sent:
            self._sent = True
            QCoreApplication.postEvent(self, QEvent(self._OVER))
        return False

    def event(self, event: QEvent) -> bool:
        """Comes after the frame."""
        if event.type() == self._OVER:
            told, self._told = self._told, None
            if told is not None:
                told(time.perf_counter())
            return True
        return super().event(event)

    def close(self) -> None:
        """Stops watching."""
        self._widget.removeEventFilter(self)


class Metronome:
    """Calls something on the GUI thread at moments that do not wait for it, as a person's fingers do not.

    Each call is given the moment at which it was due: a window that is busy just then is late from that moment on.
    """

    def __init__(self, gui: Gui) -> None:
        self._gui = gui

    async def at(self, moments: list[float], beat: Callable[[int, float], None]) -> None:
        """Calls ``beat(number, due)`` at each of the moments (``time.perf_counter``)."""
        done = asyncio.Event()

        def run() -> None:
            for number, due in enumerate(moments):
                time.sleep(max(0.0, due - time.perf_counter()))
                self._gui.deliver(lambda number=number, due=due: beat(number, due))  # type: ignore[misc]
            self._gui.deliver(done.set)

        thread = threading.Thread(target=run, name="metronome", daemon=True)
        thread.start()
        await done.wait()
        thread.join()
