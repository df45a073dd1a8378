"""Fills a database with the training district and very many tickets, fast: made of the scenarios, places and words it has.

Secondary indexes are taken away first and built again at the end, which is several times faster than keeping them up. What
is filled is kept under ``build`` with a mark of what it was filled with, and used again by the next run.
"""

import random
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Index, text

from services.contracts.accounts import Account, Role
from services.contracts.clocks import ClockKind
from services.contracts.tickets import TicketStatus
from services.server.accounts import repository as accounts
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.migrations import upgrade
from services.server.tickets import repository, search
from services.server.tickets.service import blank
from services.server.tickets.tables import tickets
from services.server.training import district, staff

_CHUNK = 20_000
_A_DAY = 1_500
"""Tickets a day, so that a million are two years of a district's."""
AGENTS = 12
HANDLER, UNIT = "bench-handler", "D06"
"""Somebody who handles tickets, and for which unit."""
_OPEN = 0.025
"""Of all tickets: at 1,500 a day some 25,000 are with somebody, which is two to three weeks of work."""
_LEAST_OPEN = 5_000
"""Work lists of few tickets are as full as those of many: a page of five rows says nothing about one of fifty."""
_STATES = {
    TicketStatus.ACCEPTED: 15,
    TicketStatus.DISPATCHED: 25,
    TicketStatus.HANDLING: 40,
    TicketStatus.SUSPENDED: 5,
    TicketStatus.REVIEW: 8,
    TicketStatus.FOLLOW_UP: 7,
}
"""Where the open ones stand, in hundredths."""


def id_of(number: int) -> str:
    """Returns the id of one of the tickets."""
    return f"bench-{number}"


