"""What the sections of clocks do: rules and calendars in versions, the recount followed, an example counted."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal

from services.administration.service import AdministrationService
from services.contracts.clocks import Calendar, Recount, TicketClock
from services.contracts.common import Typed
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.clocks.calendar_source import CalendarSource, calendar_words, newest_calendars
from ui.settings.clocks.rules import ClockRulesSource
from ui.settings.clocks.year_presenter import YearPresenter
from ui.settings.names import Names
from ui.settings.versioned.presenter import Body, VersionedPresenter
from widgets.fields.type_ahead import Matcher
from widgets.theme import Tone

_ASK_MS = 600
_PAUSE_MS = 300


class ClocksPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()
    calendars_changed = Signal()
    recount_changed = Signal()
    example_counted = Signal()

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._container = container
        self._names = names
        self.service: AdministrationService = container.administration
        self.rules = VersionedPresenter(container, ClockRulesSource(self.service), self)
        self.calendar = VersionedPresenter(container, CalendarSource(self.service, "cn"), self)
        self.calendars: list[Calendar] = []
        self.recount = Recount()
        self.example: dict[str, Any] = {"kind": "complaint", "urgency": "normal", "unit": "", "category": ""}
        self.example_clocks: list[TicketClock] = []
        self.example_problem = ""
        self.year = YearPresenter(container, self)
        self._by: Body = {}
        self._timer = QTimer(self, singleShot=True, interval=_ASK_MS)
        self._timer.timeout.connect(self.ask_recount)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask_example)
        for setting in (self.rules, self.calendar, self.year):
            setting.notice_stated.connect(self.notice_stated)
            setting.saved.connect(self._on_saved)

    @property
    def names(self) -> Names:
        """Names of units and categories."""
        return self._names()

    def names_matcher(self, what: str) -> Callable[[], Matcher]:
        """Returns what finds units or categories by the catalogue that is known then."""
        return lambda: getattr(self.names, f"{what}_matcher")()

    def close(self) -> None:
        """Ends asking."""
        self._timer.stop()
        self._pause.stop()

    # -- calendars

    def load_calendars(self) -> None:
        """Asks for all calendars."""
        if "received_at" not in self.example:
            self.example["received_at"] = self._container.live.server_now().replace(second=0, microsecond=0).isoformat()
        self.work(lambda _progress: self.service.clocks.calendars(), done=self._on_calendars_read)

    def calendar_offers(self) -> list[tuple[str, str]]:
        """Returns the calendars to choose from."""
        return [(each.code, calendar_words(each)) for each in newest_calendars(self.calendars)]

    def calendar_name(self, code: str) -> str:
        """Returns a calendar's name."""
        return dict(self.calendar_offers()).get(code, code)

    def choose_calendar(self, code: str) -> None:
        """Shows another calendar; a code that is not there yet begins a new one."""
        self.calendar.switch(CalendarSource(self.service, code))

    def provisional_years(self, calendar: Calendar) -> list[int]:
        """Returns this year and the next where nothing is published for them."""
        this_year = self._container.live.server_now().year
        return [year for year in (this_year, this_year + 1) if calendar.years and year not in calendar.years]

    # -- the recount

    def ask_recount(self) -> None:
        """Asks how far it is, again and again while it runs."""
        self.work(lambda _progress: self.service.clocks.recount(), done=self._on_recount_read)

    # -- the example

    def change_example(self, example: dict[str, Any]) -> None:
        """Takes another example ticket."""
        self.example = example
        self._pause.start()

    def count_example(self, rules: Body) -> None:
        """Counts the example by rules, once nobody has typed for a moment."""
        self._by = rules
        self._pause.start()

    def _ask_example(self) -> None:
        if not self._by:
            return
        asked = Typed({"rules": self._by, **self.example})
        self.work(
            lambda _progress: self.service.clocks.preview(asked), done=self._on_example, failed=self._on_example_failed
        )

    def _on_calendars_read(self, found: list[Calendar]) -> None:
        self.calendars = found
        self.calendars_changed.emit()

    def _on_recount_read(self, found: Recount) -> None:
        was_running = self.recount.running
        self.recount = found
        if found.running:
            self._timer.start()
        elif was_running:
            words = translate("Settings", "Open tickets counted anew: {done}, with another time: {changed}")
            self.notice_stated.emit(words.format(done=found.done, changed=found.changed), str(Tone.GOOD))
        self.recount_changed.emit()

    def _on_saved(self) -> None:
        self.load_calendars()
        self.recount = Recount(running=True)
        self.ask_recount()

    def _on_example(self, found: list[TicketClock]) -> None:
        self.example_clocks, self.example_problem = found, ""
        self.example_counted.emit()

    def _on_example_failed(self, error: Exception) -> None:
        self.example_problem = " ".join([problem_words(error), *field_words(error).values()])
        self.example_counted.emit()
