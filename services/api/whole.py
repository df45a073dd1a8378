"""Routes of all that stands around one ticket."""

from services.api.transport import Transport
from services.contracts.attachments import Attachment
from services.contracts.channels import Correspondence
from services.contracts.clocks import TicketClock
from services.contracts.lifecycle import Related


class WholeTicketApi:
    """What the page of one ticket reads besides the ticket itself."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def clocks(self, ticket_id: str) -> list[TicketClock]:
        """Gives its clocks with their arithmetic."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/clocks", list[TicketClock])

    def correspondence(self, ticket_id: str) -> Correspondence:
        """Gives what came in and what the citizen was told."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/correspondence", Correspondence)

    def attachments(self, ticket_id: str) -> list[Attachment]:
        """Gives the files beside it."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/attachments", list[Attachment])

    def related(self, ticket_id: str) -> Related:
        """Gives the tickets that belong to it."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/related", Related)
