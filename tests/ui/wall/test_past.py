"""Figures of an interval that has gone by: any days, zone and version; what cannot be asked is said and loses nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.figures import FORMULA_VERSION
from services.errors import AppError
from services.tasks import Progress, Task
from tests.ui.wall.fakes import MIDNIGHT, Exports, FakeFigures, come_to_front
from ui.wall.page import WallPage
from ui.wall.past_dialog import PastDialog
from ui.wall.past_presenter import Interval, PastPresenter

DAY = timedelta(days=1)


@pytest.fixture
def dialog(qtbot: QtBot, page: WallPage) -> PastDialog:
    """The dialog, opened by its key."""
    come_to_front(qtbot, page.window())
    qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    (opened,) = page.findChildren(PastDialog)
    come_to_front(qtbot, opened)
    return opened


def cells(dialog: PastDialog, key: str) -> list[str]:
    dialog.table.go_to(key)
    row = dialog.table.current_row()
    assert row is not None
    return [column.shown_text(row) for column in dialog.table.model.columns[:4]]


def at(hour: int, day: int) -> QDateTime:
    return QDateTime(QDate(2026, 3, day), QTime(hour, 0), QTimeZone(b"UTC"))


def test_it_opens_with_yesterday_beside_the_day_before(dialog: PastDialog, figures: FakeFigures) -> None:
    assert figures.intervals == [(MIDNIGHT - DAY, MIDNIGHT, 15, FORMULA_VERSION)]
    assert cells(dialog, "offered")[:3] == ["Calls offered", "100", "80"]
    assert cells(dialog, "service_level") == ["Service level (15s)", "90.0", "", "%"]
    assert cells(dialog, "asa")[1::2] == ["8.0", "s"]


def test_hours_of_another_zone_by_older_rules(qtbot: QtBot, dialog: PastDialog, figures: FakeFigures) -> None:
    dialog.since.setDateTime(at(8, 9))
    dialog.until.setDateTime(at(20, 9))
    dialog.zone.setCurrentText("America/New_York")
    dialog.rules.setCurrentIndex(dialog.rules.findData("2026.2"))
    dialog.threshold.setValue(30)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    # New York has had summer time since the day before.
    asked = datetime(2026, 3, 9, 12, tzinfo=UTC), datetime(2026, 3, 10, 0, tzinfo=UTC)
    assert figures.intervals[-1] == (*asked, 30, "2026.2")


@pytest.mark.parametrize(
    ("zone", "since", "until", "said"),
    [
        ("Asia/Peking", at(0, 1), at(0, 2), "No such zone"),
        ("../etc/passwd", at(0, 1), at(0, 2), "No such zone"),
        ("", at(0, 1), at(0, 2), "No such zone"),
        ("Asia/Shanghai", at(0, 2), at(0, 2), "after the beginning"),
        ("Asia/Shanghai", at(0, 1).addDays(-31), at(0, 2), "At most 31 days"),
    ],
)
def test_what_cannot_be_asked_is_said(
    qtbot: QtBot, dialog: PastDialog, figures: FakeFigures, zone: str, since: QDateTime, until: QDateTime, said: str
) -> None:
    dialog.zone.setCurrentText(zone)
    dialog.since.setDateTime(since)
    dialog.until.setDateTime(until)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert said in dialog.complaint()
    assert len(figures.intervals) == 1, "nothing was asked"
    assert dialog.since.dateTime() == since


def test_an_error_leaves_what_was_found(qtbot: QtBot, dialog: PastDialog, figures: FakeFigures) -> None:
    figures.error = AppError("unreachable")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert "cannot be reached" in dialog.error()
    assert cells(dialog, "offered")[1] == "100"
    figures.error = None
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.error() == ""


def test_it_goes_into_a_file(dialog: PastDialog, exports: Exports) -> None:
    dialog.table.request_export()
    (snapshot,) = exports.tables
    row = next(row for row in snapshot.rows if row[0] == "Service level (15s)")
    assert row[1:4] == [90.0, None, "%"], "numbers stay numbers"


class Waiting:
    """Starts work and leaves it."""

    def start(self, work: object, done: object = None, failed: object = None, title: str = "") -> Task:
        self.progress = Progress()
        self.task = Task(title)
        return self.task


def test_waiting_can_be_given_up(figures: FakeFigures) -> None:
    tasks = Waiting()
    presenter = PastPresenter(figures, tasks)
    presenter.ask(Interval(MIDNIGHT - DAY, MIDNIGHT, 20))
    assert presenter.is_computing
    presenter.cancel()
    assert tasks.task.progress.cancelled
    assert not presenter.is_computing
