"""One ticket whole: the story in order of time, names masked until asked for, the form as PDF, links to what belongs to it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.attachments import Attachment
from services.contracts.callbacks import CallBackCause, CallBackEntry, CallBackOfTicket, VoiceMessage
from services.contracts.calls import CallRow, CallState
from services.contracts.channels import Channel, CitizenNotice, Correspondence, OutgoingState, Told
from services.contracts.clocks import ArithmeticLine, ClockKind, ClockState, Limit, LimitUnit, TicketClock
from services.contracts.followups import FollowUp, Try
from services.contracts.lifecycle import Related
from services.contracts.quality import Waveform
from services.contracts.tickets import Note, Step, Ticket, TicketRow, TicketStatus
from services.contracts.whole import WholeTicket
from services.errors import AppError, NotFound
from services.streamed import StreamedSound
from services.tasks import ImmediateTasks
from services.whole.service import WholeTicketService
from tests.showing import show_active
from tests.sounds import sound_of
from tests.ui.wall.fakes import Notices
from tests.ui.work.district import Desk
from ui.callbacks.message_presenter import MessagePresenter
from ui.commands import clashes
from ui.page import Link, PageContext
from ui.pdf import write_pdf
from ui.quality.player import SilentPlayer
from ui.shell.shortcuts import window_commands
from ui.ticket.entry import commands
from ui.ticket.facts_html import facts_html
from ui.ticket.form import form_html
from ui.ticket.page import TicketPage
from ui.ticket.presenter import TicketPresenter
from ui.ticket.timeline import entries
from widgets import theme
from widgets.remember import InMemory

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


class Server:
    """One ticket and what stands around it."""

    def __init__(self) -> None:
        self.reads = 0
        self.hidden = False
        self.alert = False
        self.printed: list[str] = []
        self.trouble: AppError | None = None
        self.calls: list[CallRow] = []
        self.call_backs: list[CallBackOfTicket] = []
        self.call_id = ""
        self.content = "Piling at night"
        self.steps = [
            Step(at=at(9), actor="A", action="accept"),
            Step(at=at(8), actor="D", action="dispatch", changes={"unit": [None, "D06"]}),
            Step(at=at(2), actor="H", action="reply", unit="D06", text="Told to stop at ten.", late=True),
        ]

    def get(self, ticket_id: str, printed: bool = False) -> WholeTicket:
        self.printed += [ticket_id] if printed else []
        if self.trouble is not None:
            raise self.trouble
        told = Told(
            id=1,
            channel=Channel.EMAIL,
            notice=CitizenNotice.REPLIED,
            words="They were told to stop.",
            state=OutgoingState.SENT,
            created_at=at(1),
        )
        tries = [Try(at=at(0.5), by="Q", reached=False, reason="busy")]
        row = TicketRow(
            id="whole", number="1", status=TicketStatus.HANDLING, created_at=NOW, updated_at=NOW, alert=self.alert
        )
        clock = TicketClock(
            kind=ClockKind.FINISH,
            state=ClockState.RUNNING,
            limit=Limit(amount=5, unit=LimitUnit.WORKING_DAYS),
            calendar="district",
            started_at=at(5),
            due_at=NOW + timedelta(days=2),
            arithmetic=[ArithmeticLine(code="due", values={"at": "2026-03-12T12:00:00+08:00"})],
        )
        return WholeTicket(
            ticket=self.ticket(ticket_id),
            calls=self.calls,
            call_backs=self.call_backs,
            clocks=[clock],
            correspondence=Correspondence(told=[told]),
            follow_up=FollowUp(ticket_id=ticket_id, wanted=True, tries=tries),
            related=Related(whole=row),
        )

    def by_number(self, number: str) -> WholeTicket:
        return self.get(number.removeprefix("20260310-"))

    def ticket(self, ticket_id: str) -> Ticket:
        self.reads += 1
        if ticket_id == "gone":
            raise NotFound("ticket")
        return Ticket(
            id=ticket_id,
            number=f"20260310-{ticket_id}",
            status=TicketStatus.REVIEW,
            version=3,
            title=f"Noise <{ticket_id}>",
            alert=self.alert,
            call_id=self.call_id or None,
            content=self.content,
            caller_name="" if self.hidden else "陈女士",
            caller_number="" if self.hidden else "16100000042",
            contact_number="" if self.hidden else "16100000042",
            identity_hidden=self.hidden,
            confidential=self.hidden,
            unit="D06",
            created_at=at(9),
            updated_at=at(2),
            steps=self.steps,
            notes=[Note(id="n", at=at(5), author="B", text="called again")],
        )


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def presenter(qtbot: QtBot, server: Server, tmp_path: Path) -> TicketPresenter:
    desk = Desk(tmp_path, Role.DISPATCHER)
    desk.whole = WholeTicketService(server)
    presenter = TicketPresenter(ImmediateTasks(), desk)
    presenter.start()
    return presenter


@pytest.fixture
def page(qtbot: QtBot, presenter: TicketPresenter) -> TicketPage:
    page = TicketPage(presenter, PageContext(commands(), InMemory(), Notices(), lambda _snapshot: None))
    qtbot.addWidget(page)
    page.resize(1200, 700)
    show_active(qtbot, page)
    page.entered()
    return page


def test_what_begins_from_the_right_stands_at_the_left_below_its_heading(
    server: Server, presenter: TicketPresenter, page: TicketPage
) -> None:
    server.content = "مرحبا، الشارع مظلم\n路灯不亮"
    presenter.open("t")
    found = page.facts.document().find("مرحبا")
    line = found.block().layout().lineAt(0)
    assert line.naturalTextRect().left() < page.facts.width() / 4
    assert found.block().textDirection() == Qt.LayoutDirection.RightToLeft, "it is read from its own side"


def test_an_emergency_is_red_on_its_page_and_where_it_belongs_to_until_it_is_acknowledged(
    server: Server, presenter: TicketPresenter, page: TicketPage
) -> None:
    red = theme.current().colours.bad
    server.alert = True
    presenter.open("t")
    assert (page._title.text(), page._title.property("words")) == ("Alarm · Noise <t>", "bad")
    assert "Alarm · 1 · In hand" in page.facts.toPlainText()
    assert red in page.facts.toHtml()
    server.alert = False
    presenter.reload()
    assert (page._title.text(), page._title.property("words")) == ("Noise <t>", "neutral")
    assert "Alarm" not in page.facts.toPlainText()
    assert red not in page.facts.toHtml()


def test_calls_stand_in_the_story(server: Server) -> None:
    ended = {"state": CallState.ENDED, "ended_at": NOW, "agent_name": "Wu"}
    server.calls = [
        CallRow(
            id="in", offered_at=at(7), answered_at=at(7), wait_seconds=75, talk_seconds=200, satisfaction=4, **ended
        ),
        CallRow(id="out", offered_at=at(3), answered_at=at(3), talk_seconds=61, outgoing=True, **ended),
        CallRow(id="none", offered_at=at(2.5), outgoing=True, **ended),
        CallRow(id="gone", offered_at=at(0.2), wait_seconds=30, **ended),
    ]
    whole = server.get("t")
    story = {entry.at: (entry.head, entry.text) for entry in entries(whole, None)}
    assert story[at(7)] == ("Citizen called · Wu", "waited 1:15 · talked 3:20 · rated it 4 of 5")
    assert story[at(3)] == ("Called the citizen · Wu", "talked 1:01")
    assert story[at(2.5)] == ("Called the citizen · Wu", "nobody was reached")
    assert story[at(0.2)] == ("Citizen called · Wu", "waited 0:30 · hung up waiting")
    whole = whole.model_copy(update={"ticket": whole.ticket.model_copy(update={"call_id": "in"})})
    assert "The call in which it was taken down · Wu" in [entry.head for entry in entries(whole, None)]


def lost_and_called_back(server: Server) -> None:
    """Somebody hung up, left a message, was turned away at night, and was called back, when it was taken down."""
    ended = {"state": CallState.ENDED, "ended_at": NOW, "agent_name": ""}
    server.calls = [
        CallRow(id="lost", offered_at=at(30), wait_seconds=40, **ended),
        CallRow(id="said", offered_at=at(29), wait_seconds=20, **ended),
        CallRow(id="busy", offered_at=at(11), outgoing=True, **{**ended, "agent_name": "Wu"}),
        CallRow(
            id="back",
            offered_at=at(10),
            answered_at=at(10),
            talk_seconds=61,
            outgoing=True,
            **{**ended, "agent_name": "Wu"},
        ),
    ]
    server.call_id = "back"
    told = [
        (30.0, "opened", "lost"),
        (29.0, "joined", "said"),
        (29.0, "voicemail", "said"),
        (28.0, "turned_away", "night"),
        (11.0, "calling", "busy"),
        (11.0, "called", "busy"),
        (10.0, "calling", "back"),
        (9.0, "closed", "back"),
    ]
    server.call_backs = [
        CallBackOfTicket(
            id="cb",
            cause=CallBackCause.VOICEMAIL,
            entries=[CallBackEntry(at=at(hours), what=what, call_id=call_id) for hours, what, call_id in told],
            messages=[
                VoiceMessage(call_id="said", left_at=at(28.9), seconds=42),
                VoiceMessage(call_id="more", left_at=at(28.5), seconds=5),
            ],
        )
    ]


def test_a_call_back_brings_the_lost_calls_and_the_message_into_the_story(server: Server) -> None:
    lost_and_called_back(server)
    whole = server.get("t")
    story = {entry.at: (entry.head, entry.text) for entry in entries(whole, None)}
    assert story[at(30)] == ("Citizen called", "waited 0:40 · hung up waiting")
    assert story[at(29)] == ("Citizen called", "waited 0:20 · left a message")
    assert story[at(28.9)] == ("Voice message, 0:42", "")
    assert story[at(28)] == ("Citizen called · the queue was closed", "")
    assert story[at(11)] == ("Called the citizen back · Wu", "nobody was reached")
    assert story[at(10)] == ("Called the citizen back · Wu", "talked 1:01 · taken down in this call")
    heard = [entry for entry in entries(whole, None, may_listen=True) if entry.message_id]
    assert [(entry.message_id, entry.text) for entry in heard] == [
        ("more", "A click or Enter plays it."),
        ("said", "A click or Enter plays it."),
    ]


class Messages:
    """Sounds at the server."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def message_waveform(self, call_id: str) -> Waveform:
        return Waveform(call_id=call_id, seconds=5, started_at=NOW, agent=[0.0], citizen=[0.5])

    def message_sound(self, _progress: object, call_id: str, why: str) -> StreamedSound:
        self.heard.append((call_id, why))
        return sound_of()


