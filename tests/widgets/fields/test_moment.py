"""The field for days and times, by keyboard."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.showing import show_active
from widgets.fields.moment import DAY, DIGITS, TIME, MomentEdit

Key = Qt.Key
Section = QDateTimeEdit.Section


@dataclass
class Form:
    """A field between two others; the window keeps them alive."""

    window: QWidget
    before: QLineEdit
    edit: MomentEdit
    after: QLineEdit


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    window = QWidget()
    before, edit, after = QLineEdit(), MomentEdit(), QLineEdit()
    column = QVBoxLayout(window)
    for part in (before, edit, after):
        column.addWidget(part)
    qtbot.addWidget(window)
    edit.setDateTime(QDateTime(QDate(2026, 3, 2), QTime(9, 30), DIGITS))
    show_active(qtbot, window)
    before.setFocus()
    return Form(window, before, edit, after)


def test_tab_enters_at_the_first_part_and_leaves_the_field(qtbot: QtBot, form: Form) -> None:
    before, edit, after = form.before, form.edit, form.after
    qtbot.keyClick(before, Key.Key_Tab)
    assert QApplication.focusWidget() is edit
    assert edit.currentSection() is Section.YearSection
    qtbot.keyClick(edit, Key.Key_Tab)
    assert QApplication.focusWidget() is after
    qtbot.keyClick(after, Key.Key_Backtab)
    assert QApplication.focusWidget() is edit
    qtbot.keyClick(edit, Key.Key_Backtab)
    assert QApplication.focusWidget() is before


def test_arrows_go_from_part_to_part_and_change_it(qtbot: QtBot, form: Form) -> None:
    before, edit = form.before, form.edit
    qtbot.keyClick(before, Key.Key_Tab)
    parts = []
    for _ in range(5):
        qtbot.keyClick(edit, Key.Key_Right)
        parts.append(edit.currentSection())
    assert parts == [
        Section.MonthSection,
        Section.DaySection,
        Section.HourSection,
        Section.MinuteSection,
        Section.MinuteSection,
    ], "and stays at the last one"
    assert edit.lineEdit().selectedText() == "30"
    qtbot.keyClick(edit, Key.Key_Left)
    qtbot.keyClick(edit, Key.Key_Up)
    qtbot.keyClicks(edit, "14")
    assert edit.text() == "2026-03-02 14:30"


def test_digits_fill_a_part_and_go_on_to_the_next(qtbot: QtBot, form: Form) -> None:
    before, edit, after = form.before, form.edit, form.after
    qtbot.keyClick(before, Key.Key_Tab)
    qtbot.keyClicks(edit, "202611241545")
    qtbot.keyClick(edit, Key.Key_Tab)
    assert edit.text() == "2026-11-24 15:45"
    assert QApplication.focusWidget() is after


@pytest.fixture
def machine_in_berlin() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("machine_in_berlin")
def test_an_hour_that_the_machine_s_zone_leaves_out_can_be_typed(qtbot: QtBot) -> None:
    edit = MomentEdit()
    qtbot.addWidget(edit)
    edit.setDateTime(QDateTime(QDate(2026, 3, 29), QTime(2, 30), DIGITS))
    assert edit.dateTime().toString("yyyy-MM-ddTHH:mm:00") == "2026-03-29T02:30:00"


@pytest.mark.parametrize(("shows", "has_calendar"), [(DAY, True), (TIME, False)])
def test_only_a_day_is_chosen_in_a_calendar(qtbot: QtBot, shows: str, has_calendar: bool) -> None:
    edit = MomentEdit(shows)
    qtbot.addWidget(edit)
    assert edit.calendarPopup() is has_calendar
