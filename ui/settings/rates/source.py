"""The weights of the three rates as a versioned setting."""

from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.common import Typed
from services.contracts.followups import RateWeights, RateWeightsHistory
from ui.language import translate
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body, History, Version, VersionDraft

_BODY = {"response", "solved", "satisfied", "basically"}


class RateWeightsSource:
    """What each rate is worth in the score, and a citizen who is basically satisfied in the satisfied rate."""

    key = "rate_weights"
    has_note = False
    by_day = False

    def __init__(self, service: AdministrationService) -> None:
        self._service = service

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        return _history(self._service.followups.weights())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._service.followups.set_weights(Typed({**draft.body, "effective_from": at}), draft.base, draft.key)
        return self.history()

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, weight_names(), _percent)

    def empty(self) -> Body:
        """Returns what holds without any version."""
        return RateWeights().model_dump(mode="json", include=_BODY)


def weight_names() -> dict[str, str]:
    """Returns what each weight is called."""
    return {
        "response": translate("Settings", "Response rate"),
        "solved": translate("Settings", "Solved rate"),
        "satisfied": translate("Settings", "Satisfied rate"),
        "basically": translate("Settings", "A basically satisfied answer"),
    }


def _history(found: RateWeightsHistory) -> History:
    return History(
        [Version(each.version, each.effective_from, each.created_by) for each in found.items if each.effective_from],
        {each.version: each.model_dump(mode="json", include=_BODY) for each in found.items},
    )


def _percent(_key: str, value: Any) -> str:
    return f"{value} %"
