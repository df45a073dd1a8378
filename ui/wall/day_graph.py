"""The day's queue as a graph: today's curves, yesterday and the same weekday as faint lines."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from services.contracts.figures import DaySeries
from services.wall.curves import QUARTER, curves_of
from services.wall.service import DayGraph
from ui import moments
from ui.language import translate
from ui.wall.presenter import WallPresenter
from ui.wall.words import date_text
from widgets import theme
from widgets.elided import ElidedLabel
from widgets.empty import EmptyHint
from widgets.looks import label, set_look
from widgets.plot import Series, TimePlot


class DayGraphView(QFrame):
    """Follows the presenter's graph. Its keys are those of :class:`widgets.plot.TimePlot`; Tab leads to the curves' names."""

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        look = theme.current()
        self.setProperty("look", "card")
        self.setProperty("wall", "graph")
        self.plot = TimePlot(translate("Wall", "The day's queue"))
        self.plot.setObjectName("wall.graph")
        self.plot.installEventFilter(self)
        self.plot.legend.curve_toggled.connect(self._on_legend_curve_toggled)
        title = label(translate("Wall", "The day's queue"), "strong")
        self._counts = ElidedLabel("caption")
        self._counts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._counts.setToolTip(
            translate(
                "Wall",
                "Arrivals, answered and abandoned calls are summed over the last {minutes} minutes; "
                "waiting callers and agents on duty are means of each minute.",
            ).format(minutes=QUARTER)
        )
        self._units = ElidedLabel("caption")
        head = QHBoxLayout()
        head.setSpacing(look.space.s)
        head.addWidget(title)
        head.addWidget(self._units, 1)
        head.addWidget(self._counts)
        self._hint = EmptyHint("", "wall")
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.setStackingMode(QStackedLayout.StackingMode.StackAll)
        self._stack.addWidget(self.plot)
        self._stack.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.m, look.space.s, look.space.m, look.space.s)
        column.setSpacing(look.space.xs)
        column.addLayout(head)
        column.addWidget(body, 1)
        self._veil = _Veil(self.plot)
        presenter.graph_changed.connect(self._on_presenter_graph_changed)
        presenter.training_changed.connect(self._show_hint)
        presenter.freshness_changed.connect(self._show_freshness)
        self._refresh()
        self._show_freshness()

    def stops(self) -> list[QWidget]:
        """Returns what Tab stops at, in its order: the graph, then the names of its curves."""
        return [self.plot, *self.plot.legend.findChildren(QToolButton)]

    def save_png(self, file: Path) -> bool:
        """Writes the graph as it is shown, with its day, units and sums; returns whether that went well."""
        return self.grab().save(str(file), "PNG")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draws the frame of the focus around the whole card."""
        if watched is self.plot and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_look(self, "focused", event.type() == QEvent.Type.FocusIn)
        if watched is self.plot and event.type() == QEvent.Type.Resize:
            self._veil.setGeometry(self.plot.rect())
        return super().eventFilter(watched, event)

    def _refresh(self) -> None:
        graph = self._presenter.graph
        if graph is not None:
            self.plot.set_series(self._series(graph))
            today = graph.today
            words = translate("Wall", "{day} · calls in {minutes} min · people · {zone}")
            shown = words.format(day=date_text(today.start), minutes=QUARTER, zone=moments.zone().key)
            self._units.setText(shown)
            self._units.setToolTip(shown)
            self._counts.setText(
                translate("Wall", "Today: {offered} offered · {answered} answered · {abandoned} abandoned").format(
                    offered=sum(today.arrivals), answered=sum(today.answered), abandoned=sum(today.abandoned)
                )
            )
        self._show_hint()

    def _series(self, graph: DayGraph) -> list[Series]:
        hidden = self._presenter.choices.hidden_curves
        today = curves_of(graph.today, live=True)

        def drawn(key: str, name: str, values: list[float], colour: int, decimals: int = 0) -> Series:
            return Series(key, name, today.times, values, colour, decimals=decimals, shown=key not in hidden)

        made = [
            drawn("arrivals", translate("Wall", "Arrivals"), today.arrivals, 0),
            drawn("answered", translate("Wall", "Answered"), today.answered, 1),
            drawn("abandoned", translate("Wall", "Abandoned"), today.abandoned, 2),
            drawn("waiting", translate("Wall", "Waiting"), today.waiting, 3, 1),
            drawn("staffed", translate("Wall", "Staffed"), today.staffed, 4, 1),
        ]
        for key, name, day, colour in (
            ("yesterday", translate("Wall", "Yesterday", "the arrivals of that day, as a curve"), graph.yesterday, 0),
            ("last_week", translate("Wall", "A week ago"), graph.last_week, 3),
        ):
            if day is not None:
                made.append(_faint(key, name, day, colour, key not in hidden))
        return made

    def _show_hint(self) -> None:
        graph = self._presenter.graph
        training = self._presenter.training
        if graph is None:
            sentence = translate("Wall", "The day's graph is being fetched …")
        elif any(graph.today.arrivals) or graph.yesterday is not None or graph.last_week is not None:
            sentence = ""
        elif training.active and training.paused:
            sentence = translate("Wall", "No call yet today, and the training day is paused. Ctrl+P lets it run.")
        elif training.active:
            sentence = translate(
                "Wall", "No call yet today. Make the training day run faster with Ctrl+. until callers come."
            )
        else:
            sentence = translate("Wall", "No call yet today. The curves begin with the first caller.")
        self._hint.set_sentence(sentence)
        self._hint.setVisible(bool(sentence))
        if sentence:
            self._hint.raise_()

    def _show_freshness(self) -> None:
        self._veil.setVisible(self._presenter.is_stale and self._presenter.graph is not None)
        self._veil.raise_()

    def _on_presenter_graph_changed(self, _graph: DayGraph) -> None:
        self._refresh()

    def _on_legend_curve_toggled(self, key: str, shown: bool) -> None:
        self._presenter.choices.show_curve(key, shown)


class _Veil(QWidget):
    """Greys the curves while they may not be true any more; what is below it can still be read and worked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._colour = theme.current().colour("surface")
        self._colour.setAlphaF(0.6)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints over what is below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colour)
        painter.end()


def _faint(key: str, name: str, day: DaySeries, colour: int, shown: bool) -> Series:
    past = curves_of(day)
    return Series(key, name, past.times, past.arrivals, colour, faint=True, shown=shown)
