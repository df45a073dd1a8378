"""When citizens are called back, as a versioned setting."""

from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.callbacks import CallBackRules, CallBackRulesHistory
from services.contracts.common import Typed
from ui.language import translate
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body, History, Version, VersionDraft

_BODY = {"windows", "minutes_between", "tries", "message_seconds"}


class CallBackRulesSource:
    """Hours of the day, spacing and number of tries."""

    key = "call_back_rules"
    has_note = False
    by_day = False

    def __init__(self, service: AdministrationService) -> None:
        self._service = service

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        return _history(self._service.callbacks.rules())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._service.callbacks.set_rules(Typed({**draft.body, "effective_from": at}), draft.base, draft.key)
        return self.history()

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, names(), _words)

    def empty(self) -> Body:
        """Returns the rules that hold without any version."""
        return CallBackRules().model_dump(mode="json", include=_BODY)


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


def _history(found: CallBackRulesHistory) -> History:
    return History(
        [Version(each.version, each.effective_from, each.created_by) for each in found.items if each.effective_from],
        {each.version: each.model_dump(mode="json", include=_BODY) for each in found.items},
    )
