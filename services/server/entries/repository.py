"""Queries for editing places and skills: what refers to one, and moving it to another."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from services.contracts.callbacks import CallBackState
from services.server.accounts import repository as accounts
from services.server.callbacks.tables import call_backs
from services.server.calls.tables import calls
from services.server.channels.sensor.tables import sensors
from services.server.matters.tables import matters
from services.server.opening.tables import queue_closings
from services.server.tickets.tables import catalogue_entries, tickets

_c, _t = catalogue_entries.c, tickets.c
_OVER = ("ended", "abandoned")


def entry(connection: Connection, kind: str, code: str) -> Row[Any] | None:
    """Returns an entry of the catalogue: its kind, its parent, its body as JSON."""
    return connection.execute(select(catalogue_entries).where(_c.kind == kind, _c.code == code)).first()


def add(connection: Connection, kind: str, code: str, parent: str, body: str) -> None:
    """Adds an entry behind all others."""
    position = int(connection.execute(select(func.max(_c.position))).scalar() or 0) + 1
    values = {"kind": kind, "code": code, "parent": parent, "place": "", "position": position, "body": body}
    connection.execute(insert(catalogue_entries), values)


def put(connection: Connection, kind: str, code: str, **values: Any) -> None:
    """Writes a changed entry."""
    connection.execute(update(catalogue_entries).where(_c.kind == kind, _c.code == code).values(**values))


# -- what refers to a place


def open_at(connection: Connection, place: str) -> Sequence[Row[Any]]:
    """Returns the open tickets of a place."""
    here = or_(_t.town == place, _t.village == place)
    return connection.execute(select(tickets).where(here, _t.closed_at.is_(None)).order_by(_t.key)).all()


def sensors_at(connection: Connection, place: str) -> Sequence[Row[Any]]:
    """Returns the sensors that stand in a place."""
    s = sensors.c
    return connection.execute(select(sensors).where(or_(s.town == place, s.village == place))).all()


def matters_of(connection: Connection, place: str) -> list[Row[Any]]:
    """Returns the open matters that name a place."""
    found = connection.execute(select(matters).where(matters.c.open, matters.c.places.contains(place, autoescape=True)))
    return [row for row in found if place in row.places.split()]


def move_sensor(connection: Connection, sensor_id: str, town: str, village: str) -> None:
    """Has a sensor stand elsewhere."""
    connection.execute(update(sensors).where(sensors.c.id == sensor_id).values(town=town, village=village))


def move_matter(connection: Connection, matter_id: str, places: Sequence[str]) -> None:
    """Has a matter name other places."""
    values = {"places": " ".join(places), "version": matters.c.version + 1}
    connection.execute(update(matters).where(matters.c.id == matter_id).values(**values))


# -- what refers to a skill


def people_with(connection: Connection, skill: str) -> list[str]:
    """Returns the names of the active people who have a skill."""
    found = accounts.everyone(connection)
    return [account.name for account in found if account.active and any(each.key == skill for each in account.skills)]


def waiting_for(connection: Connection, skill: str) -> int:
    """Counts the calls that are not over and the open call-backs of a queue."""
    b = call_backs.c
    of_calls = select(func.count()).select_from(calls).where(calls.c.skill == skill, calls.c.state.not_in(_OVER))
    back = select(func.count()).select_from(call_backs).where(b.skill == skill, b.state != CallBackState.CLOSED.value)
    return int(connection.execute(of_calls).scalar_one()) + int(connection.execute(back).scalar_one())


def is_closed_by_hand(connection: Connection, skill: str) -> bool:
    """Tells whether a lead has closed its queue."""
    query = select(queue_closings.c.skill).where(queue_closings.c.skill == skill, queue_closings.c.closed)
    return connection.execute(query).first() is not None
