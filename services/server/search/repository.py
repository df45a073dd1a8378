"""Queries of the global search: citizens by sound and by the last digits, units below one, words of places."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, text

from services.contracts.people import PersonRow
from services.contracts.text import mask_name, mask_number
from services.server.people.repository import LAST
from services.server.people.tables import person_numbers, persons

_MAIN = and_(person_numbers.c.person_id == persons.c.id, person_numbers.c.position == 0)
_PERSON = select(
    persons.c.id,
    persons.c.name,
    persons.c.town,
    persons.c.village,
    func.coalesce(person_numbers.c.number, "").label("number"),
).select_from(persons.outerjoin(person_numbers, _MAIN))
_BY = {
    # Built once: building costs four times what executing does.
    column.name: _PERSON.where(column >= bindparam("low"), column < bindparam("high"), persons.c.joined_into.is_(None))
    .order_by(column, persons.c.id)
    .limit(bindparam("most"))
    for column in (persons.c.name, persons.c.initials, persons.c.sounds)
}
_BY_NUMBER = {
    column.name: select(persons.c.id, persons.c.name, persons.c.town, persons.c.village, person_numbers.c.number)
    .join(person_numbers, person_numbers.c.person_id == persons.c.id)
    .where(column >= bindparam("low"), column < bindparam("high"), persons.c.joined_into.is_(None))
    .order_by(column, person_numbers.c.person_id)
    .limit(bindparam("most"))
    for column in (person_numbers.c.number, person_numbers.c.backwards)
}
_BELOW = text(
    "WITH RECURSIVE below(code, depth) AS (SELECT CAST(:unit AS VARCHAR(32)), 0 UNION ALL SELECT entry.code, below.depth + 1"
    " FROM catalogue_entries AS entry JOIN below ON entry.parent = below.code"
    " WHERE entry.kind = 'unit' AND below.depth < 6) SELECT DISTINCT code FROM below"
).bindparams(bindparam("unit"))

_OWN = text("SELECT count(*) FROM (SELECT 1 FROM tickets WHERE unit = ANY(CAST(:units AS text[])) LIMIT :most) AS own")
_ASSISTED = text("SELECT ticket_key FROM ticket_assists WHERE unit = :unit ORDER BY ticket_key DESC LIMIT :most")


def by_name(connection: Connection, beginning: str, limit: int) -> list[PersonRow]:
    """Returns citizens whose name begins so."""
    return _people(connection, "name", beginning, limit)


def by_sound(connection: Connection, beginning: str, limit: int) -> list[PersonRow]:
    """Returns citizens whose name sounds so: those with these initials, then those whose whole pinyin begins so."""
    found = {row.id: row for row in _people(connection, "initials", beginning, limit)}
    found |= {row.id: row for row in _people(connection, "sounds", beginning, limit) if row.id not in found}
    return list(found.values())[:limit]


def by_number(connection: Connection, digits: str, limit: int) -> list[tuple[str, PersonRow]]:
    """Returns numbers that are, end or begin with some digits, in this order, each with whose it is (masked)."""
    found: dict[tuple[str, str], PersonRow] = {}
    for column, low in (("backwards", digits[::-1]), ("number", digits)):
        values = {"low": low, "high": low + LAST, "most": limit}
        for row in connection.execute(_BY_NUMBER[column], values):
            found.setdefault((row.number, row.id), _masked(row))
    ordered = sorted(found.items(), key=lambda each: each[0][0] != digits)
    return [(number, row) for (number, _id), row in ordered][:limit]


def units_below(connection: Connection, unit: str) -> tuple[str, ...]:
    """Returns a unit and all that lie below it."""
    return tuple(connection.execute(_BELOW, {"unit": unit}).scalars()) if unit else ()


def have_few(connection: Connection, units: Sequence[str], most: int) -> bool:
    """Tells on PostgreSQL whether some units have no more tickets than ``most``."""
    return bool(connection.execute(_OWN, {"units": list(units), "most": most + 1}).scalar_one() <= most)


def assisted(connection: Connection, unit: str, most: int) -> tuple[int, ...]:
    """Returns the keys of the newest tickets that a unit was asked to assist in."""
    return tuple(connection.execute(_ASSISTED, {"unit": unit, "most": most}).scalars())


def _people(connection: Connection, column: str, beginning: str, limit: int) -> list[PersonRow]:
    values = {"low": beginning, "high": beginning + LAST, "most": limit}
    return [_masked(row) for row in connection.execute(_BY[column], values)]


def _masked(row: Any) -> PersonRow:
    return PersonRow(
        id=row.id,
        name_masked=mask_name(row.name),
        number_masked=mask_number(row.number),
        town=row.town,
        village=row.village,
    )


def distinct(rows: Sequence[PersonRow]) -> list[PersonRow]:
    """Returns rows, each person once."""
    return list({row.id: row for row in rows}.values())
