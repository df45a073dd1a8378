"""The section of the intake: likely duplicates, and the size of files."""

from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.fields import WholeNumberField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.intake.presenter import IntakeRulesPresenter
from ui.settings.intake.source import rule_names, unit_of
from ui.settings.versioned.form_editor import FormEditor
from ui.settings.versioned.section import VersionedSection


class IntakeRulesView(VersionedSection[FormEditor]):
    """Likeness and the size of files, in versions."""

    def __init__(self, presenter: IntakeRulesPresenter, context: PageContext) -> None:
        super().__init__(translate("Settings", "Rules of the intake"), presenter.rules, _editor(), context)


def _editor() -> FormEditor:
    names = rule_names()
    hints = {
        "alike_near": translate("Settings", "of the ticket's village or town"),
        "alike_alone": translate("Settings", "without a person or place in common"),
        "alike_matter": translate("Settings", "less is enough, because many ask about it"),
        "attachment_mb": translate("Settings", "of colleagues, citizens and portals alike"),
    }
    least, most = {"attachment_mb": 1}, {"attachment_mb": 50}
    said = translate(
        "Settings",
        "While a ticket is typed, those that may be about the same are shown. 100 % are the same words; two texts that have"
        " nothing to do with each other are alike to 10 to 35 %.",
    )
    fields = [
        FieldSpec(
            key,
            name,
            lambda key=key: WholeNumberField(least.get(key, 10), most.get(key, 100), unit_of(key)),  # type: ignore[misc]
            hint=hints[key],
        )
        for key, name in names.items()
    ]
    return FormEditor(said, Form(fields, "settings.intake_rules"))
