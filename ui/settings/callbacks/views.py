"""The section of call-backs."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.language import translate
from ui.page import PageContext
from ui.settings.callbacks.presenter import CallBackRulesPresenter
from ui.settings.callbacks.source import names
from ui.settings.forms.fields import TimeField, WholeNumberField, YesField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.versioned.form_editor import FormEditor
from ui.settings.versioned.section import VersionedSection
from widgets import theme
from widgets.looks import label

MOST = 6
"""Stretches of a day; the contract takes no more."""


class CallBackRulesView(VersionedSection["CallBackRulesEditor"]):
    """When citizens are called back, in versions."""

    def __init__(self, presenter: CallBackRulesPresenter, context: PageContext) -> None:
        super().__init__(translate("Settings", "Call-back hours"), presenter.rules, CallBackRulesEditor(), context)


class WindowsField(QWidget):
    """Stretches of the day, each with a tick that shows it; its value is a list of ``begins`` and ``ends``."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        space = theme.current().space
        self.rows: list[tuple[YesField, TimeField, TimeField]] = []
        self._dashes: list[QWidget] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space.s)
        grid.setVerticalSpacing(space.xs)
        for place in range(MOST):
            on = YesField(translate("Settings", "Hours {number}").format(number=place + 1))
            begins, ends = TimeField(), TimeField()
            begins.setAccessibleName(translate("Settings", "from"))
            ends.setAccessibleName(translate("Settings", "to"))
            dash = label("–", "muted")
            self._dashes.append(dash)
            for column, part in enumerate((on, begins, dash, ends)):
                policy = part.sizePolicy()
                policy.setRetainSizeWhenHidden(True)
                part.setSizePolicy(policy)
                grid.addWidget(part, place % 3, column + 5 * (place // 3))
            for field in (on, begins, ends):
                field.edited.connect(self._on_edited)
            self.rows.append((on, begins, ends))
        grid.setColumnMinimumWidth(4, space.xl)
        grid.setColumnStretch(9, 1)
        self.setFocusProxy(self.rows[0][0])

    def set_value(self, value: Any) -> None:
        """Shows stretches in their order."""
        windows = list(value or [])
        if windows == self.value():
            return
        for place, (on, begins, ends) in enumerate(self.rows):
            window = windows[place] if place < len(windows) else None
            on.set_value(window is not None)
            begins.set_value(window["begins"] if window else "08:30")
            ends.set_value(window["ends"] if window else "12:00")
        self._show_those_on()

    def value(self) -> list[dict[str, str]]:
        """Returns the stretches that are ticked."""
        return [{"begins": begins.value(), "ends": ends.value()} for on, begins, ends in self.rows if on.value()]

    def set_editable(self, editable: bool) -> None:
        """Lets them be changed or only read."""
        for row in self.rows:
            for field in row:
                field.set_editable(editable)

    def _on_edited(self) -> None:
        self._show_those_on()
        self.edited.emit()

    def _show_those_on(self) -> None:
        for (on, begins, ends), dash in zip(self.rows, self._dashes, strict=True):
            for part in (begins, dash, ends):
                part.setVisible(bool(on.value()))


class CallBackRulesEditor(FormEditor):
    """Hours, spacing and number of tries."""

    def __init__(self) -> None:
        called = names()
        super().__init__(
            translate(
                "Settings",
                "Lost calls are called back in these hours only, in their order. Who pressed a key to be called back is called"
                " the first time at any hour. It holds for what is planned from then on; the end is not part of the hours.",
            ),
            Form(
                [
                    FieldSpec("windows", called["windows"], WindowsField, required=True, wide=True),
                    FieldSpec("minutes_between", called["minutes_between"], lambda: WholeNumberField(5, 1_440)),
                    FieldSpec("tries", called["tries"], lambda: WholeNumberField(1, 5)),
                    FieldSpec("message_seconds", called["message_seconds"], lambda: WholeNumberField(30, 600)),
                ],
                "settings.call_back_rules",
            ),
        )

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows what is wrong with one of the hours below all of them."""
        super().show_errors({name.split(".")[0]: words for name, words in errors.items()})
