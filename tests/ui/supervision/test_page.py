"""The page of supervision by its keys: an instruction is typed, kept, entered; figures open their tickets; the weekly sheet."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QDateEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Permission
from services.contracts.attachments import Attachment
from services.contracts.common import Page
from services.contracts.followups import (
    FollowUp,
    Instruction,
    NewInstruction,
    RateBy,
    RateFigure,
    RateReport,
    Rates,
    RateTickets,
    RateWeights,
)
from services.contracts.tickets import Catalogue, Ticket, TicketRow, TicketStatus, Unit
from services.drafts import Draft
from services.errors import AppError, NotFound
from services.spreadsheet import read_table
from services.supervision.service import InstructionDrafts, SupervisionService
from services.tasks import ImmediateTasks, Progress, Task, Tasks
from tests.showing import show_active
from tests.ui.wall.fakes import FakeLive, Notices
from tests.zone import ZONE
from ui.commands import clashes
from ui.page import Link, PageContext
from ui.shell.shortcuts import window_commands
from ui.supervision.entry import commands
from ui.supervision.page import SupervisionPage, sheet_file
from ui.supervision.presenter import SupervisionPresenter
from ui.supervision.rates_presenter import PERIODS
from ui.supervision.rates_view import RatesView
from ui.supervision.sheet import page as sheet_page
from ui.supervision.sheet import state_words, write_sheet
from widgets.remember import InMemory
from widgets.theme import Tone

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
CONTROL = Qt.KeyboardModifier.ControlModifier


def instruction(key: str = "i1", **more: Any) -> Instruction:
    values: dict[str, Any] = {
        "id": key,
        "ticket_id": f"ticket-{key}",
        "number": "20260310-000001",
        "title": "工地夜间施工",
        "unit": "D06",
        "status": TicketStatus.HANDLING,
        "document": "区府批〔2026〕12号",
        "leader": "区政府办公室",
        "text": "请核实处理。",
        "deadline": NOW + timedelta(days=3),
        "entered_by": "督办员",
        "entered_at": NOW,
    }
    return Instruction(**{**values, **more})


def document(key: str, name: str, size: int = 340_000) -> Attachment:
    return Attachment(
        id=key,
        ticket_id="ticket-i1",
        name=name,
        media_type="application/pdf",
        size=size,
        digest="0" * 64,
        added_at=NOW,
        of_instruction=True,
    )


class Server:
    """Answers what a test set, and remembers what it was sent."""

    def __init__(self) -> None:
        self.entered: list[NewInstruction] = []
        self.known: list[Instruction] = [instruction()]
        self.error: AppError | None = None
        self.attached: list[tuple[str, str, str]] = []
        self.asked: list[tuple[RateFigure, str | None]] = []
        self.behind_in_all = 1
        self.alert = ""
        self.intervals: list[tuple[datetime, datetime]] = []

    def instructions(
        self, is_open: bool | None, since: datetime | None = None, until: datetime | None = None
    ) -> Page[Instruction]:
        return Page(items=[each for each in self.known if is_open is None or (each.ended_at is None) is is_open])

    def enter(self, new: NewInstruction, key: str) -> Instruction:
        assert key == new.id
        if self.error is not None:
            raise self.error
        self.entered.append(new)
        self.known.append(instruction(new.id, text=new.text, leader=new.leader))
        return self.known[-1]

    def attach(self, ticket_id: str, file: Path, progress: Progress | None = None, purpose: str = "") -> Attachment:
        size = file.stat().st_size
        self.attached.append((ticket_id, file.name, purpose))
        return document(f"file-{len(self.attached)}", file.name, size=size)

    def content(self, attachment: Attachment, progress: Progress) -> bytes:
        raise NotFound("attachment")

    def thumbnail(self, attachment_id: str) -> bytes:
        raise NotFound("attachment")

    def save_attachment(self, attachment: Attachment, target: Path, progress: Progress) -> None:
        target.write_bytes(b"%PDF")

    def rates(self, since: datetime, until: datetime, by: RateBy, progress: Progress) -> RateReport:
        self.intervals.append((since, until))
        group = Rates(
            group="D06",
            tickets=4,
            valid=2,
            response=1.0,
            solved=0.5,
            satisfied=0.45,
            score=0.53,
            on_time=1.0,
            signed_on_time=None,
            returned=0.25,
            redone=0.0,
        )
        return RateReport(
            since=since,
            until=until,
            by=by,
            version="1",
            weights=[RateWeights()],
            total=group,
            groups=[group],
        )

    def behind(
        self,
        since: datetime,
        until: datetime,
        by: RateBy,
        figure: RateFigure,
        group: str | None,
        cursor: str | None = None,
    ) -> RateTickets:
        self.asked.append((figure, group))
        first = int(cursor or 1)
        more = [str(n) for n in range(first, min(first + 2, self.behind_in_all + 1))]
        after = first + 2 if first + 2 <= self.behind_in_all else None
        rows = [
            TicketRow(
                id=f"t{n}",
                number=n,
                status=TicketStatus.CLOSED,
                created_at=NOW,
                updated_at=NOW,
                title="停车",
                alert=n == self.alert,
            )
            for n in more
        ]
        return RateTickets(items=rows, next=str(after) if after else None, total=self.behind_in_all)

    def follow_up(self, ticket_id: str) -> FollowUp:
        return FollowUp(ticket_id=ticket_id, wanted=True)

    def by_number(self, number: str) -> Ticket:
        if number != "20260310-000001":
            raise NotFound("ticket")
        return Ticket(
            id="ticket-9",
            number=number,
            title="工地夜间施工",
            unit="D06",
            status=TicketStatus.HANDLING,
            version=1,
            created_at=NOW,
            updated_at=NOW,
        )

    def catalogue(self) -> Catalogue:
        units = [Unit(code="D06", name="区城管局", english="City Management")]
        return Catalogue(version=1, places=[], categories=[], units=units, templates=[], phrases=[], skills=[])


class Journal:
    def __init__(self) -> None:
        self.drafts: dict[str, tuple[str, dict[str, Any]]] = {}

    def write(self, draft_id: str, kind: str, fields: dict[str, Any]) -> None:
        self.drafts[draft_id] = (kind, fields)

    def close(self, draft_id: str) -> None:
        self.drafts.pop(draft_id, None)

    def open_drafts(self, kind: str | None = None) -> list[Draft]:
        return [
            Draft(id=key, kind=kind or "", fields=fields, created_at=0.0, saved_at=0.0)
            for key, (kind, fields) in self.drafts.items()
        ]


class Session:
    def __init__(self, *permissions: Permission) -> None:
        self.permissions = permissions

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def journal() -> Journal:
    return Journal()


class HoldingTasks(ImmediateTasks):
    """Work that ends at once, or, while it is held, when a test says so."""

    def __init__(self) -> None:
        self.holds = False
        self.held: list[tuple[Task, Callable[[], object]]] = []

    def start(self, work: Any, done: Any = None, failed: Any = None, title: str = "") -> Task:
        if not self.holds:
            return super().start(work, done, failed, title)
        task = Task(title)
        self.held.append((task, lambda: super(HoldingTasks, self).start(work, done, failed)))
        return task

    def finish(self) -> None:
        for task, end in self.held:
            if not task.progress.cancelled:
                end()


def make(
    server: Server, journal: Journal, *permissions: Permission, tasks: Tasks | None = None
) -> SupervisionPresenter:
    presenter = SupervisionPresenter(
        tasks or ImmediateTasks(),
        SupervisionService(server, server),
        FakeLive(),  # type: ignore[arg-type]
        Session(*permissions),  # type: ignore[arg-type]
        InstructionDrafts(journal),
        server,
    )
    presenter.start()
    return presenter


@pytest.fixture
def presenter(qtbot: QtBot, server: Server, journal: Journal) -> SupervisionPresenter:
    return make(server, journal, Permission.TICKET_SUPERVISE, Permission.FIGURES_READ)


@pytest.fixture
def page(qtbot: QtBot, presenter: SupervisionPresenter) -> SupervisionPage:
    context = PageContext(commands(), InMemory(), Notices(), lambda _snapshot: None)
    page = SupervisionPage(presenter, context)
    qtbot.addWidget(page)
    page.resize(1200, 720)
    show_active(qtbot, page)
    page.entered()
    return page


def test_every_command_does_something_and_no_key_clashes(page: SupervisionPage) -> None:
    assert page.unbound_commands() == []
    assert clashes(commands(), window_commands()) == []


def test_an_instruction_is_typed_kept_and_entered(
    qtbot: QtBot, page: SupervisionPage, server: Server, journal: Journal, presenter: SupervisionPresenter
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_N, CONTROL)
    for text in ("20260310-000001", "Office", "12"):
        qtbot.keyClicks(QApplication.focusWidget(), text)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "Look into it.")
    ((_kind, kept),) = journal.drafts.values()
    assert (kept["number"], kept["text"]) == ("20260310-000001", "Look into it.")
    # Whoever comes back after a crash finds it in the form.
    again = make(server, journal, Permission.TICKET_SUPERVISE)
    assert again.typed is not None
    assert again.typed.text == "Look into it."
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    (sent,) = server.entered
    assert (sent.ticket_id, sent.leader, sent.document) == ("ticket-9", "Office", "12")
    assert sent.deadline.isoformat() == "2026-03-13T15:59:59+00:00", "to the end of the district's day"
    assert journal.drafts == {}
    assert presenter.typed is None
    assert page.instructions is not None
    assert QApplication.focusWidget() is page.instructions.table.view
    row = page.instructions.table.current_row()
    assert row is not None
    assert row.id == sent.id


def test_a_whole_number_is_answered_with_its_tickets_title_before_anything_is_sent(
    qtbot: QtBot, page: SupervisionPage, server: Server, journal: Journal, presenter: SupervisionPresenter
) -> None:
    assert page.instructions is not None
    form = page.instructions._form
    qtbot.keyClick(page, Qt.Key.Key_N, CONTROL)
    qtbot.keyClicks(form.number, "20260310-00000")
    assert form.ticket.isHidden()
    assert presenter.errors == {}, "nobody is told off in the middle of typing"
    qtbot.keyClicks(form.number, "1")
    assert form.ticket.text() == "工地夜间施工 · In hand · City Management"
    again = make(server, journal, Permission.TICKET_SUPERVISE)
    assert again.ticket == presenter.ticket, "also of a draft that was brought back"
    qtbot.keyClick(form.number, Qt.Key.Key_Backspace)
    qtbot.keyClicks(form.number, "2")
    assert form.ticket.isHidden()
    assert "No ticket has this number" in presenter.errors["number"]
    assert server.entered == []


def test_the_document_is_added_by_keys_and_goes_with_the_instruction(
    qtbot: QtBot,
    page: SupervisionPage,
    server: Server,
    journal: Journal,
    presenter: SupervisionPresenter,
    tmp_path: Path,
) -> None:
    paper, another = tmp_path / "批示.pdf", tmp_path / "附件.pdf"
    for file in (paper, another):
        file.write_bytes(b"%PDF-1.4")
    assert page.instructions is not None
    form = page.instructions._form
    form.choose_files = lambda: [str(paper), str(another)]
    qtbot.keyClick(page, Qt.Key.Key_N, CONTROL)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    ((_kind, kept),) = journal.drafts.values()
    assert kept["attachments"] == [str(paper), str(another)]
    assert make(server, journal, Permission.TICKET_SUPERVISE).typed == presenter.typed, "kept with the draft"
    (_first, second) = form.attachments.findChildren(QPushButton, "supervision.form.file")
    assert second.text() == "附件.pdf"
    qtbot.keyClick(second, Qt.Key.Key_Space)
    for name, words in (("number", "20260310-000001"), ("leader", "Office"), ("text", "Look into it.")):
        presenter.type_in(name, words)
    paper.rename(tmp_path / "moved.pdf")
    presenter.enter()
    assert set(presenter.errors) == {"attachments"}, "a file that is gone is said at its field"
    assert server.entered == []
    (tmp_path / "moved.pdf").rename(paper)
    presenter.enter()
    (sent,) = server.entered
    assert sent.attachments == ["file-1"]
    assert server.attached == [("ticket-9", "批示.pdf", sent.id)]


def test_the_document_stands_in_the_list_and_opens(
    qtbot: QtBot, page: SupervisionPage, server: Server, presenter: SupervisionPresenter, tmp_path: Path
) -> None:
    server.known = [instruction(attachments=[document("f1", "批示.pdf"), document("f2", "附件.pdf")])]
    presenter.load()
    view = page.instructions
    assert view is not None
    assert view.table.go_to("i1")
    assert "批示.pdf" in view._detail._files.text()
    qtbot.keyClick(view.table.view, Qt.Key.Key_I, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert page.viewer.isVisible()
    saved = tmp_path / "saved.pdf"
    page.viewer.choose_file = lambda _name: saved
    qtbot.keyClick(page.viewer, Qt.Key.Key_S, CONTROL)
    assert saved.read_bytes() == b"%PDF"
    qtbot.keyClick(page.viewer, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is view.table.view
    assert "区府批〔2026〕12号<br>批示.pdf<br>附件.pdf" in sheet_page(date(2026, 3, 9), server.known, str, NOW)


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    page: SupervisionPage, presenter: SupervisionPresenter, server: Server, journal: Journal
) -> None:
    presenter.begin("1")
    presenter.type_in("text", "Look into it.")
    presenter.enter()
    assert set(presenter.errors) == {"leader"}
    presenter.type_in("leader", "Office")
    presenter.enter()
    assert set(presenter.errors) == {"number"}
    presenter.type_in("number", "20260310-000001")
    server.error = AppError("unreachable", status=503)
    presenter.enter()
    assert presenter.problem
    assert presenter.typed is not None
    assert len(journal.drafts) == 1
    server.error = None
    presenter.enter()
    assert len(server.entered) == 1


def test_a_unit_that_is_gone_keeps_its_name_in_the_figures(
    qtbot: QtBot,
    page: SupervisionPage,
    server: Server,
    presenter: SupervisionPresenter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figures = server.rates

    def rates(since: datetime, until: datetime, by: RateBy, progress: Progress) -> RateReport:
        report = figures(since, until, by, progress)
        gone = report.groups[0].model_copy(update={"group": "D98"})
        return report.model_copy(update={"groups": [gone], "names": {"D98": "区原城管局"}})

    monkeypatch.setattr(server, "rates", rates)
    qtbot.keyClick(page, Qt.Key.Key_PageDown, CONTROL)
    qtbot.waitUntil(lambda: presenter.rates.report is not None and bool(presenter.rates.report.names))
    assert presenter.group_name("D98") == "区原城管局"


def test_a_figure_opens_its_tickets(qtbot: QtBot, page: SupervisionPage, server: Server) -> None:
    qtbot.keyClick(page, Qt.Key.Key_PageDown, CONTROL)
    table = page.rates.groups
    keys = [column.key for column in table.model.columns]
    table.view.setCurrentIndex(table.model.index(0, keys.index("solved")))
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert server.asked == [(RateFigure.NOT_SOLVED, "D06")]
    with qtbot.waitSignal(page.open_requested) as opened:
        page.rates.behind.row_activated.emit(page.rates.behind.model.row_at(0))
    assert opened.args == [Link("ticket", "ticket", "t1")]


def test_groups_are_no_league_table_of_the_one_score(page: SupervisionPage) -> None:
    table = page.rates.groups
    keys = [column.key for column in table.model.columns]
    assert {"response", "solved", "satisfied", "score", "on_time", "signed_on_time", "returned", "redone"} <= set(keys)
    header = table.view.horizontalHeader()
    header.setSortIndicator(keys.index("solved"), Qt.SortOrder.DescendingOrder)
    header.setSortIndicator(keys.index("score"), Qt.SortOrder.DescendingOrder)
    assert table.model.sorted_by == ("solved", True)
    assert header.sortIndicatorSection() == keys.index("solved")
    table.arrangement.sort(None)
    header.setSortIndicator(keys.index("score"), Qt.SortOrder.AscendingOrder)
    assert table.model.sorted_by == (None, False)


def test_an_emergency_that_nobody_acknowledged_is_red_behind_a_figure(
    qtbot: QtBot, page: SupervisionPage, server: Server, presenter: SupervisionPresenter
) -> None:
    server.behind_in_all, server.alert = 2, "1"
    qtbot.keyClick(page, Qt.Key.Key_PageDown, CONTROL)
    presenter.rates.open_figure(RateFigure.TICKETS, None)
    model = page.rates.behind.model
    column = next(column for column in model.columns if column.key == "title")
    shown = [(column.value(row), column.tone and column.tone(row)) for row in presenter.rates.behind]
    assert shown == [("Alarm · 停车", Tone.BAD), ("停车", None)]


def test_more_tickets_than_a_page_are_counted_and_shown_on_demand(
    qtbot: QtBot, page: SupervisionPage, server: Server, presenter: SupervisionPresenter
) -> None:
    server.behind_in_all = 5
    qtbot.keyClick(page, Qt.Key.Key_PageDown, CONTROL)
    presenter.rates.open_figure(RateFigure.VALID, None)
    view = page.rates
    assert "tickets: 5, the newest 2 are shown" in view._behind_title.text()
    qtbot.mouseClick(view.more, Qt.MouseButton.LeftButton)
    assert "the newest 4 are shown" in view._behind_title.text()
    qtbot.keyClick(view.more, Qt.Key.Key_Space)
    assert view._behind_title.text().endswith("tickets: 5")
    assert not view.more.isVisible()
    assert [row.id for row in presenter.rates.behind] == ["t1", "t2", "t3", "t4", "t5"]


def test_figures_that_take_long_are_told_of_can_be_cancelled_and_leave_the_last_ones_until_they_come(
    qtbot: QtBot, server: Server
) -> None:
    tasks = HoldingTasks()
    presenter = make(server, Journal(), Permission.FIGURES_READ, tasks=tasks)
    view = RatesView(presenter, PageContext(commands(), InMemory(), Notices(), lambda _snapshot: None))
    qtbot.addWidget(view)
    show_active(qtbot, view)
    view.enter()
    month = view._about.text()
    assert "2026-03-01" in month
    assert not view.progress.isVisible()
    tasks.holds = True

    def choose(period: str) -> None:
        view.period.setCurrentIndex(PERIODS.index(period))
        view.period.activated.emit(view.period.currentIndex())

    choose("last_month")
    choose("year")
    assert [task.progress.cancelled for task, _ in tasks.held] == [True, False], "only the last choice is wanted"
    qtbot.waitUntil(view.progress.isVisible)
    assert (view._about.text(), view.groups.model.rowCount()) == (month, 1)
    view.progress.findChild(QToolButton).click()
    assert tasks.held[-1][0].progress.cancelled
    assert not view.progress.isVisible()
    assert view.period.currentData() == "month", "what is shown is what is chosen"
    choose("year")
    tasks.finish()
    assert "2026-01-01" in view._about.text()
    assert not view.progress.isVisible()


def test_any_days_are_chosen_by_keys_and_kept(
    qtbot: QtBot, page: SupervisionPage, server: Server, presenter: SupervisionPresenter
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_PageDown, CONTROL)
    view = page.rates
    assert (view.first.text(), view.last.text()) == ("2026-03-01", "2026-03-10"), "the days of the period"
    for field, typed in ((view.first, "20251115"), (view.last, "20260203")):
        field.setFocus()
        field.selectAll()
        field.setCurrentSection(QDateEdit.Section.YearSection)
        for section, part in zip(("Year", "Month", "Day"), (typed[:4], typed[4:6], typed[6:]), strict=True):
            field.setSelectedSection(getattr(QDateEdit.Section, f"{section}Section"))
            qtbot.keyClicks(field, part)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    since, until = (moment.astimezone(ZONE) for moment in server.intervals[-1])
    assert (since.isoformat()[:16], until.isoformat()[:16]) == ("2025-11-15T00:00", "2026-02-04T00:00")
    assert view.period.currentData() == "days"
    assert "2025-11-15 to 2026-02-03" in view._about.text()
    # A page that is built anew, or after a restart, begins there.
    fresh = make(server, Journal(), Permission.FIGURES_READ)
    again = RatesView(fresh, page.context)
    qtbot.addWidget(again)
    again.enter()
    assert (again.first.text(), again.last.text(), again.period.currentData()) == ("2025-11-15", "2026-02-03", "days")
    assert server.intervals[-1] == (since, until)


def test_days_the_wrong_way_round_are_said_and_nothing_is_asked(page: SupervisionPage, server: Server) -> None:
    view = page.rates
    view.enter()
    asked = len(server.intervals)
    view.first.setDate(QDate(2026, 3, 20))
    assert not view.wrong.isHidden()
    assert len(server.intervals) == asked
    view.last.setDate(QDate(2026, 3, 20))
    assert view.wrong.isHidden()
    since, until = server.intervals[-1]
    assert until - since == timedelta(days=1)


def test_what_is_remembered_and_cannot_be_read_counts_for_nothing(qtbot: QtBot, server: Server) -> None:
    for kept in ("days unit 2026-02-30 2026-03-01", "days unit", "ever unit", "week nobody", "days"):
        remember = InMemory()
        remember.put("supervision.interval", kept)
        presenter = make(server, Journal(), Permission.FIGURES_READ)
        view = RatesView(presenter, PageContext(commands(), remember, Notices(), lambda _snapshot: None))
        qtbot.addWidget(view)
        assert (presenter.rates.period, presenter.rates.by) == ("month", RateBy.UNIT), kept


def test_overdue_ones_are_counted_beside_the_page(qtbot: QtBot, server: Server, journal: Journal) -> None:
    server.known = [instruction("a", overdue=True), instruction("b")]
    presenter = make(server, journal, Permission.TICKET_SUPERVISE)
    with qtbot.waitSignal(presenter.badge_changed) as told:
        presenter.load()
    assert told.args == ["1"]


def test_who_only_reads_figures_sees_only_figures(qtbot: QtBot, server: Server, journal: Journal) -> None:
    presenter = make(server, journal, Permission.FIGURES_READ)
    context = PageContext(commands(), InMemory(), Notices(), lambda _snapshot: None)
    page = SupervisionPage(presenter, context)
    qtbot.addWidget(page)
    assert page.instructions is None


def test_the_weekly_sheet_is_a_pdf_and_says_what_is_open(tmp_path: Path, qtbot: QtBot) -> None:
    monday = date(2026, 3, 9)
    shown = [
        instruction("a", overdue=True),
        instruction("b", ended_at=NOW, solved=True, satisfied=True, text="<b>尽快</b>"),
    ]
    html = sheet_page(monday, shown, lambda code: f"unit {code}", NOW)
    assert "Open 1, overdue 1, ended 1, solved 1, satisfied 1" in html
    assert "&lt;b&gt;" in html
    file = tmp_path / "sheet.pdf"
    assert write_sheet(file, monday, shown, str, NOW, Progress()) == 2
    assert file.read_bytes().startswith(b"%PDF-")
    assert [each.name for each in tmp_path.iterdir()] == ["sheet.pdf"]


def test_the_weekly_sheet_is_a_workbook_too(tmp_path: Path, qtbot: QtBot) -> None:
    shown = [instruction("a", overdue=True, text="=1+1"), instruction("b", ended_at=NOW, solved=True, satisfied=True)]
    file = tmp_path / "sheet.xlsx"
    assert write_sheet(file, date(2026, 3, 9), shown, lambda code: f"unit {code}", NOW, Progress()) == 2
    heading, rows = read_table(file)
    assert heading[1:4] == ["Document", "Leader", "Instruction"]
    assert rows[0][5:7] == ["unit D06", "2026-03-13 12:00"]
    assert [row[7] for row in rows] == [state_words(each) for each in shown]
    (raw,) = [row[3].value for row in load_workbook(file).worksheets[0].iter_rows(min_row=2, max_row=2)]
    assert raw == "'=1+1", "no spreadsheet runs what somebody wrote"


@pytest.mark.parametrize(
    ("chosen", "is_workbook", "written"),
    [
        ("a/week 2026-03-09.pdf", False, "week 2026-03-09.pdf"),
        ("a/week 2026-03-09.pdf", True, "week 2026-03-09.xlsx"),
        ("a/week.xlsx", False, "week.xlsx"),
        ("a/week no. 3", True, "week no. 3.xlsx"),
        ("a/week no. 3", False, "week no. 3.pdf"),
    ],
)
def test_the_kind_of_the_sheet_is_what_was_chosen(chosen: str, is_workbook: bool, written: str) -> None:
    assert sheet_file(chosen, is_workbook=is_workbook) == Path("a") / written


def test_a_sheet_that_cannot_be_written_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with pytest.raises(AppError):
        write_sheet(tmp_path / "none" / "sheet.pdf", date(2026, 3, 9), [instruction()], str, NOW, Progress())
