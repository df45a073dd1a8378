"""Lets in who signs with a client's secret, now, and for the first time."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import anyio.to_thread
from fastapi import Header, Query, Request
from sqlalchemy import bindparam, delete, text

from services.contracts.channels import Channel
from services.contracts.signatures import WINDOW_SECONDS, Signed, digest_of
from services.errors import AppError, Conflict, NotSignedIn
from services.server.attachments.blobs import Kept
from services.server.attachments.upload import drained
from services.server.channels import clients
from services.server.channels.portal.tables import channel_nonces
from services.server.intake import rules
from services.server.kernel import Kernel
from services.server.prepared import Prepared
from services.server.security import new_secret
from services.server.transaction import Transaction
from services.server.work import Entrance

_AT = channel_nonces.c.at.type
_USE = Prepared(
    text(
        "INSERT INTO channel_nonces (client, nonce, at) VALUES (:client, :nonce, :at) ON CONFLICT (client, nonce) DO NOTHING"
    ).bindparams(bindparam("at", type_=_AT))
)

_Part = Annotated[str, Header(max_length=200, description="See docs/channels.md, Signatures.")]


@dataclass(frozen=True)
class Caller:
    """A client whose signature was right. The nonce is used up in the transaction that does what was asked."""

    kernel: Kernel
    signed: Signed
    secret: str

    def use_nonce(self, tx: Transaction) -> None:
        """Refuses a request that was taken before, or whose client may not come any more.

        Raises:
            Conflict: ``replayed``.
            NotSignedIn: ``bad_signature``: its secret is another one by now.
            AppError: ``channel_off``.
        """
        client = self.signed.client
        clients.ahead(tx, Channel.PORTAL, client)
        values = {"client": client, "nonce": self.signed.nonce, "at": self.kernel.real_clock.now()}
        if _USE.run(tx.connection, values) != 1:
            raise Conflict("replayed")
        secret, is_on = clients.admitted(tx, Channel.PORTAL, client)
        if secret != self.secret:
            raise NotSignedIn("bad_signature")
        _require(is_on)


@dataclass(frozen=True)
class FileCaller(Caller):
    """A client that brought a file, which lies in the store by now."""

    kept: Kept


class BySignature(Entrance):
    """Entrance of a signed request."""

    scheme = "signature"
    refusals = frozenset({400, 401, 409, 503})

    async def __call__(
        self,
        request: Request,
        tongfu_client: _Part = "",
        tongfu_timestamp: _Part = "",
        tongfu_nonce: _Part = "",
        tongfu_content_digest: _Part = "",
        tongfu_signature: _Part = "",
    ) -> Caller:
        """Admits the client."""
        parts = (tongfu_client, tongfu_timestamp, tongfu_nonce, tongfu_content_digest)
        async with drained(request):
            caller = await _admitted(request, parts, tongfu_signature)
            body = await request.body()
            if digest_of(body) != caller.signed.digest:
                raise AppError("bad_digest", status=400)
        return caller


class FileBySignature(Entrance):
    """Entrance of a signed request whose body is a file; the signature is checked before the file is read."""

    scheme = "signature"
    refusals = BySignature.refusals

    async def __call__(
        self,
        request: Request,
        tongfu_client: _Part = "",
        tongfu_timestamp: _Part = "",
        tongfu_nonce: _Part = "",
        tongfu_content_digest: _Part = "",
        tongfu_signature: _Part = "",
        name: Annotated[str, Query(min_length=1, max_length=200, description="The file's name, without a path.")] = "",
    ) -> FileCaller:
        """Admits the client, then takes the file."""
        parts = (tongfu_client, tongfu_timestamp, tongfu_nonce, tongfu_content_digest)
        async with drained(request) as pieces:
            caller = await _admitted(request, parts, tongfu_signature)
            store = await anyio.to_thread.run_sync(rules.store, caller.kernel)
            kept = await store.keep_stream(name, pieces)
            if kept.digest != caller.signed.digest:
                # Lies there named by nobody, and goes with the next sweep.
                raise AppError("bad_digest", status=400)
        return FileCaller(caller.kernel, caller.signed, caller.secret, kept)


class Remembered:
    """Secrets by which clients have signed; whether each is still the client's is asked with what it brings (``use_nonce``)."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}


async def _admitted(request: Request, parts: tuple[str, str, str, str], signature: str) -> Caller:
    """Refuses a wrong signature first, so that only who knows the secret hears of the clock.

    Raises:
        NotSignedIn: ``bad_signature``, the same for a client that is not known or not active; ``clock_skew``.
        AppError: ``channel_off``.
    """
    try:
        signed = Signed(request.method, target_of(request), *parts)
    except ValueError as error:
        raise NotSignedIn("signature_missing") from error
    kernel: Kernel = request.app.state.kernel
    secret = kernel.room(Remembered).secrets.get(signed.client, "")
    if not secret or not signed.is_signed(secret, signature):
        secret = await anyio.to_thread.run_sync(_looked_up, kernel, signed, signature)
    if abs(kernel.real_clock.now().timestamp() - int(signed.timestamp)) > WINDOW_SECONDS:
        raise NotSignedIn("clock_skew", seconds=WINDOW_SECONDS)
    return Caller(kernel, signed, secret)


def _looked_up(kernel: Kernel, signed: Signed, signature: str) -> str:
    """Returns the secret that a request is signed with. In a reading transaction: forged ones are in no writer's way."""
    secret, is_on = kernel.read(lambda tx: clients.admitted(tx, Channel.PORTAL, signed.client))
    if not signed.is_signed(secret or _NOBODYS, signature) or secret is None:
        raise NotSignedIn("bad_signature")
    _require(is_on)
    kernel.room(Remembered).secrets[signed.client] = secret
    return secret


def _require(is_on: bool) -> None:
    if not is_on:
        raise AppError("channel_off", status=503)


_NOBODYS = new_secret()


def forget_nonces(kernel: Kernel) -> int:
    """Forgets the nonces of requests that the clock would refuse by now; returns how many."""
    before = kernel.real_clock.now() - timedelta(seconds=2 * WINDOW_SECONDS + 60)
    query = delete(channel_nonces).where(channel_nonces.c.at < before)
    return kernel.write(lambda tx: int(tx.connection.execute(query).rowcount))


def target_of(request: Request) -> str:
    """Returns path and query exactly as they were sent."""
    path: bytes = (request.scope.get("raw_path") or request.url.path.encode()).partition(b"?")[0]
    query: bytes = request.scope.get("query_string", b"")
    return (path + (b"?" + query if query else b"")).decode("utf-8", "surrogateescape")
