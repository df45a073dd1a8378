from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets import theme
from widgets.plot import Series, TimePlot
from widgets.plot.axis import CountAxis, TimeAxis


@pytest.fixture
def plot(qtbot: QtBot) -> TimePlot:
    made = TimePlot("Queue of the day")
    qtbot.addWidget(made)
    made.resize(900, 400)
    times = np.arange(0, 86_400, 60.0)
    made.set_series(
        [
            Series("waiting", "Waiting", times, np.sin(times / 9000) + 1, decimals=1),
            Series("yesterday", "Yesterday", times, np.ones_like(times), faint=True),
        ]
    )
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_cursor_reads_the_curves(plot: TimePlot) -> None:
    plot.set_cursor(0.0)
    assert plot.legend.texts() == ["Waiting  1.0", "Yesterday  1"]
    plot.set_cursor(None)
    assert plot.legend.texts() == ["Waiting", "Yesterday"]


def test_gap_reads_as_a_dash(plot: TimePlot) -> None:
    plot.update_points("waiting", [0.0, 60.0], [1.0, float("nan")])
    assert plot.value_at("waiting", 59) == 1.0
    assert plot.value_at("waiting", 61) is None
    assert plot.value_at("waiting", -1) is None


def test_keys_zoom_and_move(plot: TimePlot, qtbot: QtBot) -> None:
    assert plot.view() == (0, 86_400)
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    start, end = plot.view()
    assert end - start == pytest.approx(43_200)
    qtbot.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert plot.view()[0] == pytest.approx(start + 10_800)
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert plot.view() == (0, 86_400)


def test_zoom_stops_at_a_minute_and_at_the_day(plot: TimePlot, qtbot: QtBot) -> None:
    for _ in range(30):
        qtbot.keyClick(plot, Qt.Key.Key_Plus)
    start, end = plot.view()
    assert end - start == pytest.approx(60)
    for _ in range(30):
        qtbot.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.view() == (0, 86_400)


def test_arrow_moves_the_cursor(plot: TimePlot, qtbot: QtBot) -> None:
    with qtbot.waitSignal(plot.cursor_moved) as told:
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert told.args == [43_200]
    with qtbot.waitSignal(plot.cursor_moved) as told:
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert told.args == [43_500]


def test_live_points_keep_zoom_and_cursor(plot: TimePlot) -> None:
    plot.show_between(3600, 7200)
    plot.set_cursor(4000)
    plot.update_points("waiting", [0.0, 3900.0], [1.0, 9.0])
    assert plot.view() == (3600, 7200)
    assert plot.legend.texts()[0] == "Waiting  9.0"


def test_series_that_are_left_out_go(plot: TimePlot) -> None:
    plot.set_series([Series("answered", "Answered", [0.0], [1.0])])
    assert plot.legend.texts() == ["Answered"]
    assert list(plot._curves) == ["answered"]


def test_the_names_give_room_up_and_push_nothing_away(plot: TimePlot, qtbot: QtBot) -> None:
    plot.resize(190, 300)
    qtbot.waitUntil(lambda: "Yesterday" not in plot.legend.texts())
    assert plot.width() == 190
    assert plot.legend._buttons["yesterday"].toolTip() == "Yesterday"
    plot.resize(900, 300)
    qtbot.waitUntil(lambda: plot.legend.texts() == ["Waiting", "Yesterday"])


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, theme.make_theme(large=True))
    yield
    theme.apply(qapp, theme.make_theme())
    qapp.setStyleSheet("")


@pytest.mark.usefixtures("large_text")
@pytest.mark.parametrize("width", [560, 470, 400])
def test_where_there_is_no_room_for_all_values_the_last_curves_do_without_and_none_lies_over_another(
    plot: TimePlot, qtbot: QtBot, width: int
) -> None:
    points = np.array([0.0, 60.0]), np.array([12.0, 12.0])
    plot.set_series([Series(f"c{n}", f"A curve called {n}", *points, faint=n > 4) for n in range(7)])
    plot.resize(width, 300)
    plot.set_cursor(30)
    buttons = list(plot.legend._buttons.values())
    qtbot.waitUntil(lambda: plot.legend.width() <= width and buttons[-1].geometry().right() < width)
    layout = plot.legend.layout()
    assert layout is not None
    layout.activate()
    assert [b.text() for b in buttons if b.width() < b.sizeHint().width()] == [], "cut off"
    assert not any(a.geometry().intersects(b.geometry()) for a, b in pairwise(buttons))
    said = [bool(button.text()) for button in buttons]
    assert said == sorted(said, reverse=True), "the first ones keep theirs"


def test_legend_hides_a_curve(plot: TimePlot) -> None:
    plot.legend._buttons["waiting"].click()
    assert not plot._curves["waiting"].isVisible()
    plot.update_points("waiting", [0.0], [1.0])
    assert not plot._curves["waiting"].isVisible()


def test_writes_a_picture(plot: TimePlot, tmp_path: Path) -> None:
    file = tmp_path / "day.png"
    assert plot.save_png(file)
    assert QImage(str(file)).width() >= 900


def test_curves_are_thin_and_thinned(plot: TimePlot) -> None:
    curve = plot._curves["waiting"]
    assert curve.opts["pen"].width() == 1
    assert curve.opts["autoDownsample"]
    assert curve.opts["downsampleMethod"] == "peak"
    assert curve.opts["clipToView"]
    assert not curve.opts["antialias"]


@pytest.mark.parametrize(
    ("start", "end", "size"), [(0, 86_400, 900), (0, 86_400, 200), (3_600, 3_660, 900), (0, 86_400, 3)]
)
def test_axis_has_round_labels_that_fit(qapp: object, start: int, end: int, size: int) -> None:
    axis = TimeAxis(86_400)
    [(spacing, places)] = axis.tickValues(start, end, size)
    assert all(at % spacing == 0 for at in places)
    assert len(places) <= max(6, size / 60)
    assert axis.tickStrings([86_400], 1, 3600) == ["24:00"]


def test_empty_series_do_no_harm(qtbot: QtBot) -> None:
    plot = TimePlot("Empty")
    qtbot.addWidget(plot)
    plot.set_series([Series("a", "A", [], [])])
    plot.set_cursor(10)
    assert plot.legend.texts() == ["A  –"]


@pytest.mark.parametrize(
    ("low", "high", "size", "step"),
    [(0, 10, 400, 2), (0, 47, 400, 10), (0, 0.7, 400, 0.1), (0, 1200, 100, 1000), (5, 5, 400, None)],
)
def test_count_axis_has_one_level_of_round_lines(
    qapp: object, low: float, high: float, size: float, step: float | None
) -> None:
    [(spacing, places)] = CountAxis().tickValues(low, high, size)
    assert len(places) <= size / 44 + 2
    if step is not None:
        assert spacing == pytest.approx(step)
        assert all(low <= at <= high + 1e-9 for at in places)
