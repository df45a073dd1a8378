"""What a lead does with a caller from the wall: takes them, or sends them to another queue or agent."""

from services.contracts.accounts import Permission
from services.contracts.calls import Call, CallState, MoveCall, TakeCall
from services.contracts.notices import NoticeCode
from services.errors import Conflict, InvalidFields, NotSignedIn
from services.server.accounts import repository as accounts
from services.server.calls import checks, views
from services.server.calls.core import FloorCore
from services.server.calls.floor import CallFloor
from services.server.calls.state import ON_CALL, LiveCall
from services.server.notices.service import tell
from services.server.transaction import Transaction


def take(floor: CallFloor, tx: Transaction, call_id: str, asked: TakeCall) -> Call:
    """Brings a caller whom nobody has answered to the actor's own telephone and desk.

    Raises:
        Conflict: somebody has the caller, or they have gone; the actor talks already, or has no desk or telephone.
    """
    # A lead without a desk could hear the caller and write nothing down.
    if not tx.actor.may(Permission.CALL_HANDLE):
        raise Conflict("no_desk")

    def work(core: FloorCore) -> Call:
        call = _seen(core, call_id, asked)
        if call.connected:
            raise Conflict("call_gone")
        account = accounts.find(tx.connection, tx.actor.account_id)
        if account is None:
            raise NotSignedIn
        if not core.exchange.reaches(account.id):
            raise Conflict("no_telephone")
        agent = checks.console(floor, core, tx, account, take_over=False)
        if agent.state in ON_CALL:
            raise Conflict("holding_call")
        rung = call.agent_id if call.state is CallState.RINGING else ""
        if not core.take_for(agent, call):
            raise Conflict("call_gone")
        _tell(core, tx, rung, NoticeCode.CALL_TAKEN, to=agent.name)
        return checks.own(core, call_id)

    return floor.act(tx, work)


def move(floor: CallFloor, tx: Transaction, call_id: str, asked: MoveCall) -> Call:
    """Sends a caller to another queue or to a ready agent; who had them, and who gets them, is told why and by whom.

    Raises:
        InvalidFields: neither or both are given, or there is no such queue.
        Conflict: the caller is not where the actor saw them, or the agent cannot take a call.
    """
    if (asked.agent_id is None) == (asked.skill is None):
        raise InvalidFields({"skill": ("required", {})})

    def work(core: FloorCore) -> Call:
        call = _seen(core, call_id, asked)
        if call.third:
            raise Conflict("third_there")
        if call.outgoing and call.answered is None:
            raise Conflict("wrong_state", state=call.state.value)
        if asked.agent_id is not None:
            checks.free(core, asked.agent_id)
        else:
            checks.known_skill(core, tx, asked.skill or "", call)
        had = call.agent_id if call.connected or call.state is CallState.RINGING else ""
        to, skill = asked.agent_id or "", asked.skill or ""
        said = {"by": tx.actor.account_id, "why": asked.why, **({"to": to} if to else {"skill": skill})}
        core.move(call, to, skill, said)
        name = core.state.agents[to].name if to else ""
        _tell(core, tx, had, NoticeCode.CALL_TAKEN, to=name, skill=skill, why=asked.why)
        _tell(core, tx, to, NoticeCode.CALL_SENT, why=asked.why)
        return views.call_view(core.state, core.state.calls.get(call_id, call), numbered=False)

    return floor.act(tx, work)


def _seen(core: FloorCore, call_id: str, asked: TakeCall) -> LiveCall:
    """Returns the call; :class:`Conflict` where it is not with whom the actor saw it."""
    call = core.state.calls.get(call_id)
    if call is None or call.over:
        raise Conflict("call_gone")
    has = call.agent_id if call.connected or call.state is CallState.RINGING else ""
    # A caller who waits on the actor's screen may ring by now: nobody has answered, so they are moved all the same.
    if has != (asked.from_agent_id or "") and (call.connected or asked.from_agent_id):
        raise Conflict("call_elsewhere")
    return call


def _tell(core: FloorCore, tx: Transaction, agent_id: str, code: NoticeCode, **values: str) -> None:
    agent = core.state.agents.get(agent_id)
    if agent is not None and not agent.simulated:
        tell(tx, [agent_id], code, {"name": tx.actor.name, **values}, urgent=True)
