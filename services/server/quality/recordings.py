"""Recordings of calls: where they lie, how one is made in training mode, and who has listened to which.

An exchange delivers ``DATA/recordings/<call id>.wav`` (16 bit; two channels: agent left, caller right). In training mode
a missing one is made from the call's timeline, and kept in ``DATA/recordings/training`` under a name that its content
decides; so is what was computed for drawing it. What is kept there can be made again, so the oldest files go when the
folder grows beyond :data:`CACHE_BYTES`.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import orjson

from services.contracts.quality import Span, Waveform
from services.errors import NotFound
from services.server.config import ServerConfig
from services.server.quality import calls_read
from services.server.quality.calls_read import Heard
from services.server.quality.turns import Talk
from services.server.transaction import Transaction

CACHE_BYTES = 1_000_000_000
"""Of made recordings, kept at most: about fifty hours."""


class NoRecording(NotFound):
    """The call has no recording. Said aloud: an inspector must know that what they score by is incomplete."""

    def __init__(self) -> None:
        super().__init__("recording")
        self.code = "no_recording"


def heard(tx: Transaction, call_id: str) -> Heard:
    """Returns what a call's recording is about.

    Raises:
        NotFound: there is no such call.
        NoRecording: it was never answered, or still goes on.
    """
    found = calls_read.heard(tx.connection, call_id)
    if found is None:
        if calls_read.exists(tx.connection, call_id):
            raise NoRecording
        raise NotFound("call")
    return found


def note_play(tx: Transaction, call_id: str, why: str) -> None:
    """Records who listens to whom, and why. Every request for sound is recorded, a part of it as well as the whole."""
    tx.looked_at("recording", call_id, why)


@dataclass(frozen=True)
class RecordingStore:
    """The folder with recordings."""

    folder: Path
    training: bool

    @classmethod
    def of(cls, config: ServerConfig) -> "RecordingStore":
        """Returns the store of a server."""
        return cls(config.data_folder / "recordings", config.training)

    def file(self, talk: Talk) -> Path:
        """Returns the recording's file; makes it first where that is possible.

        Raises:
            NoRecording: there is none.
        """
        delivered = self.folder / f"{talk.call_id}.wav"
        if delivered.is_file():
            return delivered
        if not self.training or talk.seconds <= 0:
            raise NoRecording
        made = self.folder / "training" / f"{talk.fingerprint}.wav"
        if made.is_file():
            made.touch()
            return made
        # numpy is imported by whoever needs it first, not by every start of the server
        from services.server.quality.speech import write_recording

        made.parent.mkdir(parents=True, exist_ok=True)
        part = _part(made)
        try:
            write_recording(talk, part)
            part.replace(made)
        finally:
            part.unlink(missing_ok=True)
        self._forget_oldest(keep=made)
        return made

    def waveform(self, heard: Heard) -> Waveform:
        """Returns what to draw of a recording; computed once and kept beside the sound."""
        sound = self.file(heard.talk)
        kept = sound.parent / f"{sound.stem}.peaks.json"
        if not kept.is_file() or kept.stat().st_mtime_ns < sound.stat().st_mtime_ns:
            from services.server.quality.waveform import analyse

            part = _part(kept)
            part.write_bytes(orjson.dumps(analyse(sound)))
            part.replace(kept)
        drawn = orjson.loads(kept.read_bytes())
        return Waveform(
            call_id=heard.talk.call_id,
            seconds=drawn["seconds"],
            started_at=heard.started_at,
            agent=drawn["agent"],
            citizen=drawn["citizen"],
            silent=[Span(start=start, end=end) for start, end in drawn["silent"]],
            held=[Span(start=start, end=end) for start, end in heard.talk.holds],
        )

    def _forget_oldest(self, keep: Path) -> None:
        files = sorted(keep.parent.glob("*.wav"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        total = 0
        for file in files:
            total += file.stat().st_size
            if total > CACHE_BYTES and file != keep:
                file.unlink(missing_ok=True)
                (file.parent / f"{file.stem}.peaks.json").unlink(missing_ok=True)


def _part(file: Path) -> Path:
    """Returns a name beside a file, so that nobody reads it half written and two makers do not disturb each other."""
    return file.with_name(f".{os.getpid()}-{secrets.token_hex(4)}-{file.name}")
