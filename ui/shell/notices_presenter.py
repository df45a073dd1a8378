"""What the person should know of: notices as the server keeps them, how many are unread, and quiet."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QObject, QTimer, Signal
from uuid_utils import uuid7

from services.clock import Clock, SystemClock
from services.contracts.events import Event, Topic
from services.contracts.notices import Notice, NoticeCode, NoticePage, ReadState
from services.desk.choices import Choices
from services.errors import AppError
from services.live import ChangeKind, LiveChange
from ui import moments
from ui.container import Container
from ui.page import Link

_GATHER_MS = 400
_MOST_SHOWN = 500
_LONGEST_MS = 2**31 - 1


class NoticesPresenter(QObject):
    """Follows them from sign-in to sign-out.

    Quiet is this desk's: until a moment that the person chose, and during a call. Meanwhile notices are kept and shown in
    the pane, but nothing pops up, sounds or counts; what is urgent gets through.

    Args:
        container: the services.
        clock: the machine's time; the training day's is not the person's.
    """

    changed = Signal()
    """The notices, the count or quiet."""
    popped_up = Signal(list)
    """Notices that came a moment ago and may be told of now, the oldest first."""
    problem_happened = Signal(object)

    def __init__(self, container: Container, clock: Clock | None = None) -> None:
        super().__init__()
        self._container = container
        self._clock = clock or SystemClock()
        self._stop: Callable[[], None] = lambda: None
        self._is_open = False
        self.notices: list[Notice] = []
        self.unread = 0
        self.is_read = False
        """Whether the server has been heard since sign-in."""
        self.problem: Exception | None = None
        self.choices: Choices | None = None
        self._next: str | None = None
        self._quiet_until: datetime | None = None
        self._was_quiet = False
        self._count_when_quiet_began = 0
        self._fresh: list[Notice] = []
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._gather.timeout.connect(self._pop_up)
        self._quiet_ends = QTimer(self, singleShot=True)
        self._quiet_ends.timeout.connect(self._look_at_quiet)

    # -- the window's calls

    def start(self) -> None:
        """Begins to follow."""
        self._is_open = True
        self._quiet_until = self._remembered()
        self._stop = self._container.live.listen(self._on_live_changed)
        self._look_at_quiet()
        self.read()
        self._container.tasks.start(
            lambda _progress: self._container.desk.choices(), done=self._on_choices, failed=lambda _error: None
        )

    def close(self) -> None:
        """Ends following and forgets all: the next person has others."""
        self._is_open = False
        self._stop()
        self._stop = lambda: None
        self._gather.stop()
        self._quiet_ends.stop()
        self.notices, self.unread, self.is_read, self.problem = [], 0, False, None
        self._next, self._quiet_until, self._was_quiet, self._fresh = None, None, False, []

    # -- what is shown

    @property
    def is_quiet(self) -> bool:
        """Whether nothing may disturb: for the chosen time, or during a call."""
        return self.quiet_until is not None or self.is_in_call

    @property
    def is_in_call(self) -> bool:
        """Whether the person speaks with somebody."""
        return self._container.live.state.call is not None

    @property
    def quiet_until(self) -> datetime | None:
        """The end of the chosen quiet, as the district's clock will show it; ``None`` where none was chosen or it is over.

        A person rests by their own clock; that of a training district stands at another hour, and may be faster.
        """
        left = self._quiet_left()
        live = self._container.live
        return moments.local(live.server_now() + left * live.speed) if left else None

    @property
    def counted(self) -> int:
        """What the bell shows: how many are unread; in quiet, no more than when it began."""
        return min(self.unread, self._count_when_quiet_began) if self._was_quiet else self.unread

    @property
    def has_more(self) -> bool:
        """Whether older ones can be read."""
        return self._next is not None and len(self.notices) < _MOST_SHOWN

    def link(self, notice: Notice, pages: frozenset[str]) -> Link | None:
        """Returns where a notice leads to, among the pages that the person may use."""
        if notice.ticket_id:
            page = next((page for page in ("ticket", "desk") if page in pages), "")
            return Link(page, "ticket", notice.ticket_id) if page else None
        if notice.code == NoticeCode.BOARD_FILES:
            return Link("settings", "channels", "board") if "settings" in pages else None
        if notice.code in (NoticeCode.CALIBRATION_BEGUN, NoticeCode.CALIBRATION_COMPARED):
            return Link("quality", "calibration", str(notice.values.get("id", ""))) if "quality" in pages else None
        wanted = {
            NoticeCode.HANDED_OVER: (("tasks", ""), ("dispatch", "")),
            NoticeCode.HELP: (("wall", ""),),
            NoticeCode.FLOOR_ALARM: (("wall", ""),),
            NoticeCode.BLOCK_PROPOSED: (("settings", "blocks"),),
            NoticeCode.RULE_PROPOSED: (("settings", "proposals"),),
            NoticeCode.CHANGE_REFUSED: (
                ("settings", "categories" if notice.values.get("kind") == "category" else "units"),
            ),
            NoticeCode.RECORDINGS: (("quality", ""), ("settings", "")),
            NoticeCode.ALARM_MANY: (("tasks", ""), ("dispatch", "list")),
            NoticeCode.LEADERS_MANY: (("dispatch", "list"), ("supervision", "")),
        }.get(NoticeCode(notice.code) if notice.code in set(NoticeCode) else NoticeCode.STEP, ())
        for page, what in wanted:
            if page in pages:
                return Link(page, what, "overdue" if what else "")
        return None

    # -- what is asked for

    def read(self) -> None:
        """Reads the newest."""
        self._container.tasks.start(
            lambda _progress: self._container.personal.notices(), done=self._on_read, failed=self._on_failed
        )

    def read_more(self) -> None:
        """Reads older ones."""
        cursor = self._next
        if not self.has_more or cursor is None:
            return
        self._next = None

        def done(page: NoticePage) -> None:
            known = {notice.id for notice in self.notices}
            self.notices += [notice for notice in page.items if notice.id not in known]
            self._next = page.next
            self.changed.emit()

        self._container.tasks.start(
            lambda _progress: self._container.personal.notices(cursor), done=done, failed=self._on_failed
        )

    def mark_read(self, notice: Notice) -> None:
        """Marks one as read, here at once and then at the server."""
        if notice.read:
            return
        self._mark(lambda each: each.id == notice.id)
        key = f"notice-{uuid7()}"
        self._send(lambda: self._container.personal.read_notice(notice.id, key))

    def mark_all_read(self) -> None:
        """Marks all that are there as read; what comes meanwhile stays unread."""
        if not self.notices or not self.unread:
            return
        through = self.notices[0].id
        self._mark(lambda each: each.id <= through)
        self.unread = 0
        self.changed.emit()
        key = f"notice-{uuid7()}"
        self._send(lambda: self._container.personal.read_notices(through, key))

    def be_quiet(self, minutes: int) -> None:
        """Wants quiet for so long; 0 ends it."""
        self._quiet_until = self._clock.now() + timedelta(minutes=minutes) if minutes > 0 else None
        kept = self._quiet_until.isoformat() if self._quiet_until is not None else ""
        self._container.remember.put(self._remember_as(), kept)
        self._look_at_quiet()
        self.changed.emit()

    # -- inside

    def _send(self, ask: Callable[[], ReadState]) -> None:
        def done(state: ReadState) -> None:
            self.unread = state.unread
            self.changed.emit()

        def failed(error: Exception) -> None:
            self.problem_happened.emit(error)
            self.read()

        self._container.tasks.start(lambda _progress: ask(), done=done, failed=failed)

    def _mark(self, which: Callable[[Notice], bool]) -> None:
        marked = sum(which(each) and not each.read for each in self.notices)
        self.notices = [each.model_copy(update={"read": True}) if which(each) else each for each in self.notices]
        self.unread = max(0, self.unread - marked)
        self.changed.emit()

    def _on_choices(self, choices: Choices) -> None:
        self.choices = choices
        self.changed.emit()

    def _on_read(self, page: NoticePage) -> None:
        if not self._is_open:
            return
        first = not self.is_read
        self.notices, self.unread, self._next = list(page.items), page.unread, page.next
        self.is_read, self.problem = True, None
        if first and self._was_quiet:
            self._count_when_quiet_began = self.unread
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.problem = error
        self.changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        self._look_at_quiet()
        if change.kind is ChangeKind.SNAPSHOT:
            self.read()
        elif change.event is not None and change.event.topic is Topic.NOTICE:
            self._on_event(change.event)

    def _on_event(self, event: Event) -> None:
        data: dict[str, Any] = event.data
        if "marked" in data or "marked_through" in data:
            one, through = data.get("marked"), data.get("marked_through", -1)
            self._mark(lambda each: each.id == one or each.id <= through)
            self.unread = int(data.get("unread", self.unread))
            self.changed.emit()
            return
        if "code" not in data:
            return
        try:
            notice = Notice.model_validate(data)
        except ValidationError:
            return  # of a server that is newer or older: it is read with the next snapshot
        if any(each.id == notice.id for each in self.notices):
            return
        self.notices = [notice, *self.notices][:_MOST_SHOWN]
        self.unread += 1
        if self._was_quiet and notice.urgent:
            self._count_when_quiet_began += 1
        self._fresh.append(notice)
        self._gather.start()
        self.changed.emit()

    def _pop_up(self) -> None:
        fresh, self._fresh = self._fresh, []
        unread = {each.id for each in self.notices if not each.read}
        loud = [each for each in fresh if each.id in unread and (each.urgent or not self.is_quiet)]
        if loud:
            self.popped_up.emit(loud)

    def _look_at_quiet(self) -> None:
        """Notices that quiet has begun or ended; a chosen one ends by its timer, a call's with the call."""
        left = self._quiet_left()
        self._quiet_ends.stop()
        if left:
            self._quiet_ends.start(max(1, min(int(left.total_seconds() * 1000) + 50, _LONGEST_MS)))
        if self.is_quiet != self._was_quiet:
            self._was_quiet = self.is_quiet
            self._count_when_quiet_began = self.unread
            self.changed.emit()

    def _quiet_left(self) -> timedelta:
        if self._quiet_until is None:
            return timedelta()
        return max(timedelta(), self._quiet_until - self._clock.now())

    def _remember_as(self) -> str:
        account = self._container.session.account
        return f"notices.quiet_until.{account.id if account is not None else ''}"

    def _remembered(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self._container.remember.get(self._remember_as()) or "")
        except ValueError:
            return None
