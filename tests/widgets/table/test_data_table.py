from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from widgets.remember import InMemory
from widgets.table import Column, DataTable, TableSnapshot
from widgets.table.snapshot import as_tab_separated, guarded


@dataclass(frozen=True)
class Item:
    key: str
    words: str
    number: int


def make(qtbot: QtBot, remember: InMemory | None = None) -> DataTable[Item]:
    table = DataTable(
        "Things",
        [
            Column[Item]("words", "Words", value=lambda i: i.words, width=150),
            Column[Item]("number", "Number", value=lambda i: i.number),
            Column[Item]("extra", "Extra", value=lambda i: i.number * 2, shown=False),
        ],
        key=lambda i: i.key,
        remember=remember or InMemory(),
        remember_as="test.things",
        empty="Nothing here yet. Press F2.",
    )
    qtbot.addWidget(table)
    table.resize(600, 300)
    with qtbot.waitExposed(table):
        table.show()
    return table


@pytest.fixture
def table(qtbot: QtBot) -> DataTable[Item]:
    made = make(qtbot)
    made.model.set_rows([Item("a", "alpha", 3), Item("b", "beta", 1), Item("c", "=1+1", 2)])
    return made


def test_empty_table_says_what_to_do(qtbot: QtBot) -> None:
    table = make(qtbot)
    assert table._empty.isVisible()
    assert table._empty.sentence() == "Nothing here yet. Press F2."
    table.model.set_rows([Item("a", "alpha", 1)])
    assert not table._empty.isVisible()
    table.filter_field.setText("zzz")
    qtbot.waitUntil(lambda: table.model.rowCount() == 0)
    assert table._empty.sentence() != "Nothing here yet. Press F2."


def test_the_row_that_keys_mean_is_framed_before_anything_is_chosen(table: DataTable[Item], qtbot: QtBot) -> None:
    def top_line() -> str:
        rect = table.view.visualRect(table.model.index(0, 0))
        return table.view.viewport().grab().toImage().pixelColor(rect.left() + 2, rect.top()).name()

    assert table.view.selectionModel().selectedRows() == []
    calm = top_line()
    table.activateWindow()
    table.view.setFocus()
    qtbot.waitUntil(lambda: table.current_row() is not None)
    assert table.view.selectionModel().selectedRows() == []
    assert top_line() != calm


def test_enter_opens_the_row(table: DataTable[Item], qtbot: QtBot) -> None:
    table.go_to("b")
    with qtbot.waitSignal(table.row_activated) as told:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert told.args == [Item("b", "beta", 1)]


def test_going_to_a_row_selects_it_alone_also_while_ctrl_is_held(table: DataTable[Item], qtbot: QtBot) -> None:
    table.go_to("b")
    # Of Ctrl+Enter, which was answered before the keys were let go.
    QTest.keyPress(table.view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    table.go_to("c")
    QTest.keyRelease(table.view, Qt.Key.Key_Control)
    assert [row.key for row in table.selected_rows()] == ["c"]


def test_letters_find_a_row(table: DataTable[Item], qtbot: QtBot) -> None:
    table.go_to("a")
    qtbot.keyClicks(table.view, "be")
    assert table.current_row() == Item("b", "beta", 1)


def test_menu_key_asks_for_a_menu(table: DataTable[Item], qtbot: QtBot) -> None:
    table.go_to("b")
    with qtbot.waitSignal(table.menu_requested) as told:
        table.view.customContextMenuRequested.emit(table.view.rect().bottomRight() * 2)
    assert told.args[0] == Item("b", "beta", 1)


def test_copies_selected_rows_with_titles(table: DataTable[Item], qtbot: QtBot) -> None:
    table.arrangement.sort("number")
    # Not the view's own selecting: a Shift that an earlier test left held (of Shift+Tab) would select nothing.
    table.go_to("b")
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Words\tNumber\nbeta\t1"


def test_copy_without_selection_takes_all_and_guards_formulas(table: DataTable[Item]) -> None:
    table.view.clearSelection()
    table.copy()
    assert "'=1+1\t2" in QGuiApplication.clipboard().text()


def test_export_gives_what_is_shown(table: DataTable[Item], qtbot: QtBot) -> None:
    table.arrangement.sort("number", True)
    table.arrangement.show_column("extra", True)
    table.filter_field.setText("a")
    qtbot.waitUntil(lambda: table.model.rowCount() == 2)
    with qtbot.waitSignal(table.export_requested) as told:
        table.request_export()
    assert told.args == [TableSnapshot("Things", ["Words", "Number", "Extra"], [["alpha", 3, 6], ["beta", 1, 2]])]


def test_arrangement_comes_back(qtbot: QtBot) -> None:
    remember = InMemory()
    first = make(qtbot, remember)
    first.arrangement.show_column("extra", True)
    first.arrangement.show_column("words", False)
    first.view.horizontalHeader().moveSection(2, 0)
    first.view.setColumnWidth(1, 222)
    first.arrangement.sort("number", True)
    first.arrangement.keep()
    again = make(qtbot, remember)
    assert again.arrangement.order() == ["extra", "number"]
    assert again.view.columnWidth(1) == 222
    assert again.model.sorted_by == ("number", True)
    again.arrangement.reset()
    assert again.arrangement.order() == ["words", "number"]


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "no json",
        "[]",
        '{"order": ["gone", "number"], "hidden": 7, "widths": {"number": "x"}, "sort": ["gone", true]}',
    ],
)
def test_broken_arrangement_is_ignored(qtbot: QtBot, kept: str) -> None:
    remember = InMemory()
    remember.put("table.test.things", kept)
    assert "words" in make(qtbot, remember).arrangement.order()


