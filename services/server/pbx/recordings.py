"""Takes in what Asterisk has recorded: two files a talk become one sound of two channels, agent left, citizen right.

The sound is kept under its own hash (``DATA/recordings/kept/HASH.wav``), so that a later change of it is seen, and found by
its call (``DATA/recordings/CALL.wav``, the same file by another name). A call with several agents has one part for each;
between them is silence of the right length. What is missing or too short is counted and logged, never hidden.
"""

import asyncio
import hashlib
import logging
import os
import re
import time
import wave
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from services.server.background import running
from services.server.calls import repository
from services.server.kernel import Kernel

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
QUIET_SECONDS = 1.5
"""A file that was not written to for so long is whole."""
SHORT_SECONDS = 5.0
"""By how much a recording may be shorter than the talk."""
_NAME = re.compile(r"(?P<call>[0-9A-Za-z_-]{1,64})\.(?P<at>\d{9,11})\.agent\.wav")
_RATE = 8000


@dataclass(frozen=True)
class Part:
    """What one agent said and heard, from a second on."""

    at: int
    agent: Path
    citizen: Path


def waiting(folder: Path) -> dict[str, list[Part]]:
    """Returns what has been recorded and is whole, by call."""
    found: dict[str, list[Part]] = {}
    before = time.time() - QUIET_SECONDS
    for agent in folder.glob("*.agent.wav"):
        named = _NAME.fullmatch(agent.name)
        citizen = agent.with_name(agent.name.replace(".agent.wav", ".citizen.wav"))
        if named and citizen.is_file() and max(agent.stat().st_mtime, citizen.stat().st_mtime) < before:
            found.setdefault(named["call"], []).append(Part(int(named["at"]), agent, citizen))
    return {call: sorted(parts, key=lambda part: part.at) for call, parts in found.items()}


def join(parts: Sequence[Part], into: Path) -> float:
    """Writes the parts as one sound; returns its seconds.

    Raises:
        ValueError: a part is no sound that Asterisk writes here.
    """
    # numpy is imported by whoever needs it first, not by every start of the server
    import numpy as np

    with wave.open(str(into), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        written = 0
        for part in parts:
            gap = (part.at - parts[0].at) * _RATE - written
            if gap > 0:
                out.writeframes(bytes(gap * 4))
                written += gap
            left, right = (np.frombuffer(_samples(file), "<i2") for file in (part.agent, part.citizen))
            length = max(len(left), len(right))
            both = np.zeros((length, 2), "<i2")
            both[: len(left), 0], both[: len(right), 1] = left, right
            out.writeframes(both.tobytes())
            written += length
    return written / _RATE


def _samples(file: Path) -> bytes:
    try:
        with wave.open(str(file), "rb") as sound:
            if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (1, 2, _RATE):
                raise ValueError(f"{file.name} is not mono of 16 bit and {_RATE} Hz")
            return sound.readframes(sound.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"{file.name} is cut: {error}") from error


class Recordings:
    """Looks again and again at the folder that Asterisk records to.

    Args:
        kernel: database and data folder.
        folder: Asterisk's folder, as this server sees it.
    """

    def __init__(self, kernel: Kernel, folder: Path) -> None:
        self._kernel = kernel
        self._folder = folder
        self._kept = kernel.config.data_folder / "recordings"
        self.counts: Counter[str] = Counter()
        """Taken in (``kept``), cut (``broken``), shorter than the talk (``short``)."""

    def beside(self) -> AbstractAsyncContextManager[None]:
        """Looks while the server is up."""
        return running(self._look())

    async def _look(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self.take_in)
            except OSError as error:
                log.warning("recordings cannot be taken in: %s", error.strerror)
            await asyncio.sleep(LOOK_SECONDS)

    def take_in(self) -> int:
        """Takes in what is whole and whose call is over; returns how many calls that were."""
        found = waiting(self._folder)
        return sum(self._take(call_id, parts) for call_id, parts in found.items())

    def _take(self, call_id: str, parts: list[Part]) -> bool:
        row = self._kernel.read(lambda tx: repository.find(tx.connection, call_id))
        if row is None or row.ended_at is None:
            return False
        kept = self._kept / "kept"
        kept.mkdir(parents=True, exist_ok=True)
        made = kept / f".{call_id}.part"
        try:
            seconds = join(parts, made)
        except ValueError as error:
            made.unlink(missing_ok=True)
            self.counts["broken"] += 1
            log.warning("a recording could not be read and stays where it is: %s", error)
            for part in parts:
                part.agent.rename(part.agent.with_suffix(".broken"))
            return False
        if seconds < row.talk_seconds - SHORT_SECONDS:
            self.counts["short"] += 1
            log.warning("a recording is %.0f s shorter than its talk", row.talk_seconds - seconds)
        with made.open("rb") as sound:
            name = hashlib.file_digest(sound, "sha256").hexdigest()
            os.fsync(sound.fileno())
        made.replace(kept / f"{name}.wav")
        by_call = self._kept / f"{call_id}.wav"
        by_call.unlink(missing_ok=True)
        os.link(kept / f"{name}.wav", by_call)
        for part in parts:
            part.agent.unlink()
            part.citizen.unlink()
        self.counts["kept"] += 1
        return True
