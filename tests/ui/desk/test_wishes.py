"""Who asked to be called instead of waiting keeps their place: the desk says when it is their turn, and one key calls them."""

import itertools
from datetime import timedelta

import pytest

from services.contracts.callbacks import CallBackList, CallBackState
from services.desk.phase import Phase
from services.server.calls.floor import CallFloor
from services.telephony.exchange import LocalExchange
from tests.ui.desk.conftest import Desk
from tests.ui.desk.test_calls import Alt, Key, floor, phase

_numbers = itertools.count(1)


def wish(there: CallFloor, number: str, skill: str = "general") -> None:
    """A caller chooses to be called instead of waiting."""
    call_id = f"wish-{next(_numbers)}"
    there.offer(call_id, number, skill)
    exchange = there.core.exchange
    assert isinstance(exchange, LocalExchange)
    exchange.wish(call_id)
    there.turn()


def test_they_stand_behind_who_came_before_and_before_who_came_later(desk: Desk) -> None:
    there, button = floor(desk), desk.page.queue.wish
    assert button.isHidden()
    there.offer("before", "13800000001", "general")
    wish(there, "13800000042")
    there.offer("later", "13800000003", "general")
    desk.wait(lambda: button.isVisible() and "1 wait before them" in button.words())
    assert not button.isEnabled(), "off duty"
    desk.press(Key.Key_F9)
    phase(desk, Phase.RINGING)
    assert not button.isEnabled()
    desk.press(Key.Key_F2)
    phase(desk, Phase.TALKING)
    desk.wait(lambda: "Their turn to be called: 138****0042" in button.words())
    assert button.property("look") == "primary"
    desk.press(Key.Key_D, Alt)
    assert desk.presenter.calls.call is not None
    assert desk.presenter.calls.call.id == "before", "one call at a time"
    desk.press(Key.Key_F12)
    phase(desk, Phase.WRAP_UP)
    desk.wait(button.isEnabled)
    desk.press(Key.Key_D, Alt)
    phase(desk, Phase.TALKING)
    call = desk.presenter.calls.call
    assert call is not None
    assert (call.number, call.outgoing) == ("13800000042", True)
    desk.wait(button.isHidden)
    with there.look() as core:
        assert core.state.calls["later"].state == "waiting"
    assert [each.state for each in desk.console.callbacks.listed(False).items] in ([], [CallBackState.TAKEN])


def test_who_cannot_be_called_now_is_given_back(desk: Desk) -> None:
    """Somebody off duty presses the key: it is refused in words, and the citizen is there for others."""
    wish(floor(desk), "13800000042")
    desk.wait(lambda: desk.page.queue.wish.isVisible())
    said: list[str] = []
    desk.presenter.notice_stated.connect(lambda words, _tone: said.append(words))
    desk.press(Key.Key_D, Alt)
    desk.wait(lambda: said)
    (one,) = desk.console.callbacks.listed(False).items
    assert (one.state, one.due) == (CallBackState.WAITING, True)
    desk.wait(lambda: desk.page.queue.wish.isVisible())


def test_who_was_not_reached_is_there_again_when_they_may_be_called(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish(floor(desk), "13800000042")
    button, wishes = desk.page.queue.wish, desk.presenter.wishes
    desk.wait(button.isVisible)
    (one,) = wishes.waiting
    wishes._on_read(CallBackList(items=[one.model_copy(update={"next_at": one.next_at + timedelta(minutes=30)})]))
    assert button.isHidden()
    later = desk.console.live.server_now() + timedelta(minutes=31)
    monkeypatch.setattr(desk.console.live, "server_now", lambda: later)
    assert button.isHidden()
    # Nothing else happens on the floor.
    wishes._look.setInterval(20)
    desk.wait(button.isVisible)


def test_of_nobody_it_is_said_and_other_skills_are_left_to_others(desk: Desk) -> None:
    said: list[str] = []
    desk.presenter.notice_stated.connect(lambda words, _tone: said.append(words))
    desk.press(Key.Key_D, Alt)
    assert said == ["Nobody has asked to be called."]
    desk.press(Key.Key_F9)
    phase(desk, Phase.READY)
    wish(floor(desk), "13800000042", "social")
    desk.wait(lambda: len(desk.presenter.wishes.waiting) == 1)
    state = desk.console.live.state
    assert state.me is not None
    for skills, count in ((["city"], 0), (["city", "social"], 1), (["general"], 1)):
        state.me = state.me.model_copy(update={"skills": skills})
        assert len(desk.presenter.wishes.waiting) == count, skills
