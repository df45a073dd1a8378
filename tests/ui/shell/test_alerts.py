"""An emergency is red on every page until somebody has acknowledged it, and one key goes there."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Permission, Role
from services.contracts.events import Alert, Event, Topic
from tests.ui.house import START, House, account, entry, open_window, sign_in
from ui.page import Link
from ui.shell.controller import ShellController
from ui.shell.main_window import MainWindow

ENTRIES = [entry("desk"), entry("dispatch", Permission.TICKET_STEP)]


def alarm(house: House, **more: Any) -> None:
    values = {"ticket_id": "t1", "number": "20260302-000001", "title": "Gas in the corridor", "unit": "D06", **more}
    alert = Alert.model_validate(values)
    number = house.live.state.as_of + 1
    data = alert.model_dump(mode="json")
    house.live._apply_event(Event(id=number, at=START, topic=Topic.ALERT, subject="t1", data=data))


def signed_in(house: House, qtbot: QtBot, *roles: Role, **more: Any) -> tuple[MainWindow, ShellController]:
    house.staff.accounts["one"] = account("one", *roles, **more)
    window, controller = open_window(house, ENTRIES, qtbot)
    sign_in(window, "one")
    return window, controller


def test_it_stands_on_every_page_until_it_is_acknowledged(house: House, qtbot: QtBot) -> None:
    window, _controller = signed_in(house, qtbot, Role.DISPATCHER)
    workspace = window.workspace
    assert workspace is not None
    assert not workspace.banner.isVisible()
    alarm(house)
    assert workspace.banner.isVisible()
    assert "Gas in the corridor" in workspace.banner.text.text()
    workspace.show_page("desk")
    assert workspace.banner.isVisible()
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert workspace.current_key == "dispatch"
    assert workspace.current is not None
    assert workspace.current.links == [Link("dispatch", "list", "alerts")]  # type: ignore[attr-defined]
    alarm(house, open=False)
    assert not workspace.banner.isVisible()


def test_it_is_there_after_a_change_of_language(house: House, qtbot: QtBot) -> None:
    window, _controller = signed_in(house, qtbot, Role.LEAD)
    alarm(house)
    window.rebuild()
    assert window.workspace is not None
    assert window.workspace.banner.isVisible()


def test_a_confidential_one_says_no_title(house: House, qtbot: QtBot) -> None:
    window, _controller = signed_in(house, qtbot, Role.LEAD)
    alarm(house, title="")
    assert window.workspace is not None
    assert "Gas" not in window.workspace.banner.text.text()
    assert window.workspace.banner.isVisible()


@pytest.mark.parametrize(("unit", "is_alarmed"), [("D06", True), ("D04", False)])
def test_who_only_handles_is_alarmed_by_the_own_units(house: House, qtbot: QtBot, unit: str, is_alarmed: bool) -> None:
    window, _controller = signed_in(house, qtbot, Role.HANDLER, unit=unit)
    alarm(house)
    assert window.workspace is not None
    assert window.workspace.banner.isVisible() is is_alarmed


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [
        ({"dispatch", "tasks", "desk"}, Link("dispatch", "list", "alerts")),
        ({"tasks", "knowledge"}, Link("tasks", "ticket", "t1")),
        ({"ticket", "wall"}, Link("ticket", "ticket", "t1")),
        ({"desk"}, Link("desk", "ticket", "t1")),
        ({"wall"}, None),
    ],
)
def test_it_leads_to_a_page_that_the_person_may_use(
    house: House, qtbot: QtBot, pages: set[str], wanted: Link | None
) -> None:
    _window, controller = open_window(house, ENTRIES, qtbot)
    controller.alerts.alerts = [Alert(ticket_id="t1", number="1")]
    assert controller.alerts.link(pages) == wanted
