"""The notification centre in the window: the bell, the pane, what pops up, and quiet."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Permission, Role
from services.contracts.calls import Call, CallState
from services.contracts.events import Event, Topic
from services.contracts.notices import Notice, NoticeCode
from services.errors import AppError
from tests.ui.house import START, House, NotesPage, account, entry, open_window, sign_in
from ui import moments
from ui.notice_words import notice_tone, notice_words
from ui.page import Link
from ui.shell import tray
from ui.shell.bell import Bell
from ui.shell.main_window import MainWindow
from ui.shell.notices_pane import NoticesPane
from ui.shell.notices_presenter import NoticesPresenter
from widgets.theme import Tone

ENTRIES = [
    entry("one"),
    entry("ticket", Permission.TICKET_READ, icon="ticket"),
    entry("tasks", Permission.TICKET_STEP, icon="tasks"),
]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def notice(place: int, code: str = "step", **more: Any) -> Notice:
    values = {"step": "dispatch", "status": "dispatched", "name": "Wu"}
    about = {"ticket_id": f"t{place}", "number": f"20260302-{place:06}"}
    return Notice.model_validate({"id": place, "at": START, "code": code, "values": values, **about, **more})


def comes(house: House, data: dict[str, Any]) -> None:
    house.live._apply_event(
        Event(id=house.live.state.as_of + 1, at=START, topic=Topic.NOTICE, subject="one", data=data)
    )


def signed_in(house: House, qtbot: QtBot, *kept: Notice) -> tuple[MainWindow, NoticesPresenter, NoticesPane, Bell]:
    house.personal.kept = list(kept)
    house.staff.accounts["one"] = account("one", Role.HANDLER)
    window, controller = open_window(house, ENTRIES, qtbot)
    sign_in(window, "one")
    assert window.centre is not None
    assert window.workspace is not None
    return window, controller.notices, window.centre.pane, window.workspace.top.bell


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def page(window: MainWindow) -> NotesPage:
    assert window.workspace is not None
    current = window.workspace.current
    assert isinstance(current, NotesPage)
    return current


def toasts(window: MainWindow) -> list[str]:
    return [toast.text for toast in window.notices._toasts]


def test_the_bell_counts_what_is_unread_and_a_key_opens_the_pane(house: House, qtbot: QtBot) -> None:
    window, _presenter, pane, bell = signed_in(house, qtbot, notice(2), notice(1, read=True))
    assert (bell.text(), bell.accessibleName()) == ("1", "Notices, unread: 1")
    assert pane.isHidden()
    press(Qt.Key.Key_B, CTRL_SHIFT)
    assert pane.isVisible()
    assert pane.sentences() == ["20260302-000002: Dispatched · Wu", "20260302-000001: Dispatched · Wu"]
    assert pane.list.hasFocus()
    press(Qt.Key.Key_Escape)
    assert pane.isHidden()
    assert page(window).field.hasFocus()


def test_enter_opens_what_it_is_about_and_marks_it_as_read(house: House, qtbot: QtBot) -> None:
    window, presenter, pane, bell = signed_in(house, qtbot, notice(2), notice(1))
    press(Qt.Key.Key_B, CTRL_SHIFT)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert pane.isHidden()
    assert page(window).links == [Link("ticket", "ticket", "t1")]
    assert house.personal.asked[-1] == "read 1"
    assert (bell.text(), [each.read for each in presenter.notices]) == ("1", [False, True])


def test_what_is_not_about_one_ticket_leads_to_its_list(house: House, qtbot: QtBot) -> None:
    values = {"unit": "D01", "count": 3, "name": "Wu", "why": "absent"}
    handed = notice(1, NoticeCode.HANDED_OVER, values=values, ticket_id=None, number="")
    window, _presenter, pane, _bell = signed_in(house, qtbot, handed)
    assert pane.sentences() == ["Tickets of Wu lie in the pool of Education bureau now: 3 (absent)"]
    press(Qt.Key.Key_B, CTRL_SHIFT)
    press(Qt.Key.Key_Return)
    assert window.workspace is not None
    assert window.workspace.current_key == "tasks"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("signed_out", "signed out"),
        ("silent", "no sign of their console"),
        ("absent", "absent"),
        ("transferred", "moved to another unit"),
        ("closed", "account closed"),
        ("no_handler", "no longer a handler"),
        ("dissolved", "unit dissolved"),
    ],
)
def test_why_tickets_lie_in_the_pool_is_said(why: str, words: str) -> None:
    handed = notice(1, NoticeCode.HANDED_OVER, values={"unit": "D01", "count": 3, "name": "Wu", "why": why})
    assert notice_words(handed, None) == f"Tickets of Wu lie in the pool of D01 now: 3 ({words})"


def test_a_calibration_that_waits_is_opened_from_its_notice(house: House, qtbot: QtBot) -> None:
    values = {"name": "Wu", "id": "cal"}
    begun = notice(1, NoticeCode.CALIBRATION_BEGUN, values=values, ticket_id=None, number="")
    _window, presenter, pane, _bell = signed_in(house, qtbot, begun)
    assert pane.sentences() == ["Wu asks you to score a call for a calibration"]
    assert presenter.link(begun, frozenset({"quality"})) == Link("quality", "calibration", "cal")
    assert presenter.link(begun, frozenset({"desk"})) is None


def test_files_of_a_board_that_wait_lead_to_where_their_columns_are_said(house: House, qtbot: QtBot) -> None:
    waiting = notice(1, NoticeCode.BOARD_FILES, values={"board": "人民网", "count": 2}, ticket_id=None, number="")
    _window, presenter, pane, _bell = signed_in(house, qtbot, waiting)
    assert pane.sentences() == ["Files of 人民网 wait, because nothing says what their columns are: 2"]
    assert presenter.link(waiting, frozenset({"settings"})) == Link("settings", "channels", "board")
    assert presenter.link(waiting, frozenset({"desk"})) is None


def test_r_marks_one_and_the_button_marks_all_that_are_there(house: House, qtbot: QtBot) -> None:
    _window, presenter, pane, bell = signed_in(house, qtbot, notice(3), notice(2), notice(1))
    press(Qt.Key.Key_B, CTRL_SHIFT)
    press(Qt.Key.Key_R)
    assert (house.personal.asked[-1], bell.text()) == ("read 3", "2")
    pane.all_read.click()
    assert (house.personal.asked[-1], bell.text(), presenter.unread) == ("read through 3", "", 0)
    assert not pane.all_read.isEnabled()


def test_older_ones_are_read_when_the_end_is_reached(house: House, qtbot: QtBot) -> None:
    _window, presenter, _pane, _bell = signed_in(house, qtbot, *(notice(n) for n in (5, 4, 3, 2, 1)))
    assert [each.id for each in presenter.notices] == [5, 4, 3]
    press(Qt.Key.Key_B, CTRL_SHIFT)
    press(Qt.Key.Key_End)
    assert [each.id for each in presenter.notices] == [5, 4, 3, 2, 1]


def test_a_new_one_counts_and_pops_up(house: House, qtbot: QtBot) -> None:
    window, _presenter, pane, bell = signed_in(house, qtbot)
    comes(house, notice(1).model_dump(mode="json"))
    assert (bell.text(), pane.sentences()) == ("1", ["20260302-000001: Dispatched · Wu"])
    qtbot.waitUntil(lambda: toasts(window) == ["20260302-000001: Dispatched · Wu"])


class FakeIcon(QObject):
    """What a desktop with a tray would show."""

    messageClicked = Signal()
    activated = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.shown = False
        self.messages: list[str] = []

    def show(self) -> None:
        self.shown = True

    def hide(self) -> None:
        self.shown = False

    def setToolTip(self, words: str) -> None:
        """Read by nobody here."""

    def showMessage(self, _title: str, words: str, _icon: object) -> None:
        self.messages.append(words)


def test_the_desktop_tells_what_is_urgent_while_the_window_is_behind_others(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    icon = FakeIcon()
    monkeypatch.setattr(tray, "system_tray", lambda _parent: icon)
    window, _presenter, _pane, _bell = signed_in(house, qtbot)
    urgent = notice(3, NoticeCode.EMERGENCY, values={"unit": "D01"}, urgent=True).model_dump(mode="json")
    comes(house, urgent)
    qtbot.waitUntil(lambda: len(toasts(window)) == 1)
    assert icon.messages == [], "it is seen in the window"
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    comes(house, notice(4).model_dump(mode="json"))
    qtbot.waitUntil(lambda: len(toasts(window)) == 2)
    assert icon.messages == [], "what can wait is told by the bell"
    comes(house, {**urgent, "id": 5, "ticket_id": "t5", "number": "20260302-000005"})
    qtbot.waitUntil(lambda: icon.messages == ["20260302-000005: an emergency for Education bureau"])
    assert icon.shown
    icon.messageClicked.emit()
    assert not icon.shown
    assert page(window).links == [Link("ticket", "ticket", "t5")]


def test_without_a_tray_nothing_happens_but_in_the_window(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _presenter, _pane, _bell = signed_in(house, qtbot)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    assert tray.system_tray(window) is None
    comes(house, notice(3, NoticeCode.EMERGENCY, values={"unit": "D01"}, urgent=True).model_dump(mode="json"))
    qtbot.waitUntil(lambda: len(toasts(window)) == 1)
    assert window.findChildren(QSystemTrayIcon) == []


def test_many_at_once_pop_up_as_one(house: House, qtbot: QtBot) -> None:
    window, _presenter, _pane, bell = signed_in(house, qtbot)
    for n in range(1, 6):
        comes(house, notice(n).model_dump(mode="json"))
    assert bell.text() == "5"
    qtbot.waitUntil(lambda: toasts(window) == ["New notices: 5"])


def test_what_was_read_at_another_desk_is_read_here(house: House, qtbot: QtBot) -> None:
    _window, presenter, _pane, bell = signed_in(house, qtbot, notice(3), notice(2), notice(1))
    comes(house, {"marked": 1, "unread": 2})
    assert (bell.text(), [each.read for each in presenter.notices]) == ("2", [False, False, True])
    comes(house, {"marked_through": 2, "unread": 1})
    assert (bell.text(), [each.read for each in presenter.notices]) == ("1", [False, True, True])


@pytest.mark.parametrize("data", [{"code": "news_of_tomorrow"}, {"something": 1}, {"code": "step", "id": "x"}])
def test_an_event_of_another_version_does_no_harm(house: House, qtbot: QtBot, data: dict[str, Any]) -> None:
    _window, presenter, _pane, _bell = signed_in(house, qtbot)
    comes(house, data)
    assert presenter.notices == []
    comes(house, {**notice(1).model_dump(mode="json"), "code": "news_of_tomorrow", "values": {"what": "x"}})
    assert len(presenter.notices) == 1


def test_in_quiet_nothing_pops_up_or_counts_but_emergencies_get_through(house: House, qtbot: QtBot) -> None:
    window, presenter, pane, bell = signed_in(house, qtbot, notice(1))
    over = pane.quiet.menu().actions()[-1]
    assert not over.isEnabled(), "nothing to end"
    presenter.be_quiet(30)
    assert over.isEnabled()
    shown = f"{moments.local(house.live.server_now() + timedelta(minutes=30)):%H:%M}"
    assert pane._state.text().startswith(f"Quiet until {shown}."), "as the clock above shows it, not the machine's"
    comes(house, notice(2).model_dump(mode="json"))
    qtbot.wait(600)
    assert (bell.text(), toasts(window)) == ("1", [])
    assert "quiet" in bell.accessibleName()
    # It is kept, and seen by who looks.
    assert len(pane.sentences()) == 2
    urgent = notice(3, NoticeCode.EMERGENCY, values={"unit": "D01"}, urgent=True)
    comes(house, urgent.model_dump(mode="json"))
    assert bell.text() == "2"
    qtbot.waitUntil(lambda: toasts(window) == ["20260302-000003: an emergency for Education bureau"])
    presenter.be_quiet(0)
    assert bell.text() == "3"


def test_a_call_is_quiet_and_its_end_tells_the_count(house: House, qtbot: QtBot) -> None:
    window, presenter, pane, bell = signed_in(house, qtbot)
    call = Call.model_construct(id="c1", state=CallState.TALKING, agent_id="one")
    house.live.state.call = call
    presenter._look_at_quiet()
    comes(house, notice(1).model_dump(mode="json"))
    qtbot.wait(600)
    assert (bell.text(), toasts(window)) == ("", [])
    assert pane._state.text() == "Quiet during the call. Emergencies still get through."
    house.live.state.call = None
    presenter._look_at_quiet()
    assert bell.text() == "1"


def test_quiet_ends_by_itself_and_is_remembered_by_this_desk(house: House, qtbot: QtBot) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=1)
    house.preferences.put("notices.quiet_until.one", soon.isoformat())
    _window, presenter, _pane, bell = signed_in(house, qtbot)
    assert presenter.is_quiet
    comes(house, notice(1).model_dump(mode="json"))
    assert bell.text() == ""
    qtbot.waitUntil(lambda: bell.text() == "1", timeout=3_000)
    assert not presenter.is_quiet


def test_an_empty_centre_says_what_to_do_and_a_broken_one_why(house: House, qtbot: QtBot) -> None:
    _window, presenter, pane, _bell = signed_in(house, qtbot)
    assert pane._empty.sentence().startswith("Nothing new. Follow a ticket")
    house.personal.trouble = AppError("unreachable")
    presenter.read()
    assert "server" in pane._empty.sentence()
    press(Qt.Key.Key_B, CTRL_SHIFT)
    assert pane.quiet.hasFocus()
    press(Qt.Key.Key_Escape)
    assert pane.isHidden()


def test_the_next_person_has_others(house: House, qtbot: QtBot) -> None:
    window, presenter, _pane, _bell = signed_in(house, qtbot, notice(1))
    house.personal.kept = []
    press(Qt.Key.Key_Q, CTRL_SHIFT)
    assert (presenter.notices, presenter.unread) == ([], 0)
    sign_in(window, "one")
    assert window.workspace is not None
    assert window.workspace.top.bell.text() == ""


def test_it_is_the_same_after_a_change_of_language(house: House, qtbot: QtBot) -> None:
    window, _presenter, _pane, _bell = signed_in(house, qtbot, notice(1))
    window.rebuild()
    assert window.workspace is not None
    assert window.workspace.top.bell.text() == "1"
    comes(house, notice(2).model_dump(mode="json"))
    qtbot.waitUntil(lambda: toasts(window) == ["20260302-000002: Dispatched · Wu"])


def test_what_somebody_has_to_act_on_stands_out() -> None:
    tones = {
        step: notice_tone(notice(1, values={"step": step, "name": "Wu"})) for step in ("urge", "send_back", "assign")
    }
    assert tones == {"urge": Tone.WARN, "send_back": Tone.WARN, "assign": Tone.NEUTRAL}


@pytest.mark.parametrize("code", list(NoticeCode))
def test_every_notice_has_words_of_its_own(code: NoticeCode) -> None:
    values = {"unit": "D06", "count": 2, "name": "Wu", "why": "absent", "level": 3, "clock": "finish", "step": "reply"}
    said = notice_words(notice(1, code.value, values=values), None)
    assert "something new" not in said
    assert "{" not in said
