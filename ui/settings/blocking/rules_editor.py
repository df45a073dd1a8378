"""The rule of harassing calls: when a block is proposed, for how long, and who is never blocked."""

from services.contracts.blocking import LONGEST_DAYS, MOST_KEPT_DAYS, Treatment
from ui.block_words import treatment_words
from ui.language import translate
from ui.settings.blocking.source import names
from ui.settings.forms.fields import ChoiceField, WholeNumberField, WordsField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.versioned.form_editor import FormEditor


class BlockRulesEditor(FormEditor):
    """The rule in one form."""

    def __init__(self) -> None:
        called = names()
        super().__init__(
            translate(
                "Settings",
                "When so many different agents have reported a number within so many days, a block is proposed; a lead or an"
                " inspector decides. Every block ends at a date. 110, 119, 120, 122, 12345 and other public hotlines are"
                " never blocked, with or without an area code.",
            ),
            Form(
                [
                    FieldSpec("agents", called["agents"], lambda: WholeNumberField(1, 20)),
                    FieldSpec("days", called["days"], lambda: WholeNumberField(1, 90)),
                    FieldSpec("block_days", called["block_days"], lambda: WholeNumberField(1, LONGEST_DAYS)),
                    FieldSpec("kept_days", called["kept_days"], lambda: WholeNumberField(1, MOST_KEPT_DAYS)),
                    FieldSpec("treatment", called["treatment"], lambda: ChoiceField(treatments)),
                    FieldSpec("never", called["never"], lambda: WordsField(as_list=True, lines=6), wide=True),
                ],
                "settings.block_rules",
            ),
        )


def treatments() -> list[tuple[str, str]]:
    """Returns what a blocked caller may get: keys and words."""
    return [(treatment.value, treatment_words(treatment)) for treatment in Treatment]
