"""Queries for joining two records of one citizen."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from services.server.calls.tables import calls
from services.server.people.tables import person_contacts, person_joins, person_numbers, persons
from services.server.tickets.tables import tickets

_CHUNK = 500
"""Values of one statement."""


def find(connection: Connection, person_id: str) -> Any:
    """Returns where a record stands; nothing where there is none."""
    query = select(persons.c.id, persons.c.version, persons.c.joined_into).where(persons.c.id == person_id)
    return connection.execute(query).first()


def numbers(connection: Connection, person_id: str) -> list[list[Any]]:
    """Returns numbers with their positions, in order."""
    query = select(person_numbers.c.number, person_numbers.c.position).where(person_numbers.c.person_id == person_id)
    return [list(row) for row in connection.execute(query.order_by(person_numbers.c.position, person_numbers.c.number))]


def set_numbers(connection: Connection, person_id: str, entries: Sequence[list[Any]]) -> None:
    """Writes all numbers of a record."""
    connection.execute(delete(person_numbers).where(person_numbers.c.person_id == person_id))
    if entries:
        rows = [{"person_id": person_id, "number": number, "position": position} for number, position in entries]
        connection.execute(insert(person_numbers), rows)


def contacts(connection: Connection, person_id: str) -> list[list[Any]]:
    """Returns addresses and proofs with the moment since when they are known."""
    table = person_contacts.c
    query = select(table.kind, table.value, table.since).where(table.person_id == person_id)
    found = connection.execute(query.order_by(table.since, table.kind, table.value))
    return [[row.kind, row.value, row.since.isoformat()] for row in found]


def set_contacts(connection: Connection, person_id: str, entries: Sequence[list[Any]]) -> None:
    """Writes all addresses and proofs of a record."""
    connection.execute(delete(person_contacts).where(person_contacts.c.person_id == person_id))
    if entries:
        rows = [
            {"person_id": person_id, "kind": kind, "value": value, "since": datetime.fromisoformat(since)}
            for kind, value, since in entries
        ]
        connection.execute(insert(person_contacts), rows)


def ticket_keys(connection: Connection, person_id: str) -> list[int]:
    """Returns the tickets of a record."""
    query = select(tickets.c.key).where(tickets.c.person_id == person_id).order_by(tickets.c.key)
    return list(connection.execute(query).scalars())


def call_ids(connection: Connection, person_id: str) -> list[str]:
    """Returns the calls of a record."""
    return list(connection.execute(select(calls.c.id).where(calls.c.person_id == person_id)).scalars())


def give_tickets(connection: Connection, keys: Sequence[int], source: str, target: str) -> None:
    """Gives those tickets that are still of one record to another."""
    for chunk in _chunks(keys):
        where = and_(tickets.c.key.in_(chunk), tickets.c.person_id == source)
        connection.execute(update(tickets).where(where).values(person_id=target))


def give_calls(connection: Connection, ids: Sequence[str], source: str, target: str) -> None:
    """Gives those calls that are still of one record to another."""
    for chunk in _chunks(ids):
        where = and_(calls.c.id.in_(chunk), calls.c.person_id == source)
        connection.execute(update(calls).where(where).values(person_id=target))


def mark(connection: Connection, person_id: str, joined_into: str | None, now: datetime) -> None:
    """Notes where a record went, or that it stands by itself; a new version either way."""
    connection.execute(
        update(persons)
        .where(persons.c.id == person_id)
        .values(joined_into=joined_into, version=persons.c.version + 1, updated_at=now)
    )


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Writes a join down."""
    connection.execute(insert(person_joins), values)


def find_join(connection: Connection, join_id: str) -> Row[Any] | None:
    """Returns a join."""
    return connection.execute(select(person_joins).where(person_joins.c.id == join_id)).first()


def of_person(connection: Connection, person_id: str) -> Sequence[Row[Any]]:
    """Returns the joins of a record, the newest first."""
    query = select(person_joins).where(_has_part(person_id)).order_by(person_joins.c.key.desc()).limit(100)
    return connection.execute(query).all()


def is_followed(connection: Connection, row: Any) -> bool:
    """Tells whether one of the two was joined again since."""
    query = select(person_joins.c.key).where(
        person_joins.c.key > row.key,
        person_joins.c.undone_at.is_(None),
        or_(_has_part(row.kept_id), _has_part(row.gone_id)),
    )
    return connection.execute(query.limit(1)).first() is not None


def note_undone(connection: Connection, join_id: str, now: datetime, by_id: str) -> None:
    """Notes that a join was taken back."""
    connection.execute(
        update(person_joins).where(person_joins.c.id == join_id).values(undone_at=now, undone_by_id=by_id)
    )


def alike(connection: Connection, person_id: str) -> Iterator[tuple[str, list[str]]]:
    """Gives, reason by reason, the records that share something with one."""
    one, other = person_contacts.alias(), person_contacts.alias()
    for kind in ("identity", "email"):
        query = (
            select(other.c.person_id)
            .join(one, and_(one.c.kind == other.c.kind, one.c.value == other.c.value))
            .where(one.c.person_id == person_id, one.c.kind == kind, other.c.person_id != person_id)
        )
        yield f"same_{kind}", list(connection.execute(query.distinct().limit(50)).scalars())
    mine, theirs = person_numbers.alias(), person_numbers.alias()
    shared = (
        select(theirs.c.person_id)
        .join(mine, mine.c.number == theirs.c.number)
        .where(mine.c.person_id == person_id, theirs.c.person_id != person_id)
    )
    yield "same_number", list(connection.execute(shared.distinct().limit(50)).scalars())
    me, them = persons.alias(), persons.alias()
    named = (
        select(them.c.id)
        .join(me, and_(me.c.name == them.c.name, me.c.village == them.c.village))
        .where(
            me.c.id == person_id,
            them.c.id != person_id,
            me.c.name != "",
            me.c.village != "",
            them.c.joined_into.is_(None),
        )
    )
    yield "same_name_and_place", list(connection.execute(named.limit(20)).scalars())


def _has_part(person_id: str) -> Any:
    return or_(person_joins.c.kept_id == person_id, person_joins.c.gone_id == person_id)


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
