"""Queries on single tickets, their numbers, audit steps and notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Row, bindparam, insert, or_, select, text, update

from services.clock import day_of
from services.errors import Conflict
from services.server.clocks import filing as clocks
from services.server.prepared import Prepared
from services.server.tickets import search, trace
from services.server.tickets.counting import counted
from services.server.tickets.tables import (
    GROUPED,
    MOST_PER_DAY,
    ticket_key,
    ticket_notes,
    ticket_steps,
    tickets,
)
from services.server.transaction import Transaction

_HOLD = Prepared(text("SELECT pg_advisory_xact_lock(hashtextextended(:of, 2))"))
_BY_ID = Prepared(select(tickets).where(tickets.c.id == bindparam("wanted")))
_BY_NUMBER = Prepared(select(tickets).where(tickets.c.number == bindparam("wanted")))
_STEPS = Prepared(
    select(ticket_steps).where(ticket_steps.c.ticket_key == bindparam("wanted")).order_by(ticket_steps.c.id)
)
_NOTES = Prepared(
    select(ticket_notes).where(ticket_notes.c.ticket_key == bindparam("wanted")).order_by(ticket_notes.c.key)
)
_INSERT = Prepared(insert(tickets))
_ADD_STEP = Prepared(insert(ticket_steps))
_NOTE = Prepared(select(ticket_notes).where(ticket_notes.c.id == bindparam("wanted")))
_ADD_NOTE = Prepared(insert(ticket_notes))
_NOTED = Prepared(
    update(tickets)
    .where(tickets.c.key == bindparam("of"))
    .values(note_count=tickets.c.note_count + 1, updated_at=bindparam("at"))
)
_PARTS_OF = Prepared(select(tickets).where(tickets.c.part_of == bindparam("whole")).order_by(tickets.c.key))
_MERGED_INTO = Prepared(select(tickets).where(tickets.c.merged_into == bindparam("whole")).order_by(tickets.c.key))
_TAKE = Prepared(
    text(
        "INSERT INTO ticket_days (day, last) VALUES (:day, :count)"
        " ON CONFLICT (day) DO UPDATE SET last = ticket_days.last + :count RETURNING last"
    )
)


@dataclass(frozen=True)
class Entry:
    """An entry of the audit trail.

    Attributes:
        changes: ``{"field": [from, to]}``, as :mod:`~services.server.tickets.trace` says them.
        said: why, what was said or decided, and what it rests on; fields of the contract's ``Step``.
        group: what figures are broken down by, as the step leaves it (:func:`group_of`); of steps that figures count.
    """

    at: datetime
    actor_id: str
    actor: str
    action: str
    changes: dict[str, Any]
    unit: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=lambda: dict.fromkeys(GROUPED, ""))


def group_of(row: Any) -> dict[str, str]:
    """Returns what figures are broken down by, of a ticket as it is now."""
    return {name: getattr(row, name) for name in GROUPED}


def hold(connection: Connection, *ids: str) -> None:
    """Has whoever else ends tickets, or joins them, wait until the commit; what is read from here on says who has joined.

    Else one could end a ticket, and another one join it, and neither would see the other. SQLite has one writer.
    """
    if connection.dialect.name == "postgresql":
        # In one order, so that nobody waits for somebody who waits for them.
        _HOLD.soon(connection, *({"of": each} for each in sorted(ids)))


def find(connection: Connection, ticket_id: str) -> Row[Any] | None:
    """Returns a ticket's row."""
    return _BY_ID.first(connection, {"wanted": ticket_id})


def ahead(connection: Connection, ticket_id: str, parts: bool = False, merged: bool = False) -> None:
    """Has a ticket's row sent for, together with what is asked next; its parts and what was merged into it where that is wanted."""
    _BY_ID.ahead(connection, {"wanted": ticket_id})
    if parts:
        _PARTS_OF.ahead(connection, {"whole": ticket_id})
    if merged:
        _MERGED_INTO.ahead(connection, {"whole": ticket_id})


def find_by_number(connection: Connection, number: str) -> Row[Any] | None:
    """Returns a ticket's row."""
    return _BY_NUMBER.first(connection, {"wanted": number})


def rows(connection: Connection, keys: Sequence[int]) -> dict[int, Row[Any]]:
    """Returns the rows with some keys."""
    query = select(tickets).where(tickets.c.key.in_(keys))
    return {row.key: row for row in connection.execute(query)} if keys else {}


def steps(connection: Connection, key: int) -> Sequence[Row[Any]]:
    """Returns the audit trail after the filing, oldest first."""
    return _STEPS.all(connection, {"wanted": key})


