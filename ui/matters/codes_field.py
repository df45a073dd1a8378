"""Several codes, by name: what is chosen above, a field that adds one below; Delete takes one out."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.language import translate
from ui.settings.forms.fields import CodeField
from widgets import theme
from widgets.fields.matching import Choice

_CODE = Qt.ItemDataRole.UserRole


class CodesField(QWidget):
    """A list of codes."""

    edited = Signal()

    def __init__(self, field: CodeField, named: Callable[[str], Choice]) -> None:
        super().__init__()
        self._named = named
        self.field = field
        self.list = _Chosen(self)
        self.list.setFixedHeight(2 * theme.current().space.row)
        self.list.setAccessibleName(translate("Matters", "Chosen; Delete takes one out"))
        self.list.setToolTip(self.list.accessibleName())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space.xs)
        column.addWidget(field)
        column.addWidget(self.list)
        self.setFocusProxy(field)
        field.choice_changed.connect(self._on_field_choice_changed)

    def set_value(self, value: Any) -> None:
        """Shows codes."""
        self.list.clear()
        for code in value or []:
            self._add(str(code))
        self.field.set_choice(None)

    def value(self) -> list[str]:
        """Returns the codes."""
        return [str(self.list.item(row).data(_CODE)) for row in range(self.list.count())]

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.field.setVisible(editable)

    def setObjectName(self, name: str) -> None:
        """Names both parts, so that focus comes back to them."""
        super().setObjectName(name)
        self.field.setObjectName(f"{name}.add")
        self.list.setObjectName(f"{name}.chosen")

    def take_out(self) -> None:
        """Takes the code with the cursor out."""
        row = self.list.currentRow()
        if row >= 0 and not self.field.isHidden():
            self.list.takeItem(row)
            self.edited.emit()

    def _add(self, code: str) -> None:
        choice = self._named(code)
        item = QListWidgetItem(choice.text)
        item.setData(_CODE, code)
        item.setToolTip(choice.path)
        self.list.addItem(item)

    def _on_field_choice_changed(self, choice: Choice | None) -> None:
        if choice is None or choice.key in self.value():
            return
        self._add(choice.key)
        self.field.set_choice(None)
        self.edited.emit()


class _Chosen(QListWidget):
    def __init__(self, owner: CodesField) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes out."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._owner.take_out()
        else:
            super().keyPressEvent(event)
