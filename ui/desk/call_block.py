"""The middle of the call bar: who is on the line, since when, or what to do while nobody is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from services.contracts.calls import AgentStatus, Call
from services.desk.phase import ON_CALL, Phase
from ui.desk.texts import language_words, minute, mode_words, spaced
from ui.language import translate
from widgets import icons, theme
from widgets.badges import StateBadge
from widgets.call_timer import CallTimer
from widgets.durations import clock_text
from widgets.elided import ElidedLabel
from widgets.looks import label, set_look
from widgets.theme import Tone


class CallBlock(QWidget):
    """Number, name, queue, marks, and the clock of the call (down to the end of a ring or a wrap-up)."""

    def __init__(self, now: Callable[[], datetime], speed: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._now = now
        self._speed = speed
        self._is_down = False
        self._picture = QLabel()
        self._picture.setFixedWidth(look.space.xxl)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number = label("", "title")
        self.number.setFont(look.font("title", bold=True, digits=True))
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.name = ElidedLabel("strong")
        self.second = ElidedLabel("muted")
        for line in (self.name, self.second):
            line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._marks = [StateBadge() for _ in range(4)]
        self.timer = CallTimer(translate("Desk", "Time of the call"), self._clock, size="figure")
        head = QHBoxLayout()
        head.setSpacing(look.space.s)
        head.addWidget(self.number)
        head.addWidget(self.name)
        for mark in self._marks:
            head.addWidget(mark)
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(look.space.hair)
        words.addStretch(1)
        words.addLayout(head)
        words.addWidget(self.second)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space.m)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        row.addWidget(self.timer)

    def show_call(
        self, phase: Phase, call: Call | None, me: AgentStatus | None, name: str, skill: str, taken_at: datetime | None
    ) -> None:
        """Shows the call, or a sentence where there is none."""
        bright = phase is Phase.RINGING
        self._picture.setPixmap(icons.icon(_PICTURES[phase], "on_accent" if bright else "text_muted").pixmap(24, 24))
        with_caller = call is not None and (phase in ON_CALL or phase in (Phase.RINGING, Phase.WRAP_UP))
        if call is not None and with_caller:
            self.number.setText(
                spaced(call.number) or spaced(call.number_masked) or translate("Desk", "Number withheld")
            )
            self.name.setText(name)
            # Whoever is listened to knows of it.
            leads = [mode_words(lead) for lead in me.supervisors] if me is not None and phase in ON_CALL else []
            self.second.setText(" · ".join([*leads, _second_line(phase, call, skill, taken_at)]))
            set_look(self.second, "words", "accent" if leads else "")
        else:
            self.number.setText(_idle_words(phase))
            self.name.setText("")
            self.second.setText(_idle_advice(phase, me))
        self.name.setVisible(bool(self.name.text()))
        for line in (self.name, self.second):
            line.setToolTip(line.text())
        self._show_marks(phase, call if with_caller else None)
        self._show_time(phase, taken_at, me)

    def _show_marks(self, phase: Phase, call: Call | None) -> None:
        """What matters while it rings; during the call the panel of the caller says it."""
        marks: list[tuple[str, Tone]] = []
        if call is not None and call.muted:
            marks.append((translate("Desk", "Muted"), Tone.BAD))
        if call is not None and call.recording_paused:
            marks.append((translate("Desk", "Not recorded"), Tone.BAD))
        if call is not None and call.language:
            marks.append((language_words(call.language), Tone.SPECIAL))
        if call is not None and phase is Phase.RINGING:
            if call.elderly:
                marks.append((translate("Desk", "Elderly"), Tone.SPECIAL))
            if call.repeated:
                marks.append((translate("Desk", "Again: {count}").format(count=call.repeated + 1), Tone.WARN))
            if call.wait_seconds >= _LONG_WAIT:
                waited = translate("Desk", "Waited {time}").format(time=clock_text(call.wait_seconds))
                marks.append((waited, Tone.WARN))
        for place, badge in enumerate(self._marks):
            badge.set_state(*(marks[place] if place < len(marks) else ("", Tone.QUIET)))

    def _show_time(self, phase: Phase, taken_at: datetime | None, me: AgentStatus | None) -> None:
        self._is_down = phase in (Phase.RINGING, Phase.WRAP_UP)
        if self._is_down and me is not None and me.until is not None:
            # What is left of a ring is the person's own time, however fast the training day runs.
            left = (me.until - self._now()).total_seconds() / max(self._speed(), 1.0)
            self.timer.count_down(datetime.now(UTC) + timedelta(seconds=left))
        elif phase in ON_CALL and taken_at is not None:
            self.timer.count_up(taken_at)
        else:
            self.timer.stop()
        self.timer.setVisible(bool(self.timer.text()))

    def _clock(self) -> datetime:
        return datetime.now(UTC) if self._is_down else self._now()


_LONG_WAIT = 60.0
_PICTURES = {
    Phase.OFF_DUTY: "sign_out",
    Phase.READY: "call",
    Phase.RINGING: "answer",
    Phase.TALKING: "call",
    Phase.HELD: "hold",
    Phase.CONSULTING: "people",
    Phase.CONFERENCE: "conference",
    Phase.WRAP_UP: "wrap_up",
    Phase.BREAK: "break",
    Phase.TRAINING: "training",
    Phase.PAUSED: "warn",
}


def _second_line(phase: Phase, call: Call, skill: str, taken_at: datetime | None) -> str:
    parts = [skill]
    if phase is Phase.RINGING:
        parts.insert(0, translate("Desk", "Incoming call"))
    if phase is Phase.HELD:
        parts.insert(0, translate("Desk", "The caller hears music"))
    third = call.helper_name or spaced(call.outside)
    if phase is Phase.CONSULTING:
        parts = [translate("Desk", "You speak with {who}; the caller hears music").format(who=third)]
    if phase is Phase.CONFERENCE:
        parts.insert(0, translate("Desk", "Three of you are talking: {who}").format(who=third))
    if call.outgoing and phase is Phase.TALKING and call.answered_at is None:
        parts.insert(0, translate("Desk", "Calling, nobody has answered yet"))
    elif call.outgoing and phase is Phase.TALKING:
        parts.insert(0, translate("Desk", "You have called"))
    if phase is Phase.WRAP_UP:
        talked = clock_text(call.talk_seconds + call.hold_seconds)
        parts = [translate("Desk", "The call is over; it took {time}").format(time=talked)]
    if taken_at is not None and phase in ON_CALL:
        parts.append(translate("Desk", "since {time}").format(time=minute(taken_at)))
    return " · ".join(part for part in parts if part)


def _idle_words(phase: Phase) -> str:
    if phase in ON_CALL:
        return translate("Desk", "A colleague's call")
    return {
        Phase.OFF_DUTY: translate("Desk", "You are off duty"),
        Phase.READY: translate("Desk", "Waiting for a call"),
        Phase.RINGING: translate("Desk", "Incoming call"),
        Phase.WRAP_UP: translate("Desk", "Wrapping up"),
        Phase.BREAK: translate("Desk", "You are on a break"),
        Phase.TRAINING: translate("Desk", "You are in training"),
        Phase.PAUSED: translate("Desk", "You are paused: no call reaches you"),
    }.get(phase, "")


def _idle_advice(phase: Phase, me: AgentStatus | None) -> str:
    if phase is Phase.PAUSED and me is not None and me.reason == "rejected":
        return translate("Desk", "You turned a call down at {time}; it went to the next agent.").format(
            time=minute(me.since)
        )
    if phase is Phase.PAUSED and me is not None and me.reason == "ring_missed":
        return translate("Desk", "A call rang out here at {time} and went to the head of the queue.").format(
            time=minute(me.since)
        )
    return {
        Phase.OFF_DUTY: translate("Desk", "Tickets can be written all the same."),
        Phase.READY: translate("Desk", "The next one rings here by itself; a waiting caller can also be picked."),
        Phase.BREAK: translate("Desk", "No call reaches you until you are back."),
        Phase.TRAINING: translate("Desk", "No call reaches you until you are back."),
        Phase.PAUSED: translate("Desk", "The line to this desk was lost for a while."),
    }.get(phase, "")
