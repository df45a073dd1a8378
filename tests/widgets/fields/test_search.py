from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from widgets.fields.search import SearchField


def test_tells_once_typing_pauses(qtbot: QtBot) -> None:
    field = SearchField("Find", settle_ms=60)
    qtbot.addWidget(field)
    told: list[str] = []
    field.text_settled.connect(told.append)
    qtbot.keyClicks(field, "medical")
    assert told == []
    qtbot.waitUntil(lambda: told == ["medical"])


def test_enter_tells_at_once_and_not_twice(qtbot: QtBot) -> None:
    field = SearchField("Find", settle_ms=60)
    qtbot.addWidget(field)
    told: list[str] = []
    field.text_settled.connect(told.append)
    qtbot.keyClicks(field, "a")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == ["a"]
    qtbot.wait(120)
    assert told == ["a"]


def test_escape_clears_then_says_so(qtbot: QtBot) -> None:
    field = SearchField("Find", settle_ms=10_000)
    qtbot.addWidget(field)
    told: list[str] = []
    escaped: list[None] = []
    field.text_settled.connect(told.append)
    field.escape_pressed.connect(lambda: escaped.append(None))
    qtbot.keyClicks(field, "a")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["a", ""]
    assert not escaped
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert escaped


def test_long_paste_is_cut(qtbot: QtBot) -> None:
    field = SearchField("Find", limit=200)
    qtbot.addWidget(field)
    field.setText("字" * 100_000)
    assert len(field.text()) == 200
