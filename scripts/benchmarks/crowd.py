"""Sixty calls at once at a real Asterisk and 200 agents signed in, for half an hour: figures beside the queue log, memory beside the clock.

One agent and one lead sit at real consoles, in processes of their own. ``--minutes`` makes it shorter or longer.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from benchmarks.pbxday import wrong_calls, wrong_figures
from benchmarks.report import Result, median
from sqlalchemy import func, select

from services.server.calls.tables import calls
from services.server.database import Database
from services.server.migrations import upgrade
from tests.services.server.conftest import PASSWORD
from tests.services.server.pbx.day import Day, Shift
from tests.services.server.pbx.district import tongfu

_AT_ONCE = 60
_AGENTS = 200
_MEAN_SECONDS = 33.0
"""How long a call lasts with the conduct below."""
_EVERY = 5.0
_MARK = 60 * 5.0


class Memory:
    """Samples the memory of their own that processes have until it is stopped."""

    def __init__(self, processes: dict[str, int], day: Day) -> None:
        self.began = time.monotonic()
        self.moments: list[float] = []
        self.samples: dict[str, list[float]] = {name: [] for name in processes}
        self.calls: list[int] = []
        self._processes, self._day = processes, day
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends it."""
        self._stop.set()
        self._thread.join()

    def rise(self, name: str) -> float:
        """Returns by how many MB an hour it rose in the second half, by the straight line through it."""
        half = len(self.moments) // 2
        values = self.samples[name][half:]
        return float(np.polyfit(self.moments[half : half + len(values)], values, 1)[0] * 3600)

    def _run(self) -> None:
        marked = 0.0
        while not self._stop.wait(_EVERY):
            now = time.monotonic() - self.began
            self.moments.append(now)
            for name, process_id in self._processes.items():
                self.samples[name].append(_own(process_id))
            said = self._day.district.pbx.command("core show channels count")
            self.calls.append(int(next(line for line in said.splitlines() if "active call" in line).split()[0]))
            if now - marked >= min(_MARK, 60.0 if marked == 0.0 else _MARK):
                marked = now
                now_each = ", ".join(f"{name} {values[-1]:.1f}" for name, values in self.samples.items())
                say(f"{now / 60:.1f} min: {self.calls[-1]} calls; MB: {now_each}")


def run(short: bool) -> list[Result]:
    """Runs it (30 minutes; short: 3) and compares."""
    minutes = float(os.environ.get("BENCH_MINUTES", "3" if short else "30"))
    count = round(minutes * 60 * _AT_ONCE / _MEAN_SECONDS)
    shift = Shift(
        calls=count,
        rate=6.0,
        at_once=_AT_ONCE,
        agents=_AGENTS,
        patience=(15.0, 90.0),
        talk=(20.0, 60.0),
        server_stops=False,
        exchange_stops=False,
    )
    consoles: list[subprocess.Popen[str]] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = f"sqlite:///{folder}/tongfu.sqlite"
        database = Database(url)
        upgrade(database)
        database.close()
        day = Day(folder, url, shift)
        try:
            day.begin(elsewhere=1)
            server = day.district.serving
            if server is None:
                raise RuntimeError("the server is gone")
            seconds = minutes * 60 * 2 + 600
            consoles = [_console(folder, server.base_url, name, seconds) for name in ("agent0", "lead")]
            processes = {"hub": server.pid, "desk": consoles[0].pid, "wall": consoles[1].pid}
            memory = Memory(processes, day)
            day.run(say, minutes * 60)
            memory.stop()
            day.end()
            said = tongfu("pbx", "compare", str(day.queue_log), "--database-url", url)
            counts = dict(day.staff.counts) if day.staff else {}
            with Database(url).read() as connection:
                at_window = connection.execute(
                    select(func.count()).where(calls.c.agent_id == "account-agent0", calls.c.answered_at.is_not(None))
                ).scalar_one()
        finally:
            for console in consoles:
                console.kill()
                console.wait()
            day.close()
    say(said.stdout + said.stderr)
    say(f"staff: {counts}; the agent at the window had {at_window} calls")
    lasted = memory.moments[-1] / 60
    first = next(line for line in said.stdout.splitlines() if "calls compared" in line).split()
    note = f"{first[0]} calls in {lasted:.0f} min, {_AGENTS} agents"
    results = [
        Result("Calls at once, median", median(memory.calls), _AT_ONCE * 0.9, "", at_most=False, note=note),
        Result("Calls that differ from Asterisk's log", wrong_calls(said.stdout), 0, "", note=note),
        Result("Figures that its log does not allow", wrong_figures(said.stderr), 0, "", note=note),
    ]
    for name, values in memory.samples.items():
        at_end = median(values[-12:])
        told = f"{values[0]:.0f} MB at first, at most {max(values):.0f}"
        results.append(Result(f"Memory of the {name} at the end", at_end, None, "MB", note=told))
        results.append(Result(f"Memory of the {name}, rise in the second half", memory.rise(name), None, "MB/h"))
    return results


def _console(folder: Path, url: str, name: str, seconds: float) -> "subprocess.Popen[str]":
    """Starts a console and waits until its person has signed in."""
    command = [sys.executable, "-m", "benchmarks.console_process", str(folder / name), url, name, PASSWORD]
    process = subprocess.Popen([*command, str(seconds)], stdout=subprocess.PIPE, text=True)
    if process.stdout is None or process.stdout.readline().strip() != "begins":
        process.kill()
        process.wait()
        raise RuntimeError(f"{name} could not sign in")
    return process


def _own(process_id: int) -> float:
    """Returns the memory that nothing but the process holds, in MB: without the pages of files, as SQLite maps its database, which grows."""
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def say(line: str) -> None:
    """Tells how it goes on."""
    print(f"  {line}", file=sys.stderr, flush=True)
