"""Saved views of a page's lists: which list, filter and order, under a name; kept at the server, so that they follow the person."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.views import SavedView, ViewFields
from services.errors import AppError
from services.tasks import Tasks
from ui.language import translate
from ui.problems import problem_words
from widgets.theme import Tone


class Keeping(Protocol):
    """What is needed of the routes."""

    def views(self, page: str) -> list[SavedView]:
        """Gives the saved views of a page."""
        ...

    def save_view(self, view_id: str, view: ViewFields, key: str) -> SavedView:
        """Saves a view under its id."""
        ...

    def delete_view(self, view_id: str, key: str) -> None:
        """Deletes a view."""
        ...


@dataclass(frozen=True)
class Arranged:
    """How a list is looked at now."""

    list: str = ""
    filter: str = ""
    sort: str = ""
    descending: bool = False


class Views(QObject):
    """The person's views of one page, in the order they were saved."""

    changed = Signal()
    said = Signal(str, str, object)
    """A sentence, its tone, and what undoes it (or ``None``)."""

    def __init__(self, tasks: Tasks, keeping: Keeping, page: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._keeping = keeping
        self._page = page
        self.views: list[SavedView] = []
        self.problem: AppError | None = None
        """Why they could not be read."""

    def read(self) -> None:
        """Reads them."""

        def done(found: list[SavedView]) -> None:
            self.views, self.problem = found, None
            self.changed.emit()

        def failed(error: Exception) -> None:
            if not isinstance(error, AppError):
                raise error
            self.problem = error
            self.changed.emit()

        self._tasks.start(lambda _progress: self._keeping.views(self._page), done=done, failed=failed)

    def save(self, name: str, arranged: Arranged) -> None:
        """Saves how the list is looked at; under a name that is there already, instead of what that one was."""
        old = next((view for view in self.views if view.name == name.strip()), None)
        new = SavedView(
            id=old.id if old is not None else str(uuid7()),
            page=self._page,
            name=name.strip(),
            list=arranged.list,
            filter=arranged.filter,
            sort=arranged.sort,
            descending=arranged.descending,
        )
        words = translate("Work", "View saved: {name}").format(name=new.name)
        self._put(new, words, (lambda: self._put(old, "")) if old is not None else (lambda: self._drop(new, "")))

    def rename(self, view: SavedView, name: str) -> None:
        """Gives a view another name."""
        name = name.strip()
        if name and name != view.name:
            words = translate("Work", "View renamed: {name}").format(name=name)
            self._put(view.model_copy(update={"name": name}), words, lambda: self._put(view, ""))

    def delete(self, view: SavedView) -> None:
        """Deletes a view; it can be brought back."""
        words = translate("Work", "View deleted: {name}").format(name=view.name)
        self._drop(view, words, lambda: self._put(view, ""))

    def _put(self, view: SavedView, words: str, undo: object = None) -> None:
        fields = ViewFields.model_validate(view.model_dump(exclude={"id"}))
        key = f"view-{uuid7()}"
        self._tasks.start(
            lambda _progress: self._keeping.save_view(view.id, fields, key),
            done=lambda _saved: self._tell(words, undo),
            failed=self._on_failed,
        )

    def _drop(self, view: SavedView, words: str, undo: object = None) -> None:
        key = f"view-{uuid7()}"
        self._tasks.start(
            lambda _progress: self._keeping.delete_view(view.id, key),
            done=lambda _nothing: self._tell(words, undo),
            failed=self._on_failed,
        )

    def _tell(self, words: str, undo: object) -> None:
        self.read()
        if words:
            self.said.emit(words, Tone.GOOD, undo)

    def _on_failed(self, error: Exception) -> None:
        self.said.emit(problem_words(error), Tone.BAD, None)
        self.read()
