from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Permission
from services.contracts.calls import Call, CallState
from services.errors import AppError
from tests.ui.house import PASSWORD, START, House, Notes, NotesPage, entry, open_window, sign_in
from ui.page import Link
from ui.shell.main_window import MainWindow
from ui.shell.shortcut_sheet import ShortcutSheet
from widgets import theme

ENTRIES = [entry("one"), entry("secret", Permission.CALL_HANDLE), entry("two", icon="wall")]


def opened(house: House, qtbot: QtBot) -> MainWindow:
    window, _controller = open_window(house, ENTRIES, qtbot)
    sign_in(window)
    assert window.workspace is not None
    return window


def page_of(window: MainWindow) -> NotesPage:
    assert window.workspace is not None
    page = window.workspace.current
    assert isinstance(page, NotesPage)
    return page


def test_only_allowed_pages_are_there(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    assert [e.key for e in window._controller.allowed] == ["one", "two"]
    assert window.workspace is not None
    assert window.workspace.show_page("secret") is None
    assert house.desktop.told == ["open lead01"]


def test_keys_go_to_pages(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    first = page_of(window)
    qtbot.keyClick(window, "2", Qt.KeyboardModifier.ControlModifier)
    assert window.workspace is not None
    assert window.workspace.current_key == "two"
    assert window.workspace.top.title.text() == "Page two"
    assert first.presenter.told == ["start", "entered", "left"]
    qtbot.keyClick(window, "1", Qt.KeyboardModifier.ControlModifier)
    assert page_of(window) is first


def test_page_commands_work_only_on_their_page(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    page = page_of(window)
    qtbot.keyClick(page.field, "l", Qt.KeyboardModifier.ControlModifier)
    assert page.presenter.told.count("clear") == 1


def test_language_switch_keeps_page_text_and_focus(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    qtbot.keyClick(window, "2", Qt.KeyboardModifier.ControlModifier)
    page = page_of(window)
    qtbot.keyClicks(page.field, "half a sentence")
    page.field.setCursorPosition(4)
    try:
        window.change_look({"language": "zh_CN"})
        fresh = page_of(window)
        assert fresh is not page
        assert fresh.field.text() == "half a sentence"
        assert fresh.field.cursorPosition() == 4
        assert window.focusWidget() is fresh.field
        assert window.windowTitle().startswith("通服")
        assert house.preferences.language == "zh_CN"
    finally:
        window.change_look({"language": "en"})
    assert window.windowTitle().startswith("Tongfu")


def test_theme_switch_rebuilds_in_the_new_look(house: House, qtbot: QtBot, qapp: QApplication) -> None:
    window = opened(house, qtbot)
    page = page_of(window)
    try:
        qtbot.keyClick(window, "d", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        assert theme.current().dark
        assert page_of(window) is not page
        qtbot.keyClick(window, "t", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        assert theme.current().large
    finally:
        window.change_look({"theme": "light", "large_text": False})
        qapp.setStyleSheet("")


def test_typed_sign_in_survives_a_switch(house: House, qtbot: QtBot) -> None:
    window, _controller = open_window(house, ENTRIES, qtbot)
    assert window.signin is not None
    window.signin.username.setText("lead01")
    window.signin.password.setText("half")
    try:
        window.change_look({"language": "zh_CN"})
        assert (window.signin.username.text(), window.signin.password.text()) == ("lead01", "half")
        assert window.signin.button.text() == "登录"
    finally:
        window.change_look({"language": "en"})


def test_badges_survive_a_rebuild(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    window._controller.presenters["two"].badge_changed.emit("3")
    assert window.workspace is not None
    assert window.workspace.rail.badge("two") == "3"
    window.rebuild()
    assert window.workspace.rail.badge("two") == "3"


def test_attention_shows_the_page(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    window._controller.presenters["two"].attention_requested.emit()
    assert window.workspace is not None
    assert window.workspace.current_key == "two"


def test_links_open_pages_and_refuse_others(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    page_of(window).open_requested.emit(Link("two", "article", "a1"))
    assert page_of(window).links == [Link("two", "article", "a1")]
    window.open_link(Link("secret", "ticket", "t"))
    assert "may not" in window.notices.texts()[-1]


def test_sign_out_closes_everything(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    notes = window._controller.presenters["one"]
    assert isinstance(notes, Notes)
    qtbot.keyClick(window, "q", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert notes.told[-1] == "close"
    assert house.desktop.told[-1] == "close"
    assert not house.session.is_signed_in
    assert window.workspace is None
    assert window.signin is not None
    assert window.signin.password.hasFocus()


def test_lost_session_keeps_everything_for_the_same_person(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    page = page_of(window)
    qtbot.keyClicks(page.field, "not lost")
    house.session.on_renewed(None)
    qtbot.waitUntil(lambda: window.signin is not None)
    assert window.signin is not None
    assert window.signin.username.text() == "lead01"
    assert any("still here" in words.text() for words in window.signin.findChildren(QLabel))
    sign_in(window)
    assert page_of(window) is page
    assert page.field.text() == "not lost"
    assert house.desktop.told == ["open lead01", "follow"]
    qtbot.keyClick(window, "2", Qt.KeyboardModifier.ControlModifier)
    assert window.workspace is not None
    assert window.workspace.current_key == "two"


def test_lost_session_and_somebody_else(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    house.session.on_renewed(None)
    qtbot.waitUntil(lambda: window.signin is not None)
    sign_in(window, "agent01")
    assert house.desktop.told == ["open lead01", "close", "open agent01"]
    assert "Name of agent01" in window.windowTitle()
    assert window.workspace is not None
    assert window.workspace.show_page("secret") is not None


def test_sheet_lists_every_key_once(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    (sheet,) = window.findChildren(ShortcutSheet)
    titles = sheet.shown()
    assert titles.count("Clear the note") == 2  # one for each page
    assert titles.index("Clear the note") < titles.index("Full screen"), "the page in front first"
    assert "Full screen" in titles
    assert "Page two" in titles
    sheet._search.setText("ctrl+l")
    qtbot.waitUntil(lambda: set(sheet.shown()) == {"Clear the note"})
    sheet.reject()


def test_full_screen(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_f6_walks_through_the_areas(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    page = page_of(window)
    assert page.field.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.workspace is not None
    seen = window.focusWidget()
    assert seen is not None
    assert window.workspace.status.isAncestorOf(seen) or window.workspace.rail.isAncestorOf(seen)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert page.field.hasFocus()


def test_errors_nobody_handles_are_told(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    window.tell_problem(AppError("server_busy"))
    window.tell_problem(KeyError("secret"))
    assert "busy" in window.notices.texts()[0]
    assert "secret" not in window.notices.texts()[1]


def test_undo_key_takes_back_the_last_notice(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    done: list[str] = []
    window.notices.say("gone", undo=lambda: done.append("back"))
    qtbot.keyClick(window, "u", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert done == ["back"]


def test_closing_during_a_call_asks(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    house.live.state.call = Call(id="c", state=CallState.TALKING, offered_at=START)
    asked: list[bool] = []
    window._is_sure = lambda: bool(asked.append(True))  # type: ignore[method-assign,func-returns-value]
    window.close()
    assert asked
    assert window.isVisible()
    house.live.state.call = None
    with qtbot.waitSignal(window.closed):
        window.close()


def test_geometry_is_remembered(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    window.resize(1100, 700)
    window.close_now()
    again, _controller = open_window(house, ENTRIES, qtbot)
    assert house.preferences.get("window.geometry")
    assert again.isVisible()


def test_presenters_start_after_all_exist_and_pages_are_lazy(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    assert window.workspace is not None
    assert list(window.workspace._pages) == ["one"]


def test_password_is_not_in_the_window_after_sign_in(house: House, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLineEdit

    window = opened(house, qtbot)
    QApplication.processEvents()
    qtbot.wait(10)
    assert all(field.text() != PASSWORD for field in window.findChildren(QLineEdit))


def test_what_was_said_to_one_person_is_not_there_for_the_next(house: House, qtbot: QtBot) -> None:
    window, controller = open_window(house, [entry("desk")], qtbot)
    sign_in(window)
    undone: list[str] = []
    window.notices.say("Dispatched", undo=lambda: undone.append("dispatched"))
    assert window.notices.texts() == ["Dispatched"]
    controller.sign_out()
    assert window.notices.texts() == []
    window.notices.undo_latest()
    assert undone == []
