"""Answers that take seconds to compute: only for as long as somebody waits for them."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.server.database import Database

_SOON = 0.5
"""Seconds: what takes longer is told of by a blank of its JSON, again and again, so that no side takes the other for dead."""
_AGAIN = 0.1
"""Seconds: work of several statements is between two of them now and then, where nothing can be stopped."""


class Stop:
    """Ends what a connection computes for somebody, from another thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    @contextmanager
    def over(self, connection: Connection) -> Iterator[None]:
        """Lets the connection be stopped within the block, and not once it serves somebody else."""
        with self._lock:
            self._connection = connection
        try:
            yield
        finally:
            with self._lock:
                self._connection = None

    def now(self) -> None:
        """Ends the statement that runs, if there is one: it fails where it was run."""
        with self._lock:
            if self._connection is not None:
                self._database.interrupt(self._connection)


class AwaitedAnswer(Response):
    """An ASGI response whose JSON is computed while the client waits; when the client goes away, the database stops.

    What goes wrong within the first moment is answered as everywhere. Later the status has gone out: then the connection breaks off.

    Args:
        database: where it is computed.
        compute: computes it in a thread; its database connections are given to ``Stop.over``.
    """

    def __init__(self, database: Database, compute: Callable[[Stop], bytes]) -> None:
        # nginx would otherwise keep the blanks to itself.
        super().__init__(headers={"x-accel-buffering": "no"}, media_type="application/json")
        # The length of the empty body that the base class has counted.
        del self.headers["content-length"]
        self._stop = Stop(database)
        self._compute = compute

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or gives up."""
        computing = asyncio.create_task(run_in_threadpool(self._compute, self._stop))
        leaving = asyncio.create_task(_gone(receive))
        try:
            await self._answer(computing, leaving, send)
        finally:
            leaving.cancel()
            await self._give_up(computing)

    async def _answer(self, computing: "asyncio.Task[bytes]", leaving: "asyncio.Task[None]", send: Send) -> None:
        has_begun = False
        while not computing.done():
            await asyncio.wait({computing, leaving}, timeout=_SOON, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done() and not computing.done():
                return
            if not computing.done():
                if not has_begun:
                    await self._begin(send)
                has_begun = True
                await send({"type": "http.response.body", "body": b" ", "more_body": True})
        content = computing.result()
        if not has_begun:
            await self._begin(send)
        await send({"type": "http.response.body", "body": content, "more_body": False})

    async def _begin(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})

    async def _give_up(self, computing: "asyncio.Task[bytes]") -> None:
        while not computing.done():
            await run_in_threadpool(self._stop.now)
            await asyncio.wait({computing}, timeout=_AGAIN)
        # Looked at, so that nobody complains of an error that nobody looked at.
        computing.exception()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
