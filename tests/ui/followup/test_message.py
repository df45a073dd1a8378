"""Asking by message from the page: one key sends it, what was sent stands in a list of its own, one key takes it back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.lifecycle import WorkList
from services.contracts.tickets import Pending, TicketStatus
from services.tasks import ImmediateTasks
from tests.showing import show_active
from tests.ui.work.district import Desk, ticket
from ui.followup.entry import commands
from ui.followup.page import FollowUpPage
from ui.followup.presenter import FollowUpPresenter


def press(key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def test_one_key_asks_by_message_and_one_takes_it_back(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(tmp_path, Role.INSPECTOR)
    desk.server.put(ticket("t1", status=TicketStatus.FOLLOW_UP), ticket("t2", status=TicketStatus.FOLLOW_UP))
    presenter = FollowUpPresenter(ImmediateTasks(), desk, desk.server)
    page = FollowUpPage(presenter, desk.context(list(commands())))
    qtbot.addWidget(page)
    page.resize(1100, 740)
    presenter.start()
    show_active(qtbot, page)
    page.entered()
    assert "Ask by message" in page.acts_bar.words()
    press(Qt.Key.Key_F7)
    desk.deliver()
    assert desk.server.tickets["t1"].pending is Pending.ANSWER
    assert presenter.open_id == "t2"
    presenter.show_tab(WorkList.ASKED.value)
    assert presenter.open_id == "t1"
    assert "Ask by telephone instead" in page.acts_bar.words()
    press(Qt.Key.Key_F7)
    desk.deliver()
    assert desk.steps() == [("t1", "ask"), ("t1", "ask_by_phone")]
    assert desk.server.tickets["t1"].pending is Pending.NOTHING
