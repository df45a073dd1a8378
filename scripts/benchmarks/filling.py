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

from sqlalchemy import Connection, Index, text

from services.contracts.tickets import TicketStatus
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.migrations import upgrade
from services.server.tickets import repository
from services.server.tickets.service import blank
from services.server.tickets.tables import tickets
from services.server.training import district

_CHUNK = 20_000
_A_DAY = 1_500
"""Tickets a day, so that a million are two years of a district's."""
AGENTS = 12


def id_of(number: int) -> str:
    """Returns the id of one of the tickets."""
    return f"bench-{number}"


def fill(url: str, folder: Path, count: int, say: Callable[[str], None] = lambda _words: None) -> None:
    """Fills an empty database; tickets run from the past until an hour ago, oldest first."""
    database = Database(url)
    upgrade(database)
    kernel = build_kernel(ServerConfig(url, folder), database)
    district.seed(kernel)
    with database.read() as connection:
        maker = TicketMaker(connection, count)
    indexes = sorted((index for index in tickets.indexes), key=lambda index: str(index.name))
    many = count > _CHUNK
    if many:
        kernel.write(lambda tx: _take_away(tx.connection, indexes))
    for first in range(0, count, _CHUNK):
        rows = maker.rows(first, min(first + _CHUNK, count))
        placed = kernel.write(lambda tx, rows=rows: repository.add_many(tx.connection, list(rows)))
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
        connection.execute(text("DROP INDEX ix_ticket_words_words"))


def _back(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("CREATE INDEX ix_ticket_words_words ON ticket_words USING GIN (words)"))


class TicketMaker:
    """Makes tickets, the same ones each time, of what the training district knows.

    Args:
        connection: to a database that has the district's catalogue.
        count: how many there will be.
    """

    def __init__(self, connection: Connection, count: int) -> None:
        found = connection.execute(text("SELECT kind, code, parent, body FROM catalogue_entries")).all()
        self._villages = [(row.code, row.parent) for row in found if row.kind == "place" and row.parent]
        self._names = {row.code: _name(row.body) for row in found if row.kind == "place"}
        self._units = [row.code for row in found if row.kind == "unit"]
        resources = files("resources").joinpath("training")
        self.scenarios = tomllib.loads(resources.joinpath("scenarios.toml").read_text(encoding="utf-8"))["scenario"]
        self._words = tomllib.loads(resources.joinpath("words.toml").read_text(encoding="utf-8"))
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
            "town": self._names[town],
            "village": self._names[village],
            "detail": rng.choice(scenario["details"]) if scenario["details"] else road,
        }
        told = "".join(rng.sample(lines, min(len(lines), rng.randint(3, 6)))).format_map(words)
        return scenario, f"来电人反映：{words['village']}{road}，{told}", road, town, village

    def _row(self, number: int, rng: random.Random) -> dict[str, Any]:
        scenario, told, road, town, village = self.told(rng)
        moment = self._start + self._step * number
        status = rng.choices((TicketStatus.CLOSED, TicketStatus.DISPATCHED, TicketStatus.ACCEPTED), (90, 8, 2))[0]
        closed = moment + timedelta(hours=rng.uniform(1, 200)) if status is TicketStatus.CLOSED else None
        return {
            "id": id_of(number),
            "status": status.value,
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
            "urgency": int(rng.random() < 0.02),
            "unit": rng.choice(self._units),
            "created_by_id": f"agent{rng.randrange(1, AGENTS + 1):02}",
            "created_by": "话务员",
            "created_at": moment,
            "updated_at": min(closed or moment, self._now),
            "closed_at": min(closed, self._now) if closed else None,
            "note_count": 0,
        }


def _name(body: str) -> str:
    import orjson

    return str(orjson.loads(body)["name"])
