"""Dispatch at a district in memory, with its keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.tasks import ImmediateTasks
from tests.showing import show_active
from tests.ui.work.district import Desk, ticket
from ui.dispatch.entry import commands
from ui.dispatch.page import DispatchPage
from ui.dispatch.presenter import DispatchPresenter

Opened = tuple[DispatchPage, DispatchPresenter]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, Role.DISPATCHER)
    made.server.put(*(ticket(f"t{n}") for n in range(1, 5)))
    return made


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Callable[[], Opened]:
    """Opens the page as it is after sign-in."""
    made: list[DispatchPresenter] = []

    def opened() -> Opened:
        presenter = DispatchPresenter(ImmediateTasks(), desk)
        page = DispatchPage(presenter, desk.context(list(commands())))
        qtbot.addWidget(page)
        page.resize(1200, 760)
        presenter.start()
        show_active(qtbot, page)
        page.entered()
        made.append(presenter)
        return page, presenter

    return opened
