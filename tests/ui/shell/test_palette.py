from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Permission
from tests.ui.house import House, NotesPage, entry, open_window, sign_in
from ui.page import Link
from ui.shell.main_window import MainWindow
from ui.shell.palette import CommandPalette

ENTRIES = [entry("one"), entry("desk", Permission.CALL_HANDLE), entry("knowledge")]
CTRL = Qt.KeyboardModifier.ControlModifier


def opened(house: House, qtbot: QtBot, username: str = "agent01") -> tuple[MainWindow, CommandPalette]:
    window, _controller = open_window(house, ENTRIES, qtbot)
    sign_in(window, username)
    assert window.workspace is not None
    window.workspace.show_page("one")
    qtbot.keyClick(window, "k", CTRL)
    assert window.palette_box is not None
    assert window.palette_box.isVisible()
    return window, window.palette_box


def current_page(window: MainWindow) -> NotesPage:
    assert window.workspace is not None
    page = window.workspace.current
    assert isinstance(page, NotesPage)
    return page


def test_offers_pages_first_then_what_the_page_can_do(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    assert palette.titles()[:4] == ["Page one", "Page desk", "Page knowledge", "Clear the note"]
    assert "Go to or do anything" not in palette.titles()


def test_goes_to_a_page_by_keyboard(house: House, qtbot: QtBot) -> None:
    window, palette = opened(house, qtbot)
    qtbot.keyClicks(palette.field, "page desk")
    qtbot.waitUntil(lambda: palette.titles()[0] == "Page desk")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert window.workspace is not None
    assert window.workspace.current_key == "desk"


def test_runs_an_action_of_the_page(house: House, qtbot: QtBot) -> None:
    window, palette = opened(house, qtbot)
    page = current_page(window)
    qtbot.keyClicks(palette.field, "clear")
    qtbot.waitUntil(lambda: palette.titles()[0] == "Clear the note")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert "clear" in page.presenter.told


def test_disabled_actions_are_not_offered(house: House, qtbot: QtBot) -> None:
    window, palette = opened(house, qtbot)
    palette.close_palette()
    current_page(window).actions_by_name["clear"].setEnabled(False)
    palette.open_palette()
    assert "Clear the note" not in palette.titles()


def test_escape_gives_the_focus_back(house: House, qtbot: QtBot) -> None:
    window, palette = opened(house, qtbot)
    qtbot.keyClicks(palette.field, "x")
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert current_page(window).field.hasFocus()


def test_telephone_number_opens_the_caller(house: House, qtbot: QtBot) -> None:
    window, palette = opened(house, qtbot)
    qtbot.keyClicks(palette.field, "138 0000 0042")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["Caller 13800000042"])
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert current_page(window).links == [Link("desk", "number", "13800000042")]


def test_ticket_number_opens_the_ticket(house: House, qtbot: QtBot) -> None:
    window, palette = opened(house, qtbot)
    qtbot.keyClicks(palette.field, "20260302-000007")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["Ticket 20260302-000007"])
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert current_page(window).links == [Link("desk", "ticket", "t7")]


def test_unknown_ticket_says_what_to_try(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    qtbot.keyClicks(palette.field, "20260302-000008")
    qtbot.waitUntil(lambda: palette._hint.isVisible() or "About 20260302-000008" in palette.titles())
    assert not house.tasks.errors


def test_article_opens_in_the_knowledge_base(house: House, qtbot: QtBot) -> None:
    window, palette = opened(house, qtbot)
    palette.field.setText("医保")
    qtbot.waitUntil(lambda: palette.titles() == ["About 医保"])
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert current_page(window).links == [Link("knowledge", "article", "a1")]


def test_answer_for_an_old_text_is_dropped(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    house.tasks.hold()
    palette.field.setText("first")
    qtbot.waitUntil(lambda: bool(house.tasks.held))
    palette.field.setText("")
    house.tasks.release()
    assert "About first" not in palette.titles()


def test_arrows_and_tab_move(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.list.currentIndex().row() == 2
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 1
    assert palette.field.hasFocus()


def test_who_has_no_desk_gets_no_callers(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot, "lead01")
    qtbot.keyClicks(palette.field, "13800000042")
    qtbot.waitUntil(lambda: palette.titles() == ["About 13800000042"])


def test_absurd_input_does_no_harm(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    for text in ("<b>", "=1+1", "\u202eabc", "😀" * 300, "a" * 100_000, "((((", "𠮷"):
        palette.field.setText(text)
        qtbot.wait(1)
        palette._ask(palette.field.text())
    assert not house.tasks.errors