def steps_ahead(connection: Connection, key: int) -> None:
    """Has the audit trail sent for, with what was just added to it, together with what is asked next."""
    _STEPS.ahead(connection, {"wanted": key})


def notes(connection: Connection, key: int) -> Sequence[Row[Any]]:
    """Returns the notes, oldest first."""
    return _NOTES.all(connection, {"wanted": key})


def take_number(tx: Transaction, day: str) -> int:
    """Takes the next number of a district day.

    Whoever files does not wait on PostgreSQL for all others who do: what fails after it took its number leaves a gap there.
    """
    return _within(int(tx.aside(_TAKE, {"day": day, "count": 1})))


def take_numbers(connection: Connection, day: str, count: int) -> int:
    """Takes the next ``count`` numbers of a district day and returns the first.

    The count is kept in the transaction that uses it: what is rolled back leaves no gap, and on PostgreSQL the row is
    locked until the commit, so that no two writers get one number.
    """
    return _within(int(_TAKE.scalar(connection, {"day": day, "count": count}))) - count + 1


def _within(last: int) -> int:
    if last > MOST_PER_DAY:
        raise Conflict("too_large", limit=MOST_PER_DAY)
    return last


def number_of(created_at: datetime, of_day: int, zone: ZoneInfo) -> str:
    """Returns a ticket's number by the district's day, as ``20261124-000123``."""
    return f"{created_at.astimezone(zone):%Y%m%d}-{of_day:06}"


_FRESH: dict[str, Any] = {
    "pending": "",
    "suspended_until": None,
    "handler_id": None,
    "handler": "",
    "assisting": "",
    "return_count": 0,
    "merged_into": None,
    "part_of": None,
    "supervised": False,
    "wrote_again": False,
    "alert": False,
    "channel": "hotline",
    "due_at": None,
    "due_kind": "",
    "alarm": 0,
}
"""What a new ticket's life cycle begins with. Written out: filling in a column's default costs more than storing it."""


def place(values: dict[str, Any], of_day: int, zone: ZoneInfo) -> dict[str, Any]:
    """Returns a row with what follows from its moment, its number of the day and its category."""
    category = values.get("category", "")
    return {
        **_FRESH,
        # A draft may name a unit that has never heard of it.
        "dispatch_count": int(bool(values.get("unit")) and values["status"] not in ("draft", "accepted")),
        **values,
        "stage": values.get("pending") or values["status"],
        "key": ticket_key(values["created_at"], of_day),
        "number": number_of(values["created_at"], of_day, zone),
        "branch": category[:2],
        "stem": category[:4],
    }


def add(tx: Transaction, values: dict[str, Any]) -> dict[str, Any]:
    """Writes a new ticket under the next number of its day; returns its row."""
    connection, values = tx.connection, {**values}
    begun = clocks.begin(connection, [values], values["created_at"])
    row = place(values, take_number(tx, day_of(values["created_at"], tx.zone)), tx.zone)
    _INSERT.soon(connection, row)
    _ADD_STEP.soon(connection, _filing(row))
    clocks.keep(connection, [row["key"]], begun)
    search.add_soon(connection, row["key"], search.texts_of(row))
    return row


def add_many(tx: Transaction, rows: Sequence[dict[str, Any]], now: datetime | None = None) -> list[dict[str, Any]]:
    """Writes many new tickets, in the order given, each under a number of its day; every row has the same columns.

    ``now`` is the present moment, up to which the clocks of tickets that were taken down before have run; by default
    when the newest of them was.
    """
    if not rows:
        return []
    connection, zone = tx.connection, tx.zone
    days: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        days.setdefault(day_of(row["created_at"], zone), []).append({**row})
    by_day = [row for of_one_day in days.values() for row in of_one_day]
    begun = clocks.begin(connection, by_day, now or max(row["created_at"] for row in rows))
    placed = []
    for day, of_one_day in days.items():
        first = take_numbers(connection, day, len(of_one_day))
        placed += [place(row, first + n, zone) for n, row in enumerate(of_one_day)]
    # By age, as the table and most indexes are sorted: neighbours meet the same pages.
    by_age = sorted(placed, key=itemgetter("key"))
    _INSERT.soon(connection, *by_age)
    _ADD_STEP.soon(connection, *(_filing(row) for row in by_age))
    clocks.keep(connection, [row["key"] for row in placed], begun)
    search.add(connection, [(row["key"], search.texts_of(row)) for row in placed])
    return placed


