"""A form made of declared fields: it shows a row of plain JSON and states it anew at each change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from widgets import theme
from widgets.fields.frame import FieldFrame


@dataclass(frozen=True)
class FieldSpec:
    """One field: which value of the row it is, its name, its editor.

    Attributes:
        key: of the row.
        title: what it is called.
        make: makes the editor (:class:`ui.settings.forms.fields.Field`).
        required: shows a mark.
        wide: takes the whole width.
        shown: whether it says anything for a row as it is.
    """

    key: str
    title: str
    make: Callable[[], Any]
    required: bool = False
    wide: bool = False
    hint: str = ""
    shown: Callable[[dict[str, Any]], bool] = lambda _row: True


class Form(QWidget):
    """Fields in columns; errors stand under them."""

    edited = Signal(dict)
    """The whole row, after a change by a person."""

    def __init__(self, fields: Sequence[FieldSpec], name: str, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: dict[str, Any] = {}
        self._specs = list(fields)
        self.editors: dict[str, Any] = {}
        self._frames: dict[str, FieldFrame] = {}
        space = theme.current().space
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space.m)
        grid.setVerticalSpacing(space.s)
        place = 0
        for spec in self._specs:
            editor = spec.make()
            editor.setObjectName(f"{name}.{spec.key}")
            frame = FieldFrame(spec.title, editor, spec.required, spec.hint)
            if spec.wide and place % columns:
                place += columns - place % columns
            # At the top: a sentence under one field does not move those beside it.
            top, span = Qt.AlignmentFlag.AlignTop, columns if spec.wide else 1
            grid.addWidget(frame, place // columns, place % columns, 1, span, top)
            place += columns if spec.wide else 1
            editor.edited.connect(self._on_edited)
            self.editors[spec.key] = editor
            self._frames[spec.key] = frame
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    def show_row(self, row: dict[str, Any], editable: bool) -> None:
        """Shows a row; fields that say nothing for it are hidden."""
        self._row = dict(row)
        for spec in self._specs:
            editor = self.editors[spec.key]
            editor.set_value(row.get(spec.key))
            editor.set_editable(editable)
        self._show_those_that_count()

    def row(self) -> dict[str, Any]:
        """Returns the row as it is shown, with what has no field as it came."""
        return self._row | {key: editor.value() for key, editor in self.editors.items()}

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences under the fields; an error of a part (``sign_in.amount``) belongs to its field."""
        for key, frame in self._frames.items():
            words = [text for name, text in errors.items() if name == key or name.startswith(f"{key}.")]
            frame.set_error(" ".join(words))

    def focus_first(self) -> None:
        """Puts the cursor into the first field."""
        if self._specs:
            self.editors[self._specs[0].key].setFocus()

    def focus_first_wrong(self) -> None:
        """Puts the cursor into the first field with a sentence under it, which a long form scrolls to."""
        wrong = next((key for key, frame in self._frames.items() if frame.error()), None)
        if wrong is not None:
            self.editors[wrong].setFocus()

    def _on_edited(self) -> None:
        self._row = self.row()
        self._show_those_that_count()
        self.edited.emit(dict(self._row))

    def _show_those_that_count(self) -> None:
        for spec in self._specs:
            self._frames[spec.key].setVisible(spec.shown(self._row))
