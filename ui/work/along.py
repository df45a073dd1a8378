"""The files that go with a step: what was attached while its form was open; each can be left out of it again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from services.contracts.attachments import Attachment
from ui.language import translate
from widgets import icons, theme
from widgets.looks import label

_ACROSS = 3
_LONGEST = 24


class AlongField(QWidget):
    """Is only there while something goes along."""

    left_out = Signal(str)
    """A file (its id) is not to go with the step; it stays beside the ticket."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: list[Attachment] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.current().space.xs)
        self._grid.setColumnStretch(_ACROSS, 1)
        self._caption: QLabel = label(translate("Work", "Goes with this step"), "caption")
        self._grid.addWidget(self._caption, 0, 0, 1, _ACROSS)
        self.buttons: list[QPushButton] = []
        self.hide()

    def show_files(self, files: list[Attachment]) -> None:
        """Shows what goes along."""
        if files == self._files:
            return
        self._files = files
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(file) for file in files]
        for place, button in enumerate(self.buttons):
            self._grid.addWidget(button, 1 + place // _ACROSS, place % _ACROSS)
        self.setVisible(bool(files))

    def _button(self, file: Attachment) -> QPushButton:
        name = file.name if len(file.name) <= _LONGEST else f"{file.name[:_LONGEST]}…"
        button = QPushButton(icons.icon("remove"), name.replace("&", "&&"))
        button.setProperty("look", "quiet")
        button.setObjectName("work.form.along")
        words = translate("Work", "Leave {file} out of this step; it stays beside the ticket").format(file=file.name)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _checked=False: self.left_out.emit(file.id))
        return button
