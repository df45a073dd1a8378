"""Alarms at the wall by key presses; the queue beside the graph; a lead in an agent's call."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Skill
from services.contracts.alarms import AlarmKind
from services.contracts.calls import AgentState, RawCallEvent, SupervisionMode
from services.contracts.events import Topic
from services.errors import AppError
from tests.ui.wall.conftest import MakePage, MakePresenter
from tests.ui.wall.fakes import NOW, FakeFigures, FakeLive, Notices, agent, alarm, come_to_front
from ui.alarm_words import alarm_title, value_text, what_to_do
from ui.wall.alarm_history import AlarmHistory
from ui.wall.page import WallPage
from ui.wall.presenter import WallPresenter
from ui.wall.put_right import PutRightDialog
from ui.wall.skills_dialog import SkillsDialog
from ui.wall.words import state_text
from widgets.theme import Tone

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(
    qtbot: QtBot, page: WallPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or page, key, modifier)


def choose(page: WallPage, account_id: str) -> None:
    page.board.table.go_to(account_id)


def test_the_bar_takes_no_room_while_all_is_well(page: WallPage) -> None:
    assert page.alarms.isHidden()
    assert page.alarms.texts() == []


def test_an_alarm_says_what_since_when_who_and_what_to_do(page: WallPage, live: FakeLive) -> None:
    live.alarm(alarm(1))
    assert page.alarms.isVisible()
    (said,) = page.alarms.texts()
    assert "A caller waits too long: 2:05 · Social matters" in said
    assert "since 11:57:50 (2:10)" in said
    assert "Nobody takes care of it yet." in said
    assert what_to_do("longest_wait") in said
    assert page.alarms.property("look") == "alarm"
    live.now += timedelta(seconds=10)
    page.alarms.tick()
    assert "(2:20)" in page.alarms.texts()[0]


def test_an_alarm_names_its_queue_also_where_nobody_waits_or_talks(
    figures: FakeFigures, live: FakeLive, make_presenter: MakePresenter, make_page: MakePage
) -> None:
    figures.agents = [agent("a1", AgentState.READY)]
    live.alarm(alarm(1))
    page = make_page(make_presenter())
    page.alarms.tick()
    assert "Social matters" in page.alarms.texts()[0]


def test_one_key_takes_care_of_the_first_and_it_clears_by_itself(
    qtbot: QtBot, page: WallPage, live: FakeLive, figures: FakeFigures, notices: Notices
) -> None:
    live.alarm(alarm(1))
    live.alarm(alarm(2, kind="pbx_lost", skill="", raised_at=NOW + timedelta(seconds=5)))
    press(qtbot, page, Qt.Key.Key_F2)
    assert figures.acknowledged == [(1, "")]
    assert notices.said[-1] == ("A caller waits too long: 班长 takes care of it.", Tone.GOOD)
    assert page.alarms.property("look") == "alarm", "the other one is nobody's"
    press(qtbot, page, Qt.Key.Key_F2)
    assert [each for each, _remark in figures.acknowledged] == [1, 2]
    assert page.alarms.property("look") == "warn"
    assert "班长 takes care of it" in page.alarms.texts()[0]
    press(qtbot, page, Qt.Key.Key_F2)
    assert len(figures.acknowledged) == 2, "nothing is left"
    live.alarm(alarm(1, cleared_at=NOW))
    live.alarm(alarm(2, cleared_at=NOW))
    assert page.alarms.isHidden()


def test_more_than_two_are_counted(page: WallPage, live: FakeLive) -> None:
    for number in range(5):
        live.alarm(alarm(number + 1, kind="long_break", skill="", subject=f"a{number}", name=f"Agent {number}"))
    assert len(page.alarms.texts()) == 2
    assert "3" in page.alarms.more.text()
    assert not page.alarms.more.isHidden()


def test_a_failure_is_said_and_can_be_tried_again(
    qtbot: QtBot, page: WallPage, live: FakeLive, figures: FakeFigures, notices: Notices
) -> None:
    live.alarm(alarm(1))
    figures.put_error = AppError("unreachable")
    press(qtbot, page, Qt.Key.Key_F2)
    assert notices.said[-1][1] == Tone.BAD
    figures.put_error = None
    press(qtbot, page, Qt.Key.Key_F2)
    assert figures.acknowledged == [(1, "")]


def test_the_history_shows_all_and_takes_a_remark(
    qtbot: QtBot, page: WallPage, live: FakeLive, figures: FakeFigures
) -> None:
    figures.history = [alarm(2), alarm(1, cleared_at=NOW, acknowledged_at=NOW, acknowledged_by="李")]
    press(qtbot, page, Qt.Key.Key_F3)
    (history,) = page.findChildren(AlarmHistory)
    come_to_front(qtbot, history)
    history.table.go_to("1")
    assert not history.confirm.isEnabled(), "it is over"
    history.table.go_to("2")
    history.remark.setFocus()
    qtbot.keyClicks(history.remark, "two more from the break")
    qtbot.keyClick(history.remark, Qt.Key.Key_Return)
    assert figures.acknowledged == [(2, "two more from the break")]
    assert not history.confirm.isEnabled()
    qtbot.keyClick(history, Qt.Key.Key_Escape)
    assert not history.isVisible()


def test_the_display_shows_alarms_without_buttons(qtbot: QtBot, page: WallPage, live: FakeLive) -> None:
    live.alarm(alarm(1))
    come_to_front(qtbot, page)
    press(qtbot, page, Qt.Key.Key_F9)
    assert page.display is not None
    assert page.display.alarms.isVisible()
    assert not any(button.isVisible() for button in page.display.alarms.buttons)


@pytest.mark.parametrize("kind", list(AlarmKind))
def test_every_kind_has_words_of_its_own(kind: AlarmKind) -> None:
    assert alarm_title(kind.value) != alarm_title("news_of_tomorrow")
    assert what_to_do(kind.value)
    assert value_text(kind.value, 65)


def test_the_queue_is_listed_with_what_is_special(page: WallPage, live: FakeLive, presenter: WallPresenter) -> None:
    live.queue("c9", "138****0009", "social")
    (entry,) = presenter.queue
    live.state.queue["c9"] = entry.model_copy(update={"elderly": True, "repeated": 2, "priority": 5})
    presenter.queue_changed.emit()
    presenter.refresh()
    page.queue.table.model.flush()
    (row,) = page.queue.table.model.shown_rows()
    said = {column.key: column.shown_text(row) for column in page.queue._columns()}
    assert said["skill"] == "Social matters"
    assert said["marks"] == "elderly · called before: 2"
    assert (said["priority"], said["wait"], said["number"]) == ("5", "0:00", "138****0009")


def test_a_lead_listens_whispers_joins_and_leaves_by_key(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, notices: Notices
) -> None:
    choose(page, "a2")
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_0):
        press(qtbot, page, key, ALT)
    assert figures.supervised == [
        ("c2", SupervisionMode.LISTEN),
        ("c2", SupervisionMode.WHISPER),
        ("c2", SupervisionMode.JOIN),
        ("c2", None),
    ]
    assert "Only 话务员a2 hears you" in notices.said[1][0]
    choose(page, "a1")
    press(qtbot, page, Qt.Key.Key_1, ALT)
    assert len(figures.supervised) == 4, "who does not talk has no call to listen to"


def test_the_acts_on_an_agent_are_buttons_with_their_keys_where_they_can_be_done(
    qtbot: QtBot, page: WallPage, figures: FakeFigures
) -> None:
    choose(page, "a1")
    assert not page.board.buttons["listen"].isEnabled(), "nobody talks there"
    assert page.board.buttons["put_right"].isEnabled()
    choose(page, "a2")
    assert "Alt+1" in page.board.buttons["listen"].toolTip()
    qtbot.mouseClick(page.board.buttons["listen"], Qt.MouseButton.LeftButton)
    assert figures.supervised == [("c2", SupervisionMode.LISTEN)]


def test_all_the_while_a_lead_is_in_a_call_it_is_said_and_left_whoever_is_chosen(
    qtbot: QtBot, page: WallPage, live: FakeLive, figures: FakeFigures
) -> None:
    assert page.supervision.isHidden()
    me = {"account_id": "lead", "name": "班长", "mode": "whisper"}
    live.agent(agent("a2", AgentState.TALKING, call_id="c2", supervisors=[me]))
    assert page.supervision.isVisible()
    assert page.supervision.words.text() == "You whisper to 话务员a2 · 138****0002 · Social matters · 0:00"
    assert page.supervision.buttons[SupervisionMode.WHISPER].isChecked()
    choose(page, "a1")
    press(qtbot, page, Qt.Key.Key_0, ALT)
    assert figures.supervised == [("c2", None)]
    qtbot.mouseClick(page.supervision.buttons[SupervisionMode.JOIN], Qt.MouseButton.LeftButton)
    assert figures.supervised[-1] == ("c2", SupervisionMode.JOIN)
    live.agent(agent("a2", AgentState.TALKING, call_id="c2", supervisors=[{**me, "account_id": "another"}]))
    assert page.supervision.isHidden()


def test_the_queues_are_counted_and_one_of_them_shows_only_its_callers(
    qtbot: QtBot, page: WallPage, live: FakeLive
) -> None:
    for number, skill in enumerate(("social", "city", "social")):
        live.queue(f"q{number}", f"138****000{number}", skill)
    page.resize(1600, 800)
    chips, model = page.queue.chips, page.queue.table.model
    model.flush()
    qtbot.waitUntil(lambda: chips.texts() == ["Social matters 2", "City management 1"])
    city = chips.findChild(QToolButton, "wall.queue.city")
    city.setFocus()
    qtbot.keyClick(city, Qt.Key.Key_Space)
    assert [row.call_id for row in model.shown_rows()] == ["q1"]
    del live.state.queue["q1"]
    live.event(Topic.QUEUE, {})
    model.flush()
    assert [row.call_id for row in model.shown_rows()] == ["q0", "q2"], "who looked at a queue that is empty sees all"


def test_who_asks_for_help_stands_first_and_differences_are_said(
    page: WallPage, live: FakeLive, presenter: WallPresenter
) -> None:
    live.agent(agent("a1", AgentState.READY, telephone="paused"))
    live.agent(agent("a2", AgentState.TALKING, call_id="c2", help_since=NOW))
    assert presenter.agents[0].account_id == "a2"
    rows = {row.account_id: row for row in page.board.table.model.shown_rows()}
    column = next(column for column in page.board._columns() if column.key == "stuck")
    assert column.shown_text(rows["a2"]) == "Asks for help"
    assert column.shown_text(rows["a1"]) == "Telephone is paused"


def test_skills_are_changed_from_the_board_and_kept_while_refused(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, notices: Notices
) -> None:
    choose(page, "a1")
    press(qtbot, page, Qt.Key.Key_L, CONTROL)
    (dialog,) = page.findChildren(SkillsDialog)
    come_to_front(qtbot, dialog)
    assert dialog.ticks["social"].isChecked()
    dialog.levels["social"].setCurrentIndex(0)
    figures.put_error = AppError("stale_version")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.error()
    assert dialog.isVisible()
    figures.put_error = None
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert figures.skills_asked == [(3, [Skill(key="social", level=1)])]
    assert "Social matters" in notices.said[-1][0]


def test_the_evidence_stands_in_the_dialog(page: WallPage, figures: FakeFigures, presenter: WallPresenter) -> None:
    values = {"id": 1, "at": NOW, "received_at": NOW, "monotonic": 1.0}
    figures.events = [
        RawCallEvent.model_validate(
            {**values, "kind": "agent_state", "data": {"state": "paused", "reason": "ring_missed"}}
        ),
        RawCallEvent.model_validate({**values, "kind": "spoken", "data": {"text": "…"}}),
        RawCallEvent.model_validate({**values, "kind": "ring_missed"}),
        RawCallEvent.model_validate(
            {**values, "kind": "agent_state", "data": {"state": "paused", "reason": "rejected", "why": "acquainted"}}
        ),
        RawCallEvent.model_validate({**values, "kind": "ring_cancelled", "data": {"why": "rejected"}}),
        RawCallEvent.model_validate({**values, "kind": "ring_cancelled", "data": {"why": "console_lost"}}),
    ]
    dialog = PutRightDialog(agent("a1", AgentState.PAUSED, telephone="away"), presenter, page)
    assert dialog.evidence.text().splitlines() == [
        "12:00:00  Paused · missed a ring",
        "12:00:00  did not answer the ring",
        "12:00:00  Paused · turned a call down · knows the caller",
        "12:00:00  turned the call down",
        "12:00:00  the ring was taken back",
    ]
    turned = agent("a2", AgentState.PAUSED).model_copy(update={"reason": "rejected"})
    assert state_text(turned) == "Paused · turned a call down"
    dialog.reject()
