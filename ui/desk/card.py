"""A card with a heading: the frame of each part of the desk."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets import theme
from widgets.looks import label


class Card(QFrame):
    """Heading, room for marks and buttons beside it (``head``), and the content below."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self.setProperty("look", "card")
        self.setAccessibleName(title)
        self.title = label(title, "strong")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(space.m, space.s, space.s, space.xs)
        self.head.setSpacing(space.s)
        self.head.addWidget(self.title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 0, 1, 1)
        self.column.setSpacing(0)
        self.column.addLayout(self.head)

    def add_table(self, table: QWidget, view: QWidget) -> None:
        """Adds a table without a frame of its own; the focus still draws one."""
        c = theme.current().colours
        view.setStyleSheet(
            f"QTableView {{ border: 1px solid transparent; border-top: 1px solid {c.border}; }}"
            f"QTableView:focus {{ border: 1px solid {c.focus}; }}"
        )
        self.column.addWidget(table, 1)

    def set_title(self, title: str) -> None:
        """Changes the heading."""
        self.title.setText(title)
        self.setAccessibleName(title)
