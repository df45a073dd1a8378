"""Delivers the event log to open streams: one reader for all of them, each event encoded once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from services.clock import Clock
from services.server.database import Database
from services.server.events import repository
from services.server.events.repository import StoredEvent
from services.server.transaction import Actor

_BATCH = 500
_QUEUE = 2_000
_POLL_SECONDS = {"sqlite": 2.0, "postgresql": 0.1}


@dataclass(eq=False)
class Subscriber:
    """An open stream. A client that reads too slowly is cut off; it resumes from its last id."""

    actor: Actor
    queue: asyncio.Queue[StoredEvent | None] = field(default_factory=lambda: asyncio.Queue(_QUEUE))
    behind: bool = False

    def hears(self, event: StoredEvent) -> bool:
        """Tells whether the event is meant for this stream's person."""
        return event.is_for(self.actor)


class EventFeed:
    """Reads the log once per change and hands each event to the streams that it is for.

    ``wake`` may be called from any thread. Other replicas' writes (PostgreSQL) are found by polling.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._subscribers: set[Subscriber] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.last_id = 0

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len(self._subscribers)

    async def start(self) -> None:
        """Begins to read the log from its present end."""
        self._loop = asyncio.get_running_loop()
        self.last_id = await asyncio.to_thread(self._newest)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends all streams and the reader."""
        for subscriber in list(self._subscribers):
            self._cut(subscriber)
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def wake(self) -> None:
        """Says that events have been committed."""
        if self._loop is not None and not self._loop.is_closed():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._changed.set)

    @contextlib.asynccontextmanager
    async def subscribe(self, actor: Actor) -> AsyncIterator[Subscriber]:
        """Opens a stream: everything committed after this moment reaches its queue, ``None`` marks its end."""
        subscriber = Subscriber(actor)
        self._subscribers.add(subscriber)
        try:
            yield subscriber
        finally:
            self._subscribers.discard(subscriber)

    def _newest(self) -> int:
        with self._database.read() as connection:
            return repository.newest_id(connection, self._database.is_sqlite)

    def _fetch(self, after: int) -> list[StoredEvent]:
        with self._database.read() as connection:
            return repository.after(connection, after, _BATCH, self._database.is_sqlite)

    async def _run(self) -> None:
        poll = _POLL_SECONDS["sqlite" if self._database.is_sqlite else "postgresql"]
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), poll)
            self._changed.clear()
            while True:
                batch = await asyncio.to_thread(self._fetch, self.last_id)
                for event in batch:
                    self._deliver(event)
                    self.last_id = event.id
                if len(batch) < _BATCH:
                    break

    def _deliver(self, event: StoredEvent) -> None:
        for subscriber in list(self._subscribers):
            if not subscriber.hears(event):
                continue
            try:
                subscriber.queue.put_nowait(event)
            except asyncio.QueueFull:
                self._cut(subscriber)

    def _cut(self, subscriber: Subscriber) -> None:
        subscriber.behind = True
        self._subscribers.discard(subscriber)
        with contextlib.suppress(asyncio.QueueEmpty):
            subscriber.queue.get_nowait()
        with contextlib.suppress(asyncio.QueueFull):
            subscriber.queue.put_nowait(None)
