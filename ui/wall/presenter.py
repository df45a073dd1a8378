"""What the wall does: asks for the figures while it is looked at, follows agents live, puts agents right."""

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from uuid_utils import uuid7

from services.clock import district_day
from services.contracts.calls import AgentState, AgentStatus
from services.contracts.figures import Wall
from services.tasks import Progress, Tasks
from services.wall.service import DayGraph

_FIGURES_MS = 2_000
_GRAPH_EVERY = 10
"""The graph is fetched with every tenth refresh of the figures: it counts in minutes."""
DEFAULT_THRESHOLD = 15.0


class WallFigures(Protocol):
    """What the presenter needs of :class:`services.wall.service.WallService`."""

    def wall(self, threshold: float) -> Wall:
        """Gives what is true now."""
        ...

    def day_graph(self, day: str) -> DayGraph:
        """Gives a day beside its comparisons."""
        ...

    def put_right(self, account_id: str, state: AgentState, why: str, key: str) -> AgentStatus:
        """Corrects an agent's state."""
        ...


class WallPresenter(QObject):
    """Keeps the wall's figures fresh while the page is shown; ``start`` and ``stop`` follow its visibility."""

    wall_changed = Signal(object)
    graph_changed = Signal(object)
    agent_changed = Signal(object)
    agent_put_right = Signal(object)
    figures_failed = Signal(object)
    """The figures could not be fetched (an exception); what is shown is as old as ``wall.now``."""

    def __init__(self, figures: WallFigures, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._figures = figures
        self._tasks = tasks
        self._awaiting = False
        self._refreshes = 0
        self._day = ""
        self.threshold = DEFAULT_THRESHOLD
        self.wall: Wall | None = None
        self.graph: DayGraph | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_FIGURES_MS)
        self._timer.timeout.connect(self.refresh)

    def start(self) -> None:
        """Begins to refresh; at once, then every two seconds."""
        self._refreshes = 0
        self.refresh()
        self._timer.start()

    def stop(self) -> None:
        """Stops refreshing."""
        self._timer.stop()

    def refresh(self) -> None:
        """Asks for the figures, unless the last answer is still awaited."""
        if self._awaiting:
            return
        self._awaiting = True
        threshold = self.threshold
        self._tasks.start(
            lambda _progress: self._figures.wall(threshold), done=self._on_wall_loaded, failed=self._on_wall_failed
        )

    def set_threshold(self, seconds: float) -> None:
        """Changes T of the service level."""
        self.threshold = seconds
        self.refresh()

    def put_right(self, account_id: str, state: AgentState, why: str) -> None:
        """Sets the state of an agent who is stuck, with the reason."""
        key = str(uuid7())
        self._tasks.start(
            lambda _progress: self._figures.put_right(account_id, state, why, key), done=self._on_agent_put_right
        )

    def on_agent(self, agent: AgentStatus) -> None:
        """Takes in a fact from the server: an agent's state changed."""
        if self.wall is None:
            return
        agents = [agent if known.account_id == agent.account_id else known for known in self.wall.agents]
        if agent.account_id not in {known.account_id for known in self.wall.agents}:
            agents.append(agent)
        self.wall = self.wall.model_copy(update={"agents": agents})
        self.agent_changed.emit(agent)

    def _on_wall_loaded(self, wall: Wall) -> None:
        self._awaiting = False
        self.wall = wall
        self.wall_changed.emit(wall)
        day = district_day(wall.now)
        if self._refreshes % _GRAPH_EVERY == 0 or day != self._day:
            self._day = day
            self._tasks.start(lambda progress: self._load_graph(progress, day), done=self._on_graph_loaded)
        self._refreshes += 1

    def _load_graph(self, _progress: Progress, day: str) -> DayGraph:
        return self._figures.day_graph(day)

    def _on_graph_loaded(self, graph: DayGraph) -> None:
        self.graph = graph
        self.graph_changed.emit(graph)

    def _on_wall_failed(self, error: Exception) -> None:
        self._awaiting = False
        self.figures_failed.emit(error)

    def _on_agent_put_right(self, agent: AgentStatus) -> None:
        self.on_agent(agent)
        self.agent_put_right.emit(agent)
