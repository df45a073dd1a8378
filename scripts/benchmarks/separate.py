"""Runs each benchmark in a process of its own: what one leaves in memory must not slow the next."""

import importlib
import subprocess
import sys
from pathlib import Path

from benchmarks.report import Result, read_results, write_json

_LONGEST = 3_600


class BrokenError(Exception):
    """A benchmark did not come to an end by itself."""


def measure(name: str, short: bool, file: Path) -> list[Result]:
    """Runs one benchmark and returns its figures.

    Raises:
        BrokenError: it failed; what it said is on standard error.
    """
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.separate", name, str(file), *(["--short"] if short else [])]
    try:
        done = subprocess.run(command, check=False, timeout=_LONGEST)
    except subprocess.TimeoutExpired as error:
        raise BrokenError(f"not done after {_LONGEST} s") from error
    if done.returncode or not file.exists():
        raise BrokenError(f"ended with {done.returncode}")
    return read_results(file)


if __name__ == "__main__":
    figures = importlib.import_module(f"benchmarks.{sys.argv[1]}").run("--short" in sys.argv)
    write_json(figures, Path(sys.argv[2]), "--short" in sys.argv)
