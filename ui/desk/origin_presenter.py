"""The call-backs that the draft on the desk comes of: a lost call, a wish, a message."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.callbacks import CallBack, CallBackState
from services.desk.draft import Draft
from services.tasks import Progress, Tasks
from ui.desk.drafts_presenter import DraftsPresenter


class CallBackSource(Protocol):
    """What the presenter needs of :class:`services.callbacks.service.CallBackService`."""

    def one(self, call_back_id: str) -> CallBack:
        """Returns one."""
        ...

    def of_call(self, call_id: str) -> list[CallBack]:
        """Returns those of a call."""
        ...


class OriginPresenter(QObject):
    """Asks once for each draft. Without a server nothing is said: at the server the call says what it belongs to.

    Args:
        drafts: which draft is on the desk.
        source: call-backs.
        tasks: where is asked.
        may_read: whether this person may see call-backs.
    """

    changed = Signal()

    def __init__(
        self,
        drafts: DraftsPresenter,
        source: CallBackSource,
        tasks: Tasks,
        may_read: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._source = source
        self._tasks = tasks
        self._may_read = may_read
        self._key = ""
        self.found: Sequence[CallBack] = ()
        """The oldest first."""
        drafts.shown.connect(self._on_drafts_shown)

    def if_taken(self, call_id: str, account_id: str, then: Callable[[], None]) -> None:
        """Goes on where a call is made for a call-back that this person has taken."""

        def read(_progress: Progress) -> list[CallBack]:
            return self._source.of_call(call_id)

        def done(found: list[CallBack]) -> None:
            if any(each.state is CallBackState.TAKEN and each.holder_id == account_id for each in found):
                then()

        if self._may_read:
            self._tasks.start(read, done=done, failed=lambda _error: None)

    def _on_drafts_shown(self) -> None:
        draft = self._drafts.current
        key = draft.key if draft is not None else ""
        if key == self._key:
            return
        self._key, self.found = key, ()
        self.changed.emit()
        if draft is not None and self._may_read and not draft.is_change and (draft.call_id or draft.call_back_id):
            self._tasks.start(
                lambda _progress: self._read(draft),
                done=lambda found: self._on_read(key, found),
                failed=lambda _error: None,
            )

    def _read(self, draft: Draft) -> list[CallBack]:
        return [self._source.one(draft.call_back_id)] if draft.call_back_id else self._source.of_call(draft.call_id)

    def _on_read(self, key: str, found: list[CallBack]) -> None:
        if key == self._key:
            self.found = found
            self.changed.emit()
