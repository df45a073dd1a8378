"""Routes for editing units and categories."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.changes import CatalogueChange, EntryKind
from services.contracts.common import Code
from services.contracts.dispatching import (
    CategoryChange,
    CategorySaved,
    NewCategory,
    NewUnit,
    Removal,
    Removed,
    UnitChange,
    UnitSaved,
)
from services.server.accounts.revocations import Revocations
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.timers.service import Timers
from services.server.units import categories, changes, planned, service
from services.server.work import Work, reads, updates, writes

router = Router(tags=["units"])
_Category = Annotated[Code, Path(description="The category's code.", min_length=1)]
_Change = Annotated[int, Path(ge=1, le=2**53, description="The change's id.")]
_Unit = Annotated[Code, Path(description="The unit's code.", min_length=1)]
_Writes = Annotated[Work, writes(Permission.CATALOGUE_MANAGE)]
_Updates = Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]


@router.post("/v1/units", response_model=UnitSaved, status_code=201, summary="Add a unit")
def create_unit(new: NewUnit, work: _Writes) -> Response:
    """Adds a department, or the centre of a town or village."""
    return work.write(lambda tx: service.create(tx, new), status=201)


@router.patch("/v1/units/{code}", response_model=UnitSaved, summary="Change a unit")
def change_unit(code: _Unit, fields: UnitChange, work: _Updates) -> Response:
    """Changes the fields given; `If-Match` is the catalogue's version."""
    return work.write(lambda tx: service.change(tx, code, fields))


@router.post("/v1/units/{code}/dissolve", response_model=Removed, summary="Dissolve a unit")
def dissolve_unit(code: _Unit, removal: Removal, work: _Writes) -> Response:
    """Takes a unit out; where something hangs on it, all of it goes to the successor, or it is refused with the counts."""
    response = work.write(lambda tx: service.dissolve(work.kernel, tx, code, removal))
    work.kernel.room(Revocations).refresh()
    return response


@router.post("/v1/categories", response_model=CategorySaved, status_code=201, summary="Add a category")
def create_category(new: NewCategory, work: _Writes) -> Response:
    """Adds a category below the one that its code begins with."""
    return work.write(lambda tx: categories.create(tx, new), status=201)


@router.patch("/v1/categories/{code}", response_model=CategorySaved, summary="Change a category")
def change_category(code: _Category, fields: CategoryChange, work: _Updates) -> Response:
    """Changes the fields given; `If-Match` is the catalogue's version."""
    return work.write(lambda tx: categories.change(tx, code, fields))


@router.post("/v1/categories/{code}/remove", response_model=Removed, summary="Take a category out")
def remove_category(
    code: _Category,
    removal: Removal,
    work: _Writes,
) -> Response:
    """Takes a category out; open tickets and rules go to the successor, or it is refused with the counts."""
    return work.write(lambda tx: categories.remove(tx, code, removal))


@router.get(
    "/v1/catalogue-changes",
    response_model=list[CatalogueChange],
    summary="Changes of units, categories, places or skills",
)
def list_changes(
    work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)],
    kind: Annotated[EntryKind, Query(description="Of which of them.")],
    code: Annotated[Code, Query(description="Of this one only.")] = "",
) -> Response:
    """Gives those that wait for their moment first, by it, and then the newest."""
    return work.read(lambda tx: changes.listed(tx, kind, code))


@router.post(
    "/v1/catalogue-changes/{change_id}/take-back", response_model=CatalogueChange, summary="Take a planned change back"
)
def take_change_back(change_id: _Change, work: _Writes) -> Response:
    """Takes a planned change back before its moment; one that is over is refused."""
    return work.write(lambda tx: changes.take_back(tx, change_id))


def _install(kernel: Kernel) -> None:
    kernel.room(Timers).on(changes.TIMER, planned.handler(kernel))


FEATURE = Feature(router, _install)
