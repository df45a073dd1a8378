"""Where the agent stands, as one word that decides what the desk offers."""

from enum import StrEnum

from services.contracts.calls import AgentState, AgentStatus, Call, CallState


class Phase(StrEnum):
    """What the agent is in the middle of."""

    OFF_DUTY = "off_duty"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    CONSULTING = "consulting"
    """The agent speaks with somebody else, and the caller hears music."""
    CONFERENCE = "conference"
    WRAP_UP = "wrap_up"
    BREAK = "break"
    TRAINING = "training"
    PAUSED = "paused"


WITH_THIRD = frozenset({Phase.CONSULTING, Phase.CONFERENCE})
ON_CALL = frozenset({Phase.TALKING, Phase.HELD}) | WITH_THIRD
WITH_CALLER = ON_CALL | {Phase.RINGING}
AWAY = frozenset({Phase.OFF_DUTY, Phase.BREAK, Phase.TRAINING, Phase.PAUSED})

_OF_AGENT = {
    AgentState.OFFLINE: Phase.OFF_DUTY,
    AgentState.READY: Phase.READY,
    AgentState.RINGING: Phase.RINGING,
    AgentState.TALKING: Phase.TALKING,
    AgentState.HELD: Phase.HELD,
    AgentState.WRAP_UP: Phase.WRAP_UP,
    AgentState.BREAK: Phase.BREAK,
    AgentState.TRAINING: Phase.TRAINING,
    AgentState.PAUSED: Phase.PAUSED,
}
_OF_CALL = {
    CallState.RINGING: Phase.RINGING,
    CallState.TALKING: Phase.TALKING,
    CallState.HELD: Phase.HELD,
    CallState.CONFERENCE: Phase.CONFERENCE,
}
WRAP_UP_CODES: tuple[str, ...] = (
    "answered",
    "ticket",
    "noted",
    "no_request",
    "silent",
    "wrong_number",
    "dropped",
    "abusive",
)
"""What a call was, in the agent's own words at its end."""


def phase_of(me: AgentStatus | None, call: Call | None) -> Phase:
    """Returns the phase. One's own call is asked first: its event may come a moment before that of the agent."""
    if call is not None and call.consulting and me is not None and call.helper_id != me.account_id:
        return Phase.CONSULTING
    if call is not None and call.state in _OF_CALL:
        return _OF_CALL[call.state]
    if me is None:
        return Phase.OFF_DUTY
    phase = _OF_AGENT[me.state]
    if call is not None and phase in WITH_CALLER:
        # The call is over, and the word of the agent's own state is still on its way.
        return Phase.WRAP_UP
    return phase


def own_call(me: AgentStatus | None, call: Call | None) -> Call | None:
    """Returns the call the desk is about: the live one, or the one that is being wrapped up."""
    if call is None or call.state in _OF_CALL:
        return call
    if me is not None and me.state is AgentState.WRAP_UP and me.call_id == call.id:
        return call
    over = me is not None and me.state in (AgentState.TALKING, AgentState.HELD, AgentState.RINGING)
    return call if over else None
