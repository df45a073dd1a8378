"""Delivers the event log to open streams: one reader for all of them, each event encoded once."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from services.clock import Clock
from services.contracts.events import Heartbeat
from services.server.database import Database
from services.server.events import repository
from services.server.events.repository import StoredEvent
from services.server.transaction import Actor

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 2.0
_BATCH = 500
_LONGEST_QUEUE = 2_000
# Replicas on PostgreSQL do not hear of each other's writes; on SQLite only a second console's process could write.
_POLL_SECONDS = {"sqlite": HEARTBEAT_SECONDS, "postgresql": 0.1}
# The first event after a quiet moment goes out at once; of a burst, what comes within this time goes out together.
_BURST_SECONDS = 0.02
HEARTBEAT = "heartbeat"


@dataclass(eq=False)
class Subscriber:
    """An open stream. A client that reads too slowly is cut off; it resumes from its last id."""

    actor: Actor
    _waiting: deque[StoredEvent] = field(default_factory=deque)
    _something: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def offer(self, event: StoredEvent) -> bool:
        """Puts an event into the stream; ``False`` where too many wait already."""
        if len(self._waiting) >= _LONGEST_QUEUE:
            return False
        # A heartbeat behind unread events would only say what they say.
        if event.topic != HEARTBEAT or not self._waiting:
            self._waiting.append(event)
            self._something.set()
        return True

    async def take(self) -> list[StoredEvent]:
        """Waits, and returns all that has come; an empty list is the end of the stream."""
        await self._something.wait()
        self._something.clear()
        if self.ended:
            return []
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    def end(self) -> None:
        """Ends the stream; what was not read yet is read after the client has come back."""
        self.ended = True
        self._waiting.clear()
        self._something.set()


class EventFeed:
    """Reads the log once per change and hands each event to the streams that it is for.

    ``wake`` may be called from any thread. Other replicas' writes (PostgreSQL) are found by polling. Heartbeats come from
    the same loop: while the log cannot be read there are none, so that no screen stays silently stale.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._subscribers: set[Subscriber] = set()
        self._open: dict[str, tuple[str, ...]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self._woken = False
        self._task: asyncio.Task[None] | None = None
        self.last_id = 0
        self.listeners: list[Callable[[StoredEvent], None]] = []
        """Called on the event loop with each event, also of other replicas; must be quick and must not raise."""

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
        self.end_streams()
        self._loop = None
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def sessions_of(self, account_id: str) -> tuple[str, ...]:
        """Returns a person's sessions that have a stream open, the oldest first; may be called from any thread."""
        return tuple(self._open.get(account_id, ()))

    def sessions(self) -> list[str]:
        """Returns all sessions that have a stream open; may be called from any thread."""
        return [session for each in list(self._open.values()) for session in each]

    def end_streams(self, sessions: Iterable[str] | None = None) -> None:
        """Ends the streams of some sessions, or of all; called on the event loop."""
        chosen = None if sessions is None else set(sessions)
        for subscriber in list(self._subscribers):
            if chosen is None or subscriber.actor.session_id in chosen:
                self._cut(subscriber)

    def wake(self) -> None:
        """Says that events have been committed."""
        loop = self._loop
        # Waking the loop is a system call; once is enough until it has looked.
        if loop is not None and not self._woken:
            self._woken = True
            # The loop may close between the look and the call.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._changed.set)

    def heartbeat(self) -> StoredEvent:
        """Returns a heartbeat that is true now."""
        body = Heartbeat(now=self._clock.now(), speed=self._clock.speed, as_of=self.last_id).model_dump_json()
        encoded = b"event: heartbeat\ndata: %b\n\n" % body.encode()
        return StoredEvent(self.last_id, HEARTBEAT, "", (), encoded)

    @contextlib.asynccontextmanager
    async def subscribe(self, actor: Actor) -> AsyncIterator[Subscriber]:
        """Opens a stream: everything committed after this moment is offered to it."""
        subscriber = Subscriber(actor)
        self._subscribers.add(subscriber)
        self._opened(actor)
        try:
            yield subscriber
        finally:
            self._subscribers.discard(subscriber)
            self._closed(actor)

    def _opened(self, actor: Actor) -> None:
        # Replaced as a whole, so that other threads may read it.
        self._open[actor.account_id] = (*self._open.get(actor.account_id, ()), actor.session_id)

    def _closed(self, actor: Actor) -> None:
        rest = list(self._open[actor.account_id])
        rest.remove(actor.session_id)
        if rest:
            self._open[actor.account_id] = tuple(rest)
        else:
            del self._open[actor.account_id]

    def _newest(self) -> int:
        with self._database.read() as connection:
            return repository.newest_id(connection)

    def _fetch(self, after: int) -> list[StoredEvent]:
        with self._database.read() as connection:
            return repository.after(connection, after, _BATCH)

    async def _run(self) -> None:
        poll = _POLL_SECONDS["sqlite" if self._database.is_sqlite else "postgresql"]
        loop = asyncio.get_running_loop()
        next_heartbeat = loop.time() + HEARTBEAT_SECONDS
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, min(poll, next_heartbeat - loop.time()))):
                    await self._changed.wait()
            # Before the look: what is committed from now on wakes it again.
            self._woken = False
            self._changed.clear()
            try:
                await self._read_on()
            except (SQLAlchemyError, OSError) as error:
                log.warning("the event log cannot be read: %s", type(error).__name__)
                await asyncio.sleep(1)
                continue
            if loop.time() >= next_heartbeat:
                next_heartbeat = loop.time() + HEARTBEAT_SECONDS
                self._deliver(self.heartbeat())
            await asyncio.sleep(_BURST_SECONDS)

    async def _read_on(self) -> None:
        while True:
            batch = await asyncio.to_thread(self._fetch, self.last_id)
            for event in batch:
                self._deliver(event)
                self.last_id = event.id
                for listener in self.listeners:
                    listener(event)
            if len(batch) < _BATCH:
                return

    def _deliver(self, event: StoredEvent) -> None:
        for subscriber in list(self._subscribers):
            if event.is_for(subscriber.actor) and not subscriber.offer(event):
                log.warning("a stream was cut: its client reads too slowly")
                self._cut(subscriber)

    def _cut(self, subscriber: Subscriber) -> None:
        self._subscribers.discard(subscriber)
        subscriber.end()
