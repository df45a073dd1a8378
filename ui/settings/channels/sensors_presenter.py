"""The register of sensors: as the server has it, and what is typed over it, which outlives the program. No widgets."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.channels import SensorEntry
from services.contracts.common import Page, Typed
from services.paging import items
from services.tasks import Progress
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from widgets.theme import Tone

Row = dict[str, Any]
_DRAFT = "settings.sensors"


class SensorsPresenter(Presenter):
    """Sensors that are new or were changed are kept by themselves: what somebody else does to the others stays."""

    changed = Signal()
    """The rows are others than those that are shown."""
    refused = Signal(str, dict)

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(container.tasks, parent)
        self._container = container
        self._channels = container.administration.channels
        self._kept: list[Row] = []
        self._typed: list[Row] | None = None
        """Sensors that are new or differ from what is kept; ``None`` before the journal was looked at."""

    @property
    def rows(self) -> list[Row]:
        """All sensors, as typed where something was typed."""
        typed = {row["id"]: row for row in self._typed or ()}
        known = {row["id"] for row in self._kept}
        return [typed.get(row["id"], row) for row in self._kept] + [r for r in typed.values() if r["id"] not in known]

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not kept."""
        return bool(self._typed)

    def load(self) -> None:
        """Asks for the register, and brings back what was being typed."""
        if self._typed is None:
            drafts = self._container.drafts.open_drafts(_DRAFT)
            self._typed = list(drafts[0].fields["sensors"]) if drafts else []
            if self._typed:
                self.changed.emit()
        self.work(self._read, done=self._on_read)

    def edit(self, rows: list[Row]) -> None:
        """Keeps what is typed."""
        known = {row["id"]: row for row in self._kept}
        self._typed = [row for row in rows if known.get(row["id"]) != row]
        if self._typed:
            self._container.drafts.write(_DRAFT, _DRAFT, {"sensors": [dict(row) for row in self._typed]})
        else:
            self._container.drafts.close(_DRAFT)

    def give_up(self) -> None:
        """Throws what is typed away."""
        self._typed = []
        self._container.drafts.close(_DRAFT)
        self.changed.emit()

    def save(self, rows: list[Row]) -> None:
        """Keeps sensors that are new or were changed, of those that are shown."""
        self.edit(rows)
        sent = list(self._typed or ())
        if not sent:
            return
        key = f"sensors-{uuid7()}"
        self.work(
            lambda _progress: self._channels.put_sensors(Typed({"sensors": sent}), key),
            done=lambda kept: self._on_saved(sent, len(kept)),
            failed=lambda error: self.refused.emit(problem_words(error), _moved(field_words(error), sent, rows)),
        )

    def _read(self, progress: Progress) -> list[Row]:
        def fetch(cursor: str | None) -> Page[SensorEntry]:
            progress.check()
            return self._channels.sensors(cursor)

        return [entry.model_dump(mode="json") for entry in items(fetch)]

    def _on_read(self, found: list[Row]) -> None:
        # A blank row that somebody has just added is not typed yet, and would go with the others.
        if found != self._kept:
            self._kept = found
            self.changed.emit()

    def _on_saved(self, sent: list[Row], count: int) -> None:
        words = translate("Settings", "Sensors kept: {count}").format(count=count)
        self.notice_stated.emit(words, str(Tone.GOOD))
        # What was typed since then is not among them.
        self._kept = [row for row in self._kept if row["id"] not in {each["id"] for each in sent}] + sent
        self.edit([row for row in self._typed or () if row not in sent])
        self.load()


def _moved(errors: dict[str, str], sent: list[Row], rows: list[Row]) -> dict[str, str]:
    """Returns errors of the rows that were sent as those of the rows that are shown."""
    places = [rows.index(row) for row in sent]
    found = {}
    for name, words in errors.items():
        head, _dot, rest = name.partition(".")
        number, dot, field = rest.partition(".")
        found[f"{head}.{places[int(number)]}{dot}{field}" if number.isdigit() else name] = words
    return found
