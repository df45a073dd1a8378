"""Changing a style sheet property of a widget that is already shown."""

from PySide6.QtWidgets import QLabel, QWidget


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet looks at (``look``, ``tone``, ``words``, ``wrong``) and paints it anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        # Rules for what lies in it ("QFrame[look=…] QLabel") hold for that only once it is polished too.
        for each in (widget, *widget.findChildren(QWidget)):
            each.style().unpolish(each)
            each.style().polish(each)


def label(text: str = "", look: str = "", *, wrap: bool = False) -> QLabel:
    """Returns a label with a role of the style sheet."""
    made = QLabel(text)
    if look:
        made.setProperty("look", look)
    made.setWordWrap(wrap)
    return made
