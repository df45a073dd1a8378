"""Routes for the mappings of columns that boards' files are read by."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Response
from sqlalchemy import delete, select

from services.contracts.accounts import Permission
from services.contracts.channels import BoardMapping
from services.errors import NotFound
from services.server.channels.board.tables import board_mappings
from services.server.transaction import Transaction
from services.server.work import Work, reads, writes

router = APIRouter(tags=["channels"])


@router.get("/v1/boards", response_model=list[BoardMapping], summary="How boards' files are read")
def list_mappings(work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives the columns that are remembered of each board."""
    return work.read(_mappings)


@router.post("/v1/boards/{board}/forget", response_model=list[BoardMapping], summary="Forget how a board is read")
def forget_mapping(
    board: Annotated[str, Path(min_length=1, max_length=60, description="The board's name, as its folder's.")],
    work: Annotated[Work, writes(Permission.CATALOGUE_MANAGE)],
) -> Response:
    """Lets the columns of the board's next file be guessed anew."""

    def forget(tx: Transaction) -> list[BoardMapping]:
        if not tx.connection.execute(delete(board_mappings).where(board_mappings.c.board == board)).rowcount:
            raise NotFound("board")
        return _mappings(tx)

    return work.write(forget)


def _mappings(tx: Transaction) -> list[BoardMapping]:
    rows = tx.connection.execute(select(board_mappings).order_by(board_mappings.c.board))
    return [BoardMapping(board=row.board, columns=orjson.loads(row.columns), changed_at=row.changed_at) for row in rows]
