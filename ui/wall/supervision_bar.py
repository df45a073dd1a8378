"""Says all the while that the lead is in somebody's call, and how; its buttons change that."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from services.contracts.calls import AgentStatus, SupervisionMode
from ui.language import translate
from ui.wall.presenter import WallPresenter
from ui.wall.words import call_text
from widgets import icons, theme
from widgets.badges import key_text
from widgets.durations import clock_text
from widgets.elided import ElidedLabel
from widgets.key_button import KeyButton
from widgets.looks import label, set_look


class SupervisionBar(QFrame):
    """Takes no room while the lead is in no call."""

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.setObjectName("wall.supervision")
        self.setProperty("look", "accent")
        sign = label()
        sign.setPixmap(icons.icon("sound", "accent_text").pixmap(space.icon, space.icon))
        self.words = ElidedLabel("strong")
        self.buttons: dict[SupervisionMode | None, KeyButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(space.m, space.xs, space.m, space.xs)
        row.setSpacing(space.s)
        row.addWidget(sign)
        row.addWidget(self.words, 1)
        for mode, words in _acts().items():
            button = KeyButton(words)
            button.setObjectName(f"wall.supervision.{mode or 'leave'}")
            button.setCheckable(mode is not None)
            row.addWidget(button)
            self.buttons[mode] = button
        self.hide()
        presenter.agent_changed.connect(self.refresh)
        presenter.agents_changed.connect(self.refresh)

    def take_keys(self, modes: Mapping[SupervisionMode, QAction], leave: QAction) -> None:
        """Shows the keys of the page's commands on the buttons; a button means this call, whichever row is chosen."""
        for mode, action in ((None, leave), *modes.items()):
            self.buttons[mode].set_words(_acts()[mode], key_text(action.shortcut().toString()))
        self.buttons[None].clicked.connect(lambda: self._change(None))
        for mode in SupervisionMode:
            self.buttons[mode].clicked.connect(lambda _on=False, mode=mode: self._change(mode))

    def refresh(self) -> None:
        """Shows whose call the lead is in."""
        agent = self._presenter.supervised
        self.setVisible(agent is not None)
        if agent is None:
            return
        mode = self._presenter.mode_of(agent)
        for each, button in self.buttons.items():
            button.setChecked(each is mode)
        set_look(self, "look", "warn" if mode is SupervisionMode.JOIN else "accent")
        self.tick()

    def tick(self) -> None:
        """Counts the call on; call it every second."""
        agent = self._presenter.supervised
        if agent is None:
            return
        age = clock_text((self._presenter.shown_now() - agent.since).total_seconds())
        words = _said(self._presenter.mode_of(agent), agent)
        self.words.setText(" · ".join(part for part in (words, self._call(agent), age) if part))

    def _call(self, agent: AgentStatus) -> str:
        call = self._presenter.call_of(agent)
        return call_text(agent, call, self._presenter.queue_name(call.skill) if call and call.skill else "")

    def _change(self, mode: SupervisionMode | None) -> None:
        agent = self._presenter.supervised
        if agent is not None:
            self._presenter.acts.supervise(agent, mode)
        self.refresh()


def _acts() -> dict[SupervisionMode | None, str]:
    return {
        SupervisionMode.LISTEN: translate("Wall", "Listen"),
        SupervisionMode.WHISPER: translate("Wall", "Whisper"),
        SupervisionMode.JOIN: translate("Wall", "Join"),
        None: translate("Wall", "Leave"),
    }


def _said(mode: SupervisionMode, agent: AgentStatus) -> str:
    words = {
        SupervisionMode.LISTEN: translate("Wall", "You listen to {name}"),
        SupervisionMode.WHISPER: translate("Wall", "You whisper to {name}"),
        SupervisionMode.JOIN: translate("Wall", "You talk with {name} and the caller"),
    }[mode]
    return words.format(name=agent.name)
