"""Which events the log gets for a batch of the floor, and who may hear them.

``queue`` and ``agent`` go to all who watch the queue and carry masked numbers only. ``call`` goes to the agent who
handles the call and to nobody else; it carries the number. Simulated colleagues have no console, so nothing is sent to them.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from services.contracts.accounts import Permission
from services.contracts.calls import QueueEntry
from services.contracts.events import Topic
from services.server.calls import views
from services.server.calls.state import IN_QUEUE, FloorState, LiveCall
from services.server.transaction import Actor, Transaction, everyone_with, only

if TYPE_CHECKING:
    from services.server.calls.floor import CallFloor

_WATCHERS = everyone_with(Permission.QUEUE_WATCH)


def announce(floor: "CallFloor", tx: Transaction) -> None:
    """Appends the events of everything that has changed in this transaction."""
    state = floor.core.state
    for before, call in state.changed_calls():
        _queue(floor, tx, before, call)
        _call(state, tx, before, call)
    for known, agent in state.changed_agents():
        view = views.agent_view(state, agent)
        if known is None or view != views.agent_view(state, known):
            tx.append(Topic.AGENT, agent.id, view.model_dump(mode="json"), _WATCHERS)


def announce_entry(floor: "CallFloor", tx: Transaction, entry: QueueEntry) -> None:
    """Appends what the queue shows of one caller."""
    floor.sending[entry.call_id] = entry
    tx.append(Topic.QUEUE, entry.call_id, {"entry": entry}, _WATCHERS)


def _queue(floor: "CallFloor", tx: Transaction, before: LiveCall | None, call: LiveCall) -> None:
    if call.state in IN_QUEUE:
        for entry in floor.entries([call.id]):
            if entry != floor.sent.get(call.id):
                announce_entry(floor, tx, entry)
    elif before is None or before.state in IN_QUEUE:
        tx.append(Topic.QUEUE, call.id, {"left": call.id, "why": call.state.value}, _WATCHERS)


def _call(state: FloorState, tx: Transaction, before: LiveCall | None, call: LiveCall) -> None:
    now_with = _people(state, call)
    was_with = _people(state, before) if before else {}
    for account_id, name in now_with.items():
        tx.append(
            Topic.CALL, call.id, views.call_view(state, call, numbered=True).model_dump(mode="json"), only(account_id)
        )
        if account_id not in was_with:
            # The number is on the agent's screen from the first ring.
            replace(tx, actor=Actor(account_id, name)).looked_at("call", call.id, call.state.value)
    for account_id in was_with.keys() - now_with.keys():
        tx.append(
            Topic.CALL, call.id, views.call_view(state, call, numbered=False).model_dump(mode="json"), only(account_id)
        )


def _people(state: FloorState, call: LiveCall) -> dict[str, str]:
    """Returns the agents with a console who have the call on their screen."""
    return {
        agent.id: agent.name
        for agent_id in (call.agent_id, call.helper_id)
        if (agent := state.agents.get(agent_id)) is not None and not agent.simulated
    }
