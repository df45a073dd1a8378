"""The same step for many tickets: each succeeds or fails by itself."""

from services.contracts.lifecycle import BulkItem, BulkRequest, BulkResult
from services.errors import AppError, StaleVersion, sentence
from services.server.lifecycle import steps
from services.server.problems import field_problems
from services.server.tickets import scope, service, view
from services.server.transaction import Transaction


def take(tx: Transaction, request: BulkRequest) -> list[BulkResult]:
    """Takes the step on every ticket that allows it; returns what became of each, in the order asked for."""
    return [_one(tx, item, request) for item in request.items]


def _one(tx: Transaction, item: BulkItem, request: BulkRequest) -> BulkResult:
    number = ""
    try:
        with tx.attempt():
            row = service.row_of(tx, item.ticket_id)
            scope.require(tx, row)
            number = row.number
            if row.version != item.version:
                raise StaleVersion(view.ticket(tx, row).model_dump(mode="json"))
            steps.move(tx, row, request.request)
            if request.preview:
                raise _OnlyLooking
    except AppError as error:
        words = sentence(error.code, tx.actor.language, error.details)
        fields = field_problems(error, tx.actor.language)
        return BulkResult(ticket_id=item.ticket_id, number=number, code=error.code, message=words, fields=fields)
    except _OnlyLooking:
        pass
    return BulkResult(ticket_id=item.ticket_id, number=number)


class _OnlyLooking(Exception):
    """Takes a step back that was only tried."""
