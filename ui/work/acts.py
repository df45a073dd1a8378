"""What can be done with the open ticket, as a row of buttons with their keys; only what is offered shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from services.contracts.lifecycle import Step
from ui.language import translate
from widgets import icons, theme
from widgets.badges import key_text


@dataclass(frozen=True)
class Act:
    """A command that takes one of some steps: the first of them that is offered.

    Attributes:
        command: its name on the page.
        steps: what it may do.
        shown: tells whether it has a button now; its key works whenever one of the steps is offered.
    """

    command: str
    steps: tuple[Step, ...]
    shown: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Shown:
    """A button of the row."""

    action: QAction
    words: str
    keys: str


class ActBar(QFrame):
    """The first act is the big button; what has no room stands in the menu at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self.setAccessibleName(translate("Work", "What can be done"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(space.s)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._buttons: list[QPushButton] = []
        self._more = QToolButton()
        self._more.setProperty("look", "quiet")
        self._more.setObjectName("work.more")
        self._more.setIcon(icons.icon("more"))
        self._more.setAccessibleName(translate("Work", "More"))
        self._more.setToolTip(translate("Work", "More"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._shown: list[Shown] = []

    def show_acts(self, acts: Sequence[Shown]) -> None:
        """Shows these acts, the first as the main one."""
        if [(a.words, a.keys, a.action) for a in acts] == [(a.words, a.keys, a.action) for a in self._shown]:
            return
        self._shown = list(acts)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._more:
                widget.hide()
                widget.deleteLater()
        self._buttons = []
        for place, act in enumerate(acts):
            button = QPushButton(f"{act.words}  {key_text(act.keys)}" if act.keys else act.words)
            button.setProperty("look", "primary" if place == 0 else "quiet")
            button.setAccessibleName(act.words)
            button.setObjectName(f"work.act.{act.action.objectName().removeprefix('command.')}")
            button.clicked.connect(act.action.trigger)
            self._buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self._more)
        self._fit()

    def resizeEvent(self, event: object) -> None:
        """What no longer fits goes into the menu."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def words(self) -> list[str]:
        """Returns all acts that are offered, shown or in the menu."""
        return [act.words for act in self._shown]

    def _fit(self) -> None:
        room = self.width() - self._more.sizeHint().width() - theme.current().space.s
        used = 0
        self._menu.clear()
        for place, (button, act) in enumerate(zip(self._buttons, self._shown, strict=True)):
            used += button.sizeHint().width() + theme.current().space.s
            fits = used <= room or place == 0
            button.setVisible(fits)
            if not fits:
                words = f"{act.words}\t{key_text(act.keys)}" if act.keys else act.words
                self._menu.addAction(words, act.action.trigger)
        self._more.setVisible(not self._menu.isEmpty())
