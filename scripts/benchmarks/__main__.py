"""Runs the benchmarks named (those of every build without a name), prints a table, writes JSON."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import Result, load_average, print_table, write_json
from benchmarks.separate import BrokenError, measure

ALWAYS = ("startup", "knowledge", "table", "plot", "keys", "popup", "ticketpage", "api", "streams", "memory")
MORE = (
    "clocks",
    "lifecycle",
    "search",
    "ticketlists",
    "intake",
    "storm",
    "helpdesk",
    "events",
    "deskcall",
    "telephony",
    "pbxday",
    "crowd",
)
"""Run by name only: they take long."""


def main() -> int:
    """Runs, prints, writes. A figure that falls short is said in the table; only what broke ends with 1."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join((*ALWAYS, *MORE))}")
    parser.add_argument("--short", action="store_true", help="smaller data, two to three minutes in all")
    parser.add_argument("--again", type=int, default=0, metavar="N", help="measure up to N times more what falls short")
    parser.add_argument("--minutes", type=float, metavar="N", help="how long a long one lasts (crowd)")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"))
    arguments = parser.parse_args()
    unknown = set(arguments.names) - {*ALWAYS, *MORE}
    if unknown:
        parser.error(f"there is no benchmark called {', '.join(sorted(unknown))}")
    if arguments.minutes:
        os.environ["BENCH_MINUTES"] = str(arguments.minutes)
    results: list[Result] = []
    broken: list[str] = []
    load = load_average()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.names or ALWAYS:
            start = time.perf_counter()
            print(f"{name} …", file=sys.stderr, flush=True)
            try:
                results += _best(name, arguments.short, arguments.again, Path(folder))
            except BrokenError as error:
                broken.append(f"{name}: {error}")
            print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    print_table(results)
    print(f"{time.perf_counter() - began:.0f} s in all, load average {load:.1f} before and {load_average():.1f} after")
    for words in broken:
        print(f"BROKEN  {words}")
    write_json(results, arguments.json, arguments.short, (load, load_average()))
    return 1 if broken else 0


def _best(name: str, short: bool, again: int, folder: Path) -> list[Result]:
    """Measures, and measures anew while something falls short: other work on the machine makes figures worse, never better."""
    file = folder / f"{name}.json"
    results = measure(name, short, file)
    for _ in range(again):
        if all(result.reached for result in results):
            break
        results = [old.better_of(new) for old, new in zip(results, measure(name, short, file), strict=True)]
    return results


if __name__ == "__main__":
    sys.exit(main())
