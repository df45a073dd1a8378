"""The window's own commands, each declared once."""

from collections.abc import Sequence

from ui.commands import Command
from ui.language import translate
from ui.shell.entries import PageEntry

UNDO_KEY = "Ctrl+Shift+U"


def window_commands() -> list[Command]:
    """Returns what can be done from every page."""
    return [
        Command("palette", translate("Shell", "Go to or do anything"), "Ctrl+K", in_palette=False),
        Command("sheet", translate("Shell", "Keyboard shortcuts"), "F1; Ctrl+/", "keyboard"),
        Command("next_area", translate("Shell", "Next part of the window"), "F6", in_palette=False),
        Command("needs_you", translate("Shell", "What needs you"), "Ctrl+Shift+N", "warn"),
        Command("notices", translate("Shell", "Notices"), "Ctrl+Shift+B", "notices"),
        Command("alerts", translate("Shell", "Go to the emergencies"), "Ctrl+Shift+E", "bad"),
        Command("undo", translate("Shell", "Undo what the last notice says"), UNDO_KEY, "undo"),
        Command("full_screen", translate("Shell", "Full screen"), "F11", "full_screen"),
        Command("language", translate("Shell", "Switch between Chinese and English"), "Ctrl+Shift+L", "language"),
        Command("dark", translate("Shell", "Switch between light and dark"), "Ctrl+Shift+D", "theme"),
        Command("large", translate("Shell", "Switch between usual and large text"), "Ctrl+Shift+T", "text_size"),
        Command("sign_out", translate("Shell", "Sign out"), "Ctrl+Shift+Q", "sign_out"),
    ]


def page_commands(entries: Sequence[PageEntry]) -> list[Command]:
    """Returns a command for each page, in the order of the navigation."""
    return [
        Command(f"page.{entry.key}", entry.title(), f"Ctrl+{place}", entry.icon)
        for place, entry in enumerate(entries, start=1)
    ]
