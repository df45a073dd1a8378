"""Voice messages: what callers said to the exchange instead of waiting, and the call-backs that come of it.

The exchange tells of a message when its caller has gone; until its sound is there, the call is one that was lost. The sound lies
in the store of the recordings, under the call's id, and is kept and deleted like them.
"""

from datetime import datetime

from services.contracts.callbacks import CallBackCause
from services.contracts.quality import Waveform
from services.contracts.recordings import TroubleCause
from services.errors import AppError, NotFound
from services.server import plays
from services.server.callbacks import messages_repository, service
from services.server.callbacks.book import Book
from services.server.kernel import Kernel
from services.server.quality.calls_read import Heard
from services.server.quality.turns import Talk
from services.server.recordings import judging, repository
from services.server.recordings import service as recordings
from services.server.recordings.judging import Wrong
from services.server.recordings.sealing import Sealed
from services.server.recordings.service import NoRecording, Shelf
from services.server.recordings.store import Kept, RecordingStore
from services.server.transaction import Transaction

SHORTEST = 1.0
"""Seconds; who said less has only hung up."""
EXPECTED, MISSING, KEPT, EMPTY = "expected", "missing", "kept", "empty"
_TONE_HZ, _RATE = 440, 8000
_SHORTEST_WHY = 2


# -- what the exchange tells


def begun(
    tx: Transaction,
    book: Book,
    call_id: str,
    number: str,
    skill: str,
    since: datetime,
    left_at: datetime,
    recorded: bool,
) -> None:
    """A caller has gone who was to leave a message; said twice, it is one. Their call is a lost one, until the sound is there.

    Args:
        tx: the floor's.
        book: of the batch.
        call_id: the call's.
        number: the caller's; empty where it is hidden.
        skill: what they waited for.
        since: when they came.
        left_at: when they began to speak.
        recorded: whether the exchange had begun to record, so that there has to be a file.
    """
    values = {
        "call_id": call_id,
        "number": number,
        "skill": skill,
        "since": since,
        "left_at": left_at,
        "told_at": tx.now,
        "recorded": recorded,
        "state": EXPECTED,
        "seconds": 0.0,
        "call_back_id": None,
    }
    if messages_repository.add(tx.connection, values):
        service.lost(tx, book, call_id, number, CallBackCause.ABANDONED, since, skill)


def spoken(tx: Transaction, call_id: str, seconds: float, book: Book | None = None) -> bool:
    """What was said is known now: from ``SHORTEST`` on it is a message, and a call-back also without a number.

    Returns:
        whether it is a message.
    """
    row = messages_repository.find(tx.connection, call_id, lock=True)
    if row is None or row.state not in (EXPECTED, MISSING):
        return row is not None and row.state == KEPT
    if seconds < SHORTEST:
        messages_repository.change(tx.connection, call_id, state=EMPTY, number="", seconds=seconds)
        return False
    call_back_id = service.lost(
        tx, book or Book(tx), call_id, row.number, CallBackCause.VOICEMAIL, row.since, row.skill
    )
    values = {"state": KEPT, "number": "", "seconds": seconds, "call_back_id": call_back_id}
    messages_repository.change(tx.connection, call_id, **values)
    return True


def keep(tx: Transaction, call_id: str, kept: Kept) -> bool:
    """Keeps a sound that lies in the store; ``False`` where the call has another one already."""
    row = messages_repository.find(tx.connection, call_id, lock=True)
    if row is None or not recordings.keep(tx, _heard(row.call_id, row.left_at, kept.seconds), kept, message=True):
        known = repository.find(tx.connection, call_id)
        return known is not None and known.content == kept.content
    spoken(tx, call_id, kept.seconds)
    judging.came_late(tx, call_id)
    return True


def never_came(tx: Transaction, before: datetime) -> int:
    """Gives up what has no sound after a time, unless it still comes; where one was begun, that is said. Returns how many."""
    wrong = []
    for row in messages_repository.expected(tx.connection, before):
        messages_repository.change(tx.connection, row.call_id, state=MISSING)
        if row.recorded:
            wrong.append(Wrong(row.call_id, TroubleCause.MISSING, row.left_at, 0.0))
    return judging.report(tx, wrong) if wrong else 0


# -- what people do


def note_play(tx: Transaction, call_id: str, why: str) -> int:
    """Records who listens to whom, and why; returns the number of the play.

    Raises:
        AppError: ``why_missing`` (422).
    """
    if len(why.strip()) < _SHORTEST_WHY:
        raise AppError("why_missing", status=422)
    return plays.begin(tx, "voice_message", call_id, why.strip())


class MessageShelf:
    """Where the sound of messages is asked for; in training mode a tone takes its place.

    Args:
        kernel: database, and the store of the recordings.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def sound(self, call_id: str) -> Sealed:
        """Returns the sound.

        Raises:
            NotFound: there is no such message.
            NoRecording: its sound is not there.
            AppError: ``recording_deleted`` (410).
        """
        return self._store.open(self._content(call_id))

    def waveform(self, call_id: str) -> Waveform:
        """Returns what to draw; raises as :meth:`sound`."""
        drawn = self._store.drawn(self._content(call_id))
        message = self._kernel.read(lambda tx: messages_repository.find(tx.connection, call_id))
        return Waveform(
            call_id=call_id,
            seconds=drawn["seconds"],
            started_at=message.left_at if message is not None else self._kernel.clock.now(),
            agent=drawn["agent"],
            citizen=drawn["citizen"],
        )

    @property
    def _store(self) -> RecordingStore:
        return self._kernel.room(Shelf).store

    def _content(self, call_id: str) -> str:
        row = self._kernel.read(lambda tx: repository.find(tx.connection, call_id))
        message = self._kernel.read(lambda tx: messages_repository.find(tx.connection, call_id))
        if message is None or message.state != KEPT:
            raise NotFound("voice_message")
        if row is not None:
            return str(row.content)
        gone = self._kernel.read(lambda tx: repository.deletion(tx.connection, call_id))
        if gone is not None:
            raise AppError("recording_deleted", status=410, details={"date": gone.at.date().isoformat()})
        if not self._kernel.config.training:
            raise NoRecording
        return self._make(call_id, message.left_at, message.seconds)

    def _make(self, call_id: str, left_at: datetime, seconds: float) -> str:
        # Here, so that a start does not wait for it.
        import numpy as np

        at = np.arange(round(seconds * _RATE)) / _RATE
        samples = np.zeros((len(at), 2), np.int16)
        # It swells four times a second, as speech does.
        samples[:, 1] = np.sin(2 * np.pi * _TONE_HZ * at) * 6000 * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))
        kept = self._store.keep(samples, _RATE)
        heard = _heard(call_id, left_at, seconds)
        self._kernel.write(lambda tx: recordings.keep(tx, heard, kept, made_from="tone", message=True))
        return kept.content


def _heard(call_id: str, left_at: datetime, seconds: float) -> Heard:
    return Heard(left_at, Talk(call_id, seconds))
