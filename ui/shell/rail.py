"""The navigation at the left: the pages that the person may use."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.shell.entries import PageEntry
from widgets import icons, theme
from widgets.badges import key_text
from widgets.looks import label


class NavigationRail(QFrame):
    """One button a page: icon, title, badge. Ctrl+1 is the first."""

    page_requested = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setProperty("look", "rail")
        self._buttons: dict[str, _RailButton] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.xs, look.space.s, look.space.xs, look.space.s)
        column.setSpacing(look.space.xs)
        for place, entry in enumerate(entries, start=1):
            if entry.key == "settings":
                column.addStretch(1)
            button = _RailButton(entry)
            button.setToolTip(f"{entry.title()}  {key_text(f'Ctrl+{place}')}")
            button.clicked.connect(lambda _on=False, key=entry.key: self.page_requested.emit(key))
            group.addButton(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._buttons[entry.key] = button
        if not any(entry.key == "settings" for entry in entries):
            column.addStretch(1)
        width = _button_width([entry.title() for entry in entries])
        for button in self._buttons.values():
            button.setFixedWidth(width)
        self.setFixedWidth(width + 2 * look.space.xs)

    def show_current(self, key: str) -> None:
        """Marks the page that is shown."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_badge(self, key: str, text: str) -> None:
        """Shows a short text beside a page's icon; an empty one takes it away."""
        if key in self._buttons:
            self._buttons[key].set_badge(text)

    def badge(self, key: str) -> str:
        """Returns the text beside a page's icon."""
        return self._buttons[key].badge_text()


def _button_width(titles: Sequence[str]) -> int:
    """Returns the width in which the longest title is read in whole, in bold too."""
    look = theme.current()
    metrics = QFontMetrics(look.font("caption", bold=True))
    longest = max((metrics.horizontalAdvance(title) for title in titles), default=0)
    return max(68 if not look.large else 96, longest + 3 * look.space.xs)


class _RailButton(QToolButton):
    def __init__(self, entry: PageEntry) -> None:
        super().__init__()
        look = theme.current()
        self._title = entry.title()
        self.setProperty("look", "rail")
        self.setObjectName(f"rail.{entry.key}")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIcon(icons.icon(entry.icon, "rail_text"))
        self.setText(self._title)
        self.setAccessibleName(self._title)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(56 if not look.large else 68)
        self._badge = label("", "badge")
        self._badge.setParent(self)
        self._badge.setProperty("tone", "bad")
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.hide()

    def set_badge(self, text: str) -> None:
        self._badge.setText(text)
        self._badge.adjustSize()
        self._badge.move(self.width() - self._badge.width() - 4, 3)
        self._badge.setVisible(bool(text))
        self.setAccessibleDescription(text)

    def badge_text(self) -> str:
        return self._badge.text()