def test_last_column_cannot_be_hidden(table: DataTable[Item]) -> None:
    table.arrangement.show_column("number", False)
    table.arrangement.show_column("words", False)
    assert table.arrangement.order() == ["words"]


def test_filter_field_goes_to_the_rows(table: DataTable[Item], qtbot: QtBot) -> None:
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    table.filter_field.setFocus()
    qtbot.keyClick(table.filter_field, Qt.Key.Key_Down)
    assert table.view.hasFocus()


def test_columns_menu_lists_all_columns(table: DataTable[Item], qtbot: QtBot) -> None:
    table.open_menu(table.mapToGlobal(table.rect().center()))
    from PySide6.QtWidgets import QMenu

    (menu,) = table.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert [action.text() for action in menu.actions()][:3] == ["Words", "Number", "Extra"]
    menu.actions()[2].trigger()
    assert "extra" in table.arrangement.order()
    menu.close()


def test_the_menu_opens_by_key_where_the_page_has_none_of_its_own(table: DataTable[Item], qtbot: QtBot) -> None:
    table.view.customContextMenuRequested.emit(table.view.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


def test_sorts_from_the_menu_and_turns_the_order_round(table: DataTable[Item]) -> None:
    def choose(title: str) -> None:
        menu = QMenu()
        table.fill_menu(menu)
        (sub,) = [action.menu() for action in menu.actions() if action.menu() is not None]
        assert isinstance(sub, QMenu)
        next(action for action in sub.actions() if action.text().startswith(title)).trigger()

    choose("Number")
    assert table.model.sorted_by == ("number", False)
    choose("Number")
    assert table.model.sorted_by == ("number", True)
    choose("As they came")
    assert table.model.sorted_by == (None, False)


def test_the_filter_comes_by_key_and_goes_with_escape(table: DataTable[Item], qtbot: QtBot) -> None:
    table.hide_tools()
    assert not table.filter_field.isVisible()
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert table.filter_field.hasFocus()
    qtbot.keyClicks(table.filter_field, "beta")
    qtbot.keyClick(table.filter_field, Qt.Key.Key_Return)
    assert table.model.rowCount() == 1
    qtbot.keyClick(table.filter_field, Qt.Key.Key_Escape)
    qtbot.keyClick(table.filter_field, Qt.Key.Key_Escape)
    assert table.view.hasFocus()
    assert not table.filter_field.isVisible()
    assert table.model.rowCount() > 1


def test_everything_has_an_accessible_name(table: DataTable[Item]) -> None:
    from PySide6.QtWidgets import QToolButton

    assert table.view.accessibleName() == "Things"
    assert table.filter_field.accessibleName()
    assert all(
        button.accessibleName()
        for button in table._tool_row.findChildren(QToolButton)
        if button.parent() is table._tool_row
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_looks_like_a_formula_is_guarded(start: str) -> None:
    assert guarded(f"{start}SUM(A1)") == f"'{start}SUM(A1)"
    assert guarded("plain") == "plain"
    assert guarded("") == ""


def test_tabs_and_lines_in_cells_become_spaces() -> None:
    text = as_tab_separated(TableSnapshot("x", ["A", "B"], [["one\ttwo\nthree", None]]))
    assert text == "A\tB\none two three\t"


def test_tab_stops_at_the_tools_before_the_rows(table: DataTable[Item], qtbot: QtBot) -> None:
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    table.setFocus()
    assert table.view.hasFocus()
    table.filter_field.setFocus()
    stops = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops == [table._columns_button, table._copy_button, table._export_button, table.view]


def test_only_seen_rows_that_changed_are_painted(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.model.set_rows([Item(f"{n:04}", f"word {n}", n) for n in range(1000)])
    table.arrangement.sort("number")
    painted: list[str] = []
    column = table.model.columns[0]
    object.__setattr__(column, "text", lambda item: painted.append(item.key) or item.words)
    qtbot.wait(20)
    painted.clear()
    table.model.put(Item("0900", "far below", 900))
    table.model.flush()
    table.model.put(Item("0950", "moves below", 800))
    table.model.flush()
    qtbot.wait(20)
    assert painted == []
    table.model.put(Item("0002", "seen", 2))
    table.model.flush()
    qtbot.waitUntil(lambda: painted == ["0002"])
    painted.clear()
    table.model.put(Item("0003", "to the end", 5000))
    table.model.flush()
    qtbot.waitUntil(lambda: "0004" in painted)
    assert "0001" not in painted
