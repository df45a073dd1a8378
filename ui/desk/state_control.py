"""One's own state: which, since when, and the ways out of it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from services.contracts.calls import AgentStatus, BreakReason
from services.desk.phase import Phase
from ui.desk.texts import PHASE_TONES, break_words, phase_words, telephone_words
from ui.language import translate
from widgets import icons, theme
from widgets.badges import StateBadge
from widgets.call_timer import CallTimer
from widgets.looks import label, set_look

_NOT_FROM_HERE = frozenset({Phase.RINGING, Phase.TALKING, Phase.HELD, Phase.CONFERENCE})


class StateControl(QWidget):
    """State and its honest time (the server's); a menu with the states one may ask for."""

    ready_requested = Signal()
    break_requested = Signal(str)
    training_requested = Signal()
    off_duty_requested = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._badge = StateBadge()
        self._timer = CallTimer(translate("Desk", "Time in this state"), now, size="strong")
        self._timer.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._today = label("", "caption")
        self.button = QToolButton()
        self.button.setObjectName("desk.state")
        self.button.setProperty("look", "quiet")
        self.button.setIcon(icons.icon("down"))
        self.button.setAccessibleName(translate("Desk", "Change my state"))
        self.button.setToolTip(self.button.accessibleName())
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self._make_menu())
        head = QHBoxLayout()
        head.setSpacing(look.space.s)
        head.addWidget(self._badge)
        head.addWidget(self._timer, 1)
        words = QVBoxLayout()
        words.setSpacing(look.space.hair)
        words.addLayout(head)
        words.addWidget(self._today)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space.xs)
        row.addLayout(words, 1)
        row.addWidget(self.button)

    def show_state(self, phase: Phase, me: AgentStatus | None, since: datetime | None, stale: str) -> None:
        """Shows the state, since when it holds, and what was handled today; or, with ``stale``, how old all that is."""
        words = phase_words(phase)
        reason = break_words(me.reason) if me is not None and phase is Phase.BREAK else ""
        self._badge.set_state(f"{words} · {reason}" if reason else words, PHASE_TONES[phase])
        if since is None or phase is Phase.OFF_DUTY:
            self._timer.stop()
        else:
            self._timer.count_up(since)
        handled = me.handled if me is not None else 0
        # A state is what the exchange and the person both say.
        differs = telephone_words(me.telephone) if me is not None else ""
        self._today.setText(stale or differs or translate("Desk", "Calls today: {count}").format(count=handled))
        set_look(self._today, "words", "warn" if stale or differs else "")
        self.button.setEnabled(phase not in _NOT_FROM_HERE)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(icons.icon("check"), translate("Desk", "Ready for calls"), self.ready_requested.emit)
        menu.addSeparator()
        for reason in BreakReason:
            words = translate("Desk", "Break: {reason}").format(reason=break_words(reason.value))
            menu.addAction(icons.icon("break"), words, lambda r=reason.value: self.break_requested.emit(r))
        menu.addSeparator()
        menu.addAction(icons.icon("training"), translate("Desk", "Training"), self.training_requested.emit)
        menu.addAction(icons.icon("sign_out"), translate("Desk", "Off duty"), self.off_duty_requested.emit)
        return menu
