"""Who may ask: everybody reads, a client with an ``api_key`` writes, and nobody too often."""

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass

import anyio.to_thread
from fastapi import Request

from services.contracts.channels import Channel
from services.errors import AppError
from services.server.attachments.upload import drained
from services.server.channels import clients, settings
from services.server.channels.limits import Limits
from services.server.channels.open311.forms import Sent, sent
from services.server.channels.open311.settings import Open311Settings
from services.server.kernel import Kernel
from services.server.transaction import Transaction
from services.server.work import Entrance, language_of

_NOTHING = Sent([])


@dataclass(frozen=True)
class Visitor:
    """Who asks, as far as they proved it, and what they have sent."""

    kernel: Kernel
    wanted: Open311Settings
    client: str
    language: str
    sent: Sent = _NOTHING


class Public(Entrance):
    """Entrance of who reads; with an ``api_key`` as that client."""

    scheme = "public"
    refusals: frozenset[int] = frozenset()

    def __call__(self, request: Request) -> Visitor:
        """Lets in."""
        return visitor(request, _NOTHING)


class ByApiKey(Entrance):
    """Entrance of who writes."""

    scheme = "api_key"
    refusals: frozenset[int] = frozenset()

    async def __call__(self, request: Request) -> AsyncIterator[Sent]:
        """Reads what was sent, unless it is too often: the key may be in it. The endpoint lets in (:func:`writer`)."""
        async with drained(request):
            await anyio.to_thread.run_sync(visitor, request, _NOTHING)
            given = await sent(request)
        try:
            yield given
        finally:
            await given.close()


def visitor(request: Request, given: Sent) -> Visitor:
    """Returns who asks.

    Raises:
        AppError: ``channel_off`` (404), ``unknown_jurisdiction`` (404), ``wrong_api_key`` (403), ``too_many`` (429).
    """
    kernel: Kernel = request.app.state.kernel
    key = request.query_params.get("api_key") or given.get("api_key")
    client, configured = kernel.read(lambda tx: (_client(tx, key) if key else "", settings.of(tx, Channel.OPEN311)))
    wanted: Open311Settings = configured.settings
    peer = request.client.host if request.client is not None else ""
    if given is _NOTHING:
        kernel.room(Limits).take(f"open311 {peer}", wanted.per_minute_and_address)
    if not configured.enabled:
        raise AppError("channel_off", status=404)
    jurisdiction = request.query_params.get("jurisdiction_id") or given.get("jurisdiction_id")
    if jurisdiction and jurisdiction != wanted.jurisdiction_id:
        raise AppError("unknown_jurisdiction", status=404)
    if client is None:
        raise AppError("wrong_api_key", status=403)
    return Visitor(kernel, wanted, client, language_of(request), given)


def writer(request: Request, given: Sent) -> Visitor:
    """Returns who writes.

    Raises:
        AppError: as :func:`visitor`, and ``wrong_api_key`` where there is no key.
    """
    found = visitor(request, given)
    if not found.client:
        raise AppError("wrong_api_key", status=403)
    return found


def _client(tx: Transaction, key: str) -> str | None:
    """Compares with every client's key, so that how long it takes says nothing."""
    found = None
    for row in clients.active(tx, Channel.OPEN311):
        if hmac.compare_digest(str(row.secret).encode(), key.encode("utf-8", "replace")):
            found = str(row.id)
    return found
