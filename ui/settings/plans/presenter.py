"""What the section of queue plans does: the versions, and the names of skills."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from services.contracts.clocks import Calendar
from services.contracts.tickets import SkillEntry
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.settings.clocks.calendar_source import calendar_words, newest_calendars
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
        self._service = container.administration
        self._calendars: list[Calendar] = []
        source = QueuePlansSource(self._service, self.skills, self.calendars)
        self.rules = VersionedPresenter(container, source, self)
        self.rules.notice_stated.connect(self.notice_stated)

    def skills(self) -> list[SkillEntry]:
        """Returns the queues there are."""
        catalogue = self._names().catalogue
        return list(catalogue.skills) if catalogue else []

    def calendars(self) -> list[tuple[str, str]]:
        """Returns the calendars to choose from: that of the district's clocks first."""
        own = [(each.code, calendar_words(each)) for each in newest_calendars(self._calendars)]
        return [("", translate("Settings", "The district's, as clocks go by")), *own]

    def enter(self) -> None:
        """Reads the names of queues where they are not known, and the calendars."""
        self.work(lambda _progress: self._service.clocks.calendars(), done=self._on_calendars_read)
        if not self.skills():
            self.catalogue_touched.emit()

    def _on_calendars_read(self, found: list[Calendar]) -> None:
        self._calendars = found
        self.names_changed.emit()

    def close(self) -> None:
        """Nothing is followed."""
