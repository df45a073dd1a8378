"""The section of follow-up rules."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from services.contracts.tickets import TicketKind
from ui.language import translate
from ui.lifecycle_words import kind_words
from ui.page import PageContext
from ui.settings.followups.presenter import FollowUpRulesPresenter
from ui.settings.followups.source import rule_names
from ui.settings.forms.fields import TextField, WholeNumberField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.versioned.form_editor import FormEditor
from ui.settings.versioned.section import VersionedSection
from widgets import theme


class FollowUpRulesView(VersionedSection["FollowUpRulesEditor"]):
    """Who is asked, how often and how, in versions."""

    def __init__(self, presenter: FollowUpRulesPresenter, context: PageContext) -> None:
        super().__init__(
            translate("Settings", "Rules of the follow-up"), presenter.rules, FollowUpRulesEditor(), context
        )


class KindsField(QWidget):
    """Any number of kinds of appeal; its value is a list of their codes."""

    edited = Signal()

    def __init__(self, name: str = "kind") -> None:
        super().__init__()
        space = theme.current().space
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space.l)
        grid.setVerticalSpacing(space.xs)
        self.boxes: dict[str, QCheckBox] = {}
        for place, kind in enumerate(TicketKind):
            box = QCheckBox(kind_words(kind))
            box.setObjectName(f"settings.follow_up_rules.{name}.{kind.value}")
            box.clicked.connect(lambda _on: self.edited.emit())
            grid.addWidget(box, place // 3, place % 3)
            self.boxes[kind.value] = box
        grid.setColumnStretch(3, 1)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def set_value(self, value: Any) -> None:
        """Shows kinds."""
        for kind, box in self.boxes.items():
            box.setChecked(kind in (value or []))

    def value(self) -> list[str]:
        """Returns the kinds chosen."""
        return [kind for kind, box in self.boxes.items() if box.isChecked()]

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        for box in self.boxes.values():
            box.setEnabled(editable)


class FollowUpRulesEditor(FormEditor):
    """Who is asked, how often and how."""

    def __init__(self) -> None:
        names = rule_names()
        super().__init__(
            translate(
                "Settings",
                "After the reply citizens are asked whether their matter is solved: always about these kinds and about what is"
                " supervised, about a sample of the others. They are called; who belongs to a kind that is asked by message"
                " gets a link instead, where the channel they came by can bring one.",
            ),
            Form(
                [
                    FieldSpec("always", names["always"], lambda: KindsField("always"), wide=True),
                    FieldSpec(
                        "sample",
                        names["sample"],
                        lambda: WholeNumberField(0, 100, " %"),
                        hint=translate("Settings", "drawn by the program; nobody chooses"),
                    ),
                    FieldSpec(
                        "tries",
                        names["tries"],
                        lambda: WholeNumberField(1, 10),
                        hint=translate("Settings", "never counted as satisfied"),
                    ),
                    FieldSpec(
                        "hours",
                        names["hours"],
                        lambda: WholeNumberField(1, 72),
                        hint=translate("Settings", "so that they fall at different times"),
                    ),
                    FieldSpec(
                        "redos",
                        names["redos"],
                        lambda: WholeNumberField(0, 5),
                        hint=translate("Settings", "times; then a supervisor decides"),
                    ),
                    FieldSpec("kinds", names["kinds"], KindsField, wide=True),
                    FieldSpec(
                        "days",
                        names["days"],
                        lambda: WholeNumberField(1, 30),
                        hint=translate("Settings", "then the citizen is called"),
                    ),
                    FieldSpec(
                        "public_url",
                        names["public_url"],
                        lambda: TextField(200, "https://12345.example.gov.cn"),
                        hint=translate("Settings", "where they reach this server from outside; without a path"),
                    ),
                ],
                "settings.follow_up_rules",
            ),
        )
