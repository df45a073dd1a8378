"""What opens, moves and closes call-backs."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from uuid_utils import uuid7

from services.clock import midnight
from services.contracts.accounts import Permission
from services.contracts.callbacks import (
    CallBack,
    CallBackCause,
    CallBackEntry,
    CallBackGivenUp,
    CallBackList,
    CallBackResult,
    CallBackState,
)
from services.contracts.events import Topic
from services.contracts.text import number_key
from services.errors import Conflict, NotFound
from services.server.callbacks import messages_repository, repository, settings, views
from services.server.callbacks.book import Book
from services.server.callbacks.rules import HOLD, Happening, Task, opened, place, step
from services.server.callbacks.views import task_of
from services.server.transaction import Transaction, everyone_with

_AUDIENCE = everyone_with(Permission.CALL_BACK_READ)
_SHOWN = 500
BLOCKED = "blocked"
"""The reason of a call-back that was closed because its number was blocked."""
_FIELDS = [field.name for field in fields(Task)]
_WORDS = {
    CallBackCause.ABANDONED: ("opened", "joined"),
    CallBackCause.CLOSED: ("turned_away", "turned_away"),
    CallBackCause.CUT_OFF: ("cut_off", "cut_off"),
    CallBackCause.VOICEMAIL: ("voicemail", "voicemail"),
    CallBackCause.WISHED: ("wished", "wished"),
}
"""What the story says of a lost call: of the first one, of a further one."""
_LOST = ("opened", "joined", "turned_away", "cut_off", "wished", "voicemail")


# -- what the exchange's facts bring about


def lost(
    tx: Transaction,
    book: Book,
    call_id: str,
    number: str,
    cause: CallBackCause,
    since: datetime,
    skill: str = "",
    person_id: str = "",
) -> str | None:
    """A call ended before anybody answered; said twice, it is one call. Returns its call-back.

    Without a number nothing can be done, unless there is a message. A blocked number is not called back.
    """
    key = number_key(number)
    if key and book.is_blocked(number):
        return None
    if not key and cause is not CallBackCause.VOICEMAIL:
        return None
    first, further = _WORDS[cause]
    # A call that left a wish ends like one that was given up: it is told twice, and lost once.
    done = book.noted(call_id)
    known = not done.isdisjoint(_LOST)
    if known and (cause is CallBackCause.ABANDONED or first in done):
        return None
    row = book.open_of(number)
    book.changed(call_id, number)
    more: dict[str, Any] = {"last_call_id": call_id}
    if cause is CallBackCause.VOICEMAIL:
        more["voicemail"] = True
    if row is not None:
        moved = step(task_of(row), Happening.LOST, tx.now, book.rules, tx.zone, cause=cause)
        if known:
            moved = replace(moved, calls=row.calls)
        _change(tx, row, moved, further, call_id=call_id, **more)
        return str(row.id)
    earlier = repository.call_back_of(tx.connection, call_id) if known else None
    if earlier is not None and cause is CallBackCause.VOICEMAIL:
        # Closed before the sound was there: the citizen has called again, or somebody else has dealt with it.
        repository.change(tx.connection, earlier, more)
        _note(tx, earlier, first, call_id)
        return earlier
    task = opened(cause, min(since, tx.now), tx.now, book.rules, tx.zone)
    call_back_id = str(uuid7())
    values = {
        "id": call_back_id,
        "version": 1,
        "number": number,
        # Of hidden numbers each message is one of its own.
        "open_number": key or None,
        "skill": skill,
        "person_id": person_id or None,
        "voicemail": False,
        "holder": "",
        **_columns(task),
        **more,
    }
    repository.add(tx.connection, values)
    _note(tx, call_back_id, first, call_id)
    _tell(tx, call_back_id, 1, task.state, task.cause)
    return call_back_id


def answered(tx: Transaction, book: Book, call_id: str, number: str) -> None:
    """A citizen who called was answered: nobody needs to call them any more."""
    row = book.open_of(number)
    if row is not None:
        book.changed(call_id, number)
        _change(
            tx, row, step(task_of(row), Happening.CALLED_AGAIN, tx.now, book.rules, tx.zone), "closed", call_id=call_id
        )


def called(tx: Transaction, book: Book, call_id: str, number: str, is_answered: bool) -> None:
    """An agent's call to a number is over. Whoever was talked with is reached; what else came of it the agent says.

    Who was sent on to a queue and asked there to be called, or left a message, is called again.
    """
    row = book.open_of(number)
    if row is None:
        return
    book.changed(call_id, number)
    if is_answered and book.noted(call_id).isdisjoint(_LOST):
        _change(tx, row, step(task_of(row), Happening.REACHED, tx.now, book.rules, tx.zone), "closed", call_id=call_id)
    else:
        _note(tx, row.id, "called", call_id)


def calling(tx: Transaction, book: Book, call_id: str, number: str) -> None:
    """An agent calls a number: what is filed meanwhile belongs to its call-back."""
    row = book.open_of(number)
    if row is not None:
        book.changed(call_id, number)
        _note(tx, row.id, "calling", call_id)


def blocked(tx: Transaction, number: str) -> None:
    """A number is blocked from now on: nobody calls it."""
    row = repository.open_of(tx.connection, number_key(number))
    if row is not None:
        _keep(tx, row, _step(tx, row, Happening.GIVE_UP, BLOCKED), "closed", note=BLOCKED)


# -- what people do


def page(tx: Transaction, is_open: bool) -> CallBackList:
    """Returns the open call-backs in the order in which they are to be called, or today's closed ones, all masked."""
    today = midnight(tx.now, tx.zone)
    rows = repository.listed(tx.connection, is_open, today, _SHOWN)
    if is_open:
        rows = sorted(rows, key=lambda row: place(task_of(row), tx.now))
    rules = settings.rules(tx)
    spoken = messages_repository.of_call_backs(tx.connection, [row.id for row in rows if row.voicemail])
    tickets = views.tickets_of(tx, [row.id for row in rows])
    count, due = repository.counts(tx.connection, tx.now, tx.now - HOLD)
    return CallBackList(
        items=[
            views.view(tx, row, rules, messages=spoken.get(row.id, ()), tickets=tickets.get(row.id, ())) for row in rows
        ],
        open=count,
        due=due,
        withheld=repository.withheld(tx.connection, today),
    )


