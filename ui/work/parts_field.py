"""The parts that a ticket is split into: a unit, a title and what it has to do, line by line."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desk.editors import LineEditor
from ui.language import translate
from ui.work.units import Matcher, UnitChoices
from widgets import icons, theme
from widgets.fields.type_ahead import TypeAheadField

_MOST = 20
_CONTENT_LIMIT = 8_000


class _PartRow(QWidget):
    changed = Signal()

    def __init__(self, number: int, matcher: Matcher, part: dict[str, Any], units: UnitChoices | None) -> None:
        super().__init__()
        self.unit = TypeAheadField(
            translate("Work", "Unit of part {number}").format(number=number), matcher, translate("Work", "Unit")
        )
        self.unit.setObjectName(f"work.part.{number}.unit")
        self.unit.set_choice(units.get(part.get("unit", "")) if units is not None else None)
        self.title = LineEditor(
            translate("Work", "Title of part {number}").format(number=number), 120, translate("Work", "Title")
        )
        self.title.setObjectName(f"work.part.{number}.title")
        self.title.show_text(part.get("title", ""))
        self.content = LineEditor(
            translate("Work", "What part {number} has to do").format(number=number),
            _CONTENT_LIMIT,
            translate("Work", "What the unit has to do"),
        )
        self.content.setObjectName(f"work.part.{number}.content")
        self.content.show_text(part.get("content", ""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space.s)
        for field, share in ((self.unit, 3), (self.title, 4), (self.content, 6)):
            row.addWidget(field, share)
        self.unit.choice_changed.connect(lambda _choice: self.changed.emit())
        for line in (self.title, self.content):
            line.textChanged.connect(lambda _text: self.changed.emit())

    def is_begun(self) -> bool:
        """Whether anything stands in it."""
        return any(field.text() for field in (self.unit, self.title, self.content))

    def lacking(self) -> QLineEdit | None:
        """Returns the first field that is not filled in."""
        given = self.value()
        fields = ((self.unit, "unit"), (self.title, "title"), (self.content, "content"))
        return next((field for field, name in fields if not given[name].strip()), None)

    def value(self) -> dict[str, str]:
        choice = self.unit.choice
        return {
            "unit": choice.key if choice is not None else "",
            "title": self.title.text(),
            "content": self.content.text(),
        }


class PartsField(QWidget):
    """Two parts at first; more with the button. Lines without anything are left out."""

    changed = Signal(object)

    def __init__(self, parts: list[dict[str, Any]], matcher: Matcher, units: UnitChoices | None) -> None:
        super().__init__()
        self._matcher, self._units = matcher, units
        self._rows: list[_PartRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space.xs)
        self._add = QPushButton(icons.icon("add"), translate("Work", "One more part"))
        self._add.setObjectName("work.part.add")
        self._add.setProperty("look", "quiet")
        self._add.clicked.connect(lambda: self._append({}).unit.setFocus())
        self._column.addWidget(self._add)
        for part in [*parts, *[{}] * max(0, 2 - len(parts))]:
            self._append(part)

    def stops(self) -> list[QWidget]:
        """Returns where Tab stops, in the order in which it is read."""
        return [*(field for row in self._rows for field in (row.unit, row.title, row.content)), self._add]

    def first(self) -> QLineEdit:
        """Returns where typing begins, or goes on: the first empty field of a part that was begun."""
        begun = [row for row in self._rows if row.is_begun()]
        return next((field for row in begun if (field := row.lacking()) is not None), self._rows[0].unit)

    def _append(self, part: dict[str, Any]) -> _PartRow:
        row = _PartRow(len(self._rows) + 1, self._matcher, part, self._units)
        row.changed.connect(lambda: self.changed.emit(self.value()))
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        # A layout shows what was added only later, and what is hidden takes no focus.
        row.show()
        self._add.setVisible(len(self._rows) < _MOST)
        for before, after in pairwise(self.stops()):
            QWidget.setTabOrder(before, after)
        return row

    def value(self) -> list[dict[str, str]]:
        """Returns the parts in which anything stands."""
        return [value for row in self._rows if any((value := row.value()).values())]
