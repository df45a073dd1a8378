"""Queries on voice messages."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from services.server.callbacks.tables import voice_messages

Rows = Sequence[Row[Any]]
_m = voice_messages.c


def find(connection: Connection, call_id: str, lock: bool = False) -> Row[Any] | None:
    """Returns a call's message; with ``lock`` it is the transaction's until its end."""
    query = select(voice_messages).where(_m.call_id == call_id)
    return connection.execute(query.with_for_update() if lock else query).first()


def add(connection: Connection, values: dict[str, Any]) -> bool:
    """Writes one; ``False`` where the call has one already."""
    if find(connection, values["call_id"]) is not None:
        return False
    connection.execute(insert(voice_messages), values)
    return True


def change(connection: Connection, call_id: str, **values: Any) -> None:
    """Writes what has changed."""
    connection.execute(update(voice_messages).where(_m.call_id == call_id).values(**values))


def expected(connection: Connection, before: datetime) -> Rows:
    """Returns messages of which we heard before a moment and whose sound is not there."""
    query = select(voice_messages).where(_m.state == "expected", _m.told_at < before)
    return connection.execute(query.order_by(_m.told_at).limit(200)).all()


def of_call_backs(connection: Connection, ids: Collection[str]) -> dict[str, list[Row[Any]]]:
    """Returns the messages of call-backs, the oldest first."""
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    if ids:
        query = select(voice_messages).where(_m.call_back_id.in_(ids)).order_by(_m.left_at, _m.call_id)
        for row in connection.execute(query):
            found[row.call_back_id].append(row)
    return found
