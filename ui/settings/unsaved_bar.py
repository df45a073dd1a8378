"""Asks about what was typed and not saved, when somebody goes to another section: go back, throw it away, or leave it as a draft."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ui.language import translate
from widgets import theme
from widgets.looks import label


class MayHaveUnsaved(Protocol):
    """A section that something is typed in."""

    def is_unsaved(self) -> bool:
        """Whether something would be lost."""
        ...

    def discard(self) -> None:
        """Throws it away."""
        ...


class UnsavedBar(QFrame):
    """Stands above the sections until it is answered; nothing is lost while it stands there, because the journal has it."""

    def __init__(self, go_back: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("look", "warn")
        self._go_back = go_back
        self._key = ""
        self._view: MayHaveUnsaved | None = None
        look = theme.current()
        self.words = label("", wrap=True)
        self.back_button = QPushButton(translate("Settings", "Go back to it"))
        self.discard_button = QPushButton(translate("Settings", "Discard"))
        self.leave_button = QPushButton(translate("Settings", "Leave it as a draft"))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space.m, look.space.s, look.space.m, look.space.s)
        row.addWidget(self.words, 1)
        for button, what in (
            (self.back_button, "back"),
            (self.discard_button, "discard"),
            (self.leave_button, "leave"),
        ):
            button.setObjectName(f"settings.unsaved.{what}")
            row.addWidget(button)
        self.back_button.clicked.connect(self._on_back_button_clicked)
        self.discard_button.clicked.connect(self._on_discard_button_clicked)
        self.leave_button.clicked.connect(self.hide)
        self.hide()

    def ask(self, key: str, title: str, view: MayHaveUnsaved) -> None:
        """Asks about a section that was just left."""
        self._key, self._view = key, view
        self.words.setText(translate("Settings", "“{section}” has changes that are not saved.").format(section=title))
        self.show()

    def came_to(self, key: str) -> None:
        """Goes away where somebody is in that section again."""
        if key == self._key:
            self.hide()

    def _on_back_button_clicked(self) -> None:
        self.hide()
        self._go_back(self._key)

    def _on_discard_button_clicked(self) -> None:
        self.hide()
        if self._view is not None:
            self._view.discard()
