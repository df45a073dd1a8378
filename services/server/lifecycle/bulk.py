"""The same step for many tickets: each succeeds or fails by itself."""

from typing import Any

from services.contracts.lifecycle import BulkItem, BulkRequest, BulkResult, StepRequest
from services.contracts.tickets import TicketKind
from services.errors import AppError, StaleVersion, sentence
from services.server.lifecycle import steps
from services.server.problems import field_problems
from services.server.tickets import scope, service, view
from services.server.transaction import Transaction

_FILLED = ("kind", "category", "town")


def take(tx: Transaction, request: BulkRequest) -> list[BulkResult]:
    """Takes the step on every ticket that allows it; returns what became of each, in the order asked for."""
    # Of all at once: two who chose the same tickets in another order would wait for each other.
    steps.hold(tx.connection, request.request, *(item.ticket_id for item in request.items))
    return [_one(tx, item, request) for item in request.items]


def _one(tx: Transaction, item: BulkItem, request: BulkRequest) -> BulkResult:
    number, filled = "", list[str]()
    try:
        with tx.attempt():
            row = service.row_of(tx, item.ticket_id)
            scope.require(tx, row)
            number = row.number
            if row.version != item.version:
                raise StaleVersion(view.ticket(tx, row).model_dump(mode="json"))
            given, filled = _filling(row, request.request)
            steps.move(tx, row, given)
            if request.preview:
                raise _OnlyLooking
    except AppError as error:
        words = sentence(error.code, tx.actor.language, error.details)
        fields = field_problems(error, tx.actor.language)
        return BulkResult(ticket_id=item.ticket_id, number=number, code=error.code, message=words, fields=fields)
    except _OnlyLooking:
        pass
    return BulkResult(ticket_id=item.ticket_id, number=number, filled=filled)


def _filling(row: Any, request: StepRequest) -> tuple[StepRequest, list[str]]:
    """Returns the step with only what the ticket lacks of kind, category and place, and the names of those."""
    kind = row.kind or request.kind
    wanted = [name for name in _FILLED if getattr(request, name) and not getattr(row, name)]
    filled = [name for name in wanted if name != "town" or kind != TicketKind.CONSULT]
    nothing = StepRequest(step=request.step)
    kept = {name: getattr(nothing, name) for name in _FILLED if name not in filled}
    if "town" in kept:
        kept["village"] = ""
    return request.model_copy(update=kept), filled


class _OnlyLooking(Exception):
    """Takes a step back that was only tried."""
