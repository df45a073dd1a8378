"""Watches the floor: of several servers the one with the lease, a look each second, by the training clock where there is one.

What lasts for how long is kept in memory: after a change of the server that watches, least durations begin anew. Which
alarms are on is kept in the database, so none is raised twice.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from uuid_utils import uuid7

from services.contracts.accounts import Permission
from services.contracts.alarms import SHARES, Alarm, AlarmKind, AlarmRule
from services.contracts.calls import AgentState, CallState
from services.server.alarms import repository, service, settings
from services.server.alarms.levels import Watched, step
from services.server.calls.floor import CallFloor
from services.server.calls.state import LiveAgent, LiveCall
from services.server.calls.views import serves
from services.server.channels.background import lease
from services.server.figures.service import FigureBook
from services.server.kernel import Kernel
from services.server.transaction import Transaction
from services.telephony.routing import GENERAL

log = logging.getLogger(__name__)

_EVERY_SECONDS = 1.0
_LEASE = "alarms"
_STATES = {
    AlarmKind.LONG_BREAK: frozenset({AgentState.BREAK}),
    AlarmKind.LONG_WRAP_UP: frozenset({AgentState.WRAP_UP}),
    AlarmKind.LONG_PAUSED: frozenset({AgentState.PAUSED}),
    AlarmKind.LONG_CALL: frozenset({AgentState.TALKING, AgentState.HELD}),
}


@dataclass(frozen=True)
class Seen:
    """The value of one subject of a kind at one look."""

    value: float | None
    name: str = ""
    skill: str = ""


Sight = dict[tuple[AlarmKind, str], Seen]


class AlarmWatch:
    """The room of the alarms; looks when it is told to, or beside the requests."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._holder = str(uuid7())
        self._renewed: datetime | None = None
        self._watched: dict[tuple[AlarmKind, str], Watched] = {}

    @contextlib.asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Begins with the server and ends with it; the next server may watch at once."""
        stopping = asyncio.Event()
        task = asyncio.create_task(self._run(stopping))
        try:
            yield
        finally:
            stopping.set()
            await task
            if self._renewed is not None:
                self._renewed = None
                with contextlib.suppress(SQLAlchemyError):
                    self._kernel.write(lambda tx: lease.give_up(tx.connection, _LEASE, self._holder))

    def look(self) -> int:
        """Looks once; returns how many alarms were raised or cleared. Does nothing where another server watches."""
        if not self._is_mine():
            self._watched = {}
            return 0
        return self._kernel.write(self._judge) if self._kernel.read(self._differs) else 0

    def _is_mine(self) -> bool:
        now = self._kernel.real_clock.now()
        if self._renewed is None or not timedelta(0) <= now - self._renewed < lease.LIFE / 4:
            taken = self._kernel.write(lambda tx: lease.take(tx.connection, _LEASE, self._holder, now))
            self._renewed = now if taken else None
        return self._renewed is not None

    def _differs(self, tx: Transaction) -> bool:
        """Remembers what is seen, and tells whether an alarm is to be raised or cleared."""
        rules, opened, sight = self._seen(tx)
        is_due = False
        watched: dict[tuple[AlarmKind, str], Watched] = {}
        for key in {*sight, *opened}:
            rule = rules.get(key[0])
            if rule is None:
                is_due = True  # on, and not watched any more
                continue
            before = Watched(key in opened, self._since(key, key in opened))
            after = step(rule, before, sight[key].value if key in sight else None, tx.now)
            is_due |= after.raised is not before.raised
            # What is due is judged again in the writing transaction, from the same memory.
            watched[key] = before if after.raised is not before.raised else after
        self._watched = watched
        return is_due

    def _judge(self, tx: Transaction) -> int:
        rules, opened, sight = self._seen(tx)
        real_now, changes = self._kernel.real_clock.now(), 0
        for key in sorted({*sight, *opened}):
            kind, subject = key
            rule, alarm, seen = rules.get(kind), opened.get(key), sight.get(key, Seen(None))
            before = Watched(alarm is not None, self._since(key, alarm is not None))
            after = step(rule, before, seen.value, tx.now) if rule is not None else Watched()
            if after.raised is before.raised:
                continue
            changes += 1
            if alarm is not None:
                service.clear_alarm(tx, rule, alarm.id, real_now)
            elif rule is not None and seen.value is not None:
                raised = Alarm(
                    id=0,
                    kind=kind,
                    subject=subject,
                    name=seen.name,
                    skill=seen.skill,
                    value=round(seen.value, 1),
                    level=rule.raise_at,
                    since=before.since or tx.now,
                    raised_at=tx.now,
                )
                service.raise_alarm(tx, rule, raised, real_now)
        return changes

    def _since(self, key: tuple[AlarmKind, str], raised: bool) -> datetime | None:
        """Returns from when on the value has been on the other side, where that is about the state the alarm is in."""
        known = self._watched.get(key, Watched())
        return known.since if known.raised is raised else None

    def _seen(self, tx: Transaction) -> tuple[dict[AlarmKind, AlarmRule], dict[tuple[AlarmKind, str], Alarm], Sight]:
        rules = {rule.kind: rule for rule in settings.rules(tx).rules if rule.active}
        known = {kind.value for kind in AlarmKind}
        opened = {
            (AlarmKind(alarm.kind), alarm.subject): alarm
            for alarm in repository.opened(tx.connection)
            if alarm.kind in known
        }
        return rules, opened, self._sight(tx, rules)

    def _sight(self, tx: Transaction, rules: dict[AlarmKind, AlarmRule]) -> Sight:
        floor = self._kernel.room(CallFloor)
        with floor.look() as core:
            calls, agents = list(core.state.calls.values()), list(core.state.agents.values())
            exchange = core.exchange.state
        if not exchange.connected:
            # What is known of calls and agents is old: it raises nothing, and it clears nothing either.
            lost = (tx.now - (exchange.last_true_at or tx.now)).total_seconds()
            sight: Sight = {(AlarmKind.PBX_LOST, ""): Seen(max(1.0, lost))}
            return sight | self._as_before(tx, rules)
        return waiting(calls, agents, tx.now) | lasting(agents, tx.now) | self._shares(tx, rules)

    def _as_before(self, tx: Transaction, rules: dict[AlarmKind, AlarmRule]) -> Sight:
        return {
            (AlarmKind(alarm.kind), alarm.subject): Seen(alarm.value, alarm.name, alarm.skill)
            for alarm in repository.opened(tx.connection)
            if alarm.kind in rules and alarm.kind != AlarmKind.PBX_LOST
        }

    def _shares(self, tx: Transaction, rules: dict[AlarmKind, AlarmRule]) -> Sight:
        book, sight = self._kernel.room(FigureBook), Sight()
        for kind in SHARES & rules.keys():
            rule = rules[kind]
            found = book.running(tx, timedelta(minutes=rule.minutes), rule.threshold)
            share = found.service_level if kind is AlarmKind.SERVICE_LEVEL else found.abandon_rate
            enough = share is not None and found.answered + found.abandoned >= rule.least_calls
            sight[kind, ""] = Seen(share * 100 if share is not None and enough else None)
        return sight

    async def _run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                await asyncio.to_thread(self.look)
            except Exception as error:
                # Whatever it was: the next look may find what this one did not.
                log.warning("watching for alarms failed: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _EVERY_SECONDS)


def waiting(calls: Iterable[LiveCall], agents: Iterable[LiveAgent], now: datetime) -> Sight:
    """Returns how long the first caller has waited, and for which skills callers wait with nobody who takes calls.

    Who is on a break or in training does not, nor who cannot be rung.
    """
    queue = [call for call in calls if call.state in (CallState.WAITING, CallState.RINGING) and call.answered is None]
    sight = Sight()
    if queue:
        first = min(queue, key=lambda call: call.offered.at)
        waited = (now - first.offered.at).total_seconds()
        sight[AlarmKind.LONGEST_WAIT, ""] = Seen(max(0.0, waited), skill=first.skill)
    served = {key for agent in agents if serves(agent) for key, _level in agent.skills}
    for skill in {call.skill for call in queue}:
        if GENERAL not in served and skill not in served:
            sight[AlarmKind.NO_AGENT, skill] = Seen(sum(call.skill == skill for call in queue), skill=skill)
    return sight


def lasting(agents: Iterable[LiveAgent], now: datetime) -> Sight:
    """Returns for how long agents have been in the states that alarms look at."""
    return {
        (kind, agent.id): Seen(max(0.0, (now - agent.since.at).total_seconds()), agent.name)
        for agent in agents
        for kind, states in _STATES.items()
        if agent.state in states
    }


def snapshot_part(tx: Transaction) -> dict[str, list[Alarm]]:
    """Returns the alarms that are on, for who sees the wall."""
    return {"alarms": repository.opened(tx.connection)} if tx.actor.may(Permission.FIGURES_READ) else {}
