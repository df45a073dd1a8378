"""A citizen is called back: the form opens as for somebody who calls, says what they had said, and what is filed belongs to it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from services.contracts.callbacks import CallBack, CallBackWindow, NewCallBackRules
from services.contracts.calls import AgentState, AgentStateChange
from services.contracts.tickets import Finish, TicketKind
from services.server.callbacks import messages, settings
from services.server.calls.floor import CallFloor
from services.server.recordings.service import Shelf
from services.server.tables import access_log
from services.telephony.exchange import LocalExchange
from tests.ui.desk.conftest import Desk
from ui.page import Link

NUMBER = "13800000042"
_ALWAYS = NewCallBackRules(windows=[CallBackWindow(begins="00:00", ends="23:59")])


def leave(desk: Desk, number: str = NUMBER) -> CallBack:
    """A citizen leaves a message; returns the call-back."""
    desk.server.kernel.write(lambda tx: settings.set_rules(tx, _ALWAYS))
    floor = desk.server.kernel.room(CallFloor)
    floor.offer("said-1", number, "general")
    exchange = floor.core.exchange
    assert isinstance(exchange, LocalExchange)
    exchange.leave_message("said-1", 42.0)
    floor.turn()
    desk.console.desk.set_state(AgentStateChange(state=AgentState.BREAK))
    (one,) = desk.console.callbacks.listed(False).items
    return one


def call_back(desk: Desk) -> CallBack:
    """Takes the call-back of a message and calls, as the page of call-backs does."""
    taken = desk.console.callbacks.take(leave(desk).id)
    desk.console.callbacks.call(taken)
    return taken


def fill(desk: Desk) -> None:
    desk.presenter.form.set(kind=TicketKind.HELP.value, category="0601", title="Street lamp", content="It is dark")


def test_the_form_is_that_of_a_caller_also_where_something_else_lies_on_the_desk(desk: Desk) -> None:
    p = desk.presenter
    p.begin_for_number("13900000001")
    fill(desk)
    taken = call_back(desk)
    desk.wait(lambda: p.drafts.current is not None and p.drafts.current.caller_number == NUMBER)
    draft = p.drafts.current
    assert draft is not None
    assert p.calls.call is not None
    assert draft.call_id == p.calls.call.id
    assert len(p.drafts.all) == 2, "what lay there is kept"
    desk.wait(lambda: desk.page.origin.isVisible())
    assert desk.page.origin.words.text().startswith("Call-back: Voice message, 0:42 of ")

    fill(desk)
    assert p.form.file(Finish.ACCEPT)
    desk.wait(lambda: desk.tickets())
    (row,) = desk.tickets()
    whole = desk.console.whole.read_number(row.number, desk.console.lifecycle.drafts).whole
    assert whole is not None
    assert [each.id for each in whole.call_backs] == [taken.id]
    assert [call.id for call in whole.calls] == ["said-1", draft.call_id]
    assert [each.number for each in desk.console.callbacks.one(taken.id).tickets] == [row.number]
    desk.wait(lambda: not desk.page.origin.isVisible())


def test_a_call_about_what_lies_on_the_desk_leaves_it_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else has a call-back of this number, or nobody: the call was made for the ticket."""
    leave(desk)
    p = desk.presenter
    p.begin_for_number(NUMBER)
    fill(desk)
    asked: list[CallBack] = []
    source = desk.console.callbacks
    of_call = source.of_call
    monkeypatch.setattr(source, "of_call", lambda call_id: asked.extend(of_call(call_id)) or asked)
    key = p.drafts.all[0].key
    p.call_number(NUMBER)
    desk.wait(lambda: asked)
    assert asked[0].state == "waiting"
    told: list[bool] = []
    desk.console.tasks.start(lambda _progress: None, done=lambda _nothing: told.append(True))
    desk.wait(lambda: told)
    assert [draft.key for draft in p.drafts.all] == [key]


def test_a_ticket_is_written_after_the_call_and_for_a_message_without_a_number(desk: Desk) -> None:
    p = desk.presenter
    taken = call_back(desk)
    desk.wait(lambda: p.calls.call is not None and p.drafts.current is not None)
    call = p.calls.call
    assert call is not None
    assert p.drafts.current is not None
    p.drafts.forget(p.drafts.current.key)
    desk.console.desk.act(call.id, "end")
    desk.page.open_link(Link("desk", "ticket_of_call", call.id))
    desk.wait(lambda: p.drafts.current is not None)
    assert (p.drafts.current.call_id, p.drafts.current.caller_number) == (call.id, NUMBER)
    desk.wait(lambda: desk.page.origin.isVisible())

    desk.page.open_link(Link("desk", "call_back", taken.id))
    assert (p.drafts.current.call_id, p.drafts.current.call_back_id) == ("", taken.id)
    first = p.drafts.current.key
    fill(desk)
    desk.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.page.open_link(Link("desk", "call_back", taken.id))
    assert p.drafts.current is not None
    assert p.drafts.current.key == first, "what was begun for it goes on"
    assert p.form.file(Finish.ACCEPT)
    desk.wait(lambda: desk.tickets())
    assert [each.number for each in desk.console.callbacks.one(taken.id).tickets] == [desk.tickets()[0].number]


