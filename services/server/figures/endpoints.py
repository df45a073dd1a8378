"""Routes of the lead's figures."""

from datetime import date
from typing import Annotated

from fastapi import Query, Response
from pydantic import AwareDatetime

from services.clock import known_zone
from services.contracts.accounts import Permission
from services.contracts.figures import FORMULA_VERSION, DaySeries, Figures, FormulaVersion, Wall
from services.errors import InvalidFields
from services.server.calls.floor import CallFloor
from services.server.feature import Feature
from services.server.figures.service import FigureBook
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.work import Work, reads

router = Router(tags=["figures"])

_Reads = Annotated[Work, reads(Permission.FIGURES_READ)]
_Threshold = Annotated[float, Query(ge=1, le=600, description="T of the service level, in seconds.")]


def install(kernel: Kernel) -> None:
    """Makes the book of figures."""
    kernel.rooms[FigureBook] = FigureBook()


FEATURE = Feature(router, install)


@router.get("/v1/wall", response_model=Wall, summary="What is true now, and today's figures")
def get_wall(work: _Reads, threshold: _Threshold = 20.0) -> Response:
    """Gives the live counts, the figures of today and of the last hour, and the agent board."""
    floor = work.kernel.room(CallFloor)
    return work.read(lambda tx: work.kernel.room(FigureBook).wall(tx, floor, threshold))


@router.get("/v1/figures", response_model=Figures, summary="Figures of an interval")
def get_figures(
    work: _Reads,
    since: Annotated[AwareDatetime, Query(description="Calls offered at or after.")],
    until: Annotated[AwareDatetime, Query(description="Calls offered before.")],
    threshold: _Threshold = 20.0,
    formula: Annotated[
        FormulaVersion, Query(description="The rule set; older ones stay computable.")
    ] = FORMULA_VERSION,
) -> Response:
    """Computes the figures from raw events; the same interval gives the same figures whenever it is asked for."""
    for name, moment in (("since", since), ("until", until)):
        if not 1900 < moment.year < 9000:
            raise InvalidFields({name: ("bad_value", {})})
    return work.compute(lambda tx: work.kernel.room(FigureBook).figures(tx, since, until, threshold, formula))


@router.get("/v1/figures/day", response_model=DaySeries, summary="A day in minutes")
def get_day(
    work: _Reads,
    day: Annotated[date | None, Query(description="A calendar day; today where it is left out.")] = None,
    zone: Annotated[
        str, Query(max_length=64, description="Whose day, as an IANA name; the district's where it is left out.")
    ] = "",
) -> Response:
    """Gives arrivals, answers, abandons, callers waiting and agents staffed by minute; of today as far as now."""
    where = known_zone(zone) if zone else work.kernel.zone
    if where is None:
        raise InvalidFields({"zone": ("bad_value", {})})
    wanted = day or work.kernel.clock.now().astimezone(where).date()
    if not 1900 < wanted.year < 9000:
        raise InvalidFields({"day": ("bad_value", {})})
    return work.read(lambda tx: work.kernel.room(FigureBook).day(tx, wanted, where))
