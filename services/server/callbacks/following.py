"""Reads call-backs out of what happens on the floor, in the floor's own transaction."""

from collections.abc import Sequence
from datetime import datetime

from services.contracts.callbacks import CallBackCause
from services.contracts.calls import CallEventKind
from services.contracts.opening import ClosedTreatment
from services.server.callbacks import messages, service
from services.server.callbacks.book import Book
from services.server.calls.state import LiveCall
from services.server.transaction import Transaction
from services.telephony.protocol import Fact

_SAID = (CallEventKind.CALLBACK_WISHED, CallEventKind.VOICEMAIL, CallEventKind.TURNED_AWAY)


def follow(tx: Transaction, facts: Sequence[Fact], changed: Sequence[tuple[LiveCall | None, LiveCall]]) -> None:
    """Opens and closes what a batch of the floor brings about."""
    said = [fact for fact in facts if fact.kind in _SAID]
    moved = [(before, call) for before, call in changed if _has_moved(before, call)]
    if not said and not moved:
        return
    book = Book(tx)
    numbers = [_number(fact) for fact in said] + [call.number for _, call in moved]
    book.read([fact.call_id for fact in said] + [call.id for _, call in moved], numbers)
    for fact in said:
        _take(tx, book, fact)
    told = {fact.call_id for fact in facts if _is_seen_to(fact)}
    let_go = {fact.call_id for fact in said if fact.kind is CallEventKind.TURNED_AWAY}
    for before, call in moved:
        if call.outgoing:
            if before is None:
                service.calling(tx, book, call.id, call.number)
            if _is_over(before, call):
                service.called(tx, book, call.id, call.number, call.answered is not None)
        elif call.answered is not None:
            if _is_answered(before, call):
                service.answered(tx, book, call.id, call.number)
            if _is_over(before, call) and call.ended_by == "system":
                cause, since = CallBackCause.CUT_OFF, call.ended.at if call.ended is not None else tx.now
                service.lost(tx, book, call.id, call.number, cause, since, call.skill, call.person_id)
        elif call.id not in told:
            cause = CallBackCause.CLOSED if call.id in let_go else CallBackCause.ABANDONED
            service.lost(tx, book, call.id, call.number, cause, call.offered.at, call.skill, call.person_id)


def _take(tx: Transaction, book: Book, fact: Fact) -> None:
    number, skill = _number(fact), str(fact.data.get("skill") or "")
    since = datetime.fromisoformat(str(fact.data.get("since") or fact.stamp.at.isoformat()))
    if fact.kind is CallEventKind.CALLBACK_WISHED:
        service.lost(tx, book, fact.call_id, number, CallBackCause.WISHED, since, skill)
    elif fact.kind is CallEventKind.VOICEMAIL:
        recorded, seconds = bool(fact.data.get("recorded")), fact.data.get("seconds")
        messages.begun(tx, book, fact.call_id, number, skill, since, fact.stamp.at, recorded)
        if seconds is not None:
            # An exchange of this process has no files: it says itself how long they spoke.
            messages.spoken(tx, fact.call_id, float(seconds), book)
    elif fact.data.get("treatment") == ClosedTreatment.CALL_BACK:
        # They were told that somebody will call.
        service.lost(tx, book, fact.call_id, number, CallBackCause.CLOSED, fact.stamp.at, skill)


def _is_seen_to(fact: Fact) -> bool:
    """Tells whether a closed queue has met a caller so that nobody has to call them besides: they are called, or somebody else has them."""
    if fact.kind is CallEventKind.OVERFLOWED:
        return True
    return fact.kind is CallEventKind.TURNED_AWAY and fact.data.get("treatment") == ClosedTreatment.CALL_BACK


def _number(fact: Fact) -> str:
    return str(fact.data.get("number") or "")


def _has_moved(before: LiveCall | None, call: LiveCall) -> bool:
    """Tells whether a call is of interest here: an agent has begun it, it was answered, or it is over."""
    return (call.outgoing and before is None) or _is_over(before, call) or _is_answered(before, call)


def _is_over(before: LiveCall | None, call: LiveCall) -> bool:
    """Tells whether a call has ended in this batch."""
    return call.over and not (before is not None and before.over)


def _is_answered(before: LiveCall | None, call: LiveCall) -> bool:
    """Tells whether a call was first answered in this batch."""
    return call.answered is not None and (before is None or before.answered is None)