def one(tx: Transaction, call_back_id: str) -> CallBack:
    """Returns a call-back, masked.

    Raises:
        NotFound: there is none.
    """
    row = repository.find(tx.connection, call_back_id)
    if row is None:
        raise NotFound("call_back")
    return views.view(tx, row, settings.rules(tx))


def story(tx: Transaction, call_back_id: str) -> list[CallBackEntry]:
    """Returns what happened to one.

    Raises:
        NotFound: there is no such call-back.
    """
    if repository.find(tx.connection, call_back_id) is None:
        raise NotFound("call_back")
    return repository.trail(tx.connection, call_back_id)


def take(tx: Transaction, call_back_id: str) -> CallBack:
    """Gives a call-back to the actor alone, with its number.

    Raises:
        Conflict: somebody else has it, it is closed, or nobody may call yet.
    """
    row = _locked(tx, call_back_id)
    try:
        task = _step(tx, row, Happening.TAKE)
    except Conflict as error:
        raise Conflict(error.code, **{"name": row.holder or "?", **error.details}) from None
    if task != task_of(row):
        row = _keep(tx, row, task, "taken", holder=tx.actor.name)
    tx.looked_at("call_back", call_back_id, "taken")
    return views.view(tx, row, settings.rules(tx), numbered=True)


def release(tx: Transaction, call_back_id: str) -> CallBack:
    """Gives it back untried."""
    row = _locked(tx, call_back_id)
    row = _keep(tx, row, _step(tx, row, Happening.RELEASE), "released", holder="")
    return views.view(tx, row, settings.rules(tx))


