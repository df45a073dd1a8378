"""What agents and leads do with calls and with their own state."""

from datetime import datetime
from typing import Any

from services.contracts.accounts import Permission
from services.contracts.calls import (
    AgentState,
    AgentStateChange,
    AgentStatus,
    BreakReason,
    Call,
    CallRow,
    CallState,
    Keys,
    PutRight,
    RawCallEvent,
    Reject,
    WrapUp,
    WrapUpReason,
)
from services.contracts.common import Page
from services.errors import Conflict, InvalidFields, NotFound, NotSignedIn
from services.server.accounts import repository as accounts
from services.server.calls import checks, repository, views
from services.server.calls.core import FloorCore
from services.server.calls.floor import CallFloor
from services.server.calls.state import IN_QUEUE, ON_CALL
from services.server.pagination import decode_cursor, encode_cursor
from services.server.transaction import Transaction

_ASKED_FOR = (AgentState.READY, AgentState.BREAK, AgentState.TRAINING, AgentState.OFFLINE)
_TALKS = (CallState.TALKING, CallState.HELD, CallState.CONFERENCE)
_MAY_PICK = (AgentState.READY, AgentState.WRAP_UP, AgentState.PAUSED)


# -- calls


def answer(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Answers the call that rings at the actor, or picks a caller out of the queue.

    Raises:
        Conflict: the caller has gone, somebody else was faster, or the actor cannot take a call now.
    """

    def work(core: FloorCore) -> Call:
        agent = checks.on_duty(floor, core, tx)
        call = core.state.calls.get(call_id)
        if call is None or call.over:
            raise Conflict("call_gone")
        if call.agent_id == agent.id and call.connected:
            return checks.own(core, call_id)
        if call.state is CallState.RINGING and call.agent_id != agent.id:
            raise Conflict("call_gone")
        if call.state in IN_QUEUE and agent.state not in _MAY_PICK:
            raise (
                Conflict("holding_call") if agent.state in ON_CALL else Conflict("wrong_state", state=agent.state.value)
            )
        if not core.answer(agent, call):
            raise Conflict("call_gone")
        return checks.own(core, call_id)

    return floor.act(tx, work)


def hold(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Puts the actor's caller on hold."""

    def work(core: FloorCore) -> Call:
        checks.mine(floor, core, tx, call_id, CallState.TALKING)
        core.ask(lambda: core.exchange.hold(call_id))
        return checks.own(core, call_id)

    return floor.act(tx, work)


def resume(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Takes the actor's caller off hold."""

    def work(core: FloorCore) -> Call:
        checks.mine(floor, core, tx, call_id, CallState.HELD)
        core.ask(lambda: core.exchange.resume(call_id))
        return checks.own(core, call_id)

    return floor.act(tx, work)


def mute(floor: CallFloor, tx: Transaction, call_id: str, muted: bool) -> Call:
    """Silences the actor's microphone, or ends that. Asking twice for the same is no mistake."""

    def work(core: FloorCore) -> Call:
        checks.mine(floor, core, tx, call_id, *_TALKS)
        core.mute(call_id, muted)
        return checks.own(core, call_id)

    return floor.act(tx, work)


def end(floor: CallFloor, tx: Transaction, call_id: str) -> Call:
    """Ends the actor's call; whoever was only joined to it leaves it."""

    def work(core: FloorCore) -> Call:
        agent = checks.on_duty(floor, core, tx)
        call = core.state.calls.get(call_id)
        if call is not None and call.helper_id == agent.id:
            core.ask(lambda: core.exchange.leave(call_id, agent.id))
        else:
            checks.mine(floor, core, tx, call_id, *_TALKS)
            core.ask(lambda: core.exchange.end(call_id, "agent"))
        return checks.own(core, call_id)

    return floor.act(tx, work)


def reject(floor: CallFloor, tx: Transaction, call_id: str, given: Reject) -> AgentStatus:
    """Turns the actor's ring down; the actor is paused, so that the same caller does not ring again at once."""

    def work(core: FloorCore) -> AgentStatus:
        call = checks.mine(floor, core, tx, call_id, CallState.RINGING)
        core.free(call.agent_id, AgentState.PAUSED, "rejected", "rejected", {"why": given.reason.value})
        return views.agent_view(core.state, core.state.agents[tx.actor.account_id])

    return floor.act(tx, work)


def press(floor: CallFloor, tx: Transaction, call_id: str, given: Keys) -> Call:
    """Sends keypad tones into the actor's call."""

    def work(core: FloorCore) -> Call:
        checks.mine(floor, core, tx, call_id, *_TALKS)
        core.ask(lambda: core.exchange.press(call_id, given.keys))
        return checks.own(core, call_id)

    return floor.act(tx, work)


def pause_recording(floor: CallFloor, tx: Transaction, call_id: str, paused: bool) -> Call:
    """Lets the recording be silent while a secret is spoken, or go on. Asking twice for the same is no mistake."""

    def work(core: FloorCore) -> Call:
        checks.mine(floor, core, tx, call_id, *_TALKS)
        core.ask(lambda: core.exchange.pause_recording(call_id, paused))
        return checks.own(core, call_id)

    return floor.act(tx, work)


def wrap_up(floor: CallFloor, tx: Transaction, call_id: str, given: WrapUp) -> Call:
    """Ends the actor's wrap-up with a code. Where the time has run out already, the code is still taken.

    Raises:
        NotFound: the call was never the actor's.
    """

    def work(core: FloorCore) -> Call:
        agent = checks.on_duty(floor, core, tx)
        if agent.state is AgentState.WRAP_UP and agent.call_id == call_id:
            state = core.after_wrap_up(agent.id) if given.ready else AgentState.BREAK
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
        agent = checks.console(floor, core, tx, account, asked.take_over)
        if agent.state in ON_CALL:
            raise Conflict("holding_call")
        if asked.state is AgentState.WRAP_UP:
            if agent.state is not AgentState.WRAP_UP:
                raise Conflict("wrong_state", state=agent.state.value)
            core.extend_wrap_up(agent, asked.extend_seconds, asked.reason)
        elif asked.state is not agent.state or asked.reason != agent.reason:
            reason = asked.reason
            if asked.state is AgentState.BREAK and not reason:
                reason = BreakReason.OTHER
            core.set_state(agent.id, asked.state, reason)
        return views.agent_view(core.state, core.state.agents[agent.id])

    return floor.act(tx, work)


def put_right(floor: CallFloor, tx: Transaction, agent_id: str, asked: PutRight) -> AgentStatus:
    """Corrects an agent who is stuck. Who did it and why is part of the raw event; a caller goes back to the head."""
    if asked.state not in _ASKED_FOR:
        raise InvalidFields({"state": ("not_a_choice", {})})

    def work(core: FloorCore) -> AgentStatus:
        if agent_id not in core.state.agents:
            raise NotFound("agent")
        core.free(agent_id, asked.state, "put_right", "put_right", {"why": asked.why, "by": tx.actor.account_id})
        return views.agent_view(core.state, core.state.agents[agent_id])

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


def _check_reason(state: AgentState, reason: str) -> None:
    if state not in (*_ASKED_FOR, AgentState.WRAP_UP):
        raise InvalidFields({"state": ("not_a_choice", {})})
    if state is AgentState.BREAK and reason and reason not in list(BreakReason):
        raise InvalidFields({"reason": ("not_a_choice", {})})
    if state is AgentState.WRAP_UP and reason not in list(WrapUpReason):
        raise InvalidFields({"reason": ("not_a_choice" if reason else "required", {})})


def _viewer(tx: Transaction) -> str:
    """Returns whose view it is, where they may not know who asked confidentially: a call names its caller."""
    return "" if tx.actor.may(Permission.TICKET_CONFIDENTIAL) else tx.actor.account_id
