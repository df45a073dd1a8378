"""What benchmarks of windows share: the application, and waiting until everything is painted."""

import time

from PySide6.QtWidgets import QApplication

from widgets import theme


def application() -> QApplication:
    """Returns the one application, in the program's look."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["bench"])
    theme.apply(app, theme.make_theme())
    return app


def settle(app: QApplication, seconds: float = 0.3) -> None:
    """Lets the window paint and timers run for a moment."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.005)
