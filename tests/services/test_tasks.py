"""Work off the GUI thread: results, errors, progress and cancelling come back on it."""

import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from services.tasks import ImmediateTasks, Progress, ThreadTasks


class Gui:
    """Runs what was delivered when it is asked to."""

    def __init__(self) -> None:
        self.waiting: queue.Queue[Callable[[], None]] = queue.Queue()
        self.errors: list[Exception] = []

    def deliver(self, callback: Callable[[], None]) -> None:
        self.waiting.put(callback)

    def run_until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 5
        while not condition() and time.monotonic() < end:
            try:
                self.waiting.get(timeout=0.05)()
            except queue.Empty:
                continue
        assert condition()


@pytest.fixture
def gui() -> Gui:
    return Gui()


@pytest.fixture
def tasks(gui: Gui) -> Iterator[ThreadTasks]:
    tasks = ThreadTasks(gui.deliver, gui.errors.append)
    yield tasks
    tasks.shutdown()


def test_work_runs_elsewhere_and_its_result_comes_back_here(gui: Gui, tasks: ThreadTasks) -> None:
    done: list[tuple[str, str]] = []
    tasks.start(
        lambda _p: threading.current_thread().name, done=lambda n: done.append((n, threading.current_thread().name))
    )
    gui.run_until(lambda: bool(done))
    assert done[0][0].startswith("tongfu-work")
    assert done[0][1] == threading.current_thread().name


def fail(_progress: Progress) -> None:
    raise ValueError("broken")


def test_errors_go_to_who_asked_or_to_the_one_route(gui: Gui, tasks: ThreadTasks) -> None:
    own: list[Exception] = []
    tasks.start(fail, failed=own.append)
    tasks.start(fail)
    gui.run_until(lambda: bool(own) and bool(gui.errors))
    assert [str(e) for e in (own[0], gui.errors[0])] == ["broken", "broken"]


def test_titled_work_shows_its_progress_and_can_be_cancelled(gui: Gui, tasks: ThreadTasks) -> None:
    told: list[bool] = []

    def long(progress: Progress) -> None:
        for number in range(10_000):
            progress.check()
            progress.report(number, 10_000, "rows")
            time.sleep(0.001)

    done: list[None] = []
    task = tasks.start(long, done=done.append, title="Export")
    gui.run_until(lambda: bool(tasks.titled) and tasks.titled[0].done > 3)
    task.cancel()
    gui.run_until(lambda: not tasks.titled)
    assert not task.running
    assert done == told == []


def test_who_has_gone_is_not_called_back_but_the_work_is_done(gui: Gui, tasks: ThreadTasks) -> None:
    release, did, told = threading.Event(), threading.Event(), []

    def work(_progress: Progress) -> None:
        release.wait(5)
        did.set()

    gone = tasks.start(work, done=told.append)
    failing = tasks.start(lambda _progress: 1 / 0 if release.wait(5) else 0, failed=told.append)
    tasks.forget_who_asked()
    release.set()
    tasks.start(lambda _progress: "next", done=told.append)
    gui.run_until(lambda: not gone.running and not failing.running and bool(told))
    assert did.is_set()
    assert told == ["next"]
    assert gui.errors == []


def test_a_feed_is_ended_at_shutdown(gui: Gui) -> None:
    tasks = ThreadTasks(gui.deliver, gui.errors.append)
    ended = threading.Event()

    def feed(progress: Progress) -> None:
        while not progress.cancelled:
            time.sleep(0.01)
        ended.set()

    tasks.long_running(feed, "feed")
    tasks.shutdown()
    assert ended.is_set()


def test_nothing_is_delivered_after_shutdown(gui: Gui) -> None:
    tasks = ThreadTasks(gui.deliver, gui.errors.append)
    tasks.start(lambda _p: time.sleep(0.1))
    tasks.shutdown()
    time.sleep(0.2)
    assert gui.waiting.empty()
    assert not tasks.start(lambda _p: None).running


def test_what_is_being_delivered_is_there_before_the_shutdown_is_over() -> None:
    """The window that it is delivered to is gone right after."""
    is_delivering, may_go_on = threading.Event(), threading.Event()
    order: list[str] = []

    def deliver(_callback: Callable[[], None]) -> None:
        is_delivering.set()
        may_go_on.wait(10)
        order.append("delivered")

    tasks = ThreadTasks(deliver, lambda _error: None)
    tasks.start(lambda _progress: None)
    assert is_delivering.wait(10)
    ending = threading.Thread(target=lambda: (tasks.shutdown(), order.append("shut down")))  # type: ignore[func-returns-value]
    ending.start()
    ending.join(0.2)
    may_go_on.set()
    ending.join(10)
    assert order == ["delivered", "shut down"]


def test_immediate_tasks_run_inline_and_raise() -> None:
    found: list[int] = []
    ImmediateTasks().start(lambda _p: 7, done=found.append)
    assert found == [7]
    with pytest.raises(ValueError, match="broken"):
        ImmediateTasks().start(fail)


def test_what_waits_is_woken_when_it_is_cancelled_and_at_once_where_it_already_is() -> None:
    progress, woken = Progress(), []
    with progress.waking(lambda: woken.append("before")):
        pass
    with progress.waking(lambda: woken.append("within")):
        progress.cancel()
        assert woken == ["within"]
    with progress.waking(lambda: woken.append("after")):
        assert woken == ["within", "after"]
