"""Routes of duty."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path, Query, Response
from pydantic import AwareDatetime

from services.contracts.accounts import Permission
from services.contracts.common import Code
from services.contracts.duty import Duty, DutyHistory, NewDuty
from services.errors import InvalidFields
from services.server.duty import service
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.timers.runner import Timers
from services.server.work import Work, reads, updates

router = Router(tags=["duty"])
_Unit = Annotated[Code, Path(description="The unit's code.", min_length=1)]
_YEARS = (2000, 2100)


@router.get("/v1/units/{code}/duty", response_model=Duty, summary="Who is on duty")
def get_duty(
    code: _Unit,
    work: Annotated[Work, reads(Permission.SIGNED_IN)],
    at: Annotated[AwareDatetime | None, Query(description="Not now, but at this moment.")] = None,
) -> Response:
    """Gives a unit's plan, its absences, and who is on duty: in the place of who is away, their stand-in."""
    return work.read(lambda tx: service.of(tx, code, _in_range(at)))


@router.put("/v1/units/{code}/duty", response_model=Duty, summary="A unit's plan of duty")
def replace_duty(code: _Unit, new: NewDuty, work: Annotated[Work, updates(Permission.DUTY_MANAGE)]) -> Response:
    """Adds a version of the plan of one's own unit or one below it; `If-Match` is the newest version, `"0"` for the first.

    The hours count from their moment on. Absences are replaced at once: they count by their own moments.
    """
    return work.write(lambda tx: service.replace(tx, code, new))


@router.get("/v1/units/{code}/duty/versions", response_model=DutyHistory, summary="A unit's plans of duty in versions")
def get_duty_versions(code: _Unit, work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives the newest versions, the newest first, and the absences that are not over."""
    return work.read(lambda tx: service.history(tx, code))


def install(kernel: Kernel) -> None:
    """Has absences begin, and plans come into force, at their moment."""
    kernel.room(Timers).on(service.TIMER, service.begin_absence)
    kernel.room(Timers).on(service.PLAN_TIMER, service.come_into_force)


def _in_range(at: datetime | None) -> datetime | None:
    if at is not None and not _YEARS[0] <= at.year < _YEARS[1]:
        raise InvalidFields({"at": ("bad_value", {})})
    return at.astimezone(UTC) if at is not None else None


FEATURE = Feature(router, install)
