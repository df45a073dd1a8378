"""What the palette shows: groups with headings, one line for each thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets import icons, theme
from widgets.badges import key_text
from widgets.theme import Tone

Index = QModelIndex | QPersistentModelIndex

_MOST = 60


@dataclass(frozen=True)
class PaletteItem:
    """Something to go to or to do.

    Attributes:
        run: what choosing it does.
        narrows: or, the provider that the palette is narrowed to. With neither, it only says something.
        group: the heading that it stands under.
        tone: the colour of its title, where it has to stand out.
    """

    title: str
    detail: str = ""
    icon: str = ""
    run: Callable[[], None] | None = None
    keys: str = ""
    group: str = ""
    narrows: "PaletteProvider | None" = None
    tone: Tone | None = None

    @property
    def can_be_chosen(self) -> bool:
        """Whether Enter does something with it."""
        return self.run is not None or self.narrows is not None


class PaletteProvider(Protocol):
    """Finds items. An answer for a text that is no longer wanted is dropped by the palette."""

    def find(self, text: str, found: Callable[[Sequence[PaletteItem]], None]) -> None:
        """Looks for a text and calls ``found`` on the GUI thread, at once or later, also where it finds nothing or fails."""
        ...


class Items(QAbstractListModel):
    """Items in their order, and a heading where a group begins."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[PaletteItem] = []
        self._rows: list[str | PaletteItem] = []

    def set_items(self, items: list[PaletteItem]) -> None:
        """Shows other items."""
        self.beginResetModel()
        self.items = items[:_MOST]
        self._rows = []
        group = ""
        for item in self.items:
            if item.group and item.group != group:
                self._rows.append(item.group)
            group = item.group
            self._rows.append(item)
        self.endResetModel()

    def headings(self) -> list[str]:
        """Returns the headings."""
        return [row for row in self._rows if isinstance(row, str)]

    def item_at(self, row: int) -> PaletteItem | None:
        """Returns the item of a row; nothing for a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, PaletteItem) else None

    def row_of(self, item: PaletteItem) -> int:
        """Returns the row of the same thing found again, or -1."""
        for row, other in enumerate(self._rows):
            if isinstance(other, PaletteItem) and (other.title, other.detail) == (item.title, item.detail):
                return row
        return -1

    def next_row(self, row: int, step: int) -> int:
        """Returns the next row that can be gone to, or -1."""
        row += step
        while 0 <= row < len(self._rows):
            item = self.item_at(row)
            if item is not None and item.can_be_chosen:
                return row
            row += step
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Counts items and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings and notes cannot be chosen."""
        item = self.item_at(index.row())
        can = item is not None and item.can_be_chosen
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if can else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Gives what is painted and what is read out."""
        row = self._rows[index.row()]
        if isinstance(row, str):
            return row if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.UserRole) else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.detail}" if row.detail else row.title
        return row if role == Qt.ItemDataRole.UserRole else None


class ItemsDelegate(QStyledItemDelegate):
    """Icon and title at the left, detail in grey, key at the right; headings small and grey."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = theme.current()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Returns the height of a line or a heading."""
        space = self._look.space
        is_heading = isinstance(index.data(Qt.ItemDataRole.UserRole), str)
        height = space.row if is_heading else space.row + space.xs
        return QSize(super().sizeHint(option, index).width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints a line or a heading."""
        super().paint(painter, option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if isinstance(row, str):
            self._paint_heading(painter, option.rect, row)
        else:
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_item(painter, option.rect, row, is_chosen)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, words: str) -> None:
        painter.setPen(self._look.colour("text_muted"))
        painter.setFont(self._look.font("caption", bold=True))
        room = rect.adjusted(self._look.space.s, 0, 0, -self._look.space.xs)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)

    def _paint_item(self, painter: QPainter, rect: QRect, item: PaletteItem, is_chosen: bool) -> None:
        look, space = self._look, self._look.space
        middle = Qt.AlignmentFlag.AlignVCenter
        grey = look.colour("text_muted")
        text: QColor = look.colour("text") if item.can_be_chosen else grey
        if item.tone is not None:
            text = look.tone(item.tone)[0]
        left = rect.left() + space.s
        if item.icon:
            size = space.icon
            role = "accent" if is_chosen else "text_muted"
            icons.icon(item.icon, role).paint(painter, QRect(left, rect.center().y() - size // 2 + 1, size, size))
        left += space.icon + space.s
        painter.setFont(look.font("caption"))
        keys = key_text(item.keys) if item.keys else ""
        right = rect.right() - space.s
        if keys:
            painter.setPen(grey)
            painter.drawText(
                QRect(left, rect.top(), right - left, rect.height()), Qt.AlignmentFlag.AlignRight | middle, keys
            )
            right -= painter.fontMetrics().horizontalAdvance(keys) + space.m
        painter.setFont(look.font("body"))
        metrics = painter.fontMetrics()
        # A title may have two thirds of the line where there is something else to read in it.
        widest = (right - left) * (2 if item.detail else 3) // 3
        title = metrics.elidedText(item.title, Qt.TextElideMode.ElideRight, widest)
        painter.setPen(text)
        painter.drawText(
            QRect(left, rect.top(), right - left, rect.height()), Qt.AlignmentFlag.AlignLeft | middle, title
        )
        left += metrics.horizontalAdvance(title) + space.l
        if item.detail and right - left > space.xxl:
            painter.setFont(look.font("caption"))
            painter.setPen(grey)
            detail = painter.fontMetrics().elidedText(item.detail, Qt.TextElideMode.ElideRight, right - left)
            painter.drawText(
                QRect(left, rect.top(), right - left, rect.height()), Qt.AlignmentFlag.AlignRight | middle, detail
            )
