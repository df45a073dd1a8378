"""Filling in a scorecard: saved a moment after each act, submitted."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.contracts.quality import Evaluation, EvaluationChange, EvaluationStatus, Pin
from services.errors import AppError, StaleVersion
from services.quality.draft import ScoreDraft
from services.tasks import Tasks

_SAVE_AFTER_MS = 350
_RETRY_MS = 4_000


class Saving(StrEnum):
    """Where what was filled in is."""

    SAVED = "saved"
    WAITING = "waiting"
    """On this machine; it goes to the server in a moment."""
    SAVING = "saving"
    OFFLINE = "offline"
    """On this machine; the server cannot be reached, and it is tried again."""
    REFUSED = "refused"
    """The server does not take it; it stays on the screen and on this machine."""


class Filler(Protocol):
    """What filling in needs of a service."""

    def fill_in(self, evaluation: Evaluation, change: EvaluationChange) -> Evaluation:
        """Saves."""
        ...

    def submit(self, evaluation: Evaluation) -> Evaluation:
        """Submits."""
        ...


class Unsaved(Protocol):
    """What filling in needs of :class:`services.quality.unsaved.UnsavedScores`."""

    def keep(self, evaluation_id: str, change: dict[str, Any]) -> None:
        """Keeps a change on this machine."""
        ...

    def kept(self, evaluation_id: str) -> dict[str, Any]:
        """Gives what is kept."""
        ...

    def forget(self, evaluation_id: str) -> None:
        """The server has it."""
        ...

    def tidy(self) -> None:
        """Takes what is not needed any more away; waits for the disk."""
        ...


class FillingPresenter(QObject):
    """One sheet at a time. Every act is kept on this machine first and then sent; acts never wait for the server."""

    draft_changed = Signal(object)
    """The :class:`ScoreDraft`, or ``None`` where nothing is open."""
    saving_changed = Signal(str)
    """A :class:`Saving`."""
    status_changed = Signal(object)
    """It was submitted, or whatever comes after that (an :class:`Evaluation`)."""
    rebased = Signal()
    """Another console had changed it; what was filled in here stands on top."""
    refused = Signal(object)
    """The server did not take it (an exception)."""

    def __init__(self, filler: Filler, unsaved: Unsaved, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filler = filler
        self._unsaved = unsaved
        self._tasks = tasks
        self._then: Callable[[], None] | None = None
        self._acting = False
        self._behind: dict[str, EvaluationChange] = {}
        self.draft: ScoreDraft | None = None
        self.saving = Saving.SAVED
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timer_timeout)

    # -- opening

    def open(self, evaluation: Evaluation) -> None:
        """Opens an evaluation, with what an earlier run of the program could not save."""
        self.leave()
        draft = ScoreDraft(evaluation)
        kept = self._unsaved.kept(evaluation.id)
        if kept and self.may_change(evaluation):
            draft = draft.recovered(EvaluationChange.model_validate(kept))
        self.draft = draft
        self._set_saving(Saving.SAVED if draft.is_saved else Saving.WAITING)
        self.draft_changed.emit(draft)
        if not draft.is_saved:
            self._timer.start(_SAVE_AFTER_MS)

    def leave(self) -> None:
        """Closes the evaluation; what is not saved yet is sent at once, or stays on this machine for the next time."""
        if self.draft is None:
            return
        self._timer.stop()
        left = self.draft
        self.draft, self._then = None, None
        unsaved = left.unsaved
        if unsaved is not None:
            if left.sending is None:
                self._send_behind(left.base, unsaved)
            elif left.waiting is not None:
                self._behind[left.base.id] = left.waiting
        self.draft_changed.emit(None)

    @property
    def is_open(self) -> bool:
        """Whether answers may be changed."""
        return self.draft is not None and self.may_change(self.draft.base)

    # -- filling in

    def answer(self, key: str, share: float | None, *, not_applicable: bool = False) -> None:
        """Answers a question."""
        self._act(lambda draft: draft.answer(key, share, not_applicable=not_applicable))

    def comment(self, key: str, text: str) -> None:
        """Writes beside an answer."""
        self._act(lambda draft: draft.comment(key, text))

    def set_fatal(self, key: str, found: bool) -> None:
        """Marks a fatal item."""
        self._act(lambda draft: draft.set_fatal(key, found))

    def add_pin(self, second: float, text: str) -> None:
        """Pins a comment to a second."""
        if text.strip():
            self._act(lambda draft: draft.add_pin(Pin(second=round(second, 1), text=text)))

    def remove_pin(self, pin: Pin) -> None:
        """Takes a pinned comment off."""
        self._act(lambda draft: draft.remove_pin(pin))

    def set_remark(self, text: str) -> None:
        """Writes the remark."""
        self._act(lambda draft: draft.set_remark(text))

    # -- moving on

    def submit(self) -> None:
        """Submits, after everything is saved."""
        self._when_saved(lambda evaluation: self._move(self._filler.submit, evaluation))

    def retry(self) -> None:
        """Tries to save now."""
        self._on_timer_timeout()

    # -- the way to the server

    def _act(self, change: Callable[[ScoreDraft], ScoreDraft]) -> None:
        if self.draft is None or not self.is_open:
            return
        changed = change(self.draft)
        if changed is self.draft:
            return
        self.draft = changed
        unsaved = changed.unsaved
        if unsaved is not None:
            self._unsaved.keep(changed.base.id, unsaved.model_dump(mode="json", exclude_unset=True))
        self._set_saving(Saving.WAITING)
        self.draft_changed.emit(changed)
        # Not started anew by each key: what is typed without a pause is saved all the same.
        if not self._timer.isActive() or self._timer.interval() > _SAVE_AFTER_MS:
            self._timer.start(_SAVE_AFTER_MS)

    def _on_timer_timeout(self) -> None:
        if self.draft is None:
            return
        self.draft, change = self.draft.send()
        if change is None:
            return
        base = self.draft.base
        self._set_saving(Saving.SAVING)
        self._tasks.start(
            lambda _progress: self._filler.fill_in(base, change),
            done=self._on_saved,
            failed=lambda error: self._on_save_failed(base.id, error),
        )

    def _send_behind(self, base: Evaluation, change: EvaluationChange) -> None:
        """Saves an evaluation that is not shown any more."""
        self._tasks.start(
            lambda _progress: self._filler.fill_in(base, change),
            done=lambda evaluation: self._unsaved.forget(evaluation.id),
            failed=lambda _error: None,  # kept on this machine; it comes back when the evaluation is opened
        )

    def _on_saved(self, evaluation: Evaluation) -> None:
        if self.draft is None or self.draft.base.id != evaluation.id:
            more = self._behind.pop(evaluation.id, None)
            if more is None:
                self._unsaved.forget(evaluation.id)
            else:
                self._send_behind(evaluation, more)
            return
        self.draft = self.draft.sent(evaluation)
        self.draft_changed.emit(self.draft)
        if self.draft.waiting is not None:
            self._set_saving(Saving.WAITING)
            self._timer.start(0 if self._then else _SAVE_AFTER_MS)
            return
        self._unsaved.forget(evaluation.id)
        self._set_saving(Saving.SAVED)
        if self._then is not None:
            then, self._then = self._then, None
            then()

    def _on_save_failed(self, evaluation_id: str, error: Exception) -> None:
        if self.draft is None or self.draft.base.id != evaluation_id:
            return
        if isinstance(error, StaleVersion) and error.current:
            self.draft = self.draft.not_sent(Evaluation.model_validate(error.current))
            self.draft_changed.emit(self.draft)
            self.rebased.emit()
            self._timer.start(0)
            return
        self.draft = self.draft.not_sent()
        self._then = None
        if isinstance(error, AppError) and error.status >= 500:
            self._set_saving(Saving.OFFLINE)
            self._timer.start(_RETRY_MS)
        else:
            self._set_saving(Saving.REFUSED)
            self.refused.emit(error)

    def _when_saved(self, act: Callable[[Evaluation], None]) -> None:
        if self.draft is None or self._acting:
            return

        def go() -> None:
            if self.draft is not None:
                act(self.draft.base)

        if self.draft.is_saved:
            go()
            return
        self._then = go
        self._on_timer_timeout()

    def _move(self, act: Callable[[Evaluation], Evaluation], evaluation: Evaluation) -> None:
        self._acting = True
        self._tasks.start(lambda _progress: act(evaluation), done=self._on_moved, failed=self._on_move_failed)

    def _on_moved(self, evaluation: Evaluation) -> None:
        self._acting = False
        if self.draft is not None and self.draft.base.id == evaluation.id:
            self.draft = ScoreDraft(evaluation, self.draft.sending, self.draft.waiting)
            self.draft_changed.emit(self.draft)
        self.status_changed.emit(evaluation)

    def _on_move_failed(self, error: Exception) -> None:
        self._acting = False
        self.refused.emit(error)

    def _set_saving(self, saving: Saving) -> None:
        if saving is not self.saving:
            self.saving = saving
            self.saving_changed.emit(saving.value)

    def may_change(self, evaluation: Evaluation) -> bool:
        """Tells whether answers of an evaluation may be changed: not once it is submitted."""
        return evaluation.status is EvaluationStatus.CLAIMED
