"""One clock of a ticket as its row holds it, and what may be done with it. Pure; nothing here asks the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from services.contracts.clocks import ClockKind, ClockState, Limit, LimitUnit
from services.server.clocks import engine
from services.server.clocks.config import Config, Facts
from services.server.clocks.engine import Count, Run
from services.server.tickets.tables import microseconds, moment_of

TIMER = "clock"
"""The timer of a ticket's next rung; its subject is the ticket's key."""

COLUMNS = (
    *(
        "ticket_key",
        "kind",
        "state",
        "ticket_kind",
        "urgency",
        "unit",
        "category",
        "town",
        "village",
        "calendar",
        "amount",
        "amount_unit",
    ),
    *("started_at", "stopped_at", "due_at", "provisional", "level", "next_at", "extended", "pauses"),
)


@dataclass(slots=True)
class TicketClockState:
    """A clock that was started; ``id`` is 0 until it is kept. Its times never run backwards, whatever the district's do."""

    id: int
    ticket_key: int
    kind: ClockKind
    facts: Facts
    limit: Limit
    calendar: str
    started_at: datetime
    state: ClockState = ClockState.RUNNING
    stopped_at: datetime | None = None
    extended: list[Limit] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    due_at: datetime | None = None
    provisional: bool = False
    level: int = 0
    next_at: datetime | None = None

    @property
    def run(self) -> Run:
        """What the engine counts."""
        pauses = [(microseconds(since), microseconds(until) if until else None) for since, until in self.pauses]
        return Run(microseconds(self.started_at), (self.limit, *self.extended), pauses)

    def pause(self, now: datetime) -> None:
        """Stops the counting for a while; a clock that does not run stays as it is."""
        if self.state is ClockState.RUNNING:
            self.state = ClockState.PAUSED
            self.pauses.append((max(now, self._last_moment), None))

    def resume(self, now: datetime) -> None:
        """Goes on counting; a clock that is not paused stays as it is."""
        if self.state is ClockState.PAUSED:
            self.state = ClockState.RUNNING
            self._end_pause(now)

    def stop(self, now: datetime) -> None:
        """Ends it."""
        if self.state is ClockState.STOPPED:
            return
        if self.state is ClockState.PAUSED:
            self._end_pause(now)
        self.state = ClockState.STOPPED
        self.stopped_at = max(now, self._last_moment)

    def unstop(self) -> None:
        """Takes a stop back, as if it had never been; what was paused when it was stopped goes on running."""
        self.state = ClockState.RUNNING
        self.stopped_at = None

    def recount(self, config: Config, now: datetime, keeps_level: bool = True) -> None:
        """Brings due moment and ladder to what rules and calendars say of it now.

        Args:
            config: rules and calendars; those that were in force when it was started count.
            now: which rungs are reached.
            keeps_level: a rung that was reached stays reached, also where the district's clock was set back.
        """
        rules = config.rules_at(self.started_at)
        time = config.time(self.calendar)
        result, run = self.count(config)
        self.provisional = result.provisional
        self.due_at = None if self.state is ClockState.PAUSED else moment_of(result.due)
        if self.state is not ClockState.RUNNING:
            self.next_at = None
            return
        reached = engine.rungs(time, run, result, config.ladder(rules, self.limit))
        at = microseconds(now)
        level = engine.level_at(reached, at)
        self.level = max(self.level, level) if keeps_level else level
        following = engine.next_rung(reached, at, self.level)
        self.next_at = None if following is None else moment_of(following)

    def choose(self, config: Config, facts: Facts) -> None:
        """Takes limit and calendar that fit the ticket, from the rules in force when it was started."""
        rules = config.rules_at(self.started_at)
        self.facts = facts
        self.limit = config.limit(rules, self.kind, facts, self.started_at)
        self.calendar = config.calendar_of(rules, facts.unit)

    def count(self, config: Config) -> tuple[Count, Run]:
        """Returns what it comes to, and what was counted."""
        run = self.run
        return engine.count(config.time(self.calendar), run), run

    def is_late(self, config: Config, now: datetime) -> bool:
        """Tells whether its limit is past; of a stopped one, whether it was stopped too late."""
        if self.state is ClockState.PAUSED:
            return not self.count(config)[0].in_time
        return self.due_at is not None and (self.stopped_at or now) > self.due_at

    def row(self) -> dict[str, Any]:
        """Returns its columns."""
        return {
            "ticket_key": self.ticket_key,
            "kind": self.kind.value,
            "state": self.state.value,
            "ticket_kind": self.facts.kind,
            "urgency": self.facts.urgency,
            "unit": self.facts.unit,
            "category": self.facts.category,
            "town": self.facts.town,
            "village": self.facts.village,
            "calendar": self.calendar,
            "amount": self.limit.amount,
            "amount_unit": self.limit.unit.value,
            "started_at": self.started_at,
            "stopped_at": self.stopped_at,
            "due_at": self.due_at,
            "provisional": self.provisional,
            "level": self.level,
            "next_at": self.next_at,
            "extended": _dumped([(limit.amount, limit.unit.value) for limit in self.extended]),
            "pauses": _dumped(
                [(microseconds(since), microseconds(until) if until else None) for since, until in self.pauses]
            ),
        }

    @property
    def _last_moment(self) -> datetime:
        if not self.pauses:
            return self.started_at
        since, until = self.pauses[-1]
        return until or since

    def _end_pause(self, now: datetime) -> None:
        since, _open = self.pauses[-1]
        self.pauses[-1] = (since, max(now, since))


