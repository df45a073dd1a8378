"""The sections of the page: their names in groups at the left, the one that is chosen at the right, made when first seen."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from widgets import icons, theme

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Section:
    """One section of the page."""

    key: str
    title: str
    icon: str
    make: Callable[[], QWidget]
    group: str = ""
    """Sections of one group follow each other below its name."""


class Sections(QWidget):
    """A list of names; arrows go through it, and the section beside it follows."""

    chosen = Signal(str, str)
    """The key of the section that is shown now, and of the one before."""

    def __init__(self, name: str, sections: list[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._sections = {section.key: section for section in sections}
        self._made: dict[str, QWidget] = {}
        self._before = ""
        self.list = QListWidget()
        self.list.setObjectName("settings.sections")
        self.list.setAccessibleName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("look", "sections")
        group = None
        for section in sections:
            if section.group != group:
                group = section.group
                if group:
                    self._add_heading(group)
            item = QListWidgetItem(icons.icon(section.icon), section.title)
            item.setData(_KEY, section.key)
            self.list.addItem(item)
        # As wide as the longest name in the language that is on, beside the bar that scrolls.
        self.list.setFixedWidth(
            self.list.sizeHintForColumn(0) + self.list.verticalScrollBar().sizeHint().width() + look.space.l
        )
        self.stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space.l)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        self.list.currentItemChanged.connect(self._on_list_current_item_changed)

    @property
    def keys(self) -> list[str]:
        """The sections from top to bottom."""
        return list(self._sections)

    @property
    def current(self) -> str:
        """The key of the section that is shown."""
        item = self.list.currentItem()
        return str(item.data(_KEY) or "") if item is not None else ""

    def title(self, key: str) -> str:
        """Returns the name of a section."""
        return self._sections[key].title

    def titles(self) -> list[str]:
        """Returns the names from top to bottom."""
        return [section.title for section in self._sections.values()]

    def widget(self, key: str) -> QWidget:
        """Returns a section, made now if it was not seen yet."""
        if key not in self._made:
            made = self._sections[key].make()
            self._made[key] = made
            self.stack.addWidget(made)
        return self._made[key]

    def show_section(self, key: str) -> None:
        """Goes to a section; an unknown one is passed over."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == key:
                self.list.setCurrentRow(row)

    def go_on(self) -> None:
        """Goes to the next section, after the last one to the first."""
        keys = self.keys
        self.show_section(keys[(keys.index(self.current) + 1) % len(keys)])

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(theme.current().colour("text_muted"))
        item.setFont(theme.current().font("caption"))
        self.list.addItem(item)

    def _on_list_current_item_changed(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.data(_KEY):
            return
        key = str(item.data(_KEY))
        self.stack.setCurrentWidget(self.widget(key))
        before, self._before = self._before, key
        self.chosen.emit(key, before)
