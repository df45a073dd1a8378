"""What the floor knows after a start: calls, agents and counters from the tables, set right by what the exchange has.

A call that the exchange still has goes on: one with an agent stays with the agent, every other one waits again, at the
head and in the old order. A call that the exchange does not have any more (a simulated exchange dies with its server)
is over: ``ended`` by ``system``, at the last moment that was recorded. Agents keep their state, as people's consoles
come back by themselves; simulated colleagues, and everybody after a longer pause, are signed off at that same moment (and so is who was being rung),
so that no figure counts the hours in which nobody worked.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from services.clock import DISTRICT_ZONE
from services.contracts.calls import AgentState, CallState
from services.server.accounts import repository as accounts
from services.server.calls import repository
from services.server.calls.core import FloorCore
from services.server.calls.recent import HandleTimes
from services.server.calls.state import ON_CALL, LiveAgent, LiveCall, evolve
from services.server.transaction import Transaction
from services.telephony.protocol import Stamp

LONG_PAUSE = timedelta(seconds=120)
"""After a pause of this length nobody is taken for being at their desk still."""


def restore(core: FloorCore, tx: Transaction, handle_times: HandleTimes) -> set[str]:
    """Fills the floor's memory; returns the agents who have a row already."""
    last = min(repository.last_recorded(tx.connection) or core.now.at, core.now.at)
    alive = core.exchange.alive()
    known = _agents(core, tx)
    for row in repository.unfinished(tx.connection):
        call = _call(core, tx, row)
        core.state.put_call(call)
    core.state.keep()
    for call in list(core.state.calls.values()):
        if alive is not None and call.id not in alive:
            core.end_lost(call.id, _stamp(core, last))
        elif call.state is CallState.PARKED and core.exchange.routes:
            # Hears music until somebody takes them back, or the exchange lets them wait again.
            continue
        elif alive is None and core.exchange.routes:
            # Nobody can say yet. The exchange is compared with as soon as it is reached.
            continue
        elif not (
            call.connected and call.agent_id in core.state.agents and _has_call(core, core.state.agents[call.agent_id])
        ):
            core.put_back(call.id, "restart")
    for agent in list(core.state.agents.values()):
        if agent.state is AgentState.OFFLINE or _has_call(core, agent):
            continue
        if core.exchange.routes:
            # It has rung agents meanwhile. Whoever is not at their desk any more is found by their console.
            if agent.state in ON_CALL:
                core.ready_again(agent.id, _stamp(core, last))
            continue
        if agent.simulated or agent.state in ON_CALL or core.now.at - last > LONG_PAUSE:
            core.sign_off(agent.id, _stamp(core, last), "restart")
    for skill, seconds in repository.recent_handle_times(tx.connection):
        handle_times.add(skill, seconds)
    return known


def _agents(core: FloorCore, tx: Transaction) -> set[str]:
    rows = {row.account_id: row for row in repository.stored_agents(tx.connection)}
    midnight = core.now.at.astimezone(DISTRICT_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    handled = {row.agent_id: row for row in repository.handled_since(tx.connection, midnight)}
    for account in accounts.everyone(tx.connection):
        # A past that was imported has calls but no states, so what was handled does not hang on a stored state.
        done = handled.get(account.id)
        agent = LiveAgent(
            id=account.id,
            name=account.name,
            since=core.now,
            team=account.team,
            skills=tuple((skill.key, skill.level) for skill in account.skills),
            simulated=account.simulated,
            day=midnight.date().isoformat(),
            handled=done.handled if done else 0,
            talk=done.talk if done else 0.0,
            wrap_up=done.wrap_up if done else 0.0,
        )
        row = rows.get(account.id)
        if row is not None:
            agent = evolve(
                agent,
                since=_stamp(core, row.since),
                state=AgentState(row.state),
                reason=row.reason,
                until=_stamp(core, row.until) if row.until else None,
                call_id=row.call_id or "",
                console=row.console,
            )
        if row is not None or account.simulated:
            core.state.put_agent(agent)
    return set(rows)


def _call(core: FloorCore, tx: Transaction, row: Row[Any]) -> LiveCall:
    lines = repository.lines_of(tx.connection, row.id)
    answered = _stamp(core, row.answered_at) if row.answered_at else None
    since = _stamp(core, row.answered_at or row.offered_at)
    return LiveCall(
        id=row.id,
        number=row.number,
        skill=row.skill,
        offered=_stamp(core, row.offered_at),
        # Of a call that goes on, talk and hold before the restart are counted; what was not counted yet is talk.
        since=since.later(row.talk_seconds + row.hold_seconds),
        state=CallState.TALKING if row.state == CallState.CONFERENCE else CallState(row.state),
        priority=row.priority,
        repeated=row.repeated,
        elderly=row.elderly,
        scenario=row.scenario,
        person_id=row.person_id or "",
        agent_id=row.agent_id or "",
        outgoing=row.outgoing,
        answered=answered,
        wait=row.wait_seconds,
        talk=row.talk_seconds,
        hold=row.hold_seconds,
        silence=row.silence_seconds,
        spoke=core.now.monotonic,
        lines=tuple(lines),
    )


def _has_call(core: FloorCore, agent: LiveAgent) -> bool:
    call = core.state.calls.get(agent.call_id)
    return call is not None and call.connected and call.agent_id == agent.id


def _stamp(core: FloorCore, at: datetime) -> Stamp:
    """Returns a stored moment in the present run's count; it may lie below zero, which harms nothing."""
    return Stamp(at, core.now.monotonic - max(0.0, (core.now.at - at).total_seconds()))
