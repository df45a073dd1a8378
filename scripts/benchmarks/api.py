"""The API on SQLite with 1,000,000 tickets: filing, listing, reading, at 16 clients."""

import json
import random
import shutil
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.load import Load, load, serving, sign_in
from benchmarks.report import Result, percentile

from services.contracts.tickets import TicketStatus
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.migrations import upgrade
from services.server.tickets import repository
from services.server.tickets.service import blank
from services.server.training import district, staff

FOLDER = Path("build/bench-api")
_CHUNK = 20_000


def fill(folder: Path, count: int) -> list[str]:
    """Makes a database with the training district and ``count`` tickets; returns the ids of some of them."""
    folder.mkdir(parents=True, exist_ok=True)
    config = ServerConfig(f"sqlite:///{folder / 'bench.db'}", folder)
    database = Database(config.database_url)
    upgrade(database)
    kernel = build_kernel(config, database)
    district.seed(kernel)
    rng = random.Random(1)
    now = datetime.now(UTC)
    with database.read() as connection:
        catalogue = connection.exec_driver_sql("SELECT kind, code, parent FROM catalogue_entries").all()
    villages = [(c, p) for k, c, p in catalogue if k == "place" and p]
    categories = [c for k, c, _ in catalogue if k == "category" and len(c) == 6]
    units = [c for k, c, _ in catalogue if k == "unit"]
    titles = [
        "反映路灯不亮",
        "咨询居民医保缴费",
        "投诉夜间施工噪声",
        "求助自来水停水",
        "建议增加公交班次",
        "咨询入学报名条件",
    ]
    start = now - timedelta(days=count / 1_500)
    step = (now - timedelta(hours=1) - start) / count
    for first in range(0, count, _CHUNK):
        rows = []
        for number in range(first, min(first + _CHUNK, count)):
            village, town = rng.choice(villages)
            status = rng.choices(("closed", "dispatched", "accepted"), (90, 8, 2))[0]
            moment = start + step * number
            category = rng.choice(categories)
            rows.append(
                _row(number, moment, status, category, town, village, rng.choice(units), rng.choice(titles), rng)
            )
        kernel.write(lambda tx, rows=rows: _add(tx.connection, rows))
    database.close()
    return [f"bench-{rng.randrange(count)}" for _ in range(5_000)]


def _row(
    number: int,
    moment: datetime,
    status: str,
    category: str,
    town: str,
    village: str,
    unit: str,
    title: str,
    rng: random.Random,
) -> dict[str, Any]:
    return blank() | {
        "id": f"bench-{number}",
        "status": TicketStatus(status).value,
        "version": 1,
        "opened_as": "dispatch",
        "digest": "",
        "caller_name": "陈女士",
        "caller_number": f"161{rng.randrange(10**8):08}",
        "kind": rng.choice(("consult", "help", "complaint", "report", "suggestion", "praise")),
        "category": category,
        "town": town,
        "village": village,
        "title": f"{title}（{number}）",
        "content": f"来电人反映{title}，希望有关部门尽快处理并回复。编号{number}。" * 2,
        "urgency": int(rng.random() < 0.02),
        "unit": unit,
        "created_by_id": f"agent{rng.randrange(1, 13):02}",
        "created_by": "话务员",
        "created_at": moment,
        "updated_at": moment,
        "closed_at": moment if status == "closed" else None,
        "note_count": 0,
    }


def _add(connection: Any, rows: list[dict[str, Any]]) -> None:
    placed = repository.add_many(connection, rows)
    if len(placed) != len(rows):
        raise AssertionError("not all tickets were stored")


def run(short: bool) -> list[Result]:
    """Measures and cleans up; the long run keeps its database for the next one."""
    count = 10_000 if short else 1_000_000
    seconds = 2 if short else 10
    folder = FOLDER / str(count)
    marker = folder / "filled.json"
    if marker.exists():
        ids = json.loads(marker.read_text())
    else:
        shutil.rmtree(folder, ignore_errors=True)
        began = time.perf_counter()
        ids = fill(folder, count)
        print(f"  filled {count:,} tickets in {time.perf_counter() - began:.0f} s", flush=True)
        marker.write_text(json.dumps(ids))
    with serving(folder) as base_url:
        token = sign_in(base_url, "agent01", staff.PASSWORD)
        run_id = uuid.uuid4().hex[:8]
        filters = ["status=dispatched", "kind=complaint", "town=440605124", "category=04", "mine=true", "sort=updated"]

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

        def listing(number: int) -> tuple[str, str, bytes, str]:
            return "GET", f"/v1/tickets?limit=50&{filters[number % len(filters)]}", b"", ""

        def one(number: int) -> tuple[str, str, bytes, str]:
            return "GET", f"/v1/tickets/{ids[number % len(ids)]}", b"", ""

        results = []
        for name, make, wanted in (
            ("one ticket", one, 800),
            ("list of 50", listing, 300),
            ("filing a ticket", file, 400),
        ):
            load(base_url, token, 1, make)
            measured = load(base_url, token, seconds, make)
            results += _results(name, measured, wanted, count)
    if short:
        shutil.rmtree(folder, ignore_errors=True)
    return results


def _results(name: str, measured: Load, wanted: float, count: int) -> list[Result]:
    note = f"{count:,} tickets, 16 clients"
    if measured.failures:
        note += f", {measured.failures} failed"
    return [
        Result(f"API {name}, per second", measured.per_second, wanted, "/s", at_most=False, note=note),
        Result(f"API {name}, p95", percentile(measured.times, 0.95), 100, "ms", note=note),
    ]
