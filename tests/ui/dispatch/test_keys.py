"""A practised dispatcher: how many keys a ticket costs, what comes next, and what undo does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import Pending, TicketStatus
from tests.ui.dispatch.conftest import Opened
from tests.ui.work.district import Desk, ticket

Key = Qt.Key
OpenPage = Callable[[], Opened]


class Hand:
    """Counts what is pressed; nothing else is touched."""

    def __init__(self) -> None:
        self.pressed = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed += 1
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifiers)

    def write(self, text: str) -> None:
        for letter in text:
            self.pressed += 1
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClicks(target, letter)


def test_accepting_the_suggestion_costs_one_key(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    assert presenter.open_id == "t1"
    hand = Hand()
    hand.press(Key.Key_F2)
    assert hand.pressed <= 2
    desk.deliver()
    assert desk.server.tickets["t1"].unit == "D06"
    assert desk.server.tickets["t1"].status is TicketStatus.DISPATCHED
    # The next one is there already, and the same key sends it.
    assert presenter.open_id == "t2"
    assert page.table.view.current_key() == "t2"
    hand.press(Key.Key_F2)
    desk.deliver()
    assert desk.server.tickets["t2"].unit == "D06"


def test_what_the_filter_hides_is_not_what_the_keys_act_on(desk: Desk, open_page: OpenPage, qtbot: QtBot) -> None:
    desk.server.put(ticket("t9", title="Fallen tree"))
    page, presenter = open_page()
    assert presenter.open_id == "t1"
    page.table.filter_field.setText("Fallen")
    qtbot.waitUntil(lambda: presenter.open_id == "t9")
    page.table.filter_field.setText("nothing like it")
    qtbot.waitUntil(lambda: presenter.open_id == "")


def test_a_long_list_is_there_whole_and_says_where_it_is_not(desk: Desk, open_page: OpenPage) -> None:
    desk.server.put(*(ticket(f"many{n}") for n in range(296)))
    page, presenter = open_page()
    assert page.table.model.rowCount() == 300
    assert page.bar.stale.text() == ""
    desk.server.put(*(ticket(f"more{n}") for n in range(900)))
    presenter.read()
    assert page.table.model.rowCount() == 1_000
    assert page.bar.stale.text() == "Only the 1000 most urgent are listed"


def test_another_unit_costs_six_keys_at_most(desk: Desk, open_page: OpenPage) -> None:
    page, _presenter = open_page()
    hand = Hand()
    hand.press(Key.Key_F3)
    hand.write("gaf")  # 公安分
    hand.press(Key.Key_Return)
    hand.press(Key.Key_F2)
    assert hand.pressed <= 6
    desk.deliver()
    assert desk.server.tickets["t1"].unit == "D04"
    assert page.table.view.hasFocus()


def test_enter_on_a_chosen_unit_dispatches_too(desk: Desk, open_page: OpenPage) -> None:
    open_page()
    hand = Hand()
    hand.press(Key.Key_F3)
    hand.write("gaf")
    hand.press(Key.Key_Return)
    hand.press(Key.Key_Return)
    assert hand.pressed <= 6
    desk.deliver()
    assert desk.server.tickets["t1"].unit == "D04"


def test_the_next_ticket_is_read_before_it_is_asked_for(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    assert desk.server.opened == ["t1", "t2"]
    desk.server.opened.clear()
    presenter.accept()
    assert presenter.ticket is not None
    assert presenter.ticket.id == "t2"
    assert desk.server.opened == ["t3"]  # and the one after it is fetched ahead


def test_category_and_assisting_go_with_the_dispatch(desk: Desk, open_page: OpenPage) -> None:
    open_page()
    hand = Hand()
    hand.press(Key.Key_F7)
    hand.write("0602")
    hand.press(Key.Key_Return)
    hand.press(Key.Key_F8)
    hand.write("gcjd")
    hand.press(Key.Key_Return)
    hand.press(Key.Key_F2)
    desk.deliver()
    (_id, request, _version, _key) = desk.server.asked[0]
    assert (request.category, request.unit, request.assisting) == ("0602", "D04", ["T01"])


def test_without_a_suggestion_the_key_asks_for_a_unit(desk: Desk, open_page: OpenPage) -> None:
    desk.server.put(ticket("t1", category="0603"))
    page, presenter = open_page()
    assert presenter.suggested == ()
    Hand().press(Key.Key_F2)
    assert desk.waiting() == 0
    assert QApplication.focusWidget() is page.panel.unit  # type: ignore[attr-defined]


def test_undo_recalls_the_dispatch(desk: Desk, open_page: OpenPage, qtbot: QtBot) -> None:
    _page, presenter = open_page()
    Hand().press(Key.Key_F2)
    desk.deliver()
    assert desk.notices.undo is not None
    desk.notices.undo()
    desk.deliver()
    assert desk.steps() == [("t1", "dispatch"), ("t1", "recall")]
    assert desk.server.tickets["t1"].status is TicketStatus.ACCEPTED
    qtbot.waitUntil(lambda: "t1" in [row.id for row in presenter.rows])


def test_undo_before_the_step_has_left(desk: Desk, open_page: OpenPage) -> None:
    open_page()
    Hand().press(Key.Key_F2)
    assert desk.notices.undo is not None
    desk.notices.undo()
    desk.deliver()
    assert desk.steps() == [("t1", "dispatch"), ("t1", "recall")]
    assert desk.server.tickets["t1"].status is TicketStatus.ACCEPTED


@pytest.mark.parametrize(
    ("given", "tab", "key", "step"),
    [
        ({"status": TicketStatus.REVIEW, "answer": "已停工"}, "review", Key.Key_F2, "approve"),
        ({"status": TicketStatus.HANDLING, "pending": Pending.EXTENSION}, "extensions", Key.Key_F2, "grant_extension"),
        ({"status": TicketStatus.DISPATCHED, "alert": True}, "alerts", Key.Key_F2, "acknowledge"),
        ({"status": TicketStatus.DISPATCHED}, "sign_in", Key.Key_F9, "urge"),
        ({"status": TicketStatus.DISPATCHED}, "sign_in", Key.Key_F10, "recall"),
    ],
)
def test_one_key_decides(
    desk: Desk, open_page: OpenPage, given: dict[str, object], tab: str, key: Qt.Key, step: str
) -> None:
    desk.server.put(ticket("t9", unit="D06", **given))
    _page, presenter = open_page()
    presenter.show_tab(tab)
    assert presenter.open_id == "t9"
    Hand().press(key)
    desk.deliver()
    assert desk.steps() == [("t9", step)]


@pytest.mark.parametrize(
    ("given", "tab", "step"),
    [
        ({"status": TicketStatus.REVIEW}, "review", "send_back"),
        ({"status": TicketStatus.HANDLING, "pending": Pending.EXTENSION}, "extensions", "refuse_extension"),
        ({"status": TicketStatus.DISPATCHED, "pending": Pending.RETURN}, "returns", "refuse_return"),
    ],
)
def test_refusing_asks_for_a_reason(
    desk: Desk, open_page: OpenPage, given: dict[str, object], tab: str, step: str
) -> None:
    desk.server.put(ticket("t9", unit="D06", **given))
    page, presenter = open_page()
    presenter.show_tab(tab)
    hand = Hand()
    hand.press(Key.Key_F4)
    hand.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert presenter.form_errors.get("reason")
    assert desk.waiting() == 0
    hand.write("again")
    hand.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.deliver()
    assert desk.steps() == [("t9", step)]
    assert desk.server.asked[0][1].reason == "again"
    assert page.table.view.hasFocus()


def test_an_upheld_return_is_dispatched_anew_in_the_same_flow(desk: Desk, open_page: OpenPage) -> None:
    desk.server.put(ticket("t9", unit="D04", status=TicketStatus.DISPATCHED, pending=Pending.RETURN))
    _page, presenter = open_page()
    presenter.show_tab("returns")
    hand = Hand()
    hand.press(Key.Key_F2)
    desk.deliver()
    assert presenter.open_id == "t9"
    assert presenter.is_dispatchable
    hand.press(Key.Key_F2)
    desk.deliver()
    assert desk.steps() == [("t9", "uphold_return"), ("t9", "dispatch")]
    assert desk.server.tickets["t9"].unit == "D06"


def test_merging_into_another_ticket_and_back(desk: Desk, open_page: OpenPage) -> None:
    open_page()
    hand = Hand()
    hand.press(Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    hand.write("t3")
    hand.press(Key.Key_Return)
    hand.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.deliver()
    assert desk.server.asked[0][1].into == "t3"
    assert desk.server.tickets["t1"].status is TicketStatus.MERGED
    assert desk.notices.undo is not None
    desk.notices.undo()
    desk.deliver()
    assert desk.steps()[-1] == ("t1", "unmerge")


def test_an_emergency_takes_two_keys(desk: Desk, open_page: OpenPage) -> None:
    open_page()
    hand = Hand()
    hand.press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    hand.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hand.pressed == 2
    desk.deliver()
    assert desk.steps() == [("t1", "emergency")]
    assert desk.server.asked[0][1].unit == "D06"


def test_keys_do_nothing_that_is_not_offered(desk: Desk, open_page: OpenPage) -> None:
    desk.server.move("t1", StepRequest(step=Step.DISPATCH, unit="D04"), "别人")
    _page, presenter = open_page()
    presenter.show_tab("sign_in")
    assert presenter.open_id == "t1"
    hand = Hand()
    hand.press(Key.Key_R, Qt.KeyboardModifier.ControlModifier)  # answering at once is possible here
    assert presenter.form is not None
    hand.press(Key.Key_Escape)
    hand.press(Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert presenter.form is None  # splitting is not
