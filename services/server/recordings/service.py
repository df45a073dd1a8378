"""Rules for recordings: finding one, listening, holding, copying out."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.clock import day_of
from services.contracts.quality import RecordingFlaw, Span, Waveform
from services.contracts.recordings import Export, ExportFormat, ExportRequest, Hold, Trouble, TroubleCause
from services.errors import AppError, Conflict, NotFound
from services.server import plays
from services.server.kernel import Kernel
from services.server.quality import calls_read
from services.server.quality.calls_read import Heard
from services.server.quality.tables import evaluations
from services.server.recordings import repository, retention
from services.server.recordings.judging import MISSING_AFTER
from services.server.recordings.sealing import Sealed
from services.server.recordings.shares import talk_shares
from services.server.recordings.store import Kept, RecordingStore
from services.server.transaction import SYSTEM, Actor, Transaction

MADE_BYTES = 1_000_000_000
"""Of recordings made for training, kept at most; the oldest go, they can be made again."""
MOST = 200
"""Rows of a list."""
INSPECTION = "质检评分"
"""The reason written down for who plays a call that they are scoring."""


_WHY_NONE = {
    TroubleCause.UNREADABLE: "recording_unreadable",
    TroubleCause.DISK_FULL: "recording_disk_full",
    TroubleCause.STORE_FULL: "recording_waits",
}


class NoRecording(NotFound):
    """The call has no recording. Said aloud: an inspector must know that what they score by is incomplete."""

    def __init__(self, code: str = "no_recording") -> None:
        super().__init__("recording")
        self.code = code


@dataclass(frozen=True)
class Found:
    """A recording: its row, and the call that it is about."""

    row: Any
    heard: Heard
    flaw: RecordingFlaw | None = None
    """What is wrong with its sound."""


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


def keep(tx: Transaction, call: Heard, kept: Kept, made_from: str = "", message: bool = False) -> bool:
    """Keeps the row of a sound that lies in the store, of a talk or a ``message``; ``False`` where the call has one already."""
    return repository.add(
        tx.connection,
        {
            "call_id": call.talk.call_id,
            "content": kept.content,
            "key_id": kept.key_id,
            "bytes": kept.bytes,
            "frames": kept.frames,
            "seconds": kept.seconds,
            "call_at": call.started_at,
            "taken_at": tx.now,
            "made_from": made_from,
            "message": message,
            "held": False,
            "review_at": retention.first_review(tx, call.started_at),
        },
    )


class Shelf:
    """Where recordings are asked for; in training mode a missing one is made, and kept like any other.

    Args:
        kernel: database and clock.
        store: the files.
    """

    def __init__(self, kernel: Kernel, store: RecordingStore) -> None:
        self._kernel = kernel
        self.store = store

    def find(self, call_id: str) -> Found:
        """Returns a call's recording.

        Raises:
            NotFound: there is no such call.
            NoRecording: it has no recording.
            AppError: ``recording_deleted`` (410): it had one.
        """

        def look(tx: Transaction) -> tuple[Heard, Any, Any, Any]:
            c = tx.connection
            call = heard(tx, call_id)
            return call, repository.find(c, call_id), repository.deletion(c, call_id), repository.trouble(c, call_id)

        call, row, gone, wrong = self._kernel.read(look)
        if row is not None and (not row.made_from or row.held or row.made_from == call.talk.fingerprint):
            return Found(row, call, _of(row, wrong))
        if gone is not None:
            raise AppError("recording_deleted", status=410, details={"date": day_of(gone.at, self._kernel.zone)})
        if not self._kernel.config.training or call.talk.seconds <= 0:
            raise NoRecording(self._why_none(call, wrong))
        return Found(self._make(call), call)

    def _why_none(self, call: Heard, wrong: Any) -> str:
        """Returns the code of why a call has no recording; right after its end nothing is wrong yet."""
        if wrong is not None:
            return _WHY_NONE.get(TroubleCause(wrong.cause), "no_recording")
        ended = call.started_at + timedelta(seconds=call.talk.seconds)
        return "recording_waits" if self._kernel.clock.now() - ended < MISSING_AFTER else "no_recording"

    def sound(self, found: Found) -> Sealed:
        """Returns the sound, to be read in parts."""
        return self.store.open(found.row.content)

    def waveform(self, found: Found) -> Waveform:
        """Returns what to draw; computed when the recording was taken in."""
        drawn = self.store.drawn(found.row.content)
        talk = found.heard.talk
        agent, citizen = drawn["speaks"]
        return Waveform(
            call_id=talk.call_id,
            seconds=drawn["seconds"],
            started_at=found.heard.started_at,
            agent=drawn["agent"],
            citizen=drawn["citizen"],
            silent=[Span(start=start, end=end) for start, end in drawn["silent"]],
            held=[Span(start=start, end=end) for start, end in talk.holds],
            paused=[Span(start=start, end=end) for start, end in talk.pauses],
            shares=talk_shares(agent, citizen, talk.holds, talk.pauses, drawn["seconds"]),
            on_hold=found.row.held,
            flaw=found.flaw,
        )

    def _make(self, call: Heard) -> Any:
        from services.server.quality.speech import RATE, synthesise

        kept = self.store.keep(synthesise(call.talk), RATE)

        def write(tx: Transaction) -> Any:
            repository.remove(tx.connection, call.talk.call_id)
            keep(tx, call, kept, call.talk.fingerprint)
            self._forget_oldest(tx, call.talk.call_id)
            return repository.find(tx.connection, call.talk.call_id)

        return self._kernel.write(write)

    def _forget_oldest(self, tx: Transaction, newest: str) -> None:
        total = 0
        for row in repository.made(tx.connection):
            total += row.bytes
            if total > MADE_BYTES and row.call_id != newest and not row.held:
                repository.remove(tx.connection, row.call_id)
                self.store.forget(row.content)


# -- listening


def note_play(tx: Transaction, call_id: str, why: str) -> int:
    """Records who listens to whom, and why; returns the number of the play.

    Raises:
        AppError: ``why_missing`` (422): no reason, and the call is not the actor's to inspect.
    """
    e = evaluations.c
    if len(why.strip()) < 2:
        mine = select(e.id).where(e.call_id == call_id, e.inspector_id == tx.actor.account_id, e.published_at.is_(None))
        if tx.connection.execute(mine).first() is None:
            raise AppError("why_missing", status=422)
        why = INSPECTION
    return plays.begin(tx, "recording", call_id, why.strip())


# -- holds


def hold(tx: Transaction, call_id: str, reason: str) -> Hold:
    """Keeps a recording from being deleted, until it is let go.

    Raises:
        NoRecording: there is none.
        Conflict: ``already_held``.
    """
    row = repository.find(tx.connection, call_id, lock=True)
    if row is None:
        raise NoRecording
    if row.held:
        raise Conflict("already_held")
    repository.change(tx.connection, call_id, held=True)
    values = {"call_id": call_id, "reason": reason, "set_at": tx.now, "set_by": tx.actor.name}
    repository.add_hold(tx.connection, values)
    tx.looked_at("recording_hold", call_id, reason)
    return Hold(**values)


def lift(tx: Transaction, call_id: str, reason: str) -> Hold:
    """Ends a hold; from now on the rules count again.

    Raises:
        Conflict: ``not_held``.
    """
    repository.find(tx.connection, call_id, lock=True)
    held = repository.open_hold(tx.connection, call_id)
    if held is None:
        raise Conflict("not_held")
    lifted = {"lifted_at": tx.now, "lifted_by": tx.actor.name, "lift_reason": reason}
    repository.lift(tx.connection, held.id, lifted)
    repository.change(tx.connection, call_id, held=False, review_at=tx.now)
    tx.looked_at("recording_lift", call_id, reason)
    return _hold(held).model_copy(update=lifted)


def holds(tx: Transaction, call_id: str | None = None) -> list[Hold]:
    """Returns holds, lifted ones too, the newest first."""
    return [_hold(row) for row in repository.holds(tx.connection, call_id, MOST)]


# -- troubles


def troubles(tx: Transaction, settled: bool) -> list[Trouble]:
    """Returns answered calls without a whole recording, the newest first."""
    return [
        Trouble(
            call_id=row.call_id,
            cause=TroubleCause(row.cause),
            call_at=row.call_at,
            agent_name=row.agent_name or "",
            talk_seconds=row.talk_seconds,
            seconds=row.seconds,
            found_at=row.found_at,
            settled_at=row.settled_at,
            settled_by=row.settled_by,
            remark=row.remark,
        )
        for row in repository.troubles(tx.connection, settled, MOST)
    ]


def settle(tx: Transaction, call_id: str, reason: str) -> list[Trouble]:
    """Marks what was wrong with a recording as looked into; returns what is left open.

    Raises:
        NotFound: nothing is wrong, or somebody was faster.
    """
    values = {"settled_at": tx.now, "settled_by": tx.actor.name, "remark": reason}
    if not repository.settle(tx.connection, call_id, values):
        raise NotFound("trouble")
    return troubles(tx, settled=False)


# -- exports


def export(kernel: Kernel, shelf: Shelf, actor: Actor, call_id: str, request: ExportRequest) -> tuple[bytes, Export]:
    """Returns a copy with the mark of who takes it and when; written down before anybody has it.

    Raises:
        NotFound: there is no such call, or no recording of it.
    """
    from services.server.recordings.sound import decode, encode
    from services.server.recordings.watermark import Mark, put

    found = shelf.find(call_id)
    samples, rate = decode(shelf.sound(found).whole())
    number = secrets.randbelow(2**32 - 1) + 1
    at = kernel.clock.now().replace(microsecond=0)
    copy = encode(put(samples, rate, Mark(number, at)), rate, request.format.value.upper())
    made = Export(
        mark=number, call_id=call_id, account=actor.name, reason=request.reason, format=request.format.value, at=at
    )

    def write(tx: Transaction) -> None:
        repository.add_export(tx.connection, {**made.model_dump(), "account_id": actor.account_id})
        tx.looked_at("recording_export", call_id, request.reason)

    kernel.write(write, actor)
    return copy, made


def exports(tx: Transaction, mark: int | None = None) -> list[Export]:
    """Returns copies that were taken out, the newest first; with ``mark`` the one that carries it."""
    return [
        Export(
            mark=row.mark,
            call_id=row.call_id,
            account=row.account,
            reason=row.reason,
            format=ExportFormat(row.format).value,
            at=row.at,
            cancelled_at=row.cancelled_at,
        )
        for row in repository.exports(tx.connection, mark, MOST)
    ]


def cancel_export(tx: Transaction, mark: int) -> Export:
    """Notes that the actor's own copy did not become a file: it was cancelled, or could not be written. It stays in the list.

    Raises:
        NotFound: the actor has taken out no such copy.
    """
    if not repository.cancel_export(tx.connection, mark, tx.actor.account_id, tx.now):
        raise NotFound("export")
    return exports(tx, mark)[0]


def seal_all_anew(kernel: Kernel, store: RecordingStore) -> int:
    """Encrypts with the current key what was encrypted with another one; returns how many recordings that were."""
    after, count = "", 0
    while found := kernel.read(
        lambda tx, after=after: repository.under_other_keys(tx.connection, store.ring.current, after, 100)  # type: ignore[misc]
    ):
        for row in found:
            key_id = store.seal_anew(row.content)

            def write(tx: Transaction, call_id: str = row.call_id, key_id: str = key_id) -> None:
                repository.change(tx.connection, call_id, key_id=key_id)

            kernel.write(write, SYSTEM)
            after, count = row.call_id, count + 1
    return count


def _of(row: Any, wrong: Any) -> RecordingFlaw | None:
    """Returns what is wrong with a recording that is there; what was wrong before it came is over.

    That somebody has looked into it makes no cut sound whole.
    """
    if wrong is None or wrong.seconds <= 0 or (wrong.settled_at is not None and wrong.settled_by == SYSTEM.name):
        return None
    return RecordingFlaw(cause=TroubleCause(wrong.cause), talk_seconds=wrong.talk_seconds, seconds=row.seconds)


def _hold(row: Any) -> Hold:
    return Hold(
        call_id=row.call_id,
        reason=row.reason,
        set_at=row.set_at,
        set_by=row.set_by,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by,
        lift_reason=row.lift_reason,
    )
