"""Queries on clocks and on what they are set by."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select, text, update

from services.contracts.clocks import Calendar, ClockRules, NewCalendarYear, Recount
from services.server import zone
from services.server.clocks.config import Config, carried, with_years
from services.server.clocks.state import COLUMNS, TicketClockState, from_row
from services.server.clocks.tables import calendar_years, calendars, clock_rules, ticket_clocks
from services.server.dispatching import repository as dispatching
from services.server.prepared import Prepared
from services.server.tables import server_settings
from services.server.tickets.tables import tickets

_VERSION = "clocks"
_RECOUNT = "clocks.recount"
_READ_TOKEN = Prepared(select(server_settings.c.value).where(server_settings.c.key == _VERSION))
# On PostgreSQL whoever counts holds this until the commit, and whoever loads new rules waits for them: nothing that was
# counted by the old ones is committed after the recount has passed by.
_COUNTING = Prepared(text("SELECT pg_advisory_xact_lock_shared(7, 3)"))
_LOADING = text("SELECT pg_advisory_xact_lock(7, 3)")
_OPEN_OF = Prepared(
    select(ticket_clocks)
    .where(ticket_clocks.c.ticket_key == bindparam("of"), ticket_clocks.c.stopped_at.is_(None))
    .order_by(ticket_clocks.c.id)
)
_ALL_OF = Prepared(
    select(ticket_clocks).where(ticket_clocks.c.ticket_key == bindparam("of")).order_by(ticket_clocks.c.id)
)
_OPEN_OF_MANY = (
    select(ticket_clocks)
    .where(ticket_clocks.c.ticket_key.in_(bindparam("of", expanding=True)), ticket_clocks.c.stopped_at.is_(None))
    .order_by(ticket_clocks.c.id)
)
_OPEN_AFTER = (
    select(ticket_clocks.c.ticket_key)
    .where(ticket_clocks.c.ticket_key > bindparam("after"), ticket_clocks.c.stopped_at.is_(None))
    .order_by(ticket_clocks.c.ticket_key)
    .distinct()
    .limit(bindparam("most"))
)
_LOCK_MANY = (
    select(
        *(tickets.c.key, tickets.c.id, tickets.c.number, tickets.c.status, tickets.c.version),
        *(tickets.c.due_at, tickets.c.due_kind, tickets.c.alarm, tickets.c.unit, tickets.c.assisting),
        tickets.c.handler_id,
    )
    .where(tickets.c.key.in_(bindparam("of", expanding=True)))
    .order_by(tickets.c.key)
    .with_for_update(skip_locked=True)
)
_LOCK = Prepared(select(tickets.c.key).where(tickets.c.key == bindparam("of")).with_for_update())
_ADD = Prepared(insert(ticket_clocks))
_CHANGE = Prepared(
    update(ticket_clocks)
    .where(ticket_clocks.c.id == bindparam("this"))
    .values({name: bindparam(f"new_{name}") for name in COLUMNS if name not in ("ticket_key", "kind")})
)
_SUMMARY = Prepared(
    update(tickets)
    .where(tickets.c.key == bindparam("of"))
    .values(due_at=bindparam("new_due_at"), due_kind=bindparam("new_due_kind"), alarm=bindparam("new_alarm"))
)
_configs: dict[str, Config] = {}


def config(connection: Connection, is_counting: bool = True) -> Config:
    """Returns rules and calendars as this transaction sees them; those that the program carries until others are loaded.

    Args:
        connection: of the transaction.
        is_counting: whether something that is counted by them is going to be written.
    """
    if is_counting and connection.dialect.name == "postgresql":
        _COUNTING.soon(connection, {})
    token = _READ_TOKEN.scalar(connection, {})
    if token is None:
        return carried(zone.of(connection))
    found = _configs.get(token)
    if found is None:
        if len(_configs) > 8:
            _configs.clear()
        found = _configs[token] = _load(connection, token)
    return found


def counting(connection: Connection, ticket_key: int) -> tuple[Config, list[TicketClockState]]:
    """Returns rules and calendars, and the clocks of a ticket that is going to be counted: asked for in one go."""
    if connection.dialect.name == "postgresql":
        _COUNTING.soon(connection, {})
        _READ_TOKEN.ahead(connection, {})
    opened = open_of(connection, ticket_key)
    return config(connection, is_counting=False), opened


def lock_config(connection: Connection) -> None:
    """Waits until nobody counts any more, and keeps others from it until the commit."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOADING)


def keep_config(connection: Connection, changed: Config) -> None:
    """Writes what is not there yet, and the token that makes everybody read it."""
    _add_missing(
        connection,
        clock_rules,
        [
            {
                "version": rules.version,
                "effective_from": rules.effective_from,
                "author": rules.author,
                "body": rules.model_dump_json(),
            }
            for rules in changed.rules
        ],
    )
    _add_missing(
        connection,
        calendars,
        [
            {
                "code": calendar.code,
                "version": calendar.version,
                "effective_from": calendar.effective_from,
                "body": calendar.model_dump_json(exclude={"years"}),
            }
            for calendar in changed.calendars
        ],
    )
    kept = {(year.calendar, year.year): (version, year) for version, year in _years(connection)}
    for year in changed.years:
        version, before = kept.get((year.calendar, year.year), (0, None))
        if year != before:
            body = year.model_dump_json(exclude={"schema_", "id_"})
            row = {"calendar": year.calendar, "year": year.year, "version": version + 1, "body": body}
            connection.execute(insert(calendar_years), row)
    _keep_setting(connection, _VERSION, changed.token)


