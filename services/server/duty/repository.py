"""Queries of duty."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from services.contracts.duty import Absence, DutyPerson
from services.server.accounts.tables import accounts
from services.server.duty.tables import absences, duty_plans

_c = absences.c
_MOST_STAFF = 500
_AWAY = (
    select(absences)
    .where(_c.account_id == bindparam("of"), _c.until > bindparam("now"), _c.since <= bindparam("now"))
    .order_by(_c.id)
    .limit(1)
)


def plan(connection: Connection, unit: str) -> tuple[int, list[DutyPerson]]:
    """Returns a unit's version and people; 0 and nobody where there is no plan."""
    row = connection.execute(select(duty_plans).where(duty_plans.c.unit == unit)).first()
    if row is None:
        return 0, []
    return row.version, [DutyPerson.model_validate(each) for each in orjson.loads(row.people)]


def put(connection: Connection, unit: str, before: int, people: Sequence[DutyPerson]) -> bool:
    """Writes the version after ``before``; ``False`` where it is not at that one any more."""
    body = orjson.dumps([person.model_dump(mode="json") for person in people]).decode()
    if before == 0:
        connection.execute(insert(duty_plans), {"unit": unit, "version": 1, "people": body})
        return True
    mine = (duty_plans.c.unit == unit) & (duty_plans.c.version == before)
    return connection.execute(update(duty_plans).where(mine).values(version=before + 1, people=body)).rowcount == 1


def not_over(connection: Connection, unit: str, now: datetime) -> Sequence[Row[Any]]:
    """Returns absences of a unit that last or are to come."""
    query = select(absences).where(_c.unit == unit, _c.until > now).order_by(_c.since, _c.id)
    return connection.execute(query).all()


def replace(connection: Connection, unit: str, now: datetime, given: Sequence[Absence]) -> Sequence[Row[Any]]:
    """Puts absences in the place of those that are not over; returns those that last or are to come."""
    connection.execute(delete(absences).where(_c.unit == unit, _c.until > now))
    rows = [{"unit": unit, **each.model_dump()} for each in given]
    if rows:
        connection.execute(insert(absences), rows)
    return not_over(connection, unit, now)


def away(connection: Connection, account_id: str, now: datetime) -> Row[Any] | None:
    """Returns the absence that keeps somebody away at a moment."""
    return connection.execute(_AWAY, {"of": account_id, "now": now}).first()


def absence(connection: Connection, absence_id: int) -> Row[Any] | None:
    """Returns an absence."""
    return connection.execute(select(absences).where(_c.id == absence_id)).first()


def people(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Returns rows with id, name, unit and whether they are open, of accounts."""
    a = accounts.c
    query = select(a.id, a.name, a.unit, a.active).where(a.id.in_(ids))
    return {row.id: row for row in connection.execute(query)} if ids else {}


def staff(connection: Connection, unit: str, is_district: bool) -> dict[str, str]:
    """Returns the names of the open accounts of a unit; those of no unit are the district centre's."""
    c = accounts.c
    whose = or_(c.unit == unit, c.unit == "") if is_district else c.unit == unit
    rows = connection.execute(select(c.id, c.name).where(c.active, whose).limit(_MOST_STAFF))
    return {row.id: row.name for row in rows}
