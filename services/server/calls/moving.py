"""A waiting caller whom the exchange has put elsewhere: another queue, one agent, or back from being parked."""

from typing import TYPE_CHECKING

from services.contracts.calls import CallEventKind, CallState
from services.server.calls.state import LiveCall
from services.telephony.protocol import Fact

if TYPE_CHECKING:
    from services.server.calls.core import FloorCore


def follow(core: "FloorCore", fact: Fact, call: LiveCall) -> None:
    """Takes in where a caller stands now. When they called stays what it was, and with it their wait and their place."""
    skill, to = str(fact.data.get("skill") or call.skill), str(fact.data.get("to") or "")
    if call.state is CallState.PARKED:
        core.record(CallEventKind.QUEUED, call.id, skill=skill, head=True, why="parked", to=to)
    elif call.state is CallState.WAITING and (to or skill != call.skill):
        core.record(CallEventKind.QUEUED, call.id, skill=skill, head=call.head or bool(to), why="moved", to=to)
    else:
        return
    if core.state.is_free(to) and not core.exchange.routes:
        core.ring(core.state.calls[call.id], core.state.agents[to])
