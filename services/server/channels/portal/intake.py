"""A portal's message in the words of the house."""

import anyio.to_thread

from services.contracts.channels import Channel, IntakeReceipt, PortalFile, PortalIntake
from services.errors import AppError, Conflict, InvalidFields
from services.server.attachments.blobs import BlobStore, Kept
from services.server.channels import core
from services.server.channels.portal.signed import Caller
from services.server.channels.protocol import INLINE_BYTES, Incoming, Receipt, Sender
from services.server.transaction import Transaction


async def take(caller: Caller, intake: PortalIntake, body: bytes) -> IntakeReceipt:
    """Takes a message once, with the nonce of its request, in one transaction.

    Raises:
        Conflict: ``replayed``, or ``intake_otherwise``: the id came before with other content.
        InvalidFields: a code or a file is not known.
    """
    if intake.attachments or len(body) > INLINE_BYTES:
        incoming = await anyio.to_thread.run_sync(_with_files, caller, intake, body)
    else:
        incoming = _incoming(caller, intake, body, ())

    def once(tx: Transaction) -> Receipt:
        caller.use_nonce(tx)
        return core.take(tx, incoming)

    receipt = await caller.kernel.answer(once, core.actor_of(Channel.PORTAL))
    if receipt.differs:
        raise Conflict("intake_otherwise", number=receipt.number)
    return IntakeReceipt(
        ticket_id=receipt.ticket_id, number=receipt.number, code=receipt.code, repeated=receipt.repeated
    )


def _with_files(caller: Caller, intake: PortalIntake, body: bytes) -> Incoming:
    """Reads and writes files: not on the event loop."""
    store = BlobStore.of(caller.kernel.config)
    return core.stored(store, _incoming(caller, intake, body, _files(store, intake.attachments)))


def _incoming(caller: Caller, intake: PortalIntake, body: bytes, files: tuple[Kept, ...]) -> Incoming:
    client, sender = caller.signed.client, intake.sender
    return Incoming(
        channel=Channel.PORTAL,
        # Two portals may count in the same way.
        external_id=f"{client}/{intake.external_id}",
        received_at=intake.received_at or caller.kernel.clock.now(),
        content=intake.content,
        title=intake.title,
        sender=Sender(sender.name, sender.number, sender.email, sender.identity),
        kind=intake.kind,
        category=intake.category,
        town=intake.town,
        village=intake.village,
        detail=intake.detail,
        latitude=intake.latitude,
        longitude=intake.longitude,
        urgency=intake.urgency,
        confidential=intake.confidential,
        wants_callback=intake.wants_callback,
        attachments=files,
        original=body,
        content_type="application/json",
        thread=f"{client}/{intake.thread}" if intake.thread else "",
        client=client,
    )


def _files(store: BlobStore, files: list[PortalFile]) -> tuple[Kept, ...]:
    found: list[Kept] = []
    for n, file in enumerate(files):
        try:
            found.append(store.kept(file.digest, file.name))
        except AppError as error:
            code = error.code if error.code != "not_found" else "unknown_code"
            raise InvalidFields({f"attachments.{n}": (code, {"value": file.digest[:12], "name": file.name})}) from error
    return tuple(found)
