"""The field of points and weights, which may have halves."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox

from widgets import theme


class PointsField(QDoubleSpinBox):
    """A positive number with one decimal at most."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        space = theme.current().space
        self.setDecimals(1)
        self.setRange(0.1, 1000)
        self.lineEdit().setTextMargins(space.s, 0, 0, 0)
        self.setFixedHeight(space.control)
        self.valueChanged.connect(lambda _value: self.edited.emit())

    def textFromValue(self, value: float) -> str:
        """Shows whole points without a decimal."""
        return f"{value:g}"

    def set_value(self, value: Any) -> None:
        """Shows points."""
        self.blockSignals(True)
        self.setValue(float(value or self.minimum()))
        self.blockSignals(False)

    def value(self) -> float:
        """Returns the points."""
        return float(super().value())

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setEnabled(editable)
