"""Changing a style sheet property of a widget that is already shown."""

from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from widgets import theme


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


def take_frame_off(area: QAbstractScrollArea, ground: str = "") -> None:
    """Takes the frame of a text or a list away that stands in a card; the focus still draws one.

    Args:
        area: the text or list; it must not need a style sheet of its own.
        ground: its background; by default that of the theme.
    """
    background = f" background: {ground};" if ground else ""
    area.setStyleSheet(
        f"QAbstractScrollArea {{ border: 1px solid transparent; padding: 0;{background} }}"
        f"QAbstractScrollArea:focus {{ border: 1px solid {theme.current().colours.focus}; padding: 0; }}"
    )
