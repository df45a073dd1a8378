"""A number with arrows, as high as the other fields and with its text as far from the edge."""

from PySide6.QtWidgets import QSpinBox, QWidget

from widgets import theme


class NumberField(QSpinBox):
    """Qt leaves out the padding of the style sheet for spin boxes whose buttons have a style."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self.lineEdit().setTextMargins(space.s, 0, 0, 0)
        self.setFixedHeight(space.control)
