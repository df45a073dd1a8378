"""The lists of a page beside each other, each with how much stands in it."""

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from ui import moments
from ui.language import translate
from ui.work.presenter import WorkPresenter
from widgets import theme
from widgets.badges import StateBadge
from widgets.looks import label, set_look
from widgets.theme import Tone


class ListBar(QFrame):
    """One button a list; red where it must not be left waiting. At the right, whether what is shown is true."""

    def __init__(self, presenter: WorkPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.setAccessibleName(translate("Work", "Lists"))
        self.buttons: dict[str, QPushButton] = {}
        self._badges: dict[str, StateBadge] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.xs)
        for tab in presenter.tabs:
            button = QPushButton(tab.title())
            button.setCheckable(True)
            button.setObjectName(f"{presenter.page}.list.{tab.key}")
            button.setProperty("look", "quiet")
            button.clicked.connect(lambda _on=False, key=tab.key: presenter.show_tab(key))
            badge = StateBadge()
            group.addButton(button)
            self.buttons[tab.key], self._badges[tab.key] = button, badge
            row.addWidget(button)
            row.addWidget(badge)
            row.addSpacing(space.xs)
        row.addStretch(1)
        self.stale = label("", "caption")
        set_look(self.stale, "words", "warn")
        row.addWidget(self.stale)
        self._row = row
        presenter.lists_changed.connect(self.refresh)
        self.refresh()

    def add_tool(self, tool: QWidget) -> None:
        """Adds something at the right end."""
        self._row.addWidget(tool)

    def refresh(self) -> None:
        """Shows counts, the present list, and how old it is."""
        p = self._presenter
        for tab in p.tabs:
            count = p.counts.get(tab.key, 0)
            self.buttons[tab.key].setChecked(tab.key == p.tab)
            self.buttons[tab.key].setAccessibleName(f"{tab.title()}: {count}")
            tone = Tone.BAD if tab.urgent else Tone.ACCENT if tab.key == p.tab else Tone.QUIET
            self._badges[tab.key].set_state(str(count) if count else "", tone)
        last = p.live.state.last_true_at
        words = ""
        if p.is_stale:
            words = translate("Work", "Not live")
            if last is not None:
                at = f"{moments.local(last):%H:%M:%S}"
                words = translate("Work", "Last true at {time}").format(time=at)
        elif p.more:
            words = translate("Work", "Only the {count} most urgent are listed").format(count=len(p.rows))
        self.stale.setText(words)
