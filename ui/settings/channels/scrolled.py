"""A form that may be higher than its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from widgets import theme


def scrolled(form: QWidget) -> QScrollArea:
    """Returns a form in an area that scrolls and takes no focus of its own."""
    look = theme.current()
    body = QWidget()
    body.setProperty("look", "plain")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, look.space.s, 0)
    column.addWidget(form)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area
