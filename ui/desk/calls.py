"""What the presenter of calls needs of :class:`services.desk.service.DeskService`."""

from typing import Protocol

from services.contracts.blocking import ReportReason
from services.contracts.calls import AgentStateChange, Call, RejectReason, TransferRequest


class Calls(Protocol):
    """Everything that is asked of the server about calls and one's own state; each blocks."""

    def act(self, call_id: str, action: str) -> Call:
        """Does something with one's own call that needs no more words."""
        ...

    def transfer(self, call_id: str, to: TransferRequest) -> Call:
        """Sends the call on."""
        ...

    def hand_over(self, call_id: str, ticket_id: str) -> Call:
        """Leaves the caller with who was asked."""
        ...

    def park(self, call_id: str, ticket_id: str) -> Call:
        """Puts the caller aside."""
        ...

    def conference(self, call_id: str, whom: TransferRequest) -> Call:
        """Takes somebody in."""
        ...

    def consult(self, call_id: str, whom: TransferRequest) -> Call:
        """Asks somebody first."""
        ...

    def reject(self, call_id: str, reason: RejectReason) -> None:
        """Turns a ring down."""
        ...

    def report(self, call_id: str, reason: ReportReason, note: str) -> None:
        """Reports the call as harassing."""
        ...

    def press(self, call_id: str, keys: str) -> Call:
        """Sends keypad tones."""
        ...

    def dial(self, call_id: str, number: str) -> Call:
        """Calls a number."""
        ...

    def wrap_up(self, call_id: str, code: str, ready: bool) -> None:
        """Ends wrap-up."""
        ...

    def set_state(self, change: AgentStateChange) -> None:
        """Asks for a state."""
        ...
