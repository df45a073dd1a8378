"""The page of known matters, on a real server: made from a ticket, its words, its end with one reply to all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from services.contracts.followups import MatterChange, NewMatter
from services.contracts.tickets import NewTicket
from services.server.runner import ApiServer
from services.tasks import Progress
from tests.services.server import district
from tests.services.server.conftest import PASSWORD
from tests.showing import show_active
from tests.ui.desk.conftest import Post
from tests.ui.settings.conftest import Said, server
from ui.language import Language
from ui.matters.entry import commands, make_page, make_presenter
from ui.matters.page import MattersPage
from ui.matters.presenter import MattersPresenter
from ui.page import Link, PageContext
from widgets.remember import InMemory

__all__ = ["server"]


class Hall:
    """The page, and what is behind it."""

    def __init__(self, bot: QtBot, console: Container, presenter: MattersPresenter) -> None:
        self.bot, self.console, self.presenter = bot, console, presenter
        self.said: list[str] = []
        self.links: list[Link] = []
        presenter.notice_stated.connect(lambda text, _tone: self.said.append(text))
        presenter.start()
        self.page = self.build()

    def build(self) -> MattersPage:
        page = make_page(self.presenter, PageContext(commands(), InMemory(), Said(self.said), lambda _snapshot: None))
        assert isinstance(page, MattersPage)
        page.open_requested.connect(self.links.append)
        self.bot.addWidget(page)
        page.resize(1200, 740)
        show_active(self.bot, page)
        page.entered()
        return page

    def wait(self, condition: Any) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=10_000)

    def file(self) -> Any:
        body = district.new_ticket(finish="accept")
        return self.console.tickets.create(NewTicket.model_validate(body), body["id"])

    def matters(self, is_open: bool = True) -> list[Any]:
        return self.console.supervision.matters(is_open)

    def type_words(self, text: str) -> None:
        self.page.form.editors["words"].setPlainText(text)


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path, server: ApiServer) -> Iterator[Hall]:
    Language("en")
    paths = find_paths(tmp_path / "home")
    settings = SettingsFile(paths.settings)
    settings.override(server=server.base_url, language="en")
    post = Post()
    errors: list[Exception] = []
    console = build(paths, settings, post.posted.emit, errors.append)
    console.connection.open(Progress())
    console.session.sign_in("agent01", PASSWORD)
    console.desktop.open("agent01")
    presenter = make_presenter(console)
    assert isinstance(presenter, MattersPresenter)
    made = Hall(qtbot, console, presenter)
    made.wait(lambda: presenter.names.units)
    yield made
    presenter.close()
    console.close()
    assert errors == []


def open_one(hall: Hall) -> Any:
    ticket = hall.file()
    new = NewMatter(id=f"m-{ticket.number}", ticket_id=ticket.id, words="正在抢修。")
    matter = hall.console.supervision._source.open_matter(new, f"key-{ticket.number}")
    hall.presenter.load()
    hall.wait(lambda: hall.presenter.matter is not None and hall.presenter.matter.id == matter.id)
    return matter


def test_all_commands_are_bound(hall: Hall) -> None:
    assert hall.page.unbound_commands() == []


def test_a_ticket_becomes_a_known_matter(hall: Hall) -> None:
    ticket = hall.file()
    hall.page.open_link(Link("matters", "ticket_number", ticket.number))
    assert hall.page.form.editors["number"].text() == ticket.number
    hall.page.form.editors["title"].setText("爆管")
    hall.page.form.editors["title"].textEdited.emit("爆管")
    hall.type_words("正在抢修，预计18时恢复。")
    categories = hall.page.form.editors["categories"]
    categories.field._take(hall.presenter.names.category("0602"))
    hall.page.ends.click()
    hall.bot.keyClick(hall.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    hall.wait(lambda: hall.matters())
    (matter,) = hall.matters()
    assert (matter.ticket_id, matter.title, matter.categories) == (ticket.id, "爆管", ["0602"])
    assert matter.ends_at is not None
    hall.wait(lambda: "Every desk is told of it now." in hall.said)
    assert not hall.presenter.is_new_shown


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(hall: Hall) -> None:
    hall.page.new_button.click()
    hall.page.form.editors["number"].setText("20990101-000001")
    hall.page.form.editors["number"].textEdited.emit("")
    hall.type_words("x")
    hall.page.save_button.click()
    hall.wait(lambda: hall.page.form._frames["number"].error())
    assert hall.console.drafts.flush()
    fresh = MattersPresenter(hall.console)
    fresh.start()
    assert fresh.row()["words"] == "x"
    fresh.close()
    hall.page = hall.build()
    assert hall.page.form.editors["words"].value() == "x"
    hall.page.discard_button.click()
    assert hall.console.drafts.open_drafts("matter") == []


def test_other_words_are_kept_and_a_faster_one_is_told(hall: Hall) -> None:
    matter = open_one(hall)
    hall.type_words("水压正在恢复。")
    change = MatterChange(words="二次抢修。")
    hall.console.supervision._source.change_matter(matter.id, change, matter.version, "other")
    hall.page.save_button.click()
    hall.wait(lambda: "Somebody else" in hall.page.problem.text())
    assert hall.page.form.editors["words"].value() == "水压正在恢复。"
    hall.page.save_button.click()
    hall.wait(lambda: hall.matters()[0].words == "水压正在恢复。")


def test_it_ends_with_one_reply_to_all(hall: Hall) -> None:
    matter = open_one(hall)
    assert not hall.page.reply_button.isEnabled()
    hall.page.reply.setPlainText("已恢复供水。")
    hall.page = hall.build()
    assert hall.page.reply.value() == "已恢复供水。"
    hall.page.reply_button.click()
    hall.wait(lambda: not hall.matters())
    assert [(each.id, each.reply) for each in hall.matters(is_open=False)] == [(matter.id, "已恢复供水。")]
    hall.presenter.show_open(False)
    hall.wait(lambda: hall.page.table.model.total == 1 and hall.page.reply.value() == "已恢复供水。")
    hall.wait(lambda: not hall.page.reply_button.isVisible())
    hall.bot.keyClick(hall.page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert hall.links[-1] == Link("ticket", "ticket", matter.ticket_id)
