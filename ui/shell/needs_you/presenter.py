"""What can be done about a save that the server did not take."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from services.errors import AppError
from services.outbox import ItemState, OutboxChange, OutboxItem
from services.tasks import Progress
from ui.container import Container
from ui.shell.needs_you.words import NOT_SHOWN

if TYPE_CHECKING:
    from services.desk.choices import Choices


@dataclass(frozen=True)
class Difference:
    """A field that says something else here than at the server."""

    field: str
    mine: Any
    theirs: Any


def differences(item: OutboxItem) -> list[Difference]:
    """Returns the fields of a conflict in the order of the form; fields that agree are left out."""
    return [
        Difference(field, mine, item.answer.get(field))
        for field, mine in item.payload.items()
        if field not in NOT_SHOWN and (mine or None) != (item.answer.get(field) or None)
    ]


class NeedsYouPresenter(QObject):
    """Lists what waits; sends it again as the person decides. Nothing goes away unless the person says so."""

    items_changed = Signal()
    discarded = Signal(object)
    """An :class:`OutboxItem` was thrown away; ``put_back`` undoes it."""
    problem_happened = Signal(object)

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._container = container
        self.items: list[OutboxItem] = []
        self.choices: Choices | None = None
        self._stop = container.outbox.listen(self._on_outbox_changed)

    def load(self) -> None:
        """Reads what waits; the names of codes come after it, if they are known."""
        outbox = self._container.outbox
        self._container.tasks.start(
            lambda _progress: outbox.needs_you(), done=self._on_loaded, failed=self.problem_happened.emit
        )
        if self.choices is None:
            desk = self._container.desk
            self._container.tasks.start(
                lambda _progress: desk.choices(), done=self._on_choices, failed=lambda _error: None
            )

    def close(self) -> None:
        """Stops following the outbox."""
        self._stop()

    def settle(self, item: OutboxItem, keep_mine: set[str]) -> None:
        """Sends a conflict again on top of the present state, with the fields that the person keeps of their own."""
        payload = {field: value for field, value in item.payload.items() if field in NOT_SHOWN or field in keep_mine}
        if any(field not in NOT_SHOWN or (field == "finish" and payload["finish"]) for field in payload):
            self._resend(item, payload, int(item.answer.get("version", 0)) or item.version)
        else:
            self._do(lambda outbox: outbox.discard(item.id))

    def correct(self, item: OutboxItem, fields: dict[str, Any]) -> None:
        """Sends a refused save again with corrected fields."""
        self._resend(item, item.payload | fields, item.version)

    def discard(self, item: OutboxItem) -> None:
        """Throws a save away; ``discarded`` carries what ``put_back`` needs."""
        outbox = self._container.outbox
        self._container.tasks.start(
            lambda _progress: outbox.discard(item.id), done=self.discarded.emit, failed=self._on_failed
        )

    def put_back(self, item: OutboxItem) -> None:
        """Undoes ``discard``: it is tried once more."""
        outbox = self._container.outbox
        self._container.tasks.start(
            lambda _progress: outbox.put(item.kind, item.subject, item.payload, title=item.title, version=item.version),
        )

    def _resend(self, item: OutboxItem, payload: dict[str, Any], version: int | None) -> None:
        self._do(lambda outbox: outbox.resend(item.id, payload, version))

    def _do(self, act: Any) -> None:
        outbox = self._container.outbox

        def work(_progress: Progress) -> None:
            act(outbox)

        self._container.tasks.start(work, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        """Says what went wrong; what another console has dealt with goes from the list."""
        self.problem_happened.emit(error)
        if isinstance(error, AppError) and error.code == "dealt_with":
            self.load()

    def _on_loaded(self, items: list[OutboxItem]) -> None:
        if [(item.id, item.state, item.key) for item in items] != [(i.id, i.state, i.key) for i in self.items]:
            self.items = items
            self.items_changed.emit()

    def _on_choices(self, choices: "Choices") -> None:
        self.choices = choices
        if self.items:
            self.items_changed.emit()

    def _on_outbox_changed(self, change: OutboxChange) -> None:
        known = {item.id for item in self.items}
        if change.item.id in known or change.item.state in (ItemState.CONFLICT, ItemState.REJECTED):
            self.load()
