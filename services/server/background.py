"""What runs beside the requests, from the server's start to its stop."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any


@contextlib.asynccontextmanager
async def running(loop: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs a loop meanwhile; at the end it is cancelled and waited for."""
    task = asyncio.create_task(loop)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def looking(
    look: Callable[[], object], seconds: float, log: logging.Logger, failed: str, at_once: bool = True
) -> AbstractAsyncContextManager[None]:
    """Looks again and again meanwhile, in a thread; whatever a look raises, the next one has to come.

    Args:
        look: what is done.
        seconds: between two looks.
        log: gets a warning of a failed look: of the error only its type, as it may name somebody.
        failed: what could not be done, for that warning.
        at_once: the first look is at the start, and not only after ``seconds``.
    """

    async def run() -> None:
        if not at_once:
            await asyncio.sleep(seconds)
        while True:
            try:
                await asyncio.to_thread(look)
            except Exception as error:
                log.warning("%s: %s", failed, type(error).__name__)
            await asyncio.sleep(seconds)

    return running(run())
