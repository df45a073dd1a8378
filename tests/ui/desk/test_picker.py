"""The picker: rows with a remark at their right."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.showing import show_active
from ui.desk.picker import Pick, Picker
from widgets import theme


@pytest.fixture(params=[False, True], ids=["usual", "large"])
def looks(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    theme.apply(qapp, theme.make_theme(large=request.param))
    yield
    theme.apply(qapp, theme.make_theme())
    qapp.setStyleSheet("")


@pytest.mark.usefixtures("looks")
@pytest.mark.parametrize("rows", [3, 30])
def test_a_remark_begins_with_its_first_word_and_ends_in_dots_also_beside_a_scroll_bar(qtbot: QtBot, rows: int) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1290, 700)
    picker = Picker(page)
    show_active(qtbot, page)
    remark = "夜间（22时至次日6时）一般禁止在居民区产生噪声的施工，确需施工的须公告附近居民。"
    picker.pick("引用", [Pick(str(n), "工地夜间施工噪声怎么投诉" + "啊" * n, remark) for n in range(rows)], print, "")
    shown = picker.findChild(QListWidget)
    assert shown is not None
    qtbot.waitUntil(lambda: shown.verticalScrollBar().isVisible() is (rows == 30))
    for row in range(min(rows, 8)):
        beside = shown.itemWidget(shown.item(row))
        assert isinstance(beside, QLabel)
        qtbot.waitUntil(lambda beside=beside: beside.width() > 100)  # type: ignore[misc]
        words = beside.text()
        assert not words or (words[:-1] == remark[: len(words) - 1] and words.endswith("…"))
        assert beside.fontMetrics().horizontalAdvance(words) <= beside.contentsRect().width()
