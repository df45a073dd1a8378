"""The sheet of all keyboard shortcuts, by page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.commands import CommandGroup
from ui.language import translate
from widgets import theme
from widgets.badges import KeyHint
from widgets.fields.search import SearchField
from widgets.looks import label

_COLUMNS = 2


class ShortcutSheet(QDialog):
    """Every key with what it does; typing narrows it down, Escape closes."""

    def __init__(self, groups: Sequence[CommandGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setWindowTitle(translate("Shell", "Keyboard shortcuts"))
        self._search = SearchField(translate("Shell", "Find a shortcut"), settle_ms=40)
        self._search.text_settled.connect(self._on_search_text_settled)
        self._search.escape_pressed.connect(self.reject)
        self._rows: list[tuple[str, list[QWidget]]] = []
        body = QWidget()
        body.setProperty("look", "plain")
        columns = QHBoxLayout(body)
        columns.setSpacing(look.space.xxl)
        for place in range(_COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(look.space.l)
            for group in _share_out(groups)[place]:
                column.addLayout(self._group(group))
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.space.xl, look.space.l, look.space.xl, look.space.l)
        outer.setSpacing(look.space.m)
        head = QHBoxLayout()
        head.addWidget(label(self.windowTitle(), "title"))
        head.addStretch(1)
        self._search.setFixedWidth(240)
        head.addWidget(self._search)
        outer.addLayout(head)
        outer.addWidget(area, 1)
        self.resize(880 if not look.large else 1120, 620)
        self._search.setFocus()

    def shown(self) -> list[str]:
        """Returns the titles that are not narrowed away."""
        return [row[1][1].text() for row in self._rows if not row[1][1].isHidden() and isinstance(row[1][1], QLabel)]

    def _group(self, group: CommandGroup) -> QGridLayout:
        look = theme.current()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space.m)
        grid.setVerticalSpacing(look.space.xs)
        grid.setColumnStretch(1, 1)
        heading = label(group.title, "strong")
        grid.addWidget(heading, 0, 0, 1, 2)
        for place, command in enumerate((c for c in group.commands if c.keys), start=1):
            keys = QWidget()
            row = QHBoxLayout(keys)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(look.space.xs)
            for key in command.key_list:
                row.addWidget(KeyHint(key))
            row.addStretch(1)
            keys.setMinimumWidth(136 if not look.large else 190)
            words = label(command.title, wrap=True)
            grid.addWidget(keys, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, place, 1)
            found_by = f"{group.title} {command.title} {command.keys}".casefold()
            self._rows.append((found_by, [keys, words]))
        return grid

    def _on_search_text_settled(self, text: str) -> None:
        words = text.casefold().split()
        for found_by, parts in self._rows:
            for part in parts:
                part.setVisible(all(word in found_by for word in words))


def _share_out(groups: Sequence[CommandGroup]) -> list[list[CommandGroup]]:
    """Shares groups between the columns, in order, so that the columns are about as long."""
    total = sum(len(group.commands) + 2 for group in groups)
    shares: list[list[CommandGroup]] = [[] for _ in range(_COLUMNS)]
    filled = 0
    for group in groups:
        size = len(group.commands) + 2
        place = min(_COLUMNS - 1, int((filled + size / 2) * _COLUMNS / max(1, total)))
        shares[place].append(group)
        filled += size
    return shares
