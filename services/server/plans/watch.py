"""Tells the exchange the plans of queues, and looks each moment who has to go on elsewhere.

The hours are told for weeks ahead, so that the exchange keeps them by itself. That somebody waits too long, or that nobody
takes calls, only a look at the floor can say.
"""

import logging
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import Any

from services.contracts.calls import AgentState, CallState
from services.contracts.events import Topic
from services.contracts.plans import Outside, QueueNow, QueuePlan, QueuePlans, QueuesNow, Why
from services.server.background import looking
from services.server.calls.core import FloorCore
from services.server.calls.floor import CallFloor
from services.server.calls.views import agents_for
from services.server.clocks.worktime import WorkTime
from services.server.kernel import Kernel
from services.server.opening.book import ClosingBook
from services.server.plans import rules, service
from services.server.transaction import Transaction
from services.telephony.protocol import Closing
from services.telephony.routing import GENERAL

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
GONE_SECONDS = 30.0
"""Nobody was there for so long before those who wait in a closed queue are let out: somebody may only change their desk."""


class PlanWatch:
    """The room of the plans.

    Args:
        kernel: the database, the call floor and the closings.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._told: tuple[QueuePlans, WorkTime, date] | None = None
        self._known: tuple[QueuePlans, WorkTime, datetime] | None = None
        """What is in force, and in which minute it was read."""
        self._is_stale = False
        self._sent_on: dict[str, Closing] = {}
        self._gone: dict[str, datetime] = {}
        """Since when nobody has been there for a queue in which somebody waits."""

    def beside(self) -> AbstractAsyncContextManager[None]:
        """Looks while the server is up."""
        return looking(self.look, EVERY_SECONDS, log, "looking at the plans of queues failed")

    def hear(self, event: Any) -> None:
        """Takes note of a change, wherever it was made."""
        if event.topic == Topic.QUEUE_PLANS:
            self.changed()

    def changed(self) -> None:
        """The next look reads the plans again; without this it does so once a minute, as versions and calendars begin by themselves."""
        self._is_stale = True

    def look(self) -> None:
        """Tells the exchange what has changed, sends new callers on or not any more, and lets out who waits for nobody."""
        now = self._kernel.clock.now()
        plans, calendar = self._current(now)
        told = (plans, calendar, now.astimezone(self._kernel.zone).date())
        floor = self._kernel.room(CallFloor)
        if self._told is None or told[0] != self._told[0] or told[1] is not self._told[1] or told[2] != self._told[2]:
            ahead = self._kernel.read(lambda tx: service.ahead(tx, now - timedelta(days=1)))
            floor.core.exchange.plan_queues(ahead)
            self._told = told
        with floor.look() as core:
            waits, there = waiting(core, now), signed_in(core)
            serving = {each.skill: agents_for(core.state, each.skill) for each in plans.plans if each.overflows}
            heard = core.exchange.state.connected
        if heard:
            self._send_on(plans, calendar, now, waits, serving)
            self._let_out(plans, calendar, now, waits, there)

    def now(self, tx: Transaction) -> QueuesNow:
        """Returns what each queue with a plan, or closed by a lead, does with a new caller."""
        plans, calendar = self._in_force(tx)
        manual = self._kernel.room(ClosingBook).manual
        known = {each.skill: each for each in plans.plans}
        with self._kernel.room(CallFloor).look() as core:
            waits = waiting(core, tx.now)
            serving = {skill: agents_for(core.state, skill) for skill in sorted({*known, *manual})}
        items = []
        for skill, there in serving.items():
            closing = _closing(known.get(skill), tx.now, waits.get(skill, 0.0), there, manual.get(skill), calendar)
            items.append(_shown(skill, closing))
        return QueuesNow(items=items)

    def _current(self, now: datetime) -> tuple[QueuePlans, WorkTime]:
        minute = now.replace(second=0, microsecond=0)
        if self._known is None or self._is_stale or self._known[2] != minute:
            # Before the reading: what changes meanwhile is read by the next look.
            self._is_stale, self._known = False, None
            self._known = (*self._kernel.read(self._in_force), minute)
        return self._known[0], self._known[1]

    def _in_force(self, tx: Transaction) -> tuple[QueuePlans, WorkTime]:
        plans = service.in_force(tx)
        return plans, service.calendar(tx, plans)

    def _send_on(
        self,
        plans: QueuePlans,
        calendar: WorkTime,
        now: datetime,
        waits: Mapping[str, float],
        serving: Mapping[str, int],
    ) -> None:
        found: dict[str, Closing] = {}
        for each in plans.plans:
            if not each.overflows:
                continue
            closing = rules.plan(each, now, waits.get(each.skill, 0.0), serving[each.skill], None, calendar)
            if closing is None or closing.why == Why.HOURS:
                continue
            known = self._sent_on.get(each.skill)
            # What was told stays as it is until half of its time is gone.
            if known is not None and _same(known, closing) and _lasts(known, now):
                closing = known
            found[each.skill] = closing
        self._sent_on = found
        self._kernel.room(ClosingBook).send_on(found)

    def _let_out(
        self,
        plans: QueuePlans,
        calendar: WorkTime,
        now: datetime,
        waits: Mapping[str, float],
        agents: Mapping[str, int],
    ) -> None:
        manual = self._kernel.room(ClosingBook).manual
        known = {each.skill: each for each in plans.plans}
        gone: dict[str, datetime] = {}
        leaving: dict[str, Closing] = {}
        for skill in waits:
            there = served_by(agents, skill)
            closing = _closing(known.get(skill), now, 0.0, 1, manual.get(skill), calendar)
            given = rules.let_out(closing, there)
            if given is None:
                continue
            gone[skill] = self._gone.get(skill, now)
            if (now - gone[skill]).total_seconds() >= GONE_SECONDS:
                leaving[skill] = given
        self._gone = gone
        if leaving:
            self._kernel.write(lambda tx: self._kernel.room(CallFloor).act(tx, lambda core: _let_go(core, leaving)))


def waiting(core: FloorCore, now: datetime) -> dict[str, float]:
    """Returns for how many seconds the first caller of each queue has waited to be answered at all."""
    found: dict[str, float] = {}
    for call in core.state.calls.values():
        if call.state in (CallState.WAITING, CallState.RINGING) and call.answered is None:
            found[call.skill] = max(found.get(call.skill, 0.0), (now - call.offered.at).total_seconds())
    return found


def signed_in(core: FloorCore) -> dict[str, int]:
    """Returns how many agents are signed in, by skill; also those on a break, who come back to who waits already."""
    found: dict[str, int] = {}
    for agent in core.state.agents.values():
        if agent.state is not AgentState.OFFLINE:
            for skill, _ in agent.skills:
                found[skill] = found.get(skill, 0) + 1
    return found


def served_by(agents: Mapping[str, int], skill: str) -> int:
    """Returns a number of agents for a queue, which is 0 only where nobody serves it, by its own skill or the general one."""
    return max(agents.get(skill, 0), agents.get(GENERAL, 0))


def _closing(
    plan: QueuePlan | None, at: datetime, waits: float, agents: int, manual: Closing | None, calendar: WorkTime
) -> Closing | None:
    """Returns whether a queue is closed; a lead's word counts also where there is no plan."""
    return rules.plan(plan, at, waits, agents, manual, calendar) if plan is not None else rules.said(manual, at)


def _let_go(core: FloorCore, leaving: Mapping[str, Closing]) -> None:
    for call in list(core.state.calls.values()):
        closing = leaving.get(call.skill)
        if closing is not None and call.state is CallState.WAITING and call.answered is None:
            core.ask(lambda call=call, closing=closing: core.exchange.send_away(call.id, call.skill, closing))  # type: ignore[misc]


def _same(one: Closing, other: Closing) -> bool:
    return (one.treatment, one.to, one.why) == (other.treatment, other.to, other.why)


def _lasts(closing: Closing, now: datetime) -> bool:
    return closing.until is None or closing.why != Why.WAIT or closing.until - now > rules.WAIT_LIFE / 2


def _shown(skill: str, closing: Closing | None) -> QueueNow:
    if closing is None:
        return QueueNow(skill=skill, open=True)
    why = Why(closing.why) if closing.why else Why.CLOSED
    treatment = Outside(closing.treatment.value)
    return QueueNow(skill=skill, open=False, why=why, treatment=treatment, to=closing.to, until=closing.until)
