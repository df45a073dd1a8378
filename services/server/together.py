"""Writes of several threads in one transaction of SQLite: each in a savepoint, one commit and one flush for all of them.

A step of the life cycle changes some thirty pages of the database; one commit for each writes the hot ones again and again,
and hands the writer's lock from thread to thread. Here one thread does what all who wait want, one after the other, and a
second one begins the next transaction while the first brings its own to the disk. What one of them refuses or fails at is
taken back to its savepoint and concerns nobody else; nobody is answered before the common commit is on the disk.
"""

import asyncio
import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

Result = TypeVar("Result")
Work = Callable[[Connection], Any]
Ended = Callable[[bool], None]

_MOST = 16
_LONGEST_SECONDS = 0.02
"""After so long nobody else's write is begun in the same transaction: who came first waits for all of them."""


class Write:
    """A write that somebody waits for, and what became of it."""

    def __init__(self, work: Work, ended: Ended) -> None:
        self.work = work
        self.ended = ended
        self.result: Any = None
        self.error: BaseException | None = None
        self.turn: threading.Lock | asyncio.Future[None] = threading.Lock()

    def outcome(self) -> Any:
        """Returns its result; raises what it failed with."""
        if self.error is not None:
            raise self.error
        return self.result


class Together:
    """Gathers the writes of a process.

    Args:
        write: opens a transaction of the one writer; it is on the disk when ``flush`` returns after it.
        flush: brings what was committed to the disk, together with others.
    """

    def __init__(self, write: Callable[[], AbstractContextManager[Connection]], flush: Callable[[], None]) -> None:
        self._write = write
        self._flush = flush
        self._mutex = threading.Lock()
        self._waiting: deque[Write] = deque()
        self._is_led = False
        self._leads: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def run(self, work: Callable[[Connection], Result], ended: Ended) -> Result:
        """Runs a write, in a thread of its own, and returns its result when it is on the disk; raises what it raises.

        Args:
            work: the write; it may be in one transaction with others.
            ended: called in the same thread as the work, with whether it was committed; a failure takes nobody with it.
        """
        mine = Write(work, ended)
        turn = cast(threading.Lock, mine.turn)
        turn.acquire()
        self._take_in(mine)
        turn.acquire()
        return cast(Result, mine.outcome())

    async def answer(self, work: Callable[[Connection], Result], ended: Ended) -> Result:
        """Does the same for whoever waits on an event loop, without a thread that only waits."""
        mine = Write(work, ended)
        mine.turn = asyncio.get_running_loop().create_future()
        self._take_in(mine)
        await mine.turn
        return cast(Result, mine.outcome())

    def close(self) -> None:
        """Ends the threads, when they have done what waits."""
        with self._mutex:
            threads, self._threads = self._threads, []
        for _ in threads:
            self._leads.put(False)
        for each in threads:
            each.join()

    def _take_in(self, mine: Write) -> None:
        with self._mutex:
            self._waiting.append(mine)
            if not self._is_led:
                self._is_led = True
                self._lead_soon()

    def _lead_soon(self) -> None:
        if not self._threads:
            # One that writes, one that brings to the disk what the other has written. A pool of the library's takes ten times
            # as long to hand on what is to be done.
            self._threads = [threading.Thread(target=self._lead_on, name="tongfu-writer", daemon=True) for _ in "12"]
            for each in self._threads:
                each.start()
        self._leads.put(True)

    def _lead_on(self) -> None:
        while self._leads.get():
            self._lead()

    def _lead(self) -> None:
        """Runs the first that waits, and as many of the others as there is time for."""
        done: list[Write] = []
        try:
            try:
                with self._write() as connection:
                    self._gather(connection, done)
            finally:
                self._hand_on(done)
            self._flush()
        except BaseException as error:
            for each in done:
                each.error = each.error or error
        for each in done:
            end(each)
        tell(done)

    def _gather(self, connection: Connection, done: list[Write]) -> None:
        until = time.monotonic() + _LONGEST_SECONDS
        while self._waiting and len(done) < _MOST and (not done or time.monotonic() < until):
            each = self._waiting.popleft()
            done.append(each)
            _run(connection, each)

    def _hand_on(self, done: list[Write]) -> None:
        """Lets the next ones be done, while what was committed is on its way to the disk."""
        with self._mutex:
            if not done:
                # The transaction could not be opened, and this is told to the one who came first.
                done.append(self._waiting.popleft())
            self._is_led = bool(self._waiting)
            if self._is_led:
                self._lead_soon()


def _run(connection: Connection, each: Write) -> None:
    """Runs one write; what it fails at is kept for who waits for it, unless the transaction is gone."""
    driver = cast(Any, connection.connection.dbapi_connection)
    driver.execute("SAVEPOINT one")
    try:
        each.result = each.work(connection)
    except BaseException as error:
        each.error = error
        if not driver.in_transaction:
            # A full or broken disk: SQLite has taken back everything.
            raise
        driver.execute("ROLLBACK TO one")
        end(each)
    driver.execute("RELEASE one")


def end(each: Write) -> None:
    """Calls what is to be called at the end of a write, once."""
    ended, each.ended = each.ended, _nothing
    try:
        ended(each.error is None)
    except BaseException as error:
        each.error = each.error or error


def tell(done: Sequence[Write]) -> None:
    """Lets everybody go on; those on an event loop all at once, because waking it is a call of the system."""
    loops: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}
    for each in done:
        if isinstance(each.turn, asyncio.Future):
            loops.setdefault(each.turn.get_loop(), []).append(each.turn)
        else:
            each.turn.release()
    for loop, turns in loops.items():
        # A loop that has ended meanwhile has nobody waiting.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_go_on, turns)


def _go_on(turns: Sequence["asyncio.Future[None]"]) -> None:
    for turn in turns:
        # Whoever was cut off waits no more.
        if not turn.done():
            turn.set_result(None)


def _nothing(_committed: bool) -> None:
    pass
