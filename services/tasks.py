"""Work off the GUI thread: the one helper that owns threads, progress, cancelling and the error route."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class CancelledError(Exception):
    """The person cancelled the work; it is not an error to report."""


class Progress:
    """What a piece of work tells of itself while it runs, and where it learns that it was cancelled."""

    def __init__(self, on_report: Callable[[int, int, str], None] | None = None) -> None:
        self._cancelled = threading.Event()
        self._on_report = on_report
        self._wakers: list[Callable[[], object]] = []
        self._lock = threading.Lock()

    @property
    def cancelled(self) -> bool:
        """Tells whether the work was cancelled."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Asks the work to stop at its next ``check``, and wakes it where it waits."""
        with self._lock:
            self._cancelled.set()
            wakers, self._wakers = self._wakers, []
        for wake in wakers:
            wake()

    @contextmanager
    def waking(self, wake: Callable[[], object]) -> Iterator[None]:
        """Calls ``wake`` when the work is cancelled within the block, in the thread that cancels; at once where it is already."""
        with self._lock:
            if not self.cancelled:
                self._wakers.append(wake)
        if self.cancelled:
            wake()
        try:
            yield
        finally:
            with self._lock:
                if wake in self._wakers:
                    self._wakers.remove(wake)

    def check(self) -> None:
        """Raises :class:`CancelledError` where the work was cancelled."""
        if self._cancelled.is_set():
            raise CancelledError

    def report(self, done: int, total: int, note: str = "") -> None:
        """Says how far the work is; ``total`` 0 means that nobody knows."""
        if self._on_report is not None:
            self._on_report(done, total, note)


class Task:
    """A piece of work that was started. Its state is read and changed on the GUI thread only."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.done = 0
        self.total = 0
        self.note = ""
        self.running = True
        self.progress = Progress()
        self.asked_by: object = None
        """Who is called back; see :meth:`ThreadTasks.forget_who_asked`."""

    def cancel(self) -> None:
        """Asks the work to stop; neither ``done`` nor ``failed`` is called afterwards."""
        self.progress.cancel()


class Tasks(Protocol):
    """Starts work; see :class:`ThreadTasks`."""

    def start(
        self,
        work: Callable[[Progress], Result],
        done: Callable[[Result], Any] | None = None,
        failed: Callable[[Exception], Any] | None = None,
        title: str = "",
    ) -> Task:
        """Runs ``work`` off the GUI thread and gives its result or error back on it."""
        ...


class ThreadTasks:
    """Runs work in threads and brings results back to the GUI thread.

    Args:
        deliver: runs a callable on the GUI thread soon (``loop.call_soon_threadsafe``).
        on_error: where errors go for which a caller has no ``failed`` of its own.
        workers: how many pieces of work may run at once.
    """

    def __init__(
        self,
        deliver: Callable[[Callable[[], None]], object],
        on_error: Callable[[Exception], None],
        workers: int = 8,
    ) -> None:
        self._deliver = deliver
        self._on_error = on_error
        self._pool = ThreadPoolExecutor(workers, "tongfu-work")
        self._feeds: list[tuple[threading.Thread, Progress]] = []
        self._titled: list[Task] = []
        self._listeners: list[Callable[[], None]] = []
        self._closed = False
        self._closing = threading.RLock()
        self._asked_by = object()

    @property
    def titled(self) -> list[Task]:
        """Running work that has a title: what the status bar shows."""
        return list(self._titled)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls ``listener`` on the GUI thread whenever ``titled`` or its progress changes; returns the way to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def start(
        self,
        work: Callable[[Progress], Result],
        done: Callable[[Result], Any] | None = None,
        failed: Callable[[Exception], Any] | None = None,
        title: str = "",
    ) -> Task:
        """Runs ``work`` in a thread; ``done`` or ``failed`` is called on the GUI thread unless it was cancelled."""
        task = Task(title)
        task.progress = self._reporting(task)
        if title:
            self._titled.append(task)
            self._tell()

        def run() -> None:
            try:
                task.progress.check()
                result = work(task.progress)
            except CancelledError:
                self._give_back(lambda: self._end(task))
            except Exception as error:
                # The variable is gone when the callable runs, so it is bound now.
                self._give_back(lambda error=error: self._fail(task, error, failed))  # type: ignore[misc]
            else:
                self._give_back(lambda: self._finish(task, result, done))

        task.asked_by = self._asked_by
        if self._closed:
            task.running = False
        else:
            self._pool.submit(run)
        return task

    def forget_who_asked(self) -> None:
        """Lets all work end, and calls nobody back for what was started until now: whoever asked has gone."""
        self._asked_by = object()

    def long_running(self, work: Callable[[Progress], None], title: str) -> Progress:
        """Runs a feed that lives as long as the program in a thread of its own; ``shutdown`` cancels and awaits it."""
        progress = Progress()
        thread = threading.Thread(target=work, args=(progress,), name=f"tongfu-{title}", daemon=True)
        self._feeds.append((thread, progress))
        thread.start()
        return progress

    def shutdown(self, wait_seconds: float = 3.0) -> None:
        """Cancels everything and waits a moment for it to end."""
        with self._closing:
            self._closed = True
        for task in self._titled:
            task.cancel()
        for _thread, progress in self._feeds:
            progress.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for thread, _progress in self._feeds:
            thread.join(wait_seconds)

    def _reporting(self, task: Task) -> Progress:
        def report(done: int, total: int, note: str) -> None:
            def show() -> None:
                task.done, task.total, task.note = done, total, note
                self._tell()

            if task.title:
                self._give_back(show)

        return Progress(report)

    def _give_back(self, callback: Callable[[], None]) -> None:
        # Held until it is delivered: what it is delivered to may be gone a moment after the shutdown.
        with self._closing:
            if not self._closed:
                self._deliver(callback)

    def _is_heard(self, task: Task) -> bool:
        return task.asked_by is self._asked_by and not task.progress.cancelled

    def _end(self, task: Task) -> None:
        task.running = False
        if task in self._titled:
            self._titled.remove(task)
            self._tell()

    def _finish(self, task: Task, result: Result, done: Callable[[Result], Any] | None) -> None:
        self._end(task)
        if done is not None and self._is_heard(task):
            done(result)

    def _fail(self, task: Task, error: Exception, failed: Callable[[Exception], Any] | None) -> None:
        self._end(task)
        if not self._is_heard(task):
            return
        (failed or self._on_error)(error)

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()


class ImmediateTasks:
    """Runs work at once on the calling thread, for tests of presenters. Errors without ``failed`` are raised."""

    def forget_who_asked(self) -> None:
        """Nothing is under way here."""

    def start(
        self,
        work: Callable[[Progress], Result],
        done: Callable[[Result], Any] | None = None,
        failed: Callable[[Exception], Any] | None = None,
        title: str = "",
    ) -> Task:
        """Runs ``work`` and its callback before it returns."""
        task = Task(title)
        try:
            result = work(task.progress)
        except CancelledError:
            pass
        except Exception as error:
            if failed is None:
                raise
            failed(error)
        else:
            if done is not None:
                done(result)
        task.running = False
        return task
