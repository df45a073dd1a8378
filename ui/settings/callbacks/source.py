"""When citizens are called back, as a versioned setting."""

from typing import Any

from services.administration.service import AdministrationService
from services.contracts.callbacks import CallBackRules
from ui.language import translate
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.whole import WholeSource


class CallBackRulesSource(WholeSource):
    """Hours of the day, spacing and number of tries."""

    key = "call_back_rules"
    fields = frozenset({"windows", "minutes_between", "tries", "message_seconds"})
    preset = CallBackRules

    def __init__(self, service: AdministrationService) -> None:
        super().__init__(service.callbacks.rules, service.callbacks.set_rules)

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, names(), _words)


def names() -> dict[str, str]:
    """Returns what each value is called."""
    return {
        "windows": translate("Settings", "Hours in which citizens are called"),
        "minutes_between": translate("Settings", "Minutes between two tries"),
        "tries": translate("Settings", "Tries"),
        "message_seconds": translate("Settings", "Longest voice message (s)"),
    }


def _words(key: str, value: Any) -> str:
    if key == "windows":
        return ", ".join(f"{window['begins']}–{window['ends']}" for window in value or [])
    return str(value)
