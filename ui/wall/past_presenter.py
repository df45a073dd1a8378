"""Asks for the figures of an interval that has gone by, by the rules of any version; the answer can be waited for or given up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Signal

from services.contracts.figures import FORMULA_VERSION, FormulaVersion
from services.tasks import Progress, Task, Tasks
from services.wall.service import PastFigures
from ui.presenter import Presenter


class PastSource(Protocol):
    """What the presenter asks the server."""

    def past(
        self, since: datetime, until: datetime, threshold: float, formula: FormulaVersion, progress: Progress
    ) -> PastFigures:
        """Gives the figures of an interval and of the one before it, until ``progress`` is cancelled."""
        ...


@dataclass(frozen=True)
class Interval:
    """What is asked for.

    Attributes:
        since: calls offered at or after.
        until: calls offered before.
        threshold: T of the service level, seconds.
        formula: the rule set.
    """

    since: datetime
    until: datetime
    threshold: float
    formula: FormulaVersion = FORMULA_VERSION


class PastPresenter(Presenter):
    """Knows the last interval that was asked for, so that the dialog opens with it again."""

    changed = Signal()
    """``found``, ``problem`` or ``is_computing`` changed."""

    def __init__(self, source: PastSource, tasks: Tasks) -> None:
        super().__init__(tasks)
        self._source = source
        self._task: Task | None = None
        self.found: PastFigures | None = None
        self.problem: Exception | None = None
        self.is_computing = False

    def ask(self, wanted: Interval) -> None:
        """Asks for an interval; an earlier question that is not answered yet is given up."""
        self.cancel()
        self.is_computing, self.problem = True, None
        self.changed.emit()
        self._task = self.work(
            lambda progress: self._source.past(wanted.since, wanted.until, wanted.threshold, wanted.formula, progress),
            self._on_found,
            self._on_failed,
        )

    def cancel(self) -> None:
        """Gives up waiting; what was found before stays."""
        if self._task is not None and self.is_computing:
            self._task.cancel()
            self.is_computing = False
            self.changed.emit()

    def _on_found(self, found: PastFigures) -> None:
        self.is_computing, self.found = False, found
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.is_computing, self.problem = False, error
        self.changed.emit()
