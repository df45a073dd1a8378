"""A matter of several by keys: whose turn it is, the number of each, and one form after the other."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.followups import AskedCitizen, AskedState, FollowUp, Try
from services.contracts.lifecycle import Step
from services.contracts.tickets import TicketStatus
from services.tasks import ImmediateTasks
from tests.showing import show_active
from tests.ui.work.district import NOW, Desk, ticket
from ui.followup.entry import commands
from ui.followup.page import FollowUpPage, TriesPanel
from ui.followup.presenter import FollowUpPresenter
from ui.page import Link
from ui.work.asked_words import next_to_ask, state_words


def citizen(name: str, **more: object) -> AskedCitizen:
    values = {"ticket_id": name, "number": f"20260302-{name[1:]:0>6}", "name_masked": "何**"}
    return AskedCitizen.model_validate({**values, "number_masked": f"161****00{name[1:]:0>2}", **more})


class House:
    """The page at a district in which two others asked about the first ticket."""

    def __init__(self, qtbot: QtBot, folder: Path, role: Role = Role.AGENT) -> None:
        self.desk = Desk(folder, role)
        server = self.desk.server
        server.put(ticket("t1", status=TicketStatus.FOLLOW_UP), ticket("t2", status=TicketStatus.FOLLOW_UP))
        for name in ("t8", "t9"):
            server.put(ticket(name, status=TicketStatus.MERGED, contact_number=f"1610000000{name[1:]}"))
        self.asked = [citizen("t1", name_masked="陈**"), citizen("t8"), citizen("t9")]
        self.tries: list[Try] = []
        server.follow_up = self.follow_up  # type: ignore[method-assign]
        self.presenter = FollowUpPresenter(ImmediateTasks(), self.desk, server)
        self.presenter.may_call = role is Role.AGENT
        self.page = FollowUpPage(self.presenter, self.desk.context(list(commands())))
        self.links: list[Link] = []
        self.page.open_requested.connect(self.links.append)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 740)
        self.presenter.start()
        show_active(qtbot, self.page)
        self.page.entered()

    def follow_up(self, ticket_id: str) -> FollowUp:
        several = self.asked if ticket_id == "t1" else [citizen(ticket_id)]
        return FollowUp(ticket_id=ticket_id, wanted=True, tries=self.tries, citizens=several)

    def say(self, place: int, **more: object) -> None:
        """Changes one of those who asked, as the server says it after a step."""
        self.asked[place] = self.asked[place].model_copy(update=more)

    def answer(self) -> None:
        press(Qt.Key.Key_F2)
        for digit in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2):
            press(digit)
            press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def stays(self) -> None:
        """Has the server keep the ticket: somebody is still to be asked."""
        known = self.desk.server.tickets["t1"]
        self.desk.server.tickets["t1"] = known.model_copy(update={"status": TicketStatus.FOLLOW_UP})

    def given(self) -> list[tuple[str, str | None]]:
        return [(ticket_id, request.voice_id) for ticket_id, request, _version, _key in self.desk.server.asked]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def test_one_after_the_other_without_the_mouse(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path)
    p, view = house.presenter, house.page.citizens
    assert (p.chosen, view.list.count(), view.isVisible()) == ("t1", 3, True)
    assert "161****0008" in view.list.item(1).text()
    assert "3" in view.head.text()
    for place, name in enumerate(("t1", "t8", "t9")):
        assert p.chosen == name
        house.answer()
        assert p.open_id == ("t2" if name == "t9" else "t1"), "the next ticket comes when nobody is left"
        house.say(place, state=AskedState.ANSWERED)
        house.desk.deliver()
        if name != "t9":
            house.stays()
            house.presenter.reload()
    assert house.given() == [("t1", "t1"), ("t1", "t8"), ("t1", "t9")]


def test_a_wrong_close_is_taken_back_from_the_notice_that_says_it(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path)
    notices = house.desk.notices
    house.answer()
    stays = house.desk.server.move
    house.desk.server.move = lambda ticket_id, request, actor="": stays(ticket_id, request, actor).model_copy(
        update={"status": TicketStatus.FOLLOW_UP}
    )  # type: ignore[method-assign]
    house.desk.deliver()
    assert notices.undo is None, "somebody is still to be asked: nothing was closed"
    house.desk.server.move = stays  # type: ignore[method-assign]
    house.presenter.open("t2")
    house.answer()
    assert notices.undo is None, "only the server's answer says whether it is closed"
    house.desk.deliver()
    assert notices.said[-1][0].endswith("closed")
    assert notices.undo is not None
    notices.undo()
    house.desk.deliver()
    assert house.desk.steps()[-2:] == [("t2", "follow_up"), ("t2", "undo_close")]


def test_another_one_is_chosen_by_key_and_the_form_is_about_them(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path)
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert house.presenter.chosen == "t8"
    assert house.page.citizens.list.currentRow() == 1
    press(Qt.Key.Key_F2)
    assert house.presenter.form is not None
    assert house.presenter.form.fields["voice_id"] == "t8"
    assert not house.page.citizens.isVisible(), "the form says it, and needs the room"
    house.presenter.choose_next(1)
    assert house.presenter.form.fields["voice_id"] == "t9"
    field = house.page.form.editor("voice_id")
    assert field is not None
    assert "0009" in field.text()  # type: ignore[attr-defined]
    house.page.citizens.list.setCurrentRow(0)
    assert house.presenter.form.fields["voice_id"] == "t1"


def test_the_number_of_each_is_asked_for_only_when_it_is_wanted(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path)
    looked: list[str] = []
    by_number = house.desk.server.by_number

    def look(number: str) -> object:
        looked.append(number)
        return by_number(number)

    house.desk.server.by_number = look  # type: ignore[method-assign,assignment]
    press(Qt.Key.Key_F3)
    assert QGuiApplication.clipboard().text() == "16100000042"
    house.presenter.choose("t9")
    assert looked == []
    press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert house.links == [Link("desk", "ticket", "t9"), Link("desk", "dial", "16100000009")]
    assert looked == ["20260302-000009"]
    press(Qt.Key.Key_F3)
    assert QGuiApplication.clipboard().text() == "16100000009"


def test_who_takes_no_calls_dials_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path, Role.INSPECTOR)
    press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert house.links == []
    assert "Ctrl" not in house.page.citizens.hint.text()


def test_one_citizen_is_asked_as_ever(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path)
    house.presenter.open("t2")
    assert not house.page.citizens.isVisible()
    house.answer()
    house.desk.deliver()
    assert house.given() == [("t2", None)]


def test_whose_turn_it_is() -> None:
    later, due = NOW + timedelta(hours=2), NOW - timedelta(minutes=1)
    answered, out = citizen("t1", state=AskedState.ANSWERED), citizen("t2", state=AskedState.OUT_OF_REACH)
    linked = citizen("t3", state=AskedState.INVITED, until=later)
    waits, again = citizen("t4", next=2, next_at=later), citizen("t5", next=2, next_at=due)
    everybody = [answered, out, linked, waits, again]
    assert next_to_ask(everybody, NOW) == "t5"
    assert next_to_ask(everybody[:4], NOW) == "t4"
    assert next_to_ask(everybody[:3], NOW) == "t3"
    assert next_to_ask([answered], NOW, "t1") == "t1"
    assert next_to_ask([], NOW) == ""
    assert "2 of 3" in state_words(waits, NOW)
    assert state_words(again, NOW) == "to be called, try 2 of 3"


@pytest.mark.parametrize("state", list(AskedState))
def test_each_state_has_words(state: AskedState) -> None:
    assert state_words(citizen("t1", state=state, until=NOW), NOW)


def test_a_form_begun_about_somebody_is_about_them_when_it_is_opened_again(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path)
    house.presenter.choose("t8")
    house.presenter.open_form(Step.FOLLOW_UP)
    house.presenter.type("reason", "已通话")
    house.presenter.close_form()
    house.presenter.choose("t9")
    house.presenter.open_form(Step.FOLLOW_UP)
    assert house.presenter.chosen == "t8"


def test_of_many_tries_the_last_ones_are_shown(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path)
    house.tries = [Try(at=NOW, by=f"A{n}", voice="20260302-000008", reached=False) for n in range(9)]
    house.presenter.reload()
    panel = house.page.findChild(TriesPanel)
    assert panel is not None
    lines = panel.words.text().splitlines()
    assert (len(lines), lines[0].startswith("5 earlier")) == (5, True)
    assert "A8 · 何** · 161****0008 · not reached" in lines[-1]
