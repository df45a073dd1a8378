"""Everyone who asked is answered: what is said about a ticket is said to who was merged into it too."""

from collections.abc import Sequence
from typing import Any

from services.contracts.channels import CitizenNotice
from services.contracts.tickets import TicketStatus
from services.server.channels import outgoing
from services.server.followups import messages
from services.server.tickets import repository
from services.server.tickets.repository import Entry
from services.server.transaction import Transaction


def tell(tx: Transaction, row: Any, notice: CitizenNotice, words: str) -> Sequence[Any]:
    """Says to everybody who was merged into a ticket what its own citizen is told; returns their rows.

    Nothing of the rows themselves changes, but whoever has one open wants to see the answer: the caller tells of them.
    """
    voices = repository.merged_into(tx.connection, row.id)
    for voice in voices:
        _note(tx, voice, notice, words)
        outgoing.tell(tx, voice, notice, words)
    return voices


def joined(tx: Transaction, voice: Any, into: Any) -> None:
    """Says to who is merged into a ticket what its citizen was told already: nobody will say it again."""
    if into.status == TicketStatus.FOLLOW_UP:
        _note(tx, voice, CitizenNotice.REPLIED, into.answer)
        outgoing.tell(tx, voice, CitizenNotice.REPLIED, into.answer)
        ask(tx, into, messages.join(tx, into))


def ask(tx: Transaction, row: Any, invited: Sequence[Any]) -> None:
    """Asks those who were invited by their own channels; of a ticket's own citizen its trail says so already."""
    for each in invited:
        outgoing.tell(tx, each, CitizenNotice.ASKED)
        if each.key != row.key:
            _note(tx, each, CitizenNotice.ASKED, "")


def take_back(tx: Transaction, row: Any, notice: CitizenNotice, since: Any) -> Sequence[Any]:
    """Takes back what everybody was told by a step that is undone; returns the rows of the others.

    Args:
        tx: the transaction of the undoing.
        row: the ticket as it is after it.
        notice: what was told.
        since: when the step was taken.
    """
    voices = repository.merged_into(tx.connection, row.id)
    outgoing.take_back(tx, row, notice, since)
    for voice in voices:
        _note(tx, voice, CitizenNotice.CORRECTED, "")
        outgoing.take_back(tx, voice, notice, since)
    return voices


def _note(tx: Transaction, voice: Any, notice: CitizenNotice, words: str) -> None:
    said = {"text": words} if words else {}
    entry = Entry(tx.now, tx.actor.account_id, tx.actor.name, f"matter_{notice}", {}, tx.actor.unit, said)
    repository.add_step(tx.connection, voice.key, entry)
