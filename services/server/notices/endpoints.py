"""Routes of notices: one's own, and no one else's."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.notices import NoticePage, ReadState, ReadThrough
from services.server.feature import Feature
from services.server.notices import service
from services.server.pagination import MAX_CURSOR, decode_cursor
from services.server.routes import Router
from services.server.work import Work, reads, writes

router = Router(tags=["notices"])
_LAST = 2**63 - 1


@router.get("/v1/notices", response_model=NoticePage, summary="What one should know of")
def list_notices(
    work: Annotated[Work, reads(Permission.SIGNED_IN)],
    unread: Annotated[bool, Query(description="Only what was not read yet.")] = False,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives the caller's notices, the newest first, and how many are unread."""
    before = min(int(decode_cursor(cursor, (int,))[0]), _LAST) if cursor else None
    return work.read(lambda tx: service.page(tx, before, unread, limit))


@router.post("/v1/notices/{notice_id}/read", response_model=ReadState, summary="Mark one notice as read")
def read_notice(
    notice_id: Annotated[int, Path(ge=1, le=_LAST, description="The notice's id.")],
    work: Annotated[Work, writes(Permission.SIGNED_IN)],
) -> Response:
    """Marks it; the person's other consoles hear of it."""
    return work.write(lambda tx: service.mark_read(tx, notice_id, only_this=True))


@router.post("/v1/notices/read", response_model=ReadState, summary="Mark notices as read")
def read_notices(through: ReadThrough, work: Annotated[Work, writes(Permission.SIGNED_IN)]) -> Response:
    """Marks all up to the one that was seen last: what came meanwhile stays unread."""
    return work.write(lambda tx: service.mark_read(tx, through.through, only_this=False))


FEATURE = Feature(router)
