"""The grid itself: keys, copying, and marks painted behind words."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets import theme
from widgets.table.model import BADGE_ROLE, RowsModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellDelegate(QStyledItemDelegate):
    """Paints a cell; a badge column as a rounded mark in the soft colour of its tone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme.current()

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Keeps a tone's colour in a selected row too."""
        super().initStyleOption(option, index)
        words = index.data(Qt.ItemDataRole.ForegroundRole)
        if words is not None:
            option.palette.setBrush(QPalette.ColorRole.HighlightedText, QBrush(words))
        # The row is what is chosen: no frame around a single cell.
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paints the cell."""
        tone = index.data(BADGE_ROLE)
        text = index.data(Qt.ItemDataRole.DisplayRole) if tone is not None else ""
        if not text:
            super().paint(painter, option, index)
            return
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        own.text = ""
        view: QWidget = own.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, view)
        words, soft = self._theme.tone(tone)
        self._paint_mark(painter, own.rect, text, QBrush(words), QBrush(soft))

    def _paint_mark(self, painter: QPainter, cell: QRect, text: str, words: QBrush, soft: QBrush) -> None:
        space = self._theme.space
        font = self._theme.font("caption")
        painter.save()
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = min(metrics.horizontalAdvance(text) + 2 * space.s, cell.width() - 2 * space.s)
        height = metrics.height() + space.xs
        mark = QRect(cell.left() + space.s + 3, cell.center().y() - height // 2 + 1, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(mark, space.radius_small, space.radius_small)
        painter.setPen(words.color())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - space.s)
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()


class TableView(QTableView):
    """A grid for whole rows: Enter opens, letters find, Ctrl+C copies, the menu key asks for a menu.

    Tab leaves the table (Qt would walk through the cells).
    """

    row_activated = Signal(str)
    """Enter or a double click on the row with this key."""
    menu_requested = Signal(str, QPoint)
    """The menu key or the right button on a row: its key, and where, in global coordinates."""
    copy_requested = Signal()

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:  # type: ignore[type-arg]
        super().__init__(parent)
        look = theme.current()
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.space.row)
        self.verticalHeader().setMinimumSectionSize(look.space.row)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(look.space.xxl)
        header.setFixedHeight(look.space.row)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(model.key_at(index.row())))
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def current_key(self) -> str | None:
        """Returns the key of the row with the cursor."""
        index = self.currentIndex()
        return self._rows.key_at(index.row()) if index.isValid() else None

    def go_to(self, key: str) -> bool:
        """Selects a row and scrolls to it; returns whether it is shown."""
        position = self._rows.position_of(key)
        if position is None:
            return False
        self.setCurrentIndex(self._rows.index(position, max(0, self._first_shown_column())))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; Ctrl+C copies; everything else moves and finds as Qt does it."""
        key = self.current_key()
        if event.key() in _ENTER and key is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.row_activated.emit(key)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() == Qt.Key.Key_Home and not event.modifiers():
            self._go_to_position(0)
        elif event.key() == Qt.Key.Key_End and not event.modifiers():
            self._go_to_position(self._rows.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def _go_to_position(self, position: int) -> None:
        if 0 <= position < self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(position, max(0, self._first_shown_column())))

    def _first_shown_column(self) -> int:
        header = self.horizontalHeader()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        return next((column for column in order if not header.isSectionHidden(column)), 0)

    def _on_menu_requested(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if not index.isValid():  # the menu key: take the row with the cursor
            index = self.currentIndex()
            where = self.visualRect(index).center()
        if index.isValid():
            self.menu_requested.emit(self._rows.key_at(index.row()), self.viewport().mapToGlobal(where))
