"""The central ticket API with a million tickets, on SQLite and on PostgreSQL: searching, work lists, steps, import."""

import csv
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import product

from benchmarks import intake, steps
from benchmarks.databases import FOLDER, KINDS, Filled, filled
from benchmarks.filling import HANDLER, UNIT, TicketMaker
from benchmarks.load import answers, one_after_another, serving, sign_in
from benchmarks.report import Result, median, percentile, tell

from services.contracts.lifecycle import WorkList
from services.server.database import Database
from services.server.training import staff

_MANY, _FEW = 1_000_000, 10_000
_IMPORTED = 100_000
_PAGE = 50
_HAN = re.compile("[\u4e00-\u9fff]+")

Call = tuple[str, str, object]
"""Method, path with its query, body."""


def run(short: bool) -> list[Result]:
    """Measures on both kinds of database; the figures of one stand together."""
    many = _FEW if short else _MANY
    results: list[Result] = []
    for kind in KINDS:
        small: dict[str, list[Asked]] = {}
        if many != _FEW:
            with filled(kind, _FEW) as database:
                small = _lists(database)
        with filled(kind, many) as database:
            results += tell(_searching(database, 60 if short else 300))
            results += tell(_work(database, small, _lists(database)))
            with database.copy() as spoiled:
                results += tell(steps.measure(spoiled, 3 if short else 10))
                results += tell(intake.measure(spoiled, 3 if short else 10))
                results += tell([_importing(spoiled, 5_000 if short else _IMPORTED)])
    return results


def _searching(database: Filled, times: int) -> list[Result]:
    """What an agent looks for and what the form asks for while somebody types, one request after the other."""
    found = Maker(database)
    with serving(database.url, database.folder) as base_url:
        token = sign_in(base_url, "agent01", staff.PASSWORD)
        searches = one_after_another(base_url, token, found.searches(times))
        likenesses = one_after_another(base_url, token, found.likenesses(times))
    return [
        Result(
            "ticket search, first 20, p95", percentile(searches, 0.95), 30.0, "ms", note=note_of(database, searches)
        ),
        Result(
            "duplicates while typing, p95", percentile(likenesses, 0.95), 50.0, "ms", note=note_of(database, likenesses)
        ),
    ]


def note_of(database: Filled, times: Sequence[float]) -> str:
    """Says what was measured, and the median beside the percentile: on a busy machine only one of them is of use."""
    return f"{database.words}, median {median(times):.1f} ms"


class Maker:
    """Makes requests like those of people, of what the database's tickets are made of."""

    def __init__(self, database: Filled) -> None:
        opened = Database(database.url)
        with opened.read() as connection:
            self._tickets = TicketMaker(connection, database.count)
        opened.close()

    def searches(self, times: int) -> list[Call]:
        """Two characters, a few, a whole phrase, two words, a road with its number, and what nobody ever told."""
        rng = random.Random(8)
        found: list[Call] = []
        for number in range(times):
            scenario, told, road, _town, _village = self._tickets.told(rng)
            runs = [run for run in _HAN.findall(told) if len(run) >= 6]
            run = rng.choice(runs)
            start = rng.randrange(len(run) - 4)
            words = (
                run[start : start + 2],
                run[start : start + rng.randint(3, 5)],
                scenario["title"][:8],
                f"{run[:2]} {rng.choice(runs)[-2:]}",
                road,
                "".join(rng.sample("鲸鲲鳄鳌麒麟凰鸾", 3)),
            )[number % 6]
            found.append(("GET", f"/v1/tickets?q={words}&limit=20", None))
        return found

    def likenesses(self, times: int) -> list[Call]:
        """A form that is half filled in."""
        rng = random.Random(9)
        found: list[Call] = []
        for number in range(times):
            scenario, told, _road, town, village = self._tickets.told(rng)
            body = {
                "ticket_id": f"new-{number}",
                "caller_number": f"161{rng.randrange(10**6) * 97 % 10**8:08}",
                "town": town,
                "village": village if number % 3 else "",
                "category": scenario["category"] if number % 2 else "",
                "title": scenario["title"],
                "content": told[: rng.randrange(20, 200)],
            }
            found.append(("POST", "/v1/tickets/likeness", body))
        return found

    def rows(self, count: int) -> Iterator[Sequence[object]]:
        """Rows of another system's table, as they are exported: names instead of codes."""
        rng = random.Random(10)
        names = self._tickets.names
        for number in range(count):
            scenario, told, road, town, village = self._tickets.told(rng)
            day = f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02} {rng.randrange(24):02}:{rng.randrange(60):02}:00"
            place = (names[town], names[village], road)
            yield (
                f"GD{number:09}",
                day,
                scenario["title"],
                told,
                *place,
                "求助",
                "陈女士",
                f"161{number:08}",
                "已办结",
            )


