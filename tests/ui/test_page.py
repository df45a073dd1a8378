import pytest
from pytestqt.qtbot import QtBot

from ui.commands import Command
from ui.page import Page, PageContext
from widgets.badges import key_text
from widgets.remember import InMemory


class Silent:
    def say(self, text: str, tone: object = None, undo: object = None) -> None:
        pass


def test_bind_knows_only_declared_commands(qtbot: QtBot) -> None:
    commands = [Command("answer", "Answer", "F2; Ctrl+Return"), Command("hold", "Hold")]
    page = Page(PageContext(commands, InMemory(), Silent(), lambda _table: None))
    qtbot.addWidget(page)
    done: list[str] = []
    action = page.bind("answer", lambda: done.append("answered"))
    assert [key.toString() for key in action.shortcuts()] == ["F2", "Ctrl+Return"]
    action.trigger()
    assert done == ["answered"]
    assert page.unbound_commands() == ["hold"]
    with pytest.raises(KeyError):
        page.bind("transfer", lambda: None)


def test_key_text_is_what_the_keyboard_says() -> None:
    assert key_text("Ctrl+Return; F2") == "Ctrl+Enter"
