"""The rules of the intake as a versioned setting."""

from services.administration.service import AdministrationService
from services.contracts.intake import IntakeRules
from ui.language import translate
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.whole import WholeSource


class IntakeRulesSource(WholeSource):
    """From which likeness on a ticket is shown as a likely duplicate, and how large a file may be."""

    key = "intake_rules"
    fields = frozenset({"alike_near", "alike_alone", "alike_matter", "attachment_mb"})
    preset = IntakeRules

    def __init__(self, service: AdministrationService) -> None:
        super().__init__(service.intake.rules, service.intake.set_rules)

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, rule_names(), lambda key, value: f"{value}{unit_of(key)}")


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
