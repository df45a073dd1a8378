"""Routes of tickets and of what the form offers."""

from datetime import datetime
from typing import Any

from services.api.transport import Transport
from services.contracts.common import Page
from services.contracts.tickets import (
    Catalogue,
    Likeness,
    LikenessQuery,
    NewNote,
    NewTicket,
    Note,
    Presence,
    PresenceChange,
    Ticket,
    TicketChange,
    TicketRow,
)


class TicketsApi:
    """Tickets: listing, reading, filing, changing."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def rows(
        self,
        *,
        mine: bool | None = None,
        since: datetime | None = None,
        cursor: str | None = None,
        limit: int = 100,
        **filters: Any,
    ) -> Page[TicketRow]:
        """Gives a page of tickets; ``filters`` are those of the route (``status``, ``kind``, ``town``, ``q`` …)."""
        return self._transport.get(
            "/v1/tickets", Page[TicketRow], mine=mine, since=since, cursor=cursor, limit=limit, **filters
        )

    def get(self, ticket_id: str) -> Ticket:
        """Gives one ticket; a look at the citizen's identity is recorded."""
        return self._transport.get(f"/v1/tickets/{ticket_id}", Ticket)

    def by_number(self, number: str) -> Ticket:
        """Gives the ticket of a number."""
        return self._transport.get(f"/v1/tickets/by-number/{number}", Ticket)

    def create(self, new: NewTicket, key: str) -> Ticket:
        """Files a ticket, or keeps its draft."""
        return self._transport.post("/v1/tickets", Ticket, new, key=key)

    def change(self, ticket_id: str, change: TicketChange, version: int, key: str) -> Ticket:
        """Changes a ticket or moves it on."""
        return self._transport.patch(f"/v1/tickets/{ticket_id}", Ticket, change, key=key, version=version)

    def add_note(self, ticket_id: str, note: NewNote, key: str) -> Note:
        """Adds a remark."""
        return self._transport.post(f"/v1/tickets/{ticket_id}/notes", Note, note, key=key)

    def likenesses(self, query: LikenessQuery) -> list[Likeness]:
        """Gives likely duplicates of what is being typed."""
        return self._transport.post("/v1/tickets/likeness", list[Likeness], query)

    def set_presence(self, ticket_id: str, change: PresenceChange) -> Presence:
        """Says that one looks at a ticket or types in it; good for fifteen seconds."""
        return self._transport.put(f"/v1/tickets/{ticket_id}/presence", Presence, change, key="")

    def catalogue(self) -> Catalogue:
        """Gives places, categories, units, templates, phrases and skills."""
        return self._transport.get("/v1/catalogue", Catalogue)
