"""Routes for matters that many ask about."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id
from services.contracts.followups import Matter, MatterChange, NewMatter
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.matters import read, service
from services.server.routes import Router
from services.server.timers.runner import Timers
from services.server.work import Work, reads, updates, writes

router = Router(tags=["matters"])


@router.get("/v1/matters", response_model=list[Matter], summary="What many ask about now")
def list_matters(
    work: Annotated[Work, reads(Permission.TICKET_READ)],
    is_open: Annotated[bool, Query(alias="open", description="Those that are on, or those that have ended.")] = True,
) -> Response:
    """Gives matters with the words to say, the newest first."""
    return work.read(lambda tx: read.all_open(tx, is_open))


@router.post("/v1/matters", response_model=Matter, status_code=201, summary="Make an open ticket a known matter")
def open_matter(new: NewMatter, work: Annotated[Work, writes(Permission.TICKET_STEP)]) -> Response:
    """Every desk is told of it, and attaches what is asked about the same with one key."""
    return work.write(lambda tx: service.open_one(tx, new), status=201)


@router.patch("/v1/matters/{matter_id}", response_model=Matter, summary="Change the words to say, or end a matter")
def change_matter(
    matter_id: Annotated[Id, Path(description="The matter's id.")],
    changes: MatterChange,
    work: Annotated[Work, updates(Permission.TICKET_STEP)],
) -> Response:
    """Changes what is given; ended matters are no longer shown at the desks. A reply ends it and reaches everybody who asked."""
    return work.write(lambda tx: service.change(tx, matter_id, changes))


def install(kernel: Kernel) -> None:
    """Ends matters at their moment."""
    kernel.room(Timers).on(service.TIMER, service.end_in_time)


FEATURE = Feature(router, install)
