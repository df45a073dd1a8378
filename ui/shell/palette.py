"""The command palette: type a part of anything, go there."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from ui.language import translate
from ui.shell.palette_list import Items, ItemsDelegate, PaletteItem, PaletteProvider
from widgets import theme
from widgets.badges import StateBadge
from widgets.fields.search import SearchField
from widgets.looks import label
from widgets.theme import Tone

__all__ = ["CommandPalette", "PaletteItem", "PaletteProvider"]

_SETTLE_MS = 120
_PAGE = 8


class CommandPalette(QFrame):
    """A field and a list over the window. Arrows move, Enter goes, Escape closes; the first row is chosen from the start.

    What is found stands in groups with headings. Some things (a citizen, a place) do not lead to a page but narrow the
    search to what belongs to them; Backspace in the empty field takes that back.
    """

    closed = Signal()

    def __init__(self, providers: Sequence[PaletteProvider], parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self._all = providers
        self._providers = providers
        self._found: dict[int, Sequence[PaletteItem]] = {}
        self._asked = 0
        self._moved = False
        self._back_to: QWidget | None = None
        look = theme.current()
        self.setProperty("look", "floating")
        self.setAccessibleName(translate("Palette", "Command palette"))
        self._narrowed = StateBadge()
        self._narrowed.setObjectName("palette.narrowed")
        self.field = SearchField(
            translate("Palette", "Ticket, person, number, place, article, page or action"), _SETTLE_MS
        )
        self.field.setObjectName("palette.field")
        self.field.text_settled.connect(self._ask)
        self.field.escape_pressed.connect(self.close_palette)
        self.field.installEventFilter(self)
        self._model = Items(self)
        self.list = QListView()
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(translate("Palette", "What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self._model)
        self.list.setItemDelegate(ItemsDelegate(self.list))
        self.list.setProperty("look", "plain")
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self._hint = label("", "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._foot = label("", "caption", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(look.space.s)
        head.addWidget(self._narrowed)
        head.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.m, look.space.m, look.space.m, look.space.s)
        column.setSpacing(look.space.s)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint, 1)
        column.addWidget(self._foot)
        self.hide()
        parent.installEventFilter(self)

    def open_palette(self) -> None:
        """Opens with an empty field and remembers where the focus was."""
        self._back_to = self._host.focusWidget()
        self._providers = self._all
        self._narrowed.set_state("", Tone.ACCENT)
        self.field.clear()
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._ask("")

    def narrow(self, words: str, provider: PaletteProvider) -> None:
        """Asks only one provider from now on, until Backspace in the empty field; ``words`` say for what."""
        self._providers = [provider]
        self._narrowed.set_state(words, Tone.ACCENT)
        self.field.clear()
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
        """Returns what is found, in order, without headings and notes."""
        return [item.title for item in self._model.items if item.can_be_chosen]

    def headings(self) -> list[str]:
        """Returns the headings of the groups, in order."""
        return self._model.headings()

    def notes(self) -> list[str]:
        """Returns what is said beside what is found."""
        return [item.title for item in self._model.items if not item.can_be_chosen]

    def chosen(self) -> str:
        """Returns the title of what Enter goes to; empty where there is nothing."""
        item = self._model.item_at(self.list.currentIndex().row())
        return item.title if item is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter act on the list while the field has the focus; a click elsewhere closes."""
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is not self.field:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self._close_if_left)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key())) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_PageUp: -_PAGE,
        }
        if key in steps:
            self._move(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key == Qt.Key.Key_Backspace and not self.field.text() and self._providers is not self._all:
            self._providers = self._all
            self._narrowed.set_state("", Tone.ACCENT)
            self._ask("")
        else:
            return False
        return True

    def _ask(self, text: str) -> None:
        if self.isHidden():
            return
        self._asked += 1
        self._moved = False
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
        before = self._model.item_at(self.list.currentIndex().row()) if self._moved else None
        self._model.set_items([item for place in sorted(self._found) for item in self._found[place]])
        # What somebody has gone to stays chosen when more is found above it.
        row = self._model.row_of(before) if before is not None else -1
        self._choose(row if row >= 0 else self._model.next_row(-1, 1))
        any_row = self._model.rowCount() > 0
        waits = len(self._found) < len(self._providers)
        if waits:
            self._hint.setText(translate("Palette", "Searching …"))
        else:
            self._hint.setText(
                translate(
                    "Palette",
                    "Nothing found. Try fewer or other words, pinyin, or the last four digits of a telephone number.",
                )
            )
        self.list.setVisible(any_row)
        self._hint.setVisible(not any_row)
        self._foot.setText(self._foot_words())

    def _foot_words(self) -> str:
        if self._providers is not self._all:
            return translate("Palette", "Backspace in the empty field: search everywhere again")
        if not self.field.text():
            return translate(
                "Palette",
                "Words, names and places are found in Chinese and in pinyin; of a number the last four digits do.",
            )
        return translate("Palette", "↑ ↓ choose · Enter open · Esc close")

    def _move(self, by: int) -> None:
        row = self.list.currentIndex().row()
        for _ in range(abs(by)):
            further = self._model.next_row(row, 1 if by > 0 else -1)
            if further < 0:
                break
            row = further
        self._moved = True
        self._choose(row)

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self._model.index(row) if row >= 0 else self._model.index(-1))
        if row == self._model.next_row(-1, 1):
            # The first heading is seen with its first row.
            self.list.scrollToTop()

    def _run(self, row: int) -> None:
        item = self._model.item_at(row)
        if item is not None and item.narrows is not None:
            self.narrow(item.title, item.narrows)
        elif item is not None and item.run is not None:
            self.close_palette()
            item.run()

    def _close_if_left(self) -> None:
        if not self.field.hasFocus() and not self.isAncestorOf(self._host.focusWidget() or self._host):
            self._back_to = None
            self.close_palette()

    def _place(self) -> None:
        look = theme.current()
        width = min(720 if not look.large else 860, self._host.width() - 2 * look.space.xl)
        height = min(520 if not look.large else 600, self._host.height() - 2 * look.space.xxl)
        self.setGeometry((self._host.width() - width) // 2, min(72, self._host.height() // 8), width, height)
