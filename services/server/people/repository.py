"""Queries on citizens."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, update

from services.contracts.people import Person, PersonRow
from services.contracts.text import mask_name, mask_number
from services.server.people.tables import person_contacts, person_numbers, persons
from services.server.prepared import Prepared
from services.server.sounds import sounds_of_person

LAST = "\U0010ffff"
"""Sorts after every character: ``prefix <= x < prefix + LAST`` is "begins with", and can use an index."""

_OWN = ("created_at", "updated_at", "digest", "initials", "sounds")
_COLUMNS = [c for c in persons.c if c.name not in _OWN]
_EXISTS = Prepared(select(persons.c.id).where(persons.c.id == bindparam("wanted")))
_BY_NUMBER = Prepared(
    select(persons.c.id)
    .join(person_numbers, person_numbers.c.person_id == persons.c.id)
    .where(person_numbers.c.number == bindparam("number"))
    .order_by(person_numbers.c.position > 0, persons.c.updated_at.desc(), persons.c.id)
    .limit(bindparam("most"))
)
_ADD = Prepared(insert(persons))
_ADD_NUMBERS = Prepared(insert(person_numbers))
_JOINED_INTO = Prepared(select(persons.c.joined_into).where(persons.c.id == bindparam("wanted")))
_MAIN = and_(person_numbers.c.person_id == persons.c.id, person_numbers.c.position == 0)
_ROW = select(
    persons.c.id,
    persons.c.name,
    persons.c.town,
    persons.c.village,
    func.coalesce(person_numbers.c.number, "").label("number"),
).select_from(persons.outerjoin(person_numbers, _MAIN))


def _numbers(connection: Connection, person_id: str) -> list[str]:
    query = (
        select(person_numbers.c.number)
        .where(person_numbers.c.person_id == person_id)
        .order_by(person_numbers.c.position)
    )
    return list(connection.execute(query).scalars())


def _row(row: Any) -> PersonRow:
    return PersonRow(
        id=row.id,
        name_masked=mask_name(row.name),
        number_masked=mask_number(row.number),
        town=row.town,
        village=row.village,
    )


def find(connection: Connection, person_id: str) -> Person | None:
    """Returns a citizen."""
    row = connection.execute(select(*_COLUMNS).where(persons.c.id == person_id)).first()
    if row is None:
        return None
    return Person(**row._mapping, numbers=_numbers(connection, person_id), emails=emails(connection, person_id))


def emails(connection: Connection, person_id: str) -> list[str]:
    """Returns a citizen's e-mail addresses, the longest known first."""
    table = person_contacts.c
    query = select(table.value).where(table.person_id == person_id, table.kind == "email")
    return list(connection.execute(query.order_by(table.since, table.value)).scalars())


def set_emails(connection: Connection, person_id: str, wanted: Sequence[str], now: datetime) -> None:
    """Writes a citizen's e-mail addresses in their order; since when one is known stays."""
    table = person_contacts.c
    mine = (table.person_id == person_id, table.kind == "email")
    connection.execute(delete(person_contacts).where(*mine, table.value.not_in(wanted)))
    known = emails(connection, person_id)
    rows = [
        {"person_id": person_id, "kind": "email", "value": value, "since": now + timedelta(microseconds=place)}
        for place, value in enumerate(wanted)
        if value not in known
    ]
    if rows:
        connection.execute(insert(person_contacts), rows)


def exists(connection: Connection, person_id: str) -> bool:
    """Tells whether there is such a citizen, without reading anything about them."""
    return _EXISTS.first(connection, {"wanted": person_id}) is not None


def present(connection: Connection, person_id: str) -> str:
    """Returns the record that one was joined into in the end; itself where it was not."""
    for _ in range(100):
        into = _JOINED_INTO.scalar(connection, {"wanted": person_id})
        if not into:
            break
        person_id = into
    return person_id


def digest(connection: Connection, person_id: str) -> str | None:
    """Returns the digest of what a citizen's record was first filed with."""
    return connection.execute(select(persons.c.digest).where(persons.c.id == person_id)).scalar()


def ids_by_number(connection: Connection, number: str, limit: int = 20) -> list[str]:
    """Returns who is known under a number; those whose main number it is first, then the last changed."""
    return [row.id for row in _BY_NUMBER.all(connection, {"number": number, "most": limit})]


