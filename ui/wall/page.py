"""The Wall: figures above, the day's queue and the agents below; what is wrong has a colour, all else is calm."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from services.contracts.accounts import Account
from services.contracts.calls import AgentStatus, SupervisionMode
from services.contracts.tickets import SkillEntry
from ui import moments
from ui.language import translate
from ui.page import Page, PageContext
from ui.wall.alarm_bar import AlarmBar
from ui.wall.alarm_history import AlarmHistory
from ui.wall.board import AgentBoard
from ui.wall.day_graph import DayGraphView
from ui.wall.display import WallDisplay, screen_for_display
from ui.wall.exports import figures_snapshot
from ui.wall.figures_panel import FiguresPanel
from ui.wall.freshness import StaleBanner, nothing_yet_words
from ui.wall.head import WallHead
from ui.wall.moving_acts import MovingActs
from ui.wall.past_dialog import PastDialog
from ui.wall.presenter import WallPresenter
from ui.wall.put_right import PutRightDialog
from ui.wall.queue_board import QueueBoard
from ui.wall.skills_dialog import SkillsDialog
from ui.wall.supervision_bar import SupervisionBar
from ui.wall.telling import ActTelling
from ui.wall.tiles import wall_sheet
from widgets import theme
from widgets.empty import EmptyHint
from widgets.split import SplitPane
from widgets.theme import Tone

_WATCHER = "page"
_TICK_MS = 1_000
_DESIGNED_FOR = (1160, 720)
"""Width and height of the page in which the figures have the sizes of the theme."""
_LOW = 0.8
"""How large the figures are on a lower page, such as of a screen of 768 lines: callers and agents need the room more."""
_LARGEST = 1.4
_HIGH_FOR_LARGE = 860
"""A page lower than this has, with large text, the agents beside graph and queue, and not below them."""
_ABOVE, _MAIN = (4, 3), (1, 1)
_ABOVE_TURNED, _MAIN_TURNED = (2, 3), (3, 4)
"""How graph and queue, and both and the agents, share the room."""

ChooseFile = Callable[[QWidget, str], str]


def ask_for_picture(parent: QWidget, name: str) -> str:
    """Asks where to save a picture; empty where the person changed their mind."""
    title = translate("Wall", "Save the graph as a picture")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, "PNG (*.png)")
    return chosen


class WallPage(Page):
    """Shows what :class:`WallPresenter` states."""

    def __init__(
        self, presenter: WallPresenter, context: PageContext, choose_file: ChooseFile = ask_for_picture
    ) -> None:
        super().__init__(context)
        self._presenter = presenter
        self._choose_file = choose_file
        self._scale = 1.0, 1.0
        self.display: WallDisplay | None = None
        self.setStyleSheet(wall_sheet())
        self.head = WallHead(presenter)
        self.figures = FiguresPanel(presenter)
        self.graph = DayGraphView(presenter)
        self.board = AgentBoard(presenter, context)
        self.queue = QueueBoard(presenter, context)
        self.moving = MovingActs(presenter, self.queue, self.board, self)
        self.alarms = AlarmBar(presenter.alarms, presenter.shown_now, presenter.queue_name)
        self.supervision = SupervisionBar(presenter)
        self.banner = StaleBanner(presenter)
        self._telling = ActTelling(presenter, self)
        self._empty = EmptyHint("", "wall", translate("Wall", "Try again"), presenter.refresh)
        self._bind()
        self._lay_out()
        self._connect()
        self._order_tabs()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._on_presenter_freshness_changed()

    def entered(self) -> None:
        """Begins to refresh, and opens the display again where it was open."""
        self._presenter.watch(_WATCHER)
        self.board.table.view.setFocus()
        if self._presenter.display_open and self.display is None:
            self._open_display()

    def left(self) -> None:
        """Stops refreshing, unless the display still shows the figures."""
        self._presenter.rest(_WATCHER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Makes the figures larger where the window is."""
        super().resizeEvent(event)
        width, height = _DESIGNED_FOR
        scale = round(min(_LARGEST, max(1.0, min(self.width() / width, self.height() / height))), 1)
        numerals = _LOW if self.height() < height else 1.0
        if (scale, numerals) != self._scale:
            self._scale = scale, numerals
            self.figures.setStyleSheet(wall_sheet(scale, numerals))
            self.figures.set_close(numerals < 1.0)
        # With large text on a low page each of three rows would show one line: the agents get the whole height then.
        is_low = theme.current().large and self.height() < _HIGH_FOR_LARGE
        self._split.turn(not is_low, _MAIN_TURNED if is_low else _MAIN)
        self._above.turn(is_low, _ABOVE_TURNED if is_low else _ABOVE)
        self.board.table.show_menu_tools(not is_low)

    def _bind(self) -> None:
        self.bind("put_right", self.board.put_right).setEnabled(self._presenter.may_put_right)
        self.bind("display", self._toggle_display)
        self.bind("skills", self._open_skills)
        self.bind("acknowledge", self._acknowledge)
        self.bind("alarms", self._open_alarms)
        self.bind("past", self._open_past)
        self.bind("close_queue", self.queue.closings.open_dialog).setEnabled(self._presenter.may_put_right)
        self.queue.closings.said.connect(self.context.notices.say)
        for name, act in (("move", self.moving.move), ("take", self.moving.take)):
            action = self.bind(name, act)
            action.setEnabled(self._presenter.may_put_right)
            self.queue.actions_of_row.append(action)
        self.moving.said.connect(self.context.notices.say)
        self.bind("queue", lambda: self.queue.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason))
        modes = {"listen": SupervisionMode.LISTEN, "whisper": SupervisionMode.WHISPER, "join": SupervisionMode.JOIN}
        actions = {mode: self.bind(name, partial(self.board.supervise, mode)) for name, mode in modes.items()}
        leave = self.bind("leave_call", partial(self.board.supervise, None))
        self.supervision.take_keys(actions, leave)
        self.board.take_acts(self.actions_by_name)
        self.bind("figures", self.figures.focus_current)
        self.bind("graph", lambda: self.graph.plot.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.bind("board", lambda: self.board.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.bind("find", lambda: self.board.table.filter_field.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.bind("threshold", self.head.go_to_threshold)
        self.bind("export", self._open_export_menu)
        self.bind("export_figures", self._export_figures)
        self.bind("export_board", self.board.table.request_export)
        self.bind("export_graph", self._export_graph)
        self.bind("offline", self.board.offline_action.toggle)
        self.bind("pause", self.head.training.toggle_pause)
        self.bind("faster", self.head.training.faster)
        self.bind("slower", self.head.training.slower)
        for name in ("pause", "faster", "slower"):
            self.actions_by_name[name].setEnabled(self._presenter.may_control)

    def _lay_out(self) -> None:
        space = theme.current().space
        self.head.add_buttons(self.context.commands, self.actions_by_name)
        self._above = SplitPane([self.graph, self.queue], _ABOVE, self.context.remember, "wall.above")
        self._split = SplitPane([self._above, self.board], _MAIN, self.context.remember, "wall.main", vertical=True)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addWidget(self.figures)
        column.addWidget(self._split, 1)
        self._body = QStackedLayout()
        self._body.addWidget(full)
        self._body.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space.m, space.s, space.m, space.m)
        outer.setSpacing(space.s)
        outer.addWidget(self.head)
        outer.addWidget(self.banner)
        outer.addWidget(self.supervision)
        outer.addWidget(self.alarms)
        outer.addLayout(self._body, 1)

    def _connect(self) -> None:
        self.board.put_right_requested.connect(self._on_board_put_right_requested)
        presenter = self._presenter
        presenter.freshness_changed.connect(self._on_presenter_freshness_changed)
        presenter.acts.account_found.connect(self._on_acts_account_found)
        self._telling.said.connect(self.context.notices.say)
        # The names of the curves are made anew when there are others.
        presenter.graph_changed.connect(self._order_tabs)

    def _order_tabs(self) -> None:
        stops = [
            *self.head.stops(),
            *self.supervision.buttons.values(),
            *self.alarms.buttons,
            *self.figures.stops(),
            *self.graph.stops(),
            *self.queue.stops(),
            *self.board.stops(),
        ]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    # What the person does

    def _acknowledge(self) -> None:
        first = self._presenter.alarms.first
        if first is not None:
            self._presenter.alarms.acknowledge(first.id)

    def _open_skills(self) -> None:
        agent = self.board.table.current_row()
        if agent is not None and self._presenter.may_put_right:
            self._presenter.acts.open_skills(agent.account_id)

    def _open_alarms(self) -> None:
        # Of days gone by it speaks of queues also where now nobody waits or talks.
        self._presenter.names.with_all(lambda _queues: self._show_alarms())

    def _show_alarms(self) -> None:
        presenter = self._presenter
        dialog = AlarmHistory(presenter.alarms, self.context, presenter.shown_now, presenter.queue_name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_past(self) -> None:
        presenter = self._presenter
        dialog = PastDialog(presenter.past, self.context, presenter.shown_now(), presenter.choices.threshold, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _toggle_display(self) -> None:
        if self.display is not None:
            self.display.close()
        else:
            self._open_display()

    def _open_display(self) -> None:
        self._presenter.display_open = True
        self.display = WallDisplay(self._presenter, self)
        self.display.closed.connect(self._on_display_closed)
        self.display.leave_with(self.actions_by_name["display"].shortcuts())
        self.display.open_on(screen_for_display(self))

    def _open_export_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("export_figures", "export_board", "export_graph"):
            menu.addAction(self.actions_by_name[name])
        button = self.head.buttons["export"]
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _export_figures(self) -> None:
        if self._presenter.wall is not None:
            self.context.export(figures_snapshot(self._presenter, self._presenter.wall))

    def _export_graph(self) -> None:
        stamp = moments.local(self._presenter.shown_now())
        name = translate("Wall", "Day of the queue")
        chosen = self._choose_file(self, f"{name} {stamp:%Y-%m-%d %H%M}.png")
        if not chosen:
            return
        file = Path(chosen if chosen.lower().endswith(".png") else f"{chosen}.png")
        if self.graph.save_png(file):
            self.context.notices.say(translate("Wall", "Saved: {file}").format(file=file.name), Tone.GOOD)
        else:
            words = translate("Wall", "{file} could not be written. Choose another folder, or make room on the disk.")
            self.context.notices.say(words.format(file=file.name), Tone.BAD)

    # What happens

    def _on_board_put_right_requested(self, agent: AgentStatus) -> None:
        dialog = PutRightDialog(agent, self._presenter, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.put_right_requested.connect(self._presenter.acts.put_right)
        dialog.open()

    def _on_acts_account_found(self, account: Account, skills: list[SkillEntry]) -> None:
        dialog = SkillsDialog(account, skills, self._presenter, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.skills_requested.connect(self._presenter.acts.set_skills)
        dialog.open()

    def _on_display_closed(self) -> None:
        self._presenter.display_open = False
        if self.display is not None:
            self.display.deleteLater()
            self.display = None

    def _on_presenter_freshness_changed(self) -> None:
        presenter = self._presenter
        self._body.setCurrentIndex(1 if presenter.wall is None else 0)
        if presenter.wall is None:
            self._empty.set_sentence(nothing_yet_words(presenter.problem))
            for button in self._empty.findChildren(QPushButton):
                button.setVisible(presenter.problem is not None)
        self.banner.refresh()
        self._tick()

    def _tick(self) -> None:
        self.head.tick()
        self.figures.tick()
        self.alarms.tick()
        self.supervision.tick()
        self.queue.chips.tick()
