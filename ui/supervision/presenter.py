"""What the page of supervision does: instructions, the one being typed, and the weekly sheet; the rates stand beside it."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal

from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.contracts.followups import Instruction, RateBy
from services.contracts.tickets import Catalogue, Ticket
from services.errors import AppError
from services.live import ChangeKind, LiveChange, LiveFeed
from services.session import CurrentSession
from services.supervision.service import FileStore, InstructionDrafts, SupervisionService, TypedInstruction
from services.tasks import Tasks
from ui import moments
from ui.following import Follower
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, is_chinese, problem_words
from ui.supervision.rates_presenter import RatesPresenter
from ui.supervision.sheet import write_sheet
from ui.work.files import Files, FileSource
from widgets.theme import Tone

_NUMBER = re.compile(r"\d{8}-\d{6,}")


class InstructionFiles(FileSource, FileStore, Protocol):
    """What is needed of :class:`services.lifecycle.service.LifecycleService`."""


class SupervisionPresenter(Presenter):
    """Lives from sign-in to sign-out."""

    instructions_changed = Signal()
    form_changed = Signal()
    """A form was opened or closed, or something is wrong in it."""
    ticket_changed = Signal()
    """What the typed number means was looked up."""
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
        self.rates = RatesPresenter(
            tasks, service, self.now, may_read=session.may(Permission.FIGURES_READ), parent=self
        )
        self.rates.notice_stated.connect(self.notice_stated)
        self.shows_open = True
        self.instructions: list[Instruction] = []
        self.typed: TypedInstruction | None = None
        self.errors: dict[str, str] = {}
        self.problem = ""
        self.ticket: Ticket | None = None
        """The one that has the typed number."""
        self.is_sending = False
        self.entered = ""
        """The instruction that was just entered, until the list shows it."""
        self.catalogue: Catalogue | None = None
        self._follower = Follower(live, self._on_live_changed, self)
        self._follower.due.connect(self.load)

    def start(self) -> None:
        """Brings back what was being typed, and follows what others do."""
        self._follower.start()
        self.typed = self._drafts.last()
        self._look_up()
        self.work(lambda _progress: self._service.catalogue(), done=self._on_catalogue_read, failed=lambda _error: None)
        self.load()

    def close(self) -> None:
        """Ends following, and what is being computed."""
        self._follower.close()
        self.rates.close()

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

    def group_name(self, group: str) -> str:
        """Returns the name of a group of the report, as it was called at the end of the interval, also where it is gone now."""
        kinds = {RateBy.UNIT: "units", RateBy.CATEGORY: "categories", RateBy.TOWN: "places"}
        report = self.rates.report
        if report is None:
            return group
        if report.by not in kinds or (is_chinese() and group in report.names):
            return report.names.get(group, group)
        return self._names(kinds[report.by]).get(group) or report.names.get(group, group)

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
            last_day = moments.day_of(self.now()) + timedelta(days=3)
            self.typed = TypedInstruction(deadline=last_day.isoformat())
        if number:
            self.typed.number = number
            self._look_up()
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
        if field == "number":
            self._look_up()
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

    def _look_up(self) -> None:
        """Asks which ticket has the number, once it is whole: a wrong figure in it would supervise somebody else's."""
        self.ticket = None
        self.ticket_changed.emit()
        number = self.typed.number.strip() if self.typed is not None else ""
        if _NUMBER.fullmatch(number):
            self.work(
                lambda _progress: self._service.ticket(number),
                done=self._on_ticket_read,
                failed=lambda error: self._on_ticket_not_read(number, error),
            )

    def enter(self) -> None:
        """Sends the instruction; it stays in the form until the server has it."""
        typed = self.typed
        if typed is None or self.is_sending:
            return
        self.is_sending, self.errors, self.problem = True, {}, ""
        self.form_changed.emit()
        self.work(
            lambda progress: self._service.enter(typed, moments.zone(), self._store, progress),
            done=lambda entered: self._on_entered(typed, entered),
            failed=self._on_enter_failed,
        )

    # -- the weekly sheet

    def write_week(self, file: Path, monday: date) -> None:
        """Writes the sheet of a week as PDF, or as a workbook where the file is called so, off the GUI thread."""
        self.work(
            lambda progress: write_sheet(
                file, monday, self._service.week(monday, moments.zone()), self.unit_name, self.now(), progress
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

    def _on_ticket_read(self, ticket: Ticket) -> None:
        if self.typed is not None and self.typed.number.strip() == ticket.number:
            self.ticket = ticket
            self.ticket_changed.emit()

    def _on_ticket_not_read(self, number: str, error: Exception) -> None:
        # Anything else, as an interrupted line, is told when it is sent.
        is_typed = self.typed is not None and self.typed.number.strip() == number
        if is_typed and isinstance(error, AppError) and error.code == "not_found":
            self.errors["number"] = _no_ticket()
            self.form_changed.emit()

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
                self.errors = {"number": _no_ticket()}
        self.form_changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        is_about = change.event is not None and change.event.topic in (Topic.TICKET, Topic.CLOCK)
        if change.kind is ChangeKind.SNAPSHOT or is_about:
            self._follower.soon()
        elif change.kind in (ChangeKind.STALE, ChangeKind.FRESH):
            self.instructions_changed.emit()


def _no_ticket() -> str:
    return translate("Supervision", "No ticket has this number. Please check it.")
