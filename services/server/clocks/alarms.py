"""The ladder: when a clock reaches a rung, its ticket's row, trail and everybody's lists say so."""

import heapq
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.server.clocks import notices, repository, state
from services.server.clocks.config import Config
from services.server.clocks.state import TicketClockState
from services.server.tickets import repository as tickets
from services.server.tickets.repository import Entry
from services.server.timers import service as timers
from services.server.timers.service import Timer
from services.server.transaction import SYSTEM, Transaction, everyone_with

STEP = "alarm"
"""The trail's word for it; ``changes`` say from which rung to which, and of which clock."""


def ring(tx: Transaction, due: Sequence[Timer]) -> Collection[int]:
    """Lifts the clocks of some tickets to the rungs that they have reached, in the order in which these were reached.

    After an outage a clock that has passed several rungs climbs one after another, among the clocks of all others.

    Returns:
        The timers of tickets that somebody is changing just now.
    """
    config = repository.config(tx.connection)
    keys = {int(timer.subject): timer.id for timer in due}
    rows = {row.key: row for row in repository.lock(tx.connection, list(keys))}
    clocks = repository.open_of_many(tx.connection, list(rows))
    last = max(timer.due_at for timer in due)
    touched = list(_climb(config, clocks, last))
    repository.change(tx.connection, {id(clock): clock for clock, _before, _after in touched}.values())
    summaries = {key: state.summary(clocks[key]) for key in rows}
    repository.summarise(tx.connection, {k: s for k, s in summaries.items() if _differs(rows[k], s)})
    timers.set_many(tx, state.TIMER, {str(key): state.next_moment(clocks[key]) for key in rows})
    steps = [(clock.ticket_key, _entry(tx.now, clock, *rungs)) for clock, *rungs in touched if rungs[1] > rungs[0]]
    tickets.add_steps(tx.connection, steps)
    for key in dict.fromkeys(key for key, _entry in steps):
        tell(tx, rows[key], summaries[key])
    risen: dict[int, tuple[str, int]] = {}
    for clock, before, after in touched:
        # Of a ticket whose clocks have all risen the one that has risen highest is told.
        if after > max(before, risen.get(clock.ticket_key, ("", 0))[1]):
            risen[clock.ticket_key] = (clock.kind.value, after)
    notices.alarms(tx, [(rows[key], kind, level) for key, (kind, level) in risen.items()])
    return [timer_id for key, timer_id in keys.items() if key not in rows and repository.exists(tx.connection, key)]


def tell(tx: Transaction, row: Any, summary: dict[str, Any]) -> None:
    """Writes the event by which lists turn colour."""
    data = {"id": row.id, "number": row.number, "status": row.status, "version": row.version, **summary}
    tx.append(Topic.CLOCK, row.id, data, everyone_with(Permission.TICKET_READ))


def _climb(
    config: Config, clocks: dict[int, list[TicketClockState]], last: datetime
) -> Iterator[tuple[TicketClockState, int, int]]:
    """Gives each rung up to a moment in its order: the clock, its level before and after."""
    queue = [(moment, key) for key, each in clocks.items() if (moment := state.next_moment(each)) is not None]
    heapq.heapify(queue)
    while queue and queue[0][0] <= last:
        moment, key = heapq.heappop(queue)
        for clock in clocks[key]:
            if clock.next_at is None or clock.next_at > moment:
                continue
            before = clock.level
            clock.recount(config, moment)
            yield clock, before, clock.level
        following = state.next_moment(clocks[key])
        if following is not None:
            heapq.heappush(queue, (following, key))


def _entry(now: datetime, clock: TicketClockState, before: int, after: int) -> Entry:
    changes = {"alarm": [str(before), str(after)], "clock": [None, clock.kind.value]}
    return Entry(now, SYSTEM.account_id, SYSTEM.name, STEP, changes)


def _differs(row: Any, summary: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in summary.items())
