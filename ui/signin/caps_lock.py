"""Whether Caps Lock is on, as far as Qt lets us know."""

from PySide6.QtGui import QKeyEvent


def caps_lock_is_on(event: QKeyEvent | None) -> bool:
    """Tells it from a key press: a capital without Shift, or a small letter with it. Qt has no portable other way."""
    if event is None or len(event.text()) != 1 or not event.text().isascii() or not event.text().isalpha():
        return False
    from PySide6.QtCore import Qt

    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return event.text().isupper() != shift