def open_of(connection: Connection, ticket_key: int) -> list[TicketClockState]:
    """Returns the clocks of a ticket that are not stopped, and on PostgreSQL locks the ticket.

    The ticket is locked first by everybody who changes clocks, so that no two wait for each other.
    """
    if connection.dialect.name == "postgresql":
        _LOCK.soon(connection, {"of": ticket_key})
    return [from_row(row) for row in _OPEN_OF.all(connection, {"of": ticket_key})]


def all_of(connection: Connection, ticket_key: int) -> list[TicketClockState]:
    """Returns every clock that a ticket ever had, in the order in which they were started."""
    return [from_row(row) for row in _ALL_OF.all(connection, {"of": ticket_key})]


def all_of_many(connection: Connection, keys: Sequence[int]) -> list[TicketClockState]:
    """Returns every clock of some tickets."""
    query = select(ticket_clocks).where(ticket_clocks.c.ticket_key.in_(keys)).order_by(ticket_clocks.c.id)
    return [from_row(row) for row in connection.execute(query)]


def open_of_many(connection: Connection, keys: Sequence[int]) -> dict[int, list[TicketClockState]]:
    """Returns the clocks of some tickets that are not stopped."""
    found: dict[int, list[TicketClockState]] = {key: [] for key in keys}
    for row in connection.execute(_OPEN_OF_MANY, {"of": list(keys)}).all() if keys else ():
        found[row.ticket_key].append(from_row(row))
    return found


def lock(connection: Connection, keys: Sequence[int]) -> list[Row[Any]]:
    """Returns what lists show of some tickets; on PostgreSQL those that nobody else is changing, locked."""
    return list(connection.execute(_LOCK_MANY, {"of": list(keys)})) if keys else []


def exists(connection: Connection, key: int) -> bool:
    """Tells whether there is a ticket with a key."""
    return connection.execute(select(tickets.c.key).where(tickets.c.key == key)).first() is not None


def open_after(connection: Connection, key: int, most: int) -> list[int]:
    """Returns the keys of the next tickets with a clock that is not stopped."""
    return list(connection.execute(_OPEN_AFTER, {"after": key, "most": most}).scalars())


def count_open(connection: Connection) -> int:
    """Counts the tickets with a clock that is not stopped."""
    query = select(func.count(ticket_clocks.c.ticket_key.distinct())).where(ticket_clocks.c.stopped_at.is_(None))
    return int(connection.execute(query).scalar_one())


def last_recount(connection: Connection) -> Recount:
    """Returns what the last recount came to."""
    kept = connection.execute(select(server_settings.c.value).where(server_settings.c.key == _RECOUNT)).scalar()
    return Recount.model_validate_json(kept) if kept else Recount()


def keep_recount(connection: Connection, done: Recount) -> None:
    """Keeps what a recount came to."""
    _keep_setting(connection, _RECOUNT, done.model_dump_json())


def add(connection: Connection, clocks: Iterable[TicketClockState]) -> None:
    """Keeps new clocks."""
    _ADD.soon(connection, *(clock.row() for clock in clocks))


def change(connection: Connection, clocks: Iterable[TicketClockState]) -> None:
    """Writes clocks that have changed."""
    rows = [{"this": clock.id, **{f"new_{name}": value for name, value in clock.row().items()}} for clock in clocks]
    _CHANGE.soon(connection, *rows)


def forget(connection: Connection, keys: Sequence[int]) -> None:
    """Takes out all clocks of some tickets."""
    if keys:
        gone = delete(ticket_clocks).where(ticket_clocks.c.ticket_key == bindparam("of"))
        connection.execute(gone, [{"of": key} for key in keys])


def summarise(connection: Connection, summaries: dict[int, dict[str, Any]]) -> None:
    """Writes to the tickets' rows what they say of their clocks."""
    rows = [{"of": key, **{f"new_{name}": value for name, value in each.items()}} for key, each in summaries.items()]
    _SUMMARY.soon(connection, *rows)


def _keep_setting(connection: Connection, key: str, value: str) -> None:
    done = connection.execute(update(server_settings).where(server_settings.c.key == key).values(value=value))
    if not done.rowcount:
        connection.execute(insert(server_settings), {"key": key, "value": value})


def _load(connection: Connection, token: str) -> Config:
    query = select(clock_rules.c.body).order_by(clock_rules.c.effective_from, clock_rules.c.version)
    rules = [ClockRules.model_validate_json(body) for body in connection.execute(query).scalars()]
    years = [year for _version, year in _years(connection)]
    query = select(calendars.c.body).order_by(calendars.c.code, calendars.c.version)
    found = [Calendar.model_validate_json(body) for body in connection.execute(query).scalars()]
    of_matters = dispatching.limits(connection)
    return Config(token, rules, [with_years(calendar, years) for calendar in found], years, of_matters)


def _years(connection: Connection) -> list[tuple[int, NewCalendarYear]]:
    """Returns the newest version of each loaded year."""
    c = calendar_years.c
    query = select(c.calendar, c.year, c.version, c.body).order_by(c.calendar, c.year, c.version)
    newest = {(row.calendar, row.year): row for row in connection.execute(query)}
    return [(row.version, NewCalendarYear.model_validate_json(row.body)) for row in newest.values()]


def _add_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Writes the rows whose primary key is not there yet; versions never change."""
    keys = [column.name for column in table.primary_key]
    known = {tuple(row) for row in connection.execute(select(*(table.c[name] for name in keys)))}
    missing = [row for row in rows if tuple(row[name] for name in keys) not in known]
    if missing:
        connection.execute(insert(table), missing)
