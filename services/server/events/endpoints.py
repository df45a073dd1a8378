"""Routes of live state: the snapshot and the event stream."""

from typing import Annotated

from fastapi import Header, Query, Response

from services.contracts.accounts import Permission
from services.contracts.events import Snapshot
from services.server.events import service
from services.server.events.stream import EventStream
from services.server.feature import Feature
from services.server.routes import Router
from services.server.work import Work, reads

router = Router(tags=["live"])
FEATURE = Feature(router)

_LAST_ID = 2**63 - 1


@router.get("/v1/snapshot", response_model=Snapshot, summary="All live state, and the event id it is true at")
def get_snapshot(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives what the person may see now; the event stream continues from ``as_of``."""
    return work.read(lambda tx: service.snapshot(work.kernel, tx))


@router.get(
    "/v1/events",
    response_model=None,
    summary="Server-sent events",
    responses={
        200: {
            "description": "A stream of events, with a `heartbeat` every 2 s. A `gone` event asks for a new snapshot.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def stream_events(
    work: Annotated[Work, reads(Permission.SIGNED_IN)],
    after: Annotated[int | None, Query(ge=0, le=_LAST_ID, description="The last id that the client has.")] = None,
    last_event_id: Annotated[str | None, Header(max_length=20, description="The same; goes before `after`.")] = None,
) -> EventStream:
    """Replays what came after the client's last id, then goes on live. Without an id it begins now."""
    if last_event_id and last_event_id.isascii() and last_event_id.isdigit():
        after = min(int(last_event_id), _LAST_ID)
    return EventStream(work.kernel.database, work.kernel.feed, work.actor, after)
