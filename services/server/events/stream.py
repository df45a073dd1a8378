"""One open event stream: what the client has missed, then what happens, until either side ends it."""

import asyncio
import contextlib

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.contracts.events import Gone
from services.server.database import Database
from services.server.events import repository
from services.server.events.feed import HEARTBEAT, EventFeed, Subscriber
from services.server.events.repository import StoredEvent
from services.server.transaction import Actor

_BATCH = 500
_LONGEST_REPLAY = 10_000
"""Events; a client that has missed more is better served by a new snapshot."""
_SEND_SECONDS = 30.0
"""A client that takes nothing for so long is given up."""


class EventStream(Response):
    """An ASGI response of server-sent events.

    Not Starlette's ``StreamingResponse``: that can neither notice a client that is gone while nothing is sent, nor give up
    one that reads nothing.

    Args:
        database: where missed events are read.
        feed: where new events come from.
        actor: who listens.
        after: the last id that the client has; ``None`` begins with what happens from now on.
    """

    def __init__(self, database: Database, feed: EventFeed, actor: Actor, after: int | None) -> None:
        # nginx would otherwise collect a page of events before it sends any.
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(headers=headers, media_type="text/event-stream")
        # The length of the empty body that the base class has counted.
        del self.headers["content-length"]
        self._database = database
        self._feed = feed
        self._actor = actor
        self._after = after

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Sends until the client goes, the feed ends the stream, or the client must start anew."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        async with self._feed.subscribe(self._actor) as subscriber:
            watch = asyncio.create_task(_watch(receive, subscriber))
            try:
                await self._stream(subscriber, send)
            finally:
                watch.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _stream(self, subscriber: Subscriber, send: Send) -> None:
        position = self._after
        if position is not None:
            pruned, newest = await asyncio.to_thread(self._reach)
            # A client ahead of the log has seen another database: this one was restored from a backup.
            if position < pruned or position > newest or newest - position > _LONGEST_REPLAY:
                await _send(send, b"event: gone\ndata: %b\n\n" % Gone(oldest=pruned + 1).model_dump_json().encode())
                return
            while not subscriber.ended:
                batch = await asyncio.to_thread(self._missed, position)
                if batch:
                    position = batch[-1].id
                    await _send(send, b"".join(event.encoded for event in batch if event.is_for(self._actor)))
                if len(batch) < _BATCH:
                    break
        subscriber.offer(self._feed.heartbeat())
        while events := await subscriber.take():
            new = [event for event in events if _is_new(event, position or 0)]
            await _send(send, b"".join(event.encoded for event in new))

    def _reach(self) -> tuple[int, int]:
        with self._database.read() as connection:
            return repository.pruned_through(connection), repository.newest_id(connection)

    def _missed(self, after: int) -> list[StoredEvent]:
        with self._database.read() as connection:
            return repository.after(connection, after, _BATCH)


def _is_new(event: StoredEvent, position: int) -> bool:
    # The subscription began before the replay, so the first live events may be among the replayed ones.
    return event.id >= position if event.topic == HEARTBEAT else event.id > position


async def _send(send: Send, content: bytes) -> None:
    if content:
        async with asyncio.timeout(_SEND_SECONDS):
            await send({"type": "http.response.body", "body": content, "more_body": True})


async def _watch(receive: Receive, subscriber: Subscriber) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscriber.end()
