"""Reads one ticket with all that stands around it, and what is unfinished for it on this computer."""

from dataclasses import dataclass, field
from typing import Protocol

from services.contracts.whole import WholeTicket
from services.lifecycle.service import OpenTicket
from services.lifecycle.typed import TypedDrafts


class WholeSource(Protocol):
    """See :class:`services.api.whole.WholeTicketApi`."""

    def get(self, ticket_id: str, printed: bool = False) -> WholeTicket:
        """Gives a ticket; the look is recorded."""
        ...

    def by_number(self, number: str) -> WholeTicket:
        """Gives the ticket of a number."""
        ...


@dataclass(frozen=True)
class OpenWhole(OpenTicket):
    """The open ticket with all that stands around it."""

    whole: WholeTicket | None = field(default=None, kw_only=True)


class WholeTicketService:
    """All methods block; they belong in :class:`services.tasks.Tasks`."""

    def __init__(self, source: WholeSource) -> None:
        self._source = source

    def read(self, ticket_id: str, drafts: TypedDrafts) -> OpenWhole:
        """Returns a ticket by its id, with what was typed for it."""
        return _opened(self._source.get(ticket_id), drafts)

    def read_number(self, number: str, drafts: TypedDrafts) -> OpenWhole:
        """Returns a ticket by its number."""
        return _opened(self._source.by_number(number), drafts)

    def read_to_print(self, ticket_id: str) -> WholeTicket:
        """Returns a ticket as it is now for its official form; that it is printed is recorded."""
        return self._source.get(ticket_id, printed=True)


def _opened(whole: WholeTicket, drafts: TypedDrafts) -> OpenWhole:
    needs = {offer.step: tuple(offer.needs) for offer in whole.offers}
    typed = drafts.of_ticket(whole.ticket.id)
    return OpenWhole(whole.ticket, needs, typed, whole.suggestion, whole.attachments, whole=whole)
