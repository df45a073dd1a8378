"""The Wall: figures above, the day's queue and the agents below; what is wrong has a colour, all else is calm."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.accounts import Account
from services.contracts.alarms import Alarm
from services.contracts.calls import AgentStatus, SupervisionMode
from services.contracts.tickets import SkillEntry
from ui import moments
from ui.alarm_words import alarm_title
from ui.language import translate
from ui.page import Page, PageContext
from ui.problems import problem_words
from ui.wall.alarm_bar import AlarmBar
from ui.wall.alarm_history import AlarmHistory
from ui.wall.board import AgentBoard
from ui.wall.choices import LONGEST, SHORTEST
from ui.wall.day_graph import DayGraphView
from ui.wall.display import WallDisplay, screen_for_display
from ui.wall.exports import figures_snapshot
from ui.wall.figures_panel import FiguresPanel
from ui.wall.moving_acts import MovingActs
from ui.wall.past_dialog import PastDialog
from ui.wall.presenter import WallPresenter
from ui.wall.put_right import PutRightDialog
from ui.wall.queue_board import QueueBoard
from ui.wall.skills_dialog import SkillsDialog
from ui.wall.tiles import wall_sheet
from ui.wall.training_bar import TrainingBar
from ui.wall.words import choice_words, date_text, is_silence, time_text
from widgets import icons, theme
from widgets.empty import EmptyHint
from widgets.fields.number import NumberField
from widgets.looks import label
from widgets.split import SplitPane
from widgets.theme import Tone

_WATCHER = "page"
_TICK_MS = 1_000
_DESIGNED_FOR = (1160, 720)
"""Width and height of the page in which the figures have the sizes of the theme."""
_LARGEST = 1.4

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
        self._scale = 1.0
        self.display: WallDisplay | None = None
        self.setStyleSheet(wall_sheet())
        self._clock = label()
        self._clock.setProperty("wall", "clock")
        self.training = TrainingBar(presenter)
        self.threshold = self._make_threshold()
        self.figures = FiguresPanel(presenter)
        self.graph = DayGraphView(presenter)
        self.board = AgentBoard(presenter, context)
        self.queue = QueueBoard(presenter, context)
        self.moving = MovingActs(presenter, self.queue, self.board, self)
        self.alarms = AlarmBar(presenter.alarms, presenter.shown_now, presenter.queue_name)
        self.banner, self._banner_words = _make_banner()
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
        if scale != self._scale:
            self._scale = scale
            self.figures.setStyleSheet(wall_sheet(scale))

    def _make_threshold(self) -> NumberField:
        made = NumberField()
        made.setObjectName("wall.threshold")
        made.setRange(SHORTEST, LONGEST)
        made.setSingleStep(5)
        made.setPrefix("T = ")
        made.setSuffix(translate("Wall", " s"))
        made.setKeyboardTracking(False)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setValue(round(self._presenter.choices.threshold))
        made.setAccessibleName(translate("Wall", "T of the service level, in seconds"))
        made.setToolTip(
            translate("Wall", "T of the service level: within how many seconds a call counts as answered in time")
        )
        return made

    def _bind(self) -> None:
        self.bind("put_right", self.board.put_right_action.trigger).setEnabled(self._presenter.may_put_right)
        self.bind("display", self._toggle_display)
        self.board.skills_action = self.bind("skills", self._open_skills)
        self.bind("acknowledge", self._acknowledge)
        self.bind("alarms", self._open_alarms)
        self.bind("past", self._open_past)
        self.bind("close_queue", self.queue.closings.open_dialog).setEnabled(self._presenter.may_put_right)
        self.queue.closings.said.connect(self.context.notices.say)
        for name, act in (("move", self.moving.move), ("take", self.moving.take)):
            action = self.bind(name, act)
            action.setEnabled(self._presenter.may_put_right)
            self.board.move_actions.append(action)
            self.queue.actions_of_row.append(action)
        self.moving.said.connect(self.context.notices.say)
        self.bind("queue", lambda: self.queue.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason))
        modes = {"listen": SupervisionMode.LISTEN, "whisper": SupervisionMode.WHISPER, "join": SupervisionMode.JOIN}
        for name, mode in {**modes, "leave_call": None}.items():
            action = self.bind(name, partial(self.board.supervise, mode))
            action.setEnabled(False)
            self.board.call_actions.append(action)
        self.bind("figures", self.figures.focus_current)
        self.bind("graph", lambda: self.graph.plot.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.bind("board", lambda: self.board.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.bind("find", lambda: self.board.table.filter_field.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.bind("threshold", self._go_to_threshold)
        self.bind("export", self._open_export_menu)
        self.bind("export_figures", self._export_figures)
        self.bind("export_board", self.board.table.request_export)
        self.bind("export_graph", self._export_graph)
        self.bind("offline", self.board.offline_action.toggle)
        self.bind("pause", self.training.toggle_pause)
        self.bind("faster", self.training.faster)
        self.bind("slower", self.training.slower)
        for name in ("pause", "faster", "slower"):
            self.actions_by_name[name].setEnabled(self._presenter.may_control)

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.setSpacing(space.s)
        head.addWidget(self._clock)
        head.addSpacing(space.s)
        head.addWidget(self.training)
        head.addStretch(1)
        head.addWidget(self.threshold)
        self._buttons = [self._button("export"), self._button("display")]
        for button in self._buttons:
            head.addWidget(button)
        above = SplitPane([self.graph, self.queue], [4, 3], self.context.remember, "wall.above")
        split = SplitPane([above, self.board], [5, 6], self.context.remember, "wall.main", vertical=True)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addWidget(self.figures)
        column.addWidget(split, 1)
        self._body = QStackedLayout()
        self._body.addWidget(full)
        self._body.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space.m, space.s, space.m, space.m)
        outer.setSpacing(space.s)
        outer.addLayout(head)
        outer.addWidget(self.banner)
        outer.addWidget(self.alarms)
        outer.addLayout(self._body, 1)

    def _button(self, name: str) -> QToolButton:
        command = next(command for command in self.context.commands if command.key == name)
        action = self.actions_by_name[name]
        action.setIcon(icons.icon(command.icon))
        button = QToolButton()
        button.setProperty("look", "quiet")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"{command.title} ({command.keys})")
        return button

    def _connect(self) -> None:
        self.threshold.valueChanged.connect(self._presenter.set_threshold)
        self.board.put_right_requested.connect(self._on_board_put_right_requested)
        presenter = self._presenter
        presenter.freshness_changed.connect(self._on_presenter_freshness_changed)
        presenter.acts.account_found.connect(self._on_acts_account_found)
        presenter.acts.skills_set.connect(self._on_acts_skills_set)
        presenter.acts.supervised.connect(self._on_acts_supervised)
        presenter.alarms.acknowledged.connect(self._on_alarms_acknowledged)
        presenter.alarms.failed.connect(self._on_alarms_failed)
        presenter.acts.put_right_done.connect(self._on_acts_put_right_done)
        # The names of the curves are made anew when there are others.
        presenter.graph_changed.connect(self._order_tabs)

    def _order_tabs(self) -> None:
        stops = [
            self.training.speeds,
            self.training.pause,
            self.threshold,
            *self._buttons,
            *self.alarms.buttons,
            *self.figures.stops(),
            *self.graph.stops(),
            *self.queue.closings.stops(),
            self.queue.table.view,
            *self.board.stops(),
        ]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    # What the person does

    def _go_to_threshold(self) -> None:
        self.threshold.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.threshold.selectAll()

    def _acknowledge(self) -> None:
        first = self._presenter.alarms.first
        if first is not None:
            self._presenter.alarms.acknowledge(first.id)

    def _open_skills(self) -> None:
        agent = self.board.table.current_row()
        if agent is not None and self._presenter.may_put_right:
            self._presenter.acts.open_skills(agent.account_id)

    def _open_alarms(self) -> None:
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
        menu.popup(self._buttons[0].mapToGlobal(self._buttons[0].rect().bottomLeft()))
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

    def _on_acts_put_right_done(self, agent: AgentStatus) -> None:
        words = translate("Wall", "{name} is now: {state}. The reason is recorded.")
        self.context.notices.say(words.format(name=agent.name, state=choice_words(agent.state)), Tone.GOOD)

    def _on_acts_account_found(self, account: Account, skills: list[SkillEntry]) -> None:
        dialog = SkillsDialog(account, skills, self._presenter, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.skills_requested.connect(self._presenter.acts.set_skills)
        dialog.open()

    def _on_acts_skills_set(self, account: Account) -> None:
        words = translate("Wall", "{name} has other skills now: {skills}")
        named = "、".join(self._presenter.queue_name(skill.key) for skill in account.skills)
        self.context.notices.say(words.format(name=account.name, skills=named or "–"), Tone.GOOD)

    def _on_acts_supervised(self, mode: SupervisionMode | None, name: str) -> None:
        words = {
            SupervisionMode.LISTEN: translate("Wall", "Listening to {name}'s call. Nobody hears you."),
            SupervisionMode.WHISPER: translate("Wall", "Only {name} hears you; the caller does not."),
            SupervisionMode.JOIN: translate("Wall", "You have joined {name}'s call: all three hear each other."),
            None: translate("Wall", "You have left {name}'s call."),
        }[mode]
        self.context.notices.say(words.format(name=name), Tone.GOOD)

    def _on_alarms_acknowledged(self, alarm: Alarm) -> None:
        words = translate("Wall", "{alarm}: {name} takes care of it.")
        said = words.format(alarm=alarm_title(alarm.kind), name=alarm.acknowledged_by)
        self.context.notices.say(said, Tone.GOOD)

    def _on_alarms_failed(self, error: Exception) -> None:
        self.context.notices.say(problem_words(error), Tone.BAD)

    def _on_display_closed(self) -> None:
        self._presenter.display_open = False
        if self.display is not None:
            self.display.deleteLater()
            self.display = None

    def _on_presenter_freshness_changed(self) -> None:
        presenter = self._presenter
        if presenter.wall is None:
            self._body.setCurrentIndex(1)
            problem = presenter.problem
            words = translate("Wall", "The figures are being fetched …")
            if problem is not None and is_silence(problem):
                words = translate("Wall", "The server is not heard. It is tried again by itself.")
            elif problem is not None:
                words = problem_words(problem)
            self._empty.set_sentence(words)
            for button in self._empty.findChildren(QPushButton):
                button.setVisible(problem is not None)
        else:
            self._body.setCurrentIndex(0)
        since = presenter.last_true_at
        self.banner.setVisible(presenter.is_stale and presenter.wall is not None and since is not None)
        if since is not None:
            words = translate("Wall", "Last true at {time}. The server is not heard; it is tried again by itself.")
            problem = presenter.problem
            if presenter.exchange_lost:
                words = translate(
                    "Wall", "Calls: last true at {time}. The exchange is not heard; it is tried again by itself."
                )
            elif problem is not None and not is_silence(problem):
                words = translate("Wall", "Last true at {time}. {problem}")
            said = "" if problem is None else problem_words(problem)
            self._banner_words.setText(words.format(time=time_text(since), problem=said))
        self._tick()

    def _tick(self) -> None:
        now = self._presenter.shown_now()
        # In training the head of the window tells the time already.
        told = self._presenter.training.active
        self._clock.setText(date_text(now) if told else f"{date_text(now)}  {time_text(now)}")
        self.figures.tick()
        self.alarms.tick()


def _make_banner() -> tuple[QFrame, QLabel]:
    space = theme.current().space
    frame = QFrame()
    frame.setProperty("look", "warn")
    picture = label()
    picture.setPixmap(icons.icon("stale", "warn").pixmap(18, 18))
    words = label("", wrap=True)
    words.setProperty("wall", "banner")
    row = QHBoxLayout(frame)
    row.setContentsMargins(space.m, space.s, space.m, space.s)
    row.setSpacing(space.s)
    row.addWidget(picture)
    row.addWidget(words, 1)
    frame.hide()
    return frame, words
