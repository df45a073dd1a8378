"""The keys of the page's commands, and their place on the buttons that do the same."""

from widgets.badges import key_text

NEW_KEY = "Ctrl+N"
SAVE_KEY = "Ctrl+S"


def with_key(words: str, key: str) -> str:
    """Returns what a button says, with the key that presses it."""
    return f"{words}  {key_text(key)}"
