"""Several people, a broken network, and what others do meanwhile."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from services.api.transport import ServerProblem, Unreachable
from services.contracts.common import FieldProblem, Problem
from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import Ticket, TicketStatus
from services.live import ChangeKind
from services.outbox import ItemState
from services.tasks import ImmediateTasks
from tests.ui.dispatch.conftest import Opened
from tests.ui.work.district import Desk, ticket
from ui.dispatch.presenter import DispatchPresenter
from ui.lifecycle_words import done_words
from widgets.theme import Tone

OpenPage = Callable[[], Opened]


def test_who_was_faster_is_said_and_work_goes_on(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    desk.server.move("t1", StepRequest(step=Step.DISPATCH, unit="D04"), "派单员02")
    presenter.accept()
    assert presenter.open_id == "t2"
    desk.deliver()
    words, tone = desk.notices.said[-1]
    assert "派单员02" in words
    assert done_words("dispatch") in words
    assert desk.server.tickets["t1"].number in words
    assert tone is Tone.WARN
    assert presenter.open_id == "t2", "the person is left where they are"
    assert desk.server.tickets["t1"].unit == "D04", "the faster one counts"
    assert desk.outbox.items() == [], "nothing is left that somebody would have to clear up"


def test_ones_own_two_steps_do_not_fight(desk: Desk, open_page: OpenPage) -> None:
    """The second step was put on the version that the person saw; the first has raised it meanwhile."""
    _page, presenter = open_page()
    seen = presenter.ticket
    assert seen is not None
    presenter._send(seen, StepRequest(step=Step.URGE), "")
    desk.outbox._send(desk.outbox.items()[0])
    presenter._own.clear()
    presenter._send(seen, StepRequest(step=Step.DISPATCH, unit="D06"), "")
    presenter._own["t1"] = 2
    desk.deliver()
    assert desk.steps()[-1] == ("t1", "dispatch")
    assert desk.server.tickets["t1"].unit == "D06"


def test_without_a_server_steps_wait_and_are_sent_once(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    desk.server.trouble = Unreachable("unreachable")
    desk.live.state.stale = True
    desk.live.tell(ChangeKind.STALE)
    assert page.bar.stale.text()
    presenter.accept()
    desk.deliver()
    assert presenter.open_id == "t2", "work goes on with what is known"
    assert [item.state for item in desk.outbox.items()] == [ItemState.QUEUED]
    presenter.read()
    assert [row.id for row in presenter.rows] == ["t2", "t3", "t4"]
    assert not presenter.fresh
    desk.server.trouble = None
    desk.server.lose_answer = True
    desk.deliver()  # done there, but the answer is lost: sent again under the same key
    desk.deliver()
    keys = [key for _id, _request, _version, key in desk.server.asked]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert desk.server.tickets["t1"].dispatch_count == 0
    assert desk.server.tickets["t1"].version == 2
    assert desk.outbox.items() == []


def test_the_console_dies_before_a_step_has_left(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.accept()
    (waiting,) = desk.outbox.items()
    later = type(desk.outbox)(desk.store, desk.outbox._senders, lambda c: c())
    later._send(later.items()[0])
    assert desk.server.asked[0][3] == waiting.key
    assert desk.server.tickets["t1"].unit == "D06"


def test_refused_while_nobody_looked_is_told_at_the_next_start(desk: Desk, open_page: OpenPage) -> None:
    desk.lifecycle.take("t1", 1, StepRequest(step=Step.SEND_BACK, reason="缺照片"), "夜间施工", "dispatch")
    desk.deliver()
    _page, presenter = open_page()
    assert any("夜间施工" in words for words, _tone in desk.notices.said) or presenter.unfinished
    assert desk.outbox.items() == []
    desk.journal.flush()
    assert desk.lifecycle.open("t1").typed[Step.SEND_BACK].fields["reason"] == "缺照片"


def test_a_refusal_names_the_field(desk: Desk, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_asked: object) -> Ticket:
        wrong = [FieldProblem(field="kind", code="required", message="This must be filled in.")]
        raise ServerProblem(
            Problem(title="", status=422, detail="1 field(s) need a correction.", code="invalid_fields", fields=wrong)
        )

    _page, presenter = open_page()
    monkeypatch.setattr(desk.server, "take", refuses)
    presenter.accept()
    desk.deliver()
    said = desk.notices.said[-1][0]
    assert said == "“夜间施工 t1” was refused: Kind: This must be filled in."


def test_events_refresh_the_list_once_and_keep_the_selection(desk: Desk, open_page: OpenPage, qtbot: QtBot) -> None:
    page, presenter = open_page()
    presenter.open("t3")
    readings: list[int] = []
    presenter.rows_changed.connect(lambda: readings.append(len(presenter.rows)))
    for n in range(5, 15):
        desk.server.put(ticket(f"t{n}"))
        desk.live.tell_ticket(desk.server.tickets[f"t{n}"])
    qtbot.waitUntil(lambda: len(presenter.rows) == 14)
    qtbot.wait(400)
    assert readings == [14], "ten events cost one reading"
    assert presenter.open_id == "t3"
    assert page.table.view.current_key() == "t3"


def test_an_open_ticket_that_somebody_changes_is_shown_anew(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.open_form(Step.ANSWER)
    presenter.type("text", "已处理")
    changed = desk.server.move("t1", StepRequest(step=Step.URGE), "话务员02")
    desk.live.tell_ticket(changed)
    assert presenter.ticket is not None
    assert presenter.ticket.version == 2
    assert presenter.form is not None
    assert presenter.form.fields["text"] == "已处理"


def test_what_is_typed_stays_when_the_step_is_no_longer_possible(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    presenter.open_form(Step.SPLIT)
    presenter.type("parts", [{"unit": "D04", "title": "一", "content": "二"}])
    changed = desk.server.move("t1", StepRequest(step=Step.DISPATCH, unit="D04"), "派单员02")
    desk.live.tell_ticket(changed)
    assert presenter.form is not None
    assert presenter.form_errors
    assert page.form.isVisible()


def test_a_prefetched_ticket_that_changed_is_read_again(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    changed = desk.server.move("t2", StepRequest(step=Step.URGE), "话务员02")
    desk.live.tell_ticket(changed)
    presenter.read()
    presenter.accept()
    assert presenter.open_id == "t2"
    assert presenter.ticket is not None
    assert presenter.ticket.version == 2


def test_many_at_once_shows_first_and_reports_each(desk: Desk, open_page: OpenPage) -> None:
    page, _presenter = open_page()
    page.table.view.selectAll()
    rows = page.table.selected_rows()
    assert len(rows) == 4
    desk.server.move("t2", StepRequest(step=Step.DISPATCH, unit="D04"), "派单员02")
    page.bulk.begin(Step.URGE, rows)
    assert desk.server.tickets["t1"].version == 1, "a preview changes nothing"
    assert page.bulk.shown()[0].endswith("changed meanwhile"), "what will not work stands on top"
    page.bulk.do()
    assert desk.server.tickets["t1"].version == 2
    assert desk.server.tickets["t2"].version == 2
    assert len(page.bulk.shown()) == 4


def test_many_at_once_asks_for_the_unit_first(desk: Desk, open_page: OpenPage) -> None:
    page, _presenter = open_page()
    page.table.view.selectAll()
    page.bulk.begin(Step.DISPATCH, page.table.selected_rows())
    page.bulk.preview()
    assert page.bulk.shown() == []
    page.bulk._unit.set_choice(page.units.get("D04") if page.units else None)
    QTest.keyClick(page.bulk._unit, Qt.Key.Key_Return)
    assert len(page.bulk.shown()) == 4
    page.bulk.do()
    assert {t.unit for t in desk.server.tickets.values()} == {"D04"}


def test_many_at_once_asks_for_what_some_of_them_lack_and_says_which_it_fills(
    qtbot: QtBot, desk: Desk, open_page: OpenPage
) -> None:
    desk.server.put(ticket("t2", kind=None), ticket("t3", kind=None, town="", village=""))
    page, _presenter = open_page()
    page.table.view.selectAll()
    page.bulk.begin(Step.DISPATCH, page.table.selected_rows())
    fields = page.bulk.missing.fields
    assert [name for name, field in fields.items() if field.isVisible()] == ["kind", "town"]
    page.bulk._unit.set_choice(page.units.get("D04") if page.units else None)
    fields["kind"].setFocus()
    qtbot.keyClicks(fields["kind"], "Complaint")
    qtbot.keyClick(fields["kind"], Qt.Key.Key_Return)
    page.bulk.preview()
    shown = page.bulk.shown()
    assert shown[0].endswith("夜间施工 t3 · Place: This is required.")
    assert [line for line in shown if "filled in: Kind: Complaint" in line] == [shown[2]]
    assert page.bulk._do_button.isEnabled()
    fields["town"].setFocus()
    qtbot.keyClicks(fields["town"], "V1")
    qtbot.keyClick(fields["town"], Qt.Key.Key_Return)
    assert not page.bulk._do_button.isEnabled(), "of this nobody has seen a preview"
    page.bulk.preview()
    page.bulk.do()
    assert {each.unit for each in desk.server.tickets.values()} == {"D04"}


def test_confidential_tickets_show_no_identity(desk: Desk, open_page: OpenPage) -> None:
    desk.server.put(ticket("t1", confidential=True, identity_hidden=True, caller_name="", caller_number=""))
    page, _presenter = open_page()
    text = page.view.text.toPlainText()
    assert "陈女士" not in text
    assert "16100000042" not in text


def test_a_dispatcher_sees_names_and_numbers_masked(desk: Desk, open_page: OpenPage) -> None:
    page, _presenter = open_page()
    text = page.view.text.toPlainText()
    assert "陈女士" not in text
    assert "16100000042" not in text
    assert "陈" in text


def test_a_page_that_is_built_anew_shows_the_same(desk: Desk, open_page: OpenPage, qtbot: QtBot) -> None:
    from ui.dispatch.entry import commands
    from ui.dispatch.page import DispatchPage

    page, presenter = open_page()
    presenter.choose_unit("D04")
    presenter.open_form(Step.ANSWER)
    presenter.type("text", "半句")
    again = DispatchPage(presenter, desk.context(list(commands())))
    qtbot.addWidget(again)
    assert again.panel.unit.text() == page.panel.unit.text()  # type: ignore[attr-defined]
    body = again.form.body()
    assert body is not None
    assert body.toPlainText() == "半句"
    assert again.unbound_commands() == []


def test_an_empty_page_says_what_to_do(desk: Desk, open_page: OpenPage) -> None:
    desk.server.tickets.clear()
    page, presenter = open_page()
    assert presenter.open_id == ""
    assert page.table._empty.sentence()
    presenter.show_tab("returns")
    assert "F2" in page.table._empty.sentence()


def test_the_badge_counts_what_waits(desk: Desk) -> None:
    presenter = DispatchPresenter(ImmediateTasks(), desk)
    badges: list[str] = []
    presenter.badge_changed.connect(badges.append)
    desk.server.put(ticket("t8", status=TicketStatus.REVIEW))
    presenter.start()
    assert badges[-1] == "5"
    presenter.close()
    assert desk.live.listeners == []


def test_an_empty_list_has_no_ticket_that_keys_could_act_on(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.show_tab("returns")
    assert presenter.open_id == ""
    presenter.show_tab("dispatch")
    assert presenter.open_id == "t1"


def test_another_list_does_not_take_away_what_is_being_typed(desk: Desk, open_page: OpenPage) -> None:
    _page, presenter = open_page()
    presenter.open_form(Step.ANSWER)
    presenter.type("text", "半句")
    presenter.show_tab("returns")
    assert presenter.open_id == "t1"
    assert presenter.form is not None
