"""Places and queue skills as a district edits them."""

from pydantic import Field

from services.contracts.common import Answer, Code, Line, Message
from services.contracts.tickets import PlaceEntry, SkillEntry


class NewPlace(Message):
    """A new town (no parent), or a village or community in one."""

    code: Code = Field(min_length=1)
    name: Line = Field(min_length=1)
    parent: Code = ""


class PlaceChange(Message):
    """A place's new name. Its code and the town that it lies in stay: tickets and rules know it by them."""

    name: Line = Field(min_length=1)


class PlaceSaved(Answer):
    """A place as it is now; ``version`` is the catalogue's."""

    place: PlaceEntry
    version: int


class NewSkill(Message):
    """A new queue skill. Its key names a queue of the exchange, too."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,30}$")
    name: Line = Field(min_length=1)
    english: Line = ""


class SkillChange(Message):
    """Names of a skill to change; those left out stay, and so does its key."""

    name: Line | None = Field(default=None, min_length=1)
    english: Line | None = None


class SkillSaved(Answer):
    """A skill as it is now; ``version`` is the catalogue's."""

    skill: SkillEntry
    version: int


class PlaceRemoval(Message):
    """Takes a place out at once; what is open there goes to the successor, if one is named."""

    successor: Code = ""
    reason: Line = ""


class SkillRetirement(Message):
    """Retires a skill at once."""

    reason: Line = ""
