import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.showing import show_active
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.fields.type_ahead import TypeAheadField

PLACES = [
    Choice("01", "桂城街道", "", "gcjd"),
    Choice("0101", "夏北社区", "桂城街道 › 夏北社区", "xbsq"),
    Choice("0102", "夏南一社区", "桂城街道 › 夏南一社区", "xnysq"),
    Choice("02", "大沥镇", "", "dlz"),
    Choice("0201", "北村", "大沥镇 › 北村", "bc"),
]


@pytest.fixture
def field(qtbot: QtBot) -> TypeAheadField:
    window = QWidget()
    window.resize(500, 400)
    column = QVBoxLayout(window)
    made = TypeAheadField("Place", ChoiceMatcher(PLACES))
    column.addWidget(made)
    column.addWidget(QLineEdit())
    qtbot.addWidget(window)
    show_active(qtbot, window)
    made.setFocus()
    window.kept = made  # type: ignore[attr-defined]
    made.window_kept = window  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("夏北", "0101"),
        ("xn", "0102"),
        ("北", "0201"),
        ("桂城 北", "0101"),
        ("DLZ", "02"),
        ("0102", "0102"),
        ("sq", "0101"),
    ],
)
def test_finds_by_name_initials_code_and_path(typed: str, first: str) -> None:
    assert ChoiceMatcher(PLACES)(typed)[0].key == first


def test_finds_nothing_and_everything() -> None:
    assert ChoiceMatcher(PLACES)("zzz") == []
    assert ChoiceMatcher(PLACES, limit=2)("") == PLACES[:2]


def test_type_and_enter_takes_the_first(field: TypeAheadField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.choice_changed) as told:
        qtbot.keyClicks(field, "xb")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == [PLACES[1]]
    assert field.text() == "夏北社区"
    assert field.offered() == []


def test_arrows_move_and_tab_takes_and_leaves(field: TypeAheadField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.choice == PLACES[2]
    assert not field.hasFocus()


def test_escape_goes_back_to_what_was_chosen(field: TypeAheadField, qtbot: QtBot) -> None:
    field.set_choice(PLACES[3])
    told: list[object] = []
    field.choice_changed.connect(told.append)
    field.selectAll()
    qtbot.keyClicks(field, "x")
    assert field.choice is None
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.choice == PLACES[3]
    assert field.text() == "大沥镇"
    assert told == [None, PLACES[3]]


def test_down_opens_everything(field: TypeAheadField, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert [choice.key for choice in field.offered()] == [choice.key for choice in PLACES]


def test_typed_in_full_counts_as_chosen(field: TypeAheadField, qtbot: QtBot) -> None:
    field.insert("大沥镇")
    field.textEdited.emit(field.text())
    field.clearFocus()
    assert field.choice == PLACES[3]


def test_unknown_text_stays_and_is_no_choice(field: TypeAheadField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "q9")
    assert field.offered() == []
    field.clearFocus()
    assert field.text() == "q9"
    assert field.choice is None


def test_list_opens_above_where_there_is_no_room_below(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(400, 400)
    field = TypeAheadField("Place", ChoiceMatcher(PLACES), parent=window)
    field.setGeometry(10, 360, 300, 30)
    qtbot.addWidget(window)
    show_active(qtbot, window)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field._view().geometry().bottom() <= 360
    assert window.rect().contains(field._view().geometry())


def test_setting_a_choice_says_nothing(field: TypeAheadField) -> None:
    told: list[object] = []
    field.choice_changed.connect(told.append)
    field.set_choice(PLACES[0])
    field.set_choice(None)
    assert told == []
    assert field.text() == ""
