"""How a fact changes the floor's memory. One function a kind, no decisions: those are in ``core``.

A fact is applied only after ``core`` has found that it fits the present state.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from services.clock import day_of
from services.contracts.calls import AgentState, CallEventKind, CallState
from services.server.calls.state import FloorState, LiveAgent, LiveCall, evolve
from services.telephony.protocol import Fact, Stamp


def apply(state: FloorState, fact: Fact) -> None:
    """Changes calls and agents as the fact says."""
    _BY_KIND[fact.kind](state, fact)


def elapsed(since: Stamp, now: Stamp) -> float:
    """Returns the seconds between two moments, by the monotonic count; never below zero."""
    return max(0.0, now.monotonic - since.monotonic)


def _offered(state: FloorState, fact: Fact) -> None:
    data = fact.data
    state.put_call(
        LiveCall(
            id=fact.call_id,
            number=str(data.get("number") or ""),
            skill=str(data.get("skill") or ""),
            offered=fact.stamp,
            since=fact.stamp,
            priority=int(data.get("priority") or 0),
            repeated=int(data.get("repeated") or 0),
            elderly=bool(data.get("elderly")),
            language=str(data.get("language") or ""),
            scenario=str(data.get("scenario") or ""),
            person_id=str(data.get("person_id") or ""),
        )
    )


def _dialled(state: FloorState, fact: Fact) -> None:
    state.put_call(
        LiveCall(
            id=fact.call_id,
            number=str(fact.data.get("number") or ""),
            skill="",
            offered=fact.stamp,
            since=fact.stamp,
            state=CallState.TALKING,
            person_id=str(fact.data.get("person_id") or ""),
            agent_id=fact.agent_id,
            spoke=fact.stamp.monotonic,
            outgoing=True,
        )
    )
    state.put_agent(_on_call(state.agents[fact.agent_id], AgentState.TALKING, fact.stamp, fact.call_id))


def _queued(state: FloorState, fact: Fact) -> None:
    call = state.calls[fact.call_id]
    state.put_call(
        evolve(
            call,
            state=CallState.WAITING,
            since=fact.stamp,
            skill=str(fact.data.get("skill") or call.skill),
            head=bool(fact.data.get("head")),
            agent_id="",
            muted=False,
        )
    )


def _ringing(state: FloorState, fact: Fact) -> None:
    call, agent = state.calls[fact.call_id], state.agents[fact.agent_id]
    state.put_call(evolve(call, state=CallState.RINGING, since=fact.stamp, agent_id=agent.id))
    state.put_agent(evolve(agent, state=AgentState.RINGING, since=fact.stamp, reason="", until=None, call_id=call.id))


def _free(state: FloorState, fact: Fact) -> None:
    """The agent's new state and the caller's new place come as facts of their own."""
    agent = state.agents.get(fact.agent_id)
    if agent is not None and agent.call_id == fact.call_id:
        state.put_agent(evolve(agent, call_id="", until=None))


def _answered(state: FloorState, fact: Fact) -> None:
    call, agent = state.calls[fact.call_id], state.agents[fact.agent_id]
    first = call.answered is None
    state.put_call(
        evolve(
            call,
            state=CallState.TALKING,
            since=fact.stamp,
            agent_id=agent.id,
            answered=fact.stamp if first else call.answered,
            wait=elapsed(call.offered, fact.stamp) if first else call.wait,
            earlier=call.talk + call.hold,
            spoke=fact.stamp.monotonic,
            head=False,
            # Another channel, whose microphone is open.
            muted=False,
        )
    )
    state.put_agent(_on_call(agent, AgentState.TALKING, fact.stamp, call.id))


def _held(state: FloorState, fact: Fact) -> None:
    call = state.calls[fact.call_id]
    state.put_call(evolve(_counted(call, fact.stamp), state=CallState.HELD, since=fact.stamp))
    state.put_agent(_on_call(state.agents[call.agent_id], AgentState.HELD, fact.stamp, call.id))


def _resumed(state: FloorState, fact: Fact) -> None:
    call = state.calls[fact.call_id]
    state.put_call(
        evolve(
            _counted(call, fact.stamp),
            state=CallState.TALKING,
            since=fact.stamp,
            helper_id="",
            outside="",
            spoke=fact.stamp.monotonic,
        )
    )
    agent = state.agents[call.agent_id]
    if agent.state is not AgentState.TALKING:
        state.put_agent(_on_call(agent, AgentState.TALKING, fact.stamp, call.id))


def _conference(state: FloorState, fact: Fact) -> None:
    _third(state, fact, CallState.CONFERENCE)
    agent = state.agents[state.calls[fact.call_id].agent_id]
    if agent.state is not AgentState.TALKING:
        state.put_agent(_on_call(agent, AgentState.TALKING, fact.stamp, fact.call_id))


def _consulted(state: FloorState, fact: Fact) -> None:
    """The caller was put on hold by a fact of its own."""
    _third(state, fact, CallState.HELD)


def _third(state: FloorState, fact: Fact, now: CallState) -> None:
    call = state.calls[fact.call_id]
    helper = state.agents.get(str(fact.data.get("helper") or ""))
    state.put_call(
        evolve(
            _counted(call, fact.stamp),
            state=now,
            since=fact.stamp,
            helper_id=helper.id if helper else "",
            outside=str(fact.data.get("number") or ""),
        )
    )
    if helper is not None and helper.call_id != call.id:
        state.put_agent(_on_call(helper, AgentState.TALKING, fact.stamp, call.id))


def _transferred(state: FloorState, fact: Fact) -> None:
    call = _counted(state.calls[fact.call_id], fact.stamp)
    _credit(state, call, fact.stamp)
    state.put_call(
        evolve(
            call,
            since=fact.stamp,
            state=CallState.WAITING,
            head=True,
            agent_id="",
            helper_id="",
            outside="",
            muted=False,
            recording_paused=False,
        )
    )


def _parked(state: FloorState, fact: Fact) -> None:
    state.put_call(evolve(state.calls[fact.call_id], state=CallState.PARKED, since=fact.stamp))


def _help_asked(state: FloorState, fact: Fact) -> None:
    state.put_agent(evolve(state.agents[fact.agent_id], help_since=fact.stamp))


def _help_ended(state: FloorState, fact: Fact) -> None:
    state.put_agent(evolve(state.agents[fact.agent_id], help_since=None))


def _supervised(state: FloorState, fact: Fact) -> None:
    agent, lead = state.agents[fact.agent_id], str(fact.data["lead"])
    others = tuple(each for each in agent.supervisors if each[0] != lead)
    here = ((lead, str(fact.data["mode"])),) if fact.kind is CallEventKind.SUPERVISED else ()
    state.put_agent(evolve(agent, supervisors=others + here))


def _recording(state: FloorState, fact: Fact) -> None:
    paused = fact.kind is CallEventKind.RECORDING_PAUSED
    state.put_call(evolve(state.calls[fact.call_id], recording_paused=paused))


def _spoken(state: FloorState, fact: Fact) -> None:
    call = state.calls[fact.call_id]
    text = str(fact.data.get("text") or "")
    silence = max(call.silence, fact.stamp.monotonic - call.spoke) if call.connected else call.silence
    state.put_call(
        evolve(
            call,
            lines=(*call.lines, (fact.stamp.at, text)),
            silence=silence,
            # A line in brackets tells what is heard instead of speech.
            spoke=call.spoke if text.startswith("（") else fact.stamp.monotonic,
        )
    )


def _ended(state: FloorState, fact: Fact) -> None:
    call = state.calls[fact.call_id]
    if call.connected and fact.data.get("picked_up") is not False:
        silence = max(call.silence, fact.stamp.monotonic - call.spoke)
        call = evolve(_counted(call, fact.stamp), silence=silence)
        _credit(state, call, fact.stamp)
    elif call.answered is None and not call.connected:
        call = evolve(call, wait=elapsed(call.offered, fact.stamp))
    state.put_call(
        evolve(
            call,
            state=CallState.ENDED,
            since=fact.stamp,
            ended=fact.stamp,
            ended_by=str(fact.data.get("by") or ""),
            helper_id="",
            outside="",
        )
    )


def _abandoned(state: FloorState, fact: Fact) -> None:
    call = state.calls[fact.call_id]
    state.put_call(
        evolve(
            call,
            state=CallState.ABANDONED,
            since=fact.stamp,
            ended=fact.stamp,
            ended_by="caller",
            wait=elapsed(call.offered, fact.stamp),
            agent_id="",
        )
    )


def _rated(state: FloorState, fact: Fact) -> None:
    call = state.calls.get(fact.call_id)
    if call is not None:
        state.put_call(evolve(call, satisfaction=int(fact.data.get("satisfaction") or 0) or None))


def _no_change(_state: FloorState, _fact: Fact) -> None:
    """For what changes no call: call-backs and blocks follow it (``kernel.floor_batches``)."""


def _agent_state(state: FloorState, fact: Fact) -> None:
    agent = _of_day(state.agents[fact.agent_id], fact.stamp, state.zone)
    new = AgentState(str(fact.data["state"]))
    if agent.state is AgentState.WRAP_UP and new is not AgentState.WRAP_UP:
        seconds = elapsed(agent.since, fact.stamp)
        agent = evolve(agent, wrap_up=agent.wrap_up + seconds)
        call = state.calls.get(agent.call_id)
        if call is not None:
            state.put_call(
                evolve(
                    call,
                    wrap_up=call.wrap_up + seconds,
                    wrap_up_code=str(fact.data.get("code") or call.wrap_up_code),
                )
            )
            if call.over and call.agent_id == agent.id:
                state.drop_call(call.id)
    state.put_agent(
        evolve(
            agent,
            state=new,
            reason=str(fact.data.get("reason") or ""),
            since=fact.stamp,
            until=None,
            real_until=0.0,
            call_id=fact.call_id if new is AgentState.WRAP_UP else "",
            stuck="",
            telephone="" if new is AgentState.OFFLINE else agent.telephone,
        )
    )


def _wrap_up_extended(state: FloorState, fact: Fact) -> None:
    agent = state.agents[fact.agent_id]
    state.put_agent(evolve(agent, reason=str(fact.data.get("reason") or "")))


def _on_call(agent: LiveAgent, state: AgentState, stamp: Stamp, call_id: str) -> LiveAgent:
    return evolve(agent, state=state, reason="", since=stamp, until=None, call_id=call_id, stuck="")


def _counted(call: LiveCall, stamp: Stamp) -> LiveCall:
    """Returns the call with the time since its last change counted as talk or hold."""
    seconds = elapsed(call.since, stamp)
    if call.state is CallState.HELD:
        return evolve(call, hold=call.hold + seconds)
    return evolve(call, talk=call.talk + seconds)


def _credit(state: FloorState, call: LiveCall, stamp: Stamp) -> None:
    """Counts the call as handled by its agent, today."""
    agent = state.agents.get(call.agent_id)
    if agent is not None:
        agent = _of_day(agent, stamp, state.zone)
        spent = call.talk + call.hold - call.earlier
        state.put_agent(evolve(agent, handled=agent.handled + 1, talk=agent.talk + spent))


def _of_day(agent: LiveAgent, stamp: Stamp, zone: ZoneInfo) -> LiveAgent:
    day = day_of(stamp.at, zone)
    return agent if agent.day == day else evolve(agent, day=day, handled=0, talk=0.0, wrap_up=0.0)


_BY_KIND: dict[CallEventKind, Callable[[FloorState, Fact], None]] = {
    CallEventKind.OFFERED: _offered,
    CallEventKind.DIALLED: _dialled,
    CallEventKind.QUEUED: _queued,
    CallEventKind.RINGING: _ringing,
    CallEventKind.RING_MISSED: _free,
    CallEventKind.RING_CANCELLED: _free,
    CallEventKind.ANSWERED: _answered,
    CallEventKind.HELD: _held,
    CallEventKind.RESUMED: _resumed,
    CallEventKind.TRANSFERRED: _transferred,
    CallEventKind.CONFERENCE: _conference,
    CallEventKind.CONSULTED: _consulted,
    CallEventKind.PARKED: _parked,
    CallEventKind.MOVED: _no_change,
    CallEventKind.HELP_ASKED: _help_asked,
    CallEventKind.HELP_ENDED: _help_ended,
    CallEventKind.SUPERVISED: _supervised,
    CallEventKind.UNSUPERVISED: _supervised,
    CallEventKind.RECORDING_PAUSED: _recording,
    CallEventKind.RECORDING_RESUMED: _recording,
    CallEventKind.SPOKEN: _spoken,
    CallEventKind.ENDED: _ended,
    CallEventKind.ABANDONED: _abandoned,
    CallEventKind.BLOCKED: _no_change,
    CallEventKind.TURNED_AWAY: _no_change,
    CallEventKind.OVERFLOWED: _no_change,
    CallEventKind.CALLBACK_WISHED: _no_change,
    CallEventKind.VOICEMAIL: _no_change,
    CallEventKind.RATED: _rated,
    CallEventKind.WRAP_UP_EXTENDED: _wrap_up_extended,
    CallEventKind.AGENT_STATE: _agent_state,
}
