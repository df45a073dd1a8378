"""Writes of several requests on PostgreSQL: each in a transaction and a thread of its own, one flush for all that have committed.

The event loop's own way into a thread costs a tenth of a step's processor time, a thread that waits for the disk stands in the
way of those that could go on, and sixteen of them mostly wait for each other, because Python runs one at a time. Here a few
threads take one write after the other; another one brings to the disk what they have committed, and tells all of it at once.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from services.server.together import Write, tell

Result = TypeVar("Result")

_THREADS = 6
"""So many transactions at once. They wait for PostgreSQL, and at times for each other's locks."""


class Apart:
    """Runs the writes of a process.

    Args:
        run: runs a write in a transaction of its own, up to its commit.
        flush: brings to the disk what was committed before.
    """

    def __init__(self, run: Callable[[Write], None], flush: Callable[[], None]) -> None:
        self._run = run
        self._flush = flush
        self._mutex = threading.Lock()
        self._wanted: queue.SimpleQueue[Write | None] = queue.SimpleQueue()
        self._committed: queue.SimpleQueue[Write | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    async def answer(self, work: Callable[[Any], Result], ended: Callable[[bool], None]) -> Result:
        """Runs a write and returns its result when it is on the disk; raises what it raises.

        Args:
            work: the write; it gets the connection.
            ended: called in the same thread as the work, with whether it was committed.
        """
        if not self._threads:
            self._begin()
        mine = Write(work, ended)
        turn = mine.turn = asyncio.get_running_loop().create_future()
        self._wanted.put(mine)
        await turn
        return cast(Result, mine.outcome())

    def close(self) -> None:
        """Ends the threads, when they have done what waits."""
        with self._mutex:
            threads, self._threads = self._threads, []
        if threads:
            for _ in threads[1:]:
                self._wanted.put(None)
            for each in threads[1:]:
                each.join()
            self._committed.put(None)
            threads[0].join()

    def _begin(self) -> None:
        with self._mutex:
            if not self._threads:
                works = [self._flush_on, *[self._write_on] * _THREADS]
                self._threads = [threading.Thread(target=work, name="tongfu-writer", daemon=True) for work in works]
                for each in self._threads:
                    each.start()

    def _write_on(self) -> None:
        while (each := self._wanted.get()) is not None:
            try:
                self._run(each)
            except BaseException as error:
                each.error = error
            self._committed.put(each)

    def _flush_on(self) -> None:
        while (first := self._committed.get()) is not None:
            done = [first]
            is_last = False
            while not is_last and not self._committed.empty():
                each = self._committed.get()
                if each is None:
                    is_last = True
                else:
                    done.append(each)
            self._settle(done)
            if is_last:
                return

    def _settle(self, done: list[Write]) -> None:
        if any(each.error is None for each in done):
            try:
                self._flush()
            except BaseException as error:
                for each in done:
                    each.error = each.error or error
        tell(done)
