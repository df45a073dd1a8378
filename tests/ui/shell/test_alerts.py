"""An emergency is red on every page until somebody has acknowledged it, and one key goes there."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Permission, Role
from services.contracts.events import Event, Topic
from services.contracts.lifecycle import WorkRow
from services.live import ChangeKind, LiveChange
from tests.ui.house import START, House, account, entry, open_window, sign_in
from ui.page import Link


def emergency(ticket_id: str = "t1", **more: Any) -> WorkRow:
    values: dict[str, Any] = {
        "id": ticket_id,
        "number": "20260302-000001",
        "version": 2,
        "status": "dispatched",
        "pending": "",
        "stage": "dispatched",
        "title": "Gas in the corridor",
        "urgency": "emergency",
        "alert": True,
        "created_at": START,
        "updated_at": START + timedelta(minutes=1),
        **more,
    }
    return WorkRow.model_validate(values)


def tell(house: House) -> None:
    event = Event(id=9, at=START, topic=Topic.TICKET, subject="t1", data={"id": "t1"})
    for listener in list(house.live._listeners):
        listener(LiveChange(ChangeKind.EVENT, event))


ENTRIES = [entry("desk"), entry("dispatch", Permission.TICKET_STEP)]


def test_it_stands_on_every_page_until_it_is_acknowledged(house: House, qtbot: QtBot) -> None:
    house.staff.accounts["dispatcher01"] = account("dispatcher01", Role.DISPATCHER)
    window, _controller = open_window(house, ENTRIES, qtbot)
    sign_in(window, "dispatcher01")
    workspace = window.workspace
    assert workspace is not None
    assert not workspace.banner.isVisible()
    house.lifecycle.rows = [emergency()]
    tell(house)
    qtbot.waitUntil(workspace.banner.isVisible)
    assert "Gas in the corridor" in workspace.banner.text.text()
    workspace.show_page("desk")
    assert workspace.banner.isVisible()
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert workspace.current_key == "dispatch"
    assert workspace.current is not None
    assert workspace.current.links == [Link("dispatch", "list", "alerts")]  # type: ignore[attr-defined]
    house.lifecycle.rows = []
    tell(house)
    qtbot.waitUntil(lambda: not workspace.banner.isVisible())


def test_a_confidential_one_says_no_title(house: House, qtbot: QtBot) -> None:
    house.lifecycle.rows = [emergency(confidential=True)]
    window, _controller = open_window(house, ENTRIES, qtbot)
    sign_in(window)
    assert window.workspace is not None
    qtbot.waitUntil(window.workspace.banner.isVisible)
    assert "Gas" not in window.workspace.banner.text.text()


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
    controller.alerts.rows = [emergency()]
    assert controller.alerts.link(pages) == wanted


def test_who_moves_no_tickets_is_not_alarmed(house: House, qtbot: QtBot) -> None:
    house.lifecycle.rows = [emergency()]
    window, controller = open_window(house, ENTRIES, qtbot)
    sign_in(window, "admin")
    qtbot.wait(400)
    assert controller.alerts.rows == []
    assert window.workspace is not None
    assert not window.workspace.banner.isVisible()
