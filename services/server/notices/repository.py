"""Queries on notices."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from services.contracts.accounts import Role
from services.contracts.notices import MOST_KEPT, Notice
from services.server.accounts.tables import accounts
from services.server.notices.tables import notices

_ADD = insert(notices).returning(notices.c.id, notices.c.account_id, sort_by_parameter_order=True)
_COUNT = select(func.count()).where(notices.c.account_id == bindparam("account"), notices.c.read_at.is_(None))


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[tuple[int, str]]:
    """Writes notices; returns the id of each and whose it is."""
    return [(row.id, row.account_id) for row in connection.execute(_ADD, rows)] if rows else []


def page(connection: Connection, account_id: str, before: int | None, unread: bool, limit: int) -> list[Notice]:
    """Returns a person's notices, the newest first."""
    query = select(notices).where(notices.c.account_id == account_id).order_by(notices.c.id.desc()).limit(limit)
    if unread:
        query = query.where(notices.c.read_at.is_(None))
    if before is not None:
        query = query.where(notices.c.id < before)
    return [_notice(row) for row in connection.execute(query)]


def count_unread(connection: Connection, account_id: str) -> int:
    """Returns how many of a person's notices are unread."""
    return int(connection.execute(_COUNT, {"account": account_id}).scalar_one())


def exists(connection: Connection, account_id: str, notice_id: int) -> bool:
    """Tells whether a notice is a person's."""
    query = select(notices.c.id).where(notices.c.id == notice_id, notices.c.account_id == account_id)
    return connection.execute(query).first() is not None


def mark_read(connection: Connection, account_id: str, now: datetime, through: int, only: bool = False) -> int:
    """Marks a person's unread notices up to one as read, or that one alone; returns how many."""
    chosen = notices.c.id == through if only else notices.c.id <= through
    done = connection.execute(
        update(notices)
        .where(notices.c.account_id == account_id, notices.c.read_at.is_(None), chosen)
        .values(read_at=now)
    )
    return done.rowcount


def forget_before(connection: Connection, moment: datetime, limit: int) -> int:
    """Deletes at most ``limit`` notices older than a moment; returns how many."""
    old = list(connection.execute(select(notices.c.id).where(notices.c.at < moment).limit(limit)).scalars())
    return _delete(connection, old)


def forget_beyond(connection: Connection, limit: int, kept: int = MOST_KEPT) -> int:
    """Deletes at most ``limit`` of the oldest notices of people who have more than so many; returns how many."""
    many = select(notices.c.account_id).group_by(notices.c.account_id).having(func.count() > kept)
    gone: list[int] = []
    for account_id in connection.execute(many.limit(limit)).scalars():
        oldest = (
            select(notices.c.id).where(notices.c.account_id == account_id).order_by(notices.c.id.desc()).offset(kept)
        )
        gone += connection.execute(oldest.limit(limit - len(gone))).scalars()
        if len(gone) >= limit:
            break
    return _delete(connection, gone)


def people_of(connection: Connection, unit: str) -> list[str]:
    """Returns the active accounts that work for a unit."""
    query = select(accounts.c.id).where(accounts.c.unit == unit, accounts.c.active).order_by(accounts.c.id)
    return list(connection.execute(query).scalars())


def people_with(connection: Connection, role: Role) -> list[str]:
    """Returns the active accounts that hold a role."""
    query = select(accounts.c.id, accounts.c.roles).where(accounts.c.active).order_by(accounts.c.id)
    return [row.id for row in connection.execute(query) if role.value in row.roles]


def _delete(connection: Connection, ids: Iterable[int]) -> int:
    chosen = list(ids)
    if chosen:
        connection.execute(delete(notices).where(notices.c.id.in_(chosen)))
    return len(chosen)


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        at=row.at,
        code=row.code,
        values=orjson.loads(row.values),
        ticket_id=row.ticket_id,
        number=row.number,
        urgent=row.urgent,
        read=row.read_at is not None,
    )
