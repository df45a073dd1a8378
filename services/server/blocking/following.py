"""Counts the calls of blocked numbers, in the floor's own transaction."""

from collections.abc import Sequence

from services.contracts.calls import CallEventKind
from services.contracts.text import number_key
from services.server.blocking import service
from services.server.calls.rules import LAST_PRIORITY
from services.server.calls.state import LiveCall
from services.server.transaction import Transaction
from services.telephony.protocol import Fact


def follow(tx: Transaction, facts: Sequence[Fact], changed: Sequence[tuple[LiveCall | None, LiveCall]]) -> None:
    """Counts who was refused, and who stands last in the queue because they are blocked."""
    for fact in facts:
        if fact.kind is CallEventKind.BLOCKED:
            service.attempted(tx, number_key(str(fact.data.get("number") or "")), fact.stamp.at, fact.call_id)
    for before, call in changed:
        if before is None and not call.outgoing and call.priority == LAST_PRIORITY:
            service.attempted(tx, number_key(call.number), call.offered.at)
