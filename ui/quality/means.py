"""The figures of quality: means by agent, team and question of a period."""

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.quality import QualityFigures
from services.tasks import Tasks
from ui.quality.sampling import bounds


class Means(Protocol):
    """What this needs of :class:`services.quality.service.QualityService`."""

    def figures(self, since: datetime | None, until: datetime | None) -> QualityFigures:
        """Gives means."""
        ...


class MeansPresenter(QObject):
    """Keeps the figures of the period that was asked for last."""

    figures_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, means: Means, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._means = means
        self._tasks = tasks
        self.period = "week"
        self.figures: QualityFigures | None = None

    def load(self, period: str, now: datetime) -> None:
        """Asks for a period: one of :data:`ui.quality.sampling.PERIODS`."""
        self.period = period
        since, until = bounds(period, now)
        self._tasks.start(
            lambda _progress: self._means.figures(since, until),
            done=lambda figures: self._on_loaded(period, figures),
            failed=self.failed.emit,
        )

    def _on_loaded(self, period: str, figures: QualityFigures) -> None:
        if period == self.period:
            self.figures = figures
            self.figures_changed.emit(figures)
