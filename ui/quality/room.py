"""Room on the screen: widths that grow with the text, and a way out where a screen is too small for all panels."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from widgets import theme

_USUAL = 13
"""Pixels of the usual body text, which widths are thought for."""


def wide(pixels: int) -> int:
    """Returns a width for the text size that is on."""
    return pixels * theme.current().type.body // _USUAL


def scrolled(panels: QWidget) -> QScrollArea:
    """Returns panels in a frame that scrolls sideways where they need more than there is (large text, a small screen)."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(panels)
    return area
