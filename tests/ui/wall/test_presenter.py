"""The wall refreshes while it is looked at, and follows agents between refreshes."""

from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from services.contracts.calls import AgentState, AgentStatus
from services.contracts.figures import DaySeries, Figures, Live, Wall
from services.errors import AppError
from services.tasks import ImmediateTasks
from services.wall.service import DayGraph
from ui.wall.presenter import WallPresenter

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)


def agent(key: str, state: AgentState) -> AgentStatus:
    return AgentStatus(account_id=key, name=key, state=state, since=NOW)


class FakeFigures:
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.thresholds: list[float] = []
        self.days: list[str] = []
        self.put: list[tuple[str, AgentState, str]] = []
        self.error: Exception | None = None

    def wall(self, threshold: float) -> Wall:
        if self.error:
            raise self.error
        self.thresholds.append(threshold)
        figures = Figures(since=NOW, until=NOW, threshold=threshold)
        agents = [agent("a1", AgentState.READY), agent("a2", AgentState.TALKING)]
        return Wall(as_of=1, now=NOW, live=Live(), today=figures, last_hour=figures, agents=agents)

    def day_graph(self, day: str) -> DayGraph:
        self.days.append(day)
        empty = DaySeries(day=day, start=NOW, minutes=0, arrivals=[], answered=[], abandoned=[], waiting=[], staffed=[])
        return DayGraph(empty, None, None)

    def put_right(self, account_id: str, state: AgentState, why: str, key: str) -> AgentStatus:
        self.put.append((account_id, state, why))
        return agent(account_id, state)


def test_figures_come_at_once_and_the_graph_with_every_tenth(qtbot: QtBot) -> None:
    figures = FakeFigures()
    presenter = WallPresenter(figures, ImmediateTasks())
    presenter.start()
    for _ in range(10):
        presenter.refresh()
    presenter.stop()
    assert len(figures.thresholds) == 11
    assert figures.days == ["2026-03-10", "2026-03-10"]


def test_a_new_threshold_is_asked_for_at_once(qtbot: QtBot) -> None:
    figures = FakeFigures()
    presenter = WallPresenter(figures, ImmediateTasks())
    presenter.set_threshold(20)
    assert figures.thresholds == [20]


def test_an_agents_change_is_shown_without_waiting_for_the_figures(qtbot: QtBot) -> None:
    presenter = WallPresenter(FakeFigures(), ImmediateTasks())
    presenter.refresh()
    with qtbot.waitSignal(presenter.agent_changed):
        presenter.on_agent(agent("a1", AgentState.WRAP_UP))
    presenter.on_agent(agent("a3", AgentState.READY))
    assert presenter.wall is not None
    assert [(a.account_id, a.state) for a in presenter.wall.agents] == [
        ("a1", AgentState.WRAP_UP),
        ("a2", AgentState.TALKING),
        ("a3", AgentState.READY),
    ]


def test_putting_right_sends_state_and_reason_and_shows_the_answer(qtbot: QtBot) -> None:
    figures = FakeFigures()
    presenter = WallPresenter(figures, ImmediateTasks())
    presenter.refresh()
    with qtbot.waitSignal(presenter.agent_put_right):
        presenter.put_right("a2", AgentState.READY, "电脑重启")
    assert figures.put == [("a2", AgentState.READY, "电脑重启")]
    assert presenter.wall is not None
    assert presenter.wall.agents[1].state == AgentState.READY


def test_a_failed_refresh_is_told_and_the_next_one_is_tried(qtbot: QtBot) -> None:
    figures = FakeFigures()
    presenter = WallPresenter(figures, ImmediateTasks())
    figures.error = AppError("unreachable", status=503)
    with qtbot.waitSignal(presenter.figures_failed):
        presenter.refresh()
    figures.error = None
    with qtbot.waitSignal(presenter.wall_changed):
        presenter.refresh()
