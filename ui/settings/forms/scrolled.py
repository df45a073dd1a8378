"""A form that may be higher than its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from widgets import theme


def scrolled(*parts: QWidget | QLayout) -> QScrollArea:
    """Returns parts below each other in an area that scrolls and takes no focus of its own."""
    look = theme.current()
    body = QWidget()
    body.setProperty("look", "plain")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, look.space.s, 0)
    column.setSpacing(look.space.m)
    for part in parts:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area
