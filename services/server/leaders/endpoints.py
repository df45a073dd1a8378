"""Routes of leaders' addresses and of the letters to them."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Code
from services.contracts.leaders import LeaderMail, LeadersChange, UnitLeaders
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.leaders import service
from services.server.leaders.sending import LeaderPost
from services.server.routes import Router
from services.server.work import Work, reads, updates

router = Router(tags=["leaders"])
_Unit = Annotated[Code, Path(description="The unit's code.", min_length=1)]


@router.get("/v1/units/{code}/leaders", response_model=UnitLeaders, summary="Who is written to about overdue tickets")
def get_leaders(code: _Unit, work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives the e-mail addresses of a unit's leaders."""
    return work.read(lambda tx: service.of(tx, code))


@router.put("/v1/units/{code}/leaders", response_model=UnitLeaders, summary="Set who is written to")
def put_leaders(
    code: _Unit, change: LeadersChange, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]
) -> Response:
    """Sets the addresses; `If-Match` is their version, `"0"` for the first. Without any the unit above is written to."""
    return work.write(lambda tx: service.replace(tx, code, change))


@router.get("/v1/leader-mail", response_model=list[LeaderMail], summary="Letters to leaders")
def list_mail(
    work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)],
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives the newest letters and what became of them."""
    return work.read(lambda tx: service.recent(tx, limit))


def install(kernel: Kernel) -> None:
    """Sends what is due beside the requests."""
    post = kernel.rooms[LeaderPost] = LeaderPost(kernel)
    kernel.background.append(post.beside)


FEATURE = Feature(router, install)
