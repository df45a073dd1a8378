"""The wall refreshes while somebody looks, follows agents between refreshes, and never goes back to older news."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from pytestqt.qtbot import QtBot

from services.contracts.calls import AgentState
from services.errors import AppError
from services.tasks import Progress, Task
from tests.ui.wall.fakes import NOW, FakeFigures, FakeLive, FakeTraining, agent
from ui.wall.choices import WallChoices
from ui.wall.presenter import WallPresenter
from widgets.remember import InMemory


class HeldTasks:
    """Work that ends only when a test says so."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] = []

    def start(self, work: Any, done: Any = None, failed: Any = None, title: str = "") -> Task:
        self.held.append(lambda: done(work(Progress())))
        return Task(title)

    def finish(self) -> None:
        self.held.pop(0)()


def states(presenter: WallPresenter) -> dict[str, AgentState]:
    return {one.account_id: one.state for one in presenter.agents}


def test_figures_and_graph_come_at_once_and_the_graph_again_when_a_minute_is_over(
    presenter: WallPresenter, figures: FakeFigures
) -> None:
    presenter.watch("page")
    for _ in range(5):
        presenter.refresh()
    assert len(figures.thresholds) == 6
    assert figures.days == ["2026-03-10"]
    figures.now = NOW + timedelta(minutes=1)
    presenter.refresh()
    assert figures.days == ["2026-03-10", "2026-03-10"]


def test_refreshing_stops_when_neither_page_nor_display_looks(presenter: WallPresenter) -> None:
    presenter.watch("page")
    presenter.watch("display")
    presenter.rest("page")
    assert presenter._timer.isActive()
    presenter.rest("display")
    assert not presenter._timer.isActive()


def test_a_change_of_the_queue_brings_new_figures_soon_and_once(
    qtbot: QtBot, presenter: WallPresenter, figures: FakeFigures, live: FakeLive
) -> None:
    presenter.watch("page")
    for number in range(5):
        live.queue(f"q{number}", "139****0000", "social")
    assert len(figures.thresholds) == 1
    with qtbot.waitSignal(presenter.wall_changed, timeout=1_500):
        pass
    assert len(figures.thresholds) == 2


def test_a_new_threshold_is_kept_and_asked_for_even_while_an_answer_is_awaited(
    qtbot: QtBot, figures: FakeFigures, live: FakeLive, remember: InMemory
) -> None:
    tasks = HeldTasks()
    presenter = WallPresenter(figures, tasks, live, FakeTraining(), WallChoices(remember), True, True)
    presenter.refresh()
    presenter.set_threshold(30)
    tasks.finish()
    while tasks.held:
        tasks.finish()
    assert figures.thresholds == [15, 30]
    assert WallChoices(remember).threshold == 30


def test_a_broken_choice_falls_back() -> None:
    remember = InMemory()
    remember.put("wall.threshold", "soon")
    assert WallChoices(remember).threshold == 15
    remember.put("wall.threshold", "9999999")
    assert WallChoices(remember).threshold == 120


def test_an_agents_change_is_shown_without_waiting_for_the_figures(
    qtbot: QtBot, presenter: WallPresenter, live: FakeLive
) -> None:
    presenter.refresh()
    with qtbot.waitSignal(presenter.agent_changed):
        live.agent(agent("a1", AgentState.WRAP_UP))
    live.agent(agent("a3", AgentState.READY))
    assert states(presenter) == {"a1": AgentState.WRAP_UP, "a2": AgentState.TALKING, "a3": AgentState.READY}
    assert presenter.counts()[AgentState.READY] == 1


def test_figures_that_are_older_than_an_event_do_not_take_it_back(
    presenter: WallPresenter, figures: FakeFigures, live: FakeLive
) -> None:
    presenter.refresh()
    live.agent(agent("a1", AgentState.BREAK), event_id=20)
    figures.as_of = 19
    presenter.refresh()
    assert states(presenter)["a1"] is AgentState.BREAK
    figures.as_of = 20
    presenter.refresh()
    assert states(presenter)["a1"] is AgentState.READY


def test_who_looks_stuck_comes_first_and_who_is_off_duty_last(presenter: WallPresenter, figures: FakeFigures) -> None:
    figures.agents = [
        agent("a1", AgentState.OFFLINE),
        agent("a2", AgentState.READY, team="二班"),
        agent("a3", AgentState.READY, team="一班"),
        agent("a4", AgentState.BREAK, team="二班", stuck="long_break"),
    ]
    presenter.refresh()
    assert [one.account_id for one in presenter.agents] == ["a4", "a3", "a2", "a1"]