_HEADINGS = (
    "工单编号",
    "受理时间",
    "标题",
    "诉求内容",
    "镇街",
    "村居",
    "事发地址",
    "诉求类型",
    "来电人",
    "来电号码",
    "状态",
)


Asked = tuple[float, bool]
"""How long a list took, in milliseconds, the median of :data:`_TIMES`, and whether its page was full."""
_TIMES = 3


def _lists(database: Filled) -> dict[str, list[Asked]]:
    """Asks for every work list by every way it may be narrowed."""
    names = ("unit", "town", "category", "kind", "mine")
    opened = Database(database.url)
    with opened.read() as connection:
        maker = TicketMaker(connection, database.count)
    opened.close()
    rng = random.Random(11)
    times: dict[str, list[Asked]] = {}
    with serving(database.url, database.folder) as base_url:
        tokens = {who: sign_in(base_url, who, staff.PASSWORD) for who in ("dispatcher01", HANDLER)}
        for each in WorkList:
            of_a_unit = each in (WorkList.TASKS, WorkList.ASSISTING)
            calls: list[Call] = []
            for chosen in product((False, True), repeat=len(names)):
                for _ in range(3):
                    scenario, _told, _road, town, _village = maker.told(rng)
                    category = scenario["category"][: rng.choice((2, 4, 6))]
                    values = (UNIT if of_a_unit else rng.choice(maker.units), town, category, scenario["kind"], "true")
                    given = [f"{n}={v}" for n, v, use in zip(names, values, chosen, strict=True) if use]
                    calls.append(("GET", "&".join([f"/v1/work?list={each.value}&limit={_PAGE}", *given]), None))
            token = tokens[HANDLER if of_a_unit else "dispatcher01"]
            rounds = zip(*(answers(base_url, token, calls) for _ in range(_TIMES)), strict=True)
            times[each.value] = [
                (median([taken for taken, _answer in asked]), asked[0][1].count(b'"number":') >= _PAGE)
                for asked in rounds
            ]
    return times


def _work(database: Filled, small: dict[str, list[Asked]], large: dict[str, list[Asked]]) -> list[Result]:
    """Judges the slowest list, and the lists that fill a page here and in a small database: fewer rows are less work."""
    p95 = {name: percentile([taken for taken, _full in asked], 0.95) for name, asked in large.items()}
    slowest = max(p95, key=lambda name: p95[name])
    note = f"{note_of(database, [taken for taken, _full in large[slowest]])}, {slowest}"
    results = [Result("work list, first 50, any filter, p95", p95[slowest], 50.0, "ms", note=note)]
    pairs = [pair for name, asked in small.items() for pair in zip(asked, large[name], strict=True)]
    if pairs:
        full = [(few, many) for (few, is_full), (many, fills) in pairs if is_full and fills]
        few, many = (percentile(list(times), 0.95) for times in zip(*full, strict=True))
        note = f"{database.words}: {many:.1f} ms after {few:.1f} ms, {len(full)} lists of {_PAGE} rows"
        results.append(Result(f"work lists, times those at {_FEW:,}, p95", many / few, 1.5, "x", note=note))
    return results


def _importing(database: Filled, count: int) -> Result:
    """Runs the program's own command on a file of another system's export."""
    file = FOLDER / f"export-{count}.csv"
    if not file.exists():
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(_HEADINGS)
            writer.writerows(Maker(database).rows(count))
    command = [sys.executable, "-m", "console", "import", "tickets", str(file), "--yes", "--database-url", database.url]
    began, used = time.perf_counter(), _children()
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | {"LANG": "C"})
    seconds = time.perf_counter() - began
    if done.returncode or f"{count} imported" not in done.stdout:
        raise AssertionError(f"not all rows were imported: {done.stdout[-300:]} {done.stderr[-300:]}")
    target = 120.0 * count / _IMPORTED
    note = f"{database.words}, {_children() - used:.0f} s of the importer's processor time"
    return Result(f"import of {count:,} rows", seconds, target, "s", note=note)


def _children() -> float:
    """Returns the processor time of programs that were run, in seconds."""
    used = os.times()
    return used.children_user + used.children_system
