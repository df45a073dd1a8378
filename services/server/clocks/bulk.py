"""Statements of a recount: many clocks as plain numbers, without an object or a conversion for each.

On SQLite a statement is run once for each row, which is what it does best; PostgreSQL gets all rows of a batch as arrays in one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, text

from services.server.clocks.counting import Standing
from services.server.prepared import Prepared, array

Summary = tuple[int | None, str, int]
"""What a ticket's row says of its clocks: when which kind of them is due, and the highest rung."""

_CLOCK = (
    *("id", "ticket_key", "kind", "state"),
    *("ticket_kind", "urgency", "unit", "category", "town", "village"),
    *("started_at", "extended", "pauses"),
)
_STANDING = ("calendar", "amount", "amount_unit", "due_at", "provisional", "level", "next_at")
FACTS = slice(4, 10)
"""Where the facts are in a row of :func:`open_of`."""
STANDING = slice(13, 20)
"""Where what it stands at is, as :class:`Standing` has it."""
_MOMENTS = frozenset({"started_at", "due_at", "next_at"})

_CHANGE_EACH = Prepared(
    text(
        "UPDATE ticket_clocks SET calendar = :calendar, amount = :amount, amount_unit = :amount_unit, due_at = :due,"
        " provisional = :provisional, level = :level, next_at = :following WHERE id = :id"
    )
)
_MOMENT = "TIMESTAMPTZ 'epoch' + {} * INTERVAL '1 microsecond'"
_CHANGE_ALL = Prepared(
    text(
        "UPDATE ticket_clocks SET calendar = new.calendar, amount = new.amount, amount_unit = new.amount_unit,"  # noqa: S608
        f" due_at = {_MOMENT.format('new.due')}, provisional = new.provisional, level = new.level,"
        f" next_at = {_MOMENT.format('new.following')}"
        " FROM unnest(CAST(:id AS bigint[]), CAST(:calendar AS text[]), CAST(:amount AS integer[]),"
        " CAST(:amount_unit AS text[]), CAST(:due AS bigint[]), CAST(:provisional AS boolean[]),"
        " CAST(:level AS smallint[]), CAST(:following AS bigint[]))"
        " AS new(id, calendar, amount, amount_unit, due, provisional, level, following)"
        " WHERE ticket_clocks.id = new.id"
    )
)
_SUMMARISE_EACH = Prepared(text("UPDATE tickets SET due_at = :due, due_kind = :kind, alarm = :alarm WHERE key = :key"))
_SUMMARISE_ALL = Prepared(
    text(
        f"UPDATE tickets SET due_at = {_MOMENT.format('new.due')}, due_kind = new.kind, alarm = new.alarm"  # noqa: S608
        " FROM unnest(CAST(:key AS bigint[]), CAST(:due AS bigint[]), CAST(:kind AS text[]), CAST(:alarm AS smallint[]))"
        " AS new(key, due, kind, alarm) WHERE tickets.key = new.key"
    )
)


def _open_of(moment: str, these: str) -> Prepared:
    columns = [moment.format(name) if name in _MOMENTS else name for name in _CLOCK + _STANDING]
    return Prepared(
        text(
            f"SELECT {', '.join(columns)} FROM ticket_clocks WHERE ticket_key {these} AND stopped_at IS NULL"  # noqa: S608
            " ORDER BY ticket_key, id"
        )
    )


def _lock(moment: str, these: str, ends: str = "") -> Prepared:
    due = moment.format("due_at")
    return Prepared(text(f"SELECT key, {due}, due_kind, alarm FROM tickets WHERE key {these} ORDER BY key{ends}"))  # noqa: S608


_ON_SQLITE = ("{}", "IN (SELECT value FROM json_each(:keys))")
_ON_POSTGRESQL = ("CAST(EXTRACT(EPOCH FROM {}) * 1000000 AS bigint)", "= ANY(CAST(:keys AS bigint[]))")
_READ = {
    "sqlite": (_open_of(*_ON_SQLITE), _lock(*_ON_SQLITE)),
    "postgresql": (_open_of(*_ON_POSTGRESQL), _lock(*_ON_POSTGRESQL, " FOR UPDATE SKIP LOCKED")),
}


def open_of(connection: Connection, keys: Iterable[int]) -> Sequence[Any]:
    """Returns the clocks of some tickets that are not stopped, a ticket's one after another.

    The columns: id, ticket's key, kind, state, six facts, when it began, extensions, pauses, and what it stands at.
    """
    return _READ[connection.dialect.name][0].all(connection, {"keys": _list(connection, keys)})


def lock(connection: Connection, keys: Iterable[int]) -> dict[int, Summary]:
    """Returns what the rows of some tickets say; on PostgreSQL of those that nobody else is changing, locked."""
    found: Sequence[Any] = _READ[connection.dialect.name][1].all(connection, {"keys": _list(connection, keys)})
    return {key: (due, kind, alarm) for key, due, kind, alarm in found}


def change(connection: Connection, standings: Iterable[tuple[int, Standing]]) -> None:
    """Writes what clocks stand at now, by their ids."""
    names = ("id", *Standing._fields)
    _write(connection, _CHANGE_EACH, _CHANGE_ALL, names, [(clock, *standing) for clock, standing in standings])


def summarise(connection: Connection, summaries: Iterable[tuple[int, Summary]]) -> None:
    """Writes to the tickets' rows what they say of their clocks now."""
    names = ("key", "due", "kind", "alarm")
    _write(connection, _SUMMARISE_EACH, _SUMMARISE_ALL, names, [(key, *summary) for key, summary in summaries])


def _list(connection: Connection, keys: Iterable[int]) -> str:
    found = array(keys)
    return f"[{found[1:-1]}]" if connection.dialect.name == "sqlite" else found


def _write(
    connection: Connection, each: Prepared, together: Prepared, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        each.soon(connection, *(dict(zip(names, row, strict=True)) for row in rows))
    else:
        together.soon(
            connection, {name: array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
        )