def test_a_remark_beside_the_form_belongs_to_the_call_back_too(desk: Desk) -> None:
    p = desk.presenter
    p.begin_for_number("13900000001")
    fill(desk)
    assert p.form.file(Finish.ACCEPT)
    desk.wait(lambda: desk.tickets())
    (standing,) = desk.tickets()
    taken = call_back(desk)
    desk.wait(lambda: p.drafts.current is not None and p.drafts.current.caller_number == NUMBER)
    p.reader.open_ticket(standing.id)
    desk.wait(lambda: p.reader.ticket is not None)
    p.reader.type_note("They called for the lamp again")
    p.reader.add_note()
    desk.wait(lambda: desk.console.callbacks.one(taken.id).tickets)
    assert [each.id for each in desk.console.callbacks.one(taken.id).tickets] == [standing.id]


def take_in(desk: Desk) -> None:
    """The sound of the message arrives at the server."""
    at = np.arange(42 * 8000) / 8000
    sound = np.zeros((len(at), 2), np.int16)
    sound[:, 1] = 9000 * np.sin(2 * np.pi * 440 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.7 * at))
    kept = desk.server.kernel.room(Shelf).store.keep(sound, 8000)
    assert desk.server.kernel.write(lambda tx: messages.keep(tx, "said-1", kept))


def plays(desk: Desk) -> list[tuple[str, str]]:
    with desk.server.kernel.database.engine.begin() as connection:
        found = connection.execute(select(access_log).where(access_log.c.what == "voice_message")).all()
    return [(play.subject, play.why) for play in found]


def test_what_the_citizen_said_is_played_on_the_desk_and_each_play_is_recorded_once(desk: Desk) -> None:
    p, control = desk.presenter, Qt.KeyboardModifier.ControlModifier
    one = leave(desk)
    take_in(desk)
    taken = desk.console.callbacks.take(one.id)
    desk.page.open_link(Link("desk", "call_back", taken.id))
    line, message = desk.page.origin, p.origin.message
    assert message is not None
    assert line.view is not None
    assert line.listen_button is not None
    desk.wait(lambda: line.listen_button.isVisible())
    assert not line.view.isVisible(), "the form keeps its room until somebody wants to hear"
    assert plays(desk) == []
    desk.press(Qt.Key.Key_F9, control)
    desk.wait(lambda: message.is_playing)
    assert line.view.isVisible()
    assert not line.listen_button.isVisible()
    assert plays(desk) == [("said-1", "Calling back")], "of one who is to be called nobody asks what for"
    desk.press(Qt.Key.Key_Period, control)
    assert message.rate == 1.25
    desk.wait(lambda: message.wave is not None)

    # A call begins: the sound stops, and goes on from there when it is wanted again.
    desk.console.callbacks.call(taken)
    desk.wait(lambda: p.calls.call is not None)
    call = p.calls.call
    assert call is not None
    desk.wait(lambda: not message.is_playing)
    desk.wait(lambda: p.drafts.current is not None and p.drafts.current.call_id == call.id)
    desk.wait(lambda: line.listen_button.isVisible())
    desk.press(Qt.Key.Key_F9, control)
    desk.wait(lambda: message.is_playing)
    desk.press(Qt.Key.Key_F9, control)
    desk.wait(lambda: not message.is_playing)
    desk.press(Qt.Key.Key_F9, control)
    desk.wait(lambda: message.is_playing)
    assert plays(desk) == [("said-1", "Calling back")] * 2, "to pause and go on is one play"


def test_a_ring_stops_the_sound_and_it_goes_on_from_there(desk: Desk) -> None:
    p, control = desk.presenter, Qt.KeyboardModifier.ControlModifier
    one = leave(desk)
    take_in(desk)
    desk.page.open_link(Link("desk", "call_back", desk.console.callbacks.take(one.id).id))
    message = p.origin.message
    assert message is not None
    desk.wait(lambda: p.origin.found)
    desk.press(Qt.Key.Key_F9, control)
    desk.wait(lambda: message.is_playing and message.position > 0)
    desk.console.desk.set_state(AgentStateChange(state=AgentState.READY))
    floor = desk.server.kernel.room(CallFloor)
    floor.offer("rings-1", "13900000009", "general")
    floor.turn()
    desk.wait(lambda: p.calls.phase == "ringing")
    desk.wait(lambda: not message.is_playing)
    assert message.position > 0
    desk.press(Qt.Key.Key_F9, control)
    desk.wait(lambda: message.is_playing)
    assert len(plays(desk)) == 1, "it is the same play"


def test_of_a_call_back_that_is_closed_it_is_asked_what_for(desk: Desk) -> None:
    p, control = desk.presenter, Qt.KeyboardModifier.ControlModifier
    call_back(desk)
    take_in(desk)
    desk.wait(lambda: p.calls.call is not None and p.origin.found)
    call, message, view = p.calls.call, p.origin.message, desk.page.origin.view
    assert call is not None
    assert message is not None
    assert view is not None
    desk.console.desk.act(call.id, "end")
    desk.wait(lambda: p.origin.found and p.origin.found[0].state == "closed")
    desk.press(Qt.Key.Key_F9, control)
    desk.wait(lambda: view.why.hasFocus())
    assert plays(desk) == []
    desk.press(Qt.Key.Key_Escape)
    assert not view.why.isVisible()
    desk.press(Qt.Key.Key_F9, control)
    desk.wait(lambda: view.why.hasFocus())
    desk.bot.keyClicks(view.why, "the address")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: message.is_playing)
    assert plays(desk) == [("said-1", "the address")]
    p.begin_for_number("13900000001")
    desk.wait(lambda: not desk.page.origin.isVisible())
    assert not message.is_playing, "another draft, another citizen"
