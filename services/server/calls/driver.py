"""Keeps the floor going beside the requests: time-outs, dead consoles, and whatever the exchange has to say."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from services.server.calls.floor import WAITS, CallFloor

log = logging.getLogger(__name__)

_AFTER_FAILURE = 1.0


@contextlib.asynccontextmanager
async def driving(floor: CallFloor) -> AsyncIterator[None]:
    """Runs the floor while the server is up."""
    stop, news = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def wake() -> None:
        # The exchange speaks on a thread of its own, and maybe after the loop's end.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(news.set)

    floor.core.exchange.listen(wake)
    task = asyncio.create_task(_drive(floor, stop, news))
    try:
        yield
    finally:
        stop.set()
        news.set()
        await task


async def _drive(floor: CallFloor, stop: asyncio.Event, news: asyncio.Event) -> None:
    while not stop.is_set():
        # Before the look: what is stated from now on wakes it again.
        news.clear()
        try:
            wait = await asyncio.to_thread(floor.turn)
            floor.failing = ""
        except WAITS as error:
            # Nothing is lost: what the exchange stated is taken in with the next turn that can be stored.
            log.warning("the floor could not be stored: %s", type(error).__name__)
            floor.failing, wait = type(error).__name__, _AFTER_FAILURE
        except Exception as error:
            # Never the end of the floor: it is tried again, and ``GET /v1/health`` says so meanwhile.
            log.exception("the floor could not go on")
            floor.failing, wait = type(error).__name__, _AFTER_FAILURE
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await news.wait()
