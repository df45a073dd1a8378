"""The editor of a setting whose whole body is one form, with a few words above it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.settings.forms.form import Form
from ui.settings.versioned.presenter import Body
from widgets import theme
from widgets.looks import label


class FormEditor(QWidget):
    """An :class:`ui.settings.versioned.view.Editor`.

    Args:
        said: what the setting does, for people.
        form: its fields are the body's.
        within: what the server puts before the names of fields in its errors.
    """

    edited = Signal(dict)

    def __init__(self, said: str, form: Form, within: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self._within = within
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, look.space.s, 0)
        column.setSpacing(look.space.m)
        column.addWidget(label(said, "caption", wrap=True))
        column.addWidget(form)
        column.addStretch(1)
        self.setFocusProxy(next(iter(form.editors.values())))
        form.edited.connect(self.edited)

    def show_body(self, body: Body, editable: bool) -> None:
        """Shows what a version says."""
        self.form.show_row(dict(body), editable)

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences where they belong."""
        self.form.show_errors({name.removeprefix(self._within): words for name, words in errors.items()})
