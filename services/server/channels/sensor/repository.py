"""Queries on sensors and their alarms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from services.server.channels.sensor.tables import sensor_episodes as episodes
from services.server.channels.sensor.tables import sensors
from services.server.prepared import Prepared

_ONE = Prepared(select(sensors).where(sensors.c.id == bindparam("wanted")))
_LATEST = Prepared(
    select(episodes)
    .where(
        episodes.c.sensor_id == bindparam("of"),
        episodes.c.alarm == bindparam("kind"),
        episodes.c.last_at > bindparam("since"),
    )
    .order_by(episodes.c.last_at.desc())
    .limit(1)
)
_NEARBY = Prepared(
    select(episodes)
    .where(
        episodes.c.place == bindparam("at_place"),
        episodes.c.alarm == bindparam("kind"),
        episodes.c.last_at > bindparam("since"),
    )
    .order_by(episodes.c.key)
    .limit(bindparam("most"))
)
_BEGIN = Prepared(insert(episodes))
_GO_ON = Prepared(
    update(episodes)
    .where(episodes.c.key == bindparam("of"))
    .values(count=episodes.c.count + bindparam("more"), last_at=bindparam("now"), newest=bindparam("latest"))
)


def find(connection: Connection, sensor_id: str) -> Row[Any] | None:
    """Returns a sensor of the register."""
    return _ONE.first(connection, {"wanted": sensor_id})


def listed(connection: Connection, after: str, limit: int) -> Sequence[Row[Any]]:
    """Returns sensors by id."""
    return connection.execute(select(sensors).where(sensors.c.id > after).order_by(sensors.c.id).limit(limit)).all()


def put(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Writes sensors; those that are there already are replaced."""
    connection.execute(delete(sensors).where(sensors.c.id.in_([row["id"] for row in rows])))
    connection.execute(insert(sensors), rows)


def move(connection: Connection, unit: str, successor: str) -> None:
    """Has the alarms of a unit's sensors go to another one."""
    connection.execute(update(sensors).where(sensors.c.unit == unit).values(unit=successor))


def episode(connection: Connection, sensor_id: str, alarm: str, since: datetime) -> Row[Any] | None:
    """Returns what a sensor has been raising of late."""
    return _LATEST.first(connection, {"of": sensor_id, "kind": alarm, "since": since})


def nearby(connection: Connection, place: str, alarm: str, since: datetime, most: int) -> Sequence[Row[Any]]:
    """Returns what sensors of a place have been raising of late, the oldest first."""
    return _NEARBY.all(connection, {"at_place": place, "kind": alarm, "since": since, "most": most})


def begin(connection: Connection, values: dict[str, Any]) -> None:
    """Notes a first alarm."""
    _BEGIN.soon(connection, values)


def go_on(connection: Connection, row: Any, count: int, now: datetime, newest: datetime | None) -> None:
    """Counts further alarms."""
    _GO_ON.soon(connection, {"of": row.key, "more": count, "now": now, "latest": newest or row.newest})


def totals(connection: Connection, ticket_ids: Sequence[str]) -> tuple[int, int]:
    """Returns how many alarms of how many sensors belong to a ticket and those that were merged into it."""
    sensors_of = func.count(func.distinct(episodes.c.sensor_id))
    query = select(func.sum(episodes.c.count), sensors_of).where(episodes.c.ticket_id.in_(ticket_ids))
    alarms, of = connection.execute(query).one()
    return int(alarms or 0), int(of)
