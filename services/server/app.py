"""Builds the API of one process: the kernel, the features' rooms, and their routes."""

import contextlib
from collections.abc import AsyncIterator

import anyio.to_thread
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from services.clock import Clock, SystemClock
from services.contracts.common import API_VERSION
from services.server import problems, zone
from services.server.accounts.endpoints import FEATURE as ACCOUNTS
from services.server.alarms.endpoints import FEATURE as ALARMS
from services.server.attachments.endpoints import FEATURE as ATTACHMENTS
from services.server.blocking.endpoints import FEATURE as BLOCKING
from services.server.callbacks.endpoints import FEATURE as CALL_BACKS
from services.server.callbacks.message_endpoints import FEATURE as VOICE_MESSAGES
from services.server.calls.endpoints import FEATURE as CALLS
from services.server.channels.endpoints import FEATURE as CHANNELS
from services.server.clocks.endpoints import FEATURE as CLOCKS
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.dispatching.endpoints import FEATURE as DISPATCHING
from services.server.duty.endpoints import FEATURE as DUTY
from services.server.entries.endpoints import FEATURE as ENTRIES
from services.server.events.endpoints import FEATURE as EVENTS
from services.server.events.feed import EventFeed
from services.server.feature import Feature
from services.server.figures.endpoints import FEATURE as FIGURES
from services.server.followups.endpoints import FEATURE as FOLLOW_UPS
from services.server.front import Front
from services.server.intake.endpoints import FEATURE as INTAKE
from services.server.kernel import Kernel
from services.server.knowledge.endpoints import FEATURE as KNOWLEDGE
from services.server.leaders.endpoints import FEATURE as LEADERS
from services.server.lifecycle.endpoints import FEATURE as LIFECYCLE
from services.server.matters.endpoints import FEATURE as MATTERS
from services.server.notices.endpoints import FEATURE as NOTICES
from services.server.openapi import Api
from services.server.opening.endpoints import FEATURE as OPENING
from services.server.operations.endpoints import FEATURE as OPERATIONS
from services.server.operations.metrics import Metrics
from services.server.pbx.feature import FEATURE as PBX
from services.server.people.endpoints import FEATURE as PEOPLE
from services.server.plans.endpoints import FEATURE as QUEUE_PLANS
from services.server.quality.calibration_endpoints import FEATURE as CALIBRATIONS
from services.server.quality.endpoints import FEATURE as QUALITY
from services.server.recordings.feature import FEATURE as RECORDINGS
from services.server.search.endpoints import FEATURE as SEARCH
from services.server.security import Passwords, Tokens, new_secret
from services.server.shortcut import Shortcut
from services.server.subscriptions.endpoints import FEATURE as SUBSCRIPTIONS
from services.server.supervision.endpoints import FEATURE as SUPERVISION
from services.server.tables import server_settings
from services.server.texts.endpoints import FEATURE as TEXTS
from services.server.tickets.endpoints import FEATURE as TICKETS
from services.server.timers.feature import FEATURE as TIMERS
from services.server.training.endpoints import FEATURE as TRAINING
from services.server.units.endpoints import FEATURE as UNITS
from services.server.views.endpoints import FEATURE as VIEWS
from services.server.whole.endpoints import FEATURE as WHOLE

_FIRST_MATCHED = ("/v1/intake", "/v1/tickets", "/v1/work")
_SHORT = ("/v1/tickets/{ticket_id}/steps", "/v1/tickets", "/v1/intake/portal")
"""What many send at once goes by a shortcut."""

FEATURES: tuple[Feature, ...] = (
    # A feature that makes a room stands before the features that ask for it.
    OPERATIONS,
    TIMERS,
    ACCOUNTS,
    EVENTS,
    QUALITY,
    CALIBRATIONS,
    RECORDINGS,
    PEOPLE,
    TICKETS,
    TEXTS,
    CLOCKS,
    LIFECYCLE,
    ATTACHMENTS,
    DISPATCHING,
    UNITS,
    ENTRIES,
    INTAKE,
    DUTY,
    CHANNELS,
    LEADERS,
    FOLLOW_UPS,
    SUPERVISION,
    MATTERS,
    SEARCH,
    WHOLE,
    NOTICES,
    SUBSCRIPTIONS,
    VIEWS,
    TRAINING,
    PBX,
    CALL_BACKS,
    VOICE_MESSAGES,
    CALLS,
    BLOCKING,
    OPENING,
    QUEUE_PLANS,
    FIGURES,
    ALARMS,
    KNOWLEDGE,
)

THREADS = 16
"""How many endpoints run at once. More than the machine's cores, because they wait for the disk; far more only makes them
wait for each other (Python runs one at a time)."""


def build_kernel(
    config: ServerConfig,
    database: Database,
    clock: Clock | None = None,
    real_clock: Clock | None = None,
    passwords: Passwords | None = None,
) -> Kernel:
    """Returns the kernel on a database whose schema is up to date.

    On the first start it makes the signing secret and gives the district its time zone.

    Raises:
        AppError: the time zone that the configuration names is none, or not the district's.
    """
    clock = clock or SystemClock()
    real_clock = real_clock or SystemClock()
    where = zone.settle(database, config.zone)
    tokens = Tokens(_secret(database), config.access_seconds, real_clock)
    feed = EventFeed(database, clock)
    return Kernel(config, database, clock, real_clock, where, tokens, passwords or Passwords(), feed)


def build_app(kernel: Kernel, features: tuple[Feature, ...] = FEATURES) -> FastAPI:
    """Returns the application with all routes of the features."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        await kernel.feed.start()
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(kernel.feed.stop)
            for context in kernel.background:
                await stack.enter_async_context(context())
            yield

    app = Api(
        title="Tongfu central ticket API",
        version=API_VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    app.state.kernel = kernel
    problems.install(app)
    kernel.rooms[Metrics] = metrics = Metrics()
    app.add_middleware(
        Front,
        gate_token=kernel.config.gate_token,
        max_body_bytes=kernel.config.max_body_bytes,
        max_upload_bytes=kernel.config.max_upload_bytes,
        uploads=[path for feature in features for path in feature.uploads],
        metrics=metrics,
        shortcuts=[
            Shortcut(route)
            for feature in features
            for route in feature.router.routes
            if isinstance(route, APIRoute) and route.path in _SHORT and "POST" in (route.methods or ())
        ],
    )
    for feature in features:
        feature.install(kernel)
        # Not ``include_router``: paths are written in full, and a flat list of routes is matched once and not twice.
        app.router.routes.extend(feature.router.routes)
    # A request is matched with one route after another: what is asked for all day long stands before the rest.
    app.router.routes.sort(key=lambda route: not getattr(route, "path", "").startswith(_FIRST_MATCHED))
    return app


def _secret(database: Database) -> str:
    wanted = select(server_settings.c.value).where(server_settings.c.key == "token_secret")
    with database.read() as connection:
        secret = connection.execute(wanted).scalar()
    if secret is None:
        # Of replicas that start together on a new database one is the first; the others take its secret.
        with contextlib.suppress(IntegrityError), database.write() as connection:
            connection.execute(insert(server_settings), {"key": "token_secret", "value": new_secret()})
        with database.read() as connection:
            secret = connection.execute(wanted).scalar_one()
    return str(secret)
