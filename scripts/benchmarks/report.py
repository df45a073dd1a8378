"""What every benchmark gives back, and the table and JSON made of it."""

import json
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One measured figure beside the one that must be reached. ``at_most`` tells which side is good."""

    what: str
    measured: float
    target: float
    unit: str
    at_most: bool = True
    note: str = ""

    @property
    def reached(self) -> bool:
        """Tells whether the target is met."""
        return self.measured <= self.target if self.at_most else self.measured >= self.target


def percentile(values: Sequence[float], share: float) -> float:
    """Returns the value that ``share`` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def median(values: Sequence[float]) -> float:
    """Returns the median."""
    return statistics.median(values)


def print_table(results: Sequence[Result]) -> None:
    """Prints the figures, widest column first, with what falls short marked."""
    width = max((len(r.what) for r in results), default=10)
    print(f"{'what':<{width}}  {'measured':>12}  {'must':>12}  reached")
    for r in results:
        sign = "≤" if r.at_most else "≥"
        mark = "yes" if r.reached else "NO"
        note = f"  ({r.note})" if r.note else ""
        print(f"{r.what:<{width}}  {r.measured:>9.1f} {r.unit:<3}  {sign} {r.target:>7.1f} {r.unit:<3}  {mark}{note}")


def write_json(results: Sequence[Result], file: Path, short: bool) -> None:
    """Writes the figures with what the machine is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    body = {
        "python": sys.version.split()[0],
        "machine": platform.machine(),
        "short": short,
        "results": [asdict(r) | {"reached": r.reached} for r in results],
    }
    file.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
