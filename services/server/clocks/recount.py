"""Counts the clocks of all open tickets anew after a change of rules or calendars, a batch at a time, also across a crash.

The job is a timer: each batch sets the next one in its own transaction, so it goes on where it was whoever fires it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from services.contracts.accounts import Permission
from services.contracts.clocks import Recount
from services.contracts.events import Topic
from services.server.clocks import bulk, repository, state
from services.server.clocks import counting as counters
from services.server.clocks.bulk import Summary
from services.server.clocks.config import Config
from services.server.clocks.counting import Standing
from services.server.tickets.tables import microseconds, moment_of
from services.server.timers import service as timers
from services.server.timers.service import Timer
from services.server.transaction import Transaction, everyone_with

JOB = "clock.recount"
_ALL = "all"
BATCH = 800
"""Tickets in one transaction, so that others can write in between."""
_NEVER = 1 << 62
_BUSY = 20
"""Tickets that somebody was changing are tried again in so many more batches at most: each then has its new time."""


def begin(tx: Transaction) -> None:
    """Begins at the first open ticket; a recount that is on begins anew."""
    total = repository.count_open(tx.connection)
    timers.set(tx, JOB, _ALL, tx.now, {"after": 0, "done": 0, "changed": 0, "total": total, "again": [], "tries": 0})
    _tell(tx, Recount(running=True, total=total))


def progress(tx: Transaction) -> Recount:
    """Returns how far it is; after it has ended, what the last one came to."""
    payload = timers.payload_of(tx, JOB, _ALL)
    if payload is not None:
        return Recount(running=True, **{name: payload[name] for name in ("done", "changed", "total")})
    return repository.last_recount(tx.connection)


def go_on(tx: Transaction, timer: Timer) -> None:
    """Counts a batch, and sets the timer of the next one."""
    config = repository.config(tx.connection)
    at = timer.payload
    keys = repository.open_after(tx.connection, at["after"], BATCH)
    tries = 0
    if not keys and at["again"]:
        keys, tries, at["again"] = at["again"], at["tries"] + 1, []
    rows = bulk.lock(tx.connection, keys)
    changed = _recounted(tx, config, rows)
    busy = [key for key in keys if key not in rows] if tries < _BUSY else []
    done = Recount(
        running=len(keys) > 0,
        done=at["done"] + len(keys) - len(busy),
        changed=at["changed"] + changed,
        total=max(at["total"], at["done"] + len(keys)),
    )
    _tell(tx, done)
    if not done.running:
        repository.keep_recount(tx.connection, done)
        return
    payload = {
        "after": max(keys[-1], at["after"]),
        "again": [*at["again"], *busy],
        "tries": tries,
        **done.model_dump(include={"done", "changed", "total"}),
    }
    timers.set(tx, JOB, _ALL, tx.now, payload)


def _recounted(tx: Transaction, config: Config, rows: dict[int, Summary]) -> int:
    """Counts the clocks of some tickets; returns how many tickets have another due moment, rung or limit now."""
    counting, now = counters.of(config), microseconds(tx.now)
    changed: list[tuple[int, Standing]] = []
    summaries: list[tuple[int, Summary]] = []
    moments: dict[str, datetime | None] = {}
    touched = 0
    for key, clocks in groupby(bulk.open_of(tx.connection, rows), key=itemgetter(1)):
        before: list[int | None] = []
        after: list[tuple[str, Standing]] = []
        moved = False
        for row in clocks:
            standing = counting.standing(
                kind=row[2],
                state=row[3],
                facts=row[bulk.FACTS],
                started=row[10],
                extended=row[11],
                pauses=row[12],
                level=row[18],
                now=now,
            )
            before.append(row[19])
            after.append((row[2], standing))
            if standing != row[bulk.STANDING]:
                changed.append((row[0], standing))
                moved = True
        if not moved:
            continue
        touched += 1
        summary = _summary(after)
        if summary != rows[key]:
            summaries.append((key, summary))
        following = _next([standing.following for _kind, standing in after])
        if following != _next(before):
            moments[str(key)] = None if following is None else moment_of(following)
    bulk.change(tx.connection, changed)
    bulk.summarise(tx.connection, summaries)
    timers.set_many(tx, state.TIMER, moments)
    return touched


def _summary(clocks: Sequence[tuple[str, Standing]]) -> Summary:
    """Returns what :func:`state.summary` does: the nearest one's due moment and kind, the highest rung."""
    kind, nearest = min(clocks, key=lambda each: (_NEVER if each[1].due is None else each[1].due, each[0]))
    return nearest.due, kind, max(standing.level for _kind, standing in clocks)


def _next(moments: Iterable[int | None]) -> int | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _tell(tx: Transaction, progress: Recount) -> None:
    tx.append(Topic.CLOCK, _ALL, {"recount": progress}, everyone_with(Permission.TICKET_READ))
