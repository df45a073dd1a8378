"""The follow-up rules as a versioned setting."""

from typing import Any

from services.administration.service import AdministrationService
from services.contracts.followups import FollowUpRules
from ui.language import translate
from ui.lifecycle_words import kind_words, listed
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.whole import WholeSource


class FollowUpRulesSource(WholeSource):
    """Who is asked, how often, by message or by telephone, and where citizens reach the page of the link."""

    key = "follow_up_rules"
    fields = frozenset({"always", "sample", "tries", "hours", "redos", "kinds", "days", "public_url"})
    preset = FollowUpRules

    def __init__(self, service: AdministrationService) -> None:
        super().__init__(service.followups.rules, service.followups.set_rules)

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, rule_names(), _words)


def rule_names() -> dict[str, str]:
    """Returns what each rule is called."""
    return {
        "always": translate("Settings", "Always followed up"),
        "sample": translate("Settings", "Sample of the others"),
        "tries": translate("Settings", "Calls before “not reached”"),
        "hours": translate("Settings", "Hours between two calls"),
        "redos": translate("Settings", "Sent back by an answer at most"),
        "kinds": translate("Settings", "Asked by message"),
        "days": translate("Settings", "Days to wait for the answer"),
        "public_url": translate("Settings", "Address for citizens"),
    }


def _words(key: str, value: Any) -> str:
    if key in ("always", "kinds"):
        return listed([kind_words(kind) for kind in value or []]) or translate("Settings", "nobody")
    if key == "sample":
        return f"{value} %"
    return str(value) if isinstance(value, int) else str(value or "–")
