"""The Settings page on a real server on loopback, with an administrator signed in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from services.contracts.accounts import Role
from services.server.app import build_kernel
from services.server.clocks import settings as clock_settings
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.runner import ApiServer
from services.server.security import Passwords
from services.tasks import Progress
from tests.services.server import district
from tests.services.server.conftest import CHEAP, PASSWORD, add_account
from tests.services.server.empty import put_sqlite
from tests.showing import show_active
from tests.ui.desk.conftest import Post
from ui.language import Language
from ui.page import Link, PageContext
from ui.settings.entry import commands, make_page, make_presenter
from ui.settings.page import SettingsPage
from ui.settings.presenter import SettingsPresenter
from widgets.remember import InMemory

ADMIN = "admin01"


@dataclass
class Office:
    """A Settings page that is open, and the server behind it."""

    bot: QtBot
    page: SettingsPage
    presenter: SettingsPresenter
    console: Container
    server: ApiServer
    notices: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def wait(self, condition: Callable[[], Any], seconds: float = 10) -> None:
        """Waits on the GUI's own loop."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=int(seconds * 1000))

    def open(self, section: str) -> Any:
        """Goes to a section and returns it."""
        self.page.sections.show_section(section)
        return self.page.view(section)

    def write(self, do: Callable[[Any], Any]) -> Any:
        """Does something at the server, as somebody else would."""
        return self.server.kernel.write(do)

    def build_again(self) -> None:
        """Builds the page anew, as a change of language or theme does."""
        self.page = _page(self.bot, self.presenter, self.notices, self.links)


class Said:
    """Notices of a page."""

    def __init__(self, said: list[str]) -> None:
        self._said = said

    def say(self, text: str, tone: object = None, undo: object = None) -> None:
        """Keeps what was said."""
        self._said.append(text)


def _page(bot: QtBot, presenter: SettingsPresenter, notices: list[str], links: list[Link]) -> SettingsPage:
    context = PageContext(commands(), InMemory(), Said(notices), lambda _snapshot: None)
    page = make_page(presenter, context)
    assert isinstance(page, SettingsPage)
    page.open_requested.connect(links.append)
    bot.addWidget(page)
    page.resize(1280, 740)
    show_active(bot, page)
    page.entered()
    return page


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ApiServer]:
    """A server with a small district."""
    config = ServerConfig(put_sqlite(tmp_path / "server.db"), tmp_path)
    database = Database(config.database_url)
    kernel = build_kernel(config, database, passwords=Passwords(CHEAP))
    district.load(kernel)
    kernel.write(clock_settings.ensure)
    add_account(kernel, Role.ADMINISTRATOR, id=ADMIN, username=ADMIN, name="管理员")
    add_account(kernel, Role.AGENT, Role.DISPATCHER, id="agent01", username="agent01", name="话务员")
    add_account(kernel, Role.HANDLER, id="handler01", username="handler01", name="承办人", unit="D06")
    add_account(kernel, Role.INSPECTOR, id="inspector01", username="inspector01", name="质检员")
    add_account(kernel, Role.LEAD, id="lead01", username="lead01", name="班长")
    database.close()
    server = ApiServer(config)
    server.start()
    server.kernel.passwords = Passwords(CHEAP)
    yield server
    server.stop()


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path, server: ApiServer, request: pytest.FixtureRequest) -> Iterator[Office]:
    """The page of the administrator, or of who is named as the fixture's parameter."""
    Language("en")
    username = getattr(request, "param", ADMIN)
    paths = find_paths(tmp_path / "home")
    settings = SettingsFile(paths.settings)
    settings.override(server=server.base_url, language="en")
    post = Post()
    errors: list[Exception] = []
    console = build(paths, settings, post.posted.emit, errors.append)
    console.connection.open(Progress())
    console.session.sign_in(username, PASSWORD)
    console.desktop.open(username)
    presenter = make_presenter(console)
    assert isinstance(presenter, SettingsPresenter)
    notices: list[str] = []
    links: list[Link] = []
    presenter.notice_stated.connect(lambda text, _tone: notices.append(text))
    presenter.start()
    page = _page(qtbot, presenter, notices, links)
    made = Office(qtbot, page, presenter, console, server, notices, links)
    made.wait(lambda: not console.live.state.stale)
    yield made
    presenter.close()
    console.close()
    assert errors == []


def named(page: QWidget, name: str) -> Any:
    """Returns a widget by its object name."""
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return found
