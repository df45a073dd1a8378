"""Keeps the floor going beside the requests: time-outs, dead consoles, and whatever the exchange has to say."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from sqlalchemy.exc import SQLAlchemyError

from services.server.calls.floor import CallFloor

log = logging.getLogger(__name__)

_AFTER_FAILURE = 1.0


@contextlib.asynccontextmanager
async def driving(floor: CallFloor) -> AsyncIterator[None]:
    """Runs the floor while the server is up."""
    stop = asyncio.Event()
    task = asyncio.create_task(_drive(floor, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def _drive(floor: CallFloor, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            wait = await asyncio.to_thread(floor.turn)
        except (SQLAlchemyError, OSError) as error:
            # Nothing is lost: what the exchange stated is taken in with the next turn that can be stored.
            log.warning("the floor could not be stored: %s", type(error).__name__)
            wait = _AFTER_FAILURE
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await stop.wait()
