"""Queries on timers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, func, select, text, update

from services.server.prepared import Prepared, array
from services.server.tickets.tables import EpochMoment
from services.server.timers.tables import timers

_SET = Prepared(
    text(
        "INSERT INTO timers (kind, subject, due_at, wake_at, attempts, payload)"
        " VALUES (:kind, :subject, :due_at, :due_at, 0, :payload)"
        " ON CONFLICT (kind, subject) DO UPDATE SET"
        " due_at = excluded.due_at, wake_at = excluded.wake_at, attempts = 0, payload = excluded.payload"
    ).bindparams(bindparam("due_at", type_=EpochMoment))
)
_SET_ALL = Prepared(
    text(
        "INSERT INTO timers (kind, subject, due_at, wake_at, attempts, payload)"
        " SELECT kind, subject, due_at, due_at, 0, payload FROM unnest(CAST(:kind AS text[]), CAST(:subject AS text[]),"
        " CAST(:due_at AS timestamptz[]), CAST(:payload AS text[])) AS new(kind, subject, due_at, payload)"
        " ON CONFLICT (kind, subject) DO UPDATE SET"
        " due_at = excluded.due_at, wake_at = excluded.wake_at, attempts = 0, payload = excluded.payload"
    )
)
_MANY = 20
"""From so many on, PostgreSQL gets them as arrays in one statement."""
_ONE = Prepared(select(timers).where(timers.c.kind == bindparam("of"), timers.c.subject == bindparam("about")))
_CANCEL = Prepared(delete(timers).where(timers.c.kind == bindparam("of"), timers.c.subject == bindparam("about")))
_NEXT = select(func.min(timers.c.wake_at))
_DUE = (
    select(timers)
    .where(timers.c.wake_at <= bindparam("now"))
    .order_by(timers.c.wake_at, timers.c.id)
    .limit(bindparam("most"))
    # On PostgreSQL another replica's are left to it; SQLite has one writer.
    .with_for_update(skip_locked=True)
)
_GONE = Prepared(delete(timers).where(timers.c.id == bindparam("fired")))
_LATER = (
    update(timers)
    .where(timers.c.id == bindparam("put_off"))
    .values(wake_at=bindparam("until"), attempts=bindparam("n"))
)


def put(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Keeps timers (``kind``, ``subject``, ``due_at``, ``payload``); one with the same kind and subject is replaced."""
    set_ = [{**row, "payload": orjson.dumps(row["payload"]).decode()} for row in rows]
    if connection.dialect.name == "sqlite" or len(rows) < _MANY:
        _SET.soon(connection, *set_)
        return
    # One statement sets a timer once: of the same one the last counts.
    last = {(row["kind"], row["subject"]): row for row in set_}.values()
    columns = {name: array(row[name] for row in last) for name in ("kind", "subject", "payload")}
    _SET_ALL.soon(connection, {**columns, "due_at": array(row["due_at"].isoformat() for row in last)})


def cancel(connection: Connection, kind: str, subjects: Sequence[str]) -> None:
    """Forgets timers."""
    _CANCEL.soon(connection, *({"of": kind, "about": subject} for subject in subjects))


def find(connection: Connection, kind: str, subject: str) -> Row[Any] | None:
    """Returns a timer that has not fired."""
    return _ONE.first(connection, {"of": kind, "about": subject})


def next_wake(connection: Connection) -> datetime | None:
    """Returns when the next timer is to be tried."""
    found: datetime | None = connection.execute(_NEXT).scalar()
    return found


def take_due(connection: Connection, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Returns timers that are due, the earliest first, and locks them."""
    return connection.execute(_DUE, {"now": now, "most": most}).all()


def forget(connection: Connection, ids: Sequence[int]) -> None:
    """Deletes fired timers."""
    _GONE.soon(connection, *({"fired": each} for each in ids))


def put_off(connection: Connection, timer_id: int, until: datetime, attempts: int) -> None:
    """Has a timer tried again later."""
    connection.execute(_LATER, {"put_off": timer_id, "until": until, "n": attempts})
