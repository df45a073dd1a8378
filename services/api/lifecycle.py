"""Routes of the life cycle: steps, what is offered, work lists."""

from typing import Any

from services.api.transport import Transport
from services.contracts.common import Page
from services.contracts.dispatching import Suggestion, SuggestionQuery
from services.contracts.lifecycle import (
    BulkRequest,
    BulkResult,
    Colleague,
    Offer,
    StepRequest,
    WorkCounts,
    WorkList,
    WorkRow,
)
from services.contracts.tickets import Ticket


class LifecycleApi:
    """What people do with tickets, and the lists that they work from."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def take(self, ticket_id: str, request: StepRequest, version: int, key: str) -> Ticket:
        """Takes a step; raises ``StaleVersion`` with the ticket as it is where somebody was faster."""
        return self._transport.post(f"/v1/tickets/{ticket_id}/steps", Ticket, request, key=key, version=version)

    def offers(self, ticket_id: str) -> list[Offer]:
        """Gives the steps that the person may take now."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/offers", list[Offer])

    def refusals(self, ticket_id: str) -> list[Offer]:
        """Gives the steps that the person may not take now, each with why."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/offers", list[Offer], refused=True)

    def take_many(self, request: BulkRequest, key: str) -> list[BulkResult]:
        """Takes a step on many tickets, or only tells what would happen."""
        return self._transport.post("/v1/steps", list[BulkResult], request, key=key)

    def work(self, which: WorkList, *, cursor: str | None = None, limit: int = 200, **filters: Any) -> Page[WorkRow]:
        """Gives a page of a work list; ``filters`` are those of the route (``unit``, ``town``, ``category``, ``mine``)."""
        return self._transport.get(
            "/v1/work", Page[WorkRow], list=which.value, cursor=cursor or None, limit=limit, **filters
        )

    def suggestion(self, ticket_id: str) -> Suggestion:
        """Gives units that a ticket may go to, best first, with reasons."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/suggestion", Suggestion)

    def suggestion_for(self, query: SuggestionQuery) -> Suggestion:
        """Gives the same for what is typed."""
        return self._transport.post("/v1/suggestions", Suggestion, query)

    def counts(self) -> WorkCounts:
        """Gives how much stands in each list that the person may see."""
        return self._transport.get("/v1/work/counts", WorkCounts)

    def colleagues(self) -> list[Colleague]:
        """Gives who a ticket of one's own unit can be assigned to."""
        return self._transport.get("/v1/work/colleagues", list[Colleague])
