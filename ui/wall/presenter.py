"""What the wall does: asks for the figures while somebody looks, follows agents live, puts agents right."""

from collections import Counter
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from uuid_utils import uuid7

from services.contracts.accounts import Account
from services.contracts.calls import AgentState, AgentStatus, QueueEntry, SupervisionMode
from services.contracts.events import Topic, TrainingChange, TrainingState
from services.contracts.figures import Wall
from services.contracts.tickets import SkillEntry
from services.live import ChangeKind, LiveChange
from services.tasks import Progress, Tasks
from services.wall.judging import Concern, concern_of_wait
from services.wall.service import CurrentCall, DayGraph
from ui import moments
from ui.presenter import Presenter
from ui.wall.acts_presenter import ActsPresenter
from ui.wall.alarms_presenter import AlarmsPresenter
from ui.wall.choices import WallChoices
from ui.wall.closings_presenter import ClosingsPresenter
from ui.wall.current_calls import CurrentCalls
from ui.wall.moves_presenter import MovesPresenter
from ui.wall.past_presenter import PastPresenter
from ui.wall.queue_names import QueueNames
from ui.wall.sources import Live, TrainingControl, WallFigures
from ui.wall.words import TONES
from widgets.theme import Tone

_FIGURES_MS = 2_000
_SOON_MS = 500
"""After a change of the queue the figures are asked for this soon, once for all changes in between."""
_GRAPH_EVERY = 3
"""The graph counts in minutes: it is fetched when the minute has changed, at most with every third refresh."""


