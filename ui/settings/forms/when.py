"""From when on a change counts: at once, or from a moment to come."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.language import translate
from ui.settings.forms.fields import MomentField, YesField
from widgets import theme


class WhenField(QWidget):
    """A tick for at once; without it the moment, which begins at the next full hour.

    Args:
        name: begins the object names, as ``settings.units``.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at_once = YesField(translate("Settings", "In force at once"))
        self.at_once.setObjectName(f"{name}.at_once")
        self.moment = MomentField()
        self.moment.setObjectName(f"{name}.when")
        self.moment.setAccessibleName(translate("Settings", "In force from"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space.s)
        row.addWidget(self.at_once)
        row.addWidget(self.moment)
        row.addStretch(1)
        self.set_value("")
        self.at_once.edited.connect(self._on_at_once_edited)
        self.moment.edited.connect(self.edited)

    def set_value(self, value: str) -> None:
        """Shows a moment, ISO 8601; empty for at once."""
        self.at_once.set_value(not value)
        self.moment.set_value(value or MomentField.next_hour(24))
        self.moment.setVisible(bool(value))

    def value(self) -> str:
        """Returns the moment, empty for at once."""
        return "" if self.at_once.value() else str(self.moment.value())

    def _on_at_once_edited(self) -> None:
        self.moment.setVisible(not self.at_once.value())
        self.edited.emit()
