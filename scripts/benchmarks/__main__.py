"""Runs the benchmarks named (all without a name), prints a table, writes JSON."""

import argparse
import importlib
import sys
import time
from pathlib import Path

from benchmarks.report import Result, print_table, write_json

ALL = ("startup", "knowledge", "table", "plot", "typing", "popup", "api", "streams", "memory")


def main() -> int:
    """Runs, prints, writes. Exits with 0 also where a figure falls short: the table says so."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ALL, []], help="which ones")
    parser.add_argument("--short", action="store_true", help="smaller data, a few minutes in all")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"))
    arguments = parser.parse_args()
    results: list[Result] = []
    for name in arguments.names or ALL:
        start = time.perf_counter()
        print(f"{name} …", file=sys.stderr, flush=True)
        results += importlib.import_module(f"benchmarks.{name}").run(arguments.short)
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    print_table(results)
    write_json(results, arguments.json, arguments.short)
    return 0


if __name__ == "__main__":
    sys.exit(main())
