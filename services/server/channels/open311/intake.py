"""A new request, or a comment on one, in the words of the house."""

import hashlib
from functools import partial
from typing import Any

from services.clock import day_of
from services.contracts.channels import Channel
from services.contracts.tickets import Catalogue
from services.errors import AppError, InvalidFields, NotFound
from services.server.attachments.blobs import BlobStore, Kept
from services.server.attachments.content import bare_name
from services.server.channels import core, repository
from services.server.channels.open311 import services
from services.server.channels.open311.forms import Sent
from services.server.channels.open311.settings import Open311Settings
from services.server.channels.protocol import Incoming, Receipt, Sender
from services.server.intake import rules
from services.server.kernel import Kernel
from services.server.tickets import repository as tickets

_PIECE = 1 << 18


def take(kernel: Kernel, wanted: Open311Settings, found: Catalogue, client: str, sent: Sent, key: str) -> Receipt:
    """Takes a new request once.

    The specification has no name for a request that its client gives. So the same content from the same client on the same
    day is taken for the same request, unless the client tells them apart by an ``Idempotency-Key``.

    Raises:
        NotFound: no such service.
        InvalidFields: something is missing or wrong.
    """
    if not sent.get("service_code"):
        raise InvalidFields({"service_code": ("required", {})})
    category = services.require(found, wanted, sent.get("service_code"))
    lines = services.answers(services.questions_of(category.code, wanted), sent.attributes)
    place = _place(found, sent)
    files = _files(rules.store(kernel), sent)
    now = kernel.clock.now()
    digest = hashlib.sha256(sent.body + b"".join(file.digest.encode() for file in files)).hexdigest()
    extra = {name: sent.get(name)[:300] for name in ("address_id", "media_url", "account_id") if sent.get(name)}
    media = f"照片链接：{extra['media_url']}" if "media_url" in extra else ""
    incoming = Incoming(
        channel=Channel.OPEN311,
        external_id=f"{client}/{key or f'{digest}/{day_of(now, kernel.zone)}'}",
        received_at=now,
        content="\n".join(part for part in (sent.get("description") or category.name, *lines, media) if part),
        sender=_sender(client, sent),
        category=category.code,
        detail=sent.get("address_string"),
        attachments=files,
        original=sent.body,
        content_type=sent.content_type,
        client=client,
        extra={**extra, "description": sent.get("description")[:8_000]},
        **place,
    )
    return core.receive(kernel, incoming)


def comment(kernel: Kernel, client: str, number: str, sent: Sent, key: str) -> Receipt:
    """Takes a further word of the citizen on a request of the same client.

    Raises:
        NotFound: the client has no such request.
        InvalidFields: there are no words.
    """
    words = sent.get("description")
    if not words:
        raise InvalidFields({"description": ("required", {})})
    opening = kernel.read(lambda tx: _opening(tx.connection, client, number))
    now = kernel.clock.now()
    digest = hashlib.sha256(number.encode() + b"\n" + sent.body).hexdigest()
    incoming = Incoming(
        channel=Channel.OPEN311,
        external_id=f"{client}/{key or f'{digest}/{day_of(now, kernel.zone)}'}",
        received_at=now,
        content=words,
        attachments=_files(rules.store(kernel), sent),
        original=sent.body,
        content_type=sent.content_type,
        thread=opening,
        client=client,
    )
    return core.receive(kernel, incoming)


def _opening(connection: Any, client: str, number: str) -> str:
    ticket = tickets.find_by_number(connection, number)
    opening = repository.opening(connection, ticket.id) if ticket is not None else None
    if opening is None or opening.channel != Channel.OPEN311 or opening.client != client:
        raise NotFound("service_request_id")
    return str(opening.external_id)


def _place(found: Catalogue, sent: Sent) -> dict[str, Any]:
    """Returns where it is: a point, words, or the code of a village or town of the catalogue."""
    problems: dict[str, tuple[str, dict[str, Any]]] = {}
    place: dict[str, Any] = {}
    for field, column, limit in (("lat", "latitude", 90.0), ("long", "longitude", 180.0)):
        text = sent.get(field)
        if not text:
            continue
        try:
            value = float(text)
        except ValueError:
            value = limit + 1
        # Not a number is not at any place either.
        if not -limit <= value <= limit:
            problems[field] = ("bad_value", {})
        place[column] = value
    for entry in found.places:
        if entry.code == sent.get("address_id"):
            place |= {"town": entry.parent, "village": entry.code} if entry.parent else {"town": entry.code}
    has_point = "latitude" in place and "longitude" in place
    if not (has_point or sent.get("address_string") or sent.get("address_id")):
        problems.setdefault("lat", ("required", {}))
    if problems:
        raise InvalidFields(problems)
    return (
        place if has_point else {name: value for name, value in place.items() if name not in ("latitude", "longitude")}
    )


def _sender(client: str, sent: Sent) -> Sender:
    first, last = sent.get("first_name"), sent.get("last_name")
    # Chinese names begin with the family's.
    name = f"{last}{first}" if not (first + last).isascii() else f"{first} {last}".strip()
    account = sent.get("account_id") or sent.get("device_id")
    identity = f"{client}/{account}"[:300] if account else ""
    return Sender(name, sent.get("phone"), sent.get("email"), identity)


def _files(store: BlobStore, sent: Sent) -> tuple[Kept, ...]:
    kept = []
    for file in sent.files:
        file.file.seek(0)
        try:
            kept.append(store.keep(bare_name(file.filename or ""), iter(partial(file.file.read, _PIECE), b"")))
        except AppError as error:
            if error.status == 413:
                raise
            raise InvalidFields({"media": (error.code, error.details)}) from error
    return tuple(kept)
