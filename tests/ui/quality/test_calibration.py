"""Calibrations as an inspector uses them: by keys, without a mouse."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.calibrations import CalibrationState
from services.contracts.events import Topic
from services.errors import Conflict
from tests.keys import type_text
from tests.ui.quality.conftest import MakePresenter
from tests.ui.quality.fake_calibrations import OTHER, FakeCalibrations
from tests.ui.quality.fakes import FakeLive, FakeQuality, FakeUnsaved
from tests.ui.quality.test_page import CONTROL, Key, OpenPage, open_page, press
from ui.page import Link
from ui.quality.calibration_dialog import CalibrationDialog
from ui.quality.calibration_view import CalibrationView
from ui.quality.page import QualityPage
from ui.quality.presenter import QualityPresenter
from widgets.table.snapshot import TableSnapshot

__all__ = ["open_page"]


@pytest.fixture
def exported() -> list[TableSnapshot]:
    return []


OpenCalibration = Callable[..., tuple[QualityPage, CalibrationView]]


@pytest.fixture
def open_calibration(
    presenter: QualityPresenter, open_page: OpenPage, calibrations: FakeCalibrations
) -> OpenCalibration:
    """Opens the calibration by a notice's link."""

    def open_(state: CalibrationState, led_by: str = "me") -> tuple[QualityPage, CalibrationView]:
        calibrations.put(state, led_by)
        presenter.calibrations.load()
        page = open_page(presenter)
        page.open_link(Link("quality", "calibration", "cal"))
        view = page._views["calibrations"]
        assert isinstance(view, CalibrationView)
        return page, view

    return open_


def cells(view: CalibrationView, key: str) -> list[str]:
    table = view.comparison.table
    assert table is not None
    line = table.model.get(key)
    assert line is not None
    return [column.shown_text(line) for column in table.model.columns]


def told(calibrations: FakeCalibrations) -> list[str]:
    return [what[0] for what in calibrations.asked]


