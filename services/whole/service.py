"""Reads one ticket whole; what one part of it cannot be read does not hide the rest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from services.contracts.attachments import Attachment
from services.contracts.channels import Correspondence
from services.contracts.clocks import TicketClock
from services.contracts.followups import FollowUp
from services.contracts.lifecycle import Related
from services.contracts.tickets import Ticket
from services.errors import AppError

Part = TypeVar("Part")


class WholeSource(Protocol):
    """See :class:`services.api.whole.WholeTicketApi`."""

    def clocks(self, ticket_id: str) -> list[TicketClock]:
        """Gives the clocks."""
        ...

    def correspondence(self, ticket_id: str) -> Correspondence:
        """Gives what came in and went out."""
        ...

    def attachments(self, ticket_id: str) -> list[Attachment]:
        """Gives the files."""
        ...

    def related(self, ticket_id: str) -> Related:
        """Gives what belongs to it."""
        ...


class TicketSource(Protocol):
    """Where the ticket itself and the names in it come from."""

    def get(self, ticket_id: str) -> Ticket:
        """Gives a ticket; the look is recorded."""
        ...

    def by_number(self, number: str) -> Ticket:
        """Gives the ticket of a number."""
        ...


class TriesSource(Protocol):
    """Where the follow-up comes from."""

    def follow_up(self, ticket_id: str) -> FollowUp:
        """Gives the tries."""
        ...


@dataclass(frozen=True)
class WholeTicket:
    """A ticket with its surroundings. ``missing`` names the parts that could not be read."""

    ticket: Ticket
    clocks: list[TicketClock] = field(default_factory=list)
    follow_up: FollowUp | None = None
    correspondence: Correspondence = field(default_factory=Correspondence)
    attachments: list[Attachment] = field(default_factory=list)
    related: Related = field(default_factory=Related)
    missing: tuple[str, ...] = ()


class WholeTicketService:
    """All methods block; they belong in :class:`services.tasks.Tasks`."""

    def __init__(self, source: WholeSource, tickets: TicketSource, tries: TriesSource) -> None:
        self._source = source
        self._tickets = tickets
        self._tries = tries

    def read(self, ticket_id: str) -> WholeTicket:
        """Returns a ticket by its id."""
        return self._around(self._tickets.get(ticket_id))

    def read_number(self, number: str) -> WholeTicket:
        """Returns a ticket by its number."""
        return self._around(self._tickets.by_number(number))

    def _around(self, ticket: Ticket) -> WholeTicket:
        missing: list[str] = []

        def part(name: str, read: Callable[[str], Part], otherwise: Part) -> Part:
            try:
                return read(ticket.id)
            except AppError:
                missing.append(name)
                return otherwise

        follow_up: FollowUp | None = part("follow_up", self._tries.follow_up, None)
        return WholeTicket(
            ticket,
            part("clocks", self._source.clocks, []),
            follow_up,
            part("correspondence", self._source.correspondence, Correspondence()),
            part("attachments", self._source.attachments, []),
            part("related", self._source.related, Related()),
            tuple(missing),
        )
