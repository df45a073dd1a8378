"""What the life cycle does with clocks. All functions write in the transaction that they are given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.contracts.clocks import ClockKind, ClockRules, ClockState, Limit, TicketClock
from services.contracts.lifecycle import Clocks
from services.errors import Conflict
from services.server.clocks import explain, repository, state
from services.server.clocks.config import FACTS, Config, Facts
from services.server.clocks.filing import facts_of
from services.server.clocks.state import TIMER, TicketClockState
from services.server.timers import service as timers
from services.server.transaction import Transaction

Act = tuple[Clocks, ClockKind]

__all__ = [
    "FACTS",
    "TIMER",
    "Act",
    "Applied",
    "Facts",
    "apply",
    "extend",
    "facts_of",
    "lengthen",
    "of",
    "of_many",
    "pause",
    "refit",
    "restore",
    "resume",
    "rules",
    "start",
    "stop",
]  # fmt: skip


@dataclass(frozen=True)
class Applied:
    """What became of a ticket's clocks.

    Attributes:
        columns: ``due_at``, ``due_kind`` and ``alarm`` for the ticket's row.
        late: which of those that were stopped or paused were past their limit.
    """

    columns: dict[str, Any]
    late: frozenset[ClockKind] = frozenset()


def start(tx: Transaction, ticket_key: int, kinds: Iterable[ClockKind], facts: Facts) -> None:
    """Starts clocks by the rules in force now.

    The finish clock goes on from its first beginning, with the limit that fits the ticket as it is now; of the others,
    one that runs already ends and begins anew, because somebody else has to act.
    """
    _keep(tx, ticket_key, apply(tx, ticket_key, [(Clocks.START, kind) for kind in kinds], facts).columns)


def pause(tx: Transaction, ticket_key: int, kinds: Iterable[ClockKind]) -> None:
    """Pauses those of the clocks that run. Why stands in the trail, in the entry of the step that pauses them."""
    _keep(tx, ticket_key, apply(tx, ticket_key, [(Clocks.PAUSE, kind) for kind in kinds]).columns)


def resume(tx: Transaction, ticket_key: int, kinds: Iterable[ClockKind]) -> None:
    """Goes on with those of the clocks that are paused."""
    _keep(tx, ticket_key, apply(tx, ticket_key, [(Clocks.RESUME, kind) for kind in kinds]).columns)


def stop(tx: Transaction, ticket_key: int, kinds: Iterable[ClockKind]) -> None:
    """Stops those of the clocks that run or are paused."""
    _keep(tx, ticket_key, apply(tx, ticket_key, [(Clocks.STOP, kind) for kind in kinds]).columns)


def extend(tx: Transaction, ticket_key: int, kind: ClockKind, limit: Limit) -> None:
    """Gives a clock more time.

    Raises:
        Conflict: ``no_clock``: it does not run.
    """
    _keep(tx, ticket_key, lengthen(tx, ticket_key, kind, limit))


def lengthen(tx: Transaction, ticket_key: int, kind: ClockKind, limit: Limit) -> dict[str, Any]:
    """Does what :func:`extend` does, and leaves the ticket's row to the caller; returns its columns."""
    config, clocks = repository.counting(tx.connection, ticket_key)
    clock = next((clock for clock in clocks if clock.kind is kind), None)
    if clock is None:
        raise Conflict("no_clock")
    before = state.next_moment(clocks)
    clock.extended.append(limit)
    clock.recount(config, tx.now, keeps_level=False)
    repository.change(tx.connection, [clock])
    return _settled(tx, ticket_key, clocks, before)


def refit(tx: Transaction, ticket_key: int, facts: Facts) -> dict[str, Any]:
    """Gives the finish clock the limit that fits a corrected ticket; returns columns for the ticket's row."""
    config, clocks = repository.counting(tx.connection, ticket_key)
    before = state.next_moment(clocks)
    changed = [clock for clock in clocks if clock.kind is ClockKind.FINISH]
    for clock in changed:
        clock.choose(config, facts)
        clock.recount(config, tx.now, keeps_level=False)
    repository.change(tx.connection, changed)
    return _settled(tx, ticket_key, clocks, before)


