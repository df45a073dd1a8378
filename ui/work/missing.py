"""What channels did not say of some of many tickets: chosen once, filled in where it is missing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.contracts.lifecycle import BulkResult, Step, WorkRow
from services.lifecycle.lacking import lacking
from ui.language import translate
from ui.lifecycle_words import listed
from ui.work.presenter import WorkPresenter
from ui.work.step_fields import field_title
from ui.work.units import category_choices, kind_choices, place_choices
from widgets import theme
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.fields.type_ahead import TypeAheadField
from widgets.looks import label, set_look

_NAMES = ("kind", "category", "town")


class MissingFields(QWidget):
    """Fields for kind, category and place, each there only where one of the tickets lacks it."""

    changed = Signal()

    def __init__(self, presenter: WorkPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._rows: Sequence[WorkRow] = ()
        self._step = Step.DISPATCH
        space = theme.current().space
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.s)
        hints = {
            "kind": translate("Work", "What kind of appeal it is"),
            "category": translate("Work", "Name or code"),
            "town": translate("Work", "Town or village"),
        }
        self.fields: dict[str, TypeAheadField] = {}
        self._captions = {name: label("", "caption") for name in _NAMES}
        for name in _NAMES:
            field = TypeAheadField(field_title(name, self._step), partial(self._match, name), hints[name])
            field.setObjectName(f"work.bulk.{name}")
            field.choice_changed.connect(self._on_choice_changed)
            self.fields[name] = field
            column = QVBoxLayout()
            column.setSpacing(space.xs)
            column.addWidget(self._captions[name])
            column.addWidget(field)
            row.addLayout(column)

    def begin(self, step: Step, rows: Sequence[WorkRow]) -> None:
        """Asks for what some of the tickets lack for a step; nothing is chosen yet."""
        self._step, self._rows = step, rows
        for field in self.fields.values():
            field.set_choice(None)
        self._show()

    def given(self) -> dict[str, str]:
        """Returns what is chosen, as the fields of a step."""
        chosen = {name: f.choice.key for name, f in self.fields.items() if not f.isHidden() and f.choice is not None}
        choices = self._presenter.choices
        if "town" in chosen and choices is not None:
            chosen["town"], chosen["village"] = choices.place_codes(chosen["town"])
        return chosen

    def filled_words(self, result: BulkResult) -> str:
        """Returns what a ticket gets filled in, in words."""
        line = translate("Work", "{field}: {value}")
        chosen = {name: field.choice.text for name, field in self.fields.items() if field.choice is not None}
        parts = (
            line.format(field=field_title(name, self._step), value=chosen[name])
            for name in result.filled
            if name in chosen
        )
        words = listed(parts)
        return translate("Work", "filled in: {what}").format(what=words) if words else ""

    def _show(self) -> None:
        kind = self.fields["kind"].choice
        lack = [lacking(row, self._step, row.kind or (kind.key if kind is not None else "")) for row in self._rows]
        count = translate("Work", "{field}: missing in {count} of {all}")
        for name in _NAMES:
            many, caption = sum(name in each for each in lack), self._captions[name]
            words = count.format(field=field_title(name, self._step), count=many, all=len(self._rows))
            caption.setText(words)
            set_look(caption, "words", "" if self.fields[name].choice is not None else "warn")
            for part in (caption, self.fields[name]):
                part.setVisible(bool(many))
        self.setVisible(any(lack))

    def _match(self, name: str, typed: str) -> list[Choice]:
        choices = self._presenter.choices
        if name == "kind":
            return ChoiceMatcher(kind_choices())(typed)
        if choices is None:
            return []
        return ChoiceMatcher(category_choices(choices) if name == "category" else place_choices(choices))(typed)

    def _on_choice_changed(self, _choice: Choice | None) -> None:
        self._show()
        self.changed.emit()
