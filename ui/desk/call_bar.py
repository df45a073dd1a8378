"""The bar at the head of the desk: one's state, the call, and what can be done with it. Unmistakable while it rings."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from services.contracts.calls import Call
from services.desk.phase import Phase
from ui.commands import Command
from ui.desk.call_block import CallBlock
from ui.desk.call_buttons import CallButtons
from ui.desk.call_presenter import CallPresenter
from ui.desk.state_control import StateControl
from ui.desk.texts import clock, spaced, wrap_up_words
from ui.language import translate
from widgets import icons, theme
from widgets.looks import set_look

_BEAT_MS = 520
_GROUNDS = {
    Phase.RINGING: "ringing",
    Phase.TALKING: "talking",
    Phase.CONSULTING: "held",
    Phase.CONFERENCE: "talking",
    Phase.HELD: "held",
    Phase.PAUSED: "paused",
    Phase.WRAP_UP: "wrapping",
}


class CallBar(QFrame):
    """Follows the call presenter. Its ground says the phase from across the room; while it rings it beats."""

    requested = Signal(str)
    """A command of the page, by name."""

    def __init__(
        self,
        presenter: CallPresenter,
        commands: Sequence[Command],
        name_of: Callable[[], str],
        skill_words: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self._presenter = presenter
        self._name_of = name_of
        self._skill_words = skill_words
        self._shown: tuple[object, ...] = ()
        self.setObjectName("callbar")
        self.setAccessibleName(translate("Desk", "Call"))
        self.state = StateControl(presenter.now)
        self.state.setFixedWidth(look.type.body * (12 if look.large else 15))
        self.block = CallBlock(presenter.now, lambda: presenter.speed)
        self.code = QPushButton()
        self.code.setObjectName("desk.call.code")
        self.code.clicked.connect(lambda: self.requested.emit("wrap_up_code"))
        self.buttons = CallButtons({command.key: command for command in commands})
        self.buttons.requested.connect(self.requested)
        self.state.ready_requested.connect(presenter.go_ready)
        self.state.break_requested.connect(presenter.take_break)
        self.state.training_requested.connect(presenter.train)
        self.state.off_duty_requested.connect(presenter.go_off_duty)
        rule = QFrame()
        rule.setFixedWidth(1)
        rule.setObjectName("callbar.rule")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space.m, look.space.s, look.space.m, look.space.s)
        row.setSpacing(look.space.m)
        row.addWidget(self.state)
        row.addWidget(rule)
        row.addWidget(self.block, 1)
        row.addWidget(self.code)
        row.addWidget(self.buttons)
        self.setMinimumHeight(look.space.control * 2 + look.space.xs)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._style()
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(lambda: set_look(self, "beat", not self.property("beat")))
        presenter.changed.connect(self.refresh)
        presenter.rang.connect(self._on_presenter_rang)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is true now; costs nothing where nothing changed."""
        p = self._presenter
        phase, call, me = p.phase, p.call, p.me
        name = self._name_of()
        now = (phase, call, me, name, p.asked, p.is_elsewhere, p.is_stale, p.wrap_up_code, self._skill_words(""))
        if now == self._shown:
            return
        self._shown = now
        self.state.show_state(phase, me, me.since if me is not None else None, self._stale_words())
        skill = self._skill_words(call.skill) if call is not None else ""
        self.block.show_call(phase, call, me, name, skill, p.taken_at)
        helped = me is not None and me.help_since is not None
        muted = bool(call is not None and call.muted)
        self.buttons.show_phase(phase, muted, p.asked, p.is_elsewhere, p.is_mine, helped)
        self._show_code(phase)
        self._show_ground(_GROUNDS.get(phase, ""))
        self._fit()
        if phase is Phase.RINGING:
            self._beat.start()
        else:
            self._beat.stop()
            set_look(self, "beat", False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves icons out of the buttons where there is no room, and then keys: who works by keyboard reads those."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Room for the words of the buttons: keys and icons do not keep a window from being made smaller."""
        least = super().minimumSizeHint()
        return QSize(least.width() - self.buttons.width_to_spare(), least.height())

    def _fit(self) -> None:
        """Buttons keep their keys and icons as long as there is room beside who is on the line."""
        count = 0
        while self.buttons.leave_out(count) and self._wished_width() > self.width():
            count += 1

    def _wished_width(self) -> int:
        layout = self.layout()
        for part in (self.state, self.block, self.code, self.buttons):
            # What a layout remembers of its parts, and of layouts within it, is from before their words changed.
            if (inside := part.layout()) is not None:
                inside.activate()
            part.updateGeometry()
        return layout.sizeHint().width() if layout is not None else 0

    def _show_ground(self, ground: str) -> None:
        """Changes the ground; the words on it have to be painted anew too, because their colours hang on it."""
        if self.property("ground") == ground:
            return
        set_look(self, "ground", ground)
        for words in self.findChildren(QLabel):
            words.style().unpolish(words)
            words.style().polish(words)

    def _show_code(self, phase: Phase) -> None:
        code = self._presenter.wrap_up_code
        words = wrap_up_words(code) or translate("Desk", "What was it?")
        self.code.setText(f"{words}  Ctrl+W")
        self.code.setIcon(icons.icon("wrap_up"))
        self.code.setAccessibleName(translate("Desk", "Wrap-up code: {code}").format(code=words))
        self.code.setVisible(phase is Phase.WRAP_UP)

    def _stale_words(self) -> str:
        p = self._presenter
        if not p.is_stale:
            return ""
        if p.last_true_at is None:
            return translate("Desk", "Not connected yet")
        words = translate("Desk", "Last true at {time}")
        if p.exchange_lost:
            words = translate("Desk", "Calls: last true at {time}. The exchange is not heard; your telephone works on.")
        return words.format(time=clock(p.last_true_at))

    def _on_presenter_rang(self, call: Call) -> None:
        number = spaced(call.number) or translate("Desk", "number withheld")
        words = translate("Desk", "Incoming call from {number}. F2 answers.").format(number=number)
        event = QAccessibleAnnouncementEvent(self, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def _style(self) -> None:
        look, c = theme.current(), theme.current().colours
        self.setStyleSheet(
            f"#callbar {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: {look.space.radius}px; }}"
            f'#callbar[ground="talking"] {{ background: {c.accent_soft}; border-color: {c.accent}; }}'
            f'#callbar[ground="held"] {{ background: {c.warn_soft}; border-color: {c.warn}; }}'
            f'#callbar[ground="paused"] {{ background: {c.bad_soft}; border-color: {c.bad}; }}'
            f'#callbar[ground="wrapping"] {{ background: {c.special_soft}; border-color: {c.special}; }}'
            f'#callbar[ground="ringing"] {{ background: {c.accent}; border: 2px solid {c.accent}; }}'
            f'#callbar[ground="ringing"][beat="true"] {{ background: {c.accent_pressed}; border-color: {c.text}; }}'
            f'#callbar[ground="ringing"] QLabel[look="title"], #callbar[ground="ringing"] QLabel[look="strong"],'
            f'#callbar[ground="ringing"] QLabel[look="muted"], #callbar[ground="ringing"] QLabel[look="timer"],'
            f'#callbar[ground="ringing"] QLabel[look="caption"] {{ color: {c.on_accent}; }}'
            f'QLabel[look="title"] {{ font-size: {look.type.title}px; }}'
            f'#callbar[ground="ringing"] QLabel[look="title"] {{ font-size: {look.type.figure}px; }}'
            f"#callbar\\.rule {{ background: {c.border}; border: none; }}"
            f'QLabel[look="timer"] {{ font-size: {look.type.figure}px; }}'
            f'StateControl QLabel[look="timer"] {{ font-size: {look.type.strong}px; }}'
            f'QPushButton[look="answer"] {{ background: {c.surface}; color: {c.accent_text}; font-weight: 700;'
            f" font-size: {look.type.title}px; border: none; min-height: {look.space.control}px;"
            f" padding: {look.space.xs}px {look.space.xl}px; }}"
            f'QPushButton[look="answer"]:focus {{ border: 2px solid {c.text}; }}'
        )
