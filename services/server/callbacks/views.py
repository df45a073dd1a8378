"""Call-backs as messages of the API."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.contracts.accounts import Permission
from services.contracts.callbacks import (
    CallBack,
    CallBackCause,
    CallBackOutcome,
    CallBackRules,
    CallBackState,
    LinkedTicket,
    VoiceMessage,
)
from services.contracts.text import mask_number
from services.server.callbacks import links_repository, messages_repository
from services.server.callbacks.rules import Task
from services.server.transaction import Transaction


def task_of(row: Any) -> Task:
    """Returns a row as the rules see it."""
    return Task(
        cause=CallBackCause(row.cause),
        since=row.since,
        next_at=row.next_at,
        state=CallBackState(row.state),
        calls=row.calls,
        tries=row.tries,
        holder_id=row.holder_id or "",
        taken_at=row.taken_at,
        outcome=CallBackOutcome(row.outcome) if row.outcome else None,
        reason=row.reason,
        closed_at=row.closed_at,
    )


def view(
    tx: Transaction,
    row: Any,
    rules: CallBackRules,
    numbered: bool = False,
    messages: Sequence[Any] | None = None,
    tickets: Sequence[Any] | None = None,
) -> CallBack:
    """Returns a call-back, ``numbered`` for who has taken it.

    Args:
        tx: the transaction.
        row: the call-back's.
        rules: in force, which say how many tries are left.
        numbered: whether with the whole number.
        messages: what its callers said; read here where not given.
        tickets: filed in its calls; read here where not given.
    """
    if messages is None:
        messages = messages_repository.of_call_backs(tx.connection, [row.id])[row.id] if row.voicemail else ()
    if tickets is None:
        tickets = tickets_of(tx, [row.id]).get(row.id, ())
    task = task_of(row)
    held = task.held(tx.now)
    # One whose agent has kept it for too long waits again.
    state = CallBackState.WAITING if task.state is CallBackState.TAKEN and not held else task.state
    return CallBack(
        id=row.id,
        version=row.version,
        state=state,
        cause=task.cause,
        number=row.number if numbered else "",
        number_masked=mask_number(row.number),
        skill=row.skill,
        since=row.since,
        next_at=row.next_at,
        due=task.due(tx.now),
        calls=row.calls,
        last_call_id=row.last_call_id,
        voicemail=row.voicemail,
        messages=[spoken(one) for one in messages],
        tickets=[LinkedTicket(id=one.id, number=one.number) for one in tickets],
        tries=row.tries,
        tries_left=max(0, rules.tries - row.tries) if state is not CallBackState.CLOSED else 0,
        person_id=row.person_id,
        holder_id=row.holder_id if state is not CallBackState.WAITING else None,
        holder=row.holder if state is not CallBackState.WAITING else "",
        taken_at=row.taken_at if held else None,
        outcome=task.outcome,
        reason=row.reason,
        closed_at=row.closed_at,
    )


def spoken(row: Any) -> VoiceMessage:
    """Returns what a caller said."""
    return VoiceMessage(call_id=row.call_id, left_at=row.left_at, seconds=row.seconds)


def tickets_of(tx: Transaction, ids: Collection[str]) -> Mapping[str, Sequence[Any]]:
    """Returns the tickets of call-backs that the actor may know of: a call-back names its caller, as a call does."""
    viewer = "" if tx.actor.may(Permission.TICKET_CONFIDENTIAL) else tx.actor.account_id
    return links_repository.tickets_of(tx.connection, ids, viewer)
