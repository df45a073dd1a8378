"""Fires timers: in order, each once, together with the work that it is for."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy.exc import SQLAlchemyError

from services.server.kernel import Kernel
from services.server.timers import repository
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

BATCH = 100
"""Timers in one transaction; more would make other writers wait noticeably."""
_LOOK_SECONDS = 0.5
"""How often the next moment is looked for: another replica, or a step just taken, may have set an earlier one."""
_AGAIN = timedelta(seconds=1)
_UNKNOWN = timedelta(minutes=1)
"""After which a timer comes again whose handler this process does not have; a newer replica may."""
_LONGEST = timedelta(hours=1)


@dataclass(frozen=True)
class Timer:
    """A timer that is due. ``attempts`` counts the failures before."""

    id: int
    kind: str
    subject: str
    due_at: datetime
    payload: dict[str, Any]
    attempts: int = 0


Handler = Callable[[Transaction, Timer], None]
ManyHandler = Callable[[Transaction, Sequence[Timer]], Collection[int]]
"""Returns the ids of those that could not be dealt with now; they come again in a moment."""


class Timers:
    """The handlers of a process, and the task that calls them beside the requests."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._handlers: dict[str, ManyHandler] = {}
        self._stopping = asyncio.Event()

    def on(self, kind: str, handler: Handler) -> None:
        """Registers what a timer does. An error takes back what it did; it is tried again, later each time."""

        def one_after_another(tx: Transaction, due: Sequence[Timer]) -> Collection[int]:
            for timer in due:
                handler(tx, timer)
            return ()

        self._handlers[kind] = one_after_another

    def on_many(self, kind: str, handler: ManyHandler) -> None:
        """Registers what all timers of a kind that are due do together, in one transaction."""
        self._handlers[kind] = handler

    @contextlib.asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Begins with the server and ends with it; what is being fired is finished."""
        self._stopping = asyncio.Event()
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._stopping.set()
            await task

    def fire_due(self) -> int:
        """Fires a batch of what is due, in order; returns how many, 0 where nothing is."""
        kernel = self._kernel
        now = kernel.clock.now()
        wake = kernel.read(lambda tx: repository.next_wake(tx.connection))
        if wake is None or wake > now:
            return 0
        try:
            return kernel.write(lambda tx: self._fire(tx, max(now, tx.now), BATCH))
        except SQLAlchemyError:
            raise
        except Exception:
            log.warning("a batch of timers failed; each is tried by itself", exc_info=True)
            return self._fire_singly(now)

    def seconds_to_next(self) -> float:
        """Returns how long there is nothing to do in real time, at most until it is looked again."""
        wake = self._kernel.read(lambda tx: repository.next_wake(tx.connection))
        if wake is None or self._kernel.clock.speed <= 0:
            return _LOOK_SECONDS
        ahead = (wake - self._kernel.clock.now()).total_seconds() / self._kernel.clock.speed
        return min(max(ahead, 0.01), _LOOK_SECONDS)

    async def _run(self) -> None:
        while not self._stopping.is_set():
            pause = _LOOK_SECONDS
            try:
                if await asyncio.to_thread(self.fire_due):
                    continue
                pause = await asyncio.to_thread(self.seconds_to_next)
            except Exception as error:
                # Whatever it was: timers have to go on.
                log.warning("firing timers failed: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    def _fire(self, tx: Transaction, now: datetime, most: int) -> int:
        rows = repository.take_due(tx.connection, now, most)
        # Gone before the handler runs: it may set the next one for the same subject.
        repository.forget(tx.connection, [row.id for row in rows])
        for kind, group in groupby((_timer(row) for row in rows), key=lambda timer: timer.kind):
            due = list(group)
            handler = self._handlers.get(kind)
            undone = {timer.id for timer in due} if handler is None else set(handler(tx, due))
            for timer in due:
                if timer.id in undone:
                    self._bring_back(tx, timer, now + (_AGAIN if handler else _UNKNOWN))
        return len(rows)

    def _bring_back(self, tx: Transaction, timer: Timer, until: datetime) -> None:
        if repository.find(tx.connection, timer.kind, timer.subject) is not None:
            return
        row = {"kind": timer.kind, "subject": timer.subject, "due_at": timer.due_at, "payload": timer.payload}
        repository.put(tx.connection, [row])
        kept = repository.find(tx.connection, timer.kind, timer.subject)
        if kept is not None:
            repository.put_off(tx.connection, kept.id, until, timer.attempts)

    def _fire_singly(self, now: datetime) -> int:
        for _ in range(BATCH):
            failed: list[Timer] = []

            def first(tx: Transaction, failed: list[Timer] = failed) -> int:
                rows = repository.take_due(tx.connection, now, 1)
                failed.extend(_timer(row) for row in rows)
                return self._fire(tx, now, 1)

            try:
                if not self._kernel.write(first):
                    break
            except SQLAlchemyError:
                raise
            except Exception as error:
                if not failed:
                    raise
                timer = failed[0]
                log.warning("a timer %r failed: %s", timer.kind, type(error).__name__)
                until = now + min(_AGAIN * 2 ** min(timer.attempts, 20), _LONGEST)
                self._kernel.write(partial(_put_off, timer=timer, until=until))
        return 1


def _put_off(tx: Transaction, timer: Timer, until: datetime) -> None:
    repository.put_off(tx.connection, timer.id, until, timer.attempts + 1)


def _timer(row: Any) -> Timer:
    return Timer(row.id, row.kind, row.subject, row.due_at, orjson.loads(row.payload), row.attempts)
