"""Putting an agent right by keys: what will happen is said before, the reason is required, what was typed stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.calls import AgentState
from services.errors import AppError
from tests.ui.wall.fakes import FakeFigures, FakeLive, Notices, agent, come_to_front, type_chinese
from ui.wall.page import WallPage
from ui.wall.presenter import WallPresenter
from ui.wall.put_right import PutRightDialog, consequences
from ui.wall.words import state_text

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_dialog(qtbot: QtBot, page: WallPage, account: str) -> PutRightDialog:
    page.board.table.go_to(account)
    qtbot.keyClick(page.board.table.view, Qt.Key.Key_R, CONTROL)
    dialog = page.findChild(PutRightDialog)
    assert dialog is not None
    come_to_front(qtbot, dialog)
    return dialog


def test_state_reason_and_enter(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, notices: Notices, presenter: WallPresenter
) -> None:
    dialog = open_dialog(qtbot, page, "a2")
    assert dialog.state is AgentState.READY
    assert "head of the queue" in dialog.consequence()
    qtbot.keyClick(dialog, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: dialog.state is AgentState.OFFLINE)
    assert "off duty" in dialog.consequence()
    assert "Signed off" in dialog.confirm.text()
    type_chinese(dialog.why, "电脑死机")
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert figures.put[0][:3] == ("a2", AgentState.OFFLINE, "电脑死机")
    assert "话务员a2" in notices.said[-1][0]
    assert not dialog.isVisible()


def test_enter_on_a_row_opens_it_too(qtbot: QtBot, page: WallPage) -> None:
    page.board.table.go_to("a1")
    qtbot.keyClick(page.board.table.view, Qt.Key.Key_Return)
    assert page.findChild(PutRightDialog) is not None


def test_without_a_reason_nothing_is_sent(qtbot: QtBot, page: WallPage, figures: FakeFigures) -> None:
    dialog = open_dialog(qtbot, page, "a2")
    qtbot.keyClicks(dialog.why, "   ")
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert figures.put == []
    assert dialog.isVisible()
    assert dialog.error()
    assert QApplication.focusWidget() is dialog.why
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_refusal_is_said_and_what_was_typed_stays(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, notices: Notices
) -> None:
    figures.put_error = AppError("unreachable", status=503)
    dialog = open_dialog(qtbot, page, "a2")
    type_chinese(dialog.why, "电脑死机")
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.error()
    assert dialog.why.text() == "电脑死机"
    assert notices.said == []
    figures.put_error = None
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert len({key for *_, key in figures.put}) == 1
    assert not dialog.isVisible()


def test_the_dialog_follows_when_the_agent_changes_meanwhile(qtbot: QtBot, page: WallPage, live: FakeLive) -> None:
    dialog = open_dialog(qtbot, page, "a2")
    assert "head of the queue" in dialog.consequence()
    live.agent(agent("a2", AgentState.WRAP_UP))
    assert "wrap-up ends now" in dialog.consequence()
    assert "head of the queue" not in dialog.consequence()


def test_a_long_reason_is_cut_at_what_the_server_takes(qtbot: QtBot, page: WallPage) -> None:
    dialog = open_dialog(qtbot, page, "a2")
    dialog.why.setText("字" * 100_000)
    assert len(dialog.why.text()) == 120


def test_who_has_no_console_is_signed_off_by_default(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, presenter: WallPresenter
) -> None:
    figures.agents = [agent("a1", AgentState.READY, stuck="no_console")]
    presenter.refresh()
    assert open_dialog(qtbot, page, "a1").state is AgentState.OFFLINE


@pytest.mark.parametrize("state", list(AgentState))
def test_every_state_has_its_consequences(state: AgentState) -> None:
    said = consequences(agent("a", state), AgentState.READY)
    assert len(said) == (3 if state in {"talking", "held", "ringing", "wrap_up"} else 2)


def test_what_becomes_of_whom_the_agent_has_called() -> None:
    def said(**more: object) -> str:
        return consequences(agent("a", AgentState.TALKING, outgoing=True, **more), AgentState.OFFLINE)[0]

    assert said(dialling=True) == "Whoever they are calling has not answered yet: the call ends."
    answered = said()
    assert "citizen who was called goes to the head of the queue" in answered
    assert "goes back" not in answered, "they have never stood in a queue"


def test_the_citizen_of_a_colleague_stays_with_the_colleague() -> None:
    said = consequences(agent("a", AgentState.TALKING, helping=True), AgentState.OFFLINE)
    assert said[0] == "They leave the colleague's call; the citizen stays with the colleague."
    assert "queue" not in " ".join(said)


def test_the_board_says_why_a_wrap_up_is_longer() -> None:
    writes = agent("a", AgentState.WRAP_UP).model_copy(update={"reason": "ticket"})
    assert state_text(writes) == "Wrap-up · writes the ticket"
