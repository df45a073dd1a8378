"""The training clock: says that nothing here is real, what time it is there, how fast it runs."""

from PySide6.QtWidgets import QMenu, QPushButton

from ui.language import translate
from ui.shell.status_presenter import StatusPresenter
from widgets import icons, theme

SPEEDS = (1, 2, 5, 10, 30, 60)


class TrainingBadge(QPushButton):
    """``培训 · 09:12:33 · ×10``. Who may control the training finds pause and speeds in its menu."""

    def __init__(self, presenter: StatusPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.setObjectName("top.training")
        self.setProperty("look", "quiet")
        self.setIcon(icons.icon("training", "special"))
        self.setFont(theme.current().font(digits=True))
        self.setToolTip(translate("Training", "Training district: callers and colleagues are simulated."))
        if presenter.may_control_training:
            self.setMenu(self._menu())
        presenter.training_changed.connect(self._on_presenter_training_changed)
        self._on_presenter_training_changed()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._pause = menu.addAction("")
        self._pause.triggered.connect(
            lambda: self._presenter.change_training(paused=not self._presenter.training.paused)
        )
        menu.addSeparator()
        for speed in SPEEDS:
            action = menu.addAction(translate("Training", "Speed ×{speed}").format(speed=speed))
            action.setCheckable(True)
            action.setData(speed)
            action.triggered.connect(lambda _on=False, speed=speed: self._presenter.change_training(speed=float(speed)))
        menu.aboutToShow.connect(self._on_menu_about_to_show)
        return menu

    def _on_menu_about_to_show(self) -> None:
        training = self._presenter.training
        self._pause.setText(
            translate("Training", "Let the day go on") if training.paused else translate("Training", "Pause the day")
        )
        for action in self.menu().actions():
            if action.data() is not None:
                action.setChecked(float(action.data()) == training.speed)

    def _on_presenter_training_changed(self) -> None:
        training = self._presenter.training
        self.setVisible(training.active)
        clock = self._presenter.now().strftime("%H:%M:%S")
        pace = translate("Training", "paused") if training.paused else f"×{training.speed:g}"
        name = translate("Training", "Training")
        text = f"{name} · {clock} · {pace}"
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
