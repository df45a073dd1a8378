"""The line above the wall: the day, the training clock, T of the service level, and what opens from here."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ui.commands import Command
from ui.language import translate
from ui.wall.choices import LONGEST, SHORTEST
from ui.wall.presenter import WallPresenter
from ui.wall.training_bar import TrainingBar
from ui.wall.words import date_text, time_text
from widgets import icons, theme
from widgets.elided import ElidedLabel
from widgets.fields.number import NumberField

_OPENS = ("alarms", "past", "export", "display")


class WallHead(QWidget):
    """Follows the presenter's clock; see :meth:`tick`."""

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.clock = ElidedLabel()
        self.clock.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.clock.setProperty("wall", "clock")
        self.training = TrainingBar(presenter)
        self.threshold = _make_threshold(presenter.choices.threshold)
        self.threshold.valueChanged.connect(presenter.set_threshold)
        self.buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(space.s)
        self._row.addWidget(self.clock)
        self._row.addSpacing(space.s)
        self._row.addWidget(self.training)
        self._row.addStretch(1)
        self._row.addWidget(self.threshold)

    def add_buttons(self, commands: Sequence[Command], actions: Mapping[str, QAction]) -> None:
        """Puts in what opens from here, as the page has bound it."""
        for command in commands:
            if command.key in _OPENS:
                self.buttons[command.key] = _button(command, actions[command.key])
        for name in _OPENS:
            self._row.addWidget(self.buttons[name])

    def stops(self) -> list[QWidget]:
        """Returns what Tab stops at, in its order."""
        return [self.training.speeds, self.training.pause, self.threshold, *(self.buttons[name] for name in _OPENS)]

    def go_to_threshold(self) -> None:
        """Puts the focus on T, to be typed over."""
        self.threshold.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.threshold.selectAll()

    def tick(self) -> None:
        """Shows the time; call it every second."""
        now = self._presenter.shown_now()
        # In training the head of the window tells the time already.
        told = self._presenter.training.active
        self.clock.setText(date_text(now) if told else f"{date_text(now)}  {time_text(now)}")


def _make_threshold(seconds: float) -> NumberField:
    made = NumberField()
    made.setObjectName("wall.threshold")
    made.setRange(SHORTEST, LONGEST)
    made.setSingleStep(5)
    made.setPrefix("T = ")
    made.setSuffix(translate("Wall", " s"))
    made.setKeyboardTracking(False)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setValue(round(seconds))
    made.setAccessibleName(translate("Wall", "T of the service level, in seconds"))
    made.setToolTip(
        translate("Wall", "T of the service level: within how many seconds a call counts as answered in time")
    )
    return made


def _button(command: Command, action: QAction) -> QToolButton:
    action.setIcon(icons.icon(command.icon))
    button = QToolButton()
    button.setProperty("look", "quiet")
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setToolTip(f"{command.title} ({command.keys})")
    return button
