"""The calls of the training district's past: the same weekday a week ago, yesterday, and today until now.

They come from the simulator and the floor's own rules, run through at full speed without a database, and are written in
bulk. So the wall has its faint lines, the inspectors have calls to sample, and the figures of the past have been made
by the same events as the live ones. Calls that were not over at the end of a period are left out with all their events.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.clock import ManualClock, day_of, midnight
from services.contracts.accounts import Account
from services.contracts.calls import AgentState, CallEventKind
from services.server.calls import repository
from services.server.calls.core import FloorCore
from services.server.calls.rules import Caller, FloorRules, stamp_of
from services.server.calls.state import LiveAgent, LiveCall
from services.server.training import tickets_read
from services.server.training.tickets_read import PastTicket
from services.server.transaction import Transaction
from services.telephony.day import Citizen, PlannedCall, Scenario, World, plan_call
from services.telephony.habits import shifts
from services.telephony.protocol import Fact, Stamp
from services.telephony.simulator import Simulator

_BATCH = 500
"""Rows written at once. The rows of a whole day would take 40 MB, which the process then keeps for as long as it runs."""
_TOOK_DOWN = 15.0
"""Seconds between the end of a call and the filing of its ticket."""


@dataclass(frozen=True)
class Past:
    """What a past day is made from."""

    world: World
    colleagues: Sequence[Account]
    known: Mapping[str, tuple[str, bool]]
    """Person and whether elderly, by number; the person is empty where several share it."""
    places: Mapping[str, tuple[str, str]]
    """Town and village by name, by the village's code."""
    seed: int
    peak_per_hour: float


@dataclass(frozen=True)
class PastDay:
    """The calls of a past day and their events in order."""

    run: str
    calls: list[LiveCall]
    facts: list[Fact]


class _Everybody:
    """Simulated colleagues need no console."""

    def unseen(self, _account_id: str, _console: str) -> float:
        return 0.0

    def other(self, _account_id: str) -> str:
        return ""


def write(tx: Transaction, past: Past) -> int:
    """Writes the past where there are no calls yet; returns how many calls it has."""
    if repository.last_recorded(tx.connection) is not None:
        return 0
    today = midnight(tx.now, tx.zone)
    written = 0
    for start, end in (
        (today - timedelta(days=7), today - timedelta(days=6)),
        (today - timedelta(days=1), today),
        (today, tx.now),
    ):
        # In UTC: a day may have 23 or 25 hours.
        written += _write_day(tx, past, start.astimezone(UTC), end.astimezone(UTC))
    return written


def _write_day(tx: Transaction, past: Past, start: datetime, end: datetime) -> int:
    tickets = tickets_read.between(tx.connection, start, end)
    day = simulate(past, start, end, tickets)
    for first in range(0, len(day.calls), _BATCH):
        calls = day.calls[first : first + _BATCH]
        repository.add_calls(tx.connection, [repository.call_values(call) for call in calls])
    for first in range(0, len(day.facts), _BATCH):
        facts = day.facts[first : first + _BATCH]
        repository.add_events(tx.connection, [repository.event_values(f, day.run, f.stamp.at) for f in facts])
    answered = {call.id: call.agent_id for call in day.calls if call.answered is not None}
    tickets_read.link(tx.connection, {t.key: (key, answered[key]) for t in tickets if (key := _id(t)) in answered})
    return len(day.calls)


def simulate(past: Past, start: datetime, end: datetime, tickets: Sequence[PastTicket] = ()) -> PastDay:
    """Returns a day as it went, from midnight to a moment."""
    day = day_of(start, past.world.zone)
    clock = ManualClock(start)
    now = stamp_of(clock)
    simulator = Simulator(
        f"past-{day.replace('-', '')}-{past.seed}",
        now,
        past.world,
        past.seed,
        shifts(account.id for account in past.colleagues),
        peak_per_hour=past.peak_per_hour,
        extra={day: _of_tickets(past, tickets)},
    )
    core = FloorCore(simulator, clock, lambda: 0.0, _Everybody(), FloorRules(), past.world.zone)
    for account in past.colleagues:
        skills = tuple((skill.key, skill.level) for skill in account.skills)
        core.change_agent(LiveAgent(account.id, account.name, now, team=account.team, skills=skills, simulated=True))
    heard: Counter[str] = Counter()

    def caller(number: str) -> Caller:
        heard[number] += 1
        person_id, elderly = past.known.get(number, ("", False))
        return Caller(person_id, elderly, heard[number] - 1 if number else 0)

    core.caller_of = caller
    last = now.later((end - start).total_seconds())
    core.run_until(last)
    calls = {call.id: call for _, call in core.state.changed_calls() if call.over and call.id not in core.state.calls}
    facts = [fact for fact in core.facts if not fact.call_id or fact.call_id in calls]
    return PastDay(simulator.run, list(calls.values()), facts + _everybody_leaves(core, last))


def _everybody_leaves(core: FloorCore, when: Stamp) -> list[Fact]:
    data = {"state": AgentState.OFFLINE.value, "reason": "day_end"}
    return [
        Fact(CallEventKind.AGENT_STATE, when, "", agent.id, data)
        for agent in core.state.agents.values()
        if agent.state is not AgentState.OFFLINE
    ]


def _of_tickets(past: Past, tickets: Sequence[PastTicket]) -> list[PlannedCall]:
    """Returns the calls in which past tickets were taken down."""
    by_title: dict[str, Scenario] = {scenario.title: scenario for scenario in past.world.scenarios}
    planned = []
    for ticket in tickets:
        scenario = by_title.get(ticket.title)
        if scenario is not None:
            choose = random.Random(_id(ticket))
            citizen = Citizen(ticket.number, ticket.name, *past.places.get(ticket.village, ("", "")))
            call = plan_call(choose, _id(ticket), ticket.at, scenario, citizen, patience=1e6)
            planned.append(call.moved(ticket.at - timedelta(seconds=call.pick_up + call.talk + call.hold + _TOOK_DOWN)))
    return planned


def _id(ticket: PastTicket) -> str:
    return f"past-{ticket.key}"
