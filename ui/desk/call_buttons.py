"""The buttons of the call bar: which of them a phase offers, and in which order."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from services.desk.phase import ON_CALL, WITH_THIRD, Phase
from ui.commands import Command
from ui.language import translate
from widgets import icons, theme
from widgets.badges import key_text
from widgets.looks import set_look

_OFFERED: dict[Phase, tuple[str, ...]] = {
    Phase.OFF_DUTY: ("ready",),
    Phase.READY: ("dial", "break"),
    Phase.RINGING: ("reject", "answer"),
    Phase.TALKING: ("hold", "mute", "transfer", "help", "more", "end"),
    Phase.HELD: ("hold", "mute", "transfer", "help", "more", "end"),
    Phase.CONSULTING: ("hold", "mute", "transfer", "conference", "more", "end"),
    Phase.CONFERENCE: ("hold", "mute", "transfer", "help", "more", "end"),
    Phase.WRAP_UP: ("extend", "break", "ready"),
    Phase.BREAK: ("ready",),
    Phase.TRAINING: ("ready",),
    Phase.PAUSED: ("ready",),
}


_EMERGENCIES = ("police", "ambulance", "fire")
_MORE: dict[Phase, tuple[str, ...]] = {
    Phase.TALKING: (
        *("consult", "conference", "uninvite", "park", "recording", "keys", "silent", "report"),
        *_EMERGENCIES,
    ),
    Phase.HELD: (*("consult", "conference", "uninvite", "park", "recording", "keys", "report"), *_EMERGENCIES),
    Phase.CONSULTING: ("help", "recording", "keys", *_EMERGENCIES),
    Phase.CONFERENCE: ("recording", "keys", "report", *_EMERGENCIES),
}
"""What is wanted less often, in a menu that says each key."""
_ASKED_IN = ("end",)
"""What somebody may do who was only asked into a call."""
_WITHOUT_KEYS = ("help", "mute", "conference", "transfer", "hold", "extend", "dial", "break", "reject", "end", "ready")
"""The order in which buttons give their keys up where there is no room for all."""


class CallButtons(QWidget):
    """Asks by the name of a command; says each key beside its words."""

    requested = Signal(str)

    def __init__(self, commands: dict[str, Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._buttons: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}
        self._more: dict[str, QAction] = {}
        self._without_keys: frozenset[str] = frozenset()
        self._icons: dict[str, QIcon] = {}
        self._without_icons: frozenset[str] = frozenset()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space.s)
        for name in (
            "hold",
            "mute",
            "transfer",
            "conference",
            "help",
            "dial",
            "extend",
            "break",
            "reject",
            "more",
            "end",
            "ready",
            "answer",
            "take_over",
        ):
            self._buttons[name] = self._make_more() if name == "more" else self._make(name)
            row.addWidget(self._buttons[name])

    def show_phase(self, phase: Phase, muted: bool, asked: str, elsewhere: bool, mine: bool, helped: bool) -> None:
        """Offers what the phase allows; a button whose wish is on its way waits.

        Args:
            phase: where the agent stands.
            muted: whether the microphone is off.
            asked: what is on its way to the server.
            elsewhere: whether another console of the person is on duty.
            mine: whether the call is the agent's own, and they were not only asked into it.
            helped: whether a lead is asked for help.
        """
        offered = (*_OFFERED[phase], *(("take_over",) if elsewhere else ()))
        if helped:
            offered = (*offered, "help")
        if phase in ON_CALL and not mine:
            offered = _ASKED_IN
        for name, button in self._buttons.items():
            button.setVisible(name in offered)
            button.setEnabled(not asked)
        held, third = phase is Phase.HELD, phase in WITH_THIRD
        hold_words = translate("Desk", "To caller") if third else translate("Desk", "Hold")
        self._say("hold", translate("Desk", "Resume") if held else hold_words, "resume" if held or third else "hold")
        hand_over = translate("Desk", "Hand over")
        self._say("transfer", hand_over if third else translate("Desk", "Transfer"), "transfer")
        self._say("conference", translate("Desk", "All three"), "conference")
        self._say("help", translate("Desk", "Help asked") if helped else translate("Desk", "Help"), "follow")
        # Not in the colour of the button that ends the call, which stands beside it.
        set_look(self._buttons["help"], "look", "primary" if helped else "")
        if helped:
            self._set_icon("help", icons.icon("follow", "on_accent"))
        for name, action in self._more.items():
            action.setVisible(name in _MORE.get(phase, ()))
        self._say(
            "mute", translate("Desk", "Unmute") if muted else translate("Desk", "Mute"), "unmute" if muted else "mute"
        )
        self._say("ready", _ready_words(phase), "check")
        set_look(self._buttons["hold"], "look", "primary" if held else "")
        set_look(self._buttons["mute"], "look", "danger" if muted else "")
        if muted:
            self._set_icon("mute", icons.icon("unmute", "on_bad"))
        if held:
            self._set_icon("hold", icons.icon("resume", "on_accent"))

    def leave_out(self, count: int) -> bool:
        """Does without so many icons, and beyond them keys (tooltips still say them). Returns whether more can be left out."""
        shown = self._shown()
        pictured = [name for name in self._icons if not self._buttons[name].isHidden()]
        bare = frozenset(pictured[:count])
        for name in bare ^ self._without_icons:
            self._without_icons ^= {name}
            self._show_icon(name)
        without = frozenset(shown[: max(0, count - len(pictured))])
        for name in without ^ self._without_keys:
            self._without_keys ^= {name}
            self._show_words(name)
        return count < len(shown) + len(pictured)

    def width_to_spare(self) -> int:
        """Returns how much of the width the keys and icons take that are shown."""
        room = 0
        for name in self._shown():
            keys = self._buttons[name].text().removeprefix(self._words[name])
            room += self._buttons[name].fontMetrics().horizontalAdvance(keys)
        pictured = [button for button in self._buttons.values() if not button.isHidden() and not button.icon().isNull()]
        return room + sum(button.iconSize().width() for button in pictured)

    def _shown(self) -> list[str]:
        return [name for name in _WITHOUT_KEYS if not self._buttons[name].isHidden()]

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
            "extend": translate("Desk", "+1 min"),
            "break": translate("Desk", "Break"),
            "dial": translate("Desk", "Call", "to telephone somebody"),
            "reject": translate("Desk", "Not now"),
            "end": translate("Desk", "End"),
            "answer": translate("Desk", "Answer"),
            "take_over": translate("Desk", "Take over here"),
        }.get(name, "")
        meaning = self._commands[name].icon or "desk"
        self._buttons[name] = button
        self._say(name, words, meaning)
        self._set_icon(name, icons.icon(meaning, colour))
        button.clicked.connect(lambda: self.requested.emit(name))
        return button

    def _make_more(self) -> QPushButton:
        button = QPushButton(translate("Desk", "More"))
        button.setObjectName("desk.call.more")
        button.setAccessibleName(translate("Desk", "More for this call"))
        menu = QMenu(button)
        for name in dict.fromkeys(name for names in _MORE.values() for name in names):
            command = self._commands[name]
            words = f"{command.title}\t{key_text(command.keys)}"
            action = menu.addAction(icons.icon(command.icon or "desk"), words)
            action.triggered.connect(lambda _checked, name=name: self.requested.emit(name))
            self._more[name] = action
        button.setMenu(menu)
        return button

    def _say(self, name: str, words: str, meaning: str) -> None:
        button = self._buttons[name]
        command = self._commands[name]
        key = key_text(command.keys) if command.keys else ""
        self._words[name] = words
        self._show_words(name)
        button.setAccessibleName(words)
        button.setToolTip(f"{command.title}  {key}".strip())
        if name in ("hold", "mute", "help"):
            self._set_icon(name, icons.icon(meaning))

    def _set_icon(self, name: str, icon: QIcon) -> None:
        self._icons[name] = icon
        self._show_icon(name)

    def _show_icon(self, name: str) -> None:
        self._buttons[name].setIcon(QIcon() if name in self._without_icons else self._icons[name])

    def _show_words(self, name: str) -> None:
        if name == "more":
            return
        keys = self._commands[name].keys
        words = self._words[name]
        self._buttons[name].setText(f"{words}  {key_text(keys)}" if keys and name not in self._without_keys else words)


def _ready_words(phase: Phase) -> str:
    return {
        Phase.OFF_DUTY: translate("Desk", "Go on duty"),
        Phase.WRAP_UP: translate("Desk", "Done, next call"),
        Phase.PAUSED: translate("Desk", "I am back: ready"),
    }.get(phase, translate("Desk", "Back to ready"))
