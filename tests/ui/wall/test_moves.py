"""A lead moves and takes callers on the wall by key presses, undoes it, and reads what is in the way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.calls import AgentState, MoveCall
from services.contracts.notices import Notice
from services.errors import Conflict
from tests.ui.wall.conftest import MakePage, MakePresenter
from tests.ui.wall.fakes import NOW, FakeFigures, FakeLive, Notices, agent, come_to_front
from ui.notice_words import notice_words
from ui.wall.move_dialog import MoveDialog
from ui.wall.page import WallPage
from widgets.theme import Tone


def press(
    qtbot: QtBot, page: WallPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or page, key, modifier)


def dialog_of(qtbot: QtBot, page: WallPage) -> MoveDialog:
    press(qtbot, page, Qt.Key.Key_F7)
    dialog = page.findChildren(MoveDialog)[-1]
    come_to_front(qtbot, dialog)
    return dialog


def choose_on_board(page: WallPage, account_id: str) -> None:
    page.board.table.view.setFocus()
    assert page.board.table.go_to(account_id)


def test_a_waiting_caller_is_moved_by_keys_and_back(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, live: FakeLive, notices: Notices
) -> None:
    live.queue("c7", "138****0007", "social")
    live.queue("c8", "138****0008", "city")
    press(qtbot, page, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(qtbot, page)
    city = "Queue: City management · waiting 1 · ready agents 0"
    assert dialog.rows() == ["话务员a1", city], "who is ready, then the other queues and how full they are"
    qtbot.keyClicks(QApplication.focusWidget(), "csgl")
    assert dialog.rows() == [city]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert dialog.error(), "not without a reason"
    qtbot.keyClicks(QApplication.focusWidget(), "about  a street lamp")
    figures.put_error = Conflict("call_elsewhere")
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert dialog.error()
    assert not figures.moved
    figures.put_error = None
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert figures.moved == [("c7", MoveCall(skill="city", why="about a street lamp"))]
    assert notices.said[-1] == ("The caller 138****0007 goes to: City management", Tone.GOOD)
    assert notices.undo is not None
    notices.undo()
    assert figures.moved[-1] == ("c7", MoveCall(skill="social", why="taken back"))


def test_one_who_rings_is_sent_to_an_agent_and_the_undo_names_them(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, live: FakeLive, notices: Notices
) -> None:
    live.queue("c7", "138****0007", "social")
    live.agent(agent("a2", AgentState.RINGING, call_id="c7"))
    choose_on_board(page, "a2")
    dialog = dialog_of(qtbot, page)
    assert dialog.rows()[0] == "话务员a1"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "does not answer")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert figures.moved == [("c7", MoveCall(agent_id="a1", why="does not answer", from_agent_id="a2"))]
    assert notices.undo is not None
    notices.undo()
    assert figures.moved[-1] == ("c7", MoveCall(skill="social", why="taken back", from_agent_id="a1"))


def test_a_talk_is_moved_without_an_undo(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, live: FakeLive, notices: Notices
) -> None:
    choose_on_board(page, "a2")
    dialog = dialog_of(qtbot, page)
    back = "Queue: Social matters · waiting 0 · ready agents 0"
    assert back in dialog.rows(), "back into their own queue, at its head"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "shift ends")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert figures.moved == [("c2", MoveCall(agent_id="a1", why="shift ends", from_agent_id="a2"))]
    assert notices.undo is None


def test_a_caller_is_taken_by_one_key(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, live: FakeLive, notices: Notices
) -> None:
    press(qtbot, page, Qt.Key.Key_F8)
    assert notices.said[-1][0] == "Nobody waits. Choose an agent who has a caller."
    live.queue("c7", "138****0007", "social")
    press(qtbot, page, Qt.Key.Key_F8)
    assert figures.taken == [("c7", None)], "the first who waits"
    live.agent(agent("a2", AgentState.RINGING, call_id="c7"))
    choose_on_board(page, "a2")
    figures.put_error = Conflict("no_telephone")
    press(qtbot, page, Qt.Key.Key_F8)
    assert notices.said[-1][1] is Tone.BAD
    figures.put_error = None
    press(qtbot, page, Qt.Key.Key_F8)
    assert figures.taken[-1] == ("c7", "a2")
    live.agent(agent("a2", AgentState.TALKING, call_id="c7"))
    press(qtbot, page, Qt.Key.Key_F8)
    assert notices.said[-1][0] == "Somebody talks with this caller. Join the call, or move it."
    assert len(figures.taken) == 2


def test_a_lead_without_a_desk_reads_what_is_missing(
    qtbot: QtBot,
    make_page: MakePage,
    make_presenter: MakePresenter,
    figures: FakeFigures,
    live: FakeLive,
    notices: Notices,
) -> None:
    page = make_page(make_presenter(may_take=False))
    live.queue("c7", "138****0007", "social")
    press(qtbot, page, Qt.Key.Key_F8)
    assert "agent's role" in notices.said[-1][0]
    assert not figures.taken


def test_agents_read_what_became_of_a_caller() -> None:
    def words(code: str, **values: str) -> str:
        return notice_words(Notice(id=1, at=NOW, code=code, values={"name": "班长", **values}), None)

    assert words("call_sent", why="knows it") == "班长 sends you a caller: knows it"
    assert words("call_taken", to="班长") == "班长 has taken the caller who rang at you"
    assert words("call_taken", skill="city", why="lamp") == "班长 has moved your caller to city: lamp"
