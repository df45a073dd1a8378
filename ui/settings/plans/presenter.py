"""What the section of queue plans does: the versions, and the names of skills."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from services.contracts.tickets import SkillEntry
from ui.container import Container
from ui.presenter import Presenter
from ui.settings.names import Names
from ui.settings.plans.source import QueuePlansSource
from ui.settings.versioned.presenter import VersionedPresenter


class QueuePlansPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()
    catalogue_touched = Signal()
    """The names of queues are to be read."""

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._names = names
        self.rules = VersionedPresenter(container, QueuePlansSource(container.administration, self.skills), self)
        self.rules.notice_stated.connect(self.notice_stated)

    def skills(self) -> list[SkillEntry]:
        """Returns the queues there are."""
        catalogue = self._names().catalogue
        return list(catalogue.skills) if catalogue else []

    def enter(self) -> None:
        """Reads the names of queues where they are not known."""
        if not self.skills():
            self.catalogue_touched.emit()

    def close(self) -> None:
        """Nothing is followed."""
