"""Delayed release: tells an agent of an evaluation when its moment has come."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from sqlalchemy.exc import SQLAlchemyError

from services.server.kernel import Kernel
from services.server.quality import repository, service

log = logging.getLogger(__name__)

_EVERY_SECONDS = 5


def install(kernel: Kernel) -> None:
    """Lets the release run beside the requests."""

    @contextlib.asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        task = asyncio.create_task(_every_now_and_then(kernel))
        try:
            yield
        finally:
            task.cancel()

    kernel.background.append(beside)


def release_due(kernel: Kernel) -> int:
    """Announces what is due; returns how many. Writes nothing where nothing is due."""
    if not kernel.read(lambda tx: repository.is_release_due(tx.connection, tx.now)):
        return 0
    return kernel.write(service.announce_due)


async def _every_now_and_then(kernel: Kernel) -> None:
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        try:
            await asyncio.to_thread(release_due, kernel)
        except SQLAlchemyError as error:
            log.warning("releasing evaluations failed: %s", type(error).__name__)
