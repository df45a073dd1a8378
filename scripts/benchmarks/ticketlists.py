"""The list of tickets with a million tickets, on SQLite and on PostgreSQL: every filter and every two of them, in every order."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

from benchmarks.databases import KINDS, Filled, filled
from benchmarks.filling import HANDLER, UNIT, TicketMaker
from benchmarks.lifecycle import Call, note_of
from benchmarks.load import one_after_another, serving, sign_in
from benchmarks.report import Result, percentile, tell

from services.contracts.tickets import TicketKind, TicketSort, TicketStatus
from services.server.database import Database
from services.server.training import staff

_LIMIT_MS = 50.0
_ALL_OF_THEM = 40
"""So many calls of each order have any number of filters."""


def run(short: bool) -> list[Result]:
    """Measures on both kinds of database."""
    results: list[Result] = []
    for kind in KINDS:
        with filled(kind, 10_000 if short else 1_000_000) as database:
            results += tell(measure(database))
    return results


def measure(database: Filled) -> list[Result]:
    """Asks for the first page of each list, as a lead of the centre and as a handler of one unit."""
    results = []
    with serving(database.url, database.folder) as base_url:
        for what, who, unit in (("a dispatcher", "dispatcher01", ""), ("a handler of one unit", HANDLER, UNIT)):
            calls = list(calls_of(database, unit))
            times = one_after_another(base_url, sign_in(base_url, who, staff.PASSWORD), calls)
            worst = max(range(len(calls)), key=lambda n: times[n])
            named = " ".join(sorted(parse_qs(urlsplit(calls[worst][1]).query)))
            note = f"{note_of(database, times)}, {len(calls)} lists"
            results.append(Result(f"list of tickets, {what}, p95", percentile(times, 0.95), _LIMIT_MS, "ms", note=note))
            results.append(Result(f"the same, the slowest ({named})", times[worst], None, "ms", note=calls[worst][1]))
    return results


def calls_of(database: Filled, unit: str = "") -> Iterator[Call]:
    """Gives the lists: no filter, each filter with each of its values' kinds, every two, and many at once; in every order.

    Args:
        database: what is asked.
        unit: of a handler, whose lists are of that unit alone.
    """
    opened = Database(database.url)
    with opened.read() as connection:
        maker = TicketMaker(connection, database.count)
    opened.close()
    rng = random.Random(12)
    names = list(_values(maker, rng, unit, database.count))
    chosen = [(), *((name,) for name in names for _ in range(4)), *combinations(names, 2)]
    for sort in TicketSort:
        more = [tuple(rng.sample(names, rng.randint(3, len(names)))) for _ in range(_ALL_OF_THEM)]
        for some in (*chosen, *more):
            values = _values(maker, rng, unit, database.count)
            given = [f"{name}={values[name]}" for name in some]
            yield "GET", "&".join([f"/v1/tickets?sort={sort.value}", *given]), None


def _values(maker: TicketMaker, rng: random.Random, unit: str, count: int) -> Mapping[str, str]:
    """Returns a value of each filter: common ones and rare ones, as they come."""
    scenario, told, _road, town, _village = maker.told(rng)
    age = timedelta(days=rng.uniform(0, count / 1_500))
    since = datetime.now(UTC) - age
    return {
        "mine": "true",
        "status": rng.choice(list(TicketStatus)).value,
        "kind": rng.choice(list(TicketKind)).value,
        "category": scenario["category"][: rng.choice((2, 4, 6))],
        "town": town,
        "unit": unit or rng.choice(maker.units),
        "since": f"{since:%Y-%m-%dT%H:%M:%SZ}",
        "until": f"{datetime.now(UTC) - age * rng.random():%Y-%m-%dT%H:%M:%SZ}",
        "q": told[12:14],
    }
