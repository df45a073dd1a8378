"""Rules for following a ticket: only who may see it, told of each step that somebody else takes, as long as they may."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from services.contracts.accounts import Permission, Role, permissions_of
from services.contracts.events import Topic
from services.contracts.notices import MOST_FOLLOWED, Followed, Following, NoticeCode
from services.errors import Conflict, NotFound
from services.server.accounts.tables import accounts
from services.server.notices import service as notices
from services.server.prepared import Prepared
from services.server.subscriptions.tables import subscriptions
from services.server.tickets import repository, scope
from services.server.tickets.tables import tickets
from services.server.transaction import Actor, Transaction, only

# Asked with every step, and mostly nobody follows.
_FOLLOWERS = (
    select(subscriptions.c.ticket_key, accounts.c.id, accounts.c.name, accounts.c.roles, accounts.c.unit)
    .join(accounts, accounts.c.id == subscriptions.c.account_id)
    .where(subscriptions.c.ticket_key.in_(bindparam("keys", expanding=True)), accounts.c.active)
    .order_by(subscriptions.c.since, accounts.c.id)
)
_ANYBODY = Prepared(select(subscriptions.c.ticket_key).where(subscriptions.c.ticket_key == bindparam("of")).limit(1))
_MINE = (
    select(tickets.c.id)
    .join(subscriptions, subscriptions.c.ticket_key == tickets.c.key)
    .where(subscriptions.c.account_id == bindparam("account"))
    .order_by(subscriptions.c.since.desc(), tickets.c.key.desc())
    .limit(MOST_FOLLOWED)
)


def follow(tx: Transaction, ticket_id: str) -> Following:
    """Makes the actor follow a ticket; again changes nothing.

    Raises:
        NotAllowed: it is none of their business.
        Conflict: ``too_large``: they follow as many as anybody may.
    """
    row = _row(tx, ticket_id)
    scope.require(tx, row)
    mine = subscriptions.c.account_id == tx.actor.account_id
    if tx.connection.execute(select(subscriptions).where(mine, subscriptions.c.ticket_key == row.key)).first() is None:
        count = tx.connection.execute(select(func.count()).select_from(subscriptions).where(mine)).scalar_one()
        if count >= MOST_FOLLOWED:
            raise Conflict("too_large", limit=MOST_FOLLOWED)
        values = {"ticket_key": row.key, "account_id": tx.actor.account_id, "since": tx.now}
        tx.connection.execute(insert(subscriptions), values)
        _say(tx, ticket_id, following=True)
    return Following(ticket_id=ticket_id, following=True)


def leave(tx: Transaction, ticket_id: str) -> Following:
    """Ends it; also of a ticket that the actor may not see any more."""
    row = _row(tx, ticket_id)
    done = tx.connection.execute(
        delete(subscriptions).where(
            subscriptions.c.account_id == tx.actor.account_id, subscriptions.c.ticket_key == row.key
        )
    )
    if done.rowcount:
        _say(tx, ticket_id, following=False)
    return Following(ticket_id=ticket_id, following=False)


def mine(tx: Transaction) -> Followed:
    """Returns what the actor follows."""
    found = tx.connection.execute(_MINE, {"account": tx.actor.account_id}).scalars()
    return Followed(ticket_ids=list(found))


def snapshot(tx: Transaction) -> dict[str, list[str]]:
    """Returns what the actor follows, for a console that has just started."""
    return {"followed": mine(tx).ticket_ids} if tx.actor.may(Permission.TICKET_READ) else {}


def followers(tx: Transaction, rows: Sequence[Any]) -> dict[int, list[str]]:
    """Returns who follows each of some tickets and may still see it, by the tickets' keys."""
    by_key = {row.key: row for row in rows}
    found: dict[int, list[str]] = {}
    for who in tx.connection.execute(_FOLLOWERS, {"keys": list(by_key)}) if by_key else ():
        roles = frozenset(Role(role) for role in who.roles)
        actor = Actor(who.id, who.name, roles, permissions_of(roles), unit=who.unit)
        if scope.may_be_seen_by(tx, actor, by_key[who.ticket_key]):
            found.setdefault(who.ticket_key, []).append(who.id)
    return found


def ahead(connection: Connection, key: int) -> None:
    """Has it sent for whether anybody follows a ticket, together with what is asked next."""
    _ANYBODY.ahead(connection, {"of": key})


def tell(
    tx: Transaction, row: Any, code: NoticeCode, values: dict[str, str | int], concerned: Sequence[str] = ()
) -> None:
    """Tells who follows a ticket, and those whom it concerns, each once; never who acts."""
    is_followed = _ANYBODY.first(tx.connection, {"of": row.key}) is not None
    following = followers(tx, [row]).get(row.key, []) if is_followed else []
    if following or concerned:
        notices.tell(tx, [*concerned, *following], code, values, row)


def _say(tx: Transaction, ticket_id: str, following: bool) -> None:
    """Says it to all consoles of the person."""
    account_id = tx.actor.account_id
    tx.append(Topic.NOTICE, account_id, {"followed": ticket_id, "following": following}, only(account_id))


def _row(tx: Transaction, ticket_id: str) -> Any:
    row = repository.find(tx.connection, ticket_id)
    if row is None:
        raise NotFound("ticket")
    return row
