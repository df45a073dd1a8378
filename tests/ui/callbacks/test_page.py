"""The page of call-backs on a real server: a lost call appears, is taken, called, and closed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from services.api.transport import Unreachable
from services.contracts.accounts import Permission
from services.contracts.callbacks import CallBackWindow, NewCallBackRules
from services.contracts.calls import AgentState, AgentStateChange, CallEventKind
from services.contracts.tickets import Finish, NewTicket
from services.server.callbacks import messages
from services.server.callbacks import settings as call_back_settings
from services.server.calls.floor import CallFloor
from services.server.channels import repository as channels
from services.server.recordings.service import Shelf
from services.server.runner import ApiServer
from services.server.tables import access_log
from services.tasks import Progress
from services.telephony.exchange import LocalExchange
from tests.services.server.conftest import PASSWORD
from tests.showing import show_active
from tests.ui.desk.conftest import Post
from tests.ui.settings.conftest import Said, server
from ui.callbacks.entry import commands, make_page, make_presenter
from ui.callbacks.page import CallBacksPage
from ui.callbacks.presenter import CallBacksPresenter
from ui.language import Language
from ui.page import Link, PageContext
from widgets.remember import InMemory

__all__ = ["server"]
NUMBER = "13800000042"
_ALWAYS = NewCallBackRules(windows=[CallBackWindow(begins="00:00", ends="23:59")])


class Hall:
    """The page, and what is behind it."""

    def __init__(self, bot: QtBot, console: Container, server: ApiServer, presenter: CallBacksPresenter) -> None:
        self.bot, self.console, self.server, self.presenter = bot, console, server, presenter
        self.said: list[str] = []
        self.badges: list[str] = []
        self.links: list[Link] = []
        presenter.notice_stated.connect(lambda text, _tone: self.said.append(text))
        presenter.badge_changed.connect(self.badges.append)
        presenter.start()
        self.page = self.build()

    def build(self) -> CallBacksPage:
        page = make_page(self.presenter, PageContext(commands(), InMemory(), Said(self.said), lambda _snapshot: None))
        assert isinstance(page, CallBacksPage)
        page.open_requested.connect(self.links.append)
        self.bot.addWidget(page)
        page.resize(1200, 740)
        show_active(self.bot, page)
        page.entered()
        return page

    def wait(self, condition: Any) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def lose(self, call_id: str, number: str = NUMBER) -> None:
        """A citizen calls and hangs up."""
        floor = self.server.kernel.room(CallFloor)
        floor.offer(call_id, number, "general")
        exchange = floor.core.exchange
        assert isinstance(exchange, LocalExchange)
        exchange.hang_up(call_id)
        floor.turn()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyClick(self.page.table, key, modifier)


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path, server: ApiServer, request: pytest.FixtureRequest) -> Iterator[Hall]:
    """The page of an agent, or of who is named as the fixture's parameter."""
    Language("en")
    username = getattr(request, "param", "agent01")
    server.kernel.write(lambda tx: call_back_settings.set_rules(tx, _ALWAYS))
    paths = find_paths(tmp_path / "home")
    settings = SettingsFile(paths.settings)
    settings.override(server=server.base_url, language="en")
    post = Post()
    errors: list[Exception] = []
    console = build(paths, settings, post.posted.emit, errors.append)
    console.connection.open(Progress())
    console.session.sign_in(username, PASSWORD)
    console.desktop.open(username)
    if console.session.may(Permission.CALL_HANDLE):
        console.desk.set_state(AgentStateChange(state=AgentState.BREAK))
    presenter = make_presenter(console)
    assert isinstance(presenter, CallBacksPresenter)
    made = Hall(qtbot, console, server, presenter)
    made.wait(lambda: presenter.is_read)
    yield made
    presenter.close()
    console.close()
    assert [each for each in errors if not isinstance(each, Unreachable)] == []


def test_all_commands_are_bound(hall: Hall) -> None:
    assert hall.page.unbound_commands() == []


def test_a_lost_call_appears_masked_and_one_key_takes_it_and_calls(hall: Hall) -> None:
    hall.lose("lost-1")
    hall.wait(lambda: hall.presenter.found.items)
    assert hall.badges[-1] == "1"
    assert hall.page.panel.number.text() == "138****0042"
    assert not hall.page.panel.reached_button.isEnabled()
    hall.press(Qt.Key.Key_F2)
    hall.wait(lambda: hall.links)
    assert hall.links[-1].page == "desk"
    hall.wait(lambda: hall.page.panel.number.text() == NUMBER)
    (call,) = hall.server.kernel.room(CallFloor).core.state.calls.values()
    assert (call.number, call.outgoing) == (NUMBER, True)
    hall.console.desk.act(call.id, "end")
    hall.wait(lambda: hall.presenter.is_read and not hall.presenter.found.items)
    hall.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    hall.wait(lambda: hall.presenter.found.items)
    assert "reached" in [each.text() for each in hall.page.panel.facts.labels]
    assert hall.page.panel.number.text() == "138****0042"
    assert not hall.page.panel.call_button.isVisible()


