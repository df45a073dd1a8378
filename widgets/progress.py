"""A long action: what it does, how far it is, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from widgets import icons, theme
from widgets.language import translate
from widgets.looks import label


class ProgressPanel(QWidget):
    """Title, note, bar, cancel button."""

    cancel_requested = Signal()

    def __init__(self, title: str, parent: QWidget | None = None, can_cancel: bool = True) -> None:
        super().__init__(parent)
        space = theme.current().space
        self._title = label(title)
        self._note = label("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._cancel = QToolButton()
        self._cancel.setProperty("look", "quiet")
        self._cancel.setIcon(icons.icon("close"))
        self._cancel.setToolTip(translate("ProgressPanel", "Cancel"))
        self._cancel.setAccessibleName(translate("ProgressPanel", "Cancel: {what}").format(what=title))
        self._cancel.clicked.connect(self._on_cancel_clicked)
        if not can_cancel:
            self._cancel.hide()
        words = QHBoxLayout()
        words.addWidget(self._title)
        words.addStretch(1)
        words.addWidget(self._note)
        left = QVBoxLayout()
        left.setSpacing(space.xs)
        left.addLayout(words)
        left.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.s, space.xs, space.s, space.xs)
        row.setSpacing(space.s)
        row.addLayout(left, 1)
        row.addWidget(self._cancel)
        self.set_progress(0, 0)

    def begin(self) -> None:
        """Begins anew, where a panel serves one action after another."""
        self._cancel.setEnabled(True)
        self.set_progress(0, 0)

    def set_progress(self, done: int, total: int, note: str = "") -> None:
        """Shows how far the work is; ``total`` 0 means that nobody knows."""
        # A bar counts in C integers: rows of a large import may exceed them.
        self._bar.setRange(0, 1000 if total > 0 else 0)
        self._bar.setValue(min(1000, done * 1000 // total) if total > 0 else 0)
        self._note.setText(note or (f"{min(100, done * 100 // total)} %" if total > 0 else ""))

    def _on_cancel_clicked(self) -> None:
        self._cancel.setEnabled(False)
        self._note.setText(translate("ProgressPanel", "Stopping"))
        self.cancel_requested.emit()
