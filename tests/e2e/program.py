"""The whole program in this process: the real window on the embedded API with the training district, driven by keys."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from services.server.training.staff import PASSWORD
from tests.showing import show_active
from ui.language import Language
from ui.shell.app import _Post
from ui.shell.controller import ShellController
from ui.shell.main_window import MainWindow
from widgets import theme

CTRL = Qt.KeyboardModifier.ControlModifier


class Program:
    """One window from its start to its end, on a copy of a data folder."""

    def __init__(self, qtbot: QtBot, home: Path, data: Path, language: str = "en") -> None:
        self.qtbot = qtbot
        self._post = _Post()
        self.errors: list[BaseException] = []
        paths = find_paths(home)
        shutil.copytree(data, paths.data)
        preferences = SettingsFile(paths.settings)
        preferences.override(language=language, sounds=False)
        self.container: Container = build(paths, preferences, self._deliver, self.errors.append)
        theme.apply(_application(), theme.make_theme())
        self.controller = ShellController(self.container, Language(language))
        self.window = MainWindow(self.container, self.controller)
        self.window.resize(1280, 800)
        show_active(qtbot, self.window)
        self.window.show_at_start()

    def _deliver(self, callback: Callable[[], None]) -> None:
        self._post.posted.emit(callback)

    def sign_in(self, username: str) -> None:
        """Signs in by keys and waits for the first page."""
        self.wait(lambda: self.window.signin is not None and self.window.signin.button.isEnabled(), 60)
        signin = self.window.signin
        assert signin is not None
        signin.username.setFocus(Qt.FocusReason.TabFocusReason)
        signin.username.selectAll()
        QTest.keyClicks(signin.username, username)
        signin.password.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClicks(signin.password, PASSWORD)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.window.workspace is not None and self.window.workspace.current is not None)
        self.qtbot.wait(300)

    def sign_out(self) -> None:
        """Signs out by key."""
        self.press(Qt.Key.Key_Q, CTRL | Qt.KeyboardModifier.ShiftModifier)
        self.wait(lambda: self.window.workspace is None)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key wherever the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def wait(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Waits until something holds."""
        self.qtbot.waitUntil(condition, timeout=int(seconds * 1000))

    def close(self) -> None:
        """Closes the window and stops the API."""
        self.window.close_now()
        self.container.close()
        self.window.deleteLater()
        QApplication.processEvents()


def _application() -> QApplication:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running
