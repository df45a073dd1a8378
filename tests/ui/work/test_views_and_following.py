"""Saved views of a work list, and following a ticket from lists and from its page, by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.events import Event, Topic
from services.contracts.views import SavedView
from services.errors import AppError
from services.live import ChangeKind
from services.tasks import ImmediateTasks
from tests.showing import show_active
from tests.ui.work.district import NOW, Desk, ticket
from ui.dispatch.entry import commands
from ui.dispatch.page import DispatchPage
from ui.dispatch.presenter import DispatchPresenter
from ui.page import Link
from ui.ticket.entry import commands as ticket_commands
from ui.ticket.page import TicketPage
from ui.ticket.presenter import TicketPresenter

Key = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
OpenPage = Callable[[], DispatchPage]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, Role.DISPATCHER)
    made.server.put(*(ticket(f"t{n}") for n in range(1, 5)))
    return made


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> OpenPage:
    def opened() -> DispatchPage:
        presenter = DispatchPresenter(ImmediateTasks(), desk)
        page = DispatchPage(presenter, desk.context(list(commands())))
        qtbot.addWidget(page)
        page.resize(1200, 760)
        presenter.start()
        show_active(qtbot, page)
        page.entered()
        return page

    return opened


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)


def entries(menu: QMenu | None) -> list[str]:
    assert menu is not None
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def save_as(page: DispatchPage, qtbot: QtBot, name: str) -> None:
    page.actions_by_name["save_view"].trigger()
    prompt = page.views.prompt
    assert prompt is not None
    qtbot.waitUntil(prompt.isVisible)
    prompt.field.setText(name)
    QTest.keyClick(prompt.field, Key.Key_Return)
    assert not prompt.isVisible()


def test_a_view_brings_back_list_filter_and_order(open_page: OpenPage, desk: Desk, qtbot: QtBot) -> None:
    page = open_page()
    other = page.presenter.tabs[1].key
    page.presenter.show_tab(other)
    page.table.set_filter("t2")
    page.table.model.set_sort("title", descending=True)
    save_as(page, qtbot, "Returned")
    (view,) = desk.personal.saved.values()
    assert (view.page, view.name, view.list, view.filter) == ("dispatch", "Returned", other, "t2")
    assert (view.sort, view.descending) == ("title", True)
    page.presenter.show_tab(page.presenter.tabs[0].key)
    page.table.set_filter("")
    page.table.model.set_sort(None)
    page.show_view(page.presenter.views.views[0])
    assert page.presenter.tab == other
    assert page.table.filter_field.text() == "t2"
    assert page.table.model.sorted_by == ("title", True)


def test_the_menu_opens_by_key_and_chooses(open_page: OpenPage, desk: Desk, qtbot: QtBot) -> None:
    desk.personal.saved["v1"] = SavedView(
        id="v1", page="dispatch", name="A & B", list="nowhere", filter="t3", sort="no"
    )
    page = open_page()
    assert page.views.text() == "Views 1"
    press(Key.Key_V, CTRL_SHIFT)
    menu = page.views.menu_shown
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    assert entries(menu) == ["A && B", "Save this view …", "Rename", "Delete"]
    QTest.keyClick(menu, Key.Key_Return)
    # A list or a column that is not there any more does no harm.
    assert page.table.filter_field.text() == "t3"
    assert page.table.model.sorted_by == (None, False)
    assert page.presenter.tab == page.presenter.tabs[0].key


def test_views_are_renamed_and_deleted_with_a_way_back(open_page: OpenPage, desk: Desk, qtbot: QtBot) -> None:
    page = open_page()
    save_as(page, qtbot, "One")
    view = page.presenter.views.views[0]
    page.views.ask_to_rename(view)
    assert page.views.prompt is not None
    assert page.views.prompt.field.text() == "One"
    page.views.prompt.field.setText("Two")
    QTest.keyClick(page.views.prompt.field, Key.Key_Return)
    assert [each.name for each in page.presenter.views.views] == ["Two"]
    page.presenter.views.delete(page.presenter.views.views[0])
    assert page.presenter.views.views == []
    assert desk.notices.said[-1][0] == "View deleted: Two"
    assert desk.notices.undo is not None
    desk.notices.undo()
    assert [(each.id, each.name) for each in page.presenter.views.views] == [(view.id, "Two")]


def test_the_same_name_saves_over_and_undo_brings_the_old_one_back(
    open_page: OpenPage, desk: Desk, qtbot: QtBot
) -> None:
    page = open_page()
    page.table.set_filter("first")
    save_as(page, qtbot, "Mine")
    page.table.set_filter("second")
    save_as(page, qtbot, "Mine")
    assert [each.filter for each in page.presenter.views.views] == ["second"]
    assert desk.notices.undo is not None
    desk.notices.undo()
    assert [each.filter for each in page.presenter.views.views] == ["first"]


def test_a_nameless_view_is_not_saved(open_page: OpenPage, desk: Desk, qtbot: QtBot) -> None:
    page = open_page()
    page.views.ask_to_save()
    assert page.views.prompt is not None
    page.views.prompt.field.setText("  ")
    QTest.keyClick(page.views.prompt.field, Key.Key_Return)
    assert desk.personal.saved == {}
    QTest.keyClick(page.views.prompt.field, Key.Key_Escape)
    assert not page.views.prompt.isVisible()


def test_what_the_server_refuses_is_said(open_page: OpenPage, desk: Desk, qtbot: QtBot) -> None:
    page = open_page()
    desk.personal.trouble = AppError("unreachable")
    save_as(page, qtbot, "One")
    assert "server" in desk.notices.said[-1][0]
    assert page.presenter.views.views == []


def test_a_ticket_is_followed_by_key_and_marked_in_the_list(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    number = page.presenter.ticket.number if page.presenter.ticket else ""
    press(Key.Key_G, CTRL_SHIFT)
    assert desk.personal.asked == ["follow t1"]
    assert desk.live.state.followed == {"t1"}
    assert desk.notices.said[-1][0] == f"{number}: followed; each step of others is told to you"
    assert desk.notices.undo is not None
    desk.notices.undo()
    assert (desk.personal.asked[-1], desk.live.state.followed) == ("leave t1", set())


def test_the_menu_of_a_row_follows_it(open_page: OpenPage, desk: Desk, qtbot: QtBot) -> None:
    page = open_page()
    links: list[Link] = []
    page.open_requested.connect(links.append)
    row = page.presenter.rows[1]
    page._on_table_menu_requested(row, QPoint(10, 10))
    menu = next(menu for menu in page.findChildren(QMenu) if menu.isVisible())
    assert entries(menu)[:2] == ["Follow", "Open the whole ticket"]
    assert len(entries(menu)) > 3
    menu.actions()[0].trigger()
    menu.actions()[1].trigger()
    menu.close()
    assert desk.personal.asked == [f"follow {row.id}"]
    assert links == [Link("ticket", "ticket", row.id)]


def test_the_page_of_a_ticket_says_whether_it_is_followed(desk: Desk, qtbot: QtBot) -> None:
    presenter = TicketPresenter(ImmediateTasks(), desk)
    page = TicketPage(presenter, desk.context(list(ticket_commands())))
    qtbot.addWidget(page)
    presenter.start()
    show_active(qtbot, page)
    page.entered()
    assert not page.follow.isEnabled()
    presenter.open("t2")
    assert (page.follow.text(), page.follow.isEnabled()) == ("Follow", True)
    page.follow.click()
    assert (page.follow.text(), desk.personal.asked) == ("Followed", ["follow t2"])
    # It is ended at another desk.
    desk.live.state.followed.discard("t2")
    event = Event(id=1, at=NOW, topic=Topic.NOTICE, subject="me", data={"followed": "t2", "following": False})
    desk.live.tell(ChangeKind.EVENT, event)
    assert page.follow.text() == "Follow"


def test_a_place_filters_the_list(open_page: OpenPage) -> None:
    page = open_page()
    page.open_link(Link("dispatch", "place", "桂城街道"))
    assert page.table.filter_field.text() == "桂城街道"