def started(config: Config, kind: ClockKind, facts: Facts, at: datetime, now: datetime) -> TicketClockState:
    """Returns a clock that begins at a moment, its due moment counted."""
    rules = config.rules_at(at)
    limit = config.limit(rules, kind, facts, at)
    clock = TicketClockState(0, 0, kind, facts, limit, config.calendar_of(rules, facts.unit), at)
    clock.recount(config, now)
    return clock


def from_row(row: Any) -> TicketClockState:
    """Returns a clock from its columns."""
    return TicketClockState(
        id=row.id,
        ticket_key=row.ticket_key,
        kind=ClockKind(row.kind),
        facts=Facts(row.ticket_kind, row.urgency, row.unit, row.category, row.town, row.village),
        limit=_limit(row.amount, row.amount_unit),
        calendar=row.calendar,
        started_at=row.started_at,
        state=ClockState(row.state),
        stopped_at=row.stopped_at,
        extended=[_limit(amount, unit) for amount, unit in orjson.loads(row.extended)] if row.extended else [],
        pauses=(
            [
                (moment_of(since), None if until is None else moment_of(until))
                for since, until in orjson.loads(row.pauses)
            ]
            if row.pauses
            else []
        ),
        due_at=row.due_at,
        provisional=row.provisional,
        level=row.level,
        next_at=row.next_at,
    )


def summary(clocks: Iterable[TicketClockState]) -> dict[str, Any]:
    """Returns what a ticket's row says of its clocks: the nearest running one's due moment and kind, the highest rung.

    Where all are paused there is a kind without a due moment.
    """
    # One that is paused is never due.
    open_ones = [clock for clock in clocks if clock.state is not ClockState.STOPPED]
    nearest = min(open_ones, key=lambda clock: (clock.due_at or _NEVER, clock.kind), default=None)
    return {
        "due_at": nearest.due_at if nearest else None,
        "due_kind": nearest.kind.value if nearest else "",
        "alarm": max((clock.level for clock in open_ones), default=0),
    }


def next_moment(clocks: Iterable[TicketClockState]) -> datetime | None:
    """Returns when the next rung of any of them is reached."""
    return min((clock.next_at for clock in clocks if clock.next_at is not None), default=None)


_NEVER = moment_of(0) + timedelta(days=365 * 1000)
_limits: dict[tuple[int, str], Limit] = {}


def _limit(amount: int, unit: str) -> Limit:
    found = _limits.get((amount, unit))
    if found is None:
        # A district has a few dozen; checking one costs as much as counting it.
        if len(_limits) > 1_000:
            _limits.clear()
        found = _limits[(amount, unit)] = Limit(amount=amount, unit=LimitUnit(unit))
    return found


def _dumped(value: list[Any]) -> str:
    return orjson.dumps(value).decode() if value else ""
