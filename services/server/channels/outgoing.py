"""The way back: what a citizen is told, by the channel that the ticket came by."""

from datetime import datetime
from typing import Any

from services.contracts.channels import Channel, CitizenNotice, OutgoingState
from services.server.channels import repository, settings
from services.server.channels.registry import adapters
from services.server.transaction import Transaction


def sends(tx: Transaction, channel: Channel) -> bool:
    """Tells whether a channel sends what citizens are told; one that does not is asked, or calls."""
    adapter = adapters().get(channel)
    return adapter is not None and adapter.sends(settings.of(tx, channel))


def tell(tx: Transaction, ticket: Any, notice: CitizenNotice, words: str = "", is_sent: bool | None = None) -> None:
    """Tells the citizen of a ticket something, in the transaction of the step that it is about.

    A channel that sends gets it into its queue, one that is asked keeps it; of a call only the wish for a call-back is left.
    Citizens read in the public status what is written here.

    Args:
        tx: the step's transaction.
        ticket: the ticket's row, as it is after the step.
        notice: what it is about.
        words: a reply, a reason; nothing that only the staff may know.
        is_sent: what :func:`sends` says, where that was asked already.
    """
    state = _state(tx, ticket, notice, is_sent)
    repository.add_outgoing(
        tx.connection,
        {
            "ticket_id": ticket.id,
            "number": ticket.number,
            "channel": ticket.channel or Channel.HOTLINE.value,
            "notice": notice.value,
            "words": words,
            "state": state.value,
            "created_at": tx.now,
            "next_at": tx.real_now if state is OutgoingState.WAITING else None,
        },
    )


def take_back(tx: Transaction, ticket: Any, notice: CitizenNotice, since: datetime) -> None:
    """Takes back what the citizen of a ticket was told by a step that is undone, in the transaction of the undoing.

    What was not sent is not told any more; where it was sent, or may have been read, a correction follows.

    Args:
        tx: the transaction of the undoing.
        ticket: the ticket's row, as it is after the undoing.
        notice: what they were told.
        since: when the step was taken.
    """
    row = repository.newest(tx.connection, ticket.id, notice.value, since)
    if row is None:
        return
    is_unsent = repository.forget_unsent(tx.connection, row.key)
    may_be_known = row.state == OutgoingState.KEPT.value and Channel(row.channel) in adapters()
    if not is_unsent or may_be_known:
        tell(tx, ticket, CitizenNotice.CORRECTED)


_WORTH_A_CALL = frozenset({CitizenNotice.REPLIED, CitizenNotice.CORRECTED})


def _state(tx: Transaction, ticket: Any, notice: CitizenNotice, is_sent: bool | None) -> OutgoingState:
    channel = Channel(ticket.channel or Channel.HOTLINE)
    if channel not in adapters():
        wants_call = ticket.wants_callback and notice in _WORTH_A_CALL
        return OutgoingState.CALL_BACK if wants_call else OutgoingState.KEPT
    is_sent = sends(tx, channel) if is_sent is None else is_sent
    return OutgoingState.WAITING if is_sent else OutgoingState.KEPT
