from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from widgets import theme
from widgets.theme import Tone
from widgets.toast import NoticeArea, Offer


@pytest.fixture
def area(qtbot: QtBot) -> NoticeArea:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    made = NoticeArea(window)
    made.window_kept = window  # type: ignore[attr-defined]
    with qtbot.waitExposed(window):
        window.show()
    return made


def test_sits_inside_its_window(area: NoticeArea, qtbot: QtBot) -> None:
    area.say("A ticket was filed. " * 10, Tone.GOOD)
    assert area.parentWidget().rect().contains(area.geometry())
    area.parentWidget().resize(500, 400)
    qtbot.waitUntil(lambda: area.parentWidget().rect().contains(area.geometry()))


def test_keeps_the_newest(area: NoticeArea) -> None:
    for number in range(6):
        area.say(f"n{number}")
    assert area.texts() == ["n2", "n3", "n4", "n5"]


def test_same_sentence_shows_once(area: NoticeArea) -> None:
    area.say("offline", Tone.WARN)
    area.say("offline", Tone.WARN)
    assert area.texts() == ["offline"]


def test_undo_runs_once(area: NoticeArea, qtbot: QtBot) -> None:
    done: list[str] = []
    area.say("plain")
    area.say("released", undo=lambda: done.append("back"))
    (button,) = area.findChildren(QPushButton)
    button.click()
    assert done == ["back"]
    assert area.texts() == ["plain"]
    assert not area.undo_latest()


def test_an_offer_that_is_withdrawn_takes_its_button_along(area: NoticeArea) -> None:
    done: list[str] = []
    area.say("older", undo=lambda: done.append("older"))
    offer = Offer(lambda: done.append("newer"), area)
    area.say("newer", undo=offer)
    newer = area.findChildren(QPushButton)[-1]
    assert not newer.isHidden()
    offer.withdrawn.emit()
    assert newer.isHidden()
    assert area.texts() == ["older", "newer"]
    assert area.undo_latest()
    assert done == ["older"]


def test_undo_latest_takes_the_newest(area: NoticeArea) -> None:
    done: list[int] = []
    area.say("one", undo=lambda: done.append(1))
    area.say("two", undo=lambda: done.append(2))
    assert area.undo_latest()
    assert done == [2]


def test_citizens_words_are_not_html(area: NoticeArea) -> None:
    area.say("<h1>big</h1>")
    assert area.texts() == ["<h1>big</h1>"]


def test_goes_away_by_itself(area: NoticeArea, qtbot: QtBot) -> None:
    area.say("soon gone")
    area._toasts[0]._timer.setInterval(30)
    area._toasts[0]._timer.start()
    qtbot.waitUntil(lambda: area.texts() == [])
    assert area.isHidden()


@pytest.fixture(params=[False, True], ids=["usual", "large"])
def looks(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    theme.apply(qapp, theme.make_theme(large=request.param))
    yield
    theme.apply(qapp, theme.make_theme())
    qapp.setStyleSheet("")


@pytest.mark.usefixtures("looks")
def test_one_sentence_lies_within_the_status_bar(area: NoticeArea) -> None:
    area.say("filed", Tone.GOOD, undo=lambda: None)
    assert area.geometry().top() >= area.parentWidget().height() - theme.current().space.row - 2


def button_at(area: NoticeArea, qtbot: QtBot, *place: int) -> QRect:
    button = QPushButton("Dispatch", area.parentWidget())
    button.setGeometry(*place)
    with qtbot.waitExposed(button):
        button.show()
    return QRect(button.mapTo(area.parentWidget(), QPoint()), button.size())


LONG = "The unit that had it has meanwhile returned it, and somebody else looks at it now. " * 2


@pytest.mark.usefixtures("looks")
def test_several_lines_stand_beside_the_buttons_at_the_foot(area: NoticeArea, qtbot: QtBot) -> None:
    foot = [button_at(area, qtbot, left, 500, 100, 36) for left in (440, 560, 680)]
    for _ in range(2):
        area.say(LONG + str(len(area.texts())), Tone.WARN)
    assert area.geometry().top() < 530
    assert not any(area.geometry().intersects(button) for button in foot)
    assert area.geometry().bottom() >= 590, "at the foot all the same"
    qtbot.waitUntil(lambda: all(toast.height() >= toast.height_for(toast.width()) for toast in area._toasts))


@pytest.mark.usefixtures("looks")
def test_where_there_is_no_room_beside_the_buttons_they_stand_above(area: NoticeArea, qtbot: QtBot) -> None:
    foot = [button_at(area, qtbot, left, 520, 150, 36) for left in range(20, 700, 180)]
    for _ in range(3):
        area.say(LONG + str(len(area.texts())), Tone.WARN)
    assert not any(area.geometry().intersects(button) for button in foot)
    assert area.geometry().bottom() < 520


def test_a_sentence_that_fits_from_side_to_side_takes_one_line(area: NoticeArea) -> None:
    area.parentWidget().resize(1366, 768)
    area.say(LONG, Tone.WARN)
    assert area.width() > 640
    assert area.geometry().top() >= 768 - theme.current().space.row - 2
