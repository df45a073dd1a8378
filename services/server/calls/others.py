"""Who else comes into a call: colleagues, numbers outside, leads; and to whom a caller goes on."""

from collections.abc import Callable

from services.contracts.calls import Call, CallState, NewCall, Supervise, TransferRequest
from services.errors import Conflict, InvalidFields
from services.server.accounts import repository as accounts
from services.server.calls import checks, repository, views
from services.server.calls.core import FloorCore
from services.server.calls.floor import CallFloor
from services.server.calls.state import ON_CALL, LiveCall
from services.server.transaction import Transaction
from services.telephony.protocol import Telephony


def transfer(floor: CallFloor, tx: Transaction, call_id: str, to: TransferRequest) -> Call:
    """Sends the actor's caller to a ready colleague, to the head of a queue, to a unit, or to a number outside.

    Raises:
        InvalidFields: nothing or several are given, or there is no such skill or number, or the unit has no telephone.
        Conflict: the colleague cannot take a call now.
    """
    if sum(each is not None for each in (to.agent_id, to.skill, to.unit, to.number)) != 1:
        raise InvalidFields({"agent_id": ("required", {})})
    outside = checks.outside(tx, to)

    def work(core: FloorCore) -> Call:
        call = checks.mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD)
        _there(call)
        if to.agent_id is not None:
            checks.ready(core, to.agent_id, tx)
        elif to.skill is not None:
            checks.known_skill(core, tx, to.skill, call)
        core.transfer(call, to.agent_id or "", to.skill or "", outside, to.ticket_id or "")
        return _left(core, call)

    return floor.act(tx, work)


def consult(floor: CallFloor, tx: Transaction, call_id: str, whom: TransferRequest) -> Call:
    """Puts the actor's caller on hold and asks a ready colleague or a number outside.

    Raises:
        InvalidFields: nobody or no number is given.
        Conflict: the colleague cannot come now, or somebody is asked already.
    """
    return _bring(floor, tx, call_id, whom, lambda exchange: exchange.consult)


def join(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Takes the caller into the actor's consultation: three talk."""

    def work(core: FloorCore) -> Call:
        if not checks.mine(floor, core, tx, call_id, CallState.HELD).third:
            raise Conflict("wrong_state", state=CallState.HELD.value)
        core.ask(lambda: core.exchange.join(call_id))
        return checks.own(core, call_id)

    return floor.act(tx, work)


def conference(floor: CallFloor, tx: Transaction, call_id: str, whom: TransferRequest) -> Call:
    """Joins a ready colleague, or a number outside, to the actor's call.

    Raises:
        InvalidFields: nobody or no number is given.
        Conflict: the colleague cannot come now, or somebody is asked already.
    """
    return _bring(floor, tx, call_id, whom, lambda exchange: exchange.conference)


def _bring(
    floor: CallFloor,
    tx: Transaction,
    call_id: str,
    whom: TransferRequest,
    how: Callable[[Telephony], Callable[[str, str, str], None]],
) -> Call:
    agent_id, outside = _third(tx, whom)

    def work(core: FloorCore) -> Call:
        call = checks.mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD)
        _alone(call)
        _there(call)
        if agent_id:
            checks.ready(core, agent_id, tx)
        core.give_along(call_id, whom.ticket_id or "")
        core.ask(lambda: how(core.exchange)(call_id, agent_id, outside))
        return checks.own(core, call_id)

    return floor.act(tx, work)


def release(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Lets go of the colleague or number that was asked or talks too, or is rung to; the actor has the caller again.

    Raises:
        Conflict: ``nobody_asked``.
    """

    def work(core: FloorCore) -> Call:
        call = checks.mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD, CallState.CONFERENCE)
        if not call.third and not core.exchange.rings(call_id):
            raise Conflict("nobody_asked")
        core.ask(lambda: core.exchange.leave(call_id, call.helper_id))
        return checks.own(core, call_id)

    return floor.act(tx, work)


def hand_over(floor: CallFloor, tx: Transaction, call_id: str, ticket_id: str = "") -> Call:
    """Takes the actor out of a talk of three or a consultation; who was asked goes on with the caller."""

    def work(core: FloorCore) -> Call:
        call = checks.mine(floor, core, tx, call_id, CallState.CONFERENCE, CallState.HELD)
        if not call.third:
            raise Conflict("wrong_state", state=call.state.value)
        core.give_along(call_id, ticket_id)
        core.ask(lambda: core.exchange.hand_over(call_id))
        return _left(core, call)

    return floor.act(tx, work)


def park(floor: CallFloor, tx: Transaction, call_id: str, ticket_id: str = "") -> Call:
    """Puts the actor's caller aside with music; the actor or a colleague takes them back by answering."""

    def work(core: FloorCore) -> Call:
        call = checks.mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD)
        _alone(call)
        _there(call)
        core.give_along(call_id, ticket_id)
        core.ask(lambda: core.exchange.park(call_id))
        return _left(core, call)

    return floor.act(tx, work)


