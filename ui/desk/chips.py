"""Cited articles as chips: open one, or take it back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.language import translate
from widgets import icons, theme
from widgets.looks import label

_SHOWN_CHARACTERS = 14


class _Chip(QPushButton):
    """A button with the title; Delete takes it back."""

    dropped = Signal()

    def __init__(self, title: str) -> None:
        short = title if len(title) <= _SHOWN_CHARACTERS else f"{title[: _SHOWN_CHARACTERS - 1]}…"
        super().__init__(icons.icon("cite"), short)
        self.setProperty("look", "link")
        self.setAccessibleName(translate("Desk", "Cited: {title}").format(title=title))
        how = translate("Desk", "Enter opens it, Delete takes the citation back")
        self.setToolTip(f"{title}\n{how}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete drops, Enter opens."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dropped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Chips(QWidget):
    """A row of chips; takes no room while nothing is cited."""

    open_requested = Signal(str)
    drop_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Desk", "Cited articles"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.current().space.xs)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_articles([])

    def show_articles(self, cited: Sequence[tuple[str, str]]) -> None:
        """Shows articles by id and title."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for article_id, title in cited:
            chip = _Chip(title or translate("Desk", "Article"))
            chip.clicked.connect(lambda _on=False, i=article_id: self.open_requested.emit(i))
            chip.dropped.connect(lambda i=article_id: self.drop_requested.emit(i))
            self._row.addWidget(chip)
        if not cited:
            self._row.addWidget(label("", "caption"))
        self._row.addStretch(1)
        self.setVisible(bool(cited))