def test_a_calibration_is_begun_from_the_open_call_by_keys(
    qtbot: QtBot, presenter: QualityPresenter, open_page: OpenPage, calibrations: FakeCalibrations
) -> None:
    page = open_page(presenter)
    press(Key.Key_G, CONTROL)
    press(Key.Key_Return)
    press(Key.Key_K)
    dialog = page.findChild(CalibrationDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not dialog.begin_button.isEnabled()
    assert [dialog.people.item(n).text() for n in range(dialog.people.count())] == ["王复核"]
    press(Key.Key_Space)
    press(Key.Key_Return, CONTROL)
    begun = next(what for what in calibrations.asked if what[0] == "begin")
    assert begun[1:3] == ("call-1", (OTHER,))
    assert begun[3] > presenter.now()
    assert isinstance(page._tabs.currentWidget(), CalibrationView)


def test_a_refused_beginning_is_said_in_the_dialog_and_what_was_chosen_stays(
    qtbot: QtBot, presenter: QualityPresenter, open_page: OpenPage, calibrations: FakeCalibrations
) -> None:
    page = open_page(presenter)
    press(Key.Key_G, CONTROL)
    press(Key.Key_Return)
    calibrations.fails.append(Conflict("colleague_refused", name="王复核"))
    press(Key.Key_K)
    dialog = page.findChild(CalibrationDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    press(Key.Key_Space)
    press(Key.Key_Return, CONTROL)
    assert "王复核 cannot take part" in dialog._problem.text()
    assert dialog.chosen() == [OTHER]


def test_a_call_is_scored_blind_by_the_usual_keys_and_then_compared(
    qtbot: QtBot, open_calibration: OpenCalibration, calibrations: FakeCalibrations
) -> None:
    page, view = open_calibration(CalibrationState.OPEN)
    assert page._tabs.tabText(page._tabs.currentIndex()) == "Calibration (1)"
    said = " ".join(
        label.text() for label in view.findChildren(QWidget) if hasattr(label, "text") and label.isVisible()
    )
    assert "没有报工号" not in said
    for _ in range(3):
        press(Key.Key_1)
    press(Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "submit" in told(calibrations))
    qtbot.waitUntil(lambda: view.is_comparing)
    assert cells(view, "greets")[0] == "≠"
    assert cells(view, "closes")[0] == ""


def test_the_call_is_played_for_the_calibration(
    open_calibration: OpenCalibration, quality: FakeQuality, presenter: QualityPresenter
) -> None:
    open_calibration(CalibrationState.OPEN)
    press(Key.Key_Space)
    assert ("sound", "call-1", "calibration cal") in quality.asked


def test_the_leader_writes_down_answer_and_note_and_agrees_by_keys(
    qtbot: QtBot, open_calibration: OpenCalibration, calibrations: FakeCalibrations
) -> None:
    _page, view = open_calibration(CalibrationState.COMPARING)
    assert not view.comparison.agree_button.isEnabled()
    press(Key.Key_2)
    qtbot.waitUntil(lambda: cells(view, "greets")[2:] == ["≠ Full", "≠ None", "Partly", "?"])
    press(Key.Key_C)
    assert QApplication.focusWidget() is view.comparison.note
    type_text(view.comparison.note, "报了工号，没有问好")
    press(Key.Key_Return)
    assert QApplication.focusWidget() is view.comparison.table.view  # type: ignore[union-attr]
    assert cells(view, "foot:total")[2:5] == ["100", "80", "90"]
    assert cells(view, "foot:distance")[2:4] == ["10", "10"]
    press(Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "agree" in told(calibrations))
    found = calibrations.found
    assert found is not None
    assert found.notes == {"greets": "报了工号，没有问好"}
    assert found.state is CalibrationState.AGREED
    qtbot.waitUntil(view._mean.isVisible)
    assert view._mean.text() == "My mean distance from what was agreed (1): 10 points, 67% alike"


def test_who_does_not_lead_reads_only(open_calibration: OpenCalibration, calibrations: FakeCalibrations) -> None:
    _page, view = open_calibration(CalibrationState.COMPARING, OTHER)
    press(Key.Key_2)
    press(Key.Key_Return, CONTROL)
    assert told(calibrations) == ["calibration"]
    assert not view.comparison.agree_button.isVisible()
    assert "王复核" in view.comparison._state.text()


def test_a_note_that_could_not_be_sent_comes_back_with_the_next_start(
    open_calibration: OpenCalibration, calibrations: FakeCalibrations, unsaved: FakeUnsaved
) -> None:
    unsaved.keep("cal", {"notes": {"greets": "上次没有发出去的话"}})
    open_calibration(CalibrationState.COMPARING)
    assert calibrations.found is not None
    assert calibrations.found.notes == {"greets": "上次没有发出去的话"}


def test_the_open_one_follows_what_others_do(
    open_calibration: OpenCalibration, calibrations: FakeCalibrations, live: FakeLive
) -> None:
    _page, view = open_calibration(CalibrationState.OPEN)
    calibrations.put(CalibrationState.COMPARING)
    live.tell_of(Topic.CALIBRATION, id="cal", version=2, state="comparing")
    assert view.is_comparing


def test_the_comparison_goes_to_a_file_with_its_foot(
    open_calibration: OpenCalibration, exported: list[TableSnapshot]
) -> None:
    _page, view = open_calibration(CalibrationState.COMPARING)
    assert view.comparison.table is not None
    view.comparison.table.request_export()
    (table,) = exported
    assert list(table.titles)[2:] == ["李质检", "王复核", "Agreed", "Note"]
    assert list(table.rows[-3])[1:4] == ["Total", "100", "80"]


def test_an_empty_list_says_how_to_begin_one(presenter: QualityPresenter, open_page: OpenPage) -> None:
    page = open_page(presenter)
    view = page._views["calibrations"]
    assert isinstance(view, CalibrationView)
    assert "press K" in view.table._empty_text


def test_an_agent_has_no_place_for_it(make_presenter: MakePresenter, open_page: OpenPage) -> None:
    page = open_page(make_presenter(Role.AGENT))
    assert "calibrations" not in page._views


def test_one_that_is_late_says_so(
    presenter: QualityPresenter, open_page: OpenPage, calibrations: FakeCalibrations
) -> None:
    calibrations.put()
    assert calibrations.found is not None
    calibrations.found = calibrations.found.model_copy(update={"until": presenter.now() - timedelta(hours=1)})
    presenter.calibrations.load()
    view = open_page(presenter)._views["calibrations"]
    assert isinstance(view, CalibrationView)
    (row,) = view.table.model.shown_rows()
    assert view.table.model.columns[0].shown_text(row) == "Overdue"
