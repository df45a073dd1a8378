"""A person's hands and eyes at the window: keys, clicks, looking, waiting. No method of a page is ever called."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget

Kind = TypeVar("Kind", bound=QWidget)

Key = Qt.Key
_KEY_PAUSE = 0.01


class LostError(Exception):
    """Something that a person would see or that should have happened did not appear in time."""


class Hand:
    """Works in one window."""

    def __init__(self, window: QWidget, pictures: Path) -> None:
        self._window = window
        self._pictures = pictures
        self._taken = 0
        self.pressed = 0
        """How many keys so far; a chord counts as one."""
        pictures.mkdir(parents=True, exist_ok=True)

    async def wait(self, what: str, condition: Callable[[], object], seconds: float = 15.0) -> None:
        """Waits until a condition holds; what it is goes into the error where it never does."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                self.picture("lost")
                raise LostError(f"waited {seconds:.0f} s for: {what}")
            await asyncio.sleep(0.02)

    async def rest(self, seconds: float = 0.25) -> None:
        """Lets the window paint."""
        await asyncio.sleep(seconds)

    async def _hold_the_keyboard(self) -> None:
        """Does what a window manager does and a private display lacks: the uppermost window gets the keyboard."""
        if QApplication.activePopupWidget() is not None:
            return
        wanted = self._uppermost()
        if QApplication.activeWindow() is not wanted:
            wanted.activateWindow()
            await asyncio.sleep(0.2)

    def _uppermost(self) -> QWidget:
        above = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow() and w is not self._window]
        wanted = [w for w in above if isinstance(w, QDialog) or w.isFullScreen()]
        return wanted[-1] if wanted else self._window

    async def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key wherever the focus is."""
        await self._hold_the_keyboard()
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self._window
        self.pressed += 1
        QTest.keyClick(target, key, modifiers)
        await asyncio.sleep(_KEY_PAUSE)

    async def ctrl(self, key: Qt.Key, shift: bool = False) -> None:
        """Presses a key with Ctrl."""
        modifiers = Qt.KeyboardModifier.ControlModifier
        await self.press(key, modifiers | Qt.KeyboardModifier.ShiftModifier if shift else modifiers)

    async def shift(self, key: Qt.Key) -> None:
        """Presses a key with Shift."""
        await self.press(key, Qt.KeyboardModifier.ShiftModifier)

    async def write(self, text: str) -> None:
        """Types where the focus is: ASCII by keys, Chinese as an input method commits it."""
        await self._hold_the_keyboard()
        for character in text:
            self.pressed += 1
            target = QApplication.focusWidget()
            if target is None:
                raise LostError(f"nothing has the focus for typing {text[:12]!r}")
            if character.isascii():
                QTest.keyClicks(target, character)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QApplication.sendEvent(target, event)
            await asyncio.sleep(_KEY_PAUSE)

    async def sign_in(self, username: str, password: str) -> None:
        """Types name and password on the sign-in page, where the server is there already, and waits for the first page."""
        await self.click(self.find(QLineEdit, "signin.username"))
        await self.ctrl(Key.Key_A)
        await self.write(username)
        await self.press(Key.Key_Tab)
        await self.write(password)
        await self.press(Key.Key_Return)
        await self.wait("the first page", lambda: not self.sees("signin.username"))
        await self.rest(2)

    async def click(self, widget: QWidget) -> None:
        """Clicks in the middle of something."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))
        await asyncio.sleep(_KEY_PAUSE)

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Returns the visible part with an object name or accessible name.

        Raises:
            LostError: nobody could see it.
        """
        for widget in self._window.findChildren(kind):
            if widget.isVisible() and name in (widget.objectName(), widget.accessibleName()):
                return widget
        raise LostError(f"cannot see {kind.__name__} {name!r}")

    def all_of(self, kind: type[Kind]) -> list[Kind]:
        """Returns all visible parts of a kind."""
        return [widget for widget in self._window.findChildren(kind) if widget.isVisible()]

    def focus_name(self) -> str:
        """Returns the object name of what has the focus, or of the nearest part around it that has one."""
        widget = QApplication.focusWidget()
        while widget is not None and not widget.objectName().startswith("desk."):
            widget = widget.parentWidget()
        return widget.objectName() if widget is not None else ""

    def sees(self, name: str) -> bool:
        """Tells whether a part with this object name or accessible name can be seen."""
        return any(
            w.isVisible() and name in (w.objectName(), w.accessibleName()) for w in self._window.findChildren(QWidget)
        )

    def reads(self, words: str) -> bool:
        """Tells whether some label or button that can be seen has these words in it."""
        for widget in self._window.findChildren(QWidget):
            if isinstance(widget, QLabel | QAbstractButton) and widget.isVisible() and words in widget.text():
                return True
        return False

    def picture(self, name: str) -> Path:
        """Saves what the window shows now; pictures are numbered in the order they are taken."""
        return self._save(self._window, name)

    def picture_of_uppermost(self, name: str) -> Path:
        """Saves what a window of its own shows: the wall display."""
        return self._save(self._uppermost(), name)

    def _save(self, window: QWidget, name: str) -> Path:
        self._taken += 1
        file = self._pictures / f"{self._taken:02}-{name}.png"
        window.grab().save(str(file))
        return file
