"""Rules for notices: each is written for whom it is meant, in the transaction of what it tells of, and said on the stream.

Nobody is told of what they did themselves. A notice never has a citizen's data in it: no title, name or number of theirs.
"""

from collections.abc import Iterable
from typing import Any

import orjson

from services.contracts.events import Topic
from services.contracts.notices import Notice, NoticeCode, NoticePage, ReadState
from services.errors import NotFound
from services.server.notices import repository
from services.server.pagination import encode_cursor
from services.server.transaction import Transaction, only


def tell(
    tx: Transaction,
    people: Iterable[str],
    code: NoticeCode,
    values: dict[str, str | int],
    ticket: Any = None,
    urgent: bool = False,
) -> None:
    """Tells some accounts, each once, except who acts; ``ticket`` is the row of what it is about."""
    wanted = [account_id for account_id in dict.fromkeys(people) if account_id != tx.actor.account_id]
    notice = Notice(
        id=0,
        at=tx.now,
        code=code.value,
        values=values,
        ticket_id=ticket.id if ticket is not None else None,
        number=ticket.number if ticket is not None else "",
        urgent=urgent,
    )
    row = notice.model_dump(exclude={"id", "read", "values"}) | {"values": orjson.dumps(values).decode()}
    for notice_id, account_id in repository.add(tx.connection, [{**row, "account_id": each} for each in wanted]):
        said = notice.model_copy(update={"id": notice_id}).model_dump(mode="json")
        tx.append(Topic.NOTICE, account_id, said, only(account_id))


def page(tx: Transaction, before: int | None, unread: bool, limit: int) -> NoticePage:
    """Returns the actor's notices, the newest first."""
    found = repository.page(tx.connection, tx.actor.account_id, before, unread, limit + 1)
    following = encode_cursor((found[limit - 1].id,)) if len(found) > limit else None
    count = repository.count_unread(tx.connection, tx.actor.account_id)
    return NoticePage(items=found[:limit], next=following, unread=count)


def mark_read(tx: Transaction, through: int, only_this: bool) -> ReadState:
    """Marks notices as read, and says so to the person's other consoles.

    Raises:
        NotFound: there is no such notice of the actor's.
    """
    account_id = tx.actor.account_id
    if only_this and not repository.exists(tx.connection, account_id, through):
        raise NotFound("notice")
    done = repository.mark_read(tx.connection, account_id, tx.now, through, only_this)
    unread = repository.count_unread(tx.connection, account_id)
    if done:
        what = {"marked": through} if only_this else {"marked_through": through}
        tx.append(Topic.NOTICE, account_id, {**what, "unread": unread}, only(account_id))
    return ReadState(unread=unread)
