"""Routes of units and categories: the two trees, and who is on duty."""

from datetime import datetime

from services.api.transport import Transport
from services.contracts.changes import CatalogueChange, EntryKind
from services.contracts.common import Typed
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
from services.contracts.duty import Duty, DutyHistory, NewDuty
from services.contracts.leaders import LeaderMail, LeadersChange, UnitLeaders


class UnitsApi:
    """Units with their people on duty, and categories."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def add(self, new: NewUnit | Typed, key: str) -> UnitSaved:
        """Adds a unit."""
        return self._transport.post("/v1/units", UnitSaved, new, key=key)

    def change(self, code: str, change: UnitChange | Typed, version: int, key: str) -> UnitSaved:
        """Changes a unit's name or place in the tree."""
        return self._transport.patch(f"/v1/units/{code}", UnitSaved, change, key=key, version=version)

    def dissolve(self, code: str, removal: Removal, key: str) -> Removed:
        """Takes a unit out; what lies with it goes to the successor."""
        return self._transport.post(f"/v1/units/{code}/dissolve", Removed, removal, key=key)

    def add_category(self, new: NewCategory | Typed, key: str) -> CategorySaved:
        """Adds a category."""
        return self._transport.post("/v1/categories", CategorySaved, new, key=key)

    def change_category(self, code: str, change: CategoryChange | Typed, version: int, key: str) -> CategorySaved:
        """Changes a category's names, or who usually solves it."""
        return self._transport.patch(f"/v1/categories/{code}", CategorySaved, change, key=key, version=version)

    def remove_category(self, code: str, removal: Removal, key: str) -> Removed:
        """Takes a category out; its open tickets go to the successor."""
        return self._transport.post(f"/v1/categories/{code}/remove", Removed, removal, key=key)

    def changes(self, kind: EntryKind, code: str = "") -> list[CatalogueChange]:
        """Gives changes of units or categories, or of one of them: those that wait first, then the newest."""
        return self._transport.get(f"/v1/catalogue-changes?kind={kind.value}", list[CatalogueChange], code=code or None)

    def take_back(self, change_id: int, key: str) -> CatalogueChange:
        """Takes a planned change back."""
        return self._transport.post(f"/v1/catalogue-changes/{change_id}/take-back", CatalogueChange, key=key)

    def duty(self, code: str, at: datetime | None = None) -> Duty:
        """Gives a unit's plan and who is on duty."""
        return self._transport.get(f"/v1/units/{code}/duty", Duty, at=at.isoformat() if at else None)

    def duty_versions(self, code: str) -> DutyHistory:
        """Gives a unit's plans in versions, the newest first."""
        return self._transport.get(f"/v1/units/{code}/duty/versions", DutyHistory)

    def put_duty(self, code: str, new: NewDuty | Typed, version: int, key: str) -> Duty:
        """Keeps a unit's whole plan; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put(f"/v1/units/{code}/duty", Duty, new, key=key, version=version)

    def leaders(self, code: str) -> UnitLeaders:
        """Gives who is written to when a ticket of the unit reaches the last rung."""
        return self._transport.get(f"/v1/units/{code}/leaders", UnitLeaders)

    def put_leaders(self, code: str, change: LeadersChange | Typed, version: int, key: str) -> UnitLeaders:
        """Keeps a unit's addresses; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put(f"/v1/units/{code}/leaders", UnitLeaders, change, key=key, version=version)

    def leader_mail(self) -> list[LeaderMail]:
        """Gives the newest letters to leaders and what became of them."""
        return self._transport.get("/v1/leader-mail", list[LeaderMail], limit=200)
