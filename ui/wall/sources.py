"""What the wall's presenter asks of the rest of the program."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from services.contracts.events import TrainingChange, TrainingState
from services.contracts.figures import Wall
from services.live import LiveChange, LiveState
from services.wall.service import CurrentCall, DayGraph
from ui.wall.acts_presenter import ActSource
from ui.wall.alarms_presenter import AlarmSource
from ui.wall.closings_presenter import ClosingSource
from ui.wall.moves_presenter import MoveSource
from ui.wall.past_presenter import PastSource
from ui.wall.queue_names import Queues


class WallFigures(ActSource, AlarmSource, ClosingSource, MoveSource, PastSource, Protocol):
    """What the presenter needs of :class:`services.wall.service.WallService`."""

    def wall(self, threshold: float) -> Wall:
        """Gives what is true now."""
        ...

    def day_graph(self, day: str) -> DayGraph:
        """Gives a day beside its comparisons."""
        ...

    def queues(self) -> Queues:
        """Gives the names of queues."""
        ...

    def current_calls(self, agents: int) -> dict[str, CurrentCall]:
        """Gives the calls that go on, by id."""
        ...


class Live(Protocol):
    """What the presenter needs of :class:`services.live.LiveFeed`."""

    state: LiveState

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        """Tells of each change."""
        ...

    def server_now(self) -> datetime:
        """Gives the server's time."""
        ...


class TrainingControl(Protocol):
    """Changes the training clock."""

    def change_training(self, change: TrainingChange, key: str) -> TrainingState:
        """Changes speed or pause."""
        ...
