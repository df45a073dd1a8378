"""Counts very many clocks by the same rules: what equal facts choose and what equal days come to is remembered.

It says what :meth:`TicketClockState.recount` says, without an object for each clock: plain numbers in, plain numbers out, all
moments in microseconds since 1970. Half of a recount was arithmetic that had been done before, most of the rest such objects.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from services.contracts.clocks import ClockKind, ClockState, Limit, LimitUnit, Rung
from services.server.clocks import engine
from services.server.clocks.config import Config, Facts
from services.server.clocks.engine import Run
from services.server.clocks.worktime import WorkTime
from services.server.tickets.tables import microseconds, moment_of

_MOST = 50_000
"""What is remembered of each sort; a district has a few hundred categories and places at a time."""
_RUNNING = ClockState.RUNNING.value
_PAUSED = ClockState.PAUSED.value


class Standing(NamedTuple):
    """What a clock's row says of it after counting; in the order of the columns of :func:`bulk.open_of`."""

    calendar: str
    amount: int
    amount_unit: str
    due: int | None
    provisional: bool
    level: int
    following: int | None


class _Reading(NamedTuple):
    """What a run comes to."""

    due: int
    provisional: bool
    rungs: Sequence[tuple[int, int]]


class _Measure:
    """A limit, counted by a calendar, with its ladder."""

    def __init__(self, limit: Limit, calendar: str, time: WorkTime, ladder: Sequence[Rung]) -> None:
        self.limit = limit
        self.unit = limit.unit.value
        self.calendar = calendar
        self._time = time
        self._ladder = ladder
        self._is_in_days = engine.is_in_days(limit)
        self._of_days: dict[tuple[int, str], _Reading] = {}

    def read(self, started: int, extended: str, pauses: str) -> _Reading:
        """Returns what a run comes to; of a limit in days without pauses it is the same wherever in its day it began."""
        if pauses or not self._is_in_days:
            return self._counted(started, extended, pauses)
        key = (self._time.day(started), extended)
        found = self._of_days.get(key)
        if found is None:
            if len(self._of_days) >= _MOST:
                self._of_days.clear()
            found = self._of_days[key] = self._counted(started, extended, pauses)
        return found

    def _counted(self, started: int, extended: str, pauses: str) -> _Reading:
        more = (
            [Limit(amount=amount, unit=LimitUnit(unit)) for amount, unit in orjson.loads(extended)] if extended else []
        )
        run = Run(started, (self.limit, *more), orjson.loads(pauses) if pauses else ())
        result = engine.count(self._time, run)
        return _Reading(result.due, result.provisional, engine.rungs(self._time, run, result, self._ladder))


class Counting:
    """Rules and calendars, ready to count many clocks with. It may be asked from any thread.

    Args:
        config: what it goes by; it does not change.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        begun = [rules.effective_from for rules in config.rules] + [each.effective_from for each in config.of_matters]
        self._changes = sorted(map(microseconds, begun))
        self._measures: dict[tuple[int, str, Limit], _Measure] = {}
        self._chosen: dict[tuple[Any, ...], _Measure] = {}

    def standing(
        self,
        *,
        kind: str,
        state: str,
        facts: tuple[Any, ...],
        started: int,
        extended: str,
        pauses: str,
        level: int,
        now: int,
    ) -> Standing:
        """Returns what a clock that is not stopped stands at.

        Args:
            kind: its kind.
            state: whether it runs or is paused.
            facts: the values of :class:`Facts`.
            started: when it began.
            extended: extensions, as its row holds them.
            pauses: pauses, as its row holds them.
            level: which rung it stands on; one that is paused stays there.
            now: which rungs are reached.
        """
        measure = self._measure(kind, facts, started)
        due, provisional, rungs = measure.read(started, extended, pauses)
        shown = None if state == _PAUSED else due
        following = None
        if state == _RUNNING:
            level = engine.level_at(rungs, now)
            following = engine.next_rung(rungs, now, level)
        return Standing(measure.calendar, measure.limit.amount, measure.unit, shown, provisional, level, following)

    def _measure(self, kind: str, facts: tuple[Any, ...], started: int) -> _Measure:
        # Between two changes of rules the moment does not matter.
        key = (bisect_right(self._changes, started), kind, facts)
        found = self._chosen.get(key)
        if found is None:
            if len(self._chosen) >= _MOST:
                self._chosen.clear()
            found = self._chosen[key] = self._choose(ClockKind(kind), Facts(*facts), started)
        return found

    def _choose(self, kind: ClockKind, facts: Facts, started: int) -> _Measure:
        config, at = self._config, moment_of(started)
        rules = config.rules_at(at)
        limit, calendar = config.limit(rules, kind, facts, at), config.calendar_of(rules, facts.unit)
        key = (rules.version, calendar, limit)
        found = self._measures.get(key)
        if found is None:
            made = _Measure(limit, calendar, config.time(calendar), config.ladder(rules, limit))
            found = self._measures[key] = made
        return found


def of(config: Config) -> Counting:
    """Returns what counts by some rules and calendars, with what it remembers."""
    found = config.remembered.get(Counting)
    if found is None:
        found = config.remembered[Counting] = Counting(config)
    return found
