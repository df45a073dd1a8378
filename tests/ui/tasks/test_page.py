"""A handler's day by keys, and what is typed there."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QLineEdit
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import Pending, TicketStatus
from services.lifecycle.service import LifecycleService
from services.lifecycle.typed import TypedDrafts
from services.store.store import LocalStore
from services.tasks import ImmediateTasks
from tests.showing import show_active
from tests.ui.house import Work
from tests.ui.work.district import NOW, Desk, Journal, ticket
from ui.tasks.entry import commands
from ui.tasks.page import TasksPage
from ui.tasks.presenter import ASSISTING, HELD, MINE, SENT, SIGN, UNIT, TasksPresenter

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Opened = tuple[TasksPage, TasksPresenter]
OpenPage = Callable[[], Opened]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, Role.HANDLER, "T01")
    made.server.put(
        ticket("t1", unit="T01", status=TicketStatus.DISPATCHED),
        ticket("t2", unit="T01", status=TicketStatus.HANDLING, handler_id="me", handler="我"),
        ticket("t3", unit="T01", status=TicketStatus.HANDLING),
        ticket("t4", unit="T01", status=TicketStatus.SUSPENDED, suspended_until=NOW),
        ticket("t5", unit="D06", status=TicketStatus.HANDLING, assisting=["T01"]),
        ticket("t6", unit="T01", status=TicketStatus.REVIEW, answer="已处理"),
        ticket("t7", unit="T01", status=TicketStatus.HANDLING, handler_id="me", pending=Pending.EXTENSION),
    )
    return made


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> OpenPage:
    def opened() -> Opened:
        presenter = TasksPresenter(ImmediateTasks(), desk)
        page = TasksPage(presenter, desk.context(list(commands())))
        qtbot.addWidget(page)
        page.resize(1200, 760)
        presenter.start()
        show_active(qtbot, page)
        page.entered()
        return page, presenter

    return opened


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)


def write(text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)


def test_the_lists_of_a_handler(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    assert presenter.counts == {SIGN: 1, MINE: 1, UNIT: 1, ASSISTING: 1, HELD: 2, SENT: 1}
    wanted = {SIGN: {"t1"}, MINE: {"t2"}, UNIT: {"t3"}, ASSISTING: {"t5"}, HELD: {"t4", "t7"}, SENT: {"t6"}}
    for tab, ids in wanted.items():
        presenter.show_tab(tab)
        assert {row.id for row in presenter.rows} == ids
        assert presenter.open_id in ids


def test_signing_keeps_the_ticket_open_for_the_work(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    press(Key.Key_F2)
    desk.deliver()
    assert desk.steps() == [("t1", "sign_in")]
    assert presenter.open_id == "t1"
    assert presenter.may(Step.REPLY)
    press(Key.Key_F2)  # the same key goes on with the reply
    assert presenter.form is not None
    assert presenter.form.step is Step.REPLY
    write("done and told")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert desk.steps()[-1] == ("t1", "reply")
    assert desk.server.tickets["t1"].answer == "done and told"
    assert desk.server.tickets["t1"].status is TicketStatus.REVIEW
    assert page.table.view.hasFocus()


@pytest.mark.parametrize(
    ("key", "modifiers", "keys", "step", "fields"),
    [
        (Key.Key_F3, None, "told him", "contact", {"text": "told him"}),
        (Key.Key_F4, None, "went there", "record", {"text": "went there"}),
        (Key.Key_F9, None, "not ours", "request_return", {"reason": "not ours"}),
        (Key.Key_E, CTRL, "no powers", "escalate", {"reason": "no powers"}),
    ],
)
def test_steps_with_words(
    desk: Desk,
    open_page: OpenPage,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier | None,
    keys: str,
    step: str,
    fields: dict[str, str],
) -> None:
    _page, presenter = open_page()
    presenter.show_tab(MINE)
    press(key, modifiers or Qt.KeyboardModifier.NoModifier)
    write(keys)
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert desk.steps() == [("t2", step)]
    request = desk.server.asked[0][1]
    assert {name: getattr(request, name) for name in fields} == fields


def test_two_records_on_one_ticket_both_arrive(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.show_tab(MINE)
    for words in ("first", "second"):
        press(Key.Key_F4)
        write(words)
        press(Key.Key_Return, CTRL)
        desk.deliver()
    assert [request.text for _id, request, _v, _k in desk.server.asked] == ["first", "second"]


def test_an_extension_says_how_long(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_F10)
    press(Key.Key_Up)  # the amount has the focus
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    write("parts are late")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    request = desk.server.asked[0][1]
    assert request.limit is not None
    assert (request.limit.amount, request.limit.unit.value) == (6, "working_days")


def test_suspending_until_a_date(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_D, CTRL)
    assert presenter.form is not None
    presenter.type("reason", "等待材料")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    request = desk.server.asked[0][1]
    assert request.until is not None
    assert (request.until - NOW).days == 7


def test_a_suspension_into_the_past_can_not_be_chosen_and_one_typed_days_ago_is_asked_anew(
    desk: Desk, open_page: OpenPage
) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_D, CTRL)
    until = page.form.editor("until")
    assert isinstance(until, QDateTimeEdit)
    until.setDateTime(until.dateTime().addYears(-1))
    assert presenter.form is not None
    assert datetime.fromisoformat(presenter.form.fields["until"]) > NOW
    presenter.type("until", (NOW - timedelta(days=1)).isoformat())
    page.form._built = None
    page.form.refresh()
    assert (datetime.fromisoformat(presenter.form.fields["until"]) - NOW).days == 7


def test_tab_goes_through_the_parts_of_a_split_as_they_are_read_also_through_one_that_is_added(
    desk: Desk, open_page: OpenPage
) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)

    def walk(stops: int) -> list[str]:
        passed = []
        for _ in range(stops):
            press(Key.Key_Tab)
            focus = QApplication.focusWidget()
            passed.append(focus.objectName().removeprefix("work.part.") if focus is not None else "")
        return passed

    parts = ["1.title", "1.content", "2.unit", "2.title", "2.content"]
    assert walk(7) == [*parts, "add", "work.form.send"]
    press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    press(Key.Key_Space)
    assert walk(4) == ["3.title", "3.content", "add", "work.form.send"]
    press(Key.Key_Escape)
    press(Key.Key_F10)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "work.form.amount"
    assert walk(2) == ["work.form.limit_unit", "work.form.reason"]
    page.form.body().setPlainText("等待材料")  # type: ignore[union-attr]
    assert walk(2)[-1] == "work.form.send"


def test_a_key_that_is_faster_than_the_ticket_opens_its_form_but_does_nothing_unseen(desk: Desk, qtbot: QtBot) -> None:
    desk.server.put(ticket("t8", unit="T01", status=TicketStatus.DISPATCHED))
    tasks = Work()
    presenter = TasksPresenter(tasks, desk)
    page = TasksPage(presenter, desk.context(list(commands())))
    qtbot.addWidget(page)
    presenter.start()
    show_active(qtbot, page)
    page.entered()
    first = presenter.open_id
    for by, key in ((1, Key.Key_F2), (-1, Key.Key_F9)):
        presenter._ahead.clear()
        tasks.hold()
        presenter.go_on(by)
        press(key)
        assert presenter.form is None
        tasks.release()
        desk.deliver()
        assert (presenter.open_id != first) is (by == 1)
        assert desk.steps() == [], "a signature is given to what one has seen"
    assert presenter.form is not None
    assert presenter.form.step is Step.REQUEST_RETURN


def test_delegating_offers_only_units_below(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_F7)
    write("gys")
    press(Key.Key_Return)
    assert presenter.form is not None
    assert presenter.form.fields["unit"] == "V01"
    assert [choice.key for choice in page.choose("unit", Step.DELEGATE)("")] == ["V01"]
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert desk.server.asked[0][1].unit == "V01"


def test_assigning_to_a_colleague_or_back_to_the_pool(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_J, CTRL)
    write("02")
    press(Key.Key_Return)
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert desk.server.asked[0][1].handler_id == "h2"
    assert page.choose("handler_id", Step.ASSIGN)("pool")[0].key == ""


def test_a_part_for_another_units_ticket(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.show_tab(ASSISTING)
    press(Key.Key_F8)
    assert presenter.form is not None
    assert presenter.form.step is Step.ASSIST_REPLY
    write("we measured it")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert desk.steps() == [("t5", "assist_reply")]


def test_a_reply_from_template_phrase_and_article(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_F8)
    write("Dear, ")
    press(Key.Key_T, CTRL)
    press(Key.Key_Return)
    press(Key.Key_P, CTRL)
    press(Key.Key_Return)
    body = page.form.body()
    assert body is not None
    assert body.toPlainText() == "Dear, 已责令夜间停工。感谢您的来电。"
    press(Key.Key_R, CTRL)
    press(Key.Key_Return)
    press(Key.Key_Return, CTRL)
    desk.deliver()
    request = desk.server.asked[0][1]
    assert request.text == "Dear, 已责令夜间停工。感谢您的来电。"
    assert request.basis == "《噪声污染防治办法》"


def test_citing_looks_for_what_is_typed_in_the_whole_knowledge_base(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_F8)
    press(Key.Key_R, CTRL)
    write("tree")
    assert page.picker.shown_texts() == ["城市绿化条例"]
    press(Key.Key_Return)
    basis = page.form.editor("basis")
    assert isinstance(basis, QLineEdit)
    assert basis.text() == "《城市绿化条例》"


def test_what_is_typed_comes_back_with_the_ticket(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_F8)
    write("half a sen")
    press(Key.Key_Escape)
    assert presenter.form is None
    presenter.show_tab(UNIT)
    assert presenter.form is None
    presenter.open("t2")
    assert presenter.form is not None
    assert presenter.form.fields["text"] == "half a sen"
    body = page.form.body()
    assert body is not None
    assert body.toPlainText() == "half a sen"


def test_what_is_typed_survives_a_killed_console(desk: Desk, open_page: OpenPage, tmp_path: Path) -> None:
    _page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_F8)
    write("half a sentence")
    desk.journal.flush()  # a tenth of a second later it is on disk; then the console is killed
    store = LocalStore(tmp_path / "desk.db")
    drafts = TypedDrafts(Journal(store, lambda callback: callback()))
    server = desk.server
    again = LifecycleService(server, server, server, desk.outbox, store, drafts)  # type: ignore[arg-type]
    assert again.open("t2").typed[Step.REPLY].fields["text"] == "half a sentence"
    assert again.unfinished() == {"t2"}


def test_a_refused_reply_is_a_draft_again(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_F8)
    write("done")
    desk.server.move("t2", StepRequest(step=Step.ASSIGN), "同事")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert any("同事" in words for words, _tone in desk.notices.said)
    assert desk.outbox.items() == []
    presenter.open("")
    presenter.open("t2")
    assert presenter.form is not None
    assert presenter.form.fields["text"] == "done"
    press(Key.Key_Return, CTRL)
    page.form.focus_first()
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert desk.server.tickets["t2"].answer == "done"


def test_throwing_away_can_be_undone(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_F8)
    write("words")
    press(Key.Key_Backspace, CTRL | SHIFT)
    assert presenter.form is None
    assert desk.notices.undo is not None
    desk.notices.undo()
    assert presenter.form is not None
    desk.journal.flush()
    assert desk.lifecycle.open("t2").typed[Step.REPLY].fields["text"] == "words"


def test_only_what_is_offered_shows(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    assert "Reply" not in page.acts_bar.words()
    assert page.acts_bar.words()[0] == "Sign for it"
    presenter.show_tab(SENT)
    assert page.acts_bar.words() == []
    assert not page.actions_by_name["reply"].isEnabled()


def test_who_has_no_unit_is_told_so(tmp_path: Path, qtbot: QtBot) -> None:
    presenter = TasksPresenter(ImmediateTasks(), Desk(tmp_path, Role.HANDLER))
    page = TasksPage(presenter, Desk(tmp_path, Role.HANDLER).context(list(commands())))
    qtbot.addWidget(page)
    presenter.start()
    assert "no unit" in page.table._empty.sentence()
    assert page.unbound_commands() == []


def test_a_handler_sees_whom_to_call(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    assert "161 0000 0042" in page.view.text.toPlainText()
    presenter.close()


def test_splitting_needs_unit_title_and_content(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    press(Key.Key_P, CTRL | SHIFT)
    write("gaf")
    press(Key.Key_Return)
    press(Key.Key_Tab)
    write("Trucks")
    press(Key.Key_Return, CTRL)
    assert "Part 1 is not complete" in presenter.form_errors["parts"]
    assert page.form.isVisible()
    assert QApplication.focusWidget().objectName() == "work.part.1.content", "typing goes on at what is missing"
    press(Key.Key_Tab)
    parts = page.form.editor("parts")
    assert parts is not None
    rows = parts._rows  # type: ignore[attr-defined]
    rows[0].content.setFocus()
    write("Stop them at night")
    press(Key.Key_Return, CTRL)
    desk.deliver()
    (part,) = desk.server.asked[0][1].parts
    assert (part.unit, part.title, part.content) == ("D04", "Trucks", "Stop them at night")


def test_photos_go_with_the_record_and_are_there_once(desk: Desk, open_page: OpenPage, tmp_path: Path) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    photo = tmp_path / "现场.png"
    photo.write_bytes(b"not really a picture")
    page.choose_files = lambda: [str(photo)]
    press(Key.Key_F4)
    write("before")
    press(Key.Key_F, CTRL | SHIFT)
    press(Key.Key_F, CTRL | SHIFT)  # the same file again
    assert [button.text() for button in page.form.along.buttons] == ["现场.png"]
    assert "现场.png" in page.view.text.toPlainText()
    press(Key.Key_Return, CTRL)
    desk.deliver()
    request = desk.server.asked[0][1]
    assert (request.text, request.attachments) == ("before", ["a1"])


def test_a_photo_that_was_attached_by_mistake_is_left_out_of_the_step(
    desk: Desk, open_page: OpenPage, tmp_path: Path
) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    for name in ("现场.png", "身份证.png"):
        (tmp_path / name).write_bytes(name.encode())
    page.choose_files = lambda: [str(tmp_path / name) for name in ("现场.png", "身份证.png")]
    press(Key.Key_F4)
    write("before")
    press(Key.Key_F, CTRL | SHIFT)
    _keep, mistake = page.form.along.buttons
    QTest.keyClick(mistake, Key.Key_Space)
    assert [button.text() for button in page.form.along.buttons] == ["现场.png"]
    press(Key.Key_Return, CTRL)
    desk.deliver()
    assert desk.server.asked[0][1].attachments == ["a1"]


def test_a_photo_that_cannot_be_sent_says_so_and_the_words_stay(
    desk: Desk, open_page: OpenPage, tmp_path: Path
) -> None:
    page, presenter = open_page()
    presenter.show_tab(MINE)
    (tmp_path / "现场.png").write_bytes(b"not really a picture")
    (tmp_path / "large.png").touch()
    os.truncate(tmp_path / "large.png", 50_000_000)
    page.choose_files = lambda: [str(tmp_path / name) for name in ("large.png", "gone.png", "现场.png")]
    press(Key.Key_F4)
    write("before")
    press(Key.Key_F, CTRL | SHIFT)
    large, gone = desk.notices.said[-1][0].splitlines()
    assert large.startswith("large.png was not attached: ")
    assert "20 MB" in large
    assert gone.startswith("gone.png was not attached: ")
    assert "现场.png" in page.view.text.toPlainText(), "what is good is there all the same"
    assert presenter.form is not None
    assert presenter.form.fields["text"] == "before"
    assert presenter.form.fields["attachments"] == ["a1"]
