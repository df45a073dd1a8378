"""Routes for leaders' instructions."""

from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import AwareDatetime

from services.contracts.accounts import Permission
from services.contracts.common import Page
from services.contracts.followups import Instruction, NewInstruction
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.supervision import ladder, service
from services.server.timers.service import Timers
from services.server.transaction import Transaction
from services.server.work import Work, reads, writes

router = Router(tags=["supervision"])


@router.post("/v1/instructions", response_model=Instruction, status_code=201, summary="Enter a leader's instruction")
def enter_instruction(new: NewInstruction, work: Annotated[Work, writes(Permission.TICKET_SUPERVISE)]) -> Response:
    """Writes an instruction down with its document and deadline; its ticket is supervised from then on."""
    return work.write(lambda tx: service.enter(tx, new), status=201)


@router.get("/v1/instructions", response_model=Page[Instruction], summary="Leaders' instructions")
def list_instructions(
    work: Annotated[Work, reads(Permission.TICKET_SUPERVISE)],
    is_open: Annotated[bool | None, Query(alias="open", description="Only open ones, or only ended ones.")] = None,
    since: Annotated[AwareDatetime | None, Query(description="Entered at or after this moment.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Entered before this moment.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 200,
) -> Response:
    """Gives instructions, the nearest deadline first."""

    def page(tx: Transaction) -> dict[str, Any]:
        return {"items": service.page(tx, is_open, since, until, limit), "next": None}

    return work.read(page)


def _install(kernel: Kernel) -> None:
    kernel.room(Timers).on(ladder.TIMER, ladder.climb)


FEATURE = Feature(router, _install)
