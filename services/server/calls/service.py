"""What agents and leads do with calls and with their own state."""

import re
from datetime import datetime
from typing import Any

from services.contracts.accounts import Account, Permission
from services.contracts.calls import (
    AgentState,
    AgentStateChange,
    AgentStatus,
    BreakReason,
    Call,
    CallRow,
    CallState,
    NewCall,
    PutRight,
    RawCallEvent,
    TransferRequest,
    WrapUp,
)
from services.contracts.common import Page
from services.contracts.text import clean_number
from services.errors import Conflict, InvalidFields, NotFound, NotSignedIn
from services.server.accounts import repository as accounts
from services.server.calls import repository, views
from services.server.calls.core import FloorCore
from services.server.calls.floor import CallFloor
from services.server.calls.state import ON_CALL, LiveAgent, LiveCall
from services.server.pagination import decode_cursor, encode_cursor
from services.server.tickets import catalogue
from services.server.transaction import Transaction

_ASKED_FOR = (AgentState.READY, AgentState.BREAK, AgentState.TRAINING, AgentState.OFFLINE)
# No call abroad: stolen sign-ins make those.
_DIALLED = re.compile(r"(?!00)[0-9]{3,20}")
_MAY_PICK = (AgentState.READY, AgentState.WRAP_UP, AgentState.PAUSED)


# -- calls


def answer(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Answers the call that rings at the actor, or picks a caller out of the queue.

    Raises:
        Conflict: the caller has gone, somebody else was faster, or the actor cannot take a call now.
    """

    def work(core: FloorCore) -> Call:
        agent = _on_duty(floor, core, tx)
        call = core.state.calls.get(call_id)
        if call is None or call.over:
            raise Conflict("call_gone")
        if call.agent_id == agent.id and call.connected:
            return _own(core, call_id)
        if call.state is CallState.RINGING and call.agent_id != agent.id:
            raise Conflict("call_gone")
        if call.state is CallState.WAITING and agent.state not in _MAY_PICK:
            raise (
                Conflict("holding_call") if agent.state in ON_CALL else Conflict("wrong_state", state=agent.state.value)
            )
        if not core.answer(agent, call):
            raise Conflict("call_gone")
        return _own(core, call_id)

    return floor.act(tx, work)


def hold(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Puts the actor's caller on hold."""

    def work(core: FloorCore) -> Call:
        _mine(floor, core, tx, call_id, CallState.TALKING)
        core.ask(lambda: core.exchange.hold(call_id))
        return _own(core, call_id)

    return floor.act(tx, work)


def resume(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Takes the actor's caller off hold."""

    def work(core: FloorCore) -> Call:
        _mine(floor, core, tx, call_id, CallState.HELD)
        core.ask(lambda: core.exchange.resume(call_id))
        return _own(core, call_id)

    return floor.act(tx, work)


def mute(floor: CallFloor, tx: Transaction, call_id: str, muted: bool) -> Call:
    """Silences the actor's microphone, or ends that. Asking twice for the same is no mistake."""

    def work(core: FloorCore) -> Call:
        _mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD, CallState.CONFERENCE)
        core.mute(call_id, muted)
        return _own(core, call_id)

    return floor.act(tx, work)


def transfer(floor: CallFloor, tx: Transaction, call_id: str, to: TransferRequest) -> Call:
    """Sends the actor's caller to a ready colleague or into a queue, where they stand at the head.

    Raises:
        InvalidFields: neither or both are given, or there is no such skill.
        Conflict: the colleague cannot take a call now.
    """
    if (to.agent_id is None) == (to.skill is None):
        raise InvalidFields({"agent_id": ("required", {})})

    def work(core: FloorCore) -> Call:
        call = _mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD)
        if to.agent_id is not None:
            _ready(core, to.agent_id, tx)
        else:
            _known_skill(core, tx, to.skill or "", call)
        core.transfer(call, to.agent_id or "", to.skill or "")
        return views.call_view(core.state, core.state.calls[call_id], numbered=False)

    return floor.act(tx, work)


def conference(floor: CallFloor, tx: Transaction, call_id: str, agent_id: str) -> Call:
    """Joins a ready colleague to the actor's call.

    Raises:
        InvalidFields: no colleague is given.
        Conflict: the colleague cannot come now.
    """
    if not agent_id:
        raise InvalidFields({"agent_id": ("required", {})})

    def work(core: FloorCore) -> Call:
        _mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD)
        _ready(core, agent_id, tx)
        core.ask(lambda: core.exchange.conference(call_id, agent_id))
        return _own(core, call_id)

    return floor.act(tx, work)


