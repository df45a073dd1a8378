"""The wall display: figures and graph in large type on a whole screen, nothing else. Esc leaves."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence, QResizeEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.language import translate
from ui.wall.alarm_bar import AlarmBar
from ui.wall.day_graph import DayGraphView
from ui.wall.figures_panel import FiguresPanel
from ui.wall.presenter import WallPresenter
from ui.wall.tiles import wall_sheet
from ui.wall.training_bar import training_words
from ui.wall.words import date_text, time_text
from widgets import theme
from widgets.badges import StateBadge
from widgets.looks import label
from widgets.theme import Tone

_WATCHER = "display"
_DESIGNED_FOR = (1120, 660)
"""Width and height at which the words have the sizes of the theme; a larger screen makes them larger."""
_NUMERALS = 1.35
_TICK_MS = 1_000


class WallDisplay(QWidget):
    """A window of its own on the whole screen; where there is a second screen, on that one, so that the lead works on."""

    closed = Signal()

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._presenter = presenter
        self._scale = 0.0
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(translate("Wall", "Wall display"))
        self.setAccessibleName(self.windowTitle())
        self.setAccessibleDescription(translate("Wall", "Esc leaves the full screen."))
        self._clock = label()
        self._clock.setProperty("wall", "clock")
        self._hint = label(translate("Wall", "Esc leaves"))
        self._hint.setProperty("wall", "foot")
        self._training = StateBadge()
        self._training.setProperty("wall", "name")
        self.banner = label()
        self.banner.setProperty("wall", "banner")
        self.figures = FiguresPanel(presenter)
        self.alarms = AlarmBar(presenter.alarms, presenter.shown_now, presenter.queue_name, with_buttons=False)
        self.graph = DayGraphView(presenter)
        self._lay_out()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        presenter.training_changed.connect(self._tick)
        presenter.freshness_changed.connect(self._tick)
        self._tick()

    def open_on(self, screen: QScreen | None) -> None:
        """Fills a screen and begins to refresh."""
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self._presenter.watch(_WATCHER)
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()

    def leave_with(self, keys: Sequence[QKeySequence]) -> None:
        """Lets Esc and these keys close the display, wherever the focus is in it."""
        leave = QAction(self)
        leave.setShortcuts([QKeySequence(Qt.Key.Key_Escape), *keys])
        leave.triggered.connect(self.close)
        self.addAction(leave)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops refreshing for this display."""
        self._timer.stop()
        self._presenter.rest(_WATCHER)
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Makes the words as large as the screen allows."""
        super().resizeEvent(event)
        width, height = _DESIGNED_FOR
        scale = round(max(1.0, min(self.width() / width, self.height() / height)), 2)
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(wall_sheet(scale, _NUMERALS))
            self.graph.plot.enlarge(round(theme.current().type.caption * scale), max(1, round(scale)))

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.setSpacing(space.l)
        head.addWidget(self._clock)
        head.addWidget(self._training)
        head.addWidget(self.banner)
        head.addStretch(1)
        head.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.l, space.xl, space.l)
        column.setSpacing(space.m)
        column.addLayout(head)
        column.addWidget(self.alarms)
        column.addWidget(self.figures)
        column.addWidget(self.graph, 1)

    def _tick(self) -> None:
        now = self._presenter.shown_now()
        self._clock.setText(f"{date_text(now)}   {time_text(now)}")
        self.figures.tick()
        self.alarms.tick()
        training = self._presenter.training
        self._training.set_state(training_words(training) if training.active else "", Tone.SPECIAL)
        since = self._presenter.last_true_at
        stale = self._presenter.is_stale and since is not None
        self.banner.setText(
            translate("Wall", "Last true at {time}").format(time=time_text(since)) if stale and since else ""
        )


def screen_for_display(window: QWidget) -> QScreen | None:
    """Returns the screen that the console is not on, or the only one."""
    own = window.screen()
    return next((screen for screen in QGuiApplication.screens() if screen is not own), own)
