"""The global search with a million tickets, on SQLite and on PostgreSQL: what an agent finds and what a unit's handler does."""

import random
from collections.abc import Sequence

from benchmarks.databases import KINDS, Filled, filled
from benchmarks.filling import HANDLER
from benchmarks.lifecycle import Call, Maker, note_of
from benchmarks.load import one_after_another, serving, sign_in
from benchmarks.report import Result, percentile, tell

from services.server.training import staff

_LIMIT_MS = 30.0
_SOUNDS = ("guicheng", "gcjd", "jiujiang", "rulin", "zaoyin", "ludeng", "chen", "zxs", "lishui", "dali")


def run(short: bool) -> list[Result]:
    """Measures on both kinds of database."""
    results: list[Result] = []
    for kind in KINDS:
        with filled(kind, 10_000 if short else 1_000_000) as database:
            results += tell(measure(database, 60 if short else 300))
    return results


def measure(database: Filled, times: int) -> list[Result]:
    """Asks for one thing after the other, as the palette does while somebody types."""
    words = [
        (method, path.replace("/v1/tickets?q=", "/v1/search?q="), body)
        for method, path, body in _words(database, times)
    ]
    numbers = _numbers(times)
    sounds: list[Call] = [("GET", f"/v1/search?q={_SOUNDS[n % len(_SOUNDS)]}", None) for n in range(times)]
    results = []
    with serving(database.url, database.folder) as base_url:
        agent, handler = (sign_in(base_url, name, staff.PASSWORD) for name in ("agent01", HANDLER))
        for what, token, calls in (
            ("words, an agent", agent, words),
            ("words, a handler of one unit", handler, words),
            ("numbers, an agent", agent, numbers),
            ("pinyin, an agent", agent, sounds),
        ):
            # The first of a kind builds statements and reads names.
            one_after_another(base_url, token, calls[:6])
            results.append(_result(database, what, one_after_another(base_url, token, calls)))
    return results


def _words(database: Filled, times: int) -> Sequence[Call]:
    return Maker(database).searches(times)


def _numbers(times: int) -> list[Call]:
    """Whole numbers, last four digits, and the end of a ticket's number."""
    rng = random.Random(11)
    found: list[Call] = []
    for n in range(times):
        number = f"161{rng.randrange(10**6) * 97 % 10**8:08}"
        found.append(("GET", f"/v1/search?q={(number, number[-4:], str(rng.randrange(1, 300)))[n % 3]}", None))
    return found


def _result(database: Filled, what: str, times: list[float]) -> Result:
    return Result(
        f"global search, {what}, p95", percentile(times, 0.95), _LIMIT_MS, "ms", note=note_of(database, times)
    )
