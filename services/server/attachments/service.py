"""Rules for attachments: who may see them, and that every look is recorded."""

from typing import Any

from services.contracts.accounts import Permission
from services.contracts.attachments import Attachment
from services.errors import NotAllowed, NotFound
from services.server.attachments import repository, thumbnails
from services.server.attachments.blobs import Kept
from services.server.tickets import scope, service, view
from services.server.transaction import Transaction


def add(tx: Transaction, ticket_id: str, kept: Kept) -> Attachment:
    """Puts a file beside a ticket.

    Raises:
        NotAllowed: the ticket is none of the actor's business.
    """
    row = service.row_of(tx, ticket_id)
    scope.require(tx, row)
    (attachment_id,) = repository.add(tx.connection, ticket_id, [kept], tx.now, (tx.actor.account_id, tx.actor.name))
    service.tell(tx, row)
    return shown(repository.find(tx.connection, attachment_id))


def listed(tx: Transaction, ticket_id: str) -> list[Attachment]:
    """Returns the attachments of a ticket that the actor may see, in the order they came."""
    ticket = service.row_of(tx, ticket_id)
    scope.require(tx, ticket)
    hidden = view.is_hidden(tx.actor, ticket)
    rows = repository.of_ticket(tx.connection, ticket_id)
    return [shown(row) for row in rows if not (hidden and row.message_id is not None)]


def seen(tx: Transaction, attachment_id: str) -> Any:
    """Returns the row of an attachment that the actor may see.

    What a citizen sent with a confidential report may say who they are; what a colleague put beside it does not.

    Raises:
        NotFound: there is no such attachment.
        NotAllowed: it is of a ticket that is none of the actor's business, or says who asked for a confidential one.
    """
    row = repository.find(tx.connection, attachment_id)
    if row is None:
        raise NotFound("attachment")
    ticket = service.row_of(tx, row.ticket_id)
    scope.require(tx, ticket)
    if row.message_id is not None and view.is_hidden(tx.actor, ticket):
        raise NotAllowed(Permission.TICKET_CONFIDENTIAL)
    return row


def shown(row: Any) -> Attachment:
    """Returns an attachment as the contract has it."""
    return Attachment(
        id=row.id,
        ticket_id=row.ticket_id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        added_at=row.added_at,
        added_by=row.added_by,
        from_citizen=row.message_id is not None,
        of_instruction=row.instruction_id is not None,
        has_thumbnail=thumbnails.can_have(row.media_type),
    )
