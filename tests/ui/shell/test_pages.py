"""What holds for every page of the program."""

import pytest

from services.contracts.accounts import Role, permissions_of
from ui.commands import Command, clashes
from ui.shell.entries import PageEntry
from ui.shell.pages import first_page, page_entries
from ui.shell.shortcuts import page_commands, window_commands
from widgets.icons import MEANINGS

ENTRIES = page_entries()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_page_is_there(entry: PageEntry) -> None:
    assert entry.exists(), f"{entry.module} is not part of the program"
    assert entry.icon in MEANINGS


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_no_key_means_two_things(entry: PageEntry, qapp: object) -> None:
    commands = list(entry.parts().commands())
    found = clashes(commands, window_commands(), page_commands(ENTRIES))
    assert not found, f"{entry.key} declares again what the page or the window has already: {found}"
    assert not [c.icon for c in commands if c.icon and c.icon not in MEANINGS]
    assert all(command.title for command in commands)


def test_clashes_are_found() -> None:
    first = [Command("a", "A", "Ctrl+K"), Command("b", "B", "F2; Ctrl+B")]
    assert clashes(first) == []
    assert clashes(first, [Command("a", "C", "ctrl+b")]) == ["key ctrl+b", "name a"]


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.AGENT, "desk"),
        (Role.INSPECTOR, "quality"),
        (Role.LEAD, "wall"),
        (Role.ADMINISTRATOR, "settings"),
        (Role.DISPATCHER, "dispatch"),
        (Role.HANDLER, "tasks"),
        (Role.SUPERVISOR, "supervision"),
    ],
)
def test_first_page_of_a_role_is_one_that_it_may_use(role: Role, page: str) -> None:
    assert first_page([role]) == page
    (entry,) = [entry for entry in ENTRIES if entry.key == page]
    assert entry.is_allowed(lambda permission: permission in permissions_of(frozenset({role})), [role])


def test_first_page_of_several_roles() -> None:
    assert first_page([Role.ADMINISTRATOR, Role.AGENT]) == "desk"


def test_missing_page_is_left_out() -> None:
    assert not PageEntry("x", lambda: "X", "desk", frozenset(), "ui.no_such_page.entry").exists()