def test_a_message_is_played_from_the_story_once_it_is_said_what_for(
    qtbot: QtBot, server: Server, tmp_path: Path
) -> None:
    lost_and_called_back(server)
    source, desk, tasks = Messages(), Desk(tmp_path, Role.AGENT), ImmediateTasks()
    desk.whole = WholeTicketService(server)
    message = MessagePresenter(source, tasks, SilentPlayer)  # type: ignore[arg-type]
    presenter = TicketPresenter(tasks, desk, message)
    presenter.start()
    page = TicketPage(presenter, PageContext(commands(), InMemory(), Notices(), lambda _snapshot: None))
    qtbot.addWidget(page)
    page.resize(1200, 700)
    show_active(qtbot, page)
    presenter.open("t")
    view = page.listening.view
    assert view is not None
    assert not page.listening.isVisible(), "nobody wants to hear it yet"
    (row,) = [n for n, entry in enumerate(page.timeline.entries.entries) if entry.message_id == "said"]
    page.timeline.setCurrentIndex(page.timeline.entries.index(row))
    qtbot.keyClick(page.timeline, Qt.Key.Key_Return)
    assert page.listening.isVisible()
    assert view.title.text().startswith("Voice message, 0:42 (1 of 2")
    assert view.why.isVisible()
    assert source.heard == []
    qtbot.keyClicks(view.why, "the address")
    qtbot.keyClick(view.why, Qt.Key.Key_Return)
    assert source.heard == [("said", "the address")]
    presenter.reload()
    assert page.listening.isVisible(), "a change of the ticket takes nothing away"
    server.call_backs = []
    presenter.open("other")
    assert not page.listening.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_F9)
    assert len(source.heard) == 1
    presenter.close()


