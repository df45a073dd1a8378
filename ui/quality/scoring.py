"""Scoring a call: filled in and submitted like any scorecard, and then published; or given back."""

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.quality import Evaluation, EvaluationStatus
from services.tasks import Tasks
from ui.quality.filling import Filler, FillingPresenter, Unsaved


class Scorer(Filler, Protocol):
    """What scoring needs of :class:`services.quality.service.QualityService`."""

    def publish(self, evaluation: Evaluation, release_at: datetime | None = None) -> Evaluation:
        """Publishes, at once or later."""
        ...

    def release(self, evaluation: Evaluation) -> None:
        """Gives a claim back."""
        ...


class ScoringPresenter(FillingPresenter):
    """One evaluation at a time; corrections are possible until it is published."""

    released = Signal(str)
    """A claim was given back (the call's id)."""

    def __init__(self, scorer: Scorer, unsaved: Unsaved, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(scorer, unsaved, tasks, parent)
        self._scorer = scorer

    def may_change(self, evaluation: Evaluation) -> bool:
        """Tells whether answers of an evaluation may be changed."""
        return evaluation.status in (EvaluationStatus.CLAIMED, EvaluationStatus.SUBMITTED)

    def publish(self, release_at: datetime | None = None) -> None:
        """Shows it to the agent, at once or from a later moment on."""
        self._when_saved(lambda evaluation: self._move(lambda e: self._scorer.publish(e, release_at), evaluation))

    def release(self) -> None:
        """Gives the claim back; what was filled in goes."""
        if self.draft is None or self.draft.base.status is not EvaluationStatus.CLAIMED:
            return
        self._timer.stop()
        self._when_saved(self._release)

    def _release(self, evaluation: Evaluation) -> None:
        self._tasks.start(
            lambda _progress: self._scorer.release(evaluation), done=lambda _none: self._on_released(evaluation)
        )

    def _on_released(self, evaluation: Evaluation) -> None:
        self._unsaved.forget(evaluation.id)
        if self.draft is not None and self.draft.base.id == evaluation.id:
            self.draft = None
            self.draft_changed.emit(None)
        self.released.emit(evaluation.call_id)
