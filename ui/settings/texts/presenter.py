"""What the section of templates and phrases does: their versions, and nothing else."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from ui.container import Container
from ui.presenter import Presenter
from ui.settings.names import Names
from ui.settings.texts.source import TextsSource
from ui.settings.versioned.presenter import VersionedPresenter


class TextsPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._names = names
        self.texts = VersionedPresenter(container, TextsSource(container.administration), self)
        self.texts.notice_stated.connect(self.notice_stated)

    @property
    def names(self) -> Names:
        """Names of the catalogue's codes."""
        return self._names()

    def close(self) -> None:
        """Nothing is followed."""
