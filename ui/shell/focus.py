"""Where the person was typing, so that a window that is built anew puts them back there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget


@dataclass(frozen=True)
class FocusPlace:
    """The name of the widget that had the focus, and the place of its cursor."""

    name: str
    position: int = 0


def where_is_focus(window: QWidget) -> FocusPlace | None:
    """Returns the place of the focus within a window, if its widget has a name."""
    widget = window.focusWidget()
    if widget is None or not widget.objectName():
        return None
    if isinstance(widget, QLineEdit):
        return FocusPlace(widget.objectName(), widget.cursorPosition())
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return FocusPlace(widget.objectName(), widget.textCursor().position())
    return FocusPlace(widget.objectName())


def put_focus_back(window: QWidget, place: FocusPlace | None) -> bool:
    """Gives the focus to the widget of that name, the cursor where it was; returns whether there is one."""
    widget = window.findChild(QWidget, place.name) if place else None
    if widget is None or place is None:
        return False
    widget.setFocus()
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(min(place.position, len(widget.text())))
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = widget.textCursor()
        cursor.setPosition(min(place.position, widget.document().characterCount() - 1))
        widget.setTextCursor(cursor)
    return True


def go_to_next_area(areas: Sequence[QWidget], focus: QWidget | None) -> None:
    """Moves the focus to the next part of the window that takes it: where it was there last, or to its first widget."""
    here = next((place for place, area in enumerate(areas) if focus and area.isAncestorOf(focus)), -1)
    for step in range(1, len(areas) + 1):
        area = areas[(here + step) % len(areas)]
        widgets = [area.focusWidget(), *area.findChildren(QWidget)]
        found = next((widget for widget in widgets if widget is not None and _takes_focus(widget)), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _takes_focus(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
