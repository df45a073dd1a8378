"""A section of Settings that is one thing in versions."""

from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.page import PageContext
from ui.settings.versioned.presenter import VersionedPresenter
from ui.settings.versioned.view import VersionedView

EditorOf = TypeVar("EditorOf", bound=QWidget)


class VersionedSection(QWidget, Generic[EditorOf]):
    """All of a section is the versions of one setting.

    Args:
        name: of the setting.
        presenter: of its versions.
        editor: a widget that is an :class:`ui.settings.versioned.view.Editor`.
        context: of the page.
    """

    def __init__(self, name: str, presenter: VersionedPresenter, editor: EditorOf, context: PageContext) -> None:
        super().__init__()
        self._versioned = presenter
        self.editor = editor
        self.versions = VersionedView(name, presenter, editor, context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.versions)

    def is_unsaved(self) -> bool:
        """Whether the draft says anything."""
        return self._versioned.is_changed

    def discard(self) -> None:
        """Throws the draft away."""
        self._versioned.give_up()

    def enter(self) -> None:
        """Reads the versions."""
        self.versions.enter()
