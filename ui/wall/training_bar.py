"""The training day's clock: how fast it runs, and whether it runs."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QToolButton, QWidget

from services.contracts.events import TrainingState
from ui.language import translate
from ui.wall.presenter import WallPresenter
from widgets import theme
from widgets.badges import StateBadge
from widgets.icons import icon
from widgets.theme import Tone

SPEEDS = (1, 2, 5, 10, 20, 30, 60)


class TrainingBar(QFrame):
    """Says that this is training, and how fast; who may control it gets a choice of speeds and a pause button."""

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self._badge = StateBadge()
        self.speeds = QComboBox()
        self.speeds.setObjectName("wall.speed")
        self.speeds.setAccessibleName(translate("Wall", "Speed of the training day"))
        self.speeds.setToolTip(translate("Wall", "Speed of the training day (Ctrl+, slower, Ctrl+. faster)"))
        for speed in SPEEDS:
            self.speeds.addItem(f"×{speed}", speed)
        self.pause = QToolButton()
        self.pause.setObjectName("wall.pause")
        self.pause.setProperty("look", "quiet")
        self.pause.setIconSize(QSize(space.l, space.l))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.s)
        for part in (self._badge, self.speeds, self.pause):
            row.addWidget(part)
        self.speeds.activated.connect(self._on_speeds_activated)
        self.pause.clicked.connect(self.toggle_pause)
        presenter.training_changed.connect(self._show)
        self._show(presenter.training)

    def toggle_pause(self) -> None:
        """Stops the training day, or lets it go on."""
        self._presenter.change_training(paused=not self._presenter.training.paused)

    def faster(self) -> None:
        """The next higher speed."""
        now = self._presenter.training.speed
        self._presenter.change_training(speed=next((float(s) for s in SPEEDS if s > now), float(SPEEDS[-1])))

    def slower(self) -> None:
        """The next lower speed."""
        now = self._presenter.training.speed
        self._presenter.change_training(speed=next((float(s) for s in reversed(SPEEDS) if s < now), float(SPEEDS[0])))

    def _show(self, state: TrainingState) -> None:
        may = self._presenter.may_control
        self.setVisible(state.active)
        self._badge.set_state(training_words(state, with_speed=not may), Tone.WARN if state.paused else Tone.SPECIAL)
        self.speeds.setVisible(may)
        self.pause.setVisible(may)
        place = self.speeds.findData(round(state.speed))
        if place < 0:  # a speed that somebody set elsewhere
            self.speeds.setPlaceholderText(f"×{state.speed:g}")
        self.speeds.setCurrentIndex(place)
        words = translate("Wall", "Let the training day run on") if state.paused else translate("Wall", "Pause the day")
        self.pause.setIcon(icon("play" if state.paused else "pause"))
        self.pause.setToolTip(f"{words} (Ctrl+P)")
        self.pause.setAccessibleName(words)

    def _on_speeds_activated(self, place: int) -> None:
        self._presenter.change_training(speed=float(self.speeds.itemData(place)))


def training_words(state: TrainingState, with_speed: bool = True) -> str:
    """Returns what is said of the training mode: ``Training ×10``, ``Training, paused``."""
    if state.paused:
        return translate("Wall", "Training, paused")
    if with_speed:
        return translate("Wall", "Training ×{speed}").format(speed=f"{state.speed:g}")
    return translate("Wall", "Training", "the mode of the server")
