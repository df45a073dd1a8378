"""The command palette: type a part of anything, go there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from ui.language import translate
from widgets import icons, theme
from widgets.badges import key_text
from widgets.fields.search import SearchField
from widgets.looks import label

Index = QModelIndex | QPersistentModelIndex

_SETTLE_MS = 90
_MOST = 40


@dataclass(frozen=True)
class PaletteItem:
    """Something to go to or to do."""

    title: str
    detail: str
    icon: str
    run: Callable[[], None]
    keys: str = ""


class PaletteProvider(Protocol):
    """Finds items. An answer for a text that is no longer wanted is dropped by the palette."""

    def find(self, text: str, found: Callable[[Sequence[PaletteItem]], None]) -> None:
        """Looks for a text and calls ``found`` on the GUI thread, at once or later; not at all where it fails."""
        ...


class CommandPalette(QFrame):
    """A field and a list over the window. Arrows move, Enter goes, Escape closes; the first row is chosen from the start."""

    closed = Signal()

    def __init__(self, providers: Sequence[PaletteProvider], parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self._providers = providers
        self._found: dict[int, Sequence[PaletteItem]] = {}
        self._asked = 0
        self._back_to: QWidget | None = None
        look = theme.current()
        self.setProperty("look", "floating")
        self.setAccessibleName(translate("Palette", "Command palette"))
        self.field = SearchField(
            translate("Palette", "Page, action, ticket number, telephone number, article"), _SETTLE_MS
        )
        self.field.setObjectName("palette.field")
        self.field.text_settled.connect(self._ask)
        self.field.escape_pressed.connect(self.close_palette)
        self.field.installEventFilter(self)
        self._model = _Items(self)
        self.list = QListView()
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(translate("Palette", "What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_ItemDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setProperty("look", "plain")
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self._hint = label(
            translate("Palette", "Nothing found. Try fewer letters, or a ticket number in full."), "muted"
        )
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.m, look.space.m, look.space.m, look.space.m)
        column.setSpacing(look.space.s)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)
        self.hide()
        parent.installEventFilter(self)

    def open_palette(self) -> None:
        """Opens with an empty field and remembers where the focus was."""
        self._back_to = self._host.focusWidget()
        self.field.clear()
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._ask("")

    def close_palette(self) -> None:
        """Closes and gives the focus back."""
        if self.isHidden():
            return
        self._asked += 1
        self.hide()
        if self._back_to is not None and self._back_to.isVisible():
            self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def titles(self) -> list[str]:
        """Returns what is found, in order."""
        return [item.title for item in self._model.items]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter act on the list while the field has the focus; a click elsewhere closes."""
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is not self.field:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self._close_if_left)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8,
                Qt.Key.Key_PageUp: -8,
            }.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex().row())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_palette()
                return True
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._move(1 if event.key() == Qt.Key.Key_Tab else -1)
                return True
        return super().eventFilter(watched, event)

    def _ask(self, text: str) -> None:
        if self.isHidden():
            return
        self._asked += 1
        asked = self._asked
        self._found.clear()
        for place, provider in enumerate(self._providers):
            provider.find(text.strip(), partial(self._take, asked, place))
        self._show()

    def _take(self, asked: int, place: int, items: Sequence[PaletteItem]) -> None:
        if asked == self._asked:
            self._found[place] = items
            self._show()

    def _show(self) -> None:
        items = [item for place in sorted(self._found) for item in self._found[place]][:_MOST]
        row = max(0, self.list.currentIndex().row())
        self._model.set_items(items)
        self.list.setCurrentIndex(self._model.index(min(row, len(items) - 1) if row else 0))
        self.list.setVisible(bool(items))
        self._hint.setVisible(not items)

    def _move(self, by: int) -> None:
        row = max(0, min(self._model.rowCount() - 1, self.list.currentIndex().row() + by))
        self.list.setCurrentIndex(self._model.index(row))

    def _run(self, row: int) -> None:
        if 0 <= row < len(self._model.items):
            item = self._model.items[row]
            self.close_palette()
            item.run()

    def _close_if_left(self) -> None:
        if not self.field.hasFocus() and not self.isAncestorOf(self._host.focusWidget() or self._host):
            self._back_to = None
            self.close_palette()

    def _place(self) -> None:
        look = theme.current()
        width = min(640 if not look.large else 800, self._host.width() - 2 * look.space.xl)
        height = min(460 if not look.large else 560, self._host.height() - 2 * look.space.xxl)
        self.setGeometry((self._host.width() - width) // 2, min(72, self._host.height() // 8), width, height)


class _Items(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[PaletteItem] = []

    def set_items(self, items: list[PaletteItem]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.title}, {item.detail}"
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon(item.icon) if item.icon else None
        return item if role == Qt.ItemDataRole.UserRole else None


class _ItemDelegate(QStyledItemDelegate):
    """Icon and title at the left, detail in grey, key at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = theme.current()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), self._look.space.row + self._look.space.xs)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        item: PaletteItem = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setPen(self._look.colour("text_muted"))
        painter.setFont(self._look.font("caption"))
        keys = key_text(item.keys) if item.keys else ""
        room = option.rect.adjusted(0, 0, -self._look.space.m, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
        taken = painter.fontMetrics().horizontalAdvance(keys)
        left = option.fontMetrics.horizontalAdvance(item.title) + 2 * self._look.space.xxl
        room = room.adjusted(left, 0, -taken - self._look.space.m, 0)
        if room.width() > self._look.space.xxl:
            shown = painter.fontMetrics().elidedText(item.detail, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
