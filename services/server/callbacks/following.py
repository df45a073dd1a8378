"""Reads call-backs out of what happens on the floor, in the floor's own transaction."""

from collections.abc import Sequence
from datetime import datetime

from services.contracts.callbacks import CallBackCause
from services.contracts.calls import CallEventKind
from services.contracts.opening import ClosedTreatment
from services.server.callbacks import service
from services.server.calls.state import LiveCall
from services.server.transaction import Transaction
from services.telephony.protocol import Fact

_CAUSES = {
    CallEventKind.CALLBACK_WISHED: CallBackCause.WISHED,
    CallEventKind.VOICEMAIL: CallBackCause.VOICEMAIL,
}


def follow(tx: Transaction, facts: Sequence[Fact], changed: Sequence[tuple[LiveCall | None, LiveCall]]) -> None:
    """Opens and closes what a batch of the floor brings about."""
    for fact in facts:
        cause = _CAUSES.get(fact.kind)
        if cause is not None:
            number, skill = str(fact.data.get("number") or ""), str(fact.data.get("skill") or "")
            since = datetime.fromisoformat(str(fact.data.get("since") or fact.stamp.at.isoformat()))
            service.lost(tx, fact.call_id, number, cause, since, skill)
        elif fact.kind is CallEventKind.TURNED_AWAY and fact.data.get("treatment") == ClosedTreatment.CALL_BACK:
            # They were told that somebody will call.
            number, skill = str(fact.data.get("number") or ""), str(fact.data.get("skill") or "")
            service.lost(tx, fact.call_id, number, CallBackCause.ABANDONED, fact.stamp.at, skill)
    for before, call in changed:
        is_over = call.over and not (before is not None and before.over)
        if call.outgoing:
            if is_over:
                service.called(tx, call.id, call.number, call.answered is not None)
        elif call.answered is not None:
            if before is None or before.answered is None:
                service.answered(tx, call.id, call.number)
        elif is_over:
            cause = CallBackCause.ABANDONED
            service.lost(tx, call.id, call.number, cause, call.offered.at, call.skill, call.person_id)
