"""Keys that are faster than the server's answers."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from pytestqt.qtbot import QtBot

from services.api.transport import Unreachable
from services.contracts.calls import AgentState, AgentStateChange
from services.tasks import Progress
from ui.desk.call_presenter import CallPresenter


class Held:
    """Tasks whose answers come when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[Progress], Any], Callable[[Any], None], Callable[[Exception], None]]] = []

    def start(self, work: Any, done: Any = None, failed: Any = None, title: str = "") -> Progress:
        self.waiting.append((work, done, failed))
        return Progress()

    def answer(self) -> None:
        work, done, _failed = self.waiting.pop(0)
        done(work(Progress()))

    def refuse(self, error: Exception) -> None:
        _work, _done, failed = self.waiting.pop(0)
        failed(error)


class Calls:
    def __init__(self) -> None:
        self.states: list[AgentState] = []

    def set_state(self, change: AgentStateChange) -> None:
        self.states.append(change.state)


def made(qtbot: QtBot) -> tuple[CallPresenter, Held, Calls]:
    live = SimpleNamespace(state=SimpleNamespace(me=None, call=None, agents={}, queue={}, training=None))
    tasks, calls = Held(), Calls()
    return CallPresenter(cast(Any, live), cast(Any, calls), cast(Any, tasks)), tasks, calls


def test_what_is_wanted_before_the_answer_is_done_after_it(qtbot: QtBot) -> None:
    presenter, tasks, calls = made(qtbot)
    presenter.take_break("meal")
    presenter.go_ready()
    assert len(tasks.waiting) == 1
    tasks.answer()
    tasks.answer()
    assert calls.states == [AgentState.BREAK, AgentState.READY]
    assert not tasks.waiting
    assert presenter.asked == ""


def test_the_same_twice_is_asked_once(qtbot: QtBot) -> None:
    presenter, tasks, calls = made(qtbot)
    presenter.take_break("meal")
    presenter.take_break("meal")
    tasks.answer()
    assert calls.states == [AgentState.BREAK]
    assert not tasks.waiting


def test_a_refusal_forgets_what_was_wanted_next(qtbot: QtBot) -> None:
    presenter, tasks, calls = made(qtbot)
    presenter.take_break("meal")
    presenter.go_ready()
    tasks.refuse(RuntimeError("no"))
    assert calls.states == []
    assert not tasks.waiting


def test_what_is_asked_of_a_call_without_the_server_is_said_not_to_be_done_later(qtbot: QtBot) -> None:
    presenter, tasks, _calls = made(qtbot)
    said: list[str] = []
    presenter.failed.connect(said.append)
    presenter.take_break("meal")
    tasks.refuse(Unreachable("unreachable"))
    assert said[0].startswith("Not done")
    assert "sent" not in said[0]
