"""One ticket with everything that stands around it, in one answer."""

from services.contracts.attachments import Attachment
from services.contracts.callbacks import CallBackOfTicket
from services.contracts.calls import CallRow
from services.contracts.channels import Correspondence
from services.contracts.clocks import TicketClock
from services.contracts.common import Answer
from services.contracts.dispatching import Suggestion
from services.contracts.followups import FollowUp
from services.contracts.lifecycle import Offer, Related
from services.contracts.tickets import Ticket


class WholeTicket(Answer):
    """All of one moment."""

    ticket: Ticket
    clocks: list[TicketClock] = []
    follow_up: FollowUp | None = None
    correspondence: Correspondence = Correspondence()
    calls: list[CallRow] = []
    """The calls in which it was taken down, and what was spoken by telephone with the citizen's numbers until it was closed."""
    call_backs: list[CallBackOfTicket] = []
    """The call-backs that it was filed in. Their calls stand among ``calls``."""
    attachments: list[Attachment] = []
    related: Related = Related()
    offers: list[Offer] = []
    """The steps that the asking person may take now; none for who takes no steps."""
    suggestion: Suggestion | None = None
    """Where it may go, while it waits for a dispatcher and the asking person may dispatch it."""
