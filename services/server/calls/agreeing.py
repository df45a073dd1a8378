"""Brings a talk on the floor to how it stands at the exchange: after a start, and after each look at everything.

What was not heard is stated now, as a fact like any other; what was heard already is stated by nobody twice.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from services.contracts.calls import CallEventKind, CallState
from services.server.calls.state import LiveCall
from services.telephony.protocol import Fact, Talk, Value

if TYPE_CHECKING:
    from services.server.calls.core import FloorCore


def agree(core: "FloorCore", call: LiveCall) -> None:
    """States in what a talk differs from what the exchange says of it."""
    talk = core.exchange.talk(call.id)
    if talk is None or not call.connected or talk.agent_id != call.agent_id:
        return
    for kind, said in _differences(core, call, talk):
        core.state_of_exchange(Fact(kind, core.now, call.id, call.agent_id, said))
    call = core.state.calls[call.id]
    if call.muted != talk.muted:
        core.state.put_call(replace(call, muted=talk.muted))


def is_known(core: "FloorCore", fact: Fact, call: LiveCall) -> bool:
    """Tells whether a fact about a talk says what the floor has already: an exchange that is looked at anew says it again."""
    agent, data = core.state.agents.get(call.agent_id), fact.data
    match fact.kind:
        case CallEventKind.HELD:
            return call.state is CallState.HELD
        case CallEventKind.RESUMED:
            return call.state is CallState.TALKING
        case CallEventKind.CONSULTED | CallEventKind.CONFERENCE:
            wanted = CallState.HELD if fact.kind is CallEventKind.CONSULTED else CallState.CONFERENCE
            third = (str(data.get("helper") or ""), str(data.get("number") or ""))
            return call.state is wanted and (call.helper_id, call.outside) == third
        case CallEventKind.RECORDING_PAUSED | CallEventKind.RECORDING_RESUMED:
            return call.recording_paused is (fact.kind is CallEventKind.RECORDING_PAUSED)
        case CallEventKind.SUPERVISED:
            return agent is not None and (data.get("lead"), data.get("mode")) in agent.supervisors
        case CallEventKind.UNSUPERVISED:
            return agent is not None and data.get("lead") not in {lead for lead, _ in agent.supervisors}
        case CallEventKind.HELP_ASKED | CallEventKind.HELP_ENDED:
            asks = agent is not None and agent.help_since is not None
            return asks is (fact.kind is CallEventKind.HELP_ASKED)
    return False


def _differences(core: "FloorCore", call: LiveCall, talk: Talk) -> list[tuple[CallEventKind, dict[str, Value]]]:
    found: list[tuple[CallEventKind, dict[str, Value]]] = []
    third: dict[str, Value] = {"helper": talk.helper_id} if talk.helper_id else {"number": talk.outside}
    if talk.third and talk.held:
        found += [(CallEventKind.HELD, {}), (CallEventKind.CONSULTED, third)]
    elif talk.third:
        found.append((CallEventKind.CONFERENCE, third))
    elif talk.held and call.third:
        found += [(CallEventKind.RESUMED, {"left": call.helper_id}), (CallEventKind.HELD, {})]
    elif talk.held:
        found.append((CallEventKind.HELD, {}))
    else:
        found.append((CallEventKind.RESUMED, {"left": call.helper_id} if call.helper_id else {}))
    recording = CallEventKind.RECORDING_PAUSED if talk.recording_paused else CallEventKind.RECORDING_RESUMED
    found.append((recording, {}))
    for lead, mode in talk.supervisors.items():
        found.append((CallEventKind.SUPERVISED, {"lead": lead, "mode": mode.value}))
    for lead, _ in core.state.agents[call.agent_id].supervisors:
        if lead not in talk.supervisors:
            found.append((CallEventKind.UNSUPERVISED, {"lead": lead}))
    return found
