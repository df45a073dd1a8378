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


def _start_once() -> float:
    """Starts the program, waits for its own word that it is ready, stops it; returns seconds."""
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
                        return time.perf_counter() - began
            if process.poll() is not None:
                raise AssertionError(f"the program ended with {process.returncode}")
            time.sleep(0.01)
        raise AssertionError("the program was never ready")
    finally:
        process.terminate()
        process.wait(20)


def run(short: bool) -> list[Result]:
    """Measures the median of several warm starts; the first start fills the training district and is named beside it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    first = _start_once()
    warm = median([_start_once() for _ in range(3 if short else 9)])
    shutil.rmtree(FOLDER, ignore_errors=True)
    return [Result("warm start to a usable sign-in window", warm, 2.0, "s", note=f"very first start {first:.1f} s")]