def test_every_command_does_something_and_no_key_clashes(page: TicketPage) -> None:
    assert page.unbound_commands() == []
    assert clashes(commands(), window_commands()) == []


def test_an_empty_page_says_what_to_do(page: TicketPage) -> None:
    assert "Ctrl+K" in page.facts.toPlainText()


def test_the_story_is_told_newest_first(page: TicketPage, presenter: TicketPresenter) -> None:
    page.open_link(Link("ticket", "ticket", "7"))
    assert presenter.whole is not None
    story = [entry.head for entry in entries(presenter.whole, presenter.choices)]
    assert [line.split(" · ")[0] for line in story] == [
        *("Follow-up", "Citizen was told", "Replied", "Remark", "Dispatched", "Accepted")
    ]
    assert "after the limit" in story[2]
    assert "→ City management" in story[4]
    assert page.timeline.entries.rowCount() == 6


def test_of_one_moment_the_later_step_stands_above_and_what_the_citizen_was_told_above_both(
    presenter: TicketPresenter, server: Server
) -> None:
    server.steps = [Step(at=at(1), actor="A", action=action) for action in ("accept", "dispatch")]
    presenter.open("7")
    assert presenter.whole is not None
    story = [entry.head for entry in entries(presenter.whole, presenter.choices)]
    assert [line.split(" · ")[0] for line in story][1:4] == ["Citizen was told", "Dispatched", "Accepted"]


