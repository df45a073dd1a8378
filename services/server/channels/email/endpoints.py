"""Routes for messages that were put aside."""

from typing import Annotated, Any

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.channels import MailAside
from services.contracts.common import Page
from services.errors import Conflict, NotFound
from services.server.channels.email import repository
from services.server.pagination import MAX_CURSOR, decode_cursor, page_of
from services.server.routes import Router
from services.server.transaction import Transaction
from services.server.work import Work, reads, writes

router = Router(tags=["channels"])


@router.get("/v1/email/aside", response_model=Page[MailAside], summary="E-mail that was not taken, and why")
def list_aside(
    work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)],
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives what looked like a machine's, newest first; the messages themselves are in the mailbox, marked."""

    def listed(tx: Transaction) -> Page[MailAside]:
        before = decode_cursor(cursor, (int,))[0] if cursor else None
        rows = repository.aside(tx.connection, before, limit + 1)
        return page_of([_shown(row) for row in rows], limit, lambda item: (item.id,))

    return work.read(listed)


@router.post("/v1/email/aside/{key}/take", response_model=MailAside, summary="Take such a message all the same")
def take(
    key: Annotated[int, Path(ge=1, le=2**53, description="The message's id.")],
    work: Annotated[Work, writes(Permission.CATALOGUE_MANAGE)],
) -> Response:
    """Has it read from the mailbox again, as a person's."""

    def want(tx: Transaction) -> MailAside:
        wanted = repository.want(tx.connection, key)
        row = repository.find(tx.connection, key)
        if row is None:
            raise NotFound("message")
        if not wanted:
            raise Conflict("wrong_state", state=row.result)
        return _shown(row)

    return work.write(want)


def _shown(row: Any) -> MailAside:
    return MailAside(
        id=row.key,
        at=row.at,
        domain=row.sender.rpartition("@")[2][:120],
        reason=row.reason,
        size=row.size,
        wanted=row.result == "wanted",
    )
