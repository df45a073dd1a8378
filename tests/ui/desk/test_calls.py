"""Calls at the desk by keys: numbers that are called, colleagues who are asked, what goes along with a caller."""

import itertools
from typing import Any

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from sqlalchemy import insert, select

from services.contracts.accounts import Role, Skill
from services.contracts.blocking import ReportReason
from services.contracts.calls import AgentState, WrapUpReason
from services.contracts.opening import NewClosing, Reopening
from services.contracts.tickets import SkillEntry, TicketStatus
from services.desk.phase import Phase
from services.errors import Conflict
from services.server.blocking.tables import block_reports
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events, calls
from services.server.opening import service as closing
from services.server.tickets.tables import catalogue_entries
from services.server.transaction import Actor
from tests.services.server import district
from tests.services.server.conftest import PASSWORD, add_account
from tests.ui.desk.conftest import Desk
from ui.desk.call_pickers import typed_number
from ui.desk.queue_panel import _mark_words, _marks
from ui.page import Link

Key, Alt, Shift = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
NUMBER = "13800000042"
_numbers = itertools.count(1)


class Elsewhere:
    """Somebody at another console."""

    def __init__(self, desk: Desk, name: str, *roles: Role) -> None:
        self._base = desk.server.base_url
        skills = [Skill(key="city", level=1)]
        self.account = add_account(desk.server.kernel, *roles, username=name, name=name, id=name, skills=skills)
        body = {"username": name, "password": PASSWORD}
        token = requests.post(f"{self._base}/v1/session", json=body, timeout=10).json()["access_token"]
        self._head = {"Authorization": f"Bearer {token}"}

    def do(self, method: str, path: str, **body: Any) -> Any:
        head = self._head | {"Idempotency-Key": f"{self.account.id}-{next(_numbers)}"}
        answer = requests.request(method, f"{self._base}{path}", json=body or None, headers=head, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def call(self) -> Any:
        return self.do("GET", "/v1/snapshot")["call"]


@pytest.fixture
def colleague(desk: Desk) -> Elsewhere:
    found = Elsewhere(desk, "bo", Role.AGENT)
    found.do("PUT", "/v1/agents/me/state", state="ready")
    return found


def floor(desk: Desk) -> CallFloor:
    return desk.server.kernel.room(CallFloor)


def ready(desk: Desk) -> None:
    desk.press(Key.Key_F9)
    phase(desk, Phase.READY)


def phase(desk: Desk, wanted: Phase) -> None:
    desk.wait(lambda: desk.presenter.calls.phase is wanted and not desk.presenter.calls.asked)


def talk(desk: Desk) -> str:
    ready(desk)
    call_id = f"call-{next(_numbers)}"
    floor(desk).offer(call_id, NUMBER, "general")
    phase(desk, Phase.RINGING)
    desk.press(Key.Key_F2)
    phase(desk, Phase.TALKING)
    desk.wait(lambda: desk.presenter.drafts.current is not None)
    return call_id


def pick(desk: Desk, typed: str, *keys: Qt.Key) -> None:
    desk.wait(desk.page.picker.isVisible)
    desk.bot.keyClicks(desk.page.picker._field, typed)
    for key in (*keys, Key.Key_Return):
        desk.bot.keyClick(desk.page.picker._field, key)


def live(desk: Desk, call_id: str) -> Any:
    return floor(desk).core.state.calls[call_id]


def test_a_number_is_called_from_the_keys(desk: Desk) -> None:
    ready(desk)
    desk.ctrl(Key.Key_D)
    pick(desk, "0573-82120000#801")
    phase(desk, Phase.TALKING)
    call = desk.presenter.calls.call
    assert call is not None
    assert (call.number, call.outgoing) == ("057382120000", True)
    desk.press(Key.Key_F12)
    phase(desk, Phase.WRAP_UP)


def test_the_number_of_a_ticket_is_called_and_the_ticket_stays_open(desk: Desk) -> None:
    ready(desk)
    desk.presenter.begin_for_number(NUMBER)
    desk.type("title", "Half a word")
    desk.page.caller.call_button.click()
    phase(desk, Phase.TALKING)
    assert desk.presenter.drafts.current is not None
    assert desk.presenter.drafts.current.form["title"] == "Half a word"


def test_who_is_called_from_another_page_is_called_about_their_ticket_and_no_new_one_begins(desk: Desk) -> None:
    talk(desk)
    desk.presenter.form.set(kind="complaint", category="060101")
    desk.presenter.form.set_place(district.VILLAGE)
    desk.type("title", "Noise at night")
    desk.type("content", "Piling until two in the morning.")
    desk.ctrl(Key.Key_Return, shift=True)
    desk.wait(desk.tickets)
    desk.press(Key.Key_F12)
    phase(desk, Phase.WRAP_UP)
    ready(desk)
    (row,) = desk.tickets()
    desk.page.open_link(Link("desk", "ticket", row.id))
    desk.page.open_link(Link("desk", "dial", NUMBER))
    phase(desk, Phase.TALKING)
    desk.wait(lambda: desk.presenter.reader.ticket is not None)
    call = desk.presenter.calls.call
    assert call is not None
    assert (call.number, call.outgoing) == (NUMBER, True)
    assert desk.presenter.drafts.current is None


@pytest.mark.parametrize(("choice", "state"), [(0, "held"), (1, "conference"), (2, "parked")])
def test_a_number_that_stands_in_an_article_is_called_or_comes_into_the_call(
    desk: Desk, choice: int, state: str
) -> None:
    desk.press(Key.Key_F9)
    phase(desk, Phase.READY)
    desk.page.side.knowledge.call_requested.emit("0573-82120000#801")
    phase(desk, Phase.TALKING)
    call = desk.presenter.calls.call
    assert call is not None
    assert (call.number, call.outgoing) == ("057382120000", True)
    desk.press(Key.Key_F12)
    phase(desk, Phase.WRAP_UP)
    call_id = talk(desk)
    desk.page.side.knowledge.call_requested.emit("0573-82120000")
    pick(desk, "", *([Key.Key_Down] * choice))
    if state == "parked":
        # Put through: with the number outside, the call is over here.
        phase(desk, Phase.WRAP_UP)
    else:
        desk.wait(lambda: (live(desk, call_id).state, live(desk, call_id).outside) == (state, "057382120000"))


@pytest.mark.parametrize("typed", ["6" * 60, "12AB34", "0044207946", "--", "转"])
def test_what_cannot_be_called_makes_no_row(typed: str) -> None:
    assert typed_number(typed) is None


def test_a_caller_who_asked_for_english_is_shown_so_before_and_after_the_answer(desk: Desk) -> None:
    def marks() -> list[str]:
        return [badge.text() for badge in desk.page.call_bar.block._marks if badge.text()]

    floor(desk).offer("call-en", NUMBER, "general", language="en")
    desk.wait(lambda: desk.page.queue.table.model.shown_rows())
    (entry,) = desk.page.queue.table.model.shown_rows()
    assert "Asks for English" in _mark_words(entry)
    assert _marks(entry) == "language"
    desk.press(Key.Key_F9)
    phase(desk, Phase.RINGING)
    assert marks()[0] == "English"
    desk.press(Key.Key_F2)
    phase(desk, Phase.TALKING)
    assert "English" in marks()


def test_help_is_asked_by_one_key_and_who_listens_is_said(desk: Desk) -> None:
    lead = Elsewhere(desk, "lin", Role.LEAD)
    call_id = talk(desk)
    desk.press(Key.Key_F1, Shift)
    desk.wait(lambda: desk.presenter.calls.me.help_since)  # type: ignore[union-attr]
    lead.do("POST", f"/v1/calls/{call_id}/supervise", mode="whisper")
    desk.wait(lambda: "lin" in desk.page.call_bar.block.second.text())
    assert desk.presenter.calls.me.help_since is None  # type: ignore[union-attr]


def test_what_is_typed_goes_along_with_the_caller(desk: Desk, colleague: Elsewhere) -> None:
    call_id = talk(desk)
    desk.type("title", "Noise at night")
    draft = desk.presenter.drafts.current
    assert draft is not None
    desk.press(Key.Key_F7)
    pick(desk, "bo")
    phase(desk, Phase.WRAP_UP)
    desk.wait(lambda: colleague.call and colleague.call["state"] == "ringing")
    assert colleague.do("POST", f"/v1/calls/{call_id}/answer")["ticket_id"] == draft.id
    desk.wait(lambda: [row.id for row in desk.tickets()] == [draft.id])
    assert colleague.do("GET", f"/v1/tickets/{draft.id}")["title"] == "Noise at night"
    assert desk.presenter.drafts.current is None


def test_a_caller_comes_with_the_draft_of_another_desk(desk: Desk, colleague: Elsewhere) -> None:
    floor(desk).offer("call-along", NUMBER, "city")
    colleague.do("POST", "/v1/calls/call-along/answer")
    made = {"id": "draft-along", "finish": "draft", "title": "Street light", "call_id": "call-along"}
    answer = requests.post(
        f"{desk.server.base_url}/v1/tickets", json=made, headers=colleague._head | {"Idempotency-Key": "k"}, timeout=10
    )
    assert answer.status_code < 300, answer.text
    ready(desk)
    colleague.do("POST", "/v1/calls/call-along/transfer", agent_id="agent01", ticket_id="draft-along")
    phase(desk, Phase.RINGING)
    desk.press(Key.Key_F2)
    desk.wait(lambda: desk.presenter.drafts.current is not None)
    draft = desk.presenter.drafts.current
    assert draft is not None
    assert (draft.id, draft.form["title"], draft.is_change) == ("draft-along", "Street light", True)


def test_a_refused_transfer_brings_the_draft_back(desk: Desk, colleague: Elsewhere) -> None:
    talk(desk)
    desk.type("title", "Noise at night")
    desk.press(Key.Key_F7)
    desk.wait(desk.page.picker.isVisible)
    colleague.do("PUT", "/v1/agents/me/state", state="break", reason="rest")
    pick(desk, "bo")
    desk.wait(
        lambda: (d := desk.presenter.drafts.current) is not None and d.form["title"] == "Noise at night" and d.is_change
    )
    assert desk.presenter.calls.phase is Phase.TALKING


def test_a_complete_ticket_goes_to_the_unit_that_the_caller_is_put_through_to(desk: Desk) -> None:
    call_id = talk(desk)
    desk.presenter.form.set(kind="complaint", category="060101")
    desk.presenter.form.set_place(district.VILLAGE)
    desk.type("title", "Noise at night")
    desk.type("content", "Piling until two in the morning.")
    desk.press(Key.Key_F7)
    pick(desk, "qgafj")
    desk.wait(lambda: [row.status for row in desk.tickets()] == [TicketStatus.DISPATCHED])
    (row,) = desk.tickets()
    assert row.unit == "D04"
    assert desk.console.tickets.get(row.id).call_id == call_id
    desk.wait(lambda: desk.presenter.calls.phase is Phase.WRAP_UP)


def test_what_is_not_complete_stays_a_draft_for_the_unit(desk: Desk) -> None:
    talk(desk)
    desk.type("title", "Noise at night")
    desk.press(Key.Key_F7)
    pick(desk, "qgafj")
    desk.wait(lambda: [row.status for row in desk.tickets()] == [TicketStatus.DRAFT])
    assert desk.tickets()[0].unit == "D04"


@pytest.mark.parametrize(
    ("key", "state"), [(Key.Key_F4, "talking"), (Key.Key_F8, "conference"), (Key.Key_F7, "handed over")]
)
def test_somebody_is_asked_first(desk: Desk, colleague: Elsewhere, key: Qt.Key, state: str) -> None:
    call_id = talk(desk)
    desk.press(Key.Key_F7, Shift)
    pick(desk, "bo")
    phase(desk, Phase.CONSULTING)
    assert desk.page.call_bar.buttons.button("hold").isVisible()
    desk.press(key)
    if state == "handed over":
        phase(desk, Phase.WRAP_UP)
        assert live(desk, call_id).agent_id == "bo"
    else:
        desk.wait(lambda: live(desk, call_id).state == state)


@pytest.mark.parametrize(("key", "number"), [(Key.Key_1, "110"), (Key.Key_2, "120"), (Key.Key_9, "119")])
def test_one_key_brings_help_from_outside_into_the_call(desk: Desk, key: Qt.Key, number: str) -> None:
    call_id = talk(desk)
    desk.press(key, Alt)
    phase(desk, Phase.CONFERENCE)
    assert live(desk, call_id).outside == number
    desk.press(Key.Key_F4)
    phase(desk, Phase.TALKING)


@pytest.mark.parametrize("how", ["asked first", "as three", "somebody outside"])
def test_who_was_asked_makes_room_for_help(desk: Desk, colleague: Elsewhere, how: str) -> None:
    """An emergency shows itself while somebody else is there: the same one key."""
    call_id = talk(desk)
    desk.press(*((Key.Key_F7, Shift) if how == "asked first" else (Key.Key_F8,)))
    pick(desk, "057312345" if how == "somebody outside" else "bo")
    phase(desk, Phase.CONSULTING if how == "asked first" else Phase.CONFERENCE)
    for _ in range(2):
        desk.press(Key.Key_2, Alt)
    desk.wait(lambda: (live(desk, call_id).state, live(desk, call_id).outside) == ("conference", "120"))
    assert not live(desk, call_id).helper_id
    desk.wait(lambda: (call := desk.presenter.calls.call) is not None and call.outside == "120")
    desk.press(Key.Key_2, Alt)
    desk.wait(lambda: not desk.presenter.calls.asked)
    assert live(desk, call_id).outside == "120", "they are there"
    desk.press(Key.Key_F4)
    phase(desk, Phase.TALKING)
    desk.wait(lambda: not desk.presenter.calls.asked)
    assert not live(desk, call_id).third, "nobody comes by themselves later"


def test_help_that_rings_is_not_rung_anew_and_may_be_asked_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    call_id = talk(desk)
    exchange, rung, refuses = floor(desk).core.exchange, list[str](), [True]

    def conference(_call_id: str, _agent_id: str, number: str) -> None:
        if refuses.pop() if refuses else False:
            raise Conflict("call_gone")
        rung.append(number)

    def press() -> None:
        desk.press(Key.Key_2, Alt)
        desk.wait(lambda: not desk.presenter.calls.asked)

    monkeypatch.setattr(exchange, "conference", conference)
    press()
    assert rung == [], "refused"
    press()
    press()
    assert rung == ["120"], "they would ring from the start"
    # Nobody came: later the key is no second press of the same.
    desk.presenter.calls.emergency.twice.stop()
    press()
    assert rung == ["120", "120"]
    desk.press(Key.Key_9, Alt)
    desk.wait(lambda: rung[2:] == ["119"])
    assert live(desk, call_id).state == "talking"


def test_a_caller_is_parked_and_taken_back(desk: Desk) -> None:
    call_id = talk(desk)
    desk.type("title", "Wait a moment")
    draft = desk.presenter.drafts.current
    desk.press(Key.Key_F4, Shift)
    phase(desk, Phase.WRAP_UP)
    desk.wait(lambda: desk.presenter.queue.parked())
    desk.press(Key.Key_F4, Shift)
    phase(desk, Phase.TALKING)
    assert live(desk, call_id).agent_id == "agent01"
    desk.wait(lambda: (d := desk.presenter.drafts.current) is not None and draft is not None and d.id == draft.id)


def test_a_desk_reads_which_queues_are_closed(desk: Desk) -> None:
    kernel, panel = desk.server.kernel, desk.page.queue
    body = SkillEntry(key="general", name="综合").model_dump_json()
    row = {"kind": "skill", "code": "general", "position": 1, "body": body}
    kernel.write(lambda tx: tx.connection.execute(insert(catalogue_entries), row) and None)
    assert panel.closings.isHidden()
    lead = Actor("lead01", "班长")
    kernel.write(lambda tx: closing.close(tx, "general", NewClosing(reason="停电")), lead)
    desk.wait(lambda: panel.closings.isVisible())
    assert "停电" in panel.closings.toolTip()
    kernel.write(lambda tx: closing.open_again(tx, "general", Reopening()), lead)
    desk.wait(lambda: panel.closings.isHidden())


def test_a_ring_is_turned_down_and_the_way_back_is_one_key(desk: Desk) -> None:
    ready(desk)
    floor(desk).offer("call-no", NUMBER, "general")
    phase(desk, Phase.RINGING)
    desk.press(Key.Key_F2, Shift)
    pick(desk, "", Key.Key_Down)
    phase(desk, Phase.PAUSED)
    assert live(desk, "call-no").state == "waiting"


def test_keys_go_into_the_call_and_the_list_stays(desk: Desk) -> None:
    call_id = talk(desk)
    line = floor(desk).core.exchange._lines[call_id]  # type: ignore[attr-defined]
    desk.ctrl(Key.Key_K, shift=True)
    pick(desk, "59#")
    desk.wait(lambda: line.pressed == "59#")
    pick(desk, "1")
    desk.wait(lambda: line.pressed == "59#1")


def test_a_confidential_ticket_pauses_the_recording_once(desk: Desk) -> None:
    call_id = talk(desk)
    desk.presenter.form.set(confidential=True)
    desk.wait(lambda: live(desk, call_id).recording_paused and desk.presenter.calls.call.recording_paused)  # type: ignore[union-attr]
    desk.wait(lambda: not desk.presenter.calls.asked)
    desk.press(Key.Key_F5, Shift)
    desk.wait(lambda: not live(desk, call_id).recording_paused)
    desk.presenter.form.set(content="more words")
    desk.wait(lambda: not desk.presenter.calls.asked)
    assert not live(desk, call_id).recording_paused


def test_a_confidential_caller_who_was_parked_is_kept_out_of_the_next_recording_too(desk: Desk) -> None:
    """Whoever takes them back has a recording of its own, which knows nothing of the pause before."""
    call_id = talk(desk)
    desk.presenter.form.set(confidential=True)
    desk.wait(lambda: live(desk, call_id).recording_paused and desk.presenter.calls.call.recording_paused)  # type: ignore[union-attr]
    desk.wait(lambda: not desk.presenter.calls.asked)
    desk.press(Key.Key_F4, Shift)
    desk.wait(lambda: live(desk, call_id).state == "parked" and not live(desk, call_id).recording_paused)
    phase(desk, Phase.WRAP_UP)
    desk.wait(lambda: desk.presenter.queue.parked())
    desk.wait(lambda: not desk.presenter.calls.asked)
    desk.press(Key.Key_F4, Shift)
    phase(desk, Phase.TALKING)
    desk.wait(lambda: live(desk, call_id).recording_paused)


def test_a_caller_is_reported_with_a_note_during_the_call_and_after_it(desk: Desk) -> None:
    call_id = talk(desk)
    for note in ("threatens", ""):
        desk.ctrl(Key.Key_H, shift=True)
        desk.wait(desk.page.picker.isVisible)
        assert len(desk.page.picker.shown_texts()) == len(ReportReason)
        desk.bot.keyClick(desk.page.picker._field, Key.Key_Down)
        desk.bot.keyClick(desk.page.picker._field, Key.Key_Return)
        desk.wait(lambda: len(desk.page.picker.shown_texts()) == 1)
        desk.bot.keyClicks(desk.page.picker._field, note)
        desk.bot.keyClick(desk.page.picker._field, Key.Key_Return)
        desk.wait(lambda note=note: reports(desk) == [(call_id, "threat", note)])  # type: ignore[misc]
        if note:
            desk.press(Key.Key_F12)
            phase(desk, Phase.WRAP_UP)


def reports(desk: Desk) -> list[tuple[str, str, str]]:
    with desk.server.kernel.database.read() as connection:
        rows = connection.execute(select(block_reports)).all()
    return [(row.call_id, row.reason, row.note) for row in rows]


def test_who_has_had_no_call_is_told_so(desk: Desk) -> None:
    said: list[str] = []
    desk.presenter.notice_stated.connect(lambda words, _tone: said.append(words))
    desk.ctrl(Key.Key_H, shift=True)
    assert not desk.page.picker.isVisible()
    assert said == ["There is no call to report."]


def test_a_silent_call_is_ended_with_its_code(desk: Desk) -> None:
    talk(desk)
    desk.ctrl(Key.Key_S, shift=True)
    desk.wait(desk.page.picker.isVisible)
    for _ in range(3):
        desk.bot.keyClick(desk.page.picker._field, Key.Key_Down)
    desk.bot.keyClick(desk.page.picker._field, Key.Key_Return)
    phase(desk, Phase.WRAP_UP)
    assert desk.presenter.calls.wrap_up_code == "silent"


def test_a_longer_wrap_up_asks_for_its_reason(desk: Desk) -> None:
    call_id = talk(desk)
    desk.press(Key.Key_F12)
    phase(desk, Phase.WRAP_UP)
    desk.press(Key.Key_F10)
    desk.wait(desk.page.picker.isVisible)
    assert len(desk.page.picker.shown_texts()) == len(WrapUpReason)
    desk.bot.keyClick(desk.page.picker._field, Key.Key_Down)
    desk.bot.keyClick(desk.page.picker._field, Key.Key_Return)
    desk.wait(lambda: desk.presenter.calls.me is not None and desk.presenter.calls.me.reason == "look_up")
    with desk.server.kernel.database.read() as connection:
        found = connection.execute(select(call_events).where(call_events.c.kind == "wrap_up_extended")).all()
    assert [event.call_id for event in found] == [call_id]
    assert desk.presenter.calls.phase is Phase.WRAP_UP


def test_who_has_sent_the_caller_on_wraps_up_in_peace(desk: Desk, colleague: Elsewhere) -> None:
    call_id = talk(desk)
    desk.presenter.calls.choose_wrap_up_code("ticket")
    desk.press(Key.Key_F7)
    pick(desk, "bo")
    phase(desk, Phase.WRAP_UP)
    desk.wait(lambda: colleague.call and colleague.call["state"] == "ringing")
    colleague.do("POST", f"/v1/calls/{call_id}/answer")
    colleague.do("POST", f"/v1/calls/{call_id}/end")
    desk.wait(lambda: floor(desk).core.state.agents["bo"].state is AgentState.WRAP_UP)
    assert floor(desk).core.state.agents["agent01"].state is AgentState.WRAP_UP
    assert desk.presenter.calls.wrap_up_code == "ticket"
    desk.press(Key.Key_F9)
    phase(desk, Phase.READY)
    assert desk.presenter.calls.wrap_up_code == ""


def test_a_code_counts_also_where_the_countdown_runs_out(desk: Desk) -> None:
    call_id = talk(desk)
    desk.press(Key.Key_F12)
    phase(desk, Phase.WRAP_UP)
    desk.presenter.calls.choose_wrap_up_code("no_request")
    there = floor(desk)
    desk.server.kernel.write(lambda tx: there.act(tx, lambda core: core.set_state("agent01", AgentState.READY)))
    desk.wait(lambda: desk.presenter.calls.phase is not Phase.WRAP_UP)

    def kept() -> str:
        with desk.server.kernel.database.read() as connection:
            return str(connection.execute(select(calls.c.wrap_up_code).where(calls.c.id == call_id)).scalar())

    desk.wait(lambda: kept() == "no_request")


def test_in_a_narrow_window_the_words_give_way_and_no_button_is_cut(desk: Desk, colleague: Elsewhere) -> None:
    talk(desk)
    desk.press(Key.Key_F7, Shift)
    pick(desk, "bo")
    phase(desk, Phase.CONSULTING)
    desk.page.resize(1290, 700)
    desk.wait(lambda: desk.page.width() == 1290)
    shown = [button for button in desk.page.call_bar.buttons.findChildren(QPushButton) if button.isVisible()]
    assert len(shown) == 6
    desk.wait(lambda: all(button.width() >= button.sizeHint().width() for button in shown))
    assert "hears music" in desk.page.call_bar.block.second.text()
    with_keys = [button.text() for button in shown if "  " in button.text()]
    assert len(with_keys) >= 3, f"keys stay longer than icons: {with_keys}"
    assert desk.page.minimumSizeHint().width() <= 1280 - 76, "less the rail"


def test_what_was_answered_at_once_is_coded_so_and_enter_leaves_the_code(desk: Desk) -> None:
    talk(desk)
    desk.presenter.form.set(kind="consult", category="060101", title="Hours", content="When?", answer="At nine.")
    desk.ctrl(Key.Key_Return)
    desk.wait(lambda: desk.presenter.calls.wrap_up_code == "answered")
    desk.presenter.calls.choose_wrap_up_code("noted")
    desk.press(Key.Key_F12)
    phase(desk, Phase.WRAP_UP)
    desk.ctrl(Key.Key_W)
    desk.wait(desk.page.picker.isVisible)
    desk.bot.keyClick(desk.page.picker._field, Key.Key_Return)
    assert desk.presenter.calls.wrap_up_code == "noted"


def test_an_invitation_that_rings_is_taken_back_by_one_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    call_id = talk(desk)
    exchange, left = floor(desk).core.exchange, list[str]()
    monkeypatch.setattr(exchange, "rings", lambda call_id: not left)
    monkeypatch.setattr(exchange, "leave", lambda call_id, _agent: left.append(call_id))
    desk.press(Key.Key_F8, Shift)
    desk.wait(lambda: left == [call_id])
    assert live(desk, call_id).state == "talking"
