"""An agent's desk in the real window, by keys only, on the training district."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from services.contracts.calls import AgentState
from services.contracts.events import TrainingChange
from tests.e2e.program import CTRL, Program
from tests.keys import type_text
from ui.desk.page import DeskPage
from ui.page import Link
from ui.shell.shortcut_sheet import ShortcutSheet

SHIFT = Qt.KeyboardModifier.ShiftModifier
UNKNOWN = "13800138777"


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path, trained: Path) -> Iterator[Program]:
    """An agent who has signed in."""
    started = Program(qtbot, tmp_path, trained)
    started.sign_in("agent01")
    yield started
    started.close()


def desk(program: Program) -> DeskPage:
    workspace = program.window.workspace
    assert workspace is not None
    assert workspace.current_key == "desk"
    return cast(DeskPage, workspace.current)


def write(text: str) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    type_text(widget, text)


def test_a_ticket_for_an_unknown_number_by_keys(program: Program) -> None:
    page = desk(program)
    p = page.presenter
    program.press(Qt.Key.Key_K, CTRL)
    write(UNKNOWN)
    box = program.window.palette_box
    assert box is not None
    program.qtbot.wait(600)
    program.press(Qt.Key.Key_Return)
    program.wait(lambda: p.drafts.current is not None and p.caller.is_editing)
    assert page.caller.editor.isVisible(), "an unknown number begins a new citizen"
    assert not page.caller.editor.isAncestorOf(QApplication.focusWidget()), "the focus stays in the ticket"

    program.press(Qt.Key.Key_I, CTRL)
    assert page.caller.editor.line("name").hasFocus()
    write("周女士")
    program.press(Qt.Key.Key_Return)
    program.wait(lambda: p.caller.person is not None and p.caller.person.name == "周女士")
    assert p.caller.person is not None
    assert p.caller.person.numbers == [UNKNOWN]

    # What is typed first is never overwritten by a template.
    page.form.focus_field("title")
    write("楼下烧烤油烟")
    program.press(Qt.Key.Key_T, CTRL)
    program.press(Qt.Key.Key_Return)
    program.wait(lambda: p.form.draft is not None and p.form.draft.form["content"] != "")
    assert p.form.draft is not None
    assert p.form.draft.form["title"] == "楼下烧烤油烟"

    # Knowledge follows what is typed; initials find, Enter opens, one key cites.
    program.wait(lambda: bool(p.knowledge.hits))
    program.press(Qt.Key.Key_F3)
    write("gjj")
    program.wait(lambda: bool(p.knowledge.hits) and p.knowledge.hits_for == "gjj")
    assert "公积金" in p.knowledge.hits[0].title
    program.press(Qt.Key.Key_Down)
    program.press(Qt.Key.Key_Return)
    program.wait(lambda: p.knowledge.article is not None)
    program.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert p.knowledge.article is not None
    assert list(p.form.draft.form["cited_articles"]) == [p.knowledge.article.id]

    # Another call: what was read for this one does not cover what is found for the next.
    p.knowledge.begin_anew()
    assert p.knowledge.article is None
    assert page.side.knowledge.field.text() == ""
    assert not program.errors


def test_a_call_by_keys_from_wherever_the_focus_is(program: Program) -> None:
    page = desk(program)
    p = page.presenter
    program.wait(lambda: not p.calls.is_stale)
    program.press(Qt.Key.Key_F9)
    program.wait(lambda: p.calls.me is not None and p.calls.me.state is AgentState.READY)
    program.press(Qt.Key.Key_B, CTRL)
    program.qtbot.wait(200)
    program.press(Qt.Key.Key_Return)
    program.wait(lambda: p.calls.me is not None and p.calls.me.state is AgentState.BREAK)
    assert p.calls.me is not None
    assert p.calls.me.reason
    program.press(Qt.Key.Key_F9)
    program.wait(lambda: p.calls.me is not None and p.calls.me.state is AgentState.READY)

    lead = Lead(program)
    for _ in range(5):
        lead.set_speed(30)
        program.wait(lambda: p.calls.call is not None, 90)
        lead.set_speed(1)
        program.qtbot.wait(300)
        # On a busy machine a caller's patience at this speed may be over before the day runs slowly again.
        if p.calls.call is not None:
            break
    # The focus is in the navigation, which is not part of the page.
    workspace = program.window.workspace
    assert workspace is not None
    workspace.rail.findChildren(QToolButton)[0].setFocus()
    assert not page.isAncestorOf(QApplication.focusWidget())
    program.press(Qt.Key.Key_F2)
    program.wait(lambda: p.calls.call is not None and p.calls.call.state.value == "talking")
    program.wait(lambda: p.drafts.current is not None)
    program.press(Qt.Key.Key_F4)
    program.wait(lambda: p.calls.call is not None and p.calls.call.state.value == "held")
    program.press(Qt.Key.Key_F4)
    program.wait(lambda: p.calls.call is not None and p.calls.call.state.value == "talking")
    program.press(Qt.Key.Key_F5)
    program.wait(lambda: p.calls.call is not None and p.calls.call.muted)
    program.press(Qt.Key.Key_F12)
    program.wait(lambda: p.calls.me is not None and p.calls.me.state is AgentState.WRAP_UP)
    assert not program.errors


def test_the_sheet_and_the_palette_lead_everywhere(program: Program) -> None:
    for key, modifiers in ((Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Slash, CTRL)):
        program.press(key, modifiers)
        (sheet,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ShortcutSheet) and w.isVisible()]
        sheet.reject()
        program.qtbot.wait(50)
    workspace = program.window.workspace
    assert workspace is not None
    program.press(Qt.Key.Key_K, CTRL)
    write("Knowledge")
    program.qtbot.wait(500)
    program.press(Qt.Key.Key_Return)
    program.wait(lambda: workspace.current_key == "knowledge")
    program.press(Qt.Key.Key_K, CTRL)
    palette = program.window.palette_box
    assert palette is not None
    write("公积金")
    program.wait(lambda: palette.headings() == ["Tickets", "Knowledge"])
    program.press(Qt.Key.Key_Return)
    program.wait(lambda: workspace.current_key == "ticket")
    program.press(Qt.Key.Key_K, CTRL)
    write("公积金")
    program.wait(lambda: palette.headings() == ["Tickets", "Knowledge"])
    for _ in palette.titles()[1:]:
        program.press(Qt.Key.Key_Down)
    program.press(Qt.Key.Key_Return)
    program.wait(lambda: workspace.current_key == "knowledge")
    row = program.container.tickets.rows(limit=1).items[0]
    assert workspace.open_link(Link("desk", "ticket_number", row.number))
    reader = desk(program).presenter.reader
    program.wait(lambda: reader.ticket is not None and reader.ticket.number == row.number)
    assert not program.errors


class Lead:
    """Lets the training day run as fast as a lead may."""

    def __init__(self, program: Program) -> None:
        from services.api.accounts import AccountsApi
        from services.api.calls import FiguresApi
        from services.api.transport import Transport
        from services.server.training.staff import PASSWORD
        from services.session import CurrentSession

        endpoint = program.container.connection.endpoint
        transport = Transport(endpoint.base_url, lambda: "en", endpoint.gate_token)
        session = CurrentSession(AccountsApi(transport), transport.use)
        session.sign_in("lead01", PASSWORD)
        self._api = FiguresApi(transport)

    def set_speed(self, speed: float) -> None:
        """Changes the speed of the training day."""
        self._api.change_training(TrainingChange(speed=speed), f"speed-{speed}")