def test_the_caller_of_an_agent_is_known_from_the_queue_or_asked_for(
    presenter: WallPresenter, figures: FakeFigures, live: FakeLive
) -> None:
    presenter.refresh()
    known = presenter.call_of(figures.agents[1])
    assert known is not None
    assert known.number_masked == "138****0002"
    assert presenter.names.skills["social"].name == "社保民生"
    live.queue("c9", "139****0009", "social")
    del live.state.queue["c9"]
    answered = agent("a1", AgentState.TALKING, call_id="c9")
    live.agent(answered)
    caller = presenter.call_of(answered)
    assert caller is not None
    assert caller.number_masked == "139****0009"
    assert figures.calls_asked == 1


def test_putting_right_sends_state_and_reason_and_shows_the_answer(
    qtbot: QtBot, presenter: WallPresenter, figures: FakeFigures
) -> None:
    presenter.refresh()
    with qtbot.waitSignal(presenter.acts.put_right_done):
        presenter.acts.put_right("a2", AgentState.READY, "电脑重启")
    assert figures.put[0][:3] == ("a2", AgentState.READY, "电脑重启")
    assert states(presenter)["a2"] is AgentState.READY


def test_the_same_correction_tried_again_counts_once(
    qtbot: QtBot, presenter: WallPresenter, figures: FakeFigures
) -> None:
    figures.put_error = AppError("timed_out", status=504)
    with qtbot.waitSignal(presenter.acts.put_right_failed):
        presenter.acts.put_right("a2", AgentState.READY, "电脑重启")
    presenter.acts.put_right("a2", AgentState.READY, "电脑重启")
    presenter.acts.put_right("a2", AgentState.OFFLINE, "电脑重启")
    keys = [key for *_, key in figures.put]
    assert keys[0] == keys[1]
    assert keys[2] != keys[0]
    figures.put_error = None
    presenter.acts.put_right("a2", AgentState.OFFLINE, "电脑重启")
    presenter.acts.put_right("a2", AgentState.OFFLINE, "电脑重启")
    assert figures.put[3][3] == keys[2]
    assert figures.put[4][3] != keys[2]


def test_a_failed_refresh_makes_the_wall_stale_and_the_next_one_is_tried(
    qtbot: QtBot, presenter: WallPresenter, figures: FakeFigures, live: FakeLive
) -> None:
    presenter.refresh()
    live.now = NOW + timedelta(seconds=8)
    assert not presenter.is_stale
    figures.error = AppError("unreachable", status=503)
    with qtbot.waitSignal(presenter.freshness_changed):
        presenter.refresh()
    assert presenter.is_stale
    assert presenter.last_true_at == NOW
    assert presenter.shown_now() == NOW, "ages stand still while nobody knows better"
    figures.error = None
    presenter.refresh()
    assert not presenter.is_stale


def test_the_longest_wait_counts_on_between_refreshes_and_stands_when_stale(
    presenter: WallPresenter, live: FakeLive
) -> None:
    presenter.refresh()
    assert presenter.longest_wait() == 20
    live.now = NOW + timedelta(seconds=3)
    assert presenter.longest_wait() == 23
    live.fall_silent(60)
    assert presenter.longest_wait() == 23


def test_when_the_server_is_heard_again_the_figures_are_fetched_at_once(
    presenter: WallPresenter, figures: FakeFigures, live: FakeLive
) -> None:
    presenter.watch("page")
    live.fall_silent(10)
    live.come_back()
    assert len(figures.thresholds) == 2


def test_only_who_may_changes_the_training_clock(
    make_presenter: Callable[..., WallPresenter], training: FakeTraining
) -> None:
    make_presenter(may_control=False).change_training(speed=60)
    assert training.changes == []
    lead = make_presenter()
    lead.change_training(speed=60)
    lead.change_training(paused=True)
    assert [(change.speed, change.paused) for change in training.changes] == [(60, None), (None, True)]


def test_closing_stops_listening(presenter: WallPresenter, live: FakeLive) -> None:
    presenter.close()
    assert live.listeners == []
    live.listeners.append(presenter._on_live_changed)


def test_a_queue_that_is_no_more_keeps_its_name(presenter: WallPresenter) -> None:
    presenter.names.learn()
    assert [presenter.queue_name(key) for key in ("social", "foreign", "unheard-of")] == [
        "Social matters",
        "Foreign languages (no more)",
        "unheard-of",
    ]
