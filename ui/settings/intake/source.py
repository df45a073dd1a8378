"""The rules of the intake as a versioned setting."""

from datetime import datetime

from services.administration.service import AdministrationService
from services.contracts.common import Typed
from services.contracts.intake import IntakeRules, IntakeRulesHistory
from ui.language import translate
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body, History, Version, VersionDraft

_BODY = {"alike_near", "alike_alone", "alike_matter", "attachment_mb"}


class IntakeRulesSource:
    """From which likeness on a ticket is shown as a likely duplicate, and how large a file may be."""

    key = "intake_rules"
    has_note = False
    by_day = False

    def __init__(self, service: AdministrationService) -> None:
        self._service = service

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        return _history(self._service.intake.rules())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._service.intake.set_rules(Typed({**draft.body, "effective_from": at}), draft.base, draft.key)
        return self.history()

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, rule_names(), lambda key, value: f"{value}{unit_of(key)}")

    def empty(self) -> Body:
        """Returns what holds without any version."""
        return IntakeRules().model_dump(mode="json", include=_BODY)


def rule_names() -> dict[str, str]:
    """Returns what each rule is called."""
    return {
        "alike_near": translate("Settings", "Alike at the same place from"),
        "alike_alone": translate("Settings", "Alike by words alone from"),
        "alike_matter": translate("Settings", "Alike to a known matter from"),
        "attachment_mb": translate("Settings", "One file at most"),
    }


def unit_of(key: str) -> str:
    """Returns what a rule is counted in."""
    return " MB" if key == "attachment_mb" else " %"


def _history(found: IntakeRulesHistory) -> History:
    return History(
        [Version(each.version, each.effective_from, each.created_by) for each in found.items if each.effective_from],
        {each.version: each.model_dump(mode="json", include=_BODY) for each in found.items},
    )
