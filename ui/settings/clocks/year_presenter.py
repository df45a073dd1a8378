"""A year of a calendar while it is looked at: read from the server or a file, changed by hand, loaded. No widgets."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.clocks import NewCalendarYear
from services.contracts.common import Typed
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.clocks.year_files import read_year
from widgets.theme import Tone

Day = dict[str, Any]
_CALENDAR = "cn"
_DRAFT = "settings.calendar_year"


class YearPresenter(Presenter):
    """What came from a file or was typed is kept by the journal until it is loaded or given up."""

    changed = Signal()
    """Another year, or other days, are to be shown."""
    saved = Signal()
    refused = Signal(str, dict)

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(container.tasks, parent)
        self._container = container
        self._clocks = container.administration.clocks
        self.year: int | None = None
        self.days: list[Day] = []
        self.is_changed = False
        """Whether the days are not those that are loaded."""
        self._is_saving = False

    def load(self) -> None:
        """Brings back what was looked at and not loaded."""
        drafts = self._container.drafts.open_drafts(_DRAFT) if self.year is None else []
        if drafts:
            self._show(drafts[0].fields["year"], drafts[0].fields["days"], is_changed=True)

    def open(self, year: int) -> None:
        """Asks for the days of a year that is loaded."""
        self.work(lambda _progress: self._clocks.year(_CALENDAR, year), done=self._on_opened)

    def read_file(self, file: Path) -> None:
        """Reads a year's file; nothing is loaded yet."""
        self.work(lambda _progress: read_year(file), done=self._on_file_read, failed=self._on_refused)

    def edit(self, year: int, days: list[Day]) -> None:
        """Keeps what is typed."""
        self.year, self.days, self.is_changed = year, days, True
        self._container.drafts.write(_DRAFT, _DRAFT, {"year": year, "days": [dict(day) for day in days]})

    def give_up(self) -> None:
        """Throws it away."""
        self._container.drafts.close(_DRAFT)
        self._show(None, [], is_changed=False)

    def save(self, year: int, days: list[Day]) -> None:
        """Loads a year; all open tickets are then counted anew."""
        if self._is_saving:
            return
        if not days:
            # A year without a day off counts all limits anew, as if nobody ever had a holiday.
            self.refused.emit(
                translate("Settings", "There are no days to load: read the year's file, or add them."), {}
            )
            return
        self._is_saving = True
        key = f"year-{uuid7()}"
        typed = Typed({"calendar": _CALENDAR, "year": year, "papers": [], "days": days})
        self.work(
            lambda _progress: self._clocks.load_year(typed, key),
            done=lambda _calendar: self._on_saved(year),
            failed=self._on_refused,
        )

    def _show(self, year: int | None, days: list[Day], is_changed: bool) -> None:
        self.year, self.days, self.is_changed = year, days, is_changed
        self.changed.emit()

    def _on_opened(self, found: NewCalendarYear) -> None:
        self._container.drafts.close(_DRAFT)
        self._show(found.year, found.model_dump(mode="json")["days"], is_changed=False)

    def _on_file_read(self, found: dict[str, Any]) -> None:
        self.edit(found["year"], found["days"])
        self.changed.emit()

    def _on_saved(self, year: int) -> None:
        self._is_saving, self.is_changed = False, False
        self._container.drafts.close(_DRAFT)
        self.notice_stated.emit(
            translate("Settings", "The days off of {year} are kept.").format(year=year), str(Tone.GOOD)
        )
        self.saved.emit()

    def _on_refused(self, error: Exception) -> None:
        self._is_saving = False
        self.refused.emit(problem_words(error), field_words(error))
