"""A list to pick from, over the page: type a few letters, arrows, Enter. For templates, phrases, colleagues, drafts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from ui.language import translate
from widgets import icons, theme
from widgets.looks import label

_MOST_ROWS = 9
_WIDTH = 560


@dataclass(frozen=True)
class Pick:
    """A row: its key, what it says, a grey remark, and what else finds it (sounds)."""

    key: str
    text: str
    remark: str = ""
    sounds: str = ""
    icon: str = ""

    def fits(self, words: Sequence[str]) -> bool:
        """Whether all words are part of it."""
        whole = f"{self.text} {self.remark} {self.sounds}".casefold()
        return all(word in whole for word in words)


class Picker(QFrame):
    """Opens over its parent and gives the focus back where it was. Escape, or a click elsewhere, closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setProperty("look", "floating")
        self._picks: list[Pick] = []
        self._picked: Callable[[str], None] = lambda _key: None
        self._typed: Callable[[str], Pick | None] = lambda _text: None
        self._sought: Callable[[str], None] = lambda _text: None
        self._found: list[Pick] = []
        self._back: QWidget | None = None
        self._title = label("", "strong")
        self._field = QLineEdit()
        self._field.setObjectName("picker.field")
        self._field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.itemClicked.connect(lambda _item: self._take())
        self._empty = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.m, look.space.m, look.space.m, look.space.m)
        column.setSpacing(look.space.s)
        for part in (self._title, self._field, self._list, self._empty):
            column.addWidget(part)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(look.space.xxl)
        shadow.setOffset(0, look.space.xs)
        self.setGraphicsEffect(shadow)
        self.hide()
        parent.installEventFilter(self)

    def pick(
        self,
        title: str,
        picks: Sequence[Pick],
        picked: Callable[[str], None],
        empty: str,
        typed: Callable[[str], Pick | None] = lambda _text: None,
        sought: Callable[[str], None] = lambda _text: None,
        standing: str = "",
    ) -> None:
        """Opens with a title and rows.

        Args:
            title: what is asked.
            picks: the rows.
            picked: gets the key of the row that is taken.
            empty: says why there is none.
            typed: makes a first row of what is typed, where that is a choice of its own.
            sought: looks further for what is typed; what it finds comes with :meth:`offer`.
            standing: the key of what was chosen before: Enter leaves it so.
        """
        if not self.isVisible():
            self._back = self.window().focusWidget()
        self._picks, self._picked, self._typed = list(picks), picked, typed
        self._sought, self._found = sought, []
        self._title.setText(title)
        self._field.setAccessibleName(title)
        self._field.setPlaceholderText(translate("Desk", "Type to find, Enter takes, Escape goes back"))
        self._list.setAccessibleName(title)
        self._empty.setText(empty)
        self._field.clear()
        self._fill("")
        keys = [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count())]
        self._list.setCurrentRow(keys.index(standing) if standing in keys else 0)
        self._place()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def offer(self, typed: str, picks: Sequence[Pick]) -> None:
        """Adds what was found for a text, below the rows that have it in them; nothing where another text is typed by now."""
        if typed == self._field.text().strip():
            self._found = list(picks)
            self._show(typed)

    def shown_texts(self) -> list[str]:
        """Returns the rows that are shown."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def give_up(self) -> None:
        """Closes and gives the focus back."""
        if self.isVisible():
            self.hide()
            if self._back is not None and self._back.isVisible():
                self._back.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the field move in the list; the list follows the size of the page."""
        if watched is self._field and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in keys:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._on_field_key(event)
        if watched is self._field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _on_field_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.give_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
        else:
            return False
        return True

    def _fill(self, typed: str) -> None:
        self._found = []
        self._show(typed)
        if typed.strip():
            self._sought(typed.strip())

    def _rows(self, typed: str) -> list[Pick]:
        words = typed.casefold().split()
        own = self._typed(typed.strip()) if typed.strip() else None
        fitting = [*([own] if own is not None else []), *(pick for pick in self._picks if pick.fits(words))]
        known = {pick.key for pick in fitting}
        return [*fitting, *(pick for pick in self._found if pick.key not in known)]

    def _show(self, typed: str) -> None:
        look = theme.current()
        self._list.clear()
        found = self._rows(typed)
        scrolls = len(found) > _MOST_ROWS
        bar = self._list.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) if scrolls else 0
        for pick in found:
            item = QListWidgetItem(pick.text)
            item.setData(Qt.ItemDataRole.UserRole, pick.key)
            item.setToolTip(pick.remark)
            if pick.icon:
                item.setIcon(icons.icon(pick.icon))
            self._list.addItem(item)
            row = QLabel(pick.remark)
            row.setProperty("look", "caption")
            # Measured below, in the letters of that role.
            row.ensurePolished()
            row.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            # The remark keeps clear of the icon and the text, and what has no room is elided at its end.
            taken = self._list.fontMetrics().horizontalAdvance(pick.text) + look.space.row + look.space.l
            room = self._width() - taken - look.space.xxl - look.space.l - look.space.s - bar
            row.setText(row.fontMetrics().elidedText(pick.remark, Qt.TextElideMode.ElideRight, max(0, room)))
            row.setContentsMargins(taken, 0, look.space.s, 0)
            row.setTextFormat(Qt.TextFormat.PlainText)
            self._list.setItemWidget(item, row)
        self._list.setCurrentRow(0)
        rows = self._list.count()
        self._list.setVisible(rows > 0)
        self._empty.setVisible(rows == 0)
        frame = 2 * look.space.hair
        self._list.setFixedHeight((look.space.row + look.space.xs) * min(_MOST_ROWS, max(1, rows)) + frame)
        if self.isVisible():
            self._place()

    def _width(self) -> int:
        page = self.parent()
        return min(_WIDTH, page.width() - theme.current().space.xxl) if isinstance(page, QWidget) else _WIDTH

    def _take(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            key = str(item.data(Qt.ItemDataRole.UserRole))
            self.give_up()
            self._picked(key)

    def _place(self) -> None:
        page = self.parent()
        if isinstance(page, QWidget):
            width = self._width()
            self.setFixedWidth(width)
            self.adjustSize()
            self.move((page.width() - width) // 2, max(theme.current().space.l, page.height() // 9))
