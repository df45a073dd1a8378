"""The queue of messages to citizens, for whoever looks after it."""

from collections.abc import Sequence
from typing import Any

from services.contracts.channels import Channel, Outgoing, OutgoingState
from services.errors import Conflict, NotFound
from services.server.channels import repository
from services.server.transaction import Transaction


def listed(
    tx: Transaction, channel: Channel | None, state: OutgoingState | None, before: int | None, limit: int
) -> list[Outgoing]:
    """Returns messages, the newest first."""
    rows = repository.listed(tx.connection, channel or "", state or "", before, limit)
    return [_shown(row) for row in rows]


def retry(tx: Transaction, key: int) -> Outgoing:
    """Lets a message that was given up be tried again, from the first attempt on.

    Raises:
        Conflict: ``wrong_state``: it has not failed.
    """
    values = {"state": OutgoingState.WAITING.value, "attempts": 0, "next_at": tx.real_now, "problem": ""}
    return _moved(tx, key, (OutgoingState.FAILED,), values)


def called_back(tx: Transaction, key: int) -> Outgoing:
    """Notes that the citizen was called.

    Raises:
        Conflict: ``wrong_state``: nobody wished for it and no message has failed, or it was done before.
    """
    told = {"state": OutgoingState.SENT.value, "sent_at": tx.now}
    return _moved(tx, key, (OutgoingState.CALL_BACK, OutgoingState.FAILED), told)


def _moved(tx: Transaction, key: int, sources: Sequence[OutgoingState], values: dict[str, Any]) -> Outgoing:
    moved = repository.move(tx.connection, key, sources, values)
    row = repository.find_outgoing(tx.connection, key)
    if row is None:
        raise NotFound("message")
    if not moved:
        raise Conflict("wrong_state", state=row.state)
    return _shown(row)


def _shown(row: Any) -> Outgoing:
    return Outgoing(
        id=row.key,
        ticket_id=row.ticket_id,
        number=row.number,
        channel=row.channel,
        notice=row.notice,
        state=row.state,
        attempts=row.attempts,
        problem=row.problem,
        created_at=row.created_at,
        next_at=row.next_at,
        sent_at=row.sent_at,
    )
