"""Counts the clocks of all open tickets anew after a change of rules or calendars, a batch at a time, also across a crash.

The job is a timer: each batch sets the next one in its own transaction, so it goes on where it was whoever fires it.
"""

from collections.abc import Sequence
from typing import Any

from services.contracts.accounts import Permission
from services.contracts.clocks import Recount
from services.contracts.events import Topic
from services.server.clocks import repository, state
from services.server.clocks.config import Config
from services.server.clocks.state import TicketClockState
from services.server.timers import service as timers
from services.server.timers.service import Timer
from services.server.transaction import Transaction, everyone_with

JOB = "clock.recount"
_ALL = "all"
BATCH = 400
"""Tickets in one transaction: some 50 ms, so that others can write in between."""
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
    rows = {row.key: row for row in repository.lock(tx.connection, keys)}
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


def _recounted(tx: Transaction, config: Config, rows: dict[int, Any]) -> int:
    """Counts the clocks of some tickets; returns how many tickets have another due moment, rung or limit now."""
    clocks = repository.open_of_many(tx.connection, list(rows))
    changed: list[TicketClockState] = []
    summaries: dict[int, dict[str, Any]] = {}
    moments: dict[str, Any] = {}
    for key, row in rows.items():
        before = state.next_moment(clocks[key])
        moved = [clock for clock in clocks[key] if _is_changed(config, clock, tx)]
        if not moved:
            continue
        changed += moved
        summary = state.summary(clocks[key])
        if any(getattr(row, name) != value for name, value in summary.items()):
            summaries[key] = summary
        following = state.next_moment(clocks[key])
        if following != before:
            moments[str(key)] = following
    repository.change_counted(tx.connection, changed)
    repository.summarise(tx.connection, summaries)
    timers.set_many(tx, state.TIMER, moments)
    return len({clock.ticket_key for clock in changed})


def _is_changed(config: Config, clock: TicketClockState, tx: Transaction) -> bool:
    before = _standing(clock)
    clock.choose(config, clock.facts)
    clock.recount(config, tx.now, keeps_level=False)
    return _standing(clock) != before


def _standing(clock: TicketClockState) -> Sequence[Any]:
    return (clock.due_at, clock.provisional, clock.level, clock.next_at, clock.limit, clock.calendar)


def _tell(tx: Transaction, progress: Recount) -> None:
    tx.append(Topic.CLOCK, _ALL, {"recount": progress}, everyone_with(Permission.TICKET_READ))
