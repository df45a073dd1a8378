"""The desk of an agent at a real server, on the console's own wiring; nothing between the keys and the database is played."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from services.contracts.accounts import Role, Skill
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.runner import ApiServer
from services.server.security import Passwords
from services.tasks import Progress
from tests.services.server import district
from tests.services.server.conftest import CHEAP, PASSWORD, add_account
from tests.services.server.empty import put_sqlite
from tests.showing import show_active
from ui.callbacks.message_presenter import MessagePresenter
from ui.desk.entry import commands
from ui.desk.page import DeskPage
from ui.desk.presenter import DeskPresenter
from ui.page import PageContext
from ui.quality.player import SilentPlayer
from widgets.remember import InMemory
from widgets.theme import Tone

USERNAME = "agent01"
SKILLS = [Skill(key="general", level=1)]


class Post(QObject):
    """Brings what threads have to say to the GUI thread, as the program does."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(lambda callback: callback(), Qt.ConnectionType.QueuedConnection)


class Said:
    """The window's notices."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def say(self, text: str, tone: Tone = Tone.NEUTRAL, undo: Callable[[], None] | None = None) -> None:
        self.sentences.append(text)


@dataclass
class Desk:
    """A desk that is open."""

    bot: QtBot
    page: DeskPage
    presenter: DeskPresenter
    console: Container
    server: ApiServer
    said: Said

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Presses a key where the focus is."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.bot.keyClick(QApplication.focusWidget() or self.page, key, held)

    def ctrl(self, key: Qt.Key, shift: bool = False) -> None:
        """Presses a key with Ctrl."""
        more = (Qt.KeyboardModifier.ShiftModifier,) if shift else ()
        self.press(key, Qt.KeyboardModifier.ControlModifier, *more)

    def type(self, field: str, text: str) -> None:
        """Types ASCII into a field of the form."""
        editor = self.field(field)
        editor.setFocus()
        self.bot.keyClicks(QApplication.focusWidget() or editor, text)

    def field(self, name: str) -> QWidget:
        """Returns an editor of the form."""
        found = self.page.findChild(QWidget, f"desk.form.{name}")
        assert found is not None, name
        return found

    def wait(self, condition: Callable[[], Any], seconds: float = 30) -> None:
        """Waits on the GUI's own loop."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=int(seconds * 1000))

    def tickets(self) -> list[Any]:
        """Returns the tickets at the server, newest first."""
        return list(self.console.tickets.rows(limit=50).items)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ApiServer]:
    config = ServerConfig(put_sqlite(tmp_path / "server.db"), tmp_path)
    database = Database(config.database_url)
    kernel = build_kernel(config, database, passwords=Passwords(CHEAP))
    district.load(kernel)
    add_account(kernel, Role.AGENT, Role.DISPATCHER, id=USERNAME, username=USERNAME, name="话务员01", skills=SKILLS)
    database.close()
    server = ApiServer(config)
    server.start()
    server.kernel.passwords = Passwords(CHEAP)
    yield server
    server.stop()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, server: ApiServer) -> Iterator[Desk]:
    paths = find_paths(tmp_path / "home")
    settings = SettingsFile(paths.settings)
    settings.override(server=server.base_url, sounds=False)
    post = Post()
    errors: list[Exception] = []
    console = build(paths, settings, post.posted.emit, errors.append)
    console.connection.open(Progress())
    console.session.sign_in(USERNAME, PASSWORD)
    console.desktop.open(USERNAME)
    message = MessagePresenter(console.callbacks, console.tasks, SilentPlayer)
    presenter = DeskPresenter(console.tasks, console, message)
    said = Said()
    page = DeskPage(presenter, PageContext(commands(), InMemory(), said, lambda _snapshot: None))
    qtbot.addWidget(page)
    page.resize(1280, 740)
    presenter.start()
    show_active(qtbot, page)
    page.entered()
    # The window's clock: without it nobody notices that a server is silent.
    clock = QTimer(page, interval=250)
    clock.timeout.connect(console.live.tick)
    clock.start()
    made = Desk(qtbot, page, presenter, console, server, said)
    made.wait(lambda: presenter.form.choices is not None and not console.live.state.stale)
    yield made
    presenter.close()
    console.close()
    assert errors == []
