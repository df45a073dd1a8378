"""Queries on the access log and the idempotency keys."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, tuple_

from services.contracts.operations import AccessEntry
from services.server.accounts.tables import accounts
from services.server.tables import access_log, idempotency


def looks(
    connection: Connection,
    before: int | None,
    limit: int,
    account_id: str | None,
    what: str | None,
    subject: str | None,
) -> Sequence[AccessEntry]:
    """Returns looks at personal data, newest first."""
    query = (
        select(access_log, accounts.c.name)
        .outerjoin_from(access_log, accounts, accounts.c.id == access_log.c.account_id)
        .order_by(access_log.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(access_log.c.id < before)
    if account_id is not None:
        query = query.where(access_log.c.account_id == account_id)
    if what is not None:
        query = query.where(access_log.c.what == what)
    if subject is not None:
        query = query.where(access_log.c.subject == subject)
    return [AccessEntry.model_validate({**row._mapping, "name": row.name or ""}) for row in connection.execute(query)]


def forget_keys_before(connection: Connection, moment: datetime, limit: int) -> int:
    """Deletes at most ``limit`` idempotency keys older than a moment; returns how many."""
    columns = (idempotency.c.account_id, idempotency.c.key)
    old = connection.execute(select(*columns).where(idempotency.c.at < moment).limit(limit)).all()
    if old:
        connection.execute(delete(idempotency).where(tuple_(*columns).in_([tuple(row) for row in old])))
    return len(old)