def fill(url: str, folder: Path, count: int, say: Callable[[str], None] = lambda _words: None) -> None:
    """Fills an empty database; tickets run from the past until an hour ago, oldest first."""
    database = Database(url)
    upgrade(database)
    kernel = build_kernel(ServerConfig(url, folder), database)
    district.seed(kernel)
    handler = Account(id=HANDLER, username=HANDLER, name="承办员", roles=[Role.HANDLER], unit=UNIT)
    password = kernel.passwords.hash(staff.PASSWORD)
    kernel.write(lambda tx: accounts.add(tx.connection, handler, password))
    with database.read() as connection:
        maker = TicketMaker(connection, count)
    indexes = sorted((index for index in tickets.indexes), key=lambda index: str(index.name))
    many = count > _CHUNK
    if many:
        kernel.write(lambda tx: _take_away(tx.connection, indexes))
    for first in range(0, count, _CHUNK):
        rows = maker.rows(first, min(first + _CHUNK, count))
        placed = kernel.write(lambda tx, rows=rows: repository.add_many(tx, list(rows), tx.now))
        if len(placed) != min(_CHUNK, count - first):
            raise AssertionError("not all tickets were stored")
        say(f"{first + len(placed):,} tickets")
    if many:
        for index in indexes:
            kernel.write(lambda tx, index=index: index.create(tx.connection))
        kernel.write(lambda tx: _back(tx.connection))
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    else:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _take_away(connection: Connection, indexes: list[Index]) -> None:
    for index in indexes:
        index.drop(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP INDEX {search.INDEX}"))


def _back(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        search.create_index(connection)


_CLOSED: dict[str, Any] = {
    "status": TicketStatus.CLOSED.value,
    "pending": "",
    "handler_id": None,
    "due_at": None,
    "due_kind": "",
    "alarm": 0,
    "supervised": False,
    "wrote_again": False,
    "alert": False,
}


class TicketMaker:
    """Makes tickets, the same ones each time, of what the training district knows.

    Args:
        connection: to a database that has the district's catalogue.
        count: how many there will be.
    """

    def __init__(self, connection: Connection, count: int) -> None:
        found = connection.execute(text("SELECT kind, code, parent, body FROM catalogue_entries")).all()
        self._villages = [(row.code, row.parent) for row in found if row.kind == "place" and row.parent]
        self.names = {row.code: _name(row.body) for row in found if row.kind == "place"}
        self.units = [row.code for row in found if row.kind == "unit"]
        resources = files("resources").joinpath("training")
        self.scenarios = tomllib.loads(resources.joinpath("scenarios.toml").read_text(encoding="utf-8"))["scenario"]
        self._words = tomllib.loads(resources.joinpath("words.toml").read_text(encoding="utf-8"))
        self._open_share = max(_OPEN, min(0.5, _LEAST_OPEN / count))
        self._now = datetime.now(UTC)
        self._step = timedelta(days=1) / _A_DAY
        self._start = self._now - timedelta(hours=1) - count * self._step

    def rows(self, first: int, end: int) -> Iterator[dict[str, Any]]:
        """Gives the tickets of some numbers."""
        base = blank()
        rng = random.Random(first)
        for number in range(first, end):
            yield base | self._row(number, rng)

    def told(self, rng: random.Random) -> tuple[dict[str, Any], str, str, str, str]:
        """Returns a scenario, what a caller told about it, the road, and where: town and village."""
        scenario = rng.choice(self.scenarios)
        village, town = rng.choice(self._villages)
        lines = scenario["lines"][1:-1]
        road = f"{rng.choice(self._words['roads'])}{rng.randrange(1, 400)}号"
        words = {
            "caller": rng.choice(self._words["surnames"]) + rng.choice(self._words["titles"]),
            "town": self.names[town],
            "village": self.names[village],
            "detail": rng.choice(scenario["details"]) if scenario["details"] else road,
        }
        told = "".join(rng.sample(lines, min(len(lines), rng.randint(3, 6)))).format_map(words)
        return scenario, f"来电人反映：{words['village']}{road}，{told}", road, town, village

    def _row(self, number: int, rng: random.Random) -> dict[str, Any]:
        scenario, told, road, town, village = self.told(rng)
        moment = self._start + self._step * number
        closed = None
        state: dict[str, Any] = _CLOSED
        if rng.random() < self._open_share:
            state = self._open(rng)
        else:
            closed = min(moment + timedelta(hours=rng.uniform(1, 200)), self._now)
        return {
            **state,
            "id": id_of(number),
            "version": 1,
            "opened_as": "dispatch",
            "digest": "",
            "caller_name": rng.choice(self._words["surnames"]) + rng.choice(self._words["titles"]),
            "caller_number": f"161{rng.randrange(10**6) * 97 % 10**8:08}",
            "kind": scenario["kind"],
            "category": scenario["category"],
            "town": town,
            "village": village,
            "detail": road,
            "title": scenario["title"],
            "content": told,
            "urgency": rng.choices((0, 1, 2), (950, 48, 2))[0],
            "unit": rng.choice(self.units),
            "created_by_id": f"agent{rng.randrange(1, AGENTS + 1):02}",
            "created_by": "话务员",
            "created_at": moment,
            "updated_at": closed or moment,
            "closed_at": closed,
            "note_count": 0,
        }

    def _open(self, rng: random.Random) -> dict[str, Any]:
        status = rng.choices(list(_STATES), list(_STATES.values()))[0]
        unit_has = status in (TicketStatus.DISPATCHED, TicketStatus.HANDLING)
        # Some are late; the clocks of those that were put off stand still.
        due = None if status is TicketStatus.SUSPENDED else self._now + timedelta(hours=rng.uniform(-30, 240))
        late = due is not None and due < self._now
        return {
            "status": status.value,
            "pending": rng.choices(("", "return", "extension"), (92, 4, 4))[0] if unit_has else "",
            "handler_id": HANDLER if unit_has and rng.random() < 0.1 else None,
            "due_at": due,
            "due_kind": ClockKind.FINISH.value if due else "",
            "alarm": rng.randrange(1, 4) if late else 0,
            "supervised": rng.random() < 0.02,
            "wrote_again": False,
            "alert": rng.random() < 0.001,
        }


def _name(body: str) -> str:
    return str(orjson.loads(body)["name"])