def test_not_reached_counts_a_try_and_says_when_the_next_one_is(hall: Hall) -> None:
    hall.lose("lost-1")
    hall.wait(lambda: hall.presenter.found.items)
    hall.press(Qt.Key.Key_F2)
    hall.wait(lambda: hall.page.panel.not_reached_button.isEnabled())
    hall.press(Qt.Key.Key_F7)
    hall.wait(lambda: hall.presenter.one is not None and hall.presenter.one.tries == 1)
    assert "Nobody calls before" in hall.page.panel.hint.text()
    assert hall.page.panel.number.text() == "138****0042"
    assert not hall.page.panel.call_button.isEnabled()
    hall.wait(lambda: any("did not reach" in line for line in hall.page.panel.story.text().splitlines()))


def test_a_reply_that_a_citizen_wants_to_hear_is_opened_and_said_to_be_told(hall: Hall) -> None:
    message = {
        "ticket_id": "t-1",
        "number": "2026000001",
        "channel": "hotline",
        "notice": "replied",
        "words": "",
        "state": "call_back",
        "created_at": hall.server.kernel.clock.now(),
        "next_at": None,
    }
    hall.server.kernel.write(lambda tx: channels.add_outgoing(tx.connection, message))
    view = hall.page.replies
    assert view is not None
    hall.press(Qt.Key.Key_F5)
    hall.wait(lambda: hall.badges[-1:] == ["1"])
    for _ in range(2):
        hall.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    hall.wait(lambda: view.isVisible() and view.open_button.isEnabled())
    hall.bot.keyClick(view.table.view, Qt.Key.Key_Return)
    assert hall.links == [Link("ticket", "ticket", "t-1")]
    hall.bot.keyClick(view.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hall.wait(lambda: not view.table.model.rowCount())
    assert hall.badges[-1] == ""
    states = hall.console.administration.channels.outgoing()
    assert [each.state for each in states.items] == ["sent"]


def test_giving_up_wants_words(hall: Hall) -> None:
    hall.lose("lost-1")
    hall.wait(lambda: hall.presenter.found.items)
    assert not hall.page.panel.reason.isVisible()
    hall.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert hall.page.panel.reason.hasFocus()
    hall.bot.keyClick(hall.page.panel.reason, Qt.Key.Key_Return)
    assert hall.presenter.found.open == 1
    hall.bot.keyClicks(hall.page.panel.reason, "no such number")
    hall.bot.keyClick(hall.page.panel.reason, Qt.Key.Key_Return)
    hall.wait(lambda: hall.presenter.found.open == 0)
    assert "It is closed." in hall.said


def test_a_refusal_is_told_where_it_happened(hall: Hall) -> None:
    hall.lose("lost-1")
    hall.wait(lambda: hall.presenter.found.items)
    hall.console.desk.set_state(AgentStateChange(state=AgentState.OFFLINE))
    hall.press(Qt.Key.Key_F2)
    hall.wait(lambda: hall.page.panel.problem.isVisible())
    assert "not on duty" in hall.page.panel.problem.text()
    hall.wait(lambda: hall.page.panel.release_button.isEnabled())
    hall.press(Qt.Key.Key_F8)
    hall.wait(lambda: hall.presenter.one is not None and hall.presenter.one.state == "waiting")


def leave(hall: Hall, call_id: str, number: str, seconds: float) -> None:
    """A citizen leaves a message, and its sound is taken in."""
    hall.server.kernel.room(CallFloor).offer(call_id, number, "general")
    floor = hall.server.kernel.room(CallFloor)
    exchange = floor.core.exchange
    assert isinstance(exchange, LocalExchange)
    exchange._state(CallEventKind.VOICEMAIL, call_id, "", recorded=True)
    exchange.hang_up(call_id)
    floor.turn()
    at = np.arange(round(seconds * 8000)) / 8000
    sound = np.zeros((len(at), 2), np.int16)
    sound[:, 1] = 9000 * np.sin(2 * np.pi * 440 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.7 * at))
    kept = hall.server.kernel.room(Shelf).store.keep(sound, 8000)
    assert hall.server.kernel.write(lambda tx: messages.keep(tx, call_id, kept))


