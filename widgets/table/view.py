"""The grid itself: keys, copying, and marks painted behind words."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets import icons, theme
from widgets.table.columns import Align
from widgets.table.model import RowsModel
from widgets.theme import Tone

Index = QModelIndex | QPersistentModelIndex

_FLAGS = {align: int(align.value | Qt.TextFlag.TextSingleLine) for align in Align}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellDelegate(QStyledItemDelegate):
    """Paints a cell from its column; a badge column as a rounded mark in the soft colour of its tone.

    It paints everything itself: through the style sheet a cell takes five times as long.
    """

    def __init__(self, model: RowsModel[Any], view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        look = theme.current()
        self._model = model
        self._space = look.space
        self._body = look.font()
        self._caption = look.font("caption")
        self._line = look.colour("sunken")
        self._selected = look.colour("selection")
        self._focus = look.colour("focus")
        self._text = look.colour("text")
        self._tones = {tone: look.tone(tone) for tone in Tone}
        self._inset = look.space.s + 3
        self._widest = self._body.pixelSize() * 1.1
        self._mark_height = QFontMetrics(self._caption).height() + look.space.xs

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints the cell."""
        column = self._model.columns[index.column()]
        row = self._model.row_at(index.row())
        cell = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(cell, self._selected)
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, self._line)
        if not selected and index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            # Qt puts the cursor on the first row when a table gets the focus, without choosing it: keys mean that row.
            painter.fillRect(cell.left(), cell.top(), cell.width(), 1, self._focus)
            painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, self._focus)
        room = cell.adjusted(self._inset, 0, -self._inset, 0)
        for meaning in column.icon(row).split() if column.icon is not None else ():
            size = self._space.icon
            icons.icon(meaning).paint(painter, room.left(), room.center().y() - size // 2, size, size)
            room.setLeft(room.left() + size + self._space.xs)
        text = column.shown_text(row)
        if not text:
            return
        tone = column.tone(row) if column.tone is not None else None
        if column.badge and tone is not None:
            self._paint_mark(painter, room, text, tone)
            return
        painter.setFont(self._body)
        painter.setPen(self._text if tone is None else self._tones[tone][0])
        # No sign is wider than the font is high: most texts fit without being measured.
        if len(text) * self._widest > room.width():
            text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _FLAGS[column.align], text)

    def _paint_mark(self, painter: QPainter, room: QRect, text: str, tone: Tone) -> None:
        words, soft = self._tones[tone]
        painter.setFont(self._caption)
        metrics = painter.fontMetrics()
        width = min(metrics.horizontalAdvance(text) + 2 * self._space.s, room.width())
        mark = QRect(room.left(), room.center().y() - self._mark_height // 2 + 1, width, self._mark_height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(mark, self._space.radius_small, self._space.radius_small)
        painter.restore()
        painter.setPen(words)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - self._space.s)
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, shown)


class TableView(QTableView):
    """A grid for whole rows: Enter opens, letters find, Ctrl+C copies, Ctrl+F filters, the menu key asks for a menu.

    Tab leaves the table (Qt would walk through the cells).
    """

    row_activated = Signal(str)
    """Enter or a double click on the row with this key."""
    menu_requested = Signal(str, QPoint)
    """The menu key or the right button on a row: its key, and where, in global coordinates."""
    copy_requested = Signal()
    filter_requested = Signal()
    """Ctrl+F, where the page keeps no other use for it."""
    table_menu_requested = Signal()
    """The menu key where no row has the cursor."""

    def __init__(self, model: RowsModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(model, self))
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
        # A name that does not fit is cut with dots, also one that stands at the right.
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
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
        index = self._rows.index(position, max(0, self._first_shown_column()))
        # Said outright: left to Qt, a Ctrl that is still held (of Ctrl+Enter) would add the row to those that are selected.
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, how)
        self.scrollTo(index)
        return True

    def dataChanged(self, first: Index, last: Index, _roles: Sequence[int] = ()) -> None:
        """Repaints the changed rows that are seen, and only those; Qt repaints everything for more than one cell.

        Nothing is edited in place here, so there are no editors to tell.
        """
        top = max(first.row(), self.rowAt(0))
        lowest = self.rowAt(self.viewport().height() - 1)
        bottom = last.row() if lowest < 0 else min(last.row(), lowest)
        if bottom >= top:
            start = self.rowViewportPosition(top)
            end = self.rowViewportPosition(bottom) + self.rowHeight(bottom)
            self.viewport().update(0, start, self.viewport().width(), end - start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; Ctrl+C copies; everything else moves and finds as Qt does it."""
        key = self.current_key()
        if event.key() in _ENTER and key is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.row_activated.emit(key)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.filter_requested.emit()
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
        if not index.isValid():
            self.table_menu_requested.emit()
        else:
            self.menu_requested.emit(self._rows.key_at(index.row()), self.viewport().mapToGlobal(where))
