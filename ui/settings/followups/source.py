"""The follow-up rules as a versioned setting."""

from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.common import Typed
from services.contracts.followups import FollowUpRules, FollowUpRulesHistory
from ui.language import translate
from ui.lifecycle_words import kind_words, listed
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body, History, Version, VersionDraft

_BODY = {"always", "sample", "tries", "hours", "redos", "kinds", "days", "public_url"}


class FollowUpRulesSource:
    """Who is asked, how often, by message or by telephone, and where citizens reach the page of the link."""

    key = "follow_up_rules"
    has_note = False
    by_day = False

    def __init__(self, service: AdministrationService) -> None:
        self._service = service

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        return _history(self._service.followups.rules())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._service.followups.set_rules(Typed({**draft.body, "effective_from": at}), draft.base, draft.key)
        return self.history()

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, rule_names(), _words)

    def empty(self) -> Body:
        """Returns what holds without any version."""
        return FollowUpRules().model_dump(mode="json", include=_BODY)


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


def _history(found: FollowUpRulesHistory) -> History:
    return History(
        [Version(each.version, each.effective_from, each.created_by) for each in found.items if each.effective_from],
        {each.version: each.model_dump(mode="json", include=_BODY) for each in found.items},
    )


def _words(key: str, value: Any) -> str:
    if key in ("always", "kinds"):
        return listed([kind_words(kind) for kind in value or []]) or translate("Settings", "nobody")
    if key == "sample":
        return f"{value} %"
    return str(value) if isinstance(value, int) else str(value or "–")
