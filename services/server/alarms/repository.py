"""Queries on alarms and on the messages about them."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, func, insert, select, update

from services.contracts.alarms import Alarm, AlarmDelivery
from services.server.alarms.tables import alarm_messages, alarms

WAITING, SENT, FAILED = "waiting", "sent", "failed"
_m = alarm_messages.c


def opened(connection: Connection) -> list[Alarm]:
    """Returns the alarms that are on, the oldest first."""
    query = select(alarms).where(alarms.c.open_key.is_not(None)).order_by(alarms.c.id)
    return [shown(row) for row in connection.execute(query)]


def one(connection: Connection, alarm_id: int) -> Alarm | None:
    """Returns an alarm."""
    row = connection.execute(select(alarms).where(alarms.c.id == alarm_id)).first()
    return shown(row) if row is not None else None


def page(connection: Connection, before: int | None, limit: int) -> list[Alarm]:
    """Returns alarms, the newest first."""
    query = select(alarms).order_by(alarms.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(alarms.c.id < before)
    return [shown(row) for row in connection.execute(query)]


def add(connection: Connection, alarm: Alarm) -> Alarm:
    """Writes a new alarm; the database refuses a second one of the same kind and subject while the first is on."""
    values = alarm.model_dump(exclude={"id", "acknowledged_at", "cleared_at"})
    values["open_key"] = key_of(alarm.kind, alarm.subject)
    made = connection.execute(insert(alarms).returning(alarms.c.id), values).scalar_one()
    return alarm.model_copy(update={"id": made})


def clear(connection: Connection, alarm_id: int, now: datetime) -> Alarm | None:
    """Ends an alarm; ``None`` where it is over already."""
    mine = (alarms.c.id == alarm_id) & alarms.c.open_key.is_not(None)
    done = connection.execute(update(alarms).where(mine).values(cleared_at=now, open_key=None)).rowcount
    return one(connection, alarm_id) if done else None


def acknowledge(connection: Connection, alarm_id: int, by: tuple[str, str], remark: str, now: datetime) -> bool:
    """Writes down who takes care of an alarm; the first one counts. ``by`` is the account's id and name."""
    mine = (alarms.c.id == alarm_id) & alarms.c.acknowledged_at.is_(None)
    values = {"acknowledged_at": now, "acknowledged_by_id": by[0], "acknowledged_by": by[1], "remark": remark}
    return connection.execute(update(alarms).where(mine).values(**values)).rowcount == 1


def key_of(kind: str, subject: str) -> str:
    """Returns what an alarm is known by while it is on."""
    return f"{kind}:{subject}"


def shown(row: Any) -> Alarm:
    """Returns an alarm from its row."""
    return Alarm.model_validate(row._mapping)


# Messages


def add_messages(connection: Connection, alarm: Alarm, what: str, ways: list[tuple[str, str]], now: datetime) -> None:
    """Writes what is to be sent: for each way (``email``, ``webhook``) with its target."""
    said = orjson.dumps(alarm.model_dump(mode="json")).decode()
    rows = [
        {
            "alarm_id": alarm.id,
            "way": way,
            "target": target,
            "what": what,
            "said": said,
            "state": WAITING,
            "next_at": now,
        }
        for way, target in ways
    ]
    if rows:
        connection.execute(insert(alarm_messages), rows)


def due(connection: Connection, now: datetime, limit: int) -> list[Any]:
    """Returns messages that may be tried now: of each alarm and target the first one that is not through yet."""
    first = select(func.min(_m.id)).where(_m.state == WAITING).group_by(_m.alarm_id, _m.way, _m.target)
    query = select(alarm_messages).where(_m.next_at <= now, _m.id.in_(first)).order_by(_m.next_at, _m.id).limit(limit)
    return list(connection.execute(query))


def take_on(connection: Connection, row: Any, until: datetime) -> bool:
    """Reserves a message for one attempt; of several replicas one gets it."""
    same = (_m.id == row.id) & (_m.attempts == row.attempts) & (_m.state == WAITING)
    values = {"attempts": row.attempts + 1, "next_at": until}
    return connection.execute(update(alarm_messages).where(same).values(**values)).rowcount == 1


def settle(connection: Connection, row: Any, values: dict[str, Any]) -> None:
    """Writes what became of the attempt that was taken on."""
    same = (_m.id == row.id) & (_m.attempts == row.attempts + 1)
    connection.execute(update(alarm_messages).where(same).values(**values))


def messages(connection: Connection, limit: int) -> list[AlarmDelivery]:
    """Returns the newest messages and what became of them."""
    query = select(alarm_messages).order_by(_m.id.desc()).limit(limit)
    return [AlarmDelivery.model_validate(row._mapping) for row in connection.execute(query)]
