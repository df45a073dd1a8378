"""Changes of units, categories, places and skills: those that wait for their date, and all that were ever made."""

from enum import StrEnum
from typing import Any

from services.contracts.common import Answer, Moment


class EntryKind(StrEnum):
    """What is changed."""

    UNIT = "unit"
    CATEGORY = "category"
    PLACE = "place"
    SKILL = "skill"


class ChangeAction(StrEnum):
    """What is done to it."""

    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"


class ChangeState(StrEnum):
    """What became of a change."""

    PLANNED = "planned"
    DONE = "done"
    TAKEN_BACK = "taken_back"
    REFUSED = "refused"
    """Its moment came, and it could not be done: ``problem`` says why."""


class CatalogueChange(Answer):
    """A change of a unit, category, place or skill.

    Attributes:
        code: of it; a skill's key.
        name: as it is called before the change, or after it where it is new.
        fields: what is asked for: the fields to change, or ``successor`` and ``reason``.
        before: what it was; nothing for a new one, and while it is planned.
        after: what it became, or a new one is to be; nothing for one that is gone.
        effective_from: from when on it counts.
        created_by: who asked for it.
        ended_by: who took it back.
    """

    id: int
    kind: EntryKind
    code: str
    action: ChangeAction
    state: ChangeState
    name: str = ""
    fields: dict[str, Any] = {}
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    effective_from: Moment
    created_at: Moment
    created_by: str = ""
    ended_at: Moment | None = None
    ended_by: str = ""
    problem: str = ""
