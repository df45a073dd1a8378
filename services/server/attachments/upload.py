"""How a file reaches the store: the body of a request, piece by piece, under a name in the address."""

import contextlib
from collections.abc import AsyncIterator
from typing import Annotated, Any

import anyio
from fastapi import Depends, Header, Query, Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from services.contracts.accounts import Permission
from services.errors import AppError
from services.server.attachments.blobs import Kept
from services.server.intake import rules
from services.server.kernel import Kernel
from services.server.transaction import Actor
from services.server.work import Work, Writes

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""For ``openapi_extra`` of a route that takes a file."""


class UploadWork(Work):
    """A request that brought a file, which lies in the store by now."""

    def __init__(self, request: Request, actor: Actor, key: str, kept: Kept) -> None:
        super().__init__(request, actor, key, kept.digest.encode())
        self.kept = kept


class Uploads(Writes):
    """Guard of a route that takes a file."""

    async def __call__(
        self,
        request: Request,
        idempotency_key: Annotated[
            str | None,
            Header(
                alias="Idempotency-Key", max_length=100, description="A key of the client's own, one for each write."
            ),
        ] = None,
        name: Annotated[str, Query(min_length=1, max_length=200, description="The file's name, without a path.")] = "",
    ) -> UploadWork:
        """Admits the caller, then takes the body."""
        async with drained(request) as pieces:
            actor = self.admit(request)
            if not idempotency_key:
                raise AppError("key_missing", status=400)
            kernel: Kernel = request.app.state.kernel
            store = await anyio.to_thread.run_sync(rules.store, kernel)
            kept = await store.keep_stream(name, pieces)
            return UploadWork(request, actor, idempotency_key, kept)


@contextlib.asynccontextmanager
async def drained(request: Request) -> AsyncIterator[AsyncIterator[bytes]]:
    """Gives the pieces of a body; whatever is refused, the rest of it is read and thrown away.

    A client that still sends would otherwise find its connection gone, and never read why.
    """
    pieces = request.stream()
    try:
        yield pieces
    except AppError:
        # RuntimeError: it was read to its end before.
        with contextlib.suppress(HTTPException, ClientDisconnect, RuntimeError):
            async for _piece in pieces:
                pass
        raise


def uploads(permission: Permission) -> Any:
    """Dependency of a route that takes a file; asks for ``Idempotency-Key``."""
    return Depends(Uploads(permission))
