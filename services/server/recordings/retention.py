"""How long recordings are kept: rules in versions, looked at by a timer; each deletion is written down.

A recording's period counts from the day of the call. While a ticket of the call is open, or the one that it was merged into,
or somebody holds the recording, it stays whatever the rules say.
"""

import calendar
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import func, insert, select

from services.contracts.recordings import (
    DEFAULT_MONTHS,
    Deletion,
    NewRetentionRules,
    RecordingKind,
    RetentionHistory,
    RetentionRules,
)
from services.contracts.tickets import TicketStatus
from services.server import versions
from services.server.kernel import Kernel
from services.server.recordings import repository
from services.server.recordings.store import RecordingStore
from services.server.recordings.tables import recording_rules
from services.server.timers import service as timers
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

SWEEP = "recordings_sweep"
NEW_RULES = "recordings_rules"
BATCH = 200
_EVERY = timedelta(hours=1)
_OPEN_AGAIN = timedelta(days=7)
"""When a recording whose ticket is open is looked at again."""


def months_later(moment: datetime, months: int) -> datetime:
    """Returns the same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(moment.month - 1 + months, 12)
    last = calendar.monthrange(moment.year + year, month + 1)[1]
    return moment.replace(year=moment.year + year, month=month + 1, day=min(moment.day, last))


def deciding(
    rules: RetentionRules, ticket_kinds: Collection[str], outgoing: bool, message: bool = False
) -> RecordingKind:
    """Returns the kind whose period counts: of several tickets the one that is kept longest."""
    kinds = [RecordingKind(kind) for kind in sorted(ticket_kinds)]
    if not kinds and message:
        return RecordingKind.VOICE_MESSAGE
    if not kinds:
        return RecordingKind.OUTGOING if outgoing else RecordingKind.NO_TICKET
    return max(kinds, key=lambda kind: rules.months[kind])


def rules_at(tx: Transaction, moment: datetime) -> RetentionRules:
    """Returns the rules in force at a moment."""
    t = recording_rules
    query = select(t).where(t.c.effective_from <= moment).order_by(t.c.effective_from.desc(), t.c.version.desc())
    row = tx.connection.execute(query.limit(1)).first()
    return _rules(row) if row is not None else RetentionRules()


def history(tx: Transaction) -> RetentionHistory:
    """Returns every version, the newest first."""
    query = select(recording_rules).order_by(recording_rules.c.version.desc()).limit(200)
    return RetentionHistory(items=[_rules(row) for row in tx.connection.execute(query)])


def set_rules(tx: Transaction, new: NewRetentionRules) -> RetentionRules:
    """Adds a version. From its moment on all recordings are looked at by it.

    Raises:
        StaleVersion: somebody has added one since.
        InvalidFields: it would change the past.
    """
    last = tx.connection.execute(select(func.max(recording_rules.c.version))).scalar() or 0
    versions.refuse_stale(tx, last, history)
    starts = versions.begins(tx, new.effective_from)
    months = {**rules_at(tx, starts).months, **new.months}
    values = {
        "version": last + 1,
        "effective_from": starts,
        "content": orjson.dumps({kind.value: count for kind, count in months.items()}).decode(),
        "created_at": tx.now,
        "created_by": tx.actor.name,
    }
    tx.connection.execute(insert(recording_rules), values)
    timers.set(tx, NEW_RULES, str(last + 1), starts)
    return _rules(tx.connection.execute(select(recording_rules).where(recording_rules.c.version == last + 1)).one())


def first_review(tx: Transaction, call_at: datetime) -> datetime:
    """Returns before when no rule can delete a recording of a call."""
    return months_later(call_at, min(rules_at(tx, tx.now).months.values()))


def deletions(tx: Transaction) -> list[Deletion]:
    """Returns what was deleted last."""
    return [
        Deletion(
            call_id=row.call_id,
            call_at=row.call_at,
            seconds=row.seconds,
            at=row.at,
            rules=row.rules,
            kind=RecordingKind(row.kind),
            months=row.months,
        )
        for row in repository.deletions(tx.connection, 200)
    ]


class Retention:
    """Looks at what is due, in small transactions, by a timer of the district's clock."""

    def __init__(self, kernel: Kernel, store: RecordingStore) -> None:
        self._kernel = kernel
        self._store = store
        room = kernel.room(timers.Timers)
        room.on(SWEEP, self._on_sweep)
        room.on(NEW_RULES, self._on_new_rules)

    def begin(self) -> None:
        """Sets the first timer, where there is none yet."""
        if self._kernel.read(lambda tx: timers.payload_of(tx, SWEEP, "all")) is None:
            self._kernel.write(lambda tx: timers.set(tx, SWEEP, "all", tx.now))

    def _on_new_rules(self, tx: Transaction, _timer: timers.Timer) -> None:
        repository.review_all(tx.connection, tx.now)
        timers.set(tx, SWEEP, "all", tx.now)

    def _on_sweep(self, tx: Transaction, _timer: timers.Timer) -> None:
        self._forget_files(tx)
        looked_at = self.sweep(tx)
        timers.set(tx, SWEEP, "all", tx.now if looked_at == BATCH else tx.now + _EVERY)

    def sweep(self, tx: Transaction) -> int:
        """Deletes what is due of one batch, and says when to look at the rest; returns how many were looked at."""
        rules = rules_at(tx, tx.now)
        found = repository.to_review(tx.connection, tx.now, BATCH)
        for row in found:
            of_call = repository.tickets_of(tx.connection, row.call_id)
            outgoing = repository.is_outgoing(tx.connection, row.call_id)
            kind = deciding(rules, {ticket.kind for ticket in of_call}, outgoing, row.message)
            due = months_later(row.call_at, rules.months[kind])
            if due > tx.now:
                repository.change(tx.connection, row.call_id, review_at=due)
            elif any(ticket.status not in _OVER for ticket in of_call):
                repository.change(tx.connection, row.call_id, review_at=tx.now + _OPEN_AGAIN)
            else:
                self._delete(tx, row, rules, kind)
        return len(found)

    def _delete(self, tx: Transaction, row: Any, rules: RetentionRules, kind: RecordingKind) -> None:
        if not repository.remove(tx.connection, row.call_id):
            return
        repository.add_deletion(
            tx.connection,
            {
                "call_id": row.call_id,
                "content": row.content,
                "call_at": row.call_at,
                "seconds": row.seconds,
                "at": tx.now,
                "rules": rules.version,
                "kind": kind.value,
                "months": rules.months[kind],
                "file_gone": False,
            },
        )
        if not repository.uses(tx.connection, row.content):
            # Only what was committed is deleted; a file that outlives a crash here goes at the next sweep.
            tx.at_end.append(lambda committed: self._store.forget(row.content) if committed else None)

    def _forget_files(self, tx: Transaction) -> None:
        found = repository.files_to_delete(tx.connection, BATCH)
        for row in found:
            if not repository.uses(tx.connection, row.content):
                self._store.forget(row.content)
        if found:
            repository.files_are_gone(tx.connection, [row.id for row in found])


_OVER = frozenset({TicketStatus.CLOSED.value, TicketStatus.WITHDRAWN.value, TicketStatus.MERGED.value})


def _rules(row: Any) -> RetentionRules:
    kept = {RecordingKind(kind): months for kind, months in orjson.loads(row.content).items()}
    return RetentionRules(
        version=row.version,
        effective_from=row.effective_from,
        months={**DEFAULT_MONTHS, **kept},
        created_by=row.created_by,
    )