def everyone(connection: Connection, limit: int) -> list[Person]:
    """Returns citizens in full, by id; for the training district, where nobody is real."""
    query = select(*_COLUMNS).order_by(persons.c.id).limit(limit)
    found = connection.execute(query).all()
    numbers: dict[str, list[str]] = {row.id: [] for row in found}
    chosen = select(person_numbers).where(person_numbers.c.person_id.in_(list(numbers)))
    for row in connection.execute(chosen.order_by(person_numbers.c.person_id, person_numbers.c.position)):
        numbers[row.person_id].append(row.number)
    return [Person(**row._mapping, numbers=numbers[row.id]) for row in found]


def rows(connection: Connection, ids: Sequence[str]) -> list[PersonRow]:
    """Returns masked rows in the order of the ids."""
    found = {row.id: _row(row) for row in connection.execute(_ROW.where(persons.c.id.in_(ids)))} if ids else {}
    return [found[person_id] for person_id in ids if person_id in found]


def by_name(
    connection: Connection, beginning: str, after: tuple[str, str] | None, limit: int
) -> list[tuple[PersonRow, tuple[str, str]]]:
    """Returns citizens whose name begins so, by name; with each the position after it."""
    query = _ROW.where(persons.c.joined_into.is_(None)).order_by(persons.c.name, persons.c.id).limit(limit)
    if beginning:
        query = query.where(persons.c.name >= beginning, persons.c.name < beginning + LAST)
    if after is not None:
        name, person_id = after
        query = query.where(
            persons.c.name >= name, or_(persons.c.name > name, and_(persons.c.name == name, persons.c.id > person_id))
        )
    return [(_row(row), (row.name, row.id)) for row in connection.execute(query)]


def by_number(
    connection: Connection, beginning: str, after: tuple[str, str] | None, limit: int
) -> list[tuple[PersonRow, tuple[str, str]]]:
    """Returns citizens one of whose numbers begins so, by number; with each the position after it."""
    number, owner = person_numbers.c.number, person_numbers.c.person_id
    query = (
        select(persons.c.id, persons.c.name, persons.c.town, persons.c.village, number)
        .join(person_numbers, owner == persons.c.id)
        .where(number >= beginning, number < beginning + LAST)
        .order_by(number, owner)
        .limit(limit)
    )
    if after is not None:
        query = query.where(number >= after[0], or_(number > after[0], and_(number == after[0], owner > after[1])))
    return [(_row(row), (row.number, row.id)) for row in connection.execute(query)]


def add(connection: Connection, values: dict[str, Any], numbers: Sequence[str], now: datetime) -> None:
    """Writes a new citizen."""
    _ADD.soon(connection, {**_heard(values), "version": 1, "created_at": now, "updated_at": now})
    _add_numbers(connection, values["id"], numbers)


def add_many(connection: Connection, values: Iterable[dict[str, Any]], now: datetime) -> None:
    """Writes many new citizens at once; each dictionary holds every other column and ``numbers``."""
    people = list(values)
    if not people:
        return
    common = {"version": 1, "created_at": now, "updated_at": now}
    connection.execute(
        insert(persons), [{**{k: v for k, v in _heard(p).items() if k != "numbers"}, **common} for p in people]
    )
    numbers = [
        {"person_id": p["id"], "number": number, "position": position}
        for p in people
        for position, number in enumerate(p["numbers"])
    ]
    if numbers:
        connection.execute(insert(person_numbers), numbers)


def change(
    connection: Connection,
    person_id: str,
    version: int,
    values: dict[str, Any],
    numbers: Sequence[str] | None,
    now: datetime,
) -> bool:
    """Changes a citizen where the version is still the given one; ``False`` where it is not."""
    done = connection.execute(
        update(persons)
        .where(persons.c.id == person_id, persons.c.version == version)
        .values(**_heard(values), version=version + 1, updated_at=now)
    )
    if done.rowcount != 1:
        return False
    if numbers is not None:
        connection.execute(delete(person_numbers).where(person_numbers.c.person_id == person_id))
        _add_numbers(connection, person_id, numbers)
    return True


def _heard(values: dict[str, Any]) -> dict[str, Any]:
    """Returns a citizen's columns with how the name sounds, where there is one among them."""
    if "name" not in values:
        return values
    sounds = sounds_of_person(values["name"])
    return {**values, "initials": sounds.initials[:60], "sounds": sounds.whole[:400]}


def _add_numbers(connection: Connection, person_id: str, numbers: Sequence[str]) -> None:
    rows = [
        # Written out: a prepared statement computes no defaults.
        {"person_id": person_id, "number": n, "backwards": n[::-1], "position": i}
        for i, n in enumerate(numbers)
    ]
    _ADD_NUMBERS.soon(connection, *rows)
