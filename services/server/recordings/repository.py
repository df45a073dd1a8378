"""Queries on recordings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from services.contracts.calls import CallState
from services.server.accounts.tables import accounts
from services.server.calls.tables import calls
from services.server.recordings.tables import (
    recording_deletions,
    recording_exports,
    recording_holds,
    recording_troubles,
    recordings,
)
from services.server.tickets.tables import tickets

_LONGEST_CALL = timedelta(hours=12)


def find(connection: Connection, call_id: str, lock: bool = False) -> Row[Any] | None:
    """Returns a recording's row; with ``lock`` nobody else changes it until the end of the transaction."""
    query = select(recordings).where(recordings.c.call_id == call_id)
    return connection.execute(query.with_for_update() if lock else query).first()


def add(connection: Connection, values: dict[str, Any]) -> bool:
    """Keeps a row; ``False`` where another replica has it already."""
    if find(connection, values["call_id"], lock=True) is not None:
        return False
    connection.execute(insert(recordings), values)
    return True


def remove(connection: Connection, call_id: str) -> bool:
    """Takes a row out unless it is held."""
    gone = delete(recordings).where(recordings.c.call_id == call_id, recordings.c.held.is_(False))
    return connection.execute(gone).rowcount == 1


def change(connection: Connection, call_id: str, **values: Any) -> None:
    """Changes fields of a row."""
    connection.execute(update(recordings).where(recordings.c.call_id == call_id).values(**values))


def uses(connection: Connection, content: str) -> bool:
    """Tells whether any call's recording has this content."""
    return connection.execute(select(recordings.c.call_id).where(recordings.c.content == content)).first() is not None


def to_review(connection: Connection, now: datetime, most: int) -> Sequence[Any]:
    """Returns recordings that retention has to look at, locked; on PostgreSQL another replica's are left to it."""
    query = select(recordings).where(recordings.c.review_at <= now, recordings.c.held.is_(False))
    query = query.order_by(recordings.c.review_at, recordings.c.call_id).limit(most)
    return connection.execute(query.with_for_update(skip_locked=True)).all()


def review_all(connection: Connection, now: datetime) -> None:
    """Has retention look at everything anew."""
    connection.execute(update(recordings).where(recordings.c.review_at > now).values(review_at=now))


def tickets_of(connection: Connection, call_id: str) -> Sequence[Any]:
    """Returns kind and status of the tickets that a call led to, and of those that they were merged into."""
    t = tickets.c
    columns = select(t.id, t.kind, t.status, t.merged_into)
    level: Sequence[Any] = connection.execute(columns.where(t.call_id == call_id)).all()
    found = {row.id: row for row in level}
    while ids := {row.merged_into for row in level if row.merged_into} - found.keys():
        level = connection.execute(columns.where(t.id.in_(ids))).all()
        found |= {row.id: row for row in level}
        if not level:
            break
    return list(found.values())


def is_outgoing(connection: Connection, call_id: str) -> bool:
    """Tells whether somebody here has called."""
    return bool(connection.execute(select(calls.c.outgoing).where(calls.c.id == call_id)).scalar())


def add_deletion(connection: Connection, values: dict[str, Any]) -> None:
    """Writes down that a recording is gone."""
    connection.execute(insert(recording_deletions), values)


def deletion(connection: Connection, call_id: str) -> Row[Any] | None:
    """Returns when and why a call's recording was deleted."""
    query = select(recording_deletions).where(recording_deletions.c.call_id == call_id)
    return connection.execute(query.order_by(recording_deletions.c.id.desc())).first()


def deletions(connection: Connection, most: int) -> Sequence[Any]:
    """Returns the newest deletions."""
    query = select(recording_deletions).order_by(recording_deletions.c.id.desc()).limit(most)
    return connection.execute(query).all()


def files_to_delete(connection: Connection, most: int) -> Sequence[Any]:
    """Returns deletions whose file may still lie there."""
    query = select(recording_deletions).where(recording_deletions.c.file_gone.is_(False))
    return connection.execute(query.order_by(recording_deletions.c.id).limit(most)).all()


def files_are_gone(connection: Connection, ids: Sequence[int]) -> None:
    """Writes down that files are gone."""
    gone = update(recording_deletions).where(recording_deletions.c.id.in_(ids)).values(file_gone=True)
    connection.execute(gone)


def made(connection: Connection) -> Sequence[Any]:
    """Returns the recordings that were made for training, the newest first."""
    query = select(recordings.c.call_id, recordings.c.content, recordings.c.bytes, recordings.c.held)
    query = query.where(recordings.c.made_from != "").order_by(recordings.c.taken_at.desc(), recordings.c.call_id)
    return connection.execute(query).all()


# -- holds


def open_hold(connection: Connection, call_id: str) -> Row[Any] | None:
    """Returns the hold that has not been lifted."""
    query = select(recording_holds).where(recording_holds.c.call_id == call_id, recording_holds.c.lifted_at.is_(None))
    return connection.execute(query).first()


def add_hold(connection: Connection, values: dict[str, Any]) -> None:
    """Keeps a hold."""
    connection.execute(insert(recording_holds), values)


