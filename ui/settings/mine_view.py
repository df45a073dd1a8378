"""What is mine on this machine, and the training clock for who may control it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.contracts.accounts import Permission
from ui import moments
from ui.language import CHINESE, ENGLISH, translate
from ui.page import PageContext
from ui.roles import roles_words
from ui.settings.presenter import SettingsPresenter
from widgets import theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label

SPEEDS = (1, 2, 5, 10, 30, 60)


class Segments(QWidget):
    """A few choices of which one is on; arrows move between them."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[object, str]], current: object) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[object, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space.xs)
        for value, words in choices:
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}")
            button.clicked.connect(lambda _on=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            row.addWidget(button)
            self.buttons[value] = button
        row.addStretch(1)
        self.show_current(current)

    def show_current(self, value: object) -> None:
        """Marks a choice without a signal; an unknown one marks none."""
        self._group.setExclusive(False)
        for one, button in self.buttons.items():
            button.setChecked(one == value)
        self._group.setExclusive(True)
        # Tab goes to what is chosen; arrows lead from there to the others.
        stop = self._group.checkedButton() or next(iter(self.buttons.values()))
        for button in self.buttons.values():
            is_stop = button is stop
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)


class MineView(QWidget):
    """Who and where one is, language, look, sounds, server; training below."""

    def __init__(self, presenter: SettingsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self._context = context
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.m, 0, 0)
        column.setSpacing(look.space.l)
        column.addWidget(self._me())
        column.addWidget(self._district())
        column.addWidget(self._look())
        column.addWidget(self._machine())
        self._training = self._training_card()
        column.addWidget(self._training)
        column.addStretch(1)
        self.setMaximumWidth(720 if not look.large else 920)
        presenter.training_changed.connect(self._on_presenter_training_changed)
        self._on_presenter_training_changed()

    def _me(self) -> QFrame:
        card, column = _card(translate("Settings", "Signed in"))
        account = self._presenter.account
        if account is not None:
            words = [account.name, account.username, roles_words(account.roles)]
            column.addWidget(label(" · ".join([*words, account.team] if account.team else words)))
        return card

    def _district(self) -> QFrame:
        card, column = _card(translate("Settings", "District"))
        self.zone = label(moments.zone_words(self._presenter.now()))
        self.zone.setObjectName("settings.zone")
        column.addLayout(_row(translate("Settings", "Time zone"), self.zone))
        why = translate(
            "Settings",
            "All times here are the district's, whatever zone this machine is set to. The zone was chosen when the "
            "district was created and stays: the numbers of tickets, the days of figures and all limits were counted in it.",
        )
        words = label(why, "muted")
        words.setWordWrap(True)
        column.addWidget(words)
        return card

    def _look(self) -> QFrame:
        card, column = _card(translate("Settings", "Look"))
        chosen = self._presenter.preferences
        # Each language is named in itself, for who cannot read the other.
        self.language = Segments(
            translate("Settings", "Language"), [(CHINESE, "中文"), (ENGLISH, "English")], chosen.language
        )
        self.theme = Segments(
            translate("Settings", "Theme"),
            [("light", translate("Settings", "Light")), ("dark", translate("Settings", "Dark"))],
            chosen.theme,
        )
        self.text_size = Segments(
            translate("Settings", "Text size"),
            [(False, translate("Settings", "Usual")), (True, translate("Settings", "Large"))],
            chosen.large_text,
        )
        for name, segments in (("language", self.language), ("theme", self.theme), ("large_text", self.text_size)):
            column.addLayout(_row(segments.accessibleName(), segments))
            for button in segments.buttons.values():
                button.setObjectName(f"settings.{name}")
            segments.chosen.connect(lambda value, name=name: self._context.change_look({name: value}))
        return card

    def _machine(self) -> QFrame:
        card, column = _card(translate("Settings", "This machine"))
        self.sounds = QCheckBox(translate("Settings", "Ring when a call comes in"))
        self.sounds.setObjectName("settings.sounds")
        self.sounds.setChecked(self._presenter.preferences.sounds)
        self.sounds.toggled.connect(self._presenter.set_sounds)
        column.addWidget(self.sounds)
        self.server = QLineEdit(self._presenter.preferences.server)
        self.server.setObjectName("settings.server")
        self.server.setMaxLength(200)
        self.server.setPlaceholderText(translate("Settings", "empty: the training district on this machine"))
        self._server_frame = FieldFrame(
            translate("Settings", "Address of the server"),
            self.server,
            hint=translate("Settings", "works from the next start"),
        )
        self.server.editingFinished.connect(self._on_server_editing_finished)
        column.addWidget(self._server_frame)
        return card

    def _training_card(self) -> QFrame:
        card, column = _card(translate("Settings", "Training day"))
        self.pause = QCheckBox(translate("Settings", "Pause the day"))
        self.pause.setObjectName("settings.pause")
        self.pause.clicked.connect(lambda on: self._presenter.change_training(paused=on))
        self.speed = Segments(
            translate("Settings", "Speed"),
            [(float(speed), f"×{speed}") for speed in SPEEDS],
            self._presenter.training.speed,
        )
        self.speed.chosen.connect(lambda speed: self._presenter.change_training(speed=float(speed)))
        column.addWidget(self.pause)
        column.addLayout(_row(self.speed.accessibleName(), self.speed))
        return card

    def _on_server_editing_finished(self) -> None:
        if self.server.text().strip() == self._presenter.preferences.server:
            self._server_frame.set_error("")
        elif self._presenter.set_server(self.server.text()):
            self._server_frame.set_error("")
            self._context.notices.say(translate("Settings", "The new server is used from the next start."))
        else:
            self._server_frame.set_error(
                translate("Settings", "A server's address starts with https:// or, in one office, http://.")
            )

    def _on_presenter_training_changed(self) -> None:
        training = self._presenter.training
        self._training.setVisible(training.active and self._presenter.may(Permission.TRAINING_CONTROL))
        self.pause.setChecked(training.paused)
        self.speed.show_current(training.speed)


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    look = theme.current()
    card = QFrame()
    card.setProperty("look", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(look.space.l, look.space.m, look.space.l, look.space.l)
    column.setSpacing(look.space.s)
    column.addWidget(label(title, "strong"))
    return card, column


def _row(name: str, widget: QWidget) -> QHBoxLayout:
    look = theme.current()
    row = QHBoxLayout()
    words = label(name, "muted")
    words.setFixedWidth(120 if not look.large else 160)
    words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(words)
    row.addWidget(widget, 1)
    return row
