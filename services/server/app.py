"""Builds the API of one process: the kernel, the features' rooms, and their routes."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI
from sqlalchemy import insert, select

from services.clock import Clock, SystemClock
from services.contracts.common import API_VERSION
from services.server import problems
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.events.feed import EventFeed
from services.server.kernel import Kernel
from services.server.security import Tokens, new_secret
from services.server.tables import server_settings


def build_kernel(config: ServerConfig, database: Database, clock: Clock | None = None) -> Kernel:
    """Returns the kernel on a database whose schema is up to date; makes the signing secret on the first start."""
    clock = clock or SystemClock()
    with database.write() as connection:
        secret = connection.execute(
            select(server_settings.c.value).where(server_settings.c.key == "token_secret")
        ).scalar()
        if secret is None:
            secret = new_secret()
            connection.execute(insert(server_settings), {"key": "token_secret", "value": secret})
    return Kernel(config, database, clock, Tokens(secret, config.access_seconds), EventFeed(database, clock))


def build_app(kernel: Kernel) -> FastAPI:
    """Returns the application with all routes; features are added in one place, below."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await kernel.feed.start()
        try:
            yield
        finally:
            await kernel.feed.stop()

    app = FastAPI(
        title="Tongfu central ticket API",
        version=API_VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    app.state.kernel = kernel
    problems.install(app)
    return app
