"""The call-backs that the draft on the desk comes of: a lost call, a wish, a message."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.callbacks import CallBack, CallBackState, VoiceMessage
from services.desk.draft import Draft
from services.tasks import Progress, Tasks
from ui.callbacks.message_presenter import MessagePresenter
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
        message: plays what the citizens said.
    """

    changed = Signal()

    def __init__(
        self,
        drafts: DraftsPresenter,
        source: CallBackSource,
        tasks: Tasks,
        may_read: bool,
        message: MessagePresenter | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.message = message if may_read else None
        if message is not None:
            message.setParent(self)
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

    @property
    def messages(self) -> list[VoiceMessage]:
        """What the citizen said, the oldest first."""
        return [message for each in self.found for message in each.messages]

    def listen(self) -> None:
        """Plays the newest message or pauses it; of a call-back that is closed the reason is asked first."""
        if self.message is not None and self.messages:
            self._show_messages()
            self.message.toggle()

    def told(self, call_back_id: str) -> None:
        """Reads anew what has changed at the server: of what is closed meanwhile it is asked what for."""
        if any(each.id == call_back_id for each in self.found):
            self._ask()

    def stop(self) -> None:
        """A call begins: nothing else is heard."""
        if self.message is not None:
            self.message.stop()

    def close(self) -> None:
        """Lets go of the sound."""
        if self.message is not None:
            self.message.close()

    def _show_messages(self) -> None:
        if self.message is not None:
            is_open = all(each.state is not CallBackState.CLOSED for each in self.found if each.messages)
            self.message.show(self.messages, is_open)

    def _on_drafts_shown(self) -> None:
        draft = self._drafts.current
        key = draft.key if draft is not None else ""
        if key == self._key:
            return
        self._key = key
        self._take(())
        self._ask()

    def _ask(self) -> None:
        draft, key = self._drafts.current, self._key
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
            self._take(found)

    def _take(self, found: Sequence[CallBack]) -> None:
        self.found = found
        if self.message is not None and self.message.chosen:
            self._show_messages()
        self.changed.emit()
