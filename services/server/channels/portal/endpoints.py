"""Routes of the portal: signed intake, and the look-up that is open to whoever has number and code."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from services.contracts.channels import Channel, IntakeReceipt, PortalIntake, PublicStatus, StoredFile
from services.contracts.text import clean_line
from services.server.attachments.upload import BODY
from services.server.channels import settings
from services.server.channels.limits import Limits
from services.server.channels.portal import intake, status
from services.server.channels.portal.signed import BySignature, Caller, FileBySignature, FileCaller
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.transaction import SYSTEM
from services.server.work import Entrance, encode, language_of

router = Router(tags=["channels"])
UPLOADS = (r"/v1/intake/portal/attachments",)

_NO_STORE = {"cache-control": "no-store"}


class ByCode(Entrance):
    """Entrance of the public look-up: open, and limited by address, by number and in all."""

    scheme = "code"
    refusals = frozenset({404, 429})

    async def __call__(self, request: Request) -> Kernel:
        """Lets in, unless it is too often."""
        kernel: Kernel = request.app.state.kernel
        return kernel


@router.post(
    "/v1/intake/portal",
    response_model=IntakeReceipt,
    status_code=201,
    summary="Take a citizen's appeal from a portal",
    responses={200: {"model": IntakeReceipt, "description": "It had come before; this is its receipt."}},
)
async def take_intake(
    request: Request, message: PortalIntake, caller: Annotated[Caller, Depends(BySignature())]
) -> Response:
    """Files a ticket that waits for a dispatcher. Sent again under its `external_id`, it is answered and not filed again."""
    body = await request.body()
    receipt = await intake.take(caller, message, body)
    return Response(encode(receipt), 200 if receipt.repeated else 201, _NO_STORE, "application/json")


@router.post(
    "/v1/intake/portal/attachments",
    response_model=StoredFile,
    status_code=201,
    summary="Take a file for an appeal",
    openapi_extra=BODY,
)
def take_file(caller: Annotated[FileCaller, Depends(FileBySignature())]) -> Response:
    """Takes the file as the body; how large it may be, the rules of the intake say, to be named by its digest in the appeal; unused, it is gone after two days."""
    caller.kernel.write(caller.use_nonce)
    kept = caller.kept
    stored = StoredFile(digest=kept.digest, name=kept.name, size=kept.size, media_type=kept.media_type)
    return Response(encode(stored), 201, _NO_STORE, "application/json")


@router.get("/v1/public/status", response_model=PublicStatus, summary="Where a citizen's matter stands")
def get_status(
    request: Request,
    kernel: Annotated[Kernel, Depends(ByCode())],
    number: Annotated[str, Query(min_length=1, max_length=20, description="The ticket's number.")],
    code: Annotated[str, Query(min_length=1, max_length=30, description="The code that came with the number.")],
) -> Response:
    """Tells what the citizen was told, and nothing about anybody. A wrong code and an unknown number look alike."""
    number = clean_line(number)
    configured = kernel.read(lambda tx: settings.of(tx, Channel.PORTAL)).settings
    limits = kernel.room(Limits)
    limits.take("all", configured.status_per_minute)
    limits.take(f"address {address_of(request, configured.trusted_proxies)}", configured.status_per_minute_and_address)
    limits.take(f"number {number}", configured.status_per_minute_and_number)
    actor = replace(SYSTEM, account_id="public", language=language_of(request))
    found = kernel.read(lambda tx: status.look_up(tx, number, code), actor)
    return Response(encode(found), 200, _NO_STORE, "application/json")


def address_of(request: Request, trusted: list[str]) -> str:
    """Returns where a request came from; what a proxy says of it counts only where the proxy is one of the house."""
    peer = request.client.host if request.client is not None else ""
    forwarded = request.headers.get("x-forwarded-for", "").rsplit(",", 1)[-1].strip()
    return forwarded if peer in trusted and forwarded else peer
