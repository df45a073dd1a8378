"""Routes of one ticket with all that stands around it."""

from services.api.transport import Transport
from services.contracts.whole import WholeTicket


class WholeTicketApi:
    """What the page of one ticket reads, in one request."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, ticket_id: str, printed: bool = False) -> WholeTicket:
        """Gives a ticket; the look is recorded, as one of its own where it is printed."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/whole", WholeTicket, printed=printed or None)

    def by_number(self, number: str) -> WholeTicket:
        """Gives the ticket of a number."""
        return self._transport.get(f"/v1/tickets/by-number/{number}/whole", WholeTicket)
