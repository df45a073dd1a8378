"""What editors of several lists share: the body that is shown, and stating it anew when one of its parts was changed."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.settings.versioned.presenter import Body


class BodyEditor(QWidget):
    """Base of an :class:`ui.settings.versioned.view.Editor` with parts of its own; these show what :attr:`_body` says."""

    edited = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body: Body = {}
        self._editable = False

    def show_body(self, body: Body, editable: bool) -> None:
        """Shows a version; what is shown already stays as it is."""
        if body == self._body and editable == self._editable:
            return
        self._body, self._editable = dict(body), editable
        self._show()

    def _show(self) -> None:
        raise NotImplementedError

    def _change(self, **values: Any) -> None:
        self._body = {**self._body, **values}
        self.edited.emit(dict(self._body))
