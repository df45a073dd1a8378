"""Routes for the mappings of columns that boards' files are read by."""

from typing import Annotated

from fastapi import Path, Response

from services.contracts.accounts import Permission
from services.contracts.channels import (
    BoardAside,
    BoardColumns,
    BoardMapping,
    BoardPreview,
    BoardTrial,
    StoredFile,
)
from services.contracts.common import Id
from services.server.attachments.upload import BODY, UploadWork, uploads
from services.server.channels.board import asides, mappings, preview
from services.server.people.looks import LookBook
from services.server.routes import Router
from services.server.work import Work, reads, updates

router = Router(tags=["channels"])
UPLOADS = (r"/v1/boards/files",)

_Board = Annotated[str, Path(min_length=1, max_length=60, description="The board's name, as its folder's.")]


@router.get("/v1/boards", response_model=list[BoardMapping], summary="How boards' files are read")
def list_mappings(work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives the mappings that are remembered: of each board one for every set of headings."""
    return work.read(mappings.every)


@router.get("/v1/boards/aside", response_model=list[BoardAside], summary="Boards' files that wait for a mapping")
def list_aside(work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives the files of the watched folder whose headings no mapping fits; they are taken when one does."""
    return work.read(asides.every)


@router.post(
    "/v1/boards/files",
    response_model=StoredFile,
    status_code=201,
    summary="Send a file to look at its columns",
    openapi_extra=BODY,
)
def send_file(work: Annotated[UploadWork, uploads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Takes the file as the body; how large it may be, the rules of the intake say, to be named by its digest in a preview; it is gone after two days."""
    kept = work.kept
    stored = StoredFile(digest=kept.digest, name=kept.name, size=kept.size, media_type=kept.media_type)
    return work.write(lambda _tx: stored, status=201)


@router.post("/v1/boards/{board}/preview", response_model=BoardPreview, summary="What would be made of a file")
def preview_file(
    board: _Board, trial: BoardTrial, work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]
) -> Response:
    """Gives headings and first rows, masked, and the first tickets as they would be made. Changes nothing, and needs no key.

    The look is recorded.
    """
    found = preview.of(work.kernel, board, trial, work.actor.language)
    work.kernel.room(LookBook).record(work.actor, "board_file", trial.file.digest or "aside", board)
    return work.read(lambda _tx: found)


@router.put(
    "/v1/boards/{board}/mapping", response_model=BoardMapping, summary="Say how files with some headings are read"
)
def put_mapping(
    board: _Board, said: BoardColumns, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]
) -> Response:
    """Adds the mapping for these headings, or changes it; `If-Match` is its version, `"0"` for a new one.

    Files that wait for it are taken.
    """
    return work.write(lambda tx: mappings.save(tx, board, said))


@router.post(
    "/v1/boards/{board}/mappings/{mapping_id}/forget",
    response_model=list[BoardMapping],
    summary="Forget how files with some headings are read",
)
def forget_mapping(
    board: _Board,
    mapping_id: Annotated[Id, Path(description="The mapping's id.")],
    work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)],
) -> Response:
    """Lets the columns of the next such file be guessed anew."""
    return work.write(lambda tx: mappings.forget(tx, board, mapping_id))
