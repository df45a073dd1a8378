"""Files beside a ticket: small pictures, the viewer by keys, saving; what is no picture is never shown."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.attachments import Attachment
from services.contracts.tickets import TicketStatus
from services.errors import AppError
from services.tasks import ImmediateTasks
from tests.showing import show_active
from tests.ui.work.district import NOW, Desk, ticket
from ui.page import Link
from ui.tasks.entry import commands as tasks_commands
from ui.tasks.page import TasksPage
from ui.tasks.presenter import MINE, TasksPresenter
from ui.ticket.entry import commands as ticket_commands
from ui.ticket.page import TicketPage
from ui.ticket.presenter import TicketPresenter
from ui.work.files import decoded, size_words
from widgets.theme import Tone

Key = Qt.Key


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def put(desk: Desk, file_id: str, name: str, media_type: str, content: bytes) -> Attachment:
    made = Attachment(
        id=file_id,
        ticket_id="t2",
        name=name,
        media_type=media_type,
        size=len(content),
        digest="",
        added_at=NOW,
        added_by="承办员01",
        has_thumbnail=media_type.startswith("image/"),
    )
    desk.server.files[file_id] = made
    desk.server.contents[file_id] = content
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, Role.HANDLER, "T01")
    made.server.put(ticket("t2", unit="T01", status=TicketStatus.HANDLING, handler_id="me", handler="我"))
    put(made, "a1", "工地.jpg", "image/jpeg", picture())
    put(made, "a2", "通知.pdf", "application/pdf", b"%PDF-1.7 .")
    put(made, "a3", "坏.png", "image/png", b"\x89PNG\r\n\x1a\n broken")
    return made


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> TicketPage:
    presenter = TicketPresenter(ImmediateTasks(), desk)
    page = TicketPage(presenter, desk.context(list(ticket_commands())))
    qtbot.addWidget(page)
    page.resize(1100, 760)
    presenter.start()
    show_active(qtbot, page)
    page.entered()
    page.open_link(Link("ticket", "ticket", "t2"))
    return page


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)


def test_pictures_however_wide_do_not_make_the_open_ticket_wider_than_its_place(desk: Desk, qtbot: QtBot) -> None:
    for number in range(3):
        put(desk, f"w{number}", "全景.jpg", "image/jpeg", picture(size=(2600, 200)))
    presenter = TasksPresenter(ImmediateTasks(), desk)
    page = TasksPage(presenter, desk.context(list(tasks_commands())))
    qtbot.addWidget(page)
    page.resize(1290, 660)
    presenter.start()
    show_active(qtbot, page)
    page.entered()
    presenter.show_tab(MINE)
    qtbot.waitUntil(lambda: page.view.text.toHtml().count("<img") == 4)
    qtbot.wait(50)
    assert page.view.text.horizontalScrollBar().maximum() == 0


def test_small_pictures_come_by_themselves_and_the_file_only_when_asked_for(page: TicketPage, desk: Desk) -> None:
    assert list(page.presenter.files.thumbnails) == ["a1"]
    assert desk.server.looks == [("a1", "thumbnail"), ("a3", "thumbnail")]
    page.timeline.setCurrentIndex(page.timeline.entries.index(0))
    row = next(n for n, entry in enumerate(page.timeline.entries.entries) if entry.file_id == "a1")
    page.timeline.setCurrentIndex(page.timeline.entries.index(row))
    page.timeline.setFocus()
    press(Key.Key_Return)
    assert page.viewer.isVisible()
    assert desk.server.looks[-1] == ("a1", "content")
    assert page.presenter.files.picture is not None


def test_the_viewer_by_keys(page: TicketPage, desk: Desk) -> None:
    page.timeline.setFocus()
    press(Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert page.viewer.isVisible()
    assert page.viewer._title.text() == "工地.jpg"
    before = page.viewer._picture.scale_now()
    press(Key.Key_Plus)
    assert page.viewer._picture.scale_now() > before
    press(Key.Key_0)
    assert page.viewer._picture.scale_now() == pytest.approx(before)
    press(Key.Key_Right)
    assert page.viewer._title.text() == "通知.pdf"
    assert "application/pdf" in page.viewer._words.text()
    assert ("a2", "content") not in desk.server.looks
    press(Key.Key_Right)
    assert "damaged" in page.viewer._words.text()
    press(Key.Key_Right)
    assert page.viewer._title.text() == "坏.png"
    press(Key.Key_Left)
    press(Key.Key_Left)
    assert page.viewer._title.text() == "工地.jpg"
    press(Key.Key_Escape)
    assert not page.viewer.isVisible()
    assert page.timeline.hasFocus()
    assert page.presenter.open_id == "t2"


def test_saving_and_what_goes_wrong_in_words(page: TicketPage, desk: Desk, tmp_path: Path) -> None:
    page.presenter.files.open("a2")
    page.viewer.choose_file = lambda name: tmp_path / name
    press(Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "通知.pdf").read_bytes() == b"%PDF-1.7 ."
    page.viewer.choose_file = lambda name: tmp_path / "nowhere" / name
    press(Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    words, tone = desk.notices.said[-1]
    assert tone is Tone.BAD
    assert "No such file" in words
    desk.server.trouble = AppError("unreachable", status=503)
    page.presenter.files.open("a1")
    assert "reached" in page.viewer._words.text()


def test_another_ticket_closes_the_viewer(page: TicketPage, desk: Desk) -> None:
    desk.server.put(ticket("t9", unit="T01"))
    page.presenter.files.open("a1")
    page.open_link(Link("ticket", "ticket", "t9"))
    assert not page.viewer.isVisible()
    assert page.presenter.files.thumbnails == {}
    page.presenter.files.open()
    assert "No file" in desk.notices.said[-1][0]


def test_a_file_too_large_is_refused_before_it_is_sent(page: TicketPage, desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    page.presenter.attach([large])
    words, tone = desk.notices.said[-1]
    assert tone is Tone.BAD
    assert "20 MB" in words
    page.presenter.attach([tmp_path / "gone.jpg"])
    assert "gone.jpg was not attached" in desk.notices.said[-1][0]


def test_beside_the_list_a_click_opens_it_too(desk: Desk, qtbot: QtBot) -> None:
    presenter = TasksPresenter(ImmediateTasks(), desk)
    page = TasksPage(presenter, desk.context(list(tasks_commands())))
    qtbot.addWidget(page)
    page.resize(1200, 760)
    presenter.start()
    show_active(qtbot, page)
    page.entered()
    presenter.open("t2")
    assert "工地.jpg" in page.view.text.toPlainText()
    assert "<img" in page.view.text.toHtml()
    page.view.text.anchorClicked.emit("a1")
    assert page.viewer.isVisible()
    press(Key.Key_Escape)
    assert not page.viewer.isVisible()


def test_only_the_given_format_is_decoded() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'
    assert decoded(svg, "image/png").isNull()
    assert decoded(picture("PNG"), "image/jpeg").isNull()
    assert not decoded(picture("WEBP"), "image/webp").isNull()
    large = decoded(picture("JPEG", (9_000, 6_000)), "image/jpeg")
    assert large.width() * large.height() <= 24_000_000


def test_sizes() -> None:
    assert [size_words(n) for n in (1, 340_000, 2_100_000)] == ["1 KB", "340 KB", "2.1 MB"]
