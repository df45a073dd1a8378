"""The wall display: nothing but figures and graph, larger, and one key leaves it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.wall.fakes import FakeFigures, FakeLive, come_to_front
from ui.wall.display import WallDisplay
from ui.wall.page import WallPage
from ui.wall.presenter import WallPresenter


def open_display(qtbot: QtBot, page: WallPage) -> WallDisplay:
    come_to_front(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    assert page.display is not None
    come_to_front(qtbot, page.display)
    return page.display


def numeral_height(page: QLabel) -> int:
    return page.fontInfo().pixelSize()


def test_it_fills_the_screen_and_shows_figures_and_graph_only(
    qtbot: QtBot, page: WallPage, presenter: WallPresenter
) -> None:
    display = open_display(qtbot, page)
    assert display.isFullScreen()
    assert display.figures.waiting.value == "3"
    assert display.graph.plot.isVisible()
    assert display.findChildren(QTableView) == []
    assert display.findChildren(QComboBox) == []
    assert presenter.display_open


def test_its_words_grow_with_the_screen(qtbot: QtBot, page: WallPage) -> None:
    display = open_display(qtbot, page)
    display.showNormal()
    display.resize(1920, 1080)
    on_page = next(one for one in page.figures.waiting.findChildren(QLabel) if one.text() == "3")
    on_wall = next(one for one in display.figures.waiting.findChildren(QLabel) if one.text() == "3")
    qtbot.waitUntil(lambda: numeral_height(on_wall) > 1.8 * numeral_height(on_page))


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F9])
def test_one_key_leaves_even_with_the_cursor_in_the_graph(
    qtbot: QtBot, page: WallPage, presenter: WallPresenter, key: Qt.Key
) -> None:
    display = open_display(qtbot, page)
    display.graph.plot.setFocus()
    display.graph.plot.set_cursor(3600.0)
    qtbot.keyClick(display.graph.plot, key)
    assert not display.isVisible()
    assert page.display is None
    assert not presenter.display_open
    open_display(qtbot, page)


def test_it_goes_on_while_another_page_is_in_front(
    qtbot: QtBot, page: WallPage, presenter: WallPresenter, figures: FakeFigures
) -> None:
    display = open_display(qtbot, page)
    page.left()
    assert presenter._timer.isActive()
    display.close()
    assert not presenter._timer.isActive()


def test_a_page_that_is_built_anew_opens_it_again(
    qtbot: QtBot, page: WallPage, presenter: WallPresenter, make_page: Callable[..., WallPage]
) -> None:
    open_display(qtbot, page)
    again = make_page(presenter)
    assert again.display is not None
    assert again.display.isVisible()


def test_it_says_how_old_the_figures_are(qtbot: QtBot, page: WallPage, live: FakeLive) -> None:
    display = open_display(qtbot, page)
    assert display.banner.text() == ""
    live.fall_silent(20)
    assert "12:00:00" in display.banner.text()