def lift(connection: Connection, hold_id: int, values: dict[str, Any]) -> None:
    """Ends a hold."""
    connection.execute(update(recording_holds).where(recording_holds.c.id == hold_id).values(**values))


def holds(connection: Connection, call_id: str | None, most: int) -> Sequence[Any]:
    """Returns holds, of a call or of all, the newest first."""
    query = select(recording_holds).order_by(recording_holds.c.id.desc()).limit(most)
    if call_id is not None:
        query = query.where(recording_holds.c.call_id == call_id)
    return connection.execute(query).all()


# -- troubles


def without(connection: Connection, since: datetime, until: datetime, most: int) -> Sequence[Any]:
    """Returns answered calls that ended in an interval and have neither a recording nor a trouble, the earliest first."""
    c = calls.c
    query = (
        select(c.id, c.answered_at, c.ended_at, c.talk_seconds)
        .outerjoin(recordings, recordings.c.call_id == c.id)
        .outerjoin(recording_troubles, recording_troubles.c.call_id == c.id)
        # The index is by the moment of the offer; no call is longer than that.
        .where(
            c.offered_at >= since - _LONGEST_CALL,
            c.ended_at >= since,
            c.ended_at < until,
            c.state == CallState.ENDED.value,
            c.answered_at.is_not(None),
            recordings.c.call_id.is_(None),
            recording_troubles.c.call_id.is_(None),
        )
        .order_by(c.ended_at)
        .limit(most)
    )
    return connection.execute(query).all()


def trouble(connection: Connection, call_id: str) -> Row[Any] | None:
    """Returns what is wrong with a call's recording."""
    return connection.execute(select(recording_troubles).where(recording_troubles.c.call_id == call_id)).first()


def put_trouble(connection: Connection, values: dict[str, Any]) -> bool:
    """Keeps what is wrong; ``False`` where that was known with the same cause."""
    known = trouble(connection, values["call_id"])
    if known is not None and known.cause == values["cause"]:
        return False
    if known is None:
        connection.execute(insert(recording_troubles), values)
    else:
        fields = {**values, "settled_at": None, "settled_by": "", "remark": ""}
        connection.execute(
            update(recording_troubles).where(recording_troubles.c.call_id == values["call_id"]).values(**fields)
        )
    return True


def settle(connection: Connection, call_id: str, values: dict[str, Any]) -> bool:
    """Marks a trouble as looked into; ``False`` where there is none that is open."""
    t = recording_troubles
    changed = update(t).where(t.c.call_id == call_id, t.c.settled_at.is_(None)).values(**values)
    return connection.execute(changed).rowcount == 1


def troubles(connection: Connection, settled: bool, most: int) -> Sequence[Any]:
    """Returns troubles, the newest first, with the agent's name."""
    t = recording_troubles
    query = (
        select(t, accounts.c.name.label("agent_name"))
        .outerjoin(calls, calls.c.id == t.c.call_id)
        .outerjoin(accounts, accounts.c.id == calls.c.agent_id)
        .order_by(t.c.found_at.desc(), t.c.call_id)
        .limit(most)
    )
    if not settled:
        query = query.where(t.c.settled_at.is_(None))
    return connection.execute(query).all()


def last_trouble_at(connection: Connection) -> datetime | None:
    """Returns when a trouble was found last."""
    found: datetime | None = connection.execute(select(func.max(recording_troubles.c.found_at))).scalar()
    return found


# -- exports


def add_export(connection: Connection, values: dict[str, Any]) -> None:
    """Keeps who took a copy out."""
    connection.execute(insert(recording_exports), values)


def cancel_export(connection: Connection, mark: int, account_id: str, now: datetime) -> bool:
    """Notes that an account's own copy was not kept; ``False`` where there is no such copy."""
    c = recording_exports.c
    mine = and_(c.mark == mark, c.account_id == account_id)
    changed = update(recording_exports).where(mine).values(cancelled_at=func.coalesce(c.cancelled_at, now))
    return connection.execute(changed).rowcount == 1


def exports(connection: Connection, mark: int | None, most: int) -> Sequence[Any]:
    """Returns exports, the newest first; with ``mark`` the one that carries it."""
    query = select(recording_exports).order_by(recording_exports.c.at.desc()).limit(most)
    if mark is not None:
        query = query.where(recording_exports.c.mark == mark)
    return connection.execute(query).all()


def keys_in_use(connection: Connection) -> dict[str, int]:
    """Returns how many recordings each key is needed for."""
    query = select(recordings.c.key_id, func.count().label("needed")).group_by(recordings.c.key_id)
    return {row.key_id: row.needed for row in connection.execute(query)}


def under_other_keys(connection: Connection, current: str, after: str, most: int) -> Sequence[Any]:
    """Returns recordings that are not encrypted with the current key, by call after one."""
    query = select(recordings.c.call_id, recordings.c.content).where(
        recordings.c.key_id != current, recordings.c.call_id > after
    )
    return connection.execute(query.order_by(recordings.c.call_id).limit(most)).all()
