"""The buttons of the call bar: which of them a phase offers, and in which order."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from services.desk.phase import Phase
from ui.commands import Command
from ui.language import translate
from widgets import icons, theme
from widgets.badges import key_text
from widgets.looks import set_look

_OFFERED: dict[Phase, tuple[str, ...]] = {
    Phase.OFF_DUTY: ("ready",),
    Phase.READY: ("break",),
    Phase.RINGING: ("answer",),
    Phase.TALKING: ("hold", "mute", "transfer", "conference", "end"),
    Phase.HELD: ("hold", "mute", "transfer", "conference", "end"),
    Phase.CONFERENCE: ("mute", "end"),
    Phase.WRAP_UP: ("extend", "break", "ready"),
    Phase.BREAK: ("ready",),
    Phase.TRAINING: ("ready",),
    Phase.PAUSED: ("ready",),
}


class CallButtons(QWidget):
    """Asks by the name of a command; says each key beside its words."""

    requested = Signal(str)

    def __init__(self, commands: dict[str, Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._buttons: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}
        self._is_dense = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space.s)
        for name in (
            "hold",
            "mute",
            "transfer",
            "conference",
            "extend",
            "break",
            "end",
            "ready",
            "answer",
            "take_over",
        ):
            self._buttons[name] = self._make(name)
            row.addWidget(self._buttons[name])

    def show_phase(self, phase: Phase, muted: bool, asked: str, elsewhere: bool) -> None:
        """Offers what the phase allows; a button whose wish is on its way waits."""
        offered = (*_OFFERED[phase], *(("take_over",) if elsewhere else ()))
        for name, button in self._buttons.items():
            button.setVisible(name in offered)
            button.setEnabled(not asked)
        held = phase is Phase.HELD
        self._say(
            "hold", translate("Desk", "Resume") if held else translate("Desk", "Hold"), "resume" if held else "hold"
        )
        self._say(
            "mute", translate("Desk", "Unmute") if muted else translate("Desk", "Mute"), "unmute" if muted else "mute"
        )
        self._say("ready", _ready_words(phase), "check")
        set_look(self._buttons["hold"], "look", "primary" if held else "")
        set_look(self._buttons["mute"], "look", "danger" if muted else "")
        if muted:
            self._buttons["mute"].setIcon(icons.icon("unmute", "on_bad"))
        if held:
            self._buttons["hold"].setIcon(icons.icon("resume", "on_accent"))

    def set_dense(self, dense: bool) -> None:
        """Shows words without their keys (tooltips still say them)."""
        if dense != self._is_dense:
            self._is_dense = dense
            for name in self._buttons:
                self._show_words(name)

    def button(self, name: str) -> QPushButton:
        """Returns a button, for menus that open below it and for tests."""
        return self._buttons[name]

    def _make(self, name: str) -> QPushButton:
        look = {"end": "danger", "ready": "primary", "answer": "answer"}.get(name, "")
        colour = {"danger": "on_bad", "primary": "on_accent", "answer": "accent_text"}.get(look, "text_muted")
        button = QPushButton()
        button.setObjectName(f"desk.call.{name}")
        if look:
            button.setProperty("look", look)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = {
            "transfer": translate("Desk", "Transfer"),
            "conference": translate("Desk", "Conference"),
            "extend": translate("Desk", "+1 min"),
            "break": translate("Desk", "Break"),
            "end": translate("Desk", "End"),
            "answer": translate("Desk", "Answer"),
            "take_over": translate("Desk", "Take over here"),
        }.get(name, "")
        meaning = self._commands[name].icon or "desk"
        self._buttons[name] = button
        self._say(name, words, meaning)
        button.setIcon(icons.icon(meaning, colour))
        button.clicked.connect(lambda: self.requested.emit(name))
        return button

    def _say(self, name: str, words: str, meaning: str) -> None:
        button = self._buttons[name]
        command = self._commands[name]
        key = key_text(command.keys) if command.keys else ""
        self._words[name] = words
        self._show_words(name)
        button.setAccessibleName(words)
        button.setToolTip(f"{command.title}  {key}".strip())
        if name in ("hold", "mute"):
            button.setIcon(icons.icon(meaning))

    def _show_words(self, name: str) -> None:
        keys = self._commands[name].keys
        words = self._words[name]
        self._buttons[name].setText(f"{words}  {key_text(keys)}" if keys and not self._is_dense else words)


def _ready_words(phase: Phase) -> str:
    return {
        Phase.OFF_DUTY: translate("Desk", "Go on duty"),
        Phase.WRAP_UP: translate("Desk", "Done, next call"),
        Phase.PAUSED: translate("Desk", "I am back: ready"),
    }.get(phase, translate("Desk", "Back to ready"))
