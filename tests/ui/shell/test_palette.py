from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Permission
from services.errors import AppError
from tests.ui.house import House, NotesPage, entry, open_window, sign_in
from ui.page import Link
from ui.shell.main_window import MainWindow
from ui.shell.palette import CommandPalette
from widgets import theme
from widgets.theme import Tone

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
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["Noise at night"])
    assert palette.headings()[:1] == ["Tickets"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert current_page(window).links == [Link("desk", "ticket", "t7")]


def test_an_emergency_that_nobody_acknowledged_is_found_in_red(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    red = theme.current().tone(Tone.BAD)[0]

    def shows_red() -> bool:
        picture = palette.list.viewport().grab().toImage()
        return any(picture.pixelColor(x, y) == red for x in range(picture.width()) for y in range(picture.height()))

    palette.field.setText("noise")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["Noise at night"])
    assert not shows_red()
    house.finding.alert = True
    palette.field.setText("20260302-000007")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["Alarm · Noise at night"])
    assert shows_red()


def test_unknown_ticket_says_what_to_try(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    qtbot.keyClicks(palette.field, "20260302-000008")
    qtbot.waitUntil(lambda: "About 20260302-000008" in palette.titles())
    assert "Noise at night" not in palette.titles()
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
    assert palette.chosen() == palette.titles()[2]
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.chosen() == palette.titles()[1]
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


WHERE = [entry("one"), entry("ticket", icon="ticket"), entry("dispatch", Permission.TICKET_WRITE, icon="dispatch")]


def test_a_ticket_opens_on_its_own_page_where_there_is_one(house: House, qtbot: QtBot) -> None:
    window, _controller = open_window(house, [entry("ticket", icon="ticket")], qtbot)
    sign_in(window, "agent01")
    palette = typed(window, qtbot, "noise")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["Noise at night"])
    assert palette.notes() == ["There are more: add a word to see others."]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert current_page(window).links == [Link("ticket", "ticket", "t7")]


def typed(window: MainWindow, qtbot: QtBot, text: str) -> CommandPalette:
    qtbot.keyClick(window, "k", CTRL)
    assert window.palette_box is not None
    qtbot.keyClicks(window.palette_box.field, text)
    return window.palette_box


def test_a_person_narrows_the_search_to_their_tickets_and_backspace_takes_it_back(house: House, qtbot: QtBot) -> None:
    window, palette = opened(house, qtbot)
    qtbot.keyClicks(palette.field, "chen")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["陈**  138****0042"])
    assert "People" in palette.headings()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.waitUntil(lambda: palette.titles() == ["Noise at night"])
    assert house.finding.asked[-1] == ("", "p1", "")
    assert palette._narrowed.text() == "陈**  138****0042"
    qtbot.keyClick(palette.field, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: "Page one" in palette.titles())
    assert palette._narrowed.isHidden()
    assert window.isVisible()


def test_a_place_opens_the_work_list_where_the_person_has_one(house: House, qtbot: QtBot) -> None:
    window, _controller = open_window(house, WHERE, qtbot)
    sign_in(window, "agent01")
    palette = typed(window, qtbot, "gc")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["桂城街道"])
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert current_page(window).links == [Link("dispatch", "place", "桂城街道")]


def test_a_place_narrows_the_search_where_there_is_no_work_list(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    qtbot.keyClicks(palette.field, "gc")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["桂城街道"])
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: palette.titles() == ["Noise at night"])
    assert house.finding.asked[-1] == ("", "", "440605011")


def test_a_server_that_cannot_be_reached_is_told_in_its_place(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    house.finding.trouble = AppError("unreachable")
    qtbot.keyClicks(palette.field, "noise")
    qtbot.waitUntil(lambda: bool(palette.notes()))
    assert palette.notes()[0].startswith("Tickets, people and places are not searched now")
    assert palette.chosen() == "About noise"
    assert not house.tasks.errors


def test_it_says_that_it_searches_and_then_that_nothing_was_found(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot, "lead01")
    house.knowledge.search = lambda text, limit=20: []  # type: ignore[method-assign]
    house.tasks.hold()
    qtbot.keyClicks(palette.field, "zzz")
    qtbot.waitUntil(lambda: palette._hint.isVisible())
    assert palette._hint.text() == "Searching …"
    house.tasks.release()
    assert palette._hint.text().startswith("Nothing found.")


def test_what_was_gone_to_stays_chosen_when_more_comes_above(house: House, qtbot: QtBot) -> None:
    _window, palette = opened(house, qtbot)
    house.tasks.hold()
    palette.field.setText("noise")
    qtbot.waitUntil(lambda: len(house.tasks.held or []) == 2)
    search, articles = house.tasks.held or []
    house.tasks.held = None
    articles()
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.chosen() == "About noise"
    search()
    assert palette.titles() == ["Noise at night", "About noise"]
    assert palette.chosen() == "About noise"
