"""Plans of queues, as a versioned setting."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.common import Typed
from services.contracts.plans import QueuePlans, QueuePlansHistory
from services.contracts.tickets import SkillEntry
from ui.language import translate
from ui.settings.account_form import skill_name
from ui.settings.plans.words import plan_words
from ui.settings.versioned.differences import of_rows, of_values
from ui.settings.versioned.presenter import Body, History, Version, VersionDraft

_BODY = {"calendar", "plans"}


class QueuePlansSource:
    """All plans, in versions."""

    key = "queue_plans"
    has_note = False
    by_day = False

    def __init__(
        self,
        service: AdministrationService,
        skills: Callable[[], list[SkillEntry]],
        calendars: Callable[[], list[tuple[str, str]]],
    ) -> None:
        self._service = service
        self._calendars = calendars
        self._skills = skills

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        return _history(self._service.plans.history())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._service.plans.set_plans(Typed({**draft.body, "effective_from": at}), draft.base, draft.key)
        return self.history()

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns which queues' plans have changed, and how."""
        said = of_values(before, after, {"calendar": translate("Settings", "Calendar")}, self._calendar_words)
        return said + of_rows(before.get("plans", []), after.get("plans", []), lambda row: row["skill"], self._words)

    def empty(self) -> Body:
        """Returns what holds without any version: every queue is open at any hour."""
        return QueuePlans().model_dump(mode="json", include=_BODY)

    def _calendar_words(self, _key: str, value: Any) -> str:
        return dict(self._calendars()).get(str(value or ""), str(value))

    def _words(self, row: dict[str, Any]) -> str:
        names = {each.key: skill_name(each) for each in self._skills()}
        words = translate("Settings", "{queue}: {plan}")
        return words.format(queue=names.get(row["skill"], row["skill"]), plan=plan_words(row, names))


def _history(found: QueuePlansHistory) -> History:
    return History(
        [Version(each.version, each.effective_from, each.created_by) for each in found.items if each.effective_from],
        {each.version: each.model_dump(mode="json", include=_BODY) for each in found.items},
    )
