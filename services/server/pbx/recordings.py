"""Takes in what Asterisk has recorded: two files a talk become one sound of two channels, agent left, citizen right.

A call with several agents has one part for each; between them is silence of the right length. Asterisk's files go only when
the store has read back what it kept and found it the same. Of several replicas the one with the lease does it. What is
missing, cut, silent or unreadable becomes an entry in a list, never hidden (``recordings/judging.py``).
"""

import errno
import logging
import re
import shutil
import time
import wave
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from uuid_utils import uuid7

from services.contracts.recordings import TroubleCause
from services.errors import AppError
from services.server.background import looking
from services.server.calls import repository as calls
from services.server.channels.background import lease
from services.server.kernel import Kernel
from services.server.pbx.messages import Messages
from services.server.recordings import judging, repository, service
from services.server.recordings.judging import MISSING_AFTER, Wrong
from services.server.recordings.service import Shelf
from services.server.tables import server_settings
from services.server.transaction import Transaction

if TYPE_CHECKING:
    from services.server.recordings.sound import Samples

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
QUIET_SECONDS = 1.5
"""A file that was not written to for so long is whole."""
LOOK_BACK = timedelta(days=2)
"""So far back missing ones are looked for: the end of a call may be learnt late, and a server may be down for a day."""
FULL_BYTES = 1_000_000
"""A disk with less room counts as full: a minute of both voices."""
_NAME = re.compile(r"(?P<call>[0-9A-Za-z_-]{1,64})\.(?P<at>\d{9,11}(?:\.\d{6})?)\.agent\.wav")
_RATE = 8000
_LEASE = "recordings"
_SINCE = "recordings_since"
_BATCH = 200


@dataclass(frozen=True)
class Part:
    """What one agent said and heard, from a moment on."""

    at: float
    agent: Path
    citizen: Path


def waiting(folder: Path) -> dict[str, list[Part]]:
    """Returns what has been recorded and is whole, by call. A side whose file is not there counts as silent.

    A call of which any part is still written to is left out with all its parts: taken in without it, it would stay without it.
    """
    found: dict[str, list[Part]] = {}
    unfinished: set[str] = set()
    before = time.time() - QUIET_SECONDS
    for agent in folder.glob("*.agent.wav"):
        named = _NAME.fullmatch(agent.name)
        citizen = agent.with_name(agent.name.replace(".agent.wav", ".citizen.wav"))
        if named is None:
            continue
        found.setdefault(named["call"], []).append(Part(float(named["at"]), agent, citizen))
        if any(file.stat().st_mtime >= before for file in (agent, citizen) if file.is_file()):
            unfinished.add(named["call"])
    return {call: sorted(parts, key=lambda part: part.at) for call, parts in found.items() if call not in unfinished}


def join(parts: Sequence[Part]) -> "Samples":
    """Returns the parts as one sound of two channels.

    Raises:
        ValueError: a part is no sound that Asterisk writes here.
    """
    # numpy is imported by whoever needs it first, not by every start of the server
    import numpy as np

    joined = []
    written = 0
    for part in parts:
        gap = max(0, round((part.at - parts[0].at) * _RATE) - written)
        left, right = (np.frombuffer(_samples(file), "<i2") for file in (part.agent, part.citizen))
        both = np.zeros((gap + max(len(left), len(right)), 2), np.int16)
        both[gap : gap + len(left), 0], both[gap : gap + len(right), 1] = left, right
        joined.append(both)
        written += len(both)
    return np.concatenate(joined)


