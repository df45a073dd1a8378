"""Which tickets belong together, as far as somebody may see them."""

from typing import Any

from services.contracts.lifecycle import Related
from services.contracts.tickets import TicketRow
from services.server.lifecycle import repository as own
from services.server.tickets import repository, scope, service, view
from services.server.transaction import Transaction


def related(tx: Transaction, ticket_id: str) -> Related:
    """Returns what a ticket is a part or a voice of, its own parts, the voices merged into it, and what it is linked with.

    Raises:
        NotAllowed: the ticket lies with another unit.
    """
    row = service.row_of(tx, ticket_id)
    scope.require(tx, row)
    above = row.part_of or row.merged_into
    whole = _seen(tx, [repository.find(tx.connection, above)]) if above else []
    return Related(
        whole=whole[0] if whole else None,
        parts=_seen(tx, repository.parts_of(tx.connection, row.id)),
        voices=_seen(tx, repository.merged_into(tx.connection, row.id)),
        links=_seen(tx, own.linked(tx.connection, row.key)),
    )


def _seen(tx: Transaction, rows: Any) -> list[TicketRow]:
    visible = [row for row in rows if row is not None and scope.may_see(tx, row)]
    return [TicketRow.model_validate(plain) for plain in view.rows(tx.actor, visible)]
