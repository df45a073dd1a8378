"""The real window, driven by keys: what tests and benchmarks of it share."""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from console.tour.hand import Hand, Key, LostError
from services.server.training.staff import PASSWORD
from ui.shell.app import Gui
from ui.shell.main_window import MainWindow

Found = TypeVar("Found")
AGENT = "agent01"
SIZE = (1920, 1080)


@dataclass(frozen=True)
class Desk:
    """A window in which an agent has signed in."""

    gui: Gui
    container: Container
    window: MainWindow
    hand: Hand


def at_the_desk(
    folder: Path,
    walk: Callable[[Desk], Awaitable[Found]],
    server: str = "",
    speed: float = 1.0,
    agent: str = AGENT,
    password: str = PASSWORD,
) -> Found:
    """Starts the console on a folder, signs an agent in, lets ``walk`` work in the window, and closes it.

    Args:
        folder: where the console keeps its files.
        walk: works on the GUI thread, as the person at the window.
        server: address of an API; empty starts the embedded one with the training district.
        speed: of the training clock.
        agent: who signs in.
        password: with what.

    Raises:
        LostError: something did not appear in the window.
    """
    paths = find_paths(folder)
    preferences = SettingsFile(paths.settings)
    preferences.override(theme="light", language="zh_CN", server=server, sounds=False)
    gui = Gui(sys.argv[:1])
    container = build(paths, preferences, gui.deliver, gui.on_error, speed)
    outcome: list[Found | BaseException] = []

    async def work() -> None:
        window = gui.window
        try:
            if window is None:
                raise LostError("there is no window")
            window.showNormal()
            window.resize(*SIZE)
            window.activateWindow()
            hand = Hand(window, folder / "pictures")
            await sign_in(hand, agent, password)
            outcome.append(await walk(Desk(gui, container, window, hand)))
        except Exception as error:
            outcome.append(error)
        finally:
            if window is not None:
                window.close_now()

    QTimer.singleShot(0, lambda: gui.loop.create_task(work()))
    gui.run(container)
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    shutil.rmtree(folder / "pictures", ignore_errors=True)
    return outcome[0]


async def sign_in(hand: Hand, agent: str, password: str) -> None:
    """Types name and password on the sign-in page and waits for the first page."""
    await hand.wait("the sign-in page", lambda: hand.sees("signin.username"))
    await hand.wait("the server", lambda: hand.find(QWidget, "signin.button").isEnabled(), 120)
    await hand.sign_in(agent, password)


async def go_to(hand: Hand, name: str) -> QWidget:
    """Puts the focus into a part of the form by Tab, and returns what has it.

    Raises:
        LostError: Tab does not lead there.
    """
    for _ in range(40):
        focus = QApplication.focusWidget()
        if hand.focus_name() == name and focus is not None:
            return focus
        await hand.press(Key.Key_Tab)
    raise LostError(f"Tab does not lead to {name}")


async def elsewhere(work: Callable[[], Found]) -> Found:
    """Runs something blocking in a thread while the window lives on."""
    return await asyncio.get_running_loop().run_in_executor(None, work)
