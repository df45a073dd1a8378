"""The memory of console and embedded API over a shift of eight hours, which the training clock passes in eight minutes."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.report import Result, median

FOLDER = Path("build/bench-memory")
_SPEED = 60
_EVERY = 1.0


def _resident(process_id: int) -> float:
    """Returns the resident memory of a process in MB; nothing of it is shared with another console."""
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the process is gone")


def run(short: bool) -> list[Result]:
    """Samples a console in which an agent works a shift: calls, tickets, searches, one after the other.

    The district is there already, as on every day but the first; what the first start takes is told too.
    """
    seconds = 20 if short else 480
    shutil.rmtree(FOLDER, ignore_errors=True)
    first, _ = _shift(2)
    samples, done = _shift(seconds)
    shutil.rmtree(FOLDER, ignore_errors=True)
    third, last = samples[len(samples) // 2 : len(samples) * 3 // 4], samples[len(samples) * 3 // 4 :]
    note = f"{seconds * _SPEED / 60:.0f} min at x{_SPEED}, {done}, at most {max(samples):.0f} MB"
    if short:
        note += ", too short a shift to tell of a rise"
    results = [
        Result("memory after a shift", median(last), 350.0, "MB", note=note),
        Result("memory after the start that makes the district", max(first), None, "MB"),
    ]
    if not short:
        # A growing cache moves by pages now and then: "not rising" is less than one percent of what is allowed.
        rise = median(last) - median(third)
        results.append(Result("memory, rise from the third quarter to the last", rise, 3.5, "MB", note=note))
    return results


def _shift(seconds: int) -> tuple[list[float], str]:
    """Runs a console for some seconds after its sign-in; returns its memory second by second, and what was done."""
    command = [sys.executable, "-m", "benchmarks.shift_process", str(FOLDER), str(seconds), str(_SPEED)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    samples: list[float] = []
    try:
        if process.stdout is None or process.stdout.readline().strip() != "begins":
            raise AssertionError("the shift did not begin")
        end = time.monotonic() + seconds
        while time.monotonic() < end and process.poll() is None:
            samples.append(_resident(process.pid))
            time.sleep(_EVERY)
        done = process.stdout.readline().strip()
        if process.wait(60):
            raise AssertionError(f"the shift ended with {process.returncode}")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return samples, done
