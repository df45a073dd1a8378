"""Calling the citizen from Follow-up: by key, by the button and by a click on the number; the desk does the rest."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.tickets import TicketStatus
from services.tasks import ImmediateTasks
from tests.showing import show_active
from tests.ui.work.district import Desk, ticket
from ui.followup.entry import commands
from ui.followup.page import FollowUpPage
from ui.followup.presenter import FollowUpPresenter
from ui.page import Link

CONTACT, CALLED_FROM = "16100000042", "057382120000"


def opened(bot: QtBot, folder: Path, may_call: bool, **more: object) -> tuple[FollowUpPage, list[Link]]:
    desk = Desk(folder, Role.AGENT)
    numbers = {"contact_number": CONTACT, "caller_number": CALLED_FROM, **more}
    desk.server.put(ticket("t1", status=TicketStatus.FOLLOW_UP, **numbers))
    presenter = FollowUpPresenter(ImmediateTasks(), desk, desk.server)
    presenter.may_call = may_call
    page = FollowUpPage(presenter, desk.context(list(commands())))
    bot.addWidget(page)
    page.resize(1100, 740)
    links: list[Link] = []
    page.open_requested.connect(links.append)
    presenter.start()
    show_active(bot, page)
    page.entered()
    return page, links


def about(number: str) -> list[Link]:
    return [Link("desk", "ticket", "t1"), Link("desk", "dial", number)]


def press(key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, Qt.KeyboardModifier.ControlModifier)


def test_a_key_and_a_button_call_where_the_citizen_wants_to_be_reached(qtbot: QtBot, tmp_path: Path) -> None:
    page, links = opened(qtbot, tmp_path, may_call=True)
    press(Qt.Key.Key_D)
    assert links == about(CONTACT)
    button = page.acts_bar.findChild(QPushButton, "work.act.call")
    assert button is not None
    button.click()
    assert links == about(CONTACT) * 2


@pytest.mark.parametrize("number", [CONTACT, CALLED_FROM])
def test_each_number_of_the_ticket_can_be_clicked(qtbot: QtBot, tmp_path: Path, number: str) -> None:
    page, links = opened(qtbot, tmp_path, may_call=True)
    place = [CONTACT, CALLED_FROM].index(number)
    assert f"href='tel:{place}'" in page.view._shown
    page.view.text.anchorClicked.emit(QUrl(f"tel:{place}"))
    assert links == about(number)


def test_who_has_no_telephone_at_the_desk_calls_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    page, links = opened(qtbot, tmp_path, may_call=False)
    assert "tel:" not in page.view._shown
    assert "Call the citizen" not in page.acts_bar.words()
    press(Qt.Key.Key_D)
    assert links == []


def test_what_cannot_be_called_is_no_link_and_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    page, links = opened(qtbot, tmp_path, may_call=True, contact_number="转接", caller_number="")
    assert "tel:" not in page.view._shown
    press(Qt.Key.Key_D)
    assert links == []
    assert "no number" in page.context.notices.said[-1][0]  # type: ignore[attr-defined]


def test_nobody_is_called_whose_identity_is_hidden(qtbot: QtBot, tmp_path: Path) -> None:
    page, links = opened(qtbot, tmp_path, may_call=True, identity_hidden=True)
    press(Qt.Key.Key_D)
    page.view.text.anchorClicked.emit(QUrl("tel:0"))
    assert [link for link in links if link.what == "dial"] == []