def restore(tx: Transaction, ticket_key: int, since: datetime) -> dict[str, Any]:
    """Takes back what was stopped at or after a moment, as if it had gone on; for a step that is undone.

    Returns:
        Columns for the ticket's row, which the caller writes.
    """
    config = repository.config(tx.connection)
    opened = repository.open_of(tx.connection, ticket_key)
    before = state.next_moment(opened)
    running = {clock.kind for clock in opened}
    stopped = [
        clock
        for clock in repository.all_of(tx.connection, ticket_key)
        if clock.stopped_at is not None and clock.stopped_at >= since and clock.kind not in running
    ]
    back = list({clock.kind: clock for clock in stopped}.values())
    for clock in back:
        clock.unstop()
        clock.recount(config, tx.now)
    repository.change(tx.connection, back)
    return _settled(tx, ticket_key, [*opened, *back], before)


def apply(tx: Transaction, ticket_key: int, acts: Sequence[Act], facts: Facts | None = None) -> Applied:
    """Does to a ticket's clocks what a step says, all at once.

    Args:
        tx: the transaction.
        ticket_key: of the ticket.
        acts: what to do with which clock, in this order.
        facts: of the ticket as it is after the step; needed to start any.

    Returns:
        Columns for the ticket's row, which the caller writes, and which clocks were stopped or paused too late.
    """
    config, clocks = repository.counting(tx.connection, ticket_key)
    before = state.next_moment(clocks)
    new: list[TicketClockState] = []
    changed: dict[int, TicketClockState] = {}
    late: set[ClockKind] = set()
    for act, kind in acts:
        clock = next((clock for clock in (*clocks, *new) if clock.kind is kind and _is_open(clock)), None)
        if act is Clocks.START:
            if clock is not None and kind is not ClockKind.FINISH:
                clock.stop(tx.now)
                changed[id(clock)] = clock
                clock = None
            if clock is None:
                new.append(_started(config, tx, ticket_key, kind, facts))
                continue
        if clock is None:
            continue
        changed[id(clock)] = clock
        if act in (Clocks.STOP, Clocks.PAUSE) and clock.is_late(config, tx.now):
            late.add(kind)
        _ACTS[act](clock, tx.now)
        if act is Clocks.START:
            clock.choose(config, _needed(facts))
        clock.recount(config, tx.now, keeps_level=act is not Clocks.START)
    fresh = {id(clock) for clock in new}
    repository.change(tx.connection, [clock for key, clock in changed.items() if key not in fresh])
    repository.add(tx.connection, new)
    return Applied(_settled(tx, ticket_key, [*clocks, *new], before), frozenset(late))


def rules(tx: Transaction) -> ClockRules:
    """Returns the rules in force now."""
    return repository.config(tx.connection, is_counting=False).rules_at(tx.now)


def of(tx: Transaction, ticket_key: int) -> list[TicketClock]:
    """Returns every clock that a ticket ever had, with its arithmetic, in the order in which they were started."""
    config = repository.config(tx.connection, is_counting=False)
    return [explain.clock(config, clock, tx.now) for clock in repository.all_of(tx.connection, ticket_key)]


def of_many(tx: Transaction, keys: Sequence[int]) -> dict[int, list[TicketClock]]:
    """Returns the clocks of some tickets."""
    config = repository.config(tx.connection, is_counting=False)
    found: dict[int, list[TicketClock]] = {key: [] for key in keys}
    for clock in repository.all_of_many(tx.connection, keys) if keys else ():
        found[clock.ticket_key].append(explain.clock(config, clock, tx.now))
    return found


_ACTS = {
    # Of one that is there already: it goes on.
    Clocks.START: TicketClockState.resume,
    Clocks.PAUSE: TicketClockState.pause,
    Clocks.RESUME: TicketClockState.resume,
    Clocks.STOP: TicketClockState.stop,
}


def _is_open(clock: TicketClockState) -> bool:
    return clock.state is not ClockState.STOPPED


def _needed(facts: Facts | None) -> Facts:
    if facts is None:
        raise ValueError("a clock that is started needs the ticket's facts")
    return facts


def _started(
    config: Config, tx: Transaction, ticket_key: int, kind: ClockKind, facts: Facts | None
) -> TicketClockState:
    clock = state.started(config, kind, _needed(facts), tx.now, tx.now)
    clock.ticket_key = ticket_key
    return clock


def _settled(
    tx: Transaction, ticket_key: int, clocks: Sequence[TicketClockState], before: datetime | None
) -> dict[str, Any]:
    """Sets the timer of the next rung where it has moved; returns what the ticket's row says."""
    following = state.next_moment(clocks)
    if following != before:
        if following is None:
            timers.cancel(tx, TIMER, str(ticket_key))
        else:
            timers.set(tx, TIMER, str(ticket_key), following)
    return state.summary(clocks)


def _keep(tx: Transaction, ticket_key: int, summary: dict[str, Any]) -> None:
    repository.summarise(tx.connection, {ticket_key: summary})
