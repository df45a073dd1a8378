"""Every step is taken on the page of one ticket, by the keyboard, and what is not possible says why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.followups import AskedState, FollowUp
from services.contracts.lifecycle import RULES, Step, StepRequest
from services.contracts.tickets import Pending, TicketRow, TicketStatus, Viewer
from services.tasks import ImmediateTasks
from tests.showing import show_active
from tests.ui.followup.test_citizens import citizen
from tests.ui.work.district import NOW, Desk, ticket
from ui.page import Link
from ui.ticket.entry import commands
from ui.ticket.page import TicketPage
from ui.ticket.presenter import TicketPresenter
from ui.ticket.steps import MAIN, ORDER
from ui.work.step_fields import FIELDS
from ui.work.ticket_view import ViewersLine
from widgets.fields.type_ahead import TypeAheadField
from widgets.theme import Tone

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
OpenPage = Callable[[Role], tuple[TicketPage, TicketPresenter, Desk]]


@pytest.fixture
def open_page(tmp_path: Path, qtbot: QtBot) -> OpenPage:
    def opened(role: Role) -> tuple[TicketPage, TicketPresenter, Desk]:
        desk = Desk(tmp_path, role, "T01" if role is Role.HANDLER else "")
        desk.server.put(
            ticket("t1"),
            ticket("t2", unit="T01", status=TicketStatus.HANDLING, handler_id="me", handler="我"),
            ticket("t3", unit="T01", status=TicketStatus.HANDLING, pending=Pending.RETURN),
        )
        presenter = TicketPresenter(ImmediateTasks(), desk)
        page = TicketPage(presenter, desk.context(list(commands())))
        qtbot.addWidget(page)
        page.resize(1100, 760)
        presenter.start()
        show_active(qtbot, page)
        page.entered()
        return page, presenter, desk

    return opened


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)


def write(text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)


def test_every_step_has_its_place() -> None:
    assert set(ORDER) == {step for step in Step if RULES[step].who}
    assert len(set(ORDER)) == len(ORDER)
    assert set(MAIN) <= set(ORDER)
    for rule in RULES.values():
        assert not rule.needs or rule.step in FIELDS, rule.step


def test_a_reply_is_typed_sent_and_shown_in_the_story(open_page: OpenPage) -> None:
    page, presenter, desk = open_page(Role.HANDLER)
    page.open_link(Link("ticket", "ticket", "t2"))
    press(Key.Key_F2)
    write("Work was stopped.")
    press(Key.Key_Return, CTRL)
    assert presenter.form is None
    assert page.timeline.hasFocus()
    desk.deliver()
    assert desk.steps() == [("t2", "reply")]
    assert presenter.whole is not None
    assert presenter.whole.ticket.status is TicketStatus.REVIEW
    assert presenter.open_id == "t2"
    assert page.timeline.entries.entries[0].text == "Work was stopped."


def test_of_several_who_asked_the_form_says_whose_answer_it_is(open_page: OpenPage) -> None:
    page, presenter, desk = open_page(Role.AGENT)
    asked = [citizen("t1", state=AskedState.ANSWERED), citizen("t8"), citizen("t9")]
    desk.server.put(ticket("t1", status=TicketStatus.FOLLOW_UP), ticket("t4", status=TicketStatus.FOLLOW_UP))
    desk.server.follow_up = lambda ticket_id: FollowUp(  # type: ignore[method-assign]
        ticket_id=ticket_id, wanted=True, citizens=asked if ticket_id == "t1" else [citizen(ticket_id)]
    )
    page.open_link(Link("ticket", "ticket", "t1"))
    press(Key.Key_F2)
    field = page.form.editor("voice_id")
    assert isinstance(field, TypeAheadField)
    assert "0008" in field.text(), "whose turn it is stands there already"
    # Another one is chosen by typing the end of their number.
    field.setFocus()
    field.selectAll()
    write("0009")
    press(Key.Key_Return)
    assert presenter.form is not None
    assert presenter.form.fields["voice_id"] == "t9"
    outcome = page.form.editor("outcome")
    assert outcome is not None
    outcome.setFocus()
    for digit in (Key.Key_1, Key.Key_1, Key.Key_1, Key.Key_2):
        press(digit)
        press(Key.Key_Tab)
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert [(about, request.voice_id) for about, request, _version, _key in desk.server.asked] == [("t1", "t9")]
    # Where only one asked, there is nobody to choose.
    page.open_link(Link("ticket", "ticket", "t4"))
    press(Key.Key_F2)
    assert presenter.form is not None
    assert page.form.editor("voice_id") is None


def test_a_dispatch_asks_for_what_the_channel_did_not_say(open_page: OpenPage) -> None:
    page, presenter, desk = open_page(Role.DISPATCHER)
    desk.server.put(ticket("t4", kind=None, town="", village="", category="", channel="email"))
    page.open_link(Link("ticket", "ticket", "t4"))
    press(Key.Key_F2)
    assert presenter.form is not None
    presenter.type("unit", "D06")
    press(Key.Key_Return, CTRL)
    assert presenter.form_errors.keys() == {"kind", "category", "town"}
    for name, typed in (("kind", "Complaint"), ("category", "Noise"), ("town", "gysq")):
        field = page.form.editor(name)
        assert isinstance(field, TypeAheadField)
        assert field.hasFocus(), name
        write(typed)
        press(Key.Key_Return)
        press(Key.Key_Return, CTRL)
    desk.deliver()
    ((_ticket, request, _version, _key),) = desk.server.asked
    assert (request.kind, request.category, request.town, request.village) == ("complaint", "0601", "T1", "V1")
    assert request.unit == "D06"
    # Where nothing is missing nothing more is asked.
    page.open_link(Link("ticket", "ticket", "t1"))
    press(Key.Key_F2)
    assert presenter.form is not None
    assert [name for name in ("kind", "category", "town") if page.form.editor(name) is not None] == []


def test_what_is_typed_comes_back_after_another_ticket(open_page: OpenPage) -> None:
    page, presenter, _desk = open_page(Role.HANDLER)
    page.open_link(Link("ticket", "ticket", "t2"))
    press(Key.Key_F2)
    write("half a reply")
    press(Key.Key_Escape)
    page.open_link(Link("ticket", "ticket", "t1"))
    press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert presenter.form is not None
    assert presenter.form.fields["text"] == "half a reply"


def test_a_step_from_the_list_and_its_undo(open_page: OpenPage) -> None:
    page, _presenter, desk = open_page(Role.HANDLER)
    page.open_link(Link("ticket", "ticket", "t2"))
    press(Key.Key_F4)
    write("suspend")
    press(Key.Key_Return)
    page.form.show_field("reason", "parts are ordered")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert desk.notices.undo is not None
    desk.notices.undo()
    desk.deliver()
    assert desk.steps() == [("t2", "suspend"), ("t2", "resume")]
    assert desk.server.tickets["t2"].status is TicketStatus.HANDLING


def test_what_is_not_possible_says_why(open_page: OpenPage) -> None:
    page, _presenter, desk = open_page(Role.HANDLER)
    page.open_link(Link("ticket", "ticket", "t2"))
    press(Key.Key_F4)
    write("approve")
    press(Key.Key_Return)
    words, tone = desk.notices.said[-1]
    assert tone is Tone.WARN
    assert "Dispatcher" in words
    press(Key.Key_F4)
    write("sign for")
    press(Key.Key_Return)
    assert "only while it is: To sign for" in desk.notices.said[-1][0]
    assert desk.steps() == []


def test_a_decision_that_is_waited_for_comes_first(open_page: OpenPage) -> None:
    page, _presenter, desk = open_page(Role.DISPATCHER)
    page.open_link(Link("ticket", "ticket", "t3"))
    press(Key.Key_F2)
    desk.deliver()
    assert desk.steps() == [("t3", "uphold_return")]


def test_who_was_faster_is_said_and_what_was_typed_stays(open_page: OpenPage) -> None:
    page, presenter, desk = open_page(Role.HANDLER)
    page.open_link(Link("ticket", "ticket", "t2"))
    press(Key.Key_F2)
    write("mine")
    desk.server.move("t2", StepRequest(step=Step.REQUEST_RETURN, reason="x"), actor="承办员02")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert "承办员02" in desk.notices.said[-1][0]
    assert presenter.opened_ticket is not None
    assert presenter.opened_ticket.typed[Step.REPLY].fields["text"] == "mine"


def test_no_ticket_no_steps(open_page: OpenPage) -> None:
    page, presenter, _desk = open_page(Role.HANDLER)
    page.open_link(Link("ticket", "ticket", "t2"))
    page.open_link(Link("ticket", "ticket_number", "20260302-999999"))
    assert presenter.ticket is None
    assert presenter.problem
    assert page.acts_bar.words() == []


def test_others_see_that_one_looks_and_types_until_one_goes(open_page: OpenPage) -> None:
    page, presenter, desk = open_page(Role.HANDLER)
    desk.viewers = [Viewer(account_id="li", name="李四", typing=True)]
    page.open_link(Link("ticket", "ticket", "t2"))
    presenter.watch._arrive.timeout.emit()
    line = page.findChild(ViewersLine)
    assert line is not None
    assert line.isVisible()
    assert "李四" in line.text()
    press(Key.Key_F2)
    write("ab")
    page.left()
    assert desk.said == [("t2", True, False), ("t2", True, True), ("t2", False, False)]
    assert not line.isVisible()


def test_a_link_is_made_from_the_list_and_taken_back(open_page: OpenPage) -> None:
    page, _presenter, desk = open_page(Role.DISPATCHER)
    page.open_link(Link("ticket", "ticket", "t1"))
    press(Key.Key_F4)
    write("link with")
    press(Key.Key_Return)
    assert "t2" in [choice.key for choice in page.presenter.candidates]
    write("t2")
    press(Key.Key_Return)
    page.form.show_field("reason", "the same site")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert (desk.steps(), desk.server.asked[-1][1].into) == ([("t1", "link")], "t2")
    assert page.timeline.entries.entries[0].text == "t2 the same site"
    assert desk.notices.undo is not None
    desk.notices.undo()
    desk.deliver()
    assert (desk.steps()[-1], desk.server.asked[-1][1].into) == (("t1", "unlink"), "t2")


def test_only_what_is_linked_is_offered_to_be_taken_apart(open_page: OpenPage) -> None:
    page, presenter, desk = open_page(Role.DISPATCHER)
    row = TicketRow(id="t9", number="9", status=TicketStatus.CLOSED, title="Dust", created_at=NOW, updated_at=NOW)
    desk.server.links = [row]
    page.open_link(Link("ticket", "ticket", "t1"))
    assert "Linked with: 9 Dust" in page.facts.toPlainText()
    page.run_step(Step.UNLINK)
    assert [choice.key for choice in presenter.candidates] == ["t9"]
