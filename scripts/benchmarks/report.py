"""What every benchmark gives back, and the table and JSON made of it."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One measured figure beside the one that must be reached. ``at_most`` tells which side is good.

    Attributes:
        target: ``None`` for a figure that is only told.
        runs: what it was in each run, where it was measured several times; ``measured`` is the best.
    """

    what: str
    measured: float
    target: float | None
    unit: str
    at_most: bool = True
    note: str = ""
    runs: tuple[float, ...] = ()

    @property
    def reached(self) -> bool:
        """Tells whether the target is met."""
        if self.target is None:
            return True
        return self.measured <= self.target if self.at_most else self.measured >= self.target

    @property
    def verdict(self) -> str:
        """Says whether the target is met, or by how much of it the figure falls short."""
        if self.target is None:
            return ""
        if self.reached:
            return "yes"
        return f"short by {abs(self.measured / self.target - 1):.0%}" if self.target else "no"

    def better_of(self, other: "Result") -> "Result":
        """Returns the better of two runs of the same benchmark, with what all of them were."""
        runs = (*(self.runs or (self.measured,)), other.measured)
        best = min if self.at_most else max
        chosen = other if best(self.measured, other.measured) == other.measured else self
        return replace(chosen, runs=runs)


def percentile(values: Sequence[float], share: float) -> float:
    """Returns the value that ``share`` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def median(values: Sequence[float]) -> float:
    """Returns the median."""
    return statistics.median(values)


def load_average() -> float:
    """Returns how many processes wanted a core in the last minute; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def tell(results: Sequence[Result]) -> list[Result]:
    """Says figures as soon as they are there, where the whole takes long; returns them."""
    for r in results:
        print(f"  {r.what}: {r.measured:.1f} {r.unit} ({r.note}) {r.verdict}", file=sys.stderr, flush=True)
    return list(results)


def print_table(results: Sequence[Result]) -> None:
    """Prints the figures, widest column first, with what falls short marked."""
    width = max((len(r.what) for r in results), default=10)
    print(f"{'what':<{width}}  {'measured':>12}  {'must':>12}  reached")
    for r in results:
        must = f"{'≤' if r.at_most else '≥'} {r.target:>7.1f} {r.unit:<3}" if r.target is not None else " " * 13
        runs = f"best of {', '.join(f'{run:.1f}' for run in r.runs)}" if r.runs else ""
        note = "; ".join(words for words in (r.note, runs) if words)
        print(f"{r.what:<{width}}  {r.measured:>9.1f} {r.unit:<3} {must}  {r.verdict:<12}  {note}".rstrip())


def write_json(results: Sequence[Result], file: Path, short: bool, load: tuple[float, float] | None = None) -> None:
    """Writes the figures with what the machine is, and its load average before and after."""
    file.parent.mkdir(parents=True, exist_ok=True)
    body = {
        "python": sys.version.split()[0],
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load_average": load,
        "short": short,
        "results": [asdict(r) | {"reached": r.reached} for r in results],
    }
    file.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_results(file: Path) -> list[Result]:
    """Returns the figures of such a file."""
    kept = json.loads(file.read_text(encoding="utf-8"))["results"]
    return [Result(**{name: value for name, value in r.items() if name != "reached"}) for r in kept]
