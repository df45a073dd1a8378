"""A past ticket, changed step by step as the table of steps has it, with its trail and its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import orjson

from services.contracts.clocks import ClockKind, ClockState, Limit
from services.contracts.lifecycle import RULES, Clocks, Outcome, Step
from services.contracts.tickets import TicketStatus
from services.server.clocks.config import Config
from services.server.clocks.filing import CLOCKS_OF, facts_of
from services.server.clocks.service import Act
from services.server.clocks.state import TicketClockState, started
from services.server.lifecycle import steps, timing
from services.server.tickets.counting import counted
from services.server.tickets.repository import group_of
from services.server.tickets.trace import said


@dataclass(frozen=True)
class Who:
    """Somebody who acts."""

    id: str
    name: str
    unit: str = ""


class NotYet(Exception):
    """The next step lies in the future."""


@dataclass
class Life:
    """A ticket's row, changed step by step up to ``now``."""

    row: Any
    now: datetime
    config: Config
    clocks: list[TicketClockState] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    tries: list[tuple[Any, datetime, Outcome]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Starts the clocks of the filing."""
        for kind in CLOCKS_OF.get(self.row.status, ()):
            self._start(kind, self.row.created_at)

    def take(self, step: Step, at: datetime, who: Who, words: dict[str, Any] | None = None, **values: Any) -> None:
        """Takes a step as the table has it.

        Raises:
            ValueError: the table does not allow it.
            NotYet: it is still to come.
        """
        rule, row = RULES[step], self.row
        if row.status not in rule.sources or (rule.pending is not None and row.pending != rule.pending):
            raise ValueError(f"{step} in {row.status} {row.pending}")
        if at >= self.now:
            raise NotYet
        changes = steps.changed(row, rule, values, at)
        status = TicketStatus(changes.get("status", row.status))
        self.row = SimpleNamespace(**{**vars(row), **changes})
        late = self._turn(timing.acts_of(row, rule, status, self._is_paused_by_return), at)
        words = dict(words or {})
        if (step is Step.SIGN_IN and ClockKind.SIGN_IN in late) or (step is Step.REPLY and ClockKind.FINISH in late):
            words["late"] = True
        trail = {name: [said(name, getattr(row, name)), said(name, value)] for name, value in changes.items()}
        self.entries.append(
            {
                "ticket_key": row.key,
                "at": at,
                "actor_id": who.id,
                "actor": who.name,
                "unit": who.unit,
                "action": step.value,
                "changes": orjson.dumps(trail).decode(),
                "said": orjson.dumps(words).decode(),
                **counted(step.value, who.unit, trail, words),
                **group_of(self.row),
            }
        )
        self.row.version += 1
        self.row.updated_at = at
        self.row.stage = self.row.pending or self.row.status

    def extend(self, limit: Limit) -> None:
        """Gives the finish clock more time."""
        for clock in self._open():
            if clock.kind is ClockKind.FINISH:
                clock.extended.append(limit)
                clock.recount(self.config, self.now, keeps_level=False)

    def _turn(self, acts: Sequence[Act], at: datetime) -> set[ClockKind]:
        """Does to the clocks what a step says; returns those that it stopped or paused too late."""
        late = set()
        for act, kind in acts:
            clock = next((clock for clock in self._open() if clock.kind is kind), None)
            if act is Clocks.START and (clock is None or kind is not ClockKind.FINISH):
                if clock is not None:
                    clock.stop(at)
                    clock.recount(self.config, self.now)
                self._start(kind, at)
                continue
            if clock is None:
                continue
            if act in (Clocks.STOP, Clocks.PAUSE) and clock.is_late(self.config, at):
                late.add(kind)
            _DO[act](clock, at)
            if act is Clocks.START:
                clock.choose(self.config, facts_of(self.row))
            clock.recount(self.config, self.now)
        return late

    def _start(self, kind: ClockKind, at: datetime) -> None:
        clock = started(self.config, kind, facts_of(self.row), at, self.now)
        clock.ticket_key = self.row.key
        self.clocks.append(clock)

    def _open(self) -> list[TicketClockState]:
        return [clock for clock in self.clocks if clock.state is not ClockState.STOPPED]

    def _is_paused_by_return(self) -> bool:
        return self.config.rules_at(self.now).pause_while_return_is_reviewed


_DO = {
    Clocks.START: TicketClockState.resume,
    Clocks.PAUSE: TicketClockState.pause,
    Clocks.RESUME: TicketClockState.resume,
    Clocks.STOP: TicketClockState.stop,
}
