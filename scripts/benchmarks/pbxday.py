"""A working day of more than 2,000 calls at a real Asterisk, compressed in time: our figures beside those of its own log.

Callers give up, are transferred, held and not heard; agents take breaks; our server is killed in it, and Asterisk. Then
``tongfu pbx compare`` reads the queue log and the call lines.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.report import Result

from services.server.database import Database
from services.server.migrations import upgrade
from tests.services.server.pbx.day import Day, Shift
from tests.services.server.pbx.district import tongfu

_CALLS = 2_060
"""Some end with Asterisk before its log has a line of them; 2,000 are to be compared."""


def run(short: bool) -> list[Result]:
    """Runs the day (some fifteen minutes; short: two) and compares."""
    shift = Shift(calls=80, rate=3.0) if short else Shift(calls=_CALLS, rate=4.0, agents=40)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tongfu.sqlite"
        database = Database(url)
        upgrade(database)
        database.close()
        day = Day(Path(folder), url, shift)
        try:
            day.begin()
            day.run(lambda line: print(f"  {line}", file=sys.stderr, flush=True))
            day.end()
            said = tongfu("pbx", "compare", str(day.queue_log), "--database-url", url)
        finally:
            day.close()
    print(said.stdout + said.stderr, file=sys.stderr, flush=True)
    first = next(line for line in said.stdout.splitlines() if "calls compared" in line).split()
    note = f"{first[0]} calls, {shift.agents} agents, one kill of our server and one of Asterisk"
    return [
        Result("Calls of a day that differ from Asterisk's log", wrong_calls(said.stdout), 0, "", note=note),
        Result("Figures of a day that its log does not allow", wrong_figures(said.stderr), 0, "", note=note),
    ]


def wrong_calls(said: str) -> float:
    """Returns how many calls differ, out of the sentence that says so."""
    sentence = next(line for line in said.splitlines() if "calls compared" in line)
    return float(sentence.split(";")[1].split()[0])


def wrong_figures(said: str) -> int:
    """Returns how many figures the log does not allow, out of what was said on standard error."""
    return sum(line.startswith("!") and "pbx-" not in line for line in said.splitlines())