def dial(floor: CallFloor, tx: Transaction, new: NewCall) -> Call:
    """Calls a number for the actor.

    Raises:
        InvalidFields: this is no telephone number of this country.
        Conflict: the actor has a call already, or is not on duty.
    """
    number, extension = checks.number(new.number)

    def work(core: FloorCore) -> Call:
        agent = checks.on_duty(floor, core, tx)
        if agent.call_id == new.id and new.id in core.state.calls:
            return checks.own(core, new.id)
        if agent.state in ON_CALL:
            raise Conflict("holding_call")
        if repository.find(tx.connection, new.id) is not None:
            raise Conflict("call_gone")
        core.dial(agent, new.id, number, extension)
        return checks.own(core, new.id)

    return floor.act(tx, work)


# -- leads


def ask_for_help(floor: CallFloor, tx: Transaction, call_id: str, asks: bool) -> Call:
    """Calls a lead to the actor's call, or takes that back. Asking twice for the same is no mistake."""

    def work(core: FloorCore) -> Call:
        call = checks.mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD, CallState.CONFERENCE)
        agent = core.state.agents[call.agent_id]
        core.ask_for_help(agent, asks)
        return checks.own(core, call_id)

    return floor.act(tx, work)


def supervise(floor: CallFloor, tx: Transaction, call_id: str, asked: Supervise) -> Call:
    """Brings the actor, a lead, into an agent's call by the lead's own telephone; or changes how they are in it.

    Raises:
        Conflict: the call is over or nobody talks in it, it is the lead's own, or the lead has another call or no telephone.
    """

    def work(core: FloorCore) -> Call:
        call, lead = core.state.calls.get(call_id), tx.actor.account_id
        if call is None or not call.connected:
            raise Conflict("call_gone")
        own = core.state.agents.get(lead)
        if own is not None and own.state in ON_CALL:
            raise Conflict("holding_call")
        if not core.exchange.reaches(lead):
            raise Conflict("no_telephone")
        account = accounts.find(tx.connection, lead)
        core.state.names[lead] = account.name if account else ""
        core.ask(lambda: core.exchange.supervise(call_id, lead, asked.mode))
        return views.call_view(core.state, core.state.calls[call_id], numbered=False)

    return floor.act(tx, work)


def unsupervise(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Takes the actor, a lead, out of an agent's call."""

    def work(core: FloorCore) -> Call:
        call = core.state.calls.get(call_id)
        if call is None:
            raise Conflict("call_gone")
        core.ask(lambda: core.exchange.unsupervise(call_id, tx.actor.account_id))
        return views.call_view(core.state, core.state.calls.get(call_id, call), numbered=False)

    return floor.act(tx, work)


# -- inside


def _third(tx: Transaction, whom: TransferRequest) -> tuple[str, str]:
    if sum(each is not None for each in (whom.agent_id, whom.unit, whom.number)) != 1 or whom.skill is not None:
        raise InvalidFields({"agent_id": ("required", {})})
    return whom.agent_id or "", checks.outside(tx, whom)


def _alone(call: LiveCall) -> None:
    if call.third:
        raise Conflict("third_there")


def _there(call: LiveCall) -> None:
    """Who was called can be sent on, put aside and joined with others once they have answered."""
    if call.outgoing and call.answered is None:
        raise Conflict("not_answered")


def _left(core: FloorCore, call: LiveCall) -> Call:
    return views.call_view(core.state, core.state.calls.get(call.id, call), numbered=False)
