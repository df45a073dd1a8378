"""The rates of an interval, which may take seconds to compute, and the tickets behind one of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QObject, Signal

from services.contracts.followups import RateBy, RateFigure, RateReport, RateTickets
from services.contracts.tickets import TicketRow
from services.supervision.service import SupervisionService
from services.tasks import Task, Tasks
from ui import moments
from ui.presenter import Presenter
from ui.problems import problem_words
from widgets.theme import Tone

PERIODS = ("week", "month", "last_month", "days_30", "year", "days")
"""The last are days that a person has chosen."""
Choice = tuple[str, RateBy, tuple[date, date] | None]
"""Period, groups, and the days that a person has chosen."""


class RatesPresenter(Presenter):
    """Keeps what was computed last until there is something newer; a question that is not wanted any more is given up."""

    report_changed = Signal()
    """``report`` or ``is_computing`` changed, or the choice is again what ``report`` shows."""
    behind_changed = Signal()

    def __init__(
        self,
        tasks: Tasks,
        service: SupervisionService,
        now: Callable[[], datetime],
        *,
        may_read: bool,
        parent: QObject,
    ) -> None:
        super().__init__(tasks, parent)
        self._service = service
        self._now = now
        self._may_read = may_read
        self.period, self.by = "month", RateBy.UNIT
        self.days: tuple[date, date] | None = None
        """The first and the last day, where a person has chosen them."""
        self.report: RateReport | None = None
        self.is_computing = False
        self._task: Task | None = None
        self._shown: Choice | None = None
        self.behind: list[TicketRow] = []
        self.behind_figure: RateFigure | None = None
        self.behind_total = 0
        self.is_reading_behind = False
        self._behind_group: str | None = None
        self._behind_next: str | None = None

    def close(self) -> None:
        """Computes no more."""
        self._give_up()

    def interval(self) -> tuple[datetime, datetime]:
        """Returns the chosen period in the district's days; its end is not part of it."""
        if self.period == "days" and self.days is not None:
            first, last = map(moments.day_begins, self.days)
            return first, last + timedelta(days=1)
        today = moments.midnight(self._now())
        tomorrow = today + timedelta(days=1)
        month = today.replace(day=1)
        match self.period:
            case "week":
                return today - timedelta(days=today.weekday()), tomorrow
            case "last_month":
                return (month - timedelta(days=1)).replace(day=1), month
            case "days_30":
                return today - timedelta(days=29), tomorrow
            case "year":
                return today.replace(month=1, day=1), tomorrow
        return month, tomorrow

    def load(self) -> None:
        """Asks for the figures of the chosen period; of one that was chosen before, nothing is wanted any more."""
        self._give_up()
        if not self._may_read or self.days_are_wrong:
            self.report_changed.emit()
            return
        since, until = self.interval()
        by = self.by
        choice = self._choice
        self.is_computing = True
        self.report_changed.emit()
        self._task = self.work(
            lambda progress: self._service.rates(since, until, by, progress),
            done=lambda report: self._on_report_read(report, choice),
            failed=self._on_report_failed,
        )

    def choose(self, period: str, by: RateBy) -> None:
        """Chooses period and groups."""
        if period == "days" and self.days is None:
            since, until = self.interval()
            self.days = since.date(), (until - timedelta(days=1)).date()
        self.period, self.by = period, by
        self.load()

    def choose_days(self, first: date, last: date) -> None:
        """Chooses an interval by its first and its last day; nothing is asked where they are the wrong way round."""
        self.period, self.days = "days", (first, last)
        self.load()

    def cancel(self) -> None:
        """Computes no more: what was shown before stays, and is what is chosen again."""
        if not self.is_computing:
            return
        self._give_up()
        if self._shown is not None:
            self.period, self.by, self.days = self._shown
        self.report_changed.emit()

    @property
    def days_are_wrong(self) -> bool:
        """Whether the chosen days end before they begin."""
        return self.period == "days" and self.days is not None and self.days[0] > self.days[1]

    def open_figure(self, figure: RateFigure, group: str | None) -> None:
        """Asks for the tickets behind a figure."""
        if self.report is not None:
            self.behind, self.behind_total, self.behind_figure = [], 0, figure
            self._behind_group, self._behind_next = group, None
            self._read_behind(self.report)

    @property
    def has_more_behind(self) -> bool:
        """Whether the figure counts more tickets than are shown."""
        return self._behind_next is not None

    def show_more(self) -> None:
        """Asks for the next page of the tickets behind the figure."""
        if self.report is not None and self.has_more_behind and not self.is_reading_behind:
            self._read_behind(self.report)

    def _read_behind(self, report: RateReport) -> None:
        figure, group, cursor = self.behind_figure, self._behind_group, self._behind_next
        if figure is None:
            return
        asked = (report, figure, group, cursor)
        self.is_reading_behind = True

        def is_wanted() -> bool:
            return asked == (self.report, self.behind_figure, self._behind_group, self._behind_next)

        self.work(
            lambda _progress: self._service.behind(report, figure, group, cursor),
            done=lambda page: self._on_behind_read(page) if is_wanted() else None,
            failed=lambda error: self._on_behind_failed(error) if is_wanted() else None,
        )

    @property
    def _choice(self) -> Choice:
        return self.period, self.by, self.days

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task, self.is_computing = None, False

    def _on_report_read(self, report: RateReport, choice: Choice) -> None:
        self.report, self._shown, self.is_computing = report, choice, False
        self.behind, self.behind_total, self.behind_figure = [], 0, None
        self._behind_group, self._behind_next, self.is_reading_behind = None, None, False
        self.report_changed.emit()
        self.behind_changed.emit()

    def _on_report_failed(self, error: Exception) -> None:
        self.is_computing = False
        self.notice_stated.emit(problem_words(error), str(Tone.BAD))
        self.report_changed.emit()

    def _on_behind_read(self, page: RateTickets) -> None:
        self.behind = [*self.behind, *page.items]
        self.behind_total, self._behind_next, self.is_reading_behind = page.total, page.next, False
        self.behind_changed.emit()

    def _on_behind_failed(self, error: Exception) -> None:
        self.is_reading_behind = False
        self.notice_stated.emit(problem_words(error), str(Tone.BAD))
        self.behind_changed.emit()
