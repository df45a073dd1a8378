"""What the page of supervision does: instructions and the one being typed, figures of an interval, the tickets behind one."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal

from services.clock import DISTRICT_ZONE
from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.contracts.followups import Instruction, RateBy, RateFigure, RateReport, RateTickets
from services.contracts.tickets import Catalogue, TicketRow
from services.errors import AppError
from services.live import ChangeKind, LiveChange, LiveFeed
from services.session import CurrentSession
from services.supervision.service import FileStore, InstructionDrafts, SupervisionService, TypedInstruction
from services.tasks import Tasks
from ui.following import Follower
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, is_chinese, problem_words
from ui.supervision.sheet import write_sheet
from ui.work.files import Files, FileSource
from widgets.theme import Tone

PERIODS = ("week", "month", "last_month", "days_30", "year", "days")
"""The last are days that a person has chosen."""


class InstructionFiles(FileSource, FileStore, Protocol):
    """What is needed of :class:`services.lifecycle.service.LifecycleService`."""


class SupervisionPresenter(Presenter):
    """Lives from sign-in to sign-out."""

    instructions_changed = Signal()
    form_changed = Signal()
    """A form was opened or closed, or something is wrong in it."""
    report_changed = Signal()
    behind_changed = Signal()
    names_changed = Signal()

    def __init__(
        self,
        tasks: Tasks,
        service: SupervisionService,
        live: LiveFeed,
        session: CurrentSession,
        drafts: InstructionDrafts,
        files: InstructionFiles,
    ) -> None:
        super().__init__(tasks)
        self._service = service
        self._live = live
        self._drafts = drafts
        self._store = files
        self.files = Files(tasks, files, lambda words, tone: self.notice_stated.emit(words, str(tone)), self)
        self.supervises = session.may(Permission.TICKET_SUPERVISE)
        self.sees_rates = session.may(Permission.FIGURES_READ)
        self.shows_open = True
        self.instructions: list[Instruction] = []
        self.typed: TypedInstruction | None = None
        self.errors: dict[str, str] = {}
        self.problem = ""
        self.is_sending = False
        self.entered = ""
        """The instruction that was just entered, until the list shows it."""
        self.period, self.by = "month", RateBy.UNIT
        self.days: tuple[date, date] | None = None
        """The first and the last day, where a person has chosen them."""
        self.report: RateReport | None = None
        self.behind: list[TicketRow] = []
        self.behind_figure: RateFigure | None = None
        self.behind_total = 0
        self.is_reading_behind = False
        self._behind_group: str | None = None
        self._behind_next: str | None = None
        self.catalogue: Catalogue | None = None
        self._follower = Follower(live, self._on_live_changed, self)
        self._follower.due.connect(self.load)

    def start(self) -> None:
        """Brings back what was being typed, and follows what others do."""
        self._follower.start()
        self.typed = self._drafts.last()
        self.work(lambda _progress: self._service.catalogue(), done=self._on_catalogue_read, failed=lambda _error: None)
        self.load()

    def close(self) -> None:
        """Ends following."""
        self._follower.close()

    @property
    def is_stale(self) -> bool:
        """Whether what is shown may be old."""
        return self._live.state.stale

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._live.server_now()

    # -- names

    def unit_name(self, code: str) -> str:
        """Returns a unit's name."""
        return self._names("units").get(code, code)

    def group_name(self, by: RateBy, group: str) -> str:
        """Returns the name of a group of figures, as it was called at the end of the interval, also where it is gone now."""
        kinds = {RateBy.UNIT: "units", RateBy.CATEGORY: "categories", RateBy.TOWN: "places"}
        then = self.report.names if self.report is not None and self.report.by is by else {}
        if by not in kinds or (is_chinese() and group in then):
            return then.get(group, group)
        return self._names(kinds[by]).get(group) or then.get(group, group)

    def _names(self, what: str) -> dict[str, str]:
        if self.catalogue is None:
            return {}
        entries = getattr(self.catalogue, what)
        return {e.code: e.name if is_chinese() else getattr(e, "english", "") or e.name for e in entries}

    # -- instructions

    def load(self) -> None:
        """Asks for the list."""
        if not self.supervises:
            return
        is_open = self.shows_open
        self.work(lambda _progress: self._service.instructions(is_open), done=self._on_instructions_read)

    def show_open(self, is_open: bool) -> None:
        """Shows the open ones or the ended ones."""
        self.shows_open = is_open
        self.load()

    def begin(self, number: str = "") -> None:
        """Opens the form, with what is unfinished in it."""
        if self.typed is None:
            last_day = (self.now().astimezone(DISTRICT_ZONE) + timedelta(days=3)).date()
            self.typed = TypedInstruction(deadline=last_day.isoformat())
        if number:
            self.typed.number = number
        self.form_changed.emit()

    def look_at(self, each: Instruction, file_id: str = "") -> None:
        """Opens a file of an instruction's document, by default the first."""
        self.files.show_ticket(each.id, each.attachments)
        self.files.open(file_id)

    def type_in(self, field: str, value: str | list[str]) -> None:
        """Keeps what is typed."""
        if self.typed is None or getattr(self.typed, field) == value:
            return
        setattr(self.typed, field, value)
        self.errors.pop(field, None)
        if self.typed.is_empty:
            self._drafts.forget(self.typed)
        else:
            self._drafts.write(self.typed)

    def give_up(self) -> None:
        """Closes the form; an instruction that was begun is thrown away."""
        if self.typed is not None:
            self._drafts.forget(self.typed)
        self.typed, self.errors, self.problem = None, {}, ""
        self.form_changed.emit()

    def enter(self) -> None:
        """Sends the instruction; it stays in the form until the server has it."""
        typed = self.typed
        if typed is None or self.is_sending:
            return
        self.is_sending, self.errors, self.problem = True, {}, ""
        self.form_changed.emit()
        self.work(
            lambda progress: self._service.enter(typed, self._store, progress),
            done=lambda entered: self._on_entered(typed, entered),
            failed=self._on_enter_failed,
        )

    # -- figures

    def interval(self) -> tuple[datetime, datetime]:
        """Returns the chosen period in the district's days; its end is not part of it."""
        if self.period == "days" and self.days is not None:
            first, last = (datetime(day.year, day.month, day.day, tzinfo=DISTRICT_ZONE) for day in self.days)
            return first, last + timedelta(days=1)
        today = self.now().astimezone(DISTRICT_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
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

    def load_rates(self) -> None:
        """Asks for the figures of the chosen period."""
        if not self.sees_rates or self.days_are_wrong:
            return
        since, until = self.interval()
        by = self.by
        self.work(
            lambda _progress: self._service.rates(since, until, by),
            # Of an interval that was chosen before, nothing is shown any more.
            done=lambda report: (
                self._on_report_read(report) if (since, until, by) == (*self.interval(), self.by) else None
            ),
        )

    def choose(self, period: str, by: RateBy) -> None:
        """Chooses period and groups."""
        if period == "days" and self.days is None:
            since, until = self.interval()
            self.days = since.date(), (until - timedelta(days=1)).date()
        self.period, self.by = period, by
        self.load_rates()

    def choose_days(self, first: date, last: date) -> None:
        """Chooses an interval by its first and its last day; nothing is asked where they are the wrong way round."""
        self.period, self.days = "days", (first, last)
        self.load_rates()

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

    # -- the weekly sheet

    def write_week(self, file: Path, monday: date) -> None:
        """Writes the sheet of a week as PDF, or as a workbook where the file is called so, off the GUI thread."""
        self.work(
            lambda progress: write_sheet(
                file, monday, self._service.week(monday), self.unit_name, self.now(), progress
            ),
            done=lambda count: self.notice_stated.emit(
                translate("Supervision", "Weekly sheet written to {file}, instructions: {count}").format(
                    file=file.name, count=count
                ),
                str(Tone.GOOD),
            ),
            title=translate("Supervision", "Writing the weekly sheet"),
        )

    # -- answers

    def _on_catalogue_read(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.names_changed.emit()

    def _on_instructions_read(self, found: list[Instruction]) -> None:
        self.instructions = found
        if self.shows_open:
            late = sum(each.overdue for each in found)
            self.badge_changed.emit(str(late) if late else "")
        self.instructions_changed.emit()

    def _on_entered(self, typed: TypedInstruction, entered: Instruction) -> None:
        self._drafts.forget(typed)
        self.typed, self.is_sending, self.entered = None, False, entered.id
        words = translate("Supervision", "Entered. Ticket {number} is supervised until the citizen was asked.")
        self.notice_stated.emit(words.format(number=entered.number), str(Tone.GOOD))
        self.form_changed.emit()
        self.load()

    def _on_enter_failed(self, error: Exception) -> None:
        self.is_sending = False
        if isinstance(error, OSError):
            self.errors = {
                "attachments": translate("Supervision", "{file} cannot be read: {why}").format(
                    file=Path(str(error.filename or "")).name, why=error.strerror or ""
                )
            }
            self.form_changed.emit()
            return
        self.problem = problem_words(error)
        if isinstance(error, AppError):
            self.errors = field_words(error)
            if error.code == "not_found":
                self.problem = ""
                self.errors = {"number": translate("Supervision", "No ticket has this number. Please check it.")}
        self.form_changed.emit()

    def _on_report_read(self, report: RateReport) -> None:
        self.report, self.behind, self.behind_total, self.behind_figure = report, [], 0, None
        self._behind_group, self._behind_next, self.is_reading_behind = None, None, False
        self.report_changed.emit()
        self.behind_changed.emit()

    def _on_behind_read(self, page: RateTickets) -> None:
        self.behind = [*self.behind, *page.items]
        self.behind_total, self._behind_next, self.is_reading_behind = page.total, page.next, False
        self.behind_changed.emit()

    def _on_behind_failed(self, error: Exception) -> None:
        self.is_reading_behind = False
        self.notice_stated.emit(problem_words(error), str(Tone.BAD))
        self.behind_changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        is_about = change.event is not None and change.event.topic in (Topic.TICKET, Topic.CLOCK)
        if change.kind is ChangeKind.SNAPSHOT or is_about:
            self._follower.soon()
        elif change.kind in (ChangeKind.STALE, ChangeKind.FRESH):
            self.instructions_changed.emit()
