"""Queries on call-backs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, update

from services.contracts.callbacks import CallBackEntry, CallBackState
from services.server.callbacks.tables import call_back_rules, call_back_trail, call_backs
from services.server.calls.tables import calls
from services.server.prepared import Prepared

_r = call_back_rules.c
_RULES_AT = Prepared(
    select(call_back_rules)
    .where(_r.effective_from <= bindparam("moment"))
    .order_by(_r.effective_from.desc(), _r.version.desc())
    .limit(1)
)
_OPEN_OF = Prepared(select(call_backs).where(call_backs.c.open_number == bindparam("number")).with_for_update())
_ADD = Prepared(insert(call_backs))
_NOTE = Prepared(insert(call_back_trail))
_FIND = Prepared(select(call_backs).where(call_backs.c.id == bindparam("id")))
_NOTED = Prepared(select(call_back_trail.c.what).where(call_back_trail.c.call_id == bindparam("call_id")))


@cache
def _change(names: tuple[str, ...]) -> Prepared:
    """Returns the statement that writes these columns of a call-back."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return Prepared(update(call_backs).where(call_backs.c.id == bindparam("key")).values(values))


def rules_at(connection: Connection, moment: datetime) -> Row[Any] | None:
    """Returns the version that is in force at a moment."""
    return _RULES_AT.first(connection, {"moment": moment})


def rules_rows(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """Returns the versions of the rules, the newest first."""
    return connection.execute(select(call_back_rules).order_by(_r.version.desc()).limit(limit)).all()


def add_rules(connection: Connection, values: dict[str, Any]) -> None:
    """Writes a version."""
    connection.execute(insert(call_back_rules), values)


def open_of(connection: Connection, number: str) -> Row[Any] | None:
    """Returns the open call-back of a number, which then is the transaction's until its end."""
    return _OPEN_OF.first(connection, {"number": number})


def open_of_these(connection: Connection, numbers: Collection[str]) -> Sequence[Row[Any]]:
    """Returns the open call-backs of some numbers, which then are the transaction's until its end."""
    number = call_backs.c.open_number
    query = select(call_backs).where(number.in_(numbers)).order_by(number).with_for_update()
    return connection.execute(query).all()


def noted_of(connection: Connection, call_ids: Collection[str]) -> list[tuple[str, str]]:
    """Returns what some calls have done already, each with what."""
    call_id = call_back_trail.c.call_id
    query = select(call_id, call_back_trail.c.what).where(call_id.in_(call_ids))
    return [(row[0], row[1]) for row in connection.execute(query)]


def locked(connection: Connection, call_back_id: str) -> Row[Any] | None:
    """Returns a call-back, which then is the transaction's until its end."""
    return connection.execute(select(call_backs).where(call_backs.c.id == call_back_id).with_for_update()).first()


def find(connection: Connection, call_back_id: str) -> Row[Any] | None:
    """Returns a call-back."""
    return _FIND.first(connection, {"id": call_back_id})


def held_by(connection: Connection, account_id: str) -> Sequence[Row[Any]]:
    """Returns what an agent has taken."""
    query = select(call_backs).where(
        call_backs.c.holder_id == account_id, call_backs.c.state == CallBackState.TAKEN.value
    )
    return connection.execute(query.with_for_update()).all()


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Writes a new one."""
    _ADD.soon(connection, values)


def change(connection: Connection, call_back_id: str, values: dict[str, Any]) -> None:
    """Writes what has changed."""
    new = {f"new_{name}": value for name, value in values.items()}
    _change(tuple(values)).soon(connection, {"key": call_back_id, **new})


def note(connection: Connection, values: dict[str, Any]) -> None:
    """Adds a line to the story."""
    _NOTE.soon(connection, values)


def noted(connection: Connection, call_id: str) -> set[str]:
    """Returns what a call has done already."""
    return {row.what for row in _NOTED.all(connection, {"call_id": call_id})}


def call_back_of(connection: Connection, call_id: str) -> str | None:
    """Returns the call-back that a lost call led to."""
    t = call_back_trail.c
    query = select(t.call_back_id).where(t.call_id == call_id).order_by(t.id.desc()).limit(1)
    return connection.execute(query).scalar()


def trail(connection: Connection, call_back_id: str) -> list[CallBackEntry]:
    """Returns the story, oldest first."""
    query = select(call_back_trail).where(call_back_trail.c.call_back_id == call_back_id).order_by(call_back_trail.c.id)
    return [CallBackEntry.model_validate(dict(row._mapping)) for row in connection.execute(query)]


def listed(connection: Connection, is_open: bool, since: datetime, limit: int) -> Sequence[Row[Any]]:
    """Returns the open ones, the nearest first; or those that were closed since a moment, the latest first."""
    if is_open:
        query = (
            select(call_backs).where(call_backs.c.state != CallBackState.CLOSED.value).order_by(call_backs.c.next_at)
        )
    else:
        query = select(call_backs).where(call_backs.c.closed_at >= since).order_by(call_backs.c.closed_at.desc())
    return connection.execute(query.limit(limit)).all()


def counts(connection: Connection, now: datetime, free_since: datetime) -> tuple[int, int]:
    """Returns how many are open, and how many of them are to be called now; ``free_since`` ends older holds."""
    is_open = call_backs.c.state != CallBackState.CLOSED.value
    free = or_(call_backs.c.state == CallBackState.WAITING.value, call_backs.c.taken_at <= free_since)
    query = select(
        func.count(),
        func.count().filter(call_backs.c.next_at <= now, free),
    ).where(is_open)
    found = connection.execute(query).one()
    return found[0], found[1]


def withheld(connection: Connection, since: datetime) -> int:
    """Returns how many calls without a number were lost since a moment."""
    query = select(func.count()).where(
        calls.c.offered_at >= since,
        calls.c.number == "",
        calls.c.answered_at.is_(None),
        calls.c.ended_at.is_not(None),
        ~calls.c.outgoing,
    )
    return connection.execute(query).scalar_one()
