"""The section of the weights of the three rates."""

from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.fields import WholeNumberField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.rates.presenter import RateWeightsPresenter
from ui.settings.rates.source import weight_names
from ui.settings.versioned.form_editor import FormEditor
from ui.settings.versioned.section import VersionedSection


class RateWeightsView(VersionedSection["RateWeightsEditor"]):
    """What the rates are worth, in versions."""

    def __init__(self, presenter: RateWeightsPresenter, context: PageContext) -> None:
        super().__init__(
            translate("Settings", "Weights of the three rates"), presenter.weights, RateWeightsEditor(), context
        )


class RateWeightsEditor(FormEditor):
    """What the rates are worth."""

    def __init__(self) -> None:
        hints = {
            "satisfied": translate("Settings", "response, solved and satisfied add up to 100 %"),
            "basically": translate("Settings", "so much of one in the satisfied rate"),
        }
        super().__init__(
            translate(
                "Settings",
                "The score of a unit is made of the three rates by these shares. Every answer counts by the weights that were"
                " in force when it was given, so a new version never changes past figures.",
            ),
            Form(
                [
                    FieldSpec(key, title, lambda: WholeNumberField(0, 100, " %"), hint=hints.get(key, ""))
                    for key, title in weight_names().items()
                ],
                "settings.rate_weights",
            ),
        )
