"""Lists of tickets: any filter in any order, a page at a time, by an index and never by reading the whole table.

A list is driven by the one filter that narrows it most; the index of that filter is already in the order asked for, so
the database walks it from the cursor and stops at the end of the page. The other filters are tested on the way. SQLite is
told the index by name, because without statistics it would guess; PostgreSQL keeps statistics and decides for itself. What is
looked for by words it is told, one stretch of time after another (``search``): it takes pairs of characters that belong
together for independent ones, and would read all tickets with them.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row
from sqlalchemy.sql.selectable import TextualSelect

from services.clock import day_begins
from services.contracts.tickets import TicketSort, TicketStatus
from services.server.people.repository import LAST
from services.server.tickets import confirming, narrowing, search, statements
from services.server.tickets.tables import key_at, microseconds, moment_of

_ONLY_BY_KEY = frozenset({"person_id", "caller_number", "village"})
"""Few rows each: an index for the order of creation only."""
_LAST_KEY = 2**63 - 1
_NEWEST = 10_000
"""How many tickets are read where there is nothing for the index of words to look up."""
_REACHED = 1_000
"""How many tickets are looked at for who sees only those of some units: theirs may be rare, and all would be read."""
_TRIED = 3_000
"""How many of the newest tickets with other filters are read for words on PostgreSQL before its index of words is asked."""
_DAY = len("20261124")
_HITS = (
    "(SELECT words.key FROM unnest(CAST(:matches AS tsquery[])) AS typed(query) CROSS JOIN LATERAL"
    " (SELECT key FROM ticket_words WHERE words @@ typed.query OFFSET 0) AS words ORDER BY words.key DESC OFFSET 0) AS hits"
    " CROSS JOIN LATERAL (SELECT * FROM tickets WHERE tickets.key = hits.key OFFSET 0) AS tickets"
)
"""Keys by the index of words, the newest first, and their tickets one after another: as many as the page has room for."""


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed by; empty means "any".

    Attributes:
        number: beginning of a ticket number: a day and more; put in by :meth:`numbered`.
        viewer: whose view it is; given where they may not see who asked confidentially.
        unnamed: leave out confidential tickets that are not the viewer's own: what is looked for would say who asked.
        newest: how many tickets are read where there is nothing for the index of words to look up.
        among: keys of the tickets that are read for the words, where these are known already.
        units: only what lies with one of these or what ``assists`` names, among the newest :data:`_REACHED` of the rest.
        own: with ``units`` on SQLite: words are looked for in so many of the newest tickets of each of them instead.
    """

    status: str = ""
    kind: str = ""
    category: str = ""
    town: str = ""
    village: str = ""
    unit: str = ""
    created_by_id: str = ""
    person: str = ""
    caller_number: str = ""
    since: datetime | None = None
    until: datetime | None = None
    number: str = ""
    words: search.Words | None = None
    viewer: str = ""
    unnamed: bool = False
    among: tuple[int, ...] | None = None
    units: tuple[str, ...] = ()
    assists: str = ""
    own: int = 0
    newest: int = _NEWEST

    def equalities(self) -> dict[str, str]:
        """Returns the value of each column that is tested for one, the column that narrows most first."""
        is_closed = self.status == TicketStatus.CLOSED
        tests = {
            "person_id": self.person,
            "caller_number": self.caller_number,
            "village": self.village,
            # Of a year's tickets nearly all are closed.
            **({} if is_closed else {"status": self.status}),
            "created_by_id": self.created_by_id,
            {2: "branch", 4: "stem"}.get(len(self.category), "category"): self.category,
            "unit": self.unit,
            "town": self.town,
            "kind": self.kind,
            **({"status": self.status} if is_closed else {}),
        }
        return {column: value for column, value in tests.items() if value}

    def keys(self) -> tuple[int, int]:
        """Returns the lowest key of the list, and the lowest one beyond it."""
        low = key_at(self.since) if self.since else 0
        high = min(key_at(self.until), _LAST_KEY) if self.until else _LAST_KEY
        return low, high

    def numbered(self, number: str, zone: ZoneInfo) -> "Filter":
        """Returns the filter with the beginning of a ticket number beside it, and so only the district's day in it."""
        day = datetime.strptime(number[:_DAY], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        begin, end = day_begins(day, zone), day_begins(day + timedelta(days=1), zone)
        since = max(self.since, begin) if self.since else begin
        return replace(self, number=number, since=since, until=min(self.until, end) if self.until else end)

    def order(self, sort: TicketSort) -> TicketSort:
        """Returns the order the list really has: what is looked for by words or number comes newest first."""
        return TicketSort.CREATED if self.words or self.number else sort


@dataclass(frozen=True)
class Position:
    """Where a page ended: the sort value of its last row (0 in the order of creation) and its key."""

    value: int
    key: int


def page(
    connection: Connection, wanted: Filter, sort: TicketSort, after: Position | None, limit: int
) -> list[Row[Any]]:
    """Returns the next rows."""
    sort = wanted.order(sort)
    if connection.dialect.name == "sqlite":
        driver, lists_keys = _driver(connection, wanted)
    elif wanted.words and wanted.words.terms and wanted.among is None:
        return _by_stretches(connection, wanted, after, limit)
    else:
        driver, lists_keys = "", False
    walk = Walk(wanted, sort, after, limit, driver=driver, lists_keys=lists_keys)
    if sort is not TicketSort.URGENCY:
        return _rows(connection, walk)
    rows: list[Row[Any]] = []
    if after is None or after.value > 0:
        rows = _rows(connection, walk)
        after = None
    if len(rows) < limit:
        # The others, which are most, in the order of their creation.
        rest = replace(walk, sort=TicketSort.CREATED, after=after, limit=limit - len(rows), only_normal=True)
        rows += _rows(connection, rest)
    return rows


def _driver(connection: Connection, wanted: Filter) -> tuple[str, bool]:
    """Returns the filter that drives a list on SQLite (empty for the first one), and whether words are looked for among its keys."""
    equal = wanted.equalities()
    has_terms = bool(wanted.words and wanted.words.terms)
    if not equal or next(iter(equal)) in _ONLY_BY_KEY or wanted.number or not (has_terms or len(equal) > 1):
        return "", False
    _low, high = wanted.keys()
    driver = narrowing.narrowest(connection, equal, high)
    return driver, has_terms and narrowing.is_rare(connection, driver, equal[driver], high)


def _by_stretches(connection: Connection, wanted: Filter, after: Position | None, limit: int) -> list[Row[Any]]:
    """Returns the next rows with some words on PostgreSQL: from the newest stretches of time, and older ones while too few."""
    words = wanted.words
    low, high = wanted.keys()
    high = high if after is None else min(high, after.key)
    if words is None or wanted.units:
        among = search.newest(connection, words, low, high, _REACHED) if words is not None else ()
        return _rows(connection, Walk(replace(wanted, among=among), TicketSort.CREATED, after, limit)) if among else []
    rows: list[Row[Any]] = []
    if wanted.equalities() and words.are_spelt:
        rows, high = _read_newest(connection, wanted, words, after, limit)
    if len(rows) >= limit:
        return rows
    for matches in search.stretches(connection, words, low, high):
        rest = Position(0, high) if high < _LAST_KEY else None
        rows += _rows(connection, Walk(wanted, TicketSort.CREATED, rest, limit - len(rows), matches=tuple(matches)))
        if len(rows) >= limit:
            break
    return rows


def _read_newest(
    connection: Connection, wanted: Filter, words: search.Words, after: Position | None, limit: int
) -> tuple[list[Row[Any]], int]:
    """Reads the newest tickets of some filters for words; returns those with them, and the key that older ones are below.

    Where a filter fits few, the index of words has most of a common word for nothing; of a rare word it has little.
    """
    walk = Walk(replace(wanted, words=words.spelt(), newest=_TRIED), TicketSort.CREATED, after, limit)
    if len(rows := _rows(connection, walk)) >= limit:
        return rows, 0
    values: dict[str, Any] = {"beyond": _TRIED - 1}
    last = connection.execute(statements.nth(tuple(walk.tests(values))), values).scalar()
    return rows, 0 if last is None else last


def position(row: Row[Any], sort: TicketSort, wanted: Filter) -> Position:
    """Returns where a page that ends with a row ends."""
    match wanted.order(sort):
        case TicketSort.UPDATED:
            return Position(microseconds(row.updated_at), row.key)
        case TicketSort.URGENCY:
            return Position(row.urgency, row.key)
    return Position(0, row.key)


@dataclass(frozen=True)
class Walk:
    """One walk along one index."""

    wanted: Filter
    sort: TicketSort
    after: Position | None
    limit: int
    only_normal: bool = False
    matches: tuple[str, ...] = ()
    """PostgreSQL: what the index of words is asked, by stretches."""
    driver: str = ""
    """SQLite: the filter whose index is walked, where it is not the first."""
    lists_keys: bool = False
    """SQLite: words are looked for among the tickets that the driver has."""

    def index(self) -> str:
        """Returns the name of the index that is walked; empty for the table itself, which is in the order of keys."""
        driver = self.driver or next(iter(self.wanted.equalities()), "")
        if driver in _ONLY_BY_KEY:
            return f"ix_tickets_{driver}_key"
        suffix = {TicketSort.CREATED: "key", TicketSort.UPDATED: "updated", TicketSort.URGENCY: "urgent"}[self.sort]
        if not driver:
            return "" if suffix == "key" else f"ix_tickets_{suffix}"
        return f"ix_tickets_{driver}_{suffix}"

    def statement(self, is_sqlite: bool) -> tuple[TextualSelect, dict[str, Any]]:
        """Returns the query and its values."""
        values: dict[str, Any] = {"limit": self.limit}
        source, tests, order = self._parts(is_sqlite, values)
        units = self.wanted.units
        if units and not self.wanted.own:
            values |= {"reached": _REACHED, "assists": f"% {self.wanted.assists} %"}
            values |= {f"unit{n}": unit for n, unit in enumerate(units)}
            ours = ", ".join(f":unit{n}" for n in range(len(units)))
            seen = f"(tickets.unit IN ({ours}) OR ' ' || tickets.assisting || ' ' LIKE :assists)"
            if is_sqlite and "match" in values and not self.wanted.equalities():
                # Whose they are is asked first: most are others', and of those nothing more is read.
                hits = " AND ".join(test for test in tests if "ticket_words" in test and "tickets." not in test)
                rest = tuple(test for test in tests if "ticket_words" not in test)
                found = (
                    f"(SELECT rowid AS key FROM ticket_words WHERE {hits} ORDER BY rowid DESC LIMIT :reached) AS hits"  # noqa: S608
                )
                source, tests = f"{found} CROSS JOIN tickets", ("tickets.key = hits.key", seen, *rest)
                order = "hits.key DESC"
            else:
                source, tests, order = (
                    f"({statements.sql(source, tests, order, 'reached')}) AS tickets",
                    (seen,),
                    "tickets.key DESC",
                )
        return statements.query(source, tests, order), values

    def _parts(self, is_sqlite: bool, values: dict[str, Any]) -> tuple[str, tuple[str, ...], str]:
        """Returns what is read, what each row is tested for and in which order; adds the values of the tests."""
        tests = self.tests(values)
        index, order, words = self.index(), "tickets.key DESC", self.wanted.words
        if words and self.wanted.among is not None:
            values["among"] = list(self.wanted.among)
            found = ("tickets.key = ANY(CAST(:among AS bigint[]))", *tests)
            return "tickets", (*found, *confirming.confirm(words, values, is_sqlite)), order
        if words and not words.terms:
            hint = f" INDEXED BY {index}" if is_sqlite and index else ""
            where = " AND ".join(tests) or "1 = 1"
            newest = f"(SELECT * FROM tickets{hint} WHERE {where} ORDER BY {order} LIMIT {self.wanted.newest})"  # noqa: S608
            return f"{newest} AS tickets", tuple(confirming.confirm(words, values, is_sqlite)), order
        if words and not is_sqlite:
            values["matches"] = list(self.matches)
            tests = [test.replace("tickets.key", "hits.key") for test in tests] + confirming.confirm(
                words, values, is_sqlite
            )
            return _HITS, tuple(tests), "hits.key DESC"
        if words:
            values["match"] = words.for_sqlite()
            # The index of words is walked by its own row number, so bounds on the key are bounds on that.
            tests = [test.replace("tickets.key", "ticket_words.rowid") for test in tests]
            if self.wanted.own:
                tests.append(
                    f"+ticket_words.rowid IN ({narrowing.newest_of(self.wanted.units, self.wanted.own, values)})"
                )
            elif self.lists_keys:
                tests.append(f"+ticket_words.rowid IN ({narrowing.keys_with(self.driver)})")
            tests = ["ticket_words MATCH :match", "tickets.key = ticket_words.rowid", *tests]
            tests += confirming.confirm(words, values, is_sqlite)
            return "ticket_words CROSS JOIN tickets", tuple(tests), "ticket_words.rowid DESC"
        if self.sort is not TicketSort.CREATED:
            order = f"tickets.{self._column()} DESC, {order}"
        # A number narrows more than any filter; the database sees that by itself.
        hint = f" INDEXED BY {index}" if is_sqlite and index and not self.wanted.number else ""
        return f"tickets{hint}", tuple(tests), order

    def tests(self, values: dict[str, Any]) -> list[str]:
        """Returns what a row is tested for besides words; adds the values of the tests."""
        return [*self._bounds(values), *self._others(values)]

    def _column(self) -> str:
        return "updated_at" if self.sort is TicketSort.UPDATED else "urgency"

    def _bounds(self, values: dict[str, Any]) -> list[str]:
        tests = []
        low, high = self.wanted.keys()
        if self.after is not None and self.sort is TicketSort.CREATED:
            high = min(high, self.after.key)
        elif self.after is not None:
            value: Any = moment_of(self.after.value) if self.sort is TicketSort.UPDATED else self.after.value
            values |= {self._column(): value, "after": self.after.key}
            tests.append(f"(tickets.{self._column()}, tickets.key) < (:{self._column()}, :after)")
        if low:
            values["low"] = low
            tests.append("tickets.key >= :low")
            if self.sort is TicketSort.UPDATED:
                # Nothing changes before it is there.
                values["since"] = self.wanted.since
                tests.append("tickets.updated_at >= :since")
        if high < _LAST_KEY:
            values["high"] = high
            tests.append("tickets.key < :high")
        return tests

    def _others(self, values: dict[str, Any]) -> list[str]:
        equal = self.wanted.equalities()
        values |= {f"is_{column}": value for column, value in equal.items()}
        tests = [f"tickets.{column} = :is_{column}" for column in equal]
        if "person_id" in equal:
            tests.append("tickets.person_id IS NOT NULL")
        if self.only_normal:
            tests.append("tickets.urgency = 0")
        elif self.sort is TicketSort.URGENCY:
            tests.append("tickets.urgency > 0")
        if self.wanted.viewer and (self.wanted.person or self.wanted.caller_number or self.wanted.unnamed):
            values["viewer"] = self.wanted.viewer
            tests.append("(NOT tickets.confidential OR tickets.created_by_id = :viewer)")
        if self.wanted.viewer and self.wanted.words:
            values["viewer"] = self.wanted.viewer
            tests += confirming.names_nobody(self.wanted.words.typed, values)
        if self.wanted.number:
            values |= {"number": self.wanted.number, "number_end": self.wanted.number + LAST}
            tests.append("tickets.number >= :number AND tickets.number < :number_end")
        return tests


def _rows(connection: Connection, walk: Walk) -> list[Row[Any]]:
    is_sqlite = connection.dialect.name == "sqlite"
    query, values = walk.statement(is_sqlite)
    if is_sqlite:
        return statements.prepared(query).all(connection, values)
    # PostgreSQL plans a list for its values.
    return list(connection.execute(query, values).all())
