"""The list of articles found: title and a line of summary, as a Qt model and how a row is painted."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from services.knowledge.index import Hit
from widgets import theme
from widgets.language import translate

_Index = QModelIndex | QPersistentModelIndex


class HitModel(QAbstractListModel):
    """The hits of one search, best first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def show_hits(self, hits: list[Hit]) -> None:
        """Shows other hits."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """Returns the hit of a row, ``None`` outside."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """How many hits there are."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Hit | None:
        """Title for display, title and summary for a screen reader, the hit itself for painting."""
        hit = self.hit(index.row())
        if hit is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{hit.title}\n{hit.summary}" if hit.summary else hit.title
        return hit if role == Qt.ItemDataRole.UserRole else None


class HitDelegate(QStyledItemDelegate):
    """Paints a row: the title strong, one line of the summary under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._space = look.space
        self._title_font = look.font("body", bold=True)
        self._summary_font = look.font("caption")
        self._text = look.colour("text")
        self._muted = look.colour("text_muted")
        self._selection = look.colour("selection")
        self._hover = look.colour("hover")

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """Two lines and air."""
        lines = QFontMetrics(self._title_font).height() + QFontMetrics(self._summary_font).height()
        return QSize(120, lines + self._space.s + self._space.hair)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paints one row."""
        hit = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(hit, Hit):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._hover)
        inner = rect.adjusted(self._space.s, self._space.xs, -self._space.s, -self._space.xs)
        for text, font, colour, flag in (
            (hit.title, self._title_font, self._text, Qt.AlignmentFlag.AlignTop),
            (hit.summary.replace("\n", " "), self._summary_font, self._muted, Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(font)
            painter.setPen(colour)
            line = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | flag), line)
        painter.restore()


class ResultList(QListView):
    """The list of hits; Enter or a click opens one (``activated``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hits = HitModel(self)
        self.setObjectName("knowledge.results")
        self.setModel(self.hits)
        self.setItemDelegate(HitDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(translate("Knowledge", "Articles found"))

    def current_hit(self) -> Hit | None:
        """Returns the selected hit."""
        return self.hits.hit(self.currentIndex().row())
