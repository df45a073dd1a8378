"""The API on SQLite with 1,000,000 tickets: filing, listing, reading, at 16 clients."""

import json
import random
import uuid
from collections.abc import Callable

from benchmarks.databases import filled
from benchmarks.filling import id_of
from benchmarks.load import Load, load, serving, sign_in
from benchmarks.report import Result, percentile

from services.server.training import staff


def run(short: bool) -> list[Result]:
    """Measures one after the other; what is filed stays in the database."""
    count = 10_000 if short else 1_000_000
    seconds = 2 if short else 10
    with filled("sqlite", count) as database, serving(database.url, database.folder) as base_url:
        token = sign_in(base_url, "agent01", staff.PASSWORD)
        rng = random.Random(1)
        ids = [id_of(rng.randrange(count)) for _ in range(5_000)]
        filters = ["status=dispatched", "kind=complaint", "town=440605124", "category=04", "mine=true", "sort=updated"]

        def listing(number: int) -> tuple[str, str, bytes, str]:
            return "GET", f"/v1/tickets?limit=50&{filters[number % len(filters)]}", b"", ""

        def one(number: int) -> tuple[str, str, bytes, str]:
            return "GET", f"/v1/tickets/{ids[number % len(ids)]}", b"", ""

        results = []
        for name, make, wanted in (
            ("one ticket", one, 800),
            ("list of 50", listing, 300),
            ("filing a ticket", filing(uuid.uuid4().hex[:8]), 400),
        ):
            load(base_url, token, 1, make)
            measured = load(base_url, token, seconds, make)
            results += _results(name, measured, wanted, count)
    return results


def filing(run_id: str) -> Callable[[int], tuple[str, str, bytes, str]]:
    """Returns what makes requests that file tickets; ``run_id`` tells those of one run from those of another."""

    def file(number: int) -> tuple[str, str, bytes, str]:
        body = {
            "id": f"{run_id}-{number}",
            "finish": "accept",
            "kind": "complaint",
            "category": "060401",
            "town": "440605124",
            "title": "反映路灯不亮影响夜间出行",
            "content": "来电人反映村口路灯已经三天不亮，晚上出行不便，希望尽快维修。",
            "caller_name": "陈女士",
            "caller_number": f"161{number:08}",
        }
        return "POST", "/v1/tickets", json.dumps(body).encode(), f"{run_id}-{number}"

    return file


def _results(name: str, measured: Load, wanted: float, count: int) -> list[Result]:
    note = f"{count:,} tickets, 16 clients"
    if measured.failures:
        note += f", {measured.failures} failed"
    return [
        Result(f"API {name}, per second", measured.per_second, wanted, "/s", at_most=False, note=note),
        Result(f"API {name}, p95", percentile(measured.times, 0.95), 100, "ms", note=note),
    ]