def _samples(file: Path) -> bytes:
    if not file.is_file():
        return b""
    try:
        with wave.open(str(file), "rb") as sound:
            if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (1, 2, _RATE):
                raise ValueError(f"{file.name} is not mono of 16 bit and {_RATE} Hz")
            frames = sound.readframes(sound.getnframes())
            return frames[: len(frames) // 2 * 2]
    except (wave.Error, EOFError) as error:
        raise ValueError(f"{file.name} is cut: {error}") from error


class Recordings:
    """Looks again and again at the folder that Asterisk records to, and for what should be there and is not.

    Args:
        kernel: database and clock.
        folder: Asterisk's folder, as this server sees it.
    """

    def __init__(self, kernel: Kernel, folder: Path) -> None:
        self._kernel = kernel
        self._folder = folder
        self._messages = Messages(kernel, folder)
        self._holder = str(uuid7())
        self._full: list[tuple[datetime, datetime]] = []
        self.counts: Counter[str] = Counter()
        """Taken in (``kept``), unreadable (``broken``), with something wrong (``wrong``), not there in time (``missing``)."""

    def beside(self) -> AbstractAsyncContextManager[None]:
        """Looks while the server is up."""
        return looking(self.look, LOOK_SECONDS, log, "recordings cannot be taken in")

    def look(self) -> None:
        """Takes in what is whole and reports what is missing, where no other replica does it."""
        now = self._kernel.real_clock.now()
        if self._kernel.write(lambda tx: lease.take(tx.connection, _LEASE, self._holder, now)):
            self._note_space()
            self.take_in()
            self.counts["messages"] += self._messages.look()
            self.look_for_missing()

    def take_in(self) -> int:
        """Takes in what is whole and whose call is over; returns how many calls that were."""
        return sum(self._take(call_id, parts) for call_id, parts in waiting(self._folder).items())

    def look_for_missing(self) -> int:
        """Reports answered calls that ended some minutes ago and have no recording; returns how many."""
        now = self._kernel.clock.now()
        first = self._kernel.read(_recorded_since)
        if first is None:
            # What was before this server recorded anything is not missed.
            self._kernel.write(lambda tx: _set_recorded_since(tx, now - MISSING_AFTER))
            return 0
        since = max(first, now - LOOK_BACK)
        rows = self._kernel.read(lambda tx: repository.without(tx.connection, since, now - MISSING_AFTER, _BATCH))
        unreadable = {_call_of(file) for file in self._folder.glob("*.broken")}
        there = waiting(self._folder)
        wrong = []
        for row in rows:
            cause = TroubleCause.MISSING
            if row.id in unreadable:
                cause = TroubleCause.UNREADABLE
            elif row.id in there:
                cause = TroubleCause.STORE_FULL
            elif self._was_full(row.answered_at, row.ended_at):
                cause = TroubleCause.DISK_FULL
            wrong.append(Wrong(row.id, cause, row.answered_at, row.talk_seconds))

        count = self._kernel.write(lambda tx: judging.report(tx, wrong)) if wrong else 0
        self.counts["missing"] += count
        return count

    def _take(self, call_id: str, parts: list[Part]) -> bool:
        row = self._kernel.read(lambda tx: calls.find(tx.connection, call_id))
        if row is None or row.ended_at is None or row.answered_at is None:
            return False
        started = row.answered_at
        try:
            samples = join(parts)
            if not len(samples):
                # A talk that was over at once, or one whose files Asterisk opened and never wrote to.
                raise ValueError("nothing was recorded")
        except ValueError as error:
            self._put_aside(row, parts, error)
            return False
        shelf = self._kernel.room(Shelf)
        try:
            kept = shelf.store.keep(samples, _RATE)
        except (OSError, AppError) as error:
            # Asterisk's files stay, and are taken in with the next look.
            full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            log.warning("a recording could not be kept%s", ": the disk is full" if full else "")
            if full and self._kernel.clock.now() - row.ended_at > MISSING_AFTER:
                late = Wrong(call_id, TroubleCause.STORE_FULL, started, row.talk_seconds)
                self._kernel.write(lambda tx: judging.report(tx, [late]))
            return False
        cause = judging.judge(row.talk_seconds, kept.seconds, kept.loudest, self._was_full(started, row.ended_at))

        def write(tx: Transaction) -> bool:
            if not service.keep(tx, service.heard(tx, call_id), kept):
                known = repository.find(tx.connection, call_id)
                return known is not None and known.content == kept.content
            if cause is None:
                judging.came_late(tx, call_id)
            else:
                judging.report(tx, [Wrong(call_id, cause, started, row.talk_seconds, kept.seconds)])
            return True

        if not self._kernel.write(write):
            log.warning("a call has a second recording that differs from the first; it stays where it is")
            _rename(parts, ".second")
            return False
        for part in parts:
            part.agent.unlink(missing_ok=True)
            part.citizen.unlink(missing_ok=True)
        self.counts["kept"] += 1
        self.counts["wrong"] += cause is not None
        return True

    def _put_aside(self, row: Any, parts: list[Part], error: ValueError) -> None:
        self.counts["broken"] += 1
        log.warning("a recording could not be read and stays where it is: %s", error)
        full = self._was_full(row.answered_at, row.ended_at)
        cause = TroubleCause.DISK_FULL if full else TroubleCause.UNREADABLE
        wrong = Wrong(row.id, cause, row.answered_at, row.talk_seconds)
        self._kernel.write(lambda tx: judging.report(tx, [wrong]))
        _rename(parts, ".broken")

    # -- the exchange's disk

    def _note_space(self) -> None:
        """Remembers from when to when Asterisk's disk was full."""
        now = self._kernel.clock.now()
        if shutil.disk_usage(self._folder).free >= FULL_BYTES:
            self._full = [(start, end) for start, end in self._full if now - end < timedelta(days=1)]
        elif self._full and now - self._full[-1][1] <= timedelta(seconds=3 * LOOK_SECONDS):
            self._full[-1] = (self._full[-1][0], now)
        else:
            self._full.append((now, now))

    def _was_full(self, started: datetime, ended: datetime) -> bool:
        """Tells whether the disk was full during a call, or is now: it may have been seen only after the end."""
        slack = timedelta(seconds=3 * LOOK_SECONDS)
        return any(start <= ended + slack and end >= started for start, end in self._full)


def _rename(parts: Sequence[Part], ending: str) -> None:
    for part in parts:
        for file in (part.agent, part.citizen):
            if file.is_file():
                file.rename(file.with_suffix(ending))


def _call_of(file: Path) -> str:
    return file.name.split(".", 1)[0]


def _recorded_since(tx: Transaction) -> datetime | None:
    found = tx.connection.execute(select(server_settings.c.value).where(server_settings.c.key == _SINCE)).scalar()
    return None if found is None else datetime.fromisoformat(found)


def _set_recorded_since(tx: Transaction, moment: datetime) -> None:
    tx.connection.execute(server_settings.insert(), {"key": _SINCE, "value": moment.isoformat()})
