"""What the section of the scorecard does: its versions, and nothing else."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from ui.container import Container
from ui.presenter import Presenter
from ui.settings.names import Names
from ui.settings.scorecards.source import ScorecardSource
from ui.settings.versioned.presenter import VersionedPresenter


class ScorecardsPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()

    def __init__(self, container: Container, _names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self.scorecard = VersionedPresenter(container, ScorecardSource(container.administration), self)
        self.scorecard.notice_stated.connect(self.notice_stated)

    def close(self) -> None:
        """Nothing is followed."""