def change(connection: Connection, before: Row[Any], values: dict[str, Any], now: datetime) -> Row[Any] | None:
    """Writes changed columns where the version is still that of ``before``; returns the row then, nothing where it is not."""
    if "status" in values or "pending" in values:
        values = {**values, "stage": values.get("pending", before.pending) or values.get("status", before.status)}
    if "category" in values:
        values = {**values, "branch": values["category"][:2], "stem": values["category"][:4]}
    values = {**values, "version": before.version + 1, "updated_at": now}
    new = {f"new_{name}": value for name, value in values.items()}
    statement = _update_of(tuple(sorted(values)))
    changed = statement.first(connection, {**new, "its_key": before.key, "its_version": before.version})
    if changed is None:
        return None
    if values.keys() & search.INDEXED_COLUMNS:
        known = {name: getattr(before, name) for name in search.INDEXED_COLUMNS}
        search.change_soon(connection, before.key, search.texts_of(known), search.texts_of({**known, **values}))
    return changed


@lru_cache(maxsize=512)
def _update_of(names: tuple[str, ...]) -> Prepared:
    """Returns the statement that changes some columns; steps of a kind change the same ones each time."""
    return Prepared(
        update(tickets)
        .where(tickets.c.key == bindparam("its_key"), tickets.c.version == bindparam("its_version"))
        .values({name: bindparam(f"new_{name}") for name in names})
        .returning(*tickets.c)
    )


def add_step(connection: Connection, key: int, entry: Entry) -> None:
    """Adds to the audit trail."""
    add_steps(connection, [(key, entry)])


def add_steps(connection: Connection, entries: Sequence[tuple[int, Entry]]) -> None:
    """Adds to the audit trails of many tickets, by their keys."""
    rows = [
        {
            "ticket_key": key,
            "at": entry.at,
            "actor_id": entry.actor_id,
            "actor": entry.actor,
            "unit": entry.unit,
            "action": entry.action,
            "changes": orjson.dumps(entry.changes).decode(),
            "said": orjson.dumps(entry.said).decode() if entry.said else "{}",
            **counted(entry.action, entry.unit, entry.changes, entry.said),
            **entry.group,
        }
        for key, entry in entries
    ]
    for key, _entry in entries:
        _STEPS.changed(connection, {"wanted": key})
    _ADD_STEP.soon(connection, *rows)


def _filing(row: dict[str, Any]) -> dict[str, Any]:
    """Returns the first entry of a ticket's trail: all that it was filed with."""
    changes = {name: [None, trace.said(name, row[name])] for name in trace.COLUMNS if row.get(name)}
    return {
        "ticket_key": row["key"],
        "at": row["created_at"],
        "actor_id": row["created_by_id"],
        "actor": row["created_by"],
        "unit": "",
        "action": row["opened_as"],
        "changes": orjson.dumps(changes).decode(),
        "said": "{}",
        **counted(row["opened_as"], "", changes, {}),
        **{name: row[name] for name in GROUPED},
    }


def find_note(connection: Connection, note_id: str) -> Row[Any] | None:
    """Returns a note by its id."""
    return _NOTE.first(connection, {"wanted": note_id})


def add_note(connection: Connection, key: int, note_id: str, at: datetime, author: tuple[str, str], words: str) -> None:
    """Adds a note to a ticket."""
    _ADD_NOTE.soon(
        connection,
        {"id": note_id, "ticket_key": key, "at": at, "author_id": author[0], "author": author[1], "text": words},
    )
    _NOTED.soon(connection, {"of": key, "at": at})


def known(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Returns the digests of those of the ids that are there already."""
    query = select(tickets.c.id, tickets.c.digest).where(tickets.c.id.in_(ids))
    return {row.id: row.digest for row in connection.execute(query)} if ids else {}


def last_step(connection: Connection, key: int, actions: Sequence[str]) -> Row[Any] | None:
    """Returns the newest entry of the trail with one of the actions."""
    return _last_step(tuple(actions)).first(connection, {"of": key})


@lru_cache(maxsize=64)
def _last_step(actions: tuple[str, ...]) -> Prepared:
    """Returns the query for some actions; steps of a kind ask for the same ones each time."""
    either = or_(*(ticket_steps.c.action == action for action in actions))
    query = select(ticket_steps).where(ticket_steps.c.ticket_key == bindparam("of"), either)
    return Prepared(query.order_by(ticket_steps.c.id.desc()).limit(1))


def parts_of(connection: Connection, ticket_id: str) -> Sequence[Row[Any]]:
    """Returns the tickets that were split off from one."""
    return _PARTS_OF.all(connection, {"whole": ticket_id})


def merged_into(connection: Connection, ticket_id: str) -> Sequence[Row[Any]]:
    """Returns the tickets that go on as parts of one."""
    return _MERGED_INTO.all(connection, {"whole": ticket_id})
