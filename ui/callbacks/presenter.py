"""What the page of call-backs does: the list, the one that is looked at, the one that is mine."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QTimer, Signal

from services.callbacks.service import CallBackService
from services.contracts.accounts import Permission
from services.contracts.callbacks import CallBack, CallBackEntry, CallBackList, CallBackState
from services.contracts.events import Topic
from services.errors import AppError
from services.live import ChangeKind, LiveChange, LiveFeed
from services.session import CurrentSession
from services.tasks import Tasks
from ui.callbacks.message_presenter import MessagePresenter
from ui.callbacks.words import number_words
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import problem_words
from ui.quality.player import Player
from ui.settings.channels.outgoing_presenter import OutgoingPresenter
from widgets.theme import Tone

_AGAIN_SECONDS = 30
"""Call-backs become due without anybody telling."""
_TALKS = ("calling", "closed")
"""Entries of a story that name a call with the citizen."""
_SOON_MS = 300
"""Many lost calls at once are one reading."""


class Shown(StrEnum):
    """Which list is shown."""

    OPEN = "open"
    CLOSED = "closed"
    """Closed today."""
    REPLIES = "replies"
    """Replies to tickets whose citizens want to be called."""


class CallBacksPresenter(Presenter):
    """Lives from sign-in to sign-out. A number is kept only while its call-back is taken by this person.

    Agents call; leads may close what nobody can reach; inspectors look, and listen to what callers left.
    ``replies`` is nothing for who may not tell citizens.
    """

    rows_changed = Signal()
    one_changed = Signal()
    """Another one is looked at, or something of it has changed."""
    freshness_changed = Signal()
    """The server is not heard any more, or is again."""
    called = Signal()
    """The citizen is being called: the talk is on Desk."""

    def __init__(
        self,
        tasks: Tasks,
        service: CallBackService,
        live: LiveFeed,
        session: CurrentSession,
        make_player: Callable[[], Player],
        replies: OutgoingPresenter | None = None,
    ) -> None:
        super().__init__(tasks)
        self.message = MessagePresenter(service, tasks, make_player, self)
        self._service = service
        self._live = live
        account = session.account
        self._me = account.id if account is not None else ""
        self.may_call = session.may(Permission.CALL_HANDLE)
        self.may_write = session.may(Permission.TICKET_WRITE)
        self.may_give_up = session.may(Permission.QUEUE_WATCH)
        self.may_give_up_any = session.may(Permission.FLOOR_MANAGE)
        self.replies = replies
        self.shown = Shown.OPEN
        self.found = CallBackList(items=[])
        self.is_read = False
        self.chosen = ""
        self.story: list[CallBackEntry] = []
        self.problem = ""
        self.is_busy = False
        self._is_unheard = False
        """The problem is that the server was not heard."""
        self._due = 0
        self._numbers: dict[str, str] = {}
        self._stop: Callable[[], None] = lambda: None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.read)
        self._again = QTimer(self, interval=_AGAIN_SECONDS * 1000)
        self._again.timeout.connect(self.read)
        if replies is not None:
            replies.setParent(self)
            replies.notice_stated.connect(self.notice_stated)
            replies.changed.connect(self._tell_badge)
            replies.moved.connect(replies.load)

    def start(self) -> None:
        """Reads the list and follows what happens."""
        self._stop = self._live.listen(self._on_live_changed)
        self._again.start()
        self.read()

    def close(self) -> None:
        """Ends following."""
        self._stop()
        self._soon.stop()
        self._again.stop()
        self._numbers.clear()
        self.message.close()

    # -- what is shown

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._live.server_now()

    @property
    def one(self) -> CallBack | None:
        """The call-back that is looked at."""
        return next((each for each in self.found.items if each.id == self.chosen), None)

    def number(self) -> str:
        """Returns the number of what is looked at: whole where this person has taken it, else masked."""
        one = self.one
        if one is None:
            return ""
        return number_words(self._numbers.get(one.id, "") if self.is_known else one.number_masked)

    @property
    def is_hidden(self) -> bool:
        """Whether the citizen hid their number: there is a message, and nobody can be called."""
        return self.one is not None and not self.one.number_masked

    @property
    def is_mine(self) -> bool:
        """Whether this person has taken what is looked at, here or before this console was started anew."""
        one = self.one
        return one is not None and one.state == CallBackState.TAKEN and one.holder_id == self._me

    @property
    def is_known(self) -> bool:
        """Whether the number of what is looked at is known here: it was taken here."""
        return self.is_mine and self.chosen in self._numbers

    @property
    def is_stale(self) -> bool:
        """Whether the server is not heard: the list is what was last known."""
        return self._live.state.stale

    @property
    def can_call(self) -> bool:
        """Whether this person may call now."""
        one = self.one
        if one is None or not self.may_call or self.is_busy:
            return False
        return self.is_mine or one.due

    @property
    def can_write(self) -> bool:
        """Whether this person may write a ticket of it now: they have it, or it is closed."""
        one = self.one
        return one is not None and self.may_write and (self.is_mine or one.state == CallBackState.CLOSED)

    @property
    def call_made(self) -> str:
        """The call in which the citizen was last called, or called again themselves; empty where there was none."""
        spoken = (entry.call_id for entry in reversed(self.story) if entry.what in _TALKS)
        return next((call_id for call_id in spoken if call_id), "")

    @property
    def can_give_up(self) -> bool:
        """Whether this person may close it."""
        one = self.one
        if one is None or not self.may_give_up or one.state == CallBackState.CLOSED or self.is_busy:
            return False
        return one.state == CallBackState.WAITING or one.holder_id == self._me or self.may_give_up_any

    # -- asking

    def read(self) -> None:
        """Reads what is shown."""
        closed = self.shown is Shown.CLOSED

        def take(found: CallBackList) -> None:
            if closed == (self.shown is Shown.CLOSED):
                self._on_read(found)

        if self.replies is not None:
            self.replies.load()
        self.work(lambda _progress: self._service.listed(closed), done=take, failed=lambda _error: None)

    def show(self, shown: Shown) -> None:
        """Shows another list."""
        if shown is not self.shown:
            self.shown = shown
            self.found, self.is_read, self.chosen = CallBackList(items=[]), False, ""
            self.rows_changed.emit()
            self._on_chosen()
            self.read()

    def show_next(self) -> None:
        """Shows the list after this one, and after the last the first."""
        lists = [shown for shown in Shown if shown is not Shown.REPLIES or self.replies is not None]
        self.show(lists[(lists.index(self.shown) + 1) % len(lists)])

    def choose(self, call_back_id: str) -> None:
        """Looks at one."""
        if call_back_id != self.chosen:
            self.chosen = call_back_id
            self._on_chosen()

    def call(self) -> None:
        """Takes what is looked at and calls the citizen; one without a number is only taken."""
        one = self.one
        if one is None or not self.can_call:
            return
        if self.is_hidden:
            self._do(lambda: self._took(one.id), translate("CallBacks", "It is yours. There is no number to call."))
            return

        def take_and_call() -> CallBack:
            taken = self._took(one.id)
            self._service.call(taken)
            return taken

        self._do(
            take_and_call, translate("CallBacks", "The citizen is being called. The call is on Desk."), self._on_called
        )

    def _took(self, call_back_id: str) -> CallBack:
        taken = self._service.take(call_back_id)
        self._numbers[call_back_id] = taken.number
        return taken

    def result(self, reached: bool) -> None:
        """Says what came of the try."""
        one = self.one
        if one is not None and self.is_mine:
            said = translate("CallBacks", "Closed: the citizen was reached.")
            if not reached:
                said = translate("CallBacks", "The try is counted.")
            self._do(lambda: self._service.result(one.id, reached), said)

    def release(self) -> None:
        """Gives it back untried."""
        one = self.one
        if one is not None and self.is_mine:
            self._do(lambda: self._service.release(one.id), translate("CallBacks", "Others may call now."))

    def give_up(self, reason: str) -> None:
        """Closes it with a reason."""
        one = self.one
        if one is not None and self.can_give_up and reason.strip():
            self._do(lambda: self._service.give_up(one.id, reason.strip()), translate("CallBacks", "It is closed."))

    def _do(self, act: Callable[[], CallBack], said: str, then: Callable[[], None] = lambda: None) -> None:
        if self.is_busy:
            return
        self.is_busy, self.problem = True, ""
        self.one_changed.emit()

        def done(_result: CallBack) -> None:
            self.is_busy = False
            self.notice_stated.emit(said, str(Tone.GOOD))
            self.read()
            then()

        self.work(lambda _progress: act(), done=done, failed=self._on_refused)

    # -- what comes back

    def _on_called(self) -> None:
        self.called.emit()

    def _on_refused(self, error: Exception) -> None:
        self.is_busy = False
        self.problem = problem_words(error)
        self._is_unheard = isinstance(error, AppError) and error.code == "unreachable"
        if self._is_unheard:
            self.problem = translate(
                "CallBacks", "Not done: the server is not heard. Nothing is sent by itself later; press again then."
            )
        self.one_changed.emit()
        self.read()

    def _on_read(self, found: CallBackList) -> None:
        self.found, self.is_read = found, True
        held = {each.id for each in found.items if each.holder_id == self._me and each.state == CallBackState.TAKEN}
        if self.shown is not Shown.CLOSED:
            self._numbers = {key: number for key, number in self._numbers.items() if key in held}
            self._due = found.due
            self._tell_badge()
        if self.one is None:
            self.chosen = found.items[0].id if found.items else ""
            self.problem = ""
        self.rows_changed.emit()
        self._read_story()
        self.one_changed.emit()

    def _tell_badge(self) -> None:
        due = self._due if self.may_give_up else 0
        count = due + (len(self.replies.messages) if self.replies is not None else 0)
        self.badge_changed.emit(str(count) if count else "")

    def _on_chosen(self) -> None:
        self.story, self.problem = [], ""
        self.one_changed.emit()
        self._read_story()

    def _read_story(self) -> None:
        one, chosen = self.one, self.chosen
        self.message.show(one.messages if one is not None else [], self.may_call and self.shown is Shown.OPEN)
        if not chosen:
            return

        def take(found: list[CallBackEntry]) -> None:
            if chosen == self.chosen and found != self.story:
                self.story = found
                self.one_changed.emit()

        self.work(lambda _progress: self._service.story(chosen), done=take, failed=lambda _error: None)

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.kind in (ChangeKind.STALE, ChangeKind.FRESH, ChangeKind.SNAPSHOT):
            if self._is_unheard and not self.is_stale:
                self.problem, self._is_unheard = "", False
                self.one_changed.emit()
            self.freshness_changed.emit()
        told = change.event is not None and change.event.topic == Topic.CALL_BACK
        if told or change.kind in (ChangeKind.SNAPSHOT, ChangeKind.FRESH):
            self._soon.start()