def looks(hall: Hall) -> list[tuple[str, str]]:
    with hall.server.kernel.database.engine.begin() as connection:
        found = connection.execute(select(access_log).where(access_log.c.what == "voice_message")).all()
    return [(look.subject, look.why) for look in found]


def test_a_voice_message_is_played_by_keys_and_the_play_is_written_down(hall: Hall) -> None:
    leave(hall, "spoken-1", NUMBER, 23.4)
    message = hall.presenter.message
    hall.wait(lambda: message.wave is not None)
    assert hall.page.panel.message.isVisible()
    assert hall.page.panel.message.title.text() == "Voice message, 0:23"
    assert hall.page.table.model.index(0, 2).data() == "Voice message, 0:23"
    assert looks(hall) == [], "to look at it is not to listen"
    hall.press(Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert message.rate == 1.25
    hall.press(Qt.Key.Key_F9)
    hall.wait(lambda: message.is_playing)
    hall.wait(lambda: message.position > 0)
    assert looks(hall) == [("spoken-1", "Calling back")]
    hall.press(Qt.Key.Key_F9)
    hall.wait(lambda: not message.is_playing)
    hall.page.panel.message.wave.seek_requested.emit(20.0)
    assert hall.page.panel.message.time.text() == "0:20 / 0:23"

    leave(hall, "spoken-2", NUMBER, 5.0)
    hall.wait(lambda: len(message.messages) == 2)
    assert message.chosen == "spoken-1", "what is listened to stays"
    hall.press(Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    hall.wait(lambda: message.chosen == "spoken-2")
    assert hall.page.panel.message.title.text().startswith("Voice message, 0:05 (2 of 2")


def test_a_message_of_a_hidden_number_is_taken_and_dealt_with_without_a_call(hall: Hall) -> None:
    leave(hall, "spoken-1", "", 8.0)
    hall.wait(lambda: hall.presenter.message.message is not None)
    assert hall.page.panel.number.text() == "Number hidden"
    assert "nobody can call back" in hall.page.panel.hint.text()
    assert hall.page.panel.call_button.words() == "Take it"
    assert not hall.page.panel.not_reached_button.isVisible()
    hall.press(Qt.Key.Key_F2)
    hall.wait(lambda: hall.page.panel.reached_button.isEnabled())
    assert hall.server.kernel.room(CallFloor).core.state.calls == {}
    assert hall.links == []
    hall.press(Qt.Key.Key_F4)
    hall.wait(lambda: hall.presenter.is_read and not hall.presenter.found.items)
    hall.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    hall.wait(lambda: hall.presenter.message.message is not None)
    # Of what is closed it is asked what for.
    hall.press(Qt.Key.Key_F9)
    hall.wait(lambda: hall.page.panel.message.why.hasFocus())
    hall.bot.keyClicks(hall.page.panel.message.why, "complaint about us")
    hall.bot.keyClick(hall.page.panel.message.why, Qt.Key.Key_Return)
    hall.wait(lambda: hall.presenter.message.is_playing)
    assert looks(hall) == [("spoken-1", "complaint about us")]


def test_its_tickets_stand_beside_it_and_one_key_opens_the_newest(hall: Hall) -> None:
    leave(hall, "spoken-1", "", 8.0)
    hall.wait(lambda: hall.presenter.one is not None)
    assert hall.presenter.one is not None
    assert not hall.page.panel.new_ticket_button.isVisible(), "nobody has it yet"
    assert not hall.page.panel.open_ticket_button.isVisible()
    hall.press(Qt.Key.Key_F2)
    hall.wait(lambda: hall.page.panel.new_ticket_button.isVisible())
    hall.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert hall.links == [Link("desk", "call_back", hall.presenter.one.id)]
    filed = [
        hall.console.tickets.create(
            NewTicket(id=f"t-{n}", finish=Finish.DRAFT, call_back_id=hall.presenter.one.id), f"key-{n}"
        )
        for n in (1, 2)
    ]
    hall.wait(lambda: hall.presenter.one is not None and len(hall.presenter.one.tickets) == 2)
    (links,) = [text for text in hall.page.panel.facts.texts() if "<a " in text]
    assert all(f">{each.number}</a>" in links for each in filed)
    assert hall.page.table.model.index(0, 6).data() == f"{filed[1].number} and 1 more"
    hall.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    hall.page.panel.facts.labels[-1].linkActivated.emit("t-1")
    assert hall.links[1:] == [Link("ticket", "ticket", "t-2"), Link("ticket", "ticket", "t-1")]
    hall.wait(lambda: "filed a ticket" in hall.page.panel.story.text())


def test_after_a_call_the_ticket_is_written_in_that_call(hall: Hall) -> None:
    hall.lose("lost-1")
    hall.wait(lambda: hall.presenter.found.items)
    hall.press(Qt.Key.Key_F2)
    hall.wait(lambda: hall.links)
    (call,) = hall.server.kernel.room(CallFloor).core.state.calls.values()
    hall.console.desk.act(call.id, "end")
    hall.wait(lambda: hall.presenter.is_read and not hall.presenter.found.items)
    hall.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    hall.wait(lambda: hall.page.panel.new_ticket_button.isVisible() and hall.presenter.call_made)
    hall.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert hall.links[-1] == Link("desk", "ticket_of_call", call.id)


def test_where_there_are_more_than_are_listed_it_is_said(hall: Hall) -> None:
    hall.lose("lost-1")
    hall.wait(lambda: hall.presenter.found.items)
    assert "listed" not in hall.page.counts.text()
    hall.presenter.found = hall.presenter.found.model_copy(update={"open": 730})
    hall.presenter.rows_changed.emit()
    assert "due 1 of 730, the first 1 listed" in hall.page.counts.text()


def test_who_took_one_before_their_console_was_started_anew_can_say_what_came_of_it(hall: Hall) -> None:
    hall.lose("lost-1")
    hall.wait(lambda: hall.presenter.found.items)
    hall.console.callbacks.take(hall.presenter.found.items[0].id)
    hall.wait(lambda: hall.presenter.is_mine)
    panel = hall.page.panel
    hall.wait(lambda: "You took it before" in panel.hint.text())
    assert panel.number.text() == "138****0042", "the look at the number was another console's"
    assert panel.call_button.words() == "Call again"
    hall.press(Qt.Key.Key_F7)
    hall.wait(lambda: hall.presenter.one is not None and hall.presenter.one.tries == 1)


def test_without_the_server_the_list_says_so_and_nothing_is_promised_to_be_sent_later(hall: Hall) -> None:
    hall.lose("lost-1")
    hall.wait(lambda: hall.presenter.found.items)
    hall.press(Qt.Key.Key_F2)
    hall.wait(lambda: hall.page.panel.not_reached_button.isEnabled())
    hall.server.stop()
    hall.wait(lambda: hall.console.live.tick() or hall.presenter.is_stale)
    assert "Not live" in hall.page.counts.text()
    hall.press(Qt.Key.Key_F7)
    hall.wait(lambda: "Not done" in hall.page.panel.problem.text())
    assert hall.page.panel.number.text() == NUMBER, "who is on the line is still told apart"
    back = ApiServer(hall.server.config, port=urlsplit(hall.server.base_url).port or 0)
    back.start()
    try:
        hall.wait(lambda: hall.console.live.tick() or not hall.presenter.is_stale)
        hall.wait(lambda: not hall.page.panel.problem.isVisible())
        assert "due" in hall.page.counts.text()
    finally:
        hall.presenter.close()
        back.stop()


@pytest.mark.parametrize("hall", ["inspector01"], indirect=True)
def test_an_inspector_hears_what_callers_left_says_what_for_and_can_do_nothing_else(hall: Hall) -> None:
    leave(hall, "spoken-1", NUMBER, 8.0)
    hall.wait(lambda: hall.presenter.message.message is not None)
    assert "0042" in hall.page.panel.number.text()
    assert NUMBER not in hall.page.panel.number.text()
    page = hall.page.panel
    for button in (page.call_button, page.reached_button, page.not_reached_button, page.release_button):
        assert not button.isVisible()
    assert not page.give_up_button.isVisible()
    assert not page.new_ticket_button.isVisible()
    assert not page.hint.isVisible(), "nobody who cannot take it sees the number"
    assert hall.badges[-1:] != ["1"], "it is not their work"
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F8):
        hall.press(key)
    hall.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not page.reason.isVisible()
    hall.press(Qt.Key.Key_F9)
    hall.wait(lambda: page.message.why.hasFocus())
    assert looks(hall) == []
    hall.bot.keyClicks(page.message.why, "sample of this month")
    hall.bot.keyClick(page.message.why, Qt.Key.Key_Return)
    hall.wait(lambda: hall.presenter.message.is_playing)
    assert looks(hall) == [("spoken-1", "sample of this month")]
    assert hall.presenter.one is not None
    assert (hall.presenter.one.state, hall.presenter.problem) == ("waiting", "")
