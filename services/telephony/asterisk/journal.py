"""Asterisk's events as they came, one line each, in a file a day: what our facts about calls were made of.

A fact says what we understood, a line here what we were told. Kept beside the facts for some weeks, so that a figure that
is doubted can be followed back to the exchange's own words, and so that the reader of events can be run over them again
(:func:`facts`, which the tests do).

What is kept is bounded in every way: only events that the reader knows, of each only the fields listed here, each cut to a
length; a file ends at a size, files are deleted after days. Numbers are masked, names of callers and everything that
might be a secret are not among the fields. Losing a line costs no call: where the disk is full or slow, lines are dropped,
and counted.
"""

import json
import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from services.clock import Clock
from services.contracts.text import mask_number
from services.telephony.asterisk.board import Board
from services.telephony.asterisk.pbxcall import number_of

log = logging.getLogger(__name__)

FIELDS = frozenset(
    {
        *("Event", "Timestamp", "Uniqueid", "Linkedid", "DestUniqueid", "Channel", "DestChannel", "ChannelState"),
        *("Queue", "Interface", "Position", "HoldTime", "RingTime", "TalkTime", "Reason", "Paused", "PausedReason"),
        *("Context", "Conference", "DialStatus", "Response", "Cause", "UserEvent", "Mark", "Call", "Asked"),
    }
)
NUMBER = "CallerIDNum"
KEPT_DAYS = 28
LARGEST_FILE = 256_000_000
"""Bytes a day: about 50,000 calls."""
_LONGEST = 160
_WAITING = 20_000
_PAUSE = 1.0


class Journal:
    """Writes events down, in a thread of its own. :meth:`note` never waits.

    Args:
        folder: where the files are.
        clock: for the time of receipt.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._lines: deque[tuple[datetime, str]] = deque()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tongfu-pbx-journal", daemon=True)
        self.dropped = 0
        """Events that are not in the files."""
        self.written = 0

    def start(self) -> None:
        """Begins to write."""
        self._thread.start()

    def stop(self) -> None:
        """Writes what is left, and ends."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def note(self, run: str, event: Mapping[str, Any]) -> None:
        """Takes an event; on any thread."""
        if len(self._lines) >= _WAITING:
            self.dropped += 1
            return
        now = self._clock.now()
        kept = {key: str(value)[:_LONGEST] for key, value in event.items() if key in FIELDS}
        if event.get(NUMBER):
            kept[NUMBER] = mask_number(number_of(event[NUMBER]))
        line = json.dumps({"received": now.isoformat(), "run": run, **kept}, ensure_ascii=False)
        self._lines.append((now, line))

    def _run(self) -> None:
        while not self._stop.wait(_PAUSE):
            self._write()
        self._write()

    def _write(self) -> None:
        by_day: dict[str, list[str]] = {}
        while self._lines:
            at, line = self._lines.popleft()
            by_day.setdefault(f"{at:%Y-%m-%d}", []).append(line)
        for day, lines in by_day.items():
            try:
                self._append(day, lines)
            except OSError as error:
                self.dropped += len(lines)
                log.warning("events of the exchange could not be written down: %s", error.strerror)

    def _append(self, day: str, lines: list[str]) -> None:
        file = self._folder / f"{day}.jsonl"
        if not file.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o640)
            self._forget()
        if file.stat().st_size > LARGEST_FILE:
            self.dropped += len(lines)
            return
        with file.open("a", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
        self.written += len(lines)

    def _forget(self) -> None:
        oldest = f"{self._clock.now() - timedelta(days=KEPT_DAYS):%Y-%m-%d}.jsonl"
        for file in self._folder.glob("????-??-??.jsonl"):
            if file.name < oldest:
                file.unlink()


def read(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yields the events of a file; a line that was cut off is passed over."""
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event


def facts(events: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Returns what the reader of events makes of a file: kind, call and extension of each fact."""
    found: list[tuple[str, str, str]] = []
    board = Board(lambda _event, kind, call, extension, **_data: found.append((str(kind), call, extension)))
    for event in events:
        board.read(event)
    return found
