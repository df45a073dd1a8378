"""Queries on clocks and on what they are set by."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, text, update

from services.contracts.clocks import Calendar, ClockRules, NewCalendarYear
from services.server.clocks.config import Config, carried
from services.server.clocks.state import COLUMNS, TicketClockState, from_row
from services.server.clocks.tables import calendar_years, calendars, clock_rules, ticket_clocks
from services.server.tables import server_settings
from services.server.tickets.tables import tickets

_VERSION = "clocks"
_READ_TOKEN = select(server_settings.c.value).where(server_settings.c.key == _VERSION)
# On PostgreSQL whoever counts holds this until the commit, and whoever loads new rules waits for them: nothing that was
# counted by the old ones is committed after the recount has passed by.
_COUNTING = text("SELECT pg_advisory_xact_lock_shared(7, 3)")
_LOADING = text("SELECT pg_advisory_xact_lock(7, 3)")
_OPEN_OF = (
    select(ticket_clocks)
    .where(ticket_clocks.c.ticket_key == bindparam("of"), ticket_clocks.c.stopped_at.is_(None))
    .order_by(ticket_clocks.c.id)
)
_ALL_OF = select(ticket_clocks).where(ticket_clocks.c.ticket_key == bindparam("of")).order_by(ticket_clocks.c.id)
_LOCK = select(tickets.c.key).where(tickets.c.key == bindparam("of")).with_for_update()
_ADD = insert(ticket_clocks)
_CHANGE = (
    update(ticket_clocks)
    .where(ticket_clocks.c.id == bindparam("this"))
    .values({name: bindparam(f"new_{name}") for name in COLUMNS if name not in ("ticket_key", "kind")})
)
_SUMMARY = (
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
        connection.execute(_COUNTING)
    token = connection.execute(_READ_TOKEN).scalar()
    if token is None:
        return carried()
    found = _configs.get(token)
    if found is None:
        if len(_configs) > 8:
            _configs.clear()
        found = _configs[token] = _load(connection, token)
    return found


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
    done = connection.execute(
        update(server_settings).where(server_settings.c.key == _VERSION).values(value=changed.token)
    )
    if not done.rowcount:
        connection.execute(insert(server_settings), {"key": _VERSION, "value": changed.token})


def open_of(connection: Connection, ticket_key: int) -> list[TicketClockState]:
    """Returns the clocks of a ticket that are not stopped, and on PostgreSQL locks the ticket.

    The ticket is locked first by everybody who changes clocks, so that no two wait for each other.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"of": ticket_key})
    return [from_row(row) for row in connection.execute(_OPEN_OF, {"of": ticket_key})]


def all_of(connection: Connection, ticket_key: int) -> list[TicketClockState]:
    """Returns every clock that a ticket ever had, in the order in which they were started."""
    return [from_row(row) for row in connection.execute(_ALL_OF, {"of": ticket_key})]


def all_of_many(connection: Connection, keys: Sequence[int]) -> list[TicketClockState]:
    """Returns every clock of some tickets."""
    query = select(ticket_clocks).where(ticket_clocks.c.ticket_key.in_(keys)).order_by(ticket_clocks.c.id)
    return [from_row(row) for row in connection.execute(query)]


def add(connection: Connection, clocks: Iterable[TicketClockState]) -> None:
    """Keeps new clocks."""
    rows = [clock.row() for clock in clocks]
    if rows:
        connection.execute(_ADD, rows)


def change(connection: Connection, clocks: Iterable[TicketClockState]) -> None:
    """Writes clocks that have changed."""
    rows = [{"this": clock.id, **{f"new_{name}": value for name, value in clock.row().items()}} for clock in clocks]
    if rows:
        connection.execute(_CHANGE, rows)


def forget(connection: Connection, keys: Sequence[int]) -> None:
    """Takes out all clocks of some tickets."""
    if keys:
        gone = delete(ticket_clocks).where(ticket_clocks.c.ticket_key == bindparam("of"))
        connection.execute(gone, [{"of": key} for key in keys])


def summarise(connection: Connection, summaries: dict[int, dict[str, Any]]) -> None:
    """Writes to the tickets' rows what they say of their clocks."""
    rows = [{"of": key, **{f"new_{name}": value for name, value in each.items()}} for key, each in summaries.items()]
    if rows:
        connection.execute(_SUMMARY, rows)


def _load(connection: Connection, token: str) -> Config:
    query = select(clock_rules.c.body).order_by(clock_rules.c.effective_from, clock_rules.c.version)
    rules = [ClockRules.model_validate_json(body) for body in connection.execute(query).scalars()]
    years = [year for _version, year in _years(connection)]
    query = select(calendars.c.body).order_by(calendars.c.code, calendars.c.version)
    found = [Calendar.model_validate_json(body) for body in connection.execute(query).scalars()]
    return Config(token, rules, [with_years(calendar, years) for calendar in found], years)


def with_years(calendar: Calendar, years: Iterable[NewCalendarYear]) -> Calendar:
    """Returns a calendar that says which years are published of the days that it goes by."""
    known = sorted(year.year for year in years if year.calendar == (calendar.days_of or calendar.code))
    return calendar.model_copy(update={"years": known})


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
