"""Recordings as a part of the server: the shelf, retention by a timer, the routes."""

import contextlib
from collections.abc import AsyncIterator

from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.recordings.endpoints import router
from services.server.recordings.retention import Retention
from services.server.recordings.service import Shelf
from services.server.recordings.store import RecordingStore


def install(kernel: Kernel) -> None:
    """Makes the shelf, and has retention look at it."""
    store = RecordingStore.of(kernel.config)
    kernel.rooms[Shelf] = Shelf(kernel, store)
    kernel.rooms[Retention] = retention = Retention(kernel, store)

    @contextlib.asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        retention.begin()
        yield

    kernel.background.append(beside)


FEATURE = Feature(router, install)
