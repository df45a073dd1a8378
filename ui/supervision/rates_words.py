"""What the view of the rates says: periods, groups, figures, weights."""

from collections.abc import Sequence

from services.contracts.followups import RateBy, RateFigure, RateWeights
from ui import moments
from ui.language import translate
from ui.supervision.rates_presenter import PERIODS

FIGURES: dict[str, RateFigure] = {
    "tickets": RateFigure.TICKETS,
    "valid": RateFigure.VALID,
    "response": RateFigure.NOT_CONTACTED,
    "solved": RateFigure.NOT_SOLVED,
    "satisfied": RateFigure.NOT_SATISFIED,
    "score": RateFigure.VALID,
    "on_time": RateFigure.LATE,
    "signed_on_time": RateFigure.SIGNED_LATE,
    "returned": RateFigure.RETURNED,
    "redone": RateFigure.REDONE,
}
"""Which tickets a column opens: of a rate those that it is missing, because they are what can be done something about."""


def period_words() -> dict[str, str]:
    """Returns the periods to choose from."""
    words = (
        translate("Supervision", "This week"),
        translate("Supervision", "This month"),
        translate("Supervision", "Last month"),
        translate("Supervision", "The last 30 days"),
        translate("Supervision", "This year"),
        translate("Supervision", "Other days"),
    )
    return dict(zip(PERIODS, words, strict=True))


def by_words() -> dict[RateBy, str]:
    """Returns what figures can be broken down by."""
    return {
        RateBy.UNIT: translate("Supervision", "by unit"),
        RateBy.CATEGORY: translate("Supervision", "by category"),
        RateBy.TOWN: translate("Supervision", "by town"),
        RateBy.KIND: translate("Supervision", "by kind"),
        RateBy.MONTH: translate("Supervision", "by month"),
    }


def weights_words(weights: Sequence[RateWeights]) -> str:
    """Returns by which weights the answers of an interval count."""
    said = translate(
        "Supervision",
        "response {response} %, solved {solved} %, satisfied {satisfied} %, basically satisfied as {basically} %",
    )
    since = translate("Supervision", "from {day} (version {number}): {weights}")
    parts = []
    for each in weights:
        words = said.format(**each.model_dump(include={"response", "solved", "satisfied", "basically"}))
        if each.effective_from is not None:
            day = f"{moments.local(each.effective_from):%Y-%m-%d %H:%M}"
            words = since.format(day=day, number=each.version, weights=words)
        parts.append(words)
    together = translate("Supervision", "weights {weights}").format(weights=translate("Supervision", "; ").join(parts))
    if len(parts) == 1:
        return together
    return translate("Supervision", "{weights}; every answer counts by those of its moment").format(weights=together)


def figure_words() -> dict[RateFigure, str]:
    """Returns what the tickets behind a figure are."""
    return {
        RateFigure.TICKETS: translate("Supervision", "Dispatched"),
        RateFigure.VALID: translate("Supervision", "Citizen was asked"),
        RateFigure.NOT_CONTACTED: translate("Supervision", "Handler had not been in touch"),
        RateFigure.NOT_SOLVED: translate("Supervision", "Not solved"),
        RateFigure.NOT_SATISFIED: translate("Supervision", "Not satisfied"),
        RateFigure.LATE: translate("Supervision", "Replied after the limit"),
        RateFigure.SIGNED_LATE: translate("Supervision", "Signed for after the limit"),
        RateFigure.RETURNED: translate("Supervision", "Returned"),
        RateFigure.REDONE: translate("Supervision", "Done once more"),
    }