def test_who_asked_is_masked_until_it_is_wanted_and_again_on_the_next(
    qtbot: QtBot, page: TicketPage, presenter: TicketPresenter
) -> None:
    presenter.open("7")
    assert "16100000042" not in page.facts.toPlainText()
    qtbot.keyClick(page.timeline, Qt.Key.Key_F3)
    assert "16100000042" in page.facts.toPlainText()
    presenter.open("8")
    assert "16100000042" not in page.facts.toPlainText()


def test_the_citizen_is_called_by_a_click_while_the_number_is_masked_and_by_key(
    qtbot: QtBot, page: TicketPage, presenter: TicketPresenter
) -> None:
    links: list[Link] = []
    page.open_requested.connect(links.append)
    presenter.open("7")
    assert "tel:" not in "".join(facts_html(page._presenter)), "not without a telephone at the desk"
    presenter.may_call = True
    presenter.open("8")
    html = "".join(facts_html(page._presenter))
    assert "href='tel:0'>161****0042</a>" in html
    assert "16100000042" not in html
    page.facts.anchorClicked.emit(QUrl("tel:0"))
    qtbot.keyClick(page.timeline, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert links == [Link("desk", "ticket", "8"), Link("desk", "dial", "16100000042")] * 2


def test_back_and_to_what_it_belongs_to(qtbot: QtBot, page: TicketPage, presenter: TicketPresenter) -> None:
    presenter.open("7")
    qtbot.keyClick(page.timeline, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert presenter.whole is not None
    assert presenter.whole.ticket.id == "whole"
    qtbot.keyClick(page.timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert presenter.whole.ticket.id == "7"


def test_a_number_is_typed(qtbot: QtBot, page: TicketPage, presenter: TicketPresenter) -> None:
    page.number.setFocus()
    qtbot.keyClicks(page.number, "20260310-9")
    qtbot.keyClick(page.number, Qt.Key.Key_Return)
    assert presenter.whole is not None
    assert presenter.whole.ticket.id == "9"


def test_one_that_is_not_there_is_said(page: TicketPage, presenter: TicketPresenter) -> None:
    presenter.open("gone")
    assert presenter.problem


def test_the_official_form_is_a_pdf(presenter: TicketPresenter, server: Server, tmp_path: Path) -> None:
    presenter.open("7")
    assert presenter.whole is not None
    html = form_html(presenter.whole, presenter.choices, NOW)
    assert "Noise &lt;7&gt;" in html
    assert "16100000042" in html
    for section in ("Limits", "Follow-up", "Record of handling"):
        assert f"<h3>{section}</h3><table" in html
    assert "due Thu 2026-03-12 12:00" in html
    assert html.count("not reached") == 2, "in its own table and in the record"
    file = tmp_path / "form.pdf"
    presenter.print_form(file)
    assert file.read_bytes().startswith(b"%PDF-")
    assert server.printed == ["7"]


def test_the_official_form_keeps_the_lines_of_what_was_written(presenter: TicketPresenter, server: Server) -> None:
    server.content = "凌晨两点仍在打桩。\n<b>三次</b>"
    server.steps = [Step(at=at(2), actor="H", action="reply", unit="D06", text="一、已停工。\n二、已罚款。")]
    presenter.open("7")
    assert presenter.whole is not None
    html = form_html(presenter.whole, presenter.choices, NOW)
    assert "凌晨两点仍在打桩。<br>&lt;b&gt;三次&lt;/b&gt;" in html
    assert "一、已停工。<br>二、已罚款。" in html


def test_the_official_form_of_a_long_story_has_all_of_it_within_its_pages(
    presenter: TicketPresenter, server: Server, tmp_path: Path
) -> None:
    server.content = "施工噪音严重影响休息。" * 600 + "\nhttps://example.cn/" + "a" * 300 + "z"
    server.steps = [Step(at=at(9 - n / 10), actor="H", action="record", text=f"第{n}次核查。" * 40) for n in range(40)]
    presenter.open("7")
    assert presenter.whole is not None
    photo = Attachment(
        **{"id": "p", "ticket_id": "7", "name": "现场照片.jpg", "media_type": "image/jpeg", "size": 1_200_000},
        **{"digest": "d" * 64, "added_at": at(1), "added_by": "H"},
    )
    whole = presenter.whole.model_copy(update={"attachments": [photo]})
    file = tmp_path / "form.pdf"
    write_pdf(file, form_html(whole, presenter.choices, NOW), "form")
    document = QPdfDocument()
    assert document.load(str(file)) is QPdfDocument.Error.None_
    assert document.pageCount() >= 5
    texts = [document.getAllText(page) for page in range(document.pageCount())]
    words = "".join("".join(text.text().split()) for text in texts)
    for last in ("az", "第39次核查。", "现场照片.jpg"):
        assert last in words, "nothing is cut off"
    assert words.count("第0次核查。") == 40
    for page, text in enumerate(texts, 1):
        assert "".join(text.text().split()).endswith(f"form·{page}/{len(texts)}"), "a sheet says what it belongs to"
    for page, text in enumerate(texts):
        assert text.boundingRectangle().right() <= document.pagePointSize(page).width() - 36, f"page {page}"
    document.close()


def test_letters_on_paper_are_as_large_whatever_they_are_on_the_screen(qapp: QApplication, tmp_path: Path) -> None:
    heights = []
    before = qapp.font()
    for pixels in (13, 18):
        letters = qapp.font()
        letters.setPixelSize(pixels)
        qapp.setFont(letters)
        write_pdf(tmp_path / "form.pdf", "<p>国</p>", "form")
        document = QPdfDocument()
        document.load(str(tmp_path / "form.pdf"))
        heights.append(document.getSelectionAtIndex(0, 0, 1).boundingRectangle().height())
        document.close()
    qapp.setFont(before)
    assert heights[0] == heights[1]
    assert heights[0] > 7, "points"


def test_what_cannot_be_recorded_is_not_printed(presenter: TicketPresenter, server: Server, tmp_path: Path) -> None:
    presenter.open("7")
    server.trouble = AppError("unreachable", status=503)
    with pytest.raises(AppError):
        presenter.print_form(tmp_path / "form.pdf")
    assert not (tmp_path / "form.pdf").exists()


def test_a_confidential_form_names_nobody(presenter: TicketPresenter, server: Server) -> None:
    server.hidden = True
    presenter.open("7")
    assert presenter.whole is not None
    html = form_html(presenter.whole, presenter.choices, NOW)
    assert "陈女士" not in html
    assert "hidden: confidential" in html


def test_three_hundred_entries_are_a_list_and_not_three_hundred_widgets(
    qtbot: QtBot, page: TicketPage, presenter: TicketPresenter, server: Server
) -> None:
    few = len(page.findChildren(object))
    server.steps = [Step(at=at(n / 60), actor="H", action="record", text="x" * 80) for n in range(300)]
    presenter.open("7")
    assert page.timeline.entries.rowCount() == 303
    assert len(page.findChildren(object)) - few < 20
    # The rest is laid out in the moments after, and the keyboard reaches its end.
    last = page.timeline.entries.index(302)
    qtbot.waitUntil(lambda: page.timeline.visualRect(last).height() > 0)
    page.timeline.setFocus()
    qtbot.keyClick(page.timeline, Qt.Key.Key_End)
    assert page.timeline.currentIndex() == last
    assert page.timeline.viewport().rect().intersects(page.timeline.visualRect(last))
