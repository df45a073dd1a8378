"""The rows of the notification centre."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from services.contracts.notices import Notice
from ui.language import translate
from ui.notice_words import notice_tone, notice_words
from ui.shell.notices_presenter import NoticesPresenter
from ui.work.words import moment_words
from widgets import icons, theme
from widgets.theme import Tone

Index = QModelIndex | QPersistentModelIndex
_ICONS = {Tone.BAD: ("bad", "bad"), Tone.WARN: ("warn", "warn")}


class NoticesModel(QAbstractListModel):
    """The presenter's notices as rows."""

    def __init__(self, presenter: NoticesPresenter, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._now = now
        self._shown: list[Notice] = []

    def refresh(self) -> None:
        """Takes the notices anew."""
        self.beginResetModel()
        self._shown = list(self._presenter.notices)
        self.endResetModel()

    def notice_at(self, row: int) -> Notice | None:
        """Returns the notice of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Counts them."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Gives what is painted and what is read out."""
        notice = self._shown[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            unread = "" if notice.read else translate("Notices", "unread, ")
            return f"{unread}{self.words(notice)}, {self.when(notice)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words(notice)
        return (notice, self.words(notice), self.when(notice)) if role == Qt.ItemDataRole.UserRole else None

    def words(self, notice: Notice) -> str:
        """Returns a notice as a sentence."""
        return notice_words(notice, self._presenter.choices)

    def when(self, notice: Notice) -> str:
        """Returns when it was."""
        return moment_words(notice.at, self._now())


class NoticeDelegate(QStyledItemDelegate):
    """A mark for what is unread, the sentence, and below it when it was."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = theme.current()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Returns the height of two lines."""
        return QSize(super().sizeHint(option, index).width(), 2 * self._look.space.row - self._look.space.xs)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints a notice."""
        super().paint(painter, option, index)
        notice, words, when = index.data(Qt.ItemDataRole.UserRole)
        look, space = self._look, self._look.space
        painter.save()
        rect = option.rect.adjusted(space.s, space.xs, -space.s, -space.xs)
        icon, role = _ICONS.get(notice_tone(notice), ("notices", "text_muted" if notice.read else "accent"))
        icons.icon(icon, role).paint(painter, QRect(rect.left(), rect.top() + space.xs, space.icon, space.icon))
        room = rect.adjusted(space.icon + space.s, 0, 0, 0)
        painter.setFont(look.font("body", bold=not notice.read))
        painter.setPen(look.colour("text_muted" if notice.read else "text"))
        half = room.height() // 2
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(room.left(), room.top(), room.width(), half), middle, shown)
        painter.setFont(look.font("caption", digits=True))
        painter.setPen(look.colour("text_muted"))
        painter.drawText(QRect(room.left(), room.top() + half, room.width(), half), middle, when)
        painter.restore()
