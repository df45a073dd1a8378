"""What came in for a ticket and what went out, for those who work on it."""

from typing import Any

from services.contracts.accounts import Permission
from services.contracts.channels import CitizenNotice, Correspondence, Received, Told
from services.errors import NotAllowed, NotFound
from services.server.attachments.blobs import BlobStore
from services.server.channels import codes, repository, words
from services.server.tickets import scope, service, view
from services.server.transaction import Transaction


def of(tx: Transaction, ticket_id: str) -> Correspondence:
    """Returns the messages of a ticket; of a confidential one without anything that says who wrote.

    Raises:
        NotAllowed: the ticket is none of the actor's business.
    """
    ticket = service.row_of(tx, ticket_id)
    scope.require(tx, ticket)
    hidden = view.is_hidden(tx.actor, ticket)
    sentences = words.Sentences(tx.connection)

    def shown(text: str) -> str:
        # A reply speaks to the citizen by name, and a server's refusal names their address.
        return view.without_identity(text, ticket) if hidden else text

    told = [
        Told(
            id=row.key,
            channel=row.channel,
            notice=row.notice,
            words=shown(sentences.said(CitizenNotice(row.notice), row.created_at, row.words, tx.actor.language)),
            state=row.state,
            problem=shown(row.problem),
            created_at=row.created_at,
            sent_at=row.sent_at,
        )
        for row in repository.told(tx.connection, ticket_id)
    ]
    return Correspondence(
        code="" if hidden else codes.code_of(codes.secret(tx), ticket.number),
        received=[_received(row, hidden) for row in repository.of_ticket(tx.connection, ticket_id)],
        told=told,
    )


def original(tx: Transaction, store: BlobStore, key: int) -> bytes:
    """Returns a message as it came.

    Raises:
        NotFound: there is no such message.
        NotAllowed: its ticket is none of the actor's business, or confidential.
    """
    row = repository.by_key(tx.connection, key)
    if row is None:
        raise NotFound("message")
    ticket = service.row_of(tx, row.ticket_id)
    scope.require(tx, ticket)
    if view.is_hidden(tx.actor, ticket):
        raise NotAllowed(Permission.TICKET_CONFIDENTIAL)
    content = repository.original_of(row)
    return store.read(row.original_digest) if content is None else content


def _received(row: Any, hidden: bool) -> Received:
    return Received(
        id=row.key,
        channel=row.channel,
        external_id="" if hidden else row.external_id,
        received_at=row.received_at,
        taken_at=row.taken_at,
        opened=row.opened,
        content_type=row.content_type,
        size=row.size,
        sender_name="" if hidden else row.sender_name,
        sender_number="" if hidden else row.sender_number,
        sender_email="" if hidden else row.sender_email,
        latitude=None if hidden else row.latitude,
        longitude=None if hidden else row.longitude,
    )
