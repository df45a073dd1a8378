"""The desk against what people paste, click and run out of: real services, a real file, and a server that does not answer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from services.desk.limits import ticket_limits
from tests.services.test_outbox import fill
from tests.showing import show_active
from ui.desk.entry import commands
from ui.desk.page import DeskPage
from ui.desk.presenter import DeskPresenter
from ui.page import PageContext
from widgets.remember import InMemory
from widgets.theme import Tone

FAMILY = "井盖👨‍👩‍👧‍👦丢失😀"
RARE = "𠮷田𡃁"
MARKUP = "<b>路灯</b><script>alert(1)</script>"


class Post(QObject):
    """Brings callables to the GUI thread, as the program does."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(lambda callback: callback(), Qt.ConnectionType.QueuedConnection)


class Notices:
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, tone: Tone = Tone.NEUTRAL, undo: object = None) -> None:
        self.said.append(text)


class Desk:
    """The desk of an agent whose server is away."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.post = Post()
        self.errors: list[Exception] = []
        paths = find_paths(home)
        settings = SettingsFile(paths.settings)
        settings.override(server="http://127.0.0.1:9", language="en")
        self.console: Container = build(paths, settings, self.post.posted.emit, self.errors.append)
        self.console.desktop.open("agent01")
        self.notices = Notices()
        self.presenter = DeskPresenter(self.console.tasks, self.console)
        self.presenter.notice_stated.connect(lambda text, _tone: self.notices.said.append(text))
        self.presenter.start()
        context = PageContext(commands(), InMemory(), self.notices, lambda _table: None)
        self.page = DeskPage(self.presenter, context)
        self.page.resize(1280, 800)
        show_active(qtbot, self.page)

    def close(self) -> None:
        self.presenter.close()
        self.page.close()
        self.console.close()

    def begin(self) -> None:
        self.page.actions_by_name["new"].trigger()

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def paste(self, widget: object, text: str) -> None:
        QApplication.clipboard().setText(text)
        widget.paste()  # type: ignore[attr-defined]

    def complete(self) -> None:
        """Fills in what a ticket needs; codes are not checked where no catalogue is known."""
        self.presenter.form.set(kind="consult", category="010101", answer="已告知办理地点。")
        self.page.form.refill()

    def kept(self) -> dict[str, object]:
        """The one draft on disk."""
        (draft,) = self.console.drafts.open_drafts("ticket")
        return dict(draft.fields["form"]["values"])


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, qtbot)
    yield desk
    desk.close()


def test_a_hundred_thousand_characters_are_refused_with_a_sentence_and_what_stood_there_stays(desk: Desk) -> None:
    desk.begin()
    form = desk.page.form
    for name, editor in (
        ("content", form.content),
        ("answer", form.answer),
        ("title", form.title),
        ("detail", form.detail),
    ):
        editor.setFocus()
        editor.selectAll()
        QTest.keyClicks(editor, "before")
        desk.paste(editor, "长" * 100_000)
        shown = editor.toPlainText() if hasattr(editor, "toPlainText") else editor.text()
        assert shown == "before"
        room = ticket_limits()[name] - len("before")
        said = f"Nothing was pasted: the text has 100000 characters, and {room} more fit here."
        assert desk.presenter.form.sentences[name] == said
    form.title.setText("t" * ticket_limits()["title"])
    QTest.keyClicks(form.title, "x")
    assert "Too long" in desk.presenter.form.sentences["title"], "nothing was pasted, so nothing is said of a paste"
    desk.wait(lambda: desk.console.drafts.flush(0) and "before" in str(desk.kept()))


def test_a_paste_at_the_limit_is_taken_whole(desk: Desk) -> None:
    desk.begin()
    desk.paste(desk.page.form.content, "长" * 8_000)
    assert desk.presenter.form.draft is not None
    assert desk.presenter.form.draft.form["content"] == "长" * 8_000
    assert desk.presenter.form.sentences == {}


def test_emoji_and_rare_characters_are_kept_to_the_last_code_point_over_a_restart(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.begin()
    desk.paste(desk.page.form.content, f"{FAMILY}，{RARE}")
    desk.paste(desk.page.form.detail, RARE)
    assert desk.console.drafts.flush()
    again = Desk(tmp_path, qtbot)
    try:
        again.wait(lambda: again.page.form.content.toPlainText() == f"{FAMILY}，{RARE}")
        assert again.page.form.detail.text() == RARE
    finally:
        again.close()


def test_full_width_digits_and_hidden_characters_are_brought_in_order_when_it_is_filed(desk: Desk) -> None:
    desk.begin()
    desk.complete()
    desk.paste(desk.page.form.contact, "＋８６　１６１－００００－００４２")
    desk.paste(desk.page.form.title, "\u200b路\u202e灯\ufeff不亮")
    desk.paste(desk.page.form.content, "第一行\u200b\n第二行\u2066")
    desk.page.actions_by_name["file_answer"].trigger()
    desk.wait(lambda: desk.console.outbox.count()[0] == 1)
    payload = desk.console.outbox.items()[0].payload
    assert payload["contact_number"] == "16100000042"
    assert payload["title"] == "路灯不亮"
    assert payload["content"] == "第一行\n第二行"


def test_markup_is_shown_as_it_was_typed(desk: Desk) -> None:
    desk.begin()
    desk.complete()
    rich = QMimeData()
    rich.setHtml(MARKUP)
    rich.setText(MARKUP)
    QApplication.clipboard().setMimeData(rich)
    desk.page.form.title.paste()
    desk.page.form.content.paste()
    assert desk.page.form.content.toPlainText() == MARKUP
    desk.page.actions_by_name["file_answer"].trigger()
    desk.wait(lambda: [row.title for row in desk.presenter.tickets.rows] == [MARKUP])
    labels = [label for label in desk.page.findChildren(QLabel) if "<b>" in label.text()]
    assert [label.text() for label in labels if label.textFormat() is not Qt.TextFormat.PlainText] == []


def test_a_double_click_on_file_files_once(desk: Desk) -> None:
    desk.begin()
    desk.complete()
    desk.paste(desk.page.form.content, "市民咨询办理地点")
    button = desk.page.finish.button("file_answer")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    desk.page.actions_by_name["file_answer"].trigger()
    desk.wait(lambda: desk.presenter.form.draft is None)
    assert desk.console.outbox.count() == (1, 0)
    assert desk.console.drafts.open_drafts() == []


def test_without_a_server_a_ticket_waits_and_is_marked(desk: Desk) -> None:
    desk.begin()
    desk.complete()
    desk.paste(desk.page.form.content, "市民咨询办理地点")
    desk.page.actions_by_name["file_answer"].trigger()
    desk.wait(lambda: [row.status for row in desk.presenter.tickets.rows] == ["sending"])
    desk.wait(lambda: any("will be filed" in text for text in desk.notices.said))
    assert desk.console.outbox.count() == (1, 0)
    assert desk.errors == []


def test_on_a_full_disk_the_desk_says_so_keeps_the_text_and_goes_on_when_there_is_room(desk: Desk) -> None:
    desk.begin()
    desk.complete()
    assert desk.console.drafts.flush()
    make_room = fill(desk.console.desktop.workspace.store)
    text = "字" * 7_900
    desk.paste(desk.page.form.content, text)
    desk.wait(lambda: any("disk is full" in said for said in desk.notices.said))
    desk.wait(lambda: desk.page.draft_bar.state.text() == "Not saved: kept on the screen")
    desk.page.actions_by_name["file_answer"].trigger()
    desk.wait(lambda: not desk.presenter.form.is_filing)
    assert desk.page.form.content.toPlainText() == text
    assert desk.console.outbox.count() == (0, 0)

    make_room()
    desk.wait(lambda: desk.page.draft_bar.state.text().startswith("Saved"))
    assert desk.kept()["content"] == text
    desk.page.actions_by_name["file_answer"].trigger()
    desk.wait(lambda: desk.console.outbox.count() == (1, 0))
    assert desk.errors == []
