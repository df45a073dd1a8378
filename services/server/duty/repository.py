"""Queries of duty."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from services.contracts.duty import Absence, DutyPerson
from services.server.accounts.tables import accounts
from services.server.duty.tables import absences, duty_versions

_c = absences.c
_v = duty_versions.c
_MOST_STAFF = 500


def _known(at: Any) -> ColumnElement[bool]:
    """Which absences stood there at a moment; of one to come, those that stand there now."""
    return and_(_c.entered_at <= at, or_(_c.removed_at.is_(None), _c.removed_at > at))


_AWAY = (
    select(absences)
    .where(_c.account_id == bindparam("of"), _c.until > bindparam("now"), _c.since <= bindparam("now"))
    .where(_known(bindparam("now")))
    .order_by(_c.id)
    .limit(1)
)


def newest(connection: Connection, unit: str) -> int:
    """Returns the number of a unit's newest version, 0 where there is none."""
    return int(connection.execute(select(func.max(_v.version)).where(_v.unit == unit)).scalar() or 0)


def people_at(connection: Connection, unit: str, at: datetime) -> list[DutyPerson]:
    """Returns the people of the version that is in force at a moment."""
    query = select(_v.people).where(_v.unit == unit, _v.effective_from <= at)
    body = connection.execute(query.order_by(_v.effective_from.desc(), _v.version.desc()).limit(1)).scalar()
    return people_of(body or "[]")


def people_of(body: str) -> list[DutyPerson]:
    """Reads people as a version keeps them."""
    return [DutyPerson.model_validate(each) for each in orjson.loads(body)]


def versions(connection: Connection, unit: str, limit: int) -> Sequence[Row[Any]]:
    """Returns a unit's newest versions, the newest first."""
    query = select(duty_versions).where(_v.unit == unit).order_by(_v.version.desc())
    return connection.execute(query.limit(limit)).all()


def add(connection: Connection, values: dict[str, Any], people: Sequence[DutyPerson]) -> bool:
    """Adds a version; ``False`` where somebody else has added it first."""
    body = orjson.dumps([person.model_dump(mode="json") for person in people]).decode()
    try:
        with connection.begin_nested():
            connection.execute(insert(duty_versions), {**values, "people": body})
    except IntegrityError:
        return False
    return True


def not_over(connection: Connection, unit: str, at: datetime) -> Sequence[Row[Any]]:
    """Returns absences of a unit that last or are to come, as they stood there at a moment."""
    query = select(absences).where(_c.unit == unit, _c.until > at, _known(at)).order_by(_c.since, _c.id)
    return connection.execute(query).all()


def replace(connection: Connection, unit: str, now: datetime, given: Sequence[Absence]) -> Sequence[Row[Any]]:
    """Puts absences in the place of those that are not over, which stay readable; returns those that are not over now."""
    connection.execute(
        update(absences).where(_c.unit == unit, _c.until > now, _c.removed_at.is_(None)).values(removed_at=now)
    )
    rows = [{"unit": unit, "entered_at": now, **each.model_dump()} for each in given]
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
