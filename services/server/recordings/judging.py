"""What is wrong with a recording: pure rules, and where the answer is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.contracts.accounts import Permission, permissions_of
from services.contracts.notices import NoticeCode
from services.contracts.recordings import TroubleCause
from services.server.accounts import repository as accounts
from services.server.notices import service as notices
from services.server.recordings import repository
from services.server.transaction import Transaction

TOLERANCE_SECONDS = 5.0
"""By how much a recording may be shorter than the talk."""
SILENT_PEAK = 0.012
"""Of full scale; a voice that never gets louder was not recorded."""
SHORTEST_VOICE = 10.0
"""Seconds of talk under which it is no wonder that one side says nothing."""
MISSING_AFTER = timedelta(minutes=3)
"""So long after its end a call's recording has to be there."""
_TELL_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Wrong:
    """An answered call without a whole recording."""

    call_id: str
    cause: TroubleCause
    call_at: datetime
    talk_seconds: float
    seconds: float = 0.0


def judge(
    talk_seconds: float, seconds: float, loudest: tuple[float, float], disk_was_full: bool
) -> TroubleCause | None:
    """Returns what is wrong with a sound; ``None`` where nothing is.

    Args:
        talk_seconds: how long the talk lasted, by the exchange's facts.
        seconds: how long the sound is.
        loudest: highest peaks of agent and caller, 0 to 1.
        disk_was_full: whether the exchange's disk was full while it was recorded.
    """
    if seconds < talk_seconds - TOLERANCE_SECONDS:
        return TroubleCause.DISK_FULL if disk_was_full else TroubleCause.SHORT
    if talk_seconds < SHORTEST_VOICE:
        return None
    silent = tuple(peak < SILENT_PEAK for peak in loudest)
    return {
        (True, True): TroubleCause.SILENT,
        (True, False): TroubleCause.SILENT_AGENT,
        (False, True): TroubleCause.SILENT_CITIZEN,
    }.get((silent[0], silent[1]))


def report(tx: Transaction, wrong: Iterable[Wrong]) -> int:
    """Writes down what is wrong, and gives a notice to who looks after it: one an hour, however many there are."""
    before = repository.last_trouble_at(tx.connection)
    found = [
        each
        for each in wrong
        if repository.put_trouble(
            tx.connection,
            {
                "call_id": each.call_id,
                "cause": each.cause.value,
                "call_at": each.call_at,
                "talk_seconds": each.talk_seconds,
                "seconds": each.seconds,
                "found_at": tx.now,
            },
        )
    ]
    if found and (before is None or tx.now - before >= _TELL_AGAIN):
        watchers = [
            account.id
            for account in accounts.everyone(tx.connection)
            if account.active and Permission.RECORDING_WATCH in permissions_of(frozenset(account.roles))
        ]
        notices.tell(tx, watchers, NoticeCode.RECORDINGS, {"count": len(found), "cause": found[0].cause.value})
    return len(found)


def came_late(tx: Transaction, call_id: str) -> None:
    """A recording that was missing is there, and whole."""
    repository.settle(tx.connection, call_id, {"settled_at": tx.now, "settled_by": tx.actor.name, "remark": ""})
