from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.house import NotesEntry
from ui.shell.rail import NavigationRail
from widgets import theme

TITLES = ("Desk", "Dispatch", "Tasks", "Ticket", "Quality", "Follow-up", "Supervision", "Wall", "Knowledge", "Settings")


@pytest.fixture(params=[False, True], ids=["usual", "large"])
def rail(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication) -> Iterator[NavigationRail]:
    theme.apply(qapp, theme.make_theme(large=request.param))
    entries = [NotesEntry(title.lower(), lambda t=title: t, "desk", frozenset(), "nowhere") for title in TITLES]
    made = NavigationRail(entries)
    qtbot.addWidget(made)
    made.resize(made.width(), 800)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    theme.apply(qapp, theme.make_theme())
    qapp.setStyleSheet("")


def test_ten_pages_have_room_in_800_pixels(rail: NavigationRail) -> None:
    assert rail.minimumSizeHint().height() <= 800
    buttons = rail.findChildren(QToolButton)
    assert len(buttons) == len(TITLES)
    for above, below in pairwise(buttons):
        assert above.geometry().bottom() < below.geometry().top()


def test_every_title_is_read_in_whole(rail: NavigationRail) -> None:
    metrics = QFontMetrics(theme.current().font("caption", bold=True))
    for button in rail.findChildren(QToolButton):
        assert metrics.horizontalAdvance(button.text()) <= button.width() - 2 * theme.current().space.xs
