"""Plans of queues, as a versioned setting."""

from collections.abc import Callable
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.plans import QueuePlans
from services.contracts.tickets import SkillEntry
from ui.language import translate
from ui.settings.account_form import skill_name
from ui.settings.plans.words import plan_words
from ui.settings.versioned.differences import of_rows, of_values
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.whole import WholeSource


class QueuePlansSource(WholeSource):
    """All plans, in versions."""

    key = "queue_plans"
    fields = frozenset({"calendar", "plans"})
    preset = QueuePlans

    def __init__(
        self,
        service: AdministrationService,
        skills: Callable[[], list[SkillEntry]],
        calendars: Callable[[], list[tuple[str, str]]],
    ) -> None:
        super().__init__(service.plans.history, service.plans.set_plans)
        self._calendars = calendars
        self._skills = skills

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns which queues' plans have changed, and how."""
        said = of_values(before, after, {"calendar": translate("Settings", "Calendar")}, self._calendar_words)
        return said + of_rows(before.get("plans", []), after.get("plans", []), lambda row: row["skill"], self._words)

    def _calendar_words(self, _key: str, value: Any) -> str:
        return dict(self._calendars()).get(str(value or ""), str(value))

    def _words(self, row: dict[str, Any]) -> str:
        names = {each.key: skill_name(each) for each in self._skills()}
        words = translate("Settings", "{queue}: {plan}")
        return words.format(queue=names.get(row["skill"], row["skill"]), plan=plan_words(row, names))
