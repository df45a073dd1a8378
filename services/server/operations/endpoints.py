"""Routes for whoever runs or audits the server."""

from typing import Annotated

from fastapi import Query, Request, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id, Page
from services.contracts.operations import AccessEntry, Health, HealthStatus
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.operations import repository, service
from services.server.operations.metrics import Metrics
from services.server.operations.upkeep import Upkeep
from services.server.pagination import MAX_CURSOR, decode_cursor, page_of
from services.server.routes import Router
from services.server.work import Work, encode, reads

router = Router(tags=["operations"])


def _install(kernel: Kernel) -> None:
    metrics = kernel.room(Metrics)
    metrics.gauge("tongfu_event_streams", "Open event streams.", lambda: kernel.feed.streams)
    kernel.background.append(Upkeep(kernel).beside)
    metrics.gauge("tongfu_last_event_id", "Newest event read from the log.", lambda: kernel.feed.last_id)


FEATURE = Feature(router, _install)


@router.get(
    "/v1/health",
    response_model=Health,
    summary="Whether the server can do its work",
    responses={503: {"model": Health, "description": "It cannot."}},
)
def get_health(request: Request) -> Response:
    """For load balancers and supervisors; asks the database each time."""
    health = service.health(request.app.state.kernel)
    status = 200 if health.status == HealthStatus.OK else 503
    return Response(encode(health), status, {"cache-control": "no-store"}, "application/json")


@router.get(
    "/v1/metrics",
    response_model=None,
    summary="Figures for Prometheus",
    responses={200: {"description": "Text form of Prometheus.", "content": {"text/plain": {}}}},
)
def get_metrics(request: Request) -> Response:
    """Counts and times by route; nothing in it names a person."""
    return Response(request.app.state.kernel.room(Metrics).page(), media_type="text/plain; version=0.0.4")


@router.get("/v1/access-log", response_model=Page[AccessEntry], summary="Who looked at which personal data")
def list_looks(
    work: Annotated[Work, reads(Permission.AUDIT_READ)],
    account: Annotated[Id | None, Query(description="Only looks of this person.")] = None,
    what: Annotated[str | None, Query(max_length=40, pattern=r"^[a-z_.-]*$", description="Only this kind.")] = None,
    subject: Annotated[Id | None, Query(description="Only looks at this one.")] = None,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 100,
) -> Response:
    """Gives looks at personal data, newest first."""
    before = int(decode_cursor(cursor, (int,))[0]) if cursor else None
    return work.read(
        lambda tx: page_of(
            repository.looks(tx.connection, before, limit + 1, account, what, subject), limit, lambda look: (look.id,)
        )
    )
