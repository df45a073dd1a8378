"""The floor's memory as messages of the API. Full numbers come only out of :func:`call_view` with ``numbered``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.contracts.calls import (
    AgentState,
    AgentStatus,
    Call,
    CallRow,
    CallState,
    QueueEntry,
    SpokenLine,
    Supervision,
    SupervisionMode,
)
from services.contracts.events import ExchangeStatus
from services.contracts.text import mask_number
from services.server.calls.state import ON_CALL, FloorState, LiveAgent, LiveCall
from services.telephony.protocol import ExchangeState
from services.telephony.routing import GENERAL, estimated_wait

SERVING = frozenset({AgentState.READY, AgentState.RINGING, AgentState.TALKING, AgentState.HELD, AgentState.WRAP_UP})
"""States of agents who take calls, now or as soon as they are done."""
DEFAULT_HANDLE_SECONDS = 240.0
"""Taken for a call's length before any was handled."""


def agent_view(state: FloorState, agent: LiveAgent) -> AgentStatus:
    """Returns a row of the agent board."""
    call = state.calls.get(agent.call_id)
    outgoing = call is not None and call.outgoing
    return AgentStatus(
        account_id=agent.id,
        name=agent.name,
        team=agent.team,
        state=agent.state,
        reason=agent.reason,
        since=agent.since.at,
        until=agent.until.at if agent.until else None,
        call_id=agent.call_id or None,
        outgoing=outgoing,
        dialling=call is not None and outgoing and call.answered is None and not call.over,
        helping=call is not None and call.helper_id == agent.id,
        skills=[skill for skill, _ in agent.skills],
        handled=agent.handled,
        mean_talk=round(agent.talk / agent.handled, 1) if agent.handled else 0.0,
        mean_wrap_up=round(agent.wrap_up / agent.handled, 1) if agent.handled else 0.0,
        simulated=agent.simulated,
        stuck=agent.stuck,
        telephone=agent.telephone,
        help_since=agent.help_since.at if agent.help_since else None,
        supervisors=[
            Supervision(account_id=lead, name=state.names.get(lead, ""), mode=SupervisionMode(mode))
            for lead, mode in agent.supervisors
        ],
    )


def call_view(state: FloorState, call: LiveCall, numbered: bool) -> Call:
    """Returns a call as its agent sees it (``numbered``), or as others do."""
    agent, helper = state.agents.get(call.agent_id), state.agents.get(call.helper_id)
    return Call(
        id=call.id,
        state=call.state,
        number=call.number if numbered else "",
        number_masked=mask_number(call.number),
        skill=call.skill,
        priority=call.priority,
        repeated=call.repeated,
        elderly=call.elderly,
        language=call.language,
        offered_at=call.offered.at,
        answered_at=call.answered.at if call.answered else None,
        ended_at=call.ended.at if call.ended else None,
        state_since=call.since.at,
        agent_id=call.agent_id or None,
        agent_name=agent.name if agent else "",
        person_id=call.person_id or None,
        talk_seconds=round(call.talk, 1),
        hold_seconds=round(call.hold, 1),
        wait_seconds=round(call.wait, 1),
        ended_by=call.ended_by,
        satisfaction=call.satisfaction,
        wrap_up_code=call.wrap_up_code,
        outgoing=call.outgoing,
        muted=call.muted,
        helper_id=call.helper_id or None,
        helper_name=helper.name if helper else "",
        outside=call.outside if numbered else "",
        consulting=call.state is CallState.HELD and call.third,
        recording_paused=call.recording_paused,
        ticket_id=call.ticket_id or None,
        lines=[SpokenLine(at=at, text=text) for at, text in call.lines] if numbered else [],
    )


def stored_call(row: Any, lines: Sequence[tuple[datetime, str]], tickets: list[str], numbered: bool) -> Call:
    """Returns a call that is over from its row."""
    return Call.model_validate(
        {
            **row._mapping,
            "number": row.number if numbered else "",
            "number_masked": mask_number(row.number),
            "state_since": row.ended_at or row.answered_at or row.offered_at,
            "lines": [SpokenLine(at=at, text=text) for at, text in lines] if numbered else [],
            "ticket_ids": tickets,
        }
    )


def call_row(row: Any) -> CallRow:
    """Returns a call in a list."""
    return CallRow.model_validate({**row._mapping, "number_masked": mask_number(row.number)})


def agents_for(state: FloorState, skill: str) -> int:
    """Returns how many agents on duty serve a queue, with the skill itself or the general one."""
    return sum(
        1
        for agent in state.agents.values()
        if serves(agent) and any(key in (skill, GENERAL) for key, _ in agent.skills)
    )


def serves(agent: LiveAgent) -> bool:
    """Tells whether somebody takes calls, now or as soon as they are done; who cannot be rung, as their telephone is not there, does not."""
    return agent.state in SERVING and (agent.telephone != "away" or agent.state in ON_CALL)


def queue_entry(
    state: FloorState, call: LiveCall, now: float, handle_seconds: Mapping[str, float], agents: int
) -> QueueEntry:
    """Returns a waiting caller, with place and estimate."""
    position = 0 if call.state is CallState.PARKED else state.router.position(call.id)
    handle = handle_seconds.get(call.skill) or handle_seconds.get("") or DEFAULT_HANDLE_SECONDS
    estimate = estimated_wait(position, handle, agents)
    return QueueEntry(
        call_id=call.id,
        number_masked=mask_number(call.number),
        skill=call.skill,
        since=call.offered.at,
        priority=call.priority,
        repeated=call.repeated,
        elderly=call.elderly,
        language=call.language,
        parked=call.state is CallState.PARKED,
        position=position,
        # Rounded, because a second more or less is not worth an event to every desk.
        estimated_wait=None if estimate is None else float(round(estimate / 10) * 10),
        overflowed=state.router.overflowed(now - call.offered.monotonic),
    )


def exchange_view(state: ExchangeState) -> ExchangeStatus:
    """Returns whether the exchange is heard, as the desks are told."""
    return ExchangeStatus(connected=state.connected, last_true_at=state.last_true_at)
