"""What happened in the call and what the caller said, following the sound."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from services.contracts.calls import CallEventKind
from services.quality.timeline import Entry
from ui.language import translate
from ui.quality.words import entry_words
from widgets import theme
from widgets.durations import clock_text

_ENTRY = Qt.ItemDataRole.UserRole
_NOW = Qt.ItemDataRole.UserRole + 1


class TimelineView(QListWidget):
    """Enter or a double click plays from a line."""

    seek_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quality.timeline")
        self.setAccessibleName(translate("Quality", "Timeline of the call"))
        self.setItemDelegate(_LineDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda item: self.seek_requested.emit(max(0.0, item.data(_ENTRY).second)))
        self._now = -1

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Shows a call's entries."""
        self.clear()
        self._now = -1
        for entry in entries:
            item = QListWidgetItem(entry_words(entry))
            item.setData(_ENTRY, entry)
            said = entry.kind is CallEventKind.SPOKEN
            words = translate("Quality", "Caller: {text}").format(text=entry.text) if said else entry_words(entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{clock_text(entry.second)} {words}")
            self.addItem(item)

    def show_now(self, place: int) -> None:
        """Marks what plays and brings it into view, unless somebody reads in the list."""
        for row, now in ((self._now, False), (place, True)):
            item = self.item(row)
            if item is not None:
                item.setData(_NOW, now)
        self._now = place
        item = self.item(place)
        if item is not None and not self.hasFocus():
            self.scrollToItem(item, QAbstractItemView.ScrollHint.PositionAtCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks the lines anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _LineDelegate(QStyledItemDelegate):
    """Paints the time beside the words; what was said in full ink, what happened in grey."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view
        self._look = theme.current()
        self._time_font = self._look.font("caption", digits=True)
        self._time_width = QFontMetrics(self._time_font).horizontalAdvance("0:00:00") + self._look.space.s
        self._event_font = self._look.font("caption")

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """As high as its words need in the present width."""
        space = self._look.space
        said = index.data(_ENTRY).kind is CallEventKind.SPOKEN
        metrics = QFontMetrics(self._look.font() if said else self._event_font)
        room = QRect(0, 0, self._words_width(), 10_000)
        high = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, index.data()).height()
        return QSize(self._view.viewport().width(), high + 2 * space.xs)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paints one line."""
        space, entry, box = self._look.space, index.data(_ENTRY), option.rect
        said = entry.kind is CallEventKind.SPOKEN
        if index.data(_NOW):
            painter.fillRect(box, self._look.colour("accent_soft"))
            painter.fillRect(box.left(), box.top(), 3, box.height(), self._look.colour("accent"))
        elif option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.fillRect(box, self._look.colour("selection"))
        painter.setFont(self._time_font)
        painter.setPen(self._look.colour("text_muted"))
        time = clock_text(entry.second) if entry.second >= 0 else f"−{clock_text(-entry.second)}"
        place = QRect(box.left() + space.s, box.top() + space.xs + 1, self._time_width, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, time)
        painter.setFont(self._look.font() if said else self._event_font)
        painter.setPen(self._look.colour("text" if said else "text_muted"))
        words = QRect(place.right(), box.top() + space.xs, self._words_width(), box.height())
        painter.drawText(words, Qt.TextFlag.TextWordWrap, index.data())

    def _words_width(self) -> int:
        space = self._look.space
        return max(60, self._view.viewport().width() - self._time_width - 2 * space.s)
