"""A graph of a day: several curves over the time of day, with zoom, a cursor that reads values, and faint comparisons.

86,400 points repaint within 20 ms with what is set here: peaks kept while thinning, only what is in view, lines of one
pixel, no smoothing. Smoothing or a wide pen costs 90–180 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets import theme
from widgets.durations import clock_text
from widgets.language import translate
from widgets.plot.axis import CountAxis, TimeAxis
from widgets.plot.legend import Legend

Values = Sequence[float] | np.ndarray

_SHORTEST_VIEW = 60.0
"""Seconds; zooming in stops here."""


@dataclass(frozen=True)
class Series:
    """A curve. ``times`` are seconds since the left edge of the day; ``values`` as many, ``nan`` for a gap."""

    key: str
    name: str
    times: Values
    values: Values
    colour: int = 0
    """Which of the theme's plot colours, from 0."""
    faint: bool = False
    """A comparison (yesterday): dashed, in the pale shade of its colour."""
    decimals: int = 0
    shown: bool = True


class TimePlot(QWidget):
    """Curves over a day. Wheel and ``+``/``-`` zoom in time, ``0`` shows all, arrows move the cursor, Shift+arrows the view.

    The read-out of the cursor is in the legend above the curves, where it covers nothing; a click (or Enter on the
    keyboard) on a name of the legend hides its curve.
    """

    cursor_moved = Signal(float)
    """Seconds since the left edge."""

    def __init__(self, name: str, span: float = 86_400.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = theme.current()
        self._span = span
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._series: dict[str, Series] = {}
        self._cursor_at: float | None = None
        self._line = 1
        self.legend = Legend()
        self.legend.curve_toggled.connect(self._on_legend_curve_toggled)
        self._plot = self._make_plot()
        self._cursor = pg.InfiniteLine(angle=90, pen=pg.mkPen(self._look.colour("border_strong"), width=1))
        self._cursor.setZValue(10)
        self._cursor.hide()
        self._plot.addItem(self._cursor, ignoreBounds=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.space.xs)
        column.addWidget(self.legend)
        column.addWidget(self._plot, 1)
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            translate("TimePlot", "Arrows move the cursor, + and - zoom, 0 shows the whole day.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._plot.scene().sigMouseMoved.connect(self._on_scene_mouse_moved)

    def set_series(self, series: Sequence[Series]) -> None:
        """Shows these curves; those with a key that is shown already only get new points."""
        for key in [key for key in self._curves if key not in {one.key for one in series}]:
            self._plot.removeItem(self._curves.pop(key))
            del self._series[key]
        for one in series:
            self._show(one)
        self.legend.set_entries([(one.key, one.name, self._colour(one), one.faint, one.shown) for one in series])
        self._read_out()

    def update_points(self, key: str, times: Values, values: Values) -> None:
        """Gives a curve new points, live; zoom and cursor stay."""
        old = self._series[key]
        self._show(Series(key, old.name, times, values, old.colour, old.faint, old.decimals, old.shown))
        self._read_out()

    def show_all(self) -> None:
        """Shows the whole day."""
        self.show_between(0.0, self._span)

    def show_between(self, start: float, end: float) -> None:
        """Shows a part of the day, in seconds since its left edge."""
        self._plot.setXRange(max(0.0, start), min(self._span, end), padding=0)

    def view(self) -> tuple[float, float]:
        """Returns the part of the day that is shown."""
        (start, end), _ = self._plot.viewRange()
        return float(start), float(end)

    def enlarge(self, text: int, line: int) -> None:
        """Writes the axes and draws the curves larger (pixels), for a screen that is read from afar.

        Wide lines take long to paint: for curves of minutes, not for 86,400 points.
        """
        font = self._look.font("caption", digits=True)
        font.setPixelSize(text)
        self._line = line
        for key, curve in self._curves.items():
            curve.setPen(self._pen(self._series[key]))
        for name in ("bottom", "left"):
            self._plot.getAxis(name).setStyle(tickFont=font)
        self._plot.getAxis("left").setWidth(text * 3)

    def set_cursor(self, at: float | None) -> None:
        """Puts the cursor to a moment (``None`` takes it away) and reads the curves there."""
        self._cursor_at = None if at is None else max(0.0, min(self._span, at))
        self._cursor.setVisible(self._cursor_at is not None)
        if self._cursor_at is not None:
            self._cursor.setPos(self._cursor_at)
            self.cursor_moved.emit(self._cursor_at)
        self._read_out()

    def value_at(self, key: str, at: float) -> float | None:
        """Returns the newest value of a curve at or before a moment, ``None`` where it has none."""
        one = self._series[key]
        place = int(np.searchsorted(np.asarray(one.times), at, side="right")) - 1
        if place < 0:
            return None
        value = float(one.values[place])
        return None if np.isnan(value) else value

    def save_png(self, file: Path) -> bool:
        """Writes what is shown, legend included, as a picture; returns whether that went well."""
        return self.grab().save(str(file), "PNG")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zooms, moves and reads from the keyboard."""
        start, end = self.view()
        width = end - start
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        direction = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(0.5)
        elif event.key() == Qt.Key.Key_Minus:
            self._zoom(2.0)
        elif event.key() == Qt.Key.Key_0:
            self.show_all()
        elif direction and shift:
            move = max(-start, min(self._span - end, direction * width / 4))
            self.show_between(start + move, end + move)
        elif direction:
            at = (start + end) / 2 if self._cursor_at is None else self._cursor_at + direction * self._step(width)
            self.set_cursor(min(end, max(start, at)))
        elif event.key() == Qt.Key.Key_Escape and self._cursor_at is not None:
            self.set_cursor(None)
        else:
            super().keyPressEvent(event)

    def _make_plot(self) -> pg.PlotWidget:
        look = self._look
        plot = pg.PlotWidget(
            axisItems={"bottom": TimeAxis(self._span), "left": CountAxis()}, background=look.colour("surface")
        )
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setAntialiasing(False)
        # On the plot, not on its curves: a curve takes these from the plot when it is added.
        plot.setDownsampling(auto=True, mode="peak")
        plot.setClipToView(True)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=True, y=False)
        plot.setLimits(xMin=0.0, xMax=self._span, minXRange=_SHORTEST_VIEW, yMin=0.0)
        plot.enableAutoRange(y=True)
        plot.setAutoVisible(y=True)
        plot.showGrid(x=False, y=True, alpha=0.25)
        for name in ("bottom", "left"):
            axis = plot.getAxis(name)
            axis.setPen(pg.mkPen(look.colour("border"), width=1))
            axis.setTextPen(look.colour("text_muted"))
            axis.setStyle(tickFont=look.font("caption", digits=True), tickLength=-4)
        plot.getAxis("left").setWidth(look.type.body * 3)
        plot.setXRange(0.0, self._span, padding=0)
        return plot

    def _colour(self, one: Series) -> QColor:
        colours = self._look.colours.plot_faint if one.faint else self._look.colours.plot
        return QColor(colours[one.colour % len(colours)])

    def _pen(self, one: Series) -> QPen:
        dash = Qt.PenStyle.DashLine if one.faint else Qt.PenStyle.SolidLine
        pen: QPen = pg.mkPen(self._colour(one), width=1 if one.faint else self._line, style=dash)
        return pen

    def _show(self, one: Series) -> None:
        self._series[one.key] = one
        curve = self._curves.get(one.key)
        times, values = np.asarray(one.times, dtype=float), np.asarray(one.values, dtype=float)
        if curve is None:
            curve = pg.PlotDataItem(pen=self._pen(one), antialias=False, connect="finite")
            curve.setZValue(0 if one.faint else 1)
            self._plot.addItem(curve)
            curve.setVisible(one.shown)
            self._curves[one.key] = curve
        curve.setData(times, values)

    def _zoom(self, factor: float) -> None:
        start, end = self.view()
        around = self._cursor_at if self._cursor_at is not None else (start + end) / 2
        width = max(_SHORTEST_VIEW, (end - start) * factor)
        share = (around - start) / (end - start)
        start = max(0.0, min(self._span - width, around - width * share))
        self.show_between(start, start + width)

    def _step(self, width: float) -> float:
        """One step of the cursor: a minute in the usual view, less when zoomed in."""
        return max(1.0, min(300.0, round(width / 288)))

    def _read_out(self) -> None:
        at = self._cursor_at
        if at is None:
            self.legend.set_values("", {})
            return
        texts = {}
        for key, one in self._series.items():
            value = self.value_at(key, at)
            texts[key] = "–" if value is None else f"{value:.{one.decimals}f}"
        self.legend.set_values(clock_text(at) if at >= 3600 else f"0:{clock_text(at).zfill(5)}", texts)

    def _on_scene_mouse_moved(self, where: QPointF) -> None:
        box = self._plot.getPlotItem().vb
        if box.sceneBoundingRect().contains(where):
            self.set_cursor(float(box.mapSceneToView(where).x()))

    def _on_legend_curve_toggled(self, key: str, shown: bool) -> None:
        self._curves[key].setVisible(shown)
