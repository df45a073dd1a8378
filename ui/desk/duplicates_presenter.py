"""Likely duplicates of what is being typed, looked for in the pauses."""

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.contracts.tickets import Likeness, LikenessQuery
from services.desk.draft import Draft
from services.desk.limits import ticket_limits
from services.tasks import Progress, Tasks
from ui.desk.form_presenter import FormPresenter

_PAUSE_MS = 450


class Likenesses(Protocol):
    """What the presenter needs of :class:`services.desk.service.DeskService`."""

    def likenesses(self, query: LikenessQuery) -> list[Likeness]:
        """Returns likely duplicates."""
        ...


class DuplicatesPresenter(QObject):
    """Asks when the form has changed and somebody pauses; an answer that was overtaken is dropped."""

    found_changed = Signal()

    def __init__(self, form: FormPresenter, desk: Likenesses, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._desk = desk
        self._tasks = tasks
        self._asked = 0
        self._last: LikenessQuery | None = None
        self.found: list[Likeness] = []
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.look)
        form.text_changed.connect(self._timer.start)

    def look(self) -> None:
        """Looks now."""
        self._timer.stop()
        draft = self._form.draft
        query = query_of(draft) if draft is not None and not draft.is_change else None
        if query == self._last:
            return
        self._last = query
        self._asked += 1
        asked = self._asked
        if query is None:
            self._on_found(asked, [])
            return

        def read(_progress: Progress) -> list[Likeness]:
            return self._desk.likenesses(query)

        # Only a help: that it failed is told by the line to the server, not by this.
        self._tasks.start(read, done=lambda found: self._on_found(asked, found), failed=lambda _error: None)

    def _on_found(self, asked: int, found: list[Likeness]) -> None:
        if asked == self._asked and found != self.found:
            self.found = found
            self.found_changed.emit()


def query_of(draft: Draft) -> LikenessQuery | None:
    """Returns what to look for; ``None`` while there is too little to be like anything."""
    form, limits = draft.form, ticket_limits()
    known = {
        "person_id": draft.person_id or None,
        "caller_number": draft.caller_number,
        "category": form["category"],
        "town": form["town"],
        "village": form["village"],
        "detail": form["detail"][: limits["detail"]],
        "title": form["title"][: limits["title"]],
        # The server compares beginnings.
        "content": form["content"][:500],
    }
    if not any(known[name] for name in ("person_id", "caller_number", "title", "content")):
        return None
    return LikenessQuery.model_validate({"ticket_id": draft.id, **known})
