"""Routes of attachments."""

from pathlib import Path as File
from typing import Annotated

from fastapi import Header, Path, Response

from services.contracts.accounts import Permission
from services.contracts.attachments import Attachment
from services.contracts.common import Id
from services.errors import NotFound
from services.server.attachments import service, thumbnails, upkeep
from services.server.attachments.blobs import BlobStore
from services.server.attachments.upload import BODY, UploadWork, uploads
from services.server.feature import Feature
from services.server.people.looks import LookBook
from services.server.ranges import send
from services.server.routes import Router
from services.server.work import Work, reads

router = Router(tags=["attachments"])

_TicketId = Annotated[Id, Path(description="The ticket's id.")]
_Id = Annotated[Id, Path(description="The attachment's id.")]
_Range = Annotated[str | None, Header(alias="Range", max_length=100, description="As `bytes=0-65535`.")]
_FILE = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
_PICTURE = {"content": {thumbnails.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}


@router.post(
    "/v1/tickets/{ticket_id}/attachments",
    response_model=Attachment,
    status_code=201,
    summary="Put a file beside a ticket",
    openapi_extra=BODY,
)
def add_attachment(ticket_id: _TicketId, work: Annotated[UploadWork, uploads(Permission.TICKET_STEP)]) -> Response:
    """Takes the file as the body; how large it may be, the rules of the intake say. What it is is decided by its content; programs and pages are refused."""
    return work.write(lambda tx: service.add(tx, ticket_id, work.kept), status=201)


@router.get("/v1/tickets/{ticket_id}/attachments", response_model=list[Attachment], summary="The files beside a ticket")
def list_attachments(ticket_id: _TicketId, work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives them in the order they came; of a confidential ticket those from the citizen only to who may know them."""
    return work.read(lambda tx: service.listed(tx, ticket_id))


@router.get(
    "/v1/attachments/{attachment_id}",
    response_class=Response,
    summary="A file",
    responses={
        200: {"description": "The whole file, to be saved.", **_FILE},
        206: {"description": "The part asked for in `Range`.", **_FILE},
    },
)
def get_attachment(
    attachment_id: _Id, work: Annotated[Work, reads(Permission.TICKET_READ)], asked: _Range = None
) -> Response:
    """Gives the content, never to be shown or run by a browser. Every look is recorded."""
    row = work.kernel.read(lambda tx: service.seen(tx, attachment_id), work.actor)
    file = _there(BlobStore.of(work.kernel.config).path(row.digest))
    work.kernel.room(LookBook).record(work.actor, "attachment", attachment_id)
    # Nothing from outside is served as what it is: a browser has no use for it but to save it.
    return send(file, asked, "application/octet-stream", work.actor.language, row.name)


@router.get(
    "/v1/attachments/{attachment_id}/thumbnail",
    response_class=Response,
    summary="A small picture of a file",
    responses={200: {"description": "At most 320 pixels wide and high.", **_PICTURE}},
)
def get_thumbnail(attachment_id: _Id, work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives a small picture of a picture; 404 for anything else. Every look is recorded."""
    row = work.kernel.read(lambda tx: service.seen(tx, attachment_id), work.actor)
    file = thumbnails.thumbnail(BlobStore.of(work.kernel.config), row.digest, row.media_type)
    work.kernel.room(LookBook).record(work.actor, "attachment", attachment_id, "thumbnail")
    return send(file, None, thumbnails.MEDIA_TYPE, work.actor.language, f"{row.digest[:12]}.jpg")


def _there(file: File) -> File:
    if not file.is_file():
        raise NotFound("attachment")
    return file


FEATURE = Feature(router, upkeep.install, (r"/v1/tickets/[^/]+/attachments",))
