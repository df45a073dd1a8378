"""The queue table with 10,000 rows and 200 row updates a second: what a tick costs the GUI thread."""

import random
import time
from dataclasses import dataclass

from benchmarks.report import Result, percentile
from benchmarks.window import application, settle

from widgets.remember import InMemory
from widgets.table.columns import Column
from widgets.table.data_table import DataTable

_ROWS = 10_000
_PER_TICK = 10
"""The model gathers changes and applies them twenty times a second: 200 a second are ten a tick."""


@dataclass(frozen=True)
class _Caller:
    key: str
    number: str
    skill: str
    wait: int
    priority: int


def run(short: bool) -> list[Result]:
    """Measures applying the changes and the repaint that follows, in a sorted table that is seen."""
    app = application()
    rng = random.Random(1)
    rows = [_Caller(f"c{n}", f"161****{n % 10_000:04}", "general", rng.randrange(900), 0) for n in range(_ROWS)]
    table: DataTable[_Caller] = DataTable(
        "Callers",
        [
            Column("number", "Number", value=lambda r: r.number, width=140),
            Column("skill", "Skill", value=lambda r: r.skill),
            Column("wait", "Waits", value=lambda r: r.wait),
            Column("priority", "Priority", value=lambda r: r.priority),
        ],
        key=lambda r: r.key,
        remember=InMemory(),
        remember_as="bench.table",
        empty="Nobody waits.",
    )
    table.resize(900, 700)
    table.show()
    table.model.set_rows(rows)
    table.model.set_sort("wait", descending=True)
    settle(app)
    times = []
    for _ in range(100 if short else 600):
        for _ in range(_PER_TICK):
            number = rng.randrange(_ROWS)
            old = rows[number]
            rows[number] = _Caller(old.key, old.number, old.skill, rng.randrange(900), rng.randrange(3))
            table.model.put(rows[number])
        start = time.perf_counter()
        table.model.flush()
        app.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    table.close()
    note = f"{_ROWS:,} rows sorted by the column that changes, 200 updates/s"
    return [Result("queue table, GUI thread per tick, p95", percentile(times, 0.95), 4.0, "ms", note=note)]
