"""Routes of places and queue skills, and of the rules of the intake."""

from services.api.transport import Transport
from services.contracts.common import Typed
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
from services.contracts.intake import IntakeRules, IntakeRulesHistory, NewIntakeRules


class EntriesApi:
    """Places and queue skills."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def add_place(self, new: NewPlace | Typed, key: str) -> PlaceSaved:
        """Adds a place."""
        return self._transport.post("/v1/places", PlaceSaved, new, key=key)

    def change_place(self, code: str, change: PlaceChange | Typed, version: int, key: str) -> PlaceSaved:
        """Gives a place another name."""
        return self._transport.patch(f"/v1/places/{code}", PlaceSaved, change, key=key, version=version)

    def remove_place(self, code: str, removal: PlaceRemoval, key: str) -> Removed:
        """Takes a place out; what is open there goes to the successor."""
        return self._transport.post(f"/v1/places/{code}/remove", Removed, removal, key=key)

    def add_skill(self, new: NewSkill | Typed, key: str) -> SkillSaved:
        """Adds a queue skill."""
        return self._transport.post("/v1/skills", SkillSaved, new, key=key)

    def change_skill(self, name: str, change: SkillChange | Typed, version: int, key: str) -> SkillSaved:
        """Gives a skill other names."""
        return self._transport.patch(f"/v1/skills/{name}", SkillSaved, change, key=key, version=version)

    def retire_skill(self, name: str, removal: SkillRetirement, key: str) -> Removed:
        """Retires a skill that nobody needs."""
        return self._transport.post(f"/v1/skills/{name}/retire", Removed, removal, key=key)


class IntakeRulesApi:
    """What counts as alike, and how large a file may be."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def rules(self) -> IntakeRulesHistory:
        """Gives the newest versions, the newest first, and what holds now."""
        return self._transport.get("/v1/intake-rules", IntakeRulesHistory)

    def set_rules(self, new: NewIntakeRules | Typed, version: int, key: str) -> IntakeRules:
        """Adds a version; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/intake-rules", IntakeRules, new, key=key, version=version)
