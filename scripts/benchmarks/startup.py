"""From starting the program to a sign-in window that can be used, with the embedded API ready; second and later starts."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.report import Result, median

FOLDER = Path("build/bench-startup")
_LONGEST = 60.0


def _start_once() -> tuple[float, float]:
    """Starts the program, waits for its own word that it is ready, stops it; returns seconds, and those of its processor time."""
    file = FOLDER / "logs" / "console.log"
    before = file.stat().st_size if file.exists() else 0
    began = time.perf_counter()
    environment = os.environ | {"TONGFU_HOME": str(FOLDER)}
    process = subprocess.Popen([sys.executable, "-m", "console"], env=environment)
    try:
        while time.perf_counter() - began < _LONGEST:
            if file.exists() and file.stat().st_size > before:
                with file.open("rb") as stream:
                    stream.seek(before)
                    if b"ready for sign-in" in stream.read():
                        return time.perf_counter() - began, _processor_time(process.pid)
            if process.poll() is not None:
                raise AssertionError(f"the program ended with {process.returncode}")
            time.sleep(0.01)
        raise AssertionError("the program was never ready")
    finally:
        process.terminate()
        process.wait(20)


def _processor_time(process_id: int) -> float:
    """Says more than the clock where others work on the machine."""
    times = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


def run(short: bool) -> list[Result]:
    """Measures the median of several warm starts; the first start fills the training district and is named beside it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    first, _ = _start_once()
    starts = [_start_once() for _ in range(3 if short else 9)]
    shutil.rmtree(FOLDER, ignore_errors=True)
    warm, busy = median([whole for whole, _ in starts]), median([busy for _, busy in starts])
    note = f"processor time {busy:.2f} s; very first start {first:.1f} s"
    return [Result("warm start to a usable sign-in window", warm, 2.0, "s", note=note)]
