"""An example ticket counted by the rules that are shown, so that nobody has to save them to see what they do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.contracts.clocks import ClockKind
from ui import moments
from ui.clock_words import arithmetic_words, clock_words
from ui.language import translate
from ui.settings.clocks.presenter import ClocksPresenter
from ui.settings.forms.fields import ChoiceField, CodeField, MomentField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.forms.scrolled import scrolled
from ui.settings.names import kinds, urgencies
from widgets import theme
from widgets.looks import label

_FIRST = (ClockKind.FINISH, ClockKind.SIGN_IN, ClockKind.DISPATCH, ClockKind.FIRST_CONTACT)


class ExampleView(QWidget):
    """Received when, of which kind, at which unit; below it each clock with its arithmetic."""

    def __init__(self, presenter: ClocksPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        look = theme.current()
        self.form = Form(self._fields(), "settings.clock_rules.example", columns=3)
        self.answer = label("", wrap=True)
        self.answer.setTextFormat(self.answer.textFormat().PlainText)
        area = scrolled(self.answer)
        # Nothing else in it can take the focus, and the arrows scroll it.
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setObjectName("settings.clock_rules.example.answer")
        area.setAccessibleName(translate("Settings", "Arithmetic of the example"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.addWidget(self.form)
        column.addWidget(area, 1)
        self.form.show_row(presenter.example, True)
        self.form.edited.connect(presenter.change_example)
        presenter.example_counted.connect(self._show)
        presenter.names_changed.connect(self._show_form)
        presenter.calendars_changed.connect(self._show_form)
        self._show()

    def _show_form(self) -> None:
        self.form.show_row(self._presenter.example, True)

    def _show(self) -> None:
        found = self._presenter.example_clocks
        if self._presenter.example_problem:
            self.answer.setText(self._presenter.example_problem)
            return
        order = {kind: place for place, kind in enumerate(_FIRST)}
        parts = []
        for clock in sorted(found, key=lambda each: order.get(each.kind, len(order))):
            due = moments.local(clock.due_at) if clock.due_at else None
            head = translate("Settings", "{clock}: due {at}").format(
                clock=clock_words(clock.kind), at=f"{due:%Y-%m-%d %H:%M}" if due else "–"
            )
            if clock.provisional:
                head = translate("Settings", "{line} (provisional)").format(line=head)
            parts.append("\n".join([head, *(f"    {line}" for line in arithmetic_words(clock.arithmetic))]))
        self.answer.setText("\n\n".join(parts))

    def _fields(self) -> list[FieldSpec]:
        presenter = self._presenter
        return [
            FieldSpec("received_at", translate("Settings", "Received"), MomentField),
            FieldSpec("kind", translate("Settings", "Kind"), lambda: ChoiceField(kinds)),
            FieldSpec("urgency", translate("Settings", "Urgency"), lambda: ChoiceField(lambda: urgencies()[1:])),
            FieldSpec(
                "unit",
                translate("Settings", "Unit"),
                lambda: CodeField(
                    translate("Settings", "Unit"),
                    presenter.names_matcher("unit"),
                    lambda code: presenter.names.unit(code),
                ),
            ),
            FieldSpec(
                "category",
                translate("Settings", "Category"),
                lambda: CodeField(
                    translate("Settings", "Category"),
                    presenter.names_matcher("category"),
                    lambda code: presenter.names.category(code),
                ),
                hint=translate("Settings", "a line of the dispatch catalogue may set limits"),
            ),
        ]
