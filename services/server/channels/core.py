"""Takes a message from any channel: once, whole, with its original and its receipt, as a ticket that waits for a dispatcher."""

import hashlib
from dataclasses import replace
from typing import Any

from uuid_utils import uuid7

from services.contracts.channels import Channel, CitizenNotice
from services.contracts.notices import NoticeCode
from services.contracts.text import clean_line, clean_number, clean_text
from services.server.attachments import repository as attachments
from services.server.attachments.blobs import BlobStore
from services.server.channels import codes, outgoing, repository, settings
from services.server.channels.protocol import INLINE_BYTES, Incoming, Receipt, Sender
from services.server.channels.registry import adapters
from services.server.kernel import Kernel
from services.server.lifecycle import steps
from services.server.notices import service as notices
from services.server.people import known
from services.server.subscriptions import service as subscriptions
from services.server.tickets import repository as tickets
from services.server.tickets import service
from services.server.tickets.trace import URGENCIES
from services.server.transaction import SYSTEM, Actor, Transaction

_TITLE, _BODY, _NAME, _DETAIL = 120, 8_000, 60, 200


def actor_of(channel: Channel) -> Actor:
    """Returns as whom a channel acts."""
    return replace(SYSTEM, account_id=f"channel-{channel.value}", name=adapters()[channel].label)


def receive(kernel: Kernel, incoming: Incoming) -> Receipt:
    """Takes a message in a transaction of its own; a long original is put into the store first."""
    incoming = stored(BlobStore.of(kernel.config), incoming)
    return kernel.write(lambda tx: take(tx, incoming), actor_of(incoming.channel))


def stored(store: BlobStore, incoming: Incoming) -> Incoming:
    """Returns the message with a long original put into the store; to be called before the transaction."""
    if len(incoming.original) <= INLINE_BYTES or incoming.original_digest:
        return incoming
    return replace(incoming, original_digest=store.keep_original(incoming.original))


def take(tx: Transaction, incoming: Incoming) -> Receipt:
    """Takes a message: all of it in this transaction, or nothing. The same message again is answered with the first receipt.

    A message that answers one of a known ticket becomes a remark beside that ticket; any other opens a ticket. Texts that
    are too long for the form are cut there; the original has them whole.

    Raises:
        InvalidFields: a code is not in the catalogue; channels that cannot ask back leave unknown codes out.
    """
    incoming = _cleaned(incoming)
    names = [name for name in (incoming.thread, *incoming.references) if name]
    ticket_id = repository.ticket_of(tx.connection, incoming.channel.value, names, incoming.client) if names else None
    opened = ticket_id is None
    ticket_id = ticket_id or str(uuid7())
    digest = digest_of(incoming)
    if opened:
        settings.ahead(tx, incoming.channel)
    key = repository.claim(tx.connection, incoming, digest, ticket_id, opened, tx.now)
    if key is None:
        return _receipt_of_earlier(tx, incoming, digest)
    is_sent = opened and outgoing.sends(tx, incoming.channel)
    row = _open(tx, incoming, ticket_id) if opened else _go_on(tx, incoming, ticket_id, key)
    actor = actor_of(incoming.channel)
    attachments.add(tx.connection, ticket_id, incoming.attachments, tx.now, (actor.account_id, actor.name), key)
    if opened:
        outgoing.tell(tx, row, CitizenNotice.ACCEPTED, is_sent=is_sent)
    return Receipt(ticket_id, row.number, codes.code_of(codes.secret(tx), row.number), opened=opened)


def _open(tx: Transaction, incoming: Incoming, ticket_id: str) -> Any:
    sender = incoming.sender
    person_id = known.find_or_add(tx, sender.name, sender.number, sender.email, sender.identity)
    values: dict[str, Any] = {
        "person_id": person_id,
        "caller_name": sender.name,
        "caller_number": sender.number,
        "contact_number": sender.number,
        "kind": incoming.kind.value if incoming.kind else "",
        "category": incoming.category,
        "town": incoming.town,
        "village": incoming.village,
        "detail": incoming.detail,
        "title": incoming.title or _cut(clean_line(incoming.content), _TITLE),
        "content": incoming.content,
        "urgency": URGENCIES.index(incoming.urgency),
        "confidential": incoming.confidential,
        "wants_callback": incoming.wants_callback,
    }
    acting, tx.actor = tx.actor, actor_of(incoming.channel)
    try:
        return service.receive(tx, ticket_id, incoming.channel.value, values)
    finally:
        tx.actor = acting


def _go_on(tx: Transaction, incoming: Incoming, ticket_id: str, key: int) -> Any:
    row = service.row_of(tx, ticket_id)
    actor = actor_of(incoming.channel)
    words = incoming.content or incoming.title
    tickets.add_note(tx.connection, row.key, f"message-{key}", tx.now, (actor.account_id, actor.name), words)
    service.tell(tx, row)
    if row.closed_at is not None:
        steps.write_again(tx, row)
    else:
        told = [row.handler_id] if row.handler_id else []
        notices.tell(tx, told, NoticeCode.REMARK, {"name": actor.name}, row)
        subscriptions.tell(tx, row, NoticeCode.REMARK, {"name": actor.name})
    return row


def _receipt_of_earlier(tx: Transaction, incoming: Incoming, digest: str) -> Receipt:
    earlier = repository.find(tx.connection, incoming.channel.value, incoming.external_id)
    assert earlier is not None  # noqa: S101 - it stood in the way
    row = service.row_of(tx, earlier.ticket_id)
    code = codes.code_of(codes.secret(tx), row.number)
    return Receipt(row.id, row.number, code, repeated=True, differs=earlier.digest != digest, opened=earlier.opened)


def _cleaned(incoming: Incoming) -> Incoming:
    sender = incoming.sender
    return replace(
        incoming,
        external_id=incoming.external_id[:250],
        title=_cut(clean_line(incoming.title), _TITLE),
        content=_cut(clean_text(incoming.content), _BODY),
        detail=_cut(clean_line(incoming.detail), _DETAIL),
        sender=Sender(
            _cut(clean_line(sender.name), _NAME),
            clean_number(sender.number)[:32],
            clean_line(sender.email)[:120],
            sender.identity,
        ),
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def digest_of(incoming: Incoming) -> str:
    """Tells two messages of one name apart: by what the channel says, the original, or what was understood of it."""
    said = incoming.same_by or incoming.original or f"{incoming.title}\n{incoming.content}".encode()
    return hashlib.sha256(said).hexdigest()
