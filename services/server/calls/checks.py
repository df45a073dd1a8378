"""Whose call it is, at which console, and whether who is asked can come: what is looked at before anything is done."""

from services.contracts.accounts import Account
from services.contracts.calls import AgentState, Call, CallState, TransferRequest
from services.contracts.text import dialable
from services.contracts.tickets import Unit
from services.errors import Conflict, InvalidFields, NotSignedIn
from services.server.accounts import repository as accounts
from services.server.calls import views
from services.server.calls.core import FloorCore
from services.server.calls.floor import CallFloor
from services.server.calls.state import LiveAgent, LiveCall
from services.server.tickets import catalogue
from services.server.transaction import Transaction
from services.server.units import repository as units


def own(core: FloorCore, call_id: str) -> Call:
    """Returns the actor's call as they see it; :class:`Conflict` where it is over."""
    call = core.state.calls.get(call_id)
    if call is None:
        raise Conflict("call_gone")
    return views.call_view(core.state, call, numbered=True)


def console(floor: CallFloor, core: FloorCore, tx: Transaction, account: Account, take_over: bool) -> LiveAgent:
    """Returns the actor's agent, who from now on works at this console; nobody does with a simulated colleague's account."""
    if account.simulated:
        # The exchange answers for them: two would pick up the same call.
        raise Conflict("simulated_colleague")
    here = tx.actor.session_id
    agent = core.state.agents.get(account.id)
    elsewhere = agent is not None and agent.state is not AgentState.OFFLINE and agent.console != here
    if agent is not None and elsewhere and not take_over and _is_seen(floor, core, agent):
        raise Conflict("other_console")
    floor.consoles.saw(account.id, here)
    return floor.enrol(core, account, here)


def on_duty(floor: CallFloor, core: FloorCore, tx: Transaction) -> LiveAgent:
    """Returns the actor's agent; :class:`Conflict` where they are not on duty at this console."""
    agent = core.state.agents.get(tx.actor.account_id)
    if agent is None or agent.state is AgentState.OFFLINE:
        raise Conflict("no_agent_state")
    if agent.simulated:
        raise Conflict("simulated_colleague")
    if agent.console != tx.actor.session_id:
        if _is_seen(floor, core, agent):
            raise Conflict("other_console")
        # The other one is gone: who signs in again after a crash goes on with the call without ado.
        account = accounts.find(tx.connection, agent.id)
        if account is None:
            raise NotSignedIn
        agent = floor.enrol(core, account, tx.actor.session_id)
    floor.consoles.saw(agent.id, tx.actor.session_id)
    return agent


def _is_seen(floor: CallFloor, core: FloorCore, agent: LiveAgent) -> bool:
    return floor.consoles.unseen(agent.id, agent.console) < core.rules.console_rings


def mine(floor: CallFloor, core: FloorCore, tx: Transaction, call_id: str, *states: CallState) -> LiveCall:
    """Returns the actor's call; :class:`Conflict` where it is not theirs, in none of the states, or the exchange is not heard."""
    agent = on_duty(floor, core, tx)
    if not core.exchange.state.connected:
        raise Conflict("exchange_lost")
    call = core.state.calls.get(call_id)
    if call is None or call.over or call.agent_id != agent.id or call.state is CallState.WAITING:
        raise Conflict("call_gone")
    if call.state not in states:
        raise Conflict("wrong_state", state=call.state.value)
    return call


def ready(core: FloorCore, agent_id: str, tx: Transaction) -> None:
    """Refuses a colleague who cannot come now; the actor is none."""
    free(core, agent_id, but=tx.actor.account_id)


def free(core: FloorCore, agent_id: str, but: str = "") -> None:
    """Refuses an agent who cannot be given a caller now, or who is the one that is left out."""
    if not core.state.is_free(agent_id) or agent_id == but:
        agent = core.state.agents.get(agent_id)
        raise Conflict("agent_busy", name=agent.name if agent else "?")


def known_skill(core: FloorCore, tx: Transaction, skill: str, call: LiveCall) -> None:
    """Refuses a skill that nobody has and the catalogue does not know, and one for which the exchange has no queue yet."""
    used = {key for agent in core.state.agents.values() for key, _ in agent.skills} | {call.skill}
    if skill not in used:
        problems, _ = catalogue.problems_of(tx, [catalogue.Wanted("skill", "skill", skill)])
        if problems:
            raise InvalidFields(problems)
    if not core.exchange.has_queue(skill):
        raise Conflict("no_queue")


def outside(tx: Transaction, to: TransferRequest) -> str:
    """Returns the number outside that a request names, itself or by a unit; empty where it names neither.

    Raises:
        InvalidFields: this is no telephone number of this country, there is no such unit, or it has no telephone.
    """
    if to.number is not None:
        return number(to.number)[0]
    if to.unit is None:
        return ""
    body = units.entry(tx.connection, "unit", to.unit)
    if body is None:
        raise InvalidFields({"unit": ("unknown_code", {"value": to.unit})})
    telephone = Unit.model_validate_json(body).telephone
    if not telephone:
        raise InvalidFields({"unit": ("unit_without_telephone", {})})
    return number(telephone)[0]


def number(raw: str) -> tuple[str, str]:
    """Returns a number to dial and its extension.

    Raises:
        InvalidFields: this is no telephone number of this country.
    """
    found = dialable(raw)
    if found is None:
        raise InvalidFields({"number": ("not_dialable", {})})
    return found
