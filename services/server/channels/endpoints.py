"""Routes for whoever looks after the channels, and the routes that the channels bring along."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.channels import (
    Channel,
    ChannelChange,
    ChannelCheck,
    ChannelClient,
    ChannelClientFields,
    ChannelState,
    ChannelVersion,
    Correspondence,
    Outgoing,
    OutgoingState,
)
from services.contracts.common import Id, Page
from services.server.attachments.blobs import BlobStore
from services.server.attachments.upkeep import Sweeper
from services.server.channels import checking, clients, codes, correspondence, queue, repository, settings
from services.server.channels.delivery import Delivery
from services.server.channels.registry import adapters
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.pagination import MAX_CURSOR, decode_cursor, page_of
from services.server.people.looks import LookBook
from services.server.ranges import SAVE_ONLY
from services.server.routes import Router
from services.server.work import Work, reads, updates, writes

router = Router(tags=["channels"])

_Channel = Annotated[Channel, Path(description="The channel.")]
_Key = Annotated[int, Path(ge=1, le=2**53, description="The message's id.")]


@router.get("/v1/channels", response_model=list[ChannelState], summary="The channels and how they are")
def list_channels(work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives each channel's settings, the names of the secrets that are set, and what waits or failed."""
    return work.read(settings.every)


@router.patch("/v1/channels/{channel}", response_model=ChannelState, summary="Set up a channel")
def change_channel(
    channel: _Channel, fields: ChannelChange, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]
) -> Response:
    """Adds a version with what is given changed, in force from its moment on; secrets are stored and never given back."""
    return work.write(lambda tx: settings.change(tx, channel, fields))


@router.get(
    "/v1/channels/{channel}/versions", response_model=list[ChannelVersion], summary="A channel's settings in versions"
)
def list_versions(channel: _Channel, work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives the newest versions, the newest first; of secrets only the names of those that were set."""
    return work.read(lambda tx: settings.history(tx, channel))


@router.post("/v1/channels/{channel}/check", response_model=list[ChannelCheck], summary="Try a channel's connections")
def check_channel(channel: _Channel, work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Reaches for mailbox, broker or folder with the settings as they are kept. Changes nothing, and needs no key."""
    found = checking.check(work.kernel, channel)
    return work.read(lambda _tx: found)


@router.get(
    "/v1/channels/{channel}/clients",
    response_model=list[ChannelClient],
    summary="Programs that speak through a channel",
)
def list_clients(channel: _Channel, work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives them without their secrets."""
    return work.read(lambda tx: clients.listed(tx, channel))


@router.put(
    "/v1/channels/{channel}/clients/{client_id}", response_model=ChannelClient, summary="Write a client of a channel"
)
def put_client(
    channel: _Channel,
    client_id: Annotated[Id, Path(description="The client's id, as it names itself.")],
    fields: ChannelClientFields,
    work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)],
) -> Response:
    """Adds or changes a client; `If-Match` is its version, `"0"` for a new one.

    The secret is stored and never given back. One that is not active is refused.
    """
    return work.write(lambda tx: clients.put(tx, channel, client_id, fields))


@router.get(
    "/v1/tickets/{ticket_id}/correspondence", response_model=Correspondence, summary="What came in and what went out"
)
def get_correspondence(
    ticket_id: Annotated[Id, Path(description="The ticket's id.")],
    work: Annotated[Work, reads(Permission.TICKET_READ)],
) -> Response:
    """Gives the messages of a ticket and what its citizen was told. A look at who wrote is recorded."""
    found = work.kernel.read(lambda tx: correspondence.of(tx, ticket_id), work.actor)
    if any(item.sender_name or item.sender_number or item.sender_email for item in found.received):
        work.kernel.room(LookBook).record(work.actor, "ticket", ticket_id, "correspondence")
    return work.read(lambda _tx: found)


@router.get(
    "/v1/messages/{key}/original",
    response_class=Response,
    summary="A message as it came",
    responses={
        200: {
            "description": "The original, to be saved.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def get_original(key: _Key, work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives the original, never to be shown or run by a browser, to who may know who wrote. Every look is recorded."""
    content = work.kernel.read(
        lambda tx: correspondence.original(tx, BlobStore.of(work.kernel.config), key), work.actor
    )
    work.kernel.room(LookBook).record(work.actor, "message", str(key))
    return Response(content, 200, SAVE_ONLY | {"cache-control": "no-store"}, "application/octet-stream")


@router.get("/v1/outgoing", response_model=Page[Outgoing], summary="Messages to citizens")
def list_outgoing(
    work: Annotated[Work, reads(Permission.MESSAGE_MANAGE)],
    channel: Annotated[Channel | None, Query(description="Only by this channel.")] = None,
    state: Annotated[OutgoingState | None, Query(description="Only in this state.")] = None,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives messages with what became of them, newest first: not to whom they go and not what they say."""
    before = int(decode_cursor(cursor, (int,))[0]) if cursor else None
    return work.read(
        lambda tx: page_of(queue.listed(tx, channel, state, before, limit + 1), limit, lambda item: (item.id,))
    )


@router.post("/v1/outgoing/{key}/retry", response_model=Outgoing, summary="Try a failed message again")
def retry(key: _Key, work: Annotated[Work, writes(Permission.MESSAGE_MANAGE)]) -> Response:
    """Puts a message that was given up back into the queue."""
    return work.write(lambda tx: queue.retry(tx, key))


@router.post("/v1/outgoing/{key}/done", response_model=Outgoing, summary="The citizen was told by telephone")
def done(key: _Key, work: Annotated[Work, writes(Permission.MESSAGE_MANAGE)]) -> Response:
    """Says that a wished call-back was made, or that who could not be reached by message was called."""
    return work.write(lambda tx: queue.called_back(tx, key))


def _install(kernel: Kernel) -> None:
    if not kernel.read(codes.is_made):
        kernel.write(codes.secret)
    kernel.rooms[Delivery] = delivery = Delivery(kernel)
    kernel.room(Sweeper).holders.append(lambda tx, prefix: repository.digests(tx.connection, prefix))
    for adapter in adapters().values():
        adapter.install(kernel)
    kernel.background.append(delivery.beside)


for _adapter in adapters().values():
    router.routes.extend(_adapter.router.routes)

FEATURE = Feature(router, _install, tuple(path for adapter in adapters().values() for path in adapter.uploads))
