"""Listening: the waveform, the keys of a player, and beside them what happened, what was said and what was written down."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from services.contracts.quality import Pin, SampledCall, TalkShares
from services.quality.service import CallFile
from ui.language import translate
from ui.page import PageContext
from ui.quality.custody_bar import CustodyBar
from ui.quality.listening import ListeningPresenter
from ui.quality.ticket_view import TicketView
from ui.quality.timeline_view import TimelineView
from ui.quality.transport import Transport
from ui.quality.words import flaw_words, when
from widgets import theme
from widgets.badges import StateBadge
from widgets.durations import clock_text
from widgets.empty import EmptyHint
from widgets.looks import label
from widgets.split import SplitPane
from widgets.theme import Tone
from widgets.waveform import Pin as Mark
from widgets.waveform import Shade, Waveform

_SHORTEST_WHY = 2


class ListenPanel(QFrame):
    """One call. Without a recording the timeline and the ticket stay, and a sentence says so."""

    pin_requested = Signal(float, str)
    """A comment to pin: second and words."""

    def __init__(
        self,
        listening: ListeningPresenter,
        context: PageContext,
        remember_as: str = "quality.listen",
        empty: str = "",
        may_pin: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        space = look.space
        self._listening = listening
        self._pin_second = 0.0
        self.setProperty("look", "card")
        self._title = label("", "title")
        self._about = label("", "caption")
        self._rating = StateBadge()
        self._notice = label("", wrap=True)
        self._notice.setProperty("words", "warn")
        self._flaw = label("", wrap=True)
        self._flaw.setProperty("words", "bad")
        self._wave = Waveform(translate("Quality", "Recording"))
        self._wave.setObjectName("quality.waveform")
        self._wave.setMinimumHeight(92)
        self._wave.seek_requested.connect(listening.seek)
        self._pin_field, self._why_field = QLineEdit(), QLineEdit()
        self._pin_field.setObjectName("quality.pin")
        self._pin_field.setMaxLength(2_000)
        self._pin_field.setAccessibleName(translate("Quality", "Comment to pin"))
        self._pin_field.returnPressed.connect(self._on_pin_field_return_pressed)
        self._pin_field.installEventFilter(self)
        self._pin_field.hide()
        self._why_field.setObjectName("quality.why")
        self._why_field.setMaxLength(200)
        self._why_field.setAccessibleName(translate("Quality", "Reason for listening"))
        self._why_field.setPlaceholderText(translate("Quality", "What for? It is kept in the access log"))
        self._why_field.returnPressed.connect(self._on_why_field_return_pressed)
        self._why_field.installEventFilter(self)
        self._why_field.hide()
        # On hold and paused besides, it is wider than the panel.
        self._shares = label("", "caption", wrap=True)
        self._shares.setObjectName("quality.shares")
        self._transport = Transport(listening, may_pin)
        self._transport.pin_requested.connect(self.write_pin)
        self.timeline = TimelineView()
        self.timeline.seek_requested.connect(listening.seek)
        self._ticket = TicketView()
        below = SplitPane(
            [
                _titled(translate("Quality", "What was said"), self.timeline),
                _titled(translate("Quality", "Ticket"), self._ticket),
            ],
            [3, 2],
            context.remember,
            remember_as,
            vertical=True,
        )
        self._empty = EmptyHint(
            empty or translate("Quality", "Press Enter on a call of the sample to claim it and listen."), "sound"
        )
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        head = QHBoxLayout()
        head.setSpacing(space.s)
        head.addWidget(self._title)
        head.addWidget(self._rating)
        head.addStretch(1)
        head.addWidget(_legend("accent", translate("Quality", "Agent")))
        head.addWidget(_legend("good", translate("Quality", "Caller")))
        self.head = head
        """The row with the name; a page may add what can be done with the call."""
        column.addLayout(head)
        column.addWidget(self._about)
        column.addWidget(self._notice)
        column.addWidget(self._flaw)
        column.addWidget(self._wave)
        column.addWidget(self._pin_field)
        column.addWidget(self._why_field)
        column.addWidget(self._shares)
        column.addWidget(self._transport)
        column.addWidget(CustodyBar(listening.custody))
        column.addWidget(below, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space.m, space.m, space.m, space.m)
        outer.addWidget(self._empty)
        outer.addWidget(self._body)
        self._connect()

    def show_call(self, sampled: SampledCall | None) -> None:
        """Shows whose call it is, before anything else of it has come."""
        if sampled is None:
            self.show_nothing()
            return
        call = sampled.call
        self.show_head(call.agent_name, f"{when(call.offered_at)}  ·  {call.number_masked}", call.satisfaction)
        if sampled.own:
            self._say(translate("Quality", "You handled this call yourself; somebody else has to score it."))
        elif sampled.claimed_by and sampled.evaluation_status == "claimed" and not self._listening.call_id:
            self._say(translate("Quality", "{name} is scoring this call.").format(name=sampled.claimed_by))

    def show_head(self, name: str, about: str, stars: int | None = None) -> None:
        """Shows a call's agent, a line about it, and the caller's rating."""
        self._body.setVisible(True)
        self._empty.setVisible(False)
        self._title.setText(name)
        self._about.setText(about)
        words = translate("Quality", "Rating {stars} of 5").format(stars=stars) if stars else ""
        self._rating.set_state(words, Tone.BAD if stars and stars <= 2 else Tone.GOOD)

    def show_nothing(self) -> None:
        """Says how to get a call."""
        self._body.setVisible(False)
        self._empty.setVisible(True)

    def show_pins(self, pins: list[Pin]) -> None:
        """Marks pinned comments on the waveform."""
        self._wave.set_pins([Mark(f"{pin.second}", pin.second, pin.text) for pin in pins])

    def write_pin(self) -> None:
        """Opens the field for a comment at the present second; the sound goes on."""
        if self._listening.file is not None and self._listening.file.waveform is not None:
            self._pin_second = self._listening.position
            self._pin_field.setPlaceholderText(
                translate("Quality", "Comment at {time}; Enter pins it, Esc leaves").format(
                    time=clock_text(self._pin_second)
                )
            )
            self._pin_field.clear()
            self._pin_field.show()
            self._pin_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_silence(self) -> None:
        """Leaves out silences, or not."""
        self._transport.toggle_silence()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Escape leaves the field for a comment or a reason."""
        if (
            watched in (self._pin_field, self._why_field)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._leave_pin_field()
            return True
        return False

    # -- what is listened to

    def _connect(self) -> None:
        listening = self._listening
        listening.file_changed.connect(self._on_listening_file_changed)
        listening.position_changed.connect(self._on_listening_position_changed)
        listening.playing_changed.connect(self._on_listening_playing_changed)
        listening.entry_changed.connect(self.timeline.show_now)
        listening.failed.connect(self._say)
        listening.loop_changed.connect(self._show_wave)
        listening.why_wanted.connect(self._ask_why)
        self._on_listening_file_changed(listening.file)
        self._on_listening_playing_changed(listening.is_playing)
        self._on_listening_position_changed(listening.position)
        self.timeline.show_now(listening.entry)

    def _on_listening_file_changed(self, file: CallFile | None) -> None:
        self._say("")
        wave = file.waveform if file else None
        self._transport.show_length(wave.seconds if wave else 0.0)
        self._why_field.hide()
        self._shares.setText(_shares_words(wave.shares, wave.seconds) if wave and wave.shares else "")
        self._shares.setVisible(bool(self._shares.text()))
        self._flaw.setText(flaw_words(wave.flaw) if wave and wave.flaw else "")
        self._flaw.setVisible(bool(self._flaw.text()))
        if wave is None:
            self._wave.set_pins([])
        self._show_wave()
        self.timeline.show_entries(file.timeline if file else ())
        self._ticket.show_ticket(file.ticket if file else None)
        if file is not None and file.missing:
            self._say(file.missing)
        # Without a sound there is nothing to draw and nothing to press.
        for part in (self._wave, self._transport):
            part.setVisible(file is None or wave is not None)
        self._on_listening_position_changed(0.0)

    def _show_wave(self) -> None:
        listening, file = self._listening, self._listening.file
        wave = file.waveform if file else None
        if wave is None:
            self._wave.set_recording([], 0.0)
        else:
            shades = [Shade(span.start, span.end, Tone.QUIET) for span in wave.silent]
            on_hold, paused = translate("Quality", "On hold"), translate("Quality", "Recording paused")
            shades += [Shade(span.start, span.end, Tone.WARN, on_hold) for span in wave.held]
            shades += [Shade(span.start, span.end, Tone.BAD, paused) for span in wave.paused]
            if listening.loop_start is not None:
                end = listening.loop_start if listening.loop_end is None else listening.loop_end
                shades.append(Shade(listening.loop_start, end, Tone.ACCENT, translate("Quality", "Loop")))
            # Telephone voices are quiet; drawn as high as there is room.
            loudest = max([*wave.agent, *wave.citizen, 0.05])
            agent, citizen = ([peak / loudest for peak in voice] for voice in (wave.agent, wave.citizen))
            self._wave.set_recording(agent, wave.seconds, citizen, shades)
            self._wave.set_position(listening.position)

    def _on_listening_position_changed(self, second: float) -> None:
        self._wave.set_position(second)
        self._transport.show_position(second)

    def _on_listening_playing_changed(self, playing: bool) -> None:
        if playing and not self._listening.has_sound:
            self._say(translate("Quality", "This machine has no sound device: the lines run without sound."))

    def _on_pin_field_return_pressed(self) -> None:
        if self._pin_field.text().strip():
            self.pin_requested.emit(self._pin_second, self._pin_field.text())
        self._leave_pin_field()

    def _ask_why(self) -> None:
        self._why_field.clear()
        self._why_field.show()
        self._why_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_why_field_return_pressed(self) -> None:
        why = self._why_field.text().strip()
        if len(why) >= _SHORTEST_WHY:
            self._leave_pin_field()
            self._listening.listen_because(why)

    def _leave_pin_field(self) -> None:
        self._pin_field.hide()
        self._why_field.hide()
        self._wave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str) -> None:
        self._notice.setText(words)
        self._notice.setVisible(bool(words))


def _shares_words(shares: TalkShares, seconds: float) -> str:
    """Returns who spoke for how much of the talk, as measured in the recording's two channels; time on hold and pauses are no part of it."""
    talk = seconds - shares.held - shares.paused
    agent, citizen, both, silent = (
        f"{part / talk:.0%}" if talk > 0 else "–" for part in (shares.agent, shares.citizen, shares.both, shares.silent)
    )
    words = translate("Quality", "Agent {agent}  ·  Caller {citizen}  ·  Both at once {both}  ·  Silence {silent}")
    said = words.format(agent=agent, citizen=citizen, both=both, silent=silent)
    if shares.held:
        said += translate("Quality", "  ·  besides, on hold {time}").format(time=clock_text(shares.held))
    if shares.paused:
        said += translate("Quality", "  ·  recording paused {time}").format(time=clock_text(shares.paused))
    return said


def _legend(role: str, words: str) -> QLabel:
    made = label(f"■ {words}", "caption")
    made.setProperty("words", role)
    return made


def _titled(words: str, body: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().space.xs)
    column.addWidget(label(words, "caption"))
    column.addWidget(body, 1)
    return made
