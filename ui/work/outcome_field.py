"""What a follow-up found, asked in the order in which it is asked on the telephone."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from services.contracts.followups import Try
from services.contracts.lifecycle import Satisfaction
from ui.desk.segmented import Segmented
from ui.language import translate
from ui.lifecycle_words import listed
from widgets import theme
from widgets.looks import label

_ASKED_OF_A_PERSON = ("contacted", "solved", "satisfaction", "redo")


def satisfaction_words() -> dict[str, str]:
    """Returns the five grades, the best first."""
    return {
        Satisfaction.VERY.value: translate("Work", "Very satisfied"),
        Satisfaction.SATISFIED.value: translate("Work", "Satisfied"),
        Satisfaction.BASICALLY.value: translate("Work", "Basically"),
        Satisfaction.DISSATISFIED.value: translate("Work", "Dissatisfied"),
        Satisfaction.VERY_DISSATISFIED.value: translate("Work", "Very dissatisfied"),
    }


def try_words(made: Try) -> str:
    """Returns what came of an attempt to ask a citizen."""
    if not made.reached:
        return listed((translate("Work", "not reached"), made.reason))
    solved = translate("Work", "solved") if made.solved else translate("Work", "not solved")
    in_touch = "" if made.contacted else translate("Work", "the handler was not in touch")
    return listed((solved, satisfaction_words().get(made.satisfaction or "", ""), in_touch, made.reason))


class OutcomeField(QWidget):
    """A row for each question; digits and arrows answer, Tab goes on. Who was not reached is asked nothing."""

    answered = Signal(str, object)
    """A question and its answer."""

    def __init__(self, given: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        yes, no = translate("Work", "Yes"), translate("Work", "No")
        reached = (("yes", translate("Work", "Reached")), ("no", translate("Work", "Not reached")))
        questions = (
            ("reached", translate("Work", "Citizen"), reached),
            ("contacted", translate("Work", "Handler was in touch"), (("yes", yes), ("no", no))),
            ("solved", translate("Work", "Solved"), (("yes", yes), ("no", no))),
            ("satisfaction", translate("Work", "Satisfaction"), tuple(satisfaction_words().items())),
            ("redo", translate("Work", "Have it redone"), (("yes", yes), ("no", no))),
        )
        space = theme.current().space
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space.m)
        grid.setVerticalSpacing(space.xs)
        grid.setColumnStretch(1, 1)
        self._values: dict[str, str] = {name: str(given.get(name) or "") for name, _words, _choices in questions}
        self._rows: dict[str, tuple[QWidget, Segmented]] = {}
        for place, (name, words, choices) in enumerate(questions):
            caption, editor = label(words, "muted"), Segmented(words, choices, digits=True)
            editor.setObjectName(f"work.form.{name}")
            # Doing it once more is the rule; not doing so is said.
            editor.set_value(self._values[name] or ("yes" if name == "redo" else ""))
            editor.chosen.connect(lambda value, name=name: self._on_chosen(name, value))
            grid.addWidget(caption, place, 0)
            grid.addWidget(editor, place, 1)
            self._rows[name] = (caption, editor)
        self.setFocusProxy(self._rows["reached"][1])
        self._show_asked()

    def _on_chosen(self, name: str, value: str) -> None:
        self._values[name] = value
        self._show_asked()
        self.answered.emit(name, value)

    def _show_asked(self) -> None:
        was_reached = self._values["reached"] != "no"
        bad = {Satisfaction.DISSATISFIED.value, Satisfaction.VERY_DISSATISFIED.value}
        is_bad = self._values["solved"] == "no" or self._values["satisfaction"] in bad
        for name in _ASKED_OF_A_PERSON:
            for part in self._rows[name]:
                part.setVisible(was_reached and (name != "redo" or is_bad))
