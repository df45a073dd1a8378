"""Commands that every page of work lists has."""

from ui.commands import Command
from ui.language import translate

FOLLOW_KEY = "Ctrl+Shift+G"
VIEWS_KEY = "Ctrl+Shift+V"
CALL_KEY = "Ctrl+D"


def follow_command() -> Command:
    """Returns the command that follows the open ticket, or ends it."""
    return Command("follow", translate("Work", "Follow the ticket, or no more"), FOLLOW_KEY, icon="follow")


def call_command() -> Command:
    """Returns the command that calls the citizen of the open ticket, by the key that calls a number on the desk."""
    return Command("call", translate("Work", "Call the citizen of the ticket"), CALL_KEY, icon="call")


def shared_commands() -> list[Command]:
    """Returns what all pages of lists have."""
    return [
        follow_command(),
        Command("views", translate("Work", "Saved views"), VIEWS_KEY, icon="views"),
        Command("save_view", translate("Work", "Save this view"), icon="save"),
    ]
