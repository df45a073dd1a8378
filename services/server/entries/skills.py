"""Rules for editing queue skills. One that people, plans or callers still need is not retired."""

from typing import Literal

from services.contracts.dispatching import Removed
from services.contracts.entries import NewSkill, SkillChange, SkillRetirement, SkillSaved
from services.contracts.plans import Outside, QueuePlans
from services.contracts.tickets import FormerEntry, SkillEntry
from services.errors import Conflict, InvalidFields, NotFound
from services.server import versions
from services.server.entries import repository
from services.server.plans import service as plans
from services.server.tickets import catalogue
from services.server.transaction import Transaction
from services.server.units import changes
from services.server.units import repository as units
from services.telephony.routing import GENERAL

_KIND: Literal["skill"] = "skill"
_NAMED = 5
"""So many people are named in a refusal."""


def create(tx: Transaction, new: NewSkill) -> SkillSaved:
    """Adds a skill.

    Raises:
        InvalidFields: the key is taken, also by a skill of the past: its calls are counted under it.
    """
    if catalogue.is_taken(tx, _KIND, new.key):
        raise InvalidFields({"key": ("already_exists", {"what": new.key})})
    skill = SkillEntry(**new.model_dump())
    repository.add(tx.connection, _KIND, skill.key, "", skill.model_dump_json())
    changes.done(tx, _KIND, None, skill, new)
    return SkillSaved(skill=skill, version=catalogue.touch(tx))


def change(tx: Transaction, key: str, fields: SkillChange) -> SkillSaved:
    """Gives a skill other names.

    Raises:
        StaleVersion: the catalogue has changed since.
    """
    before, current = _skill(tx, key), catalogue.version(tx)
    versions.refuse_stale(tx, current, lambda _tx: SkillSaved(skill=before, version=current))
    skill = before.model_copy(update=fields.model_dump(exclude_none=True))
    repository.put(tx.connection, _KIND, key, body=skill.model_dump_json())
    changes.done(tx, _KIND, before, skill, fields)
    return SkillSaved(skill=skill, version=catalogue.touch(tx))


def retire(tx: Transaction, key: str, removal: SkillRetirement) -> Removed:
    """Retires a skill that nobody needs any more. It stays readable in calls and figures of the past.

    Raises:
        Conflict: ``skill_needed``: it is the one that every caller falls back on; ``skill_in_use``: with who and what needs it.
    """
    units.wait_for_others(tx.connection)
    skill = _skill(tx, key)
    if key == GENERAL:
        raise Conflict("skill_needed", skill=skill.name)
    people = repository.people_with(tx.connection, key)
    in_plans = [each for each in plans.in_force_and_later(tx) if _names(each, key)]
    waiting, is_closed = repository.waiting_for(tx.connection, key), repository.is_closed_by_hand(tx.connection, key)
    if people or in_plans or waiting or is_closed:
        named = "、".join(people[:_NAMED]) or "–"
        numbers = "、".join(str(each.version) for each in in_plans) or "–"
        raise Conflict(
            "skill_in_use",
            skill=skill.name,
            count=len(people),
            people=f"{named} …" if len(people) > _NAMED else named,
            plans=numbers,
            waiting=waiting,
            closed=int(is_closed),
        )
    former = FormerEntry(kind=_KIND, code=key, name=skill.name, english=skill.english, until=tx.now)
    catalogue.retire(tx, former)
    changes.done(tx, _KIND, skill, None, removal)
    catalogue.touch(tx)
    return Removed(code=key)


def _names(found: QueuePlans, key: str) -> bool:
    """Tells whether plans have hours for a queue, or send callers on to it."""
    return any(
        key == each.skill
        or (each.outside is Outside.SKILL and each.outside_to == key)
        or (each.overflows and each.overflow is Outside.SKILL and each.overflow_to == key)
        for each in found.plans
    )


def _skill(tx: Transaction, key: str) -> SkillEntry:
    row = repository.entry(tx.connection, _KIND, key)
    if row is None:
        raise NotFound("skill")
    return SkillEntry.model_validate_json(row.body)
