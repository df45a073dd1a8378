"""What the floor knows after a start: calls, agents and counters from the tables, set right by what the exchange has.

A call that the exchange still has goes on: one with an agent stays with the agent, every other one waits again, at the
head and in the old order. A call that the exchange does not have any more (a simulated exchange dies with its server)
is over: ``ended`` by ``system``, at the last moment that was recorded. Agents keep their state, as people's consoles
come back by themselves; simulated colleagues, and everybody after a longer pause, are signed off at that same moment (and so is who was being rung),
so that no figure counts the hours in which nobody worked.

What the exchange cannot say of a talk (who asks for help, which leads were in it, whether it was recorded) is in the call's own
events, and the ticket that goes along in its row. How the talk stands now is asked of the exchange after that.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from services.clock import midnight
from services.contracts.calls import AgentState, CallEventKind, CallState
from services.server.accounts import repository as accounts
from services.server.calls import agreeing, repository
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
    names = {account.id: account.name for account in accounts.everyone(tx.connection)}
    for agent in list(core.state.agents.values()):
        if agent.state is not AgentState.OFFLINE and _has_call(core, agent):
            _talk(core, tx, agent, names)
            continue
        if agent.state is AgentState.OFFLINE:
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
    begun = midnight(core.now.at, tx.zone)
    handled = {row.agent_id: row for row in repository.handled_since(tx.connection, begun)}
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
            day=begun.date().isoformat(),
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
        language=row.language,
        scenario=row.scenario,
        person_id=row.person_id or "",
        agent_id=row.agent_id or "",
        outgoing=row.outgoing,
        ticket_id=row.along_ticket_id or "",
        answered=answered,
        wait=row.wait_seconds,
        talk=row.talk_seconds,
        hold=row.hold_seconds,
        silence=row.silence_seconds,
        spoke=core.now.monotonic,
        lines=tuple(lines),
    )


def _talk(core: FloorCore, tx: Transaction, agent: LiveAgent, names: Mapping[str, str]) -> None:
    """Takes from a call's events what has begun in the talk with this agent and has not ended; the exchange says what is true now."""
    help_since: datetime | None = None
    leads: dict[str, str] = {}
    paused = False
    for event in repository.events_of(tx.connection, agent.call_id):
        kind, lead = event.kind, str(event.data.get("lead") or "")
        if kind in (CallEventKind.ANSWERED, CallEventKind.DIALLED, CallEventKind.TRANSFERRED):
            help_since, leads, paused = None, {}, False
        elif kind in (CallEventKind.HELP_ASKED, CallEventKind.HELP_ENDED):
            help_since = event.at if kind is CallEventKind.HELP_ASKED else None
        elif kind in (CallEventKind.RECORDING_PAUSED, CallEventKind.RECORDING_RESUMED):
            paused = kind is CallEventKind.RECORDING_PAUSED
        elif kind is CallEventKind.SUPERVISED:
            leads[lead] = str(event.data["mode"])
        elif kind is CallEventKind.UNSUPERVISED:
            leads.pop(lead, None)
    core.state.names.update({lead: names.get(lead, "") for lead in leads})
    since = _stamp(core, help_since) if help_since else None
    core.state.put_agent(evolve(agent, help_since=since, supervisors=tuple(leads.items())))
    call = core.state.calls[agent.call_id]
    core.state.put_call(evolve(call, recording_paused=paused))
    if not core.exchange.routes:
        agreeing.agree(core, core.state.calls[call.id])


def _has_call(core: FloorCore, agent: LiveAgent) -> bool:
    call = core.state.calls.get(agent.call_id)
    return call is not None and call.connected and call.agent_id == agent.id


def _stamp(core: FloorCore, at: datetime) -> Stamp:
    """Returns a stored moment in the present run's count; it may lie below zero, which harms nothing."""
    return Stamp(at, core.now.monotonic - max(0.0, (core.now.at - at).total_seconds()))