class WallPresenter(Presenter):
    """Keeps the wall's figures fresh while anything that shows them is open; see :meth:`watch`.

    Agents come with the figures and, between them, by events. An answer to the figures that is older than an event
    does not take the event's word back.
    """

    wall_changed = Signal(object)
    graph_changed = Signal(object)
    agents_changed = Signal()
    """The whole board."""
    agent_changed = Signal(object)
    queue_changed = Signal()
    freshness_changed = Signal()
    """``is_stale`` or ``problem`` changed."""
    training_changed = Signal(object)

    def __init__(
        self,
        figures: WallFigures,
        tasks: Tasks,
        live: Live,
        training: TrainingControl,
        choices: WallChoices,
        may_put_right: bool,
        may_control: bool,
        may_take: bool = False,
        me: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tasks, parent)
        self._figures = figures
        self._live = live
        self._control = training
        self.choices = choices
        self.may_put_right = may_put_right
        self.may_control = may_control
        self._me = me
        self.wall: Wall | None = None
        self.graph: DayGraph | None = None
        self.problem: Exception | None = None
        """Why the figures could not be fetched the last time, ``None`` where they could."""
        self.display_open = False
        """The full-screen display is open; a page that is built anew opens it again."""
        self._agents: dict[str, AgentStatus] = {}
        self._heard: dict[str, int] = {}
        self._watchers: set[str] = set()
        self._awaiting = False
        self._again = False
        self._since_graph = 0
        self._graph_minute = ""
        self.alarms = AlarmsPresenter(figures, tasks, live, may_put_right)
        self.closings = ClosingsPresenter(figures, tasks, live, may_put_right)
        self.moves = MovesPresenter(figures, tasks, may_put_right, may_take)
        self.past = PastPresenter(figures, tasks)
        self.names = QueueNames(figures.queues, tasks)
        self.names.learnt.connect(self.agents_changed)
        self.names.learnt.connect(self.queue_changed)
        self._calls = CurrentCalls(figures.current_calls, tasks)
        self._calls.learnt.connect(self.agents_changed)
        self.acts = ActsPresenter(figures, tasks, may_put_right)
        self.acts.put_right_done.connect(self._take_agent)
        self.acts.account_found.connect(self._on_acts_account_found)
        self._timer = QTimer(self, interval=_FIGURES_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._stop_listening = live.listen(self._on_live_changed)

    def close(self) -> None:
        """Stops refreshing and listening."""
        self._timer.stop()
        self._soon.stop()
        self._stop_listening()
        self.alarms.close()
        self.closings.close()

    def watch(self, who: str) -> None:
        """Somebody looks (the page, the display): refreshes at once, then every two seconds."""
        self._watchers.add(who)
        self._graph_minute = ""
        self._since_graph = _GRAPH_EVERY
        self.refresh()
        self._timer.start()

    def rest(self, who: str) -> None:
        """Somebody looks no longer; when nobody does, refreshing stops."""
        self._watchers.discard(who)
        if not self._watchers:
            self._timer.stop()
            self._soon.stop()

    # What is shown

    @property
    def agents(self) -> list[AgentStatus]:
        """The agent board in its usual order: who asks for help, who looks stuck, who is on duty, who is not; then by team and name."""
        return sorted(
            self._agents.values(),
            key=lambda a: (
                a.help_since is None,
                not a.stuck,
                a.state is AgentState.OFFLINE,
                a.team,
                a.name,
                a.account_id,
            ),
        )

    @property
    def queue(self) -> list[QueueEntry]:
        """Who waits, in the order of service."""
        return self._live.state.queue_in_order()

    def queue_name(self, key: str) -> str:
        """Returns the name of a queue in the language that is on, or its key."""
        return self.names.name(key)

    def wait_tone(self, seconds: float) -> Tone | None:
        """Returns the colour of a caller's wait."""
        concern = concern_of_wait(seconds, self.choices.threshold)
        return None if concern is Concern.NONE else TONES[concern]

    def agent(self, account_id: str) -> AgentStatus | None:
        """Returns one agent as they are now."""
        return self._agents.get(account_id)

    def counts(self) -> Counter[AgentState]:
        """Returns how many agents are in which state."""
        return Counter(agent.state for agent in self._agents.values())

    def call_of(self, agent: AgentStatus) -> CurrentCall | None:
        """Returns who an agent speaks with, ``None`` where that is not known (yet)."""
        return self._calls.of(agent.call_id) if agent.call_id else None

    @property
    def supervised(self) -> AgentStatus | None:
        """The agent in whose call the lead is, ``None`` where they are in none."""
        mine = (a for a in self._agents.values() if any(each.account_id == self._me for each in a.supervisors))
        return next(mine, None)

    def mode_of(self, agent: AgentStatus) -> SupervisionMode:
        """Returns how the lead is in an agent's call."""
        mine = (each.mode for each in agent.supervisors if each.account_id == self._me)
        return next(mine, SupervisionMode.LISTEN)

    @property
    def training(self) -> TrainingState:
        """The training mode."""
        return self._live.state.training

    @property
    def is_stale(self) -> bool:
        """Whether what is shown may not be true any more: the server is silent, or does not give figures."""
        return self._live.state.calls_stale or self.problem is not None

    @property
    def exchange_lost(self) -> bool:
        """Whether the server is heard, and does not hear its exchange."""
        return not self._live.state.stale and self.problem is None and not self._live.state.exchange.connected

    @property
    def last_true_at(self) -> datetime | None:
        """Server time at which what is shown was last known to be true."""
        known = [
            moment
            for moment in (
                self._live.state.calls_true_at if self._live.state.calls_stale else None,
                self.wall.now if self.wall and self.problem else None,
            )
            if moment is not None
        ]
        return min(known) if known else (self.wall.now if self.wall else self._live.state.last_true_at)

    def shown_now(self) -> datetime:
        """Returns the moment that ages are counted to: the server's now, or when all this was last true."""
        if self.is_stale and self.last_true_at is not None:
            return self.last_true_at
        return self._live.server_now()

    def longest_wait(self) -> float:
        """Returns how long the caller has waited who has waited longest, in seconds, counted on from the last figures."""
        if self.wall is None or self.wall.live.longest_wait <= 0:
            return 0.0
        return self.wall.live.longest_wait + max(0.0, (self.shown_now() - self.wall.now).total_seconds())

    # What is asked for

    def refresh(self) -> None:
        """Asks for the figures; while an answer is awaited, once more after it."""
        if self._awaiting:
            self._again = True
            return
        self._awaiting = True
        threshold = self.choices.threshold
        self.work(lambda _progress: self._figures.wall(threshold), self._on_wall_loaded, self._on_wall_failed)

    def set_threshold(self, seconds: float) -> None:
        """Changes T of the service level."""
        if seconds != self.choices.threshold:
            self.choices.threshold = seconds
            self.refresh()

    def change_training(self, speed: float | None = None, paused: bool | None = None) -> None:
        """Changes the speed of the training day, or pauses it; what is ``None`` stays."""
        if not self.may_control or not self.training.active:
            return
        change, key = TrainingChange(speed=speed, paused=paused), str(uuid7())
        self.work(lambda _progress: self._control.change_training(change, key), self._on_training_changed)

    # What comes back

    def _on_timer_timeout(self) -> None:
        if not self._awaiting:
            self.refresh()

    def _on_wall_loaded(self, wall: Wall) -> None:
        self._awaiting = False
        self.problem = None
        self.wall = wall
        newer = {key: agent for key, agent in self._agents.items() if self._heard.get(key, -1) > wall.as_of}
        self._agents = {agent.account_id: agent for agent in wall.agents} | newer
        self._heard = {key: self._heard[key] for key in newer}
        self.wall_changed.emit(wall)
        self.agents_changed.emit()
        self.freshness_changed.emit()
        self._since_graph += 1
        minute = wall.now.strftime("%d%H%M")
        if minute != self._graph_minute and self._since_graph >= _GRAPH_EVERY:
            self._graph_minute, self._since_graph = minute, 0
            day = moments.day_of(wall.now).isoformat()
            self.work(lambda progress: self._load_graph(progress, day), self._on_graph_loaded, self._on_graph_failed)
        self._learn_calls()
        self._repeat()

    def _on_wall_failed(self, error: Exception) -> None:
        self._awaiting = False
        self.problem = error
        self.freshness_changed.emit()
        self._again = False

    def _repeat(self) -> None:
        if self._again:
            self._again = False
            self.refresh()

    def _load_graph(self, _progress: Progress, day: str) -> DayGraph:
        return self._figures.day_graph(day)

    def _on_graph_loaded(self, graph: DayGraph) -> None:
        self.graph = graph
        self.graph_changed.emit(graph)

    def _on_graph_failed(self, error: Exception) -> None:
        self._graph_minute = ""
        self._on_wall_failed(error)

    def _learn_calls(self) -> None:
        """Learns who calls, and how the queues are called that are spoken of."""
        present = {agent.call_id for agent in self._agents.values() if agent.call_id}
        waiting = self._live.state.queue
        on_duty = sum(agent.state is not AgentState.OFFLINE for agent in self._agents.values())
        self._calls.learn(present, waiting, on_duty)
        if present or waiting or self._live.state.closings or self._live.state.alarms:
            self.names.learn()

    def _on_acts_account_found(self, _account: Account, skills: list[SkillEntry]) -> None:
        self.names.take(skills)

    def _on_training_changed(self, state: TrainingState) -> None:
        self._live.state.training = state
        self.training_changed.emit(state)

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.kind is ChangeKind.EVENT and change.event is not None:
            event = change.event
            if event.topic is Topic.EXCHANGE:
                self.freshness_changed.emit()
            elif event.topic is Topic.AGENT:
                agent = AgentStatus.model_validate(event.data)
                self._heard[agent.account_id] = event.id
                self._take_agent(agent)
            elif event.topic is Topic.QUEUE:
                self._calls.know(self._live.state.queue.values())
                self.queue_changed.emit()
                if self._watchers and not self._soon.isActive():
                    self._soon.start()
            elif event.topic is Topic.TRAINING:
                self.training_changed.emit(self.training)
            return
        if change.kind is ChangeKind.SNAPSHOT:
            self._calls.know(self._live.state.queue.values())
            self.queue_changed.emit()
            self.training_changed.emit(self.training)
        if change.kind is not ChangeKind.STALE and self._watchers:
            self.refresh()
        self.freshness_changed.emit()

    def _take_agent(self, agent: AgentStatus) -> None:
        self._agents[agent.account_id] = agent
        self.agent_changed.emit(agent)
