"""A field for a day, a time of day, or both, whose parts are typed one after the other."""

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from widgets import theme

DAY = "yyyy-MM-dd"
TIME = "HH:mm"
MOMENT = f"{DAY} {TIME}"
DIGITS = QTimeZone(b"UTC")
"""What a field holds are digits; in the zone of the machine an hour of them would be missing when summer time begins."""


class MomentEdit(QDateTimeEdit):
    """Left and Right go from part to part, Up and Down change the part, digits fill it and go on; Tab leaves the field.

    Args:
        shows: which parts, as Qt writes them: :data:`DAY`, :data:`TIME` or :data:`MOMENT`.
    """

    def __init__(self, shows: str = MOMENT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTimeZone(DIGITS)
        self.setDisplayFormat(shows)
        self.setCalendarPopup(shows != TIME)
        if shows == TIME:
            # As with numbers, Qt leaves the padding out where the field has arrows.
            self.lineEdit().setTextMargins(theme.current().space.s, 0, 0, 0)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Leaves the field, as from any other one: Qt would go through its parts first."""
        return QWidget.focusNextPrevChild(self, forwards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes from part to part."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if step is None or not plain:
            super().keyPressEvent(event)
            return
        last = self.sectionCount() - 1
        self.interpretText()
        self.setCurrentSectionIndex(min(max(self.currentSectionIndex() + step, 0), last))
        self.setSelectedSection(self.currentSection())
