"""The call in hand and one's own state: what is true, and what the agent asks for."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.blocking import ReportReason
from services.contracts.calls import AgentState, AgentStateChange, AgentStatus, Call, RejectReason, TransferRequest
from services.desk.phase import ON_CALL, WITH_THIRD, Phase, own_call, phase_of
from services.live import LiveChange, LiveFeed
from services.tasks import Tasks
from ui.desk.asking import Asking
from ui.desk.calls import Calls
from ui.desk.emergency import Emergency
from ui.desk.keypad import Keypad
from ui.problems import problem_words

EXTENSION_SECONDS = 60
"""How much longer a wrap-up lasts from the moment it is extended."""


class CallPresenter(QObject):
    """Follows the live call and the agent's state; one thing at a time is asked of the server."""

    changed = Signal()
    """Phase, call, state, time or freshness may have changed."""
    rang = Signal(object)
    """A :class:`Call` rings here that did not ring before."""
    taken = Signal(object)
    """A :class:`Call` was answered here (or is found in hand after a restart)."""
    left = Signal(str)
    """The call with this id is not in hand any more: ended, sent on, or wrapped up."""
    spoken = Signal()
    """Training mode: the caller said something, or another call's lines are shown."""
    reported = Signal()
    """The caller was reported as harassing."""
    failed = Signal(str)
    """A sentence: what was asked for was refused."""

    def __init__(self, live: LiveFeed, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._calls = calls
        self._tasks = tasks
        self._stop: Callable[[], None] = lambda: None
        self._rung = ""
        self._taken = ""
        self._last = ""
        """The call that was in hand before."""
        self._lines = 0
        self._keypad = Keypad(calls, tasks, lambda: self._call_id() if self.phase in ON_CALL else "", self)
        self._keypad.failed.connect(self.failed)
        self._asking = Asking(tasks, self)
        self._asking.changed.connect(self.changed)
        self._asking.failed.connect(self.failed)
        self.emergency = Emergency(self, calls, self._with_call, self)
        self.wrap_up_code = ""
        self._coded = ""
        """The call that the code is of."""
        self._told_code = ""
        """The code that the server was told with the end of the wrap-up."""
        self.taken_at: datetime | None = None
        """Since when the call in hand is in these hands; it may have been in others before."""

    # -- what is true

    @property
    def me(self) -> AgentStatus | None:
        """One's own row of the agent board."""
        return self._live.state.me

    @property
    def call(self) -> Call | None:
        """The call that rings, is talked, or is wrapped up here."""
        return own_call(self.me, self._live.state.call)

    @property
    def phase(self) -> Phase:
        """Where the agent stands."""
        return phase_of(self.me, self.call)

    @property
    def asked(self) -> str:
        """What is being asked of the server now, empty for nothing: its button waits."""
        return self._asking.asked

    @property
    def is_elsewhere(self) -> bool:
        """Whether another console of the same person is on duty; the person may take over."""
        return self._asking.is_elsewhere

    @property
    def is_stale(self) -> bool:
        """Whether what is shown of calls may be out of date."""
        return self._live.state.calls_stale

    @property
    def exchange_lost(self) -> bool:
        """Whether it is only the exchange that is not heard; everything else works."""
        return not self._live.state.stale and not self._live.state.exchange.connected

    @property
    def last_true_at(self) -> datetime | None:
        """The server's time at which what is shown of calls was last true."""
        return self._live.state.calls_true_at

    @property
    def training(self) -> bool:
        """Whether callers are simulated."""
        return self._live.state.training.active

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._live.server_now()

    @property
    def speed(self) -> float:
        """How many of the server's seconds pass in one of the person's."""
        return self._live.speed

    def start(self) -> None:
        """Begins to follow."""
        self._stop = self._live.listen(self._on_live_changed)
        self._follow()

    def close(self) -> None:
        """Ends following."""
        self._stop()

    # -- what the agent asks for

    def answer(self, call_id: str = "") -> None:
        """Answers the call that rings, or picks a caller from the queue."""
        target = call_id or (self.call.id if self.call is not None and self.phase is Phase.RINGING else "")
        if target:
            self._asking.ask("answer", lambda: self._calls.act(target, "answer"))

    def toggle_hold(self) -> None:
        """Puts the caller on hold, or takes them off it; lets go of whoever was asked, and has the caller back."""
        if self.phase in WITH_THIRD and self.is_mine:
            self._act("release")
        elif self.phase in (Phase.TALKING, Phase.HELD):
            self._act("resume" if self.phase is Phase.HELD else "hold")

    def toggle_mute(self) -> None:
        """Silences the microphone, or ends that."""
        if self.phase in ON_CALL and self.call is not None:
            self._act("unmute" if self.call.muted else "mute")

    def end(self) -> None:
        """Ends the call, without a question."""
        if self.phase in ON_CALL:
            self._act("end")

    def transfer(self, to: TransferRequest, refused: Callable[[], None] = lambda: None) -> None:
        """Sends the caller to a colleague, a queue, or a number outside."""
        self._with_call("transfer", lambda call_id: self._calls.transfer(call_id, to), refused)

    def hand_over(self, ticket_id: str, refused: Callable[[], None] = lambda: None) -> None:
        """Leaves the caller with who was asked."""
        self._with_call("transfer", lambda call_id: self._calls.hand_over(call_id, ticket_id), refused)

    def park(self, ticket_id: str, refused: Callable[[], None] = lambda: None) -> None:
        """Puts the caller aside."""
        self._with_call("park", lambda call_id: self._calls.park(call_id, ticket_id), refused)

    def conference(self, whom: TransferRequest) -> None:
        """Takes a ready colleague, or a number outside, into the call."""
        self._with_call("conference", lambda call_id: self._calls.conference(call_id, whom))

    def uninvite(self) -> None:
        """Takes back an invitation to whom nobody has come yet; hold goes on where the caller is held."""
        if self.phase in (Phase.TALKING, Phase.HELD) and self.is_mine:
            self._act("release")

    def consult(self, whom: TransferRequest) -> None:
        """Puts the caller on hold and asks somebody."""
        self._with_call("consult", lambda call_id: self._calls.consult(call_id, whom))

    def join(self) -> None:
        """Takes the caller into the consultation."""
        if self.phase is Phase.CONSULTING:
            self._act("join")

    def reject(self, reason: str) -> None:
        """Turns the ring down."""
        if self.phase is Phase.RINGING:
            self._with_call("reject", lambda call_id: self._calls.reject(call_id, RejectReason(reason)))

    def reportable(self) -> str:
        """Returns the call that can be reported as harassing: the one in hand, else the last one; empty where there is none."""
        return self._taken or self._last

    def report(self, reason: str, note: str) -> None:
        """Reports that call."""
        call_id = self.reportable()

        def done(_nothing: object) -> None:
            self.reported.emit()

        if call_id:
            asked = ReportReason(reason)
            work = partial(self._calls.report, call_id, asked, note)
            self._tasks.start(lambda _progress: work(), done=done, failed=lambda e: self.failed.emit(problem_words(e)))

    def press(self, keys: str) -> None:
        """Sends keypad tones into the call, in their order; none is lost while others are on their way."""
        self._keypad.press(keys)

    def dial(self, number: str) -> None:
        """Calls a number."""
        call_id = str(uuid7())
        self._asking.ask("dial", lambda: self._calls.dial(call_id, number))

    def toggle_help(self) -> None:
        """Asks a lead for help, or takes that back."""
        if self.phase in ON_CALL and self.is_mine and self.me is not None:
            self._act("no-help" if self.me.help_since is not None else "help")

    def toggle_recording(self) -> None:
        """Keeps a secret out of the recording, or lets it go on."""
        if self.phase in ON_CALL and self.is_mine and self.call is not None:
            self._act("resume-recording" if self.call.recording_paused else "pause-recording")

    @property
    def is_mine(self) -> bool:
        """Whether one handles the call oneself, and was not only asked into it."""
        return self.call is not None and self.me is not None and self.call.agent_id == self.me.account_id

    def go_ready(self) -> None:
        """Goes on duty, or back to it: from a break, from training, from a pause, and at the end of wrap-up."""
        if self.phase is Phase.WRAP_UP:
            self._finish_wrap_up(ready=True)
        elif self.phase not in ON_CALL and self.phase is not Phase.RINGING:
            self._set_state(AgentStateChange(state=AgentState.READY))

    def take_break(self, reason: str) -> None:
        """Takes a break; from wrap-up, its code goes along."""
        if self.phase is Phase.WRAP_UP:
            self._finish_wrap_up(ready=False, then=lambda: self._set_break(reason))
        else:
            self._set_break(reason)

    def train(self) -> None:
        """Goes into training: no calls, and not counted as a break."""
        self._set_state(AgentStateChange(state=AgentState.TRAINING))

    def go_off_duty(self) -> None:
        """Leaves the floor."""
        self._set_state(AgentStateChange(state=AgentState.OFFLINE))

    def extend_wrap_up(self, reason: str) -> None:
        """Gives a minute more from now; why is kept."""
        if self.phase is Phase.WRAP_UP:
            change = AgentStateChange(state=AgentState.WRAP_UP, reason=reason, extend_seconds=EXTENSION_SECONDS)
            self._set_state(change)

    def take_over(self) -> None:
        """Goes on duty here although another console of the same person is open."""
        self._set_state(AgentStateChange(state=AgentState.READY, take_over=True))

    def choose_wrap_up_code(self, code: str) -> None:
        """Says what the call was."""
        self.wrap_up_code = code
        self.changed.emit()

    # -- inside

    def _call_id(self) -> str:
        if self.call is not None:
            return self.call.id
        return (self.me.call_id or "") if self.me is not None else ""

    def _act(self, action: str) -> None:
        self._with_call(action, lambda call_id: self._calls.act(call_id, action))

    def _with_call(self, what: str, do: Callable[[str], object], refused: Callable[[], None] = lambda: None) -> None:
        call_id = self._call_id()
        if call_id:
            self._asking.ask(what, lambda: do(call_id), refused=refused)

    def _set_break(self, reason: str) -> None:
        self._set_state(AgentStateChange(state=AgentState.BREAK, reason=reason))

    def _set_state(self, change: AgentStateChange) -> None:
        self._asking.ask(f"state.{change.state.value}", lambda: self._calls.set_state(change))

    def _finish_wrap_up(self, ready: bool, then: Callable[[], None] | None = None) -> None:
        call_id, code = self._call_id(), self.wrap_up_code
        if call_id:
            self._told_code = code
            self._asking.ask("wrap_up", lambda: self._calls.wrap_up(call_id, code, ready), then)
        else:
            self._set_state(AgentStateChange(state=AgentState.READY))

    def _on_live_changed(self, _change: LiveChange) -> None:
        self._follow()

    def _follow(self) -> None:
        """States what has become true, in the order a person has to hear it: first the ring."""
        call, phase = self.call, self.phase
        call_id = call.id if call is not None else ""
        if call is not None and phase is Phase.RINGING and self._rung != call_id:
            self._rung = call_id
            self.rang.emit(call)
        if phase is not Phase.RINGING:
            self._rung = ""
        if self._taken and self._taken != call_id:
            self._last, self._taken = self._taken, ""
            self.left.emit(self._last)
        # Who has sent the caller on wraps up a call that is somebody else's by now.
        mine = self._call_id()
        if self._coded and self._coded != mine:
            done, code, self._coded, self.wrap_up_code = self._coded, self.wrap_up_code, "", ""
            if code and code != self._told_code:
                # The countdown has run out, or the next caller is there: the server still takes it.
                self._tasks.start(lambda _progress: self._calls.wrap_up(done, code, True), failed=lambda _error: None)
            self._told_code = ""
        if mine and (phase in ON_CALL or phase is Phase.WRAP_UP):
            self._coded = mine
        if call is not None and not self._taken and (phase in ON_CALL or phase is Phase.WRAP_UP):
            self._taken = call_id
            self.taken_at = call.state_since if phase is Phase.TALKING else call.answered_at
            self.taken.emit(call)
        self.emergency.follow()
        self.changed.emit()
        lines = len(call.lines) if call is not None else 0
        if lines != self._lines:
            self._lines = lines
            self.spoken.emit()
