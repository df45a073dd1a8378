"""A field that offers choices while somebody types; from the keyboard alone."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets import theme
from widgets.fields.matching import Choice

Matcher = Callable[[str], Sequence[Choice]]
Index = QModelIndex | QPersistentModelIndex

_MOST_ROWS = 10


class TypeAheadField(QLineEdit):
    """Type a part of a name or its initials; arrows move, Enter or Tab takes, Escape goes back to what was chosen before.

    Text that was typed but not chosen stays visible and counts as "nothing chosen"; the page says so when it validates.
    The list hangs below the field inside the window and shows each choice with its path.
    """

    choice_changed = Signal(object)
    """The :class:`Choice` now taken, or ``None`` from the moment somebody types over it."""

    def __init__(self, name: str, matcher: Matcher, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matcher = matcher
        self._choice: Choice | None = None
        self._before: Choice | None = None
        self._offers = _Offers(self)
        self._list: QListView | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(120)
        self.textEdited.connect(self._on_text_edited)

    @property
    def choice(self) -> Choice | None:
        """What is chosen."""
        return self._choice

    def set_choice(self, choice: Choice | None) -> None:
        """Shows a choice without a signal."""
        self._choice = self._before = choice
        self.setText("" if choice is None else choice.text)
        self.setToolTip("" if choice is None else choice.path)
        self.setCursorPosition(0)
        self._close()

    def offer_again(self) -> None:
        """Asks the matcher anew for what is typed; call it when more has become known."""
        self._offer(self.text())

    def offered(self) -> list[Choice]:
        """Returns what the open list offers; empty while it is closed."""
        return list(self._offers.choices) if self._is_open() else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handles the keys of the list; everything else is typing."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and self._is_open():
            self._move(_MOST_ROWS if key == Qt.Key.Key_PageDown else -_MOST_ROWS)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_open():
            self._take_current()
        elif key == Qt.Key.Key_Escape and (self._is_open() or self._choice != self._before):
            self._go_back()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab takes what is marked and goes on; an open list keeps Escape and Enter from the window's shortcuts."""
        if isinstance(event, QKeyEvent) and self._is_open():
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
                self._take_current()
            elif event.type() == QEvent.Type.ShortcutOverride and event.key() in (
                Qt.Key.Key_Escape,
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            ):
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remembers what Escape goes back to."""
        super().focusInEvent(event)
        self._before = self._choice
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Closes the list. What was typed in full counts as chosen."""
        super().focusOutEvent(event)
        self._close()
        typed = self.text().strip()
        if self._choice is None and typed:
            same = [choice for choice in self.matcher(typed) if choice.text == typed]
            if len(same) == 1:
                self._take(same[0])

    def _on_text_edited(self, text: str) -> None:
        if self._choice is not None:
            self._choice = None
            self.setToolTip("")
            self.choice_changed.emit(None)
        self._offer(text)

    def _offer(self, text: str) -> None:
        self._offers.set_choices(list(self.matcher(text)))
        if self._offers.choices:
            self._open()
        else:
            self._close()

    def _move(self, by: int) -> None:
        if not self._is_open():
            self._offer("" if self._choice is not None else self.text())
            return
        view = self._view()
        row = max(0, min(self._offers.rowCount() - 1, view.currentIndex().row() + by))
        view.setCurrentIndex(self._offers.index(row))

    def _take_current(self) -> None:
        index = self._view().currentIndex()
        if index.isValid():
            self._take(self._offers.choices[index.row()])

    def _take(self, choice: Choice) -> None:
        changed = choice != self._choice
        self.set_choice(choice)
        if changed:
            self.choice_changed.emit(choice)

    def _go_back(self) -> None:
        before = self._before
        changed = before != self._choice
        self.set_choice(before)
        if changed:
            self.choice_changed.emit(before)

    # The list

    def _is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def _view(self) -> QListView:
        if self._list is None or self._list.parent() is not self.window():
            if self._list is not None:
                self._list.deleteLater()
            view = QListView(self.window())
            view.setProperty("look", "floating")
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            view.setAccessibleName(self.accessibleName())
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.setUniformItemSizes(True)
            # The list outlives the field for a moment; without its model Qt would warn.
            self._offers.setParent(view)
            view.setModel(self._offers)
            view.setItemDelegate(_OfferDelegate(view))
            view.clicked.connect(lambda index: self._take(self._offers.choices[index.row()]))
            self.destroyed.connect(view.deleteLater)
            self._list = view
        return self._list

    def _open(self) -> None:
        view = self._view()
        window = self.window()
        height = theme.current().space.row * min(_MOST_ROWS, self._offers.rowCount()) + theme.current().space.s
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        width = min(max(self.width(), 360), window.width() - 2 * theme.current().space.s)
        left = max(0, min(below.x(), window.width() - width - theme.current().space.s))
        above = self.mapTo(window, QPoint(0, 0)).y() - 2 - height
        top = above if below.y() + height > window.height() and above >= 0 else below.y()
        view.setGeometry(QRect(left, top, width, height))
        view.setCurrentIndex(self._offers.index(0))
        view.show()
        view.raise_()

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()


class _Offers(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def set_choices(self, choices: list[Choice]) -> None:
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.text}, {choice.path}"
        return choice.path if role == Qt.ItemDataRole.UserRole else None


class _OfferDelegate(QStyledItemDelegate):
    """The choice at the left, its path in grey at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = theme.current()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), self._look.space.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        path = index.data(Qt.ItemDataRole.UserRole)
        words = self._look.font().pixelSize() * len(index.data(Qt.ItemDataRole.DisplayRole))
        room = option.rect.adjusted(words + self._look.space.xl, 0, -self._look.space.m, 0)
        if not path or room.width() < self._look.space.xxl:
            return
        painter.save()
        painter.setPen(self._look.colour("text_muted"))
        painter.setFont(self._look.font("caption"))
        shown = painter.fontMetrics().elidedText(path, Qt.TextElideMode.ElideLeft, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