def result(tx: Transaction, call_back_id: str, found: CallBackResult) -> CallBack:
    """Writes down what came of a try.

    Raises:
        Conflict: the actor does not have it.
    """
    row = _locked(tx, call_back_id)
    if row.state == CallBackState.TAKEN and row.holder_id != tx.actor.account_id:
        raise Conflict("call_back_taken", name=row.holder)
    task = _step(tx, row, Happening.REACHED if found.reached else Happening.NOT_REACHED)
    what = "closed" if found.reached else "not_reached"
    row = _keep(tx, row, task, what, holder="" if task.state is CallBackState.WAITING else row.holder, note=found.note)
    return views.view(tx, row, settings.rules(tx))


def give_up(tx: Transaction, call_back_id: str, why: CallBackGivenUp) -> CallBack:
    """Closes it without a talk; of what somebody has taken only they or a lead may say so."""
    row = _locked(tx, call_back_id)
    if task_of(row).held(tx.now) and row.holder_id != tx.actor.account_id and not tx.actor.may(Permission.FLOOR_MANAGE):
        raise Conflict("call_back_taken", name=row.holder)
    row = _keep(tx, row, _step(tx, row, Happening.GIVE_UP, why.reason), "closed", note=why.reason)
    return views.view(tx, row, settings.rules(tx))


def joined(tx: Transaction, call_back_id: str, call_id: str) -> None:
    """A ticket has been filed in a call-back: that is told, as everything that happens to it."""
    row = _locked(tx, call_back_id)
    repository.change(tx.connection, row.id, {"version": row.version + 1})
    _note(tx, row.id, "ticket", call_id)
    _tell(tx, row.id, row.version + 1, CallBackState(row.state), CallBackCause(row.cause))


def release_all(tx: Transaction) -> None:
    """Gives back what the actor has taken: they have signed out."""
    for row in repository.held_by(tx.connection, tx.actor.account_id):
        _keep(tx, row, _step(tx, row, Happening.RELEASE), "released", holder="", note="signed_out")


# -- rows


def _locked(tx: Transaction, call_back_id: str) -> Any:
    row = repository.locked(tx.connection, call_back_id)
    if row is None:
        raise NotFound("call_back")
    return row


def _step(tx: Transaction, row: Any, happening: Happening, reason: str = "") -> Task:
    rules = settings.rules(tx)
    return step(task_of(row), happening, tx.now, rules, tx.zone, by=tx.actor.account_id, reason=reason)


def _keep(tx: Transaction, row: Any, task: Task, what: str, *, note: str = "", **more: Any) -> Any:
    """Writes what has become of one, and returns its row."""
    _change(tx, row, task, what, note=note, **more)
    return repository.find(tx.connection, row.id)


def _change(
    tx: Transaction, row: Any, task: Task, what: str, *, call_id: str = "", note: str = "", **more: Any
) -> None:
    values = {**_columns(task), "version": row.version + 1, **more}
    if task.state is CallBackState.CLOSED:
        values["open_number"] = None
    repository.change(tx.connection, row.id, values)
    _note(tx, row.id, what, call_id, note)
    _tell(tx, row.id, row.version + 1, task.state, task.cause)


def _note(tx: Transaction, call_back_id: str, what: str, call_id: str = "", note: str = "") -> None:
    repository.note(
        tx.connection,
        {
            "call_back_id": call_back_id,
            "at": tx.now,
            "what": what,
            "by_id": tx.actor.account_id,
            "by": tx.actor.name,
            "call_id": call_id or None,
            "note": note,
        },
    )


def _tell(tx: Transaction, call_back_id: str, version: int, state: CallBackState, cause: CallBackCause) -> None:
    data = {"id": call_back_id, "version": version, "state": state.value, "cause": cause.value}
    tx.append(Topic.CALL_BACK, call_back_id, data, _AUDIENCE)


def _values(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in _FIELDS}


def _columns(task: Task) -> dict[str, Any]:
    return {
        **_values(task),
        "cause": task.cause.value,
        "state": task.state.value,
        "holder_id": task.holder_id or None,
        "outcome": task.outcome.value if task.outcome else None,
    }
