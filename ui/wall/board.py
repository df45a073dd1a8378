"""The agent board: who does what since when, and who looks stuck."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from services.contracts.calls import AgentState, AgentStatus, SupervisionMode
from ui.language import translate
from ui.page import PageContext
from ui.wall.presenter import WallPresenter
from ui.wall.words import (
    call_text,
    duration_words,
    marks_of,
    state_text,
    state_tone,
    stuck_sentence,
    supervision_words,
    telephone_sentence,
)
from widgets import theme
from widgets.badges import StateBadge, key_text
from widgets.durations import clock_text
from widgets.key_button import KeyButton
from widgets.looks import label
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone

_ORDER = list(AgentState)
_CALL_ACTS = ("listen", "whisper", "join")
_FILTER_WIDTH = 160


class AgentBoard(QFrame):
    """A table that follows the presenter's agents."""

    put_right_requested = Signal(object)
    """The lead wants to correct this agent (an ``AgentStatus``)."""

    def __init__(self, presenter: WallPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self._arrangement: dict[str, bool] = {}
        self._stuck = StateBadge()
        self.setProperty("look", "card")
        self.table: DataTable[AgentStatus] = DataTable(
            translate("Wall", "Agents"),
            self._columns(),
            key=lambda agent: agent.account_id,
            remember=context.remember,
            remember_as="wall.agents",
            empty=translate("Wall", "Nobody is on duty. Agents appear here when they sign in and go on duty."),
            ticking=True,
        )
        self.table.tools.insertWidget(0, label(translate("Wall", "Agents"), "strong"))
        self.table.tools.insertWidget(1, self._stuck)
        self.table.tools.insertSpacing(2, space.s)
        self.offline_action = QAction(translate("Wall", "Off duty too"), self, checkable=True)
        self.offline_action.setToolTip(translate("Wall", "Also show who is off duty and has handled no call today"))
        self.offline_action.setChecked(presenter.choices.show_offline)
        self.offline_action.toggled.connect(self._on_offline_toggled)
        self._acts: dict[str, QAction] = {}
        """What the page has bound, by the names of its commands."""
        self.buttons: dict[str, KeyButton] = {}
        self._add_offline_button()
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.addWidget(self.table)
        self.table.row_activated.connect(self._on_table_row_activated)
        self.table.menu_requested.connect(self._on_table_menu_requested)
        self.table.row_selected.connect(lambda _row: self._enable())
        self.table.export_requested.connect(context.export)
        presenter.agents_changed.connect(self.refresh)
        presenter.agent_changed.connect(self._on_presenter_agent_changed)
        presenter.freshness_changed.connect(self.table.view.viewport().update)
        self._on_offline_toggled(presenter.choices.show_offline)
        self.refresh()

    def stops(self) -> list[QWidget]:
        """Returns what Tab stops at, in its order: the tools, then the grid."""
        items = [self.table.tools.itemAt(place) for place in range(self.table.tools.count())]
        tools = [item.widget() for item in items if item is not None]
        can = [tool for tool in tools if tool is not None and tool.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return [*can, self.table.view]

    def refresh(self) -> None:
        """Takes in the whole board. Rows stay where they are while the same people are on it and the same look stuck."""
        agents = self._presenter.agents
        model = self.table.model
        arrangement = {agent.account_id: _is_marked(agent) for agent in agents}
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            model.set_rows(agents)
        else:
            model.put(*(agent for agent in agents if self._differs(agent)))
        stuck = sum(bool(agent.stuck) for agent in agents)
        words = translate("Wall", "Look stuck: {count}").format(count=stuck)
        self._stuck.set_state(words if stuck else "", Tone.QUIET if self._presenter.is_stale else Tone.WARN)
        self._enable()

    def _differs(self, agent: AgentStatus) -> bool:
        # A call's words may have become known without any change of the agent.
        return bool(agent.call_id) or self.table.model.get(agent.account_id) != agent

    def _columns(self) -> list[Column[AgentStatus]]:
        return [
            Column("name", translate("Wall", "Name"), lambda a: a.name, width=100, tip=self._name_tip),
            Column("team", translate("Wall", "Team"), lambda a: a.team, width=110, gives_way=True),
            Column(
                "state",
                translate("Wall", "State"),
                state_text,
                sort=lambda a: _ORDER.index(a.state),
                tone=lambda a: self._tone(state_tone(a.state)),
                badge=True,
                width=110,
            ),
            Column(
                "since",
                translate("Wall", "Since"),
                lambda a: clock_text(self._age(a)),
                sort=lambda a: a.since,
                tone=lambda a: self._tone(Tone.WARN) if a.stuck else self._tone(None),
                align=Align.RIGHT,
                width=72,
            ),
            Column("call", translate("Wall", "Current call"), self._call_text, width=170),
            Column(
                "handled",
                translate("Wall", "Handled"),
                lambda a: a.handled,
                align=Align.RIGHT,
                width=80,
                gives_way=True,
            ),
            Column(
                "talk",
                translate("Wall", "Mean talk"),
                lambda a: duration_words(a.mean_talk),
                sort=lambda a: a.mean_talk,
                align=Align.RIGHT,
                width=90,
                gives_way=True,
            ),
            Column(
                "wrap_up",
                translate("Wall", "Mean wrap-up"),
                lambda a: duration_words(a.mean_wrap_up),
                sort=lambda a: a.mean_wrap_up,
                align=Align.RIGHT,
                width=110,
                gives_way=True,
            ),
            Column(
                "stuck",
                translate("Wall", "Needs a look"),
                marks_of,
                tone=lambda a: self._tone(Tone.BAD if a.help_since else Tone.WARN),
                icon=lambda a: "bad" if a.help_since else "warn" if _is_marked(a) else "",
                tip=lambda a: "\n".join(filter(None, (stuck_sentence(a.stuck), telephone_sentence(a.telephone)))),
                width=160,
                stretch=True,
            ),
        ]

    def take_acts(self, actions: Mapping[str, QAction]) -> None:
        """Takes in the page's commands: those of the chosen agent are in the menu, with their keys, and as buttons."""
        self._acts = dict(actions)
        if not self._presenter.may_put_right:
            return
        for place, (name, words) in enumerate(_button_words().items(), self._place_of_buttons):
            button = KeyButton(words, key_text(actions[name].shortcut().toString()))
            button.setObjectName(f"wall.act.{name}")
            button.setProperty("look", "quiet")
            button.clicked.connect(actions[name].trigger)
            self.table.tools.insertWidget(place, button)
            self.buttons[name] = button
        self._enable()

    def _add_offline_button(self) -> None:
        self.table.filter_field.setMaximumWidth(_FILTER_WIDTH)
        button = QToolButton()
        button.setProperty("look", "quiet")
        button.setDefaultAction(self.offline_action)
        # The set of columns and the filter stay at the ends; the page's own acts stand beside the filter.
        self._place_of_buttons = 4
        self.table.tools.insertWidget(self._place_of_buttons, button)

    def _tone(self, tone: Tone | None) -> Tone | None:
        return Tone.QUIET if self._presenter.is_stale else tone

    def _age(self, agent: AgentStatus) -> float:
        return (self._presenter.shown_now() - agent.since).total_seconds()

    def _name_tip(self, agent: AgentStatus) -> str:
        return (
            translate("Wall", "{name}, a simulated colleague").format(name=agent.name)
            if agent.simulated
            else agent.name
        )

    def _call_text(self, agent: AgentStatus) -> str:
        call = self._presenter.call_of(agent)
        named = self._presenter.queue_name(call.skill) if call and call.skill in self._presenter.names.skills else ""
        return " · ".join(part for part in (call_text(agent, call, named), supervision_words(agent)) if part)

    def _enable(self) -> None:
        agent = self.table.current_row()
        may = self._presenter.may_put_right and agent is not None
        talks = agent is not None and agent.state in (AgentState.TALKING, AgentState.HELD)
        for name, action in self._acts.items():
            if name in ("put_right", "skills"):
                action.setEnabled(may)
            elif name in _CALL_ACTS:
                action.setEnabled(may and talks)
            elif name == "leave_call":
                action.setEnabled(may and (talks or self._presenter.supervised is not None))
        for name, button in self.buttons.items():
            button.setEnabled(self._acts[name].isEnabled())

    def _on_presenter_agent_changed(self, agent: AgentStatus) -> None:
        self._enable()
        if self._arrangement.get(agent.account_id) is _is_marked(agent):
            self.table.model.put(agent)
        else:
            self.refresh()

    def put_right(self) -> None:
        """Asks for the dialog that corrects the agent who is chosen."""
        agent = self.table.current_row()
        if agent is not None and self._presenter.may_put_right:
            self.put_right_requested.emit(agent)

    def supervise(self, mode: SupervisionMode | None) -> None:
        """Comes into the call of the agent who is chosen; leaves the call that the lead is in, whoever is chosen."""
        agent = self.table.current_row()
        if mode is None and self._presenter.supervised is not None:
            agent = self._presenter.supervised
        if agent is not None:
            self._presenter.acts.supervise(agent, mode)

    def _on_table_row_activated(self, _agent: AgentStatus) -> None:
        self.put_right()

    def _on_table_menu_requested(self, _agent: AgentStatus, where: QPoint) -> None:
        menu = QMenu(self)
        names = ("put_right", "skills", "move", "take", *_CALL_ACTS, "leave_call")
        menu.addActions([self._acts[name] for name in names if name in self._acts])
        menu.addAction(self.offline_action)
        self.table.fill_menu(menu.addMenu(translate("Wall", "Table")))
        menu.popup(where)

    def _on_offline_toggled(self, shown: bool) -> None:
        self._presenter.choices.show_offline = shown
        self.table.model.set_condition(None if shown else _is_of_interest)


def _is_of_interest(agent: AgentStatus) -> bool:
    return agent.state is not AgentState.OFFLINE or agent.handled > 0 or bool(agent.stuck)


def _is_marked(agent: AgentStatus) -> bool:
    return bool(agent.stuck or agent.telephone or agent.help_since)


def _button_words() -> dict[str, str]:
    return {
        "listen": translate("Wall", "Listen"),
        "whisper": translate("Wall", "Whisper"),
        "join": translate("Wall", "Join"),
        "move": translate("Wall", "Move"),
        "skills": translate("Wall", "Skills"),
        "put_right": translate("Wall", "Put right"),
    }
