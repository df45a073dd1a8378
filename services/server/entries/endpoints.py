"""Routes for editing places and queue skills."""

from typing import Annotated

from fastapi import Path, Response

from services.contracts.accounts import Permission
from services.contracts.common import Code
from services.contracts.dispatching import Removed
from services.contracts.entries import (
    NewPlace,
    NewSkill,
    PlaceChange,
    PlaceRemoval,
    PlaceSaved,
    SkillChange,
    SkillRetirement,
    SkillSaved,
)
from services.server.entries import places, skills
from services.server.feature import Feature
from services.server.routes import Router
from services.server.work import Work, updates, writes

router = Router(tags=["entries"])
_Place = Annotated[Code, Path(description="The place's code.", min_length=1)]
_Skill = Annotated[Code, Path(description="The skill's key.", min_length=1)]
_Writes = Annotated[Work, writes(Permission.CATALOGUE_MANAGE)]
_Updates = Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]


@router.post("/v1/places", response_model=PlaceSaved, status_code=201, summary="Add a place")
def create_place(new: NewPlace, work: _Writes) -> Response:
    """Adds a town, or a village or community in one."""
    return work.write(lambda tx: places.create(tx, new), status=201)


@router.patch("/v1/places/{code}", response_model=PlaceSaved, summary="Rename a place")
def change_place(code: _Place, fields: PlaceChange, work: _Updates) -> Response:
    """Gives a place another name; `If-Match` is the catalogue's version."""
    return work.write(lambda tx: places.change(tx, code, fields))


@router.post("/v1/places/{code}/remove", response_model=Removed, summary="Take a place out")
def remove_place(code: _Place, removal: PlaceRemoval, work: _Writes) -> Response:
    """Takes a place out; open tickets and rules go to the successor, or it is refused with the counts."""
    return work.write(lambda tx: places.remove(tx, code, removal))


@router.post("/v1/skills", response_model=SkillSaved, status_code=201, summary="Add a skill")
def create_skill(new: NewSkill, work: _Writes) -> Response:
    """Adds a queue skill."""
    return work.write(lambda tx: skills.create(tx, new), status=201)


@router.patch("/v1/skills/{key}", response_model=SkillSaved, summary="Rename a skill")
def change_skill(key: _Skill, fields: SkillChange, work: _Updates) -> Response:
    """Gives a skill other names; `If-Match` is the catalogue's version."""
    return work.write(lambda tx: skills.change(tx, key, fields))


@router.post("/v1/skills/{key}/retire", response_model=Removed, summary="Retire a skill")
def retire_skill(key: _Skill, removal: SkillRetirement, work: _Writes) -> Response:
    """Retires a skill; refused with who has it and which plans name it."""
    return work.write(lambda tx: skills.retire(tx, key, removal))


FEATURE = Feature(router)
