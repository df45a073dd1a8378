"""The weights of the three rates as a versioned setting."""

from typing import Any

from services.administration.service import AdministrationService
from services.contracts.followups import RateWeights
from ui.language import translate
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.whole import WholeSource


class RateWeightsSource(WholeSource):
    """What each rate is worth in the score, and a citizen who is basically satisfied in the satisfied rate."""

    key = "rate_weights"
    fields = frozenset({"response", "solved", "satisfied", "basically"})
    preset = RateWeights

    def __init__(self, service: AdministrationService) -> None:
        super().__init__(service.followups.weights, service.followups.set_weights)

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, weight_names(), _percent)


def weight_names() -> dict[str, str]:
    """Returns what each weight is called."""
    return {
        "response": translate("Settings", "Response rate"),
        "solved": translate("Settings", "Solved rate"),
        "satisfied": translate("Settings", "Satisfied rate"),
        "basically": translate("Settings", "A basically satisfied answer"),
    }


def _percent(_key: str, value: Any) -> str:
    return f"{value} %"
