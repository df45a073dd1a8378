"""What the section of the intake does: the versions of its rules, and nothing else."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from ui.container import Container
from ui.presenter import Presenter
from ui.settings.intake.source import IntakeRulesSource
from ui.settings.names import Names
from ui.settings.versioned.presenter import VersionedPresenter


class IntakeRulesPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()

    def __init__(self, container: Container, _names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self.rules = VersionedPresenter(container, IntakeRulesSource(container.administration), self)
        self.rules.notice_stated.connect(self.notice_stated)

    def close(self) -> None:
        """Nothing is followed."""