def hand_over(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Takes the actor out of a talk of three; the colleague goes on with the caller."""

    def work(core: FloorCore) -> Call:
        _mine(floor, core, tx, call_id, CallState.CONFERENCE)
        core.ask(lambda: core.exchange.hand_over(call_id))
        return views.call_view(core.state, core.state.calls[call_id], numbered=False)

    return floor.act(tx, work)


def dial(floor: CallFloor, tx: Transaction, new: NewCall) -> Call:
    """Calls a number for the actor.

    Raises:
        InvalidFields: this is no telephone number of this country.
        Conflict: the actor has a call already, or is not on duty.
    """
    number = clean_number(new.number)
    if not _DIALLED.fullmatch(number):
        raise InvalidFields({"number": ("bad_value", {})})

    def work(core: FloorCore) -> Call:
        agent = _on_duty(floor, core, tx)
        if agent.call_id == new.id and new.id in core.state.calls:
            return _own(core, new.id)
        if agent.state in ON_CALL:
            raise Conflict("holding_call")
        if repository.find(tx.connection, new.id) is not None:
            raise Conflict("call_gone")
        core.dial(agent, new.id, number)
        return _own(core, new.id)

    return floor.act(tx, work)


def end(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Ends the actor's call; whoever was only joined to it leaves it."""

    def work(core: FloorCore) -> Call:
        agent = _on_duty(floor, core, tx)
        call = core.state.calls.get(call_id)
        if call is not None and call.helper_id == agent.id:
            core.ask(lambda: core.exchange.leave(call_id, agent.id))
        else:
            _mine(floor, core, tx, call_id, CallState.TALKING, CallState.HELD, CallState.CONFERENCE)
            core.ask(lambda: core.exchange.end(call_id, "agent"))
        return _own(core, call_id)

    return floor.act(tx, work)


def wrap_up(floor: CallFloor, tx: Transaction, call_id: str, given: WrapUp) -> Call:
    """Ends the actor's wrap-up with a code. Where the time has run out already, the code is still taken.

    Raises:
        NotFound: the call was never the actor's.
    """

    def work(core: FloorCore) -> Call:
        agent = _on_duty(floor, core, tx)
        if agent.state is AgentState.WRAP_UP and agent.call_id == call_id:
            state = AgentState.READY if given.ready else AgentState.BREAK
            call = core.state.calls.get(call_id)
            core.set_state(agent.id, state, "" if given.ready else BreakReason.REST, {"code": given.code})
            if call is not None and call.over:
                return views.call_view(core.state, call, numbered=True).model_copy(update={"wrap_up_code": given.code})
        elif not repository.set_wrap_up_code(tx.connection, call_id, agent.id, given.code):
            raise NotFound("call")
        live = core.state.calls.get(call_id)
        return views.call_view(core.state, live, numbered=False) if live else _stored(tx, call_id)

    return floor.act(tx, work)


# -- agents


def set_state(floor: CallFloor, tx: Transaction, asked: AgentStateChange) -> AgentStatus:
    """Puts the actor into a state: on duty, ready, break, training, offline; or extends the wrap-up.

    Raises:
        InvalidFields: a state that only calls bring about, or a reason that there is not.
        Conflict: the actor has a call, or another console of theirs is on duty.
    """
    _check_reason(asked.state, asked.reason)

    def work(core: FloorCore) -> AgentStatus:
        account = accounts.find(tx.connection, tx.actor.account_id)
        if account is None:
            raise NotSignedIn
        agent = _console(floor, core, tx, account, asked.take_over)
        if agent.state in ON_CALL:
            raise Conflict("holding_call")
        if asked.state is AgentState.WRAP_UP:
            if agent.state is not AgentState.WRAP_UP:
                raise Conflict("wrong_state", state=agent.state.value)
            core.extend(agent, asked.extend_seconds)
        elif asked.state is not agent.state or asked.reason != agent.reason:
            reason = asked.reason
            if asked.state is AgentState.BREAK and not reason:
                reason = BreakReason.OTHER
            core.set_state(agent.id, asked.state, reason)
        return views.agent_view(core.state.agents[agent.id])

    return floor.act(tx, work)


def put_right(floor: CallFloor, tx: Transaction, agent_id: str, asked: PutRight) -> AgentStatus:
    """Corrects an agent who is stuck. Who did it and why is part of the raw event; a caller goes back to the head."""
    if asked.state not in _ASKED_FOR:
        raise InvalidFields({"state": ("not_a_choice", {})})

    def work(core: FloorCore) -> AgentStatus:
        if agent_id not in core.state.agents:
            raise NotFound("agent")
        core.free(agent_id, asked.state, "put_right", "put_right", {"why": asked.why, "by": tx.actor.account_id})
        return views.agent_view(core.state.agents[agent_id])

    return floor.act(tx, work)


# -- reading


def get(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Returns a call; its number and lines only to the agent who handles it.

    Raises:
        NotFound: there is no such call.
    """
    actor = tx.actor.account_id
    with floor.look() as core:
        live = core.state.calls.get(call_id)
        found = views.call_view(core.state, live, actor in (live.agent_id, live.helper_id)) if live else None
    if found is None:
        return _stored(tx, call_id)
    return found.model_copy(update={"ticket_ids": repository.tickets_of(tx.connection, call_id, _viewer(tx))})


def page(tx: Transaction, filters: dict[str, Any], cursor: str | None, limit: int) -> Page[CallRow]:
    """Returns calls, the latest first, all masked."""
    after = decode_cursor(cursor, (datetime, str)) if cursor else None
    rows = repository.page(tx.connection, filters, after, limit + 1)
    shown = rows[:limit]
    more = encode_cursor((shown[-1].offered_at, shown[-1].id)) if len(rows) > limit else None
    return Page(items=[views.call_row(row) for row in shown], next=more)


def timeline(tx: Transaction, call_id: str) -> list[RawCallEvent]:
    """Returns a call's raw events. Numbers are masked; what the caller said is given only to who may hear recordings.

    Raises:
        NotFound: there is no such call.
    """
    row = repository.find(tx.connection, call_id)
    if row is None:
        raise NotFound("call")
    hears = row.agent_id == tx.actor.account_id or tx.actor.may(Permission.RECORDING_PLAY)
    return [_shown(event, hears) for event in repository.events_of(tx.connection, call_id)]


def _shown(event: RawCallEvent, hears: bool) -> RawCallEvent:
    hidden = {"number"} if hears else {"number", "text"}
    if hidden.isdisjoint(event.data):
        return event
    return event.model_copy(update={"data": {k: v for k, v in event.data.items() if k not in hidden}})


def _stored(tx: Transaction, call_id: str) -> Call:
    row = repository.find(tx.connection, call_id)
    if row is None:
        raise NotFound("call")
    mine = row.agent_id == tx.actor.account_id
    lines = repository.lines_of(tx.connection, call_id) if mine else []
    return views.stored_call(row, lines, repository.tickets_of(tx.connection, call_id, _viewer(tx)), mine)


# -- checks


def _own(core: FloorCore, call_id: str) -> Call:
    call = core.state.calls.get(call_id)
    if call is None:
        raise Conflict("call_gone")
    return views.call_view(core.state, call, numbered=True)


def _console(floor: CallFloor, core: FloorCore, tx: Transaction, account: Account, take_over: bool) -> LiveAgent:
    """Returns the actor's agent, who from now on works at this console."""
    here = tx.actor.session_id
    agent = core.state.agents.get(account.id)
    elsewhere = agent is not None and agent.state is not AgentState.OFFLINE and agent.console != here
    if agent is not None and elsewhere and not take_over and _is_seen(floor, core, agent):
        raise Conflict("other_console")
    floor.consoles.saw(account.id, here)
    return floor.enrol(core, account, here)


def _on_duty(floor: CallFloor, core: FloorCore, tx: Transaction) -> LiveAgent:
    agent = core.state.agents.get(tx.actor.account_id)
    if agent is None or agent.state is AgentState.OFFLINE:
        raise Conflict("no_agent_state")
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


def _mine(floor: CallFloor, core: FloorCore, tx: Transaction, call_id: str, *states: CallState) -> LiveCall:
    agent = _on_duty(floor, core, tx)
    call = core.state.calls.get(call_id)
    if call is None or call.over or call.agent_id != agent.id or call.state is CallState.WAITING:
        raise Conflict("call_gone")
    if call.state not in states:
        raise Conflict("wrong_state", state=call.state.value)
    return call


def _ready(core: FloorCore, agent_id: str, tx: Transaction) -> None:
    agent = core.state.agents.get(agent_id)
    if agent is None or agent.state is not AgentState.READY or agent_id == tx.actor.account_id:
        raise Conflict("agent_busy", name=agent.name if agent else "?")


def _known_skill(core: FloorCore, tx: Transaction, skill: str, call: LiveCall) -> None:
    used = {key for agent in core.state.agents.values() for key, _ in agent.skills} | {call.skill}
    if skill not in used:
        problems, _ = catalogue.problems_of(tx, [catalogue.Wanted("skill", "skill", skill)])
        if problems:
            raise InvalidFields(problems)


def _check_reason(state: AgentState, reason: str) -> None:
    if state not in (*_ASKED_FOR, AgentState.WRAP_UP):
        raise InvalidFields({"state": ("not_a_choice", {})})
    if state is AgentState.BREAK and reason and reason not in list(BreakReason):
        raise InvalidFields({"reason": ("not_a_choice", {})})


def _viewer(tx: Transaction) -> str:
    """Returns whose view it is, where they may not know who asked confidentially: a call names its caller."""
    return "" if tx.actor.may(Permission.TICKET_CONFIDENTIAL) else tx.actor.account_id
