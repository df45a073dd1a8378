"""Who waits now: in the order of service, with skill, wait, place, and what makes a caller special."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from services.contracts.calls import QueueEntry
from ui.language import translate
from ui.page import PageContext
from ui.wall.closing_bar import ClosingBar
from ui.wall.presenter import WallPresenter
from ui.wall.queue_chips import QueueChips
from ui.wall.queue_load import loads_of
from ui.wall.words import number_text
from widgets import icons, theme
from widgets.durations import clock_text
from widgets.looks import label
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone


class QueueBoard(QFrame):
    """A table that follows the presenter's queue; numbers are masked.

    What can be done with the table is behind one button: every line above it is a caller fewer that one sees.
    """

    def __init__(self, presenter: WallPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self._entries: dict[str, QueueEntry] = {}
        self.setProperty("look", "card")
        self.table: DataTable[QueueEntry] = DataTable(
            translate("Wall", "Queue"),
            self._columns(),
            key=lambda entry: entry.call_id,
            remember=context.remember,
            remember_as="wall.queue",
            empty=translate("Wall", "Nobody waits."),
            ticking=True,
        )
        self.table.hide_tools()
        self.closings = ClosingBar(presenter)
        self.chips = QueueChips(presenter)
        self.menu_button = QToolButton()
        self.menu_button.setObjectName("wall.queue_menu")
        self.menu_button.setProperty("look", "quiet")
        self.menu_button.setIcon(icons.icon("more"))
        words = translate("Wall", "Queue: columns, order, filter, copy, export")
        self.menu_button.setToolTip(words)
        self.menu_button.setAccessibleName(words)
        head = QHBoxLayout()
        head.setSpacing(space.s)
        head.addWidget(label(translate("Wall", "Queue"), "strong"))
        head.addWidget(self.chips, 1)
        head.addWidget(self.closings.button)
        head.addWidget(self.menu_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.xs, space.m, space.s)
        column.setSpacing(space.xs)
        column.addLayout(head)
        column.addWidget(self.closings)
        column.addWidget(self.table, 1)
        self.actions_of_row: list[QAction] = []
        """Moving and taking the caller, as the page has bound them."""
        self.chips.queue_chosen.connect(self._on_chips_queue_chosen)
        self.menu_button.clicked.connect(self._open_table_menu)
        self.table.menu_requested.connect(self._on_table_menu_requested)
        self.table.export_requested.connect(context.export)
        presenter.queue_changed.connect(self.refresh)
        presenter.freshness_changed.connect(self.table.view.viewport().update)
        self.refresh()

    def refresh(self) -> None:
        """Takes in the queue. Who comes last or goes moves nobody else: with a thousand callers all rows anew would be slow."""
        entries = {entry.call_id: entry for entry in self._presenter.queue}
        stayed = [key for key in self._entries if key in entries]
        if list(entries)[: len(stayed)] == stayed:
            self.table.model.drop(*(key for key in self._entries if key not in entries))
            self.table.model.put(*(entry for key, entry in entries.items() if self._entries.get(key) != entry))
        else:
            self.table.model.set_rows(entries.values())
        self._entries = entries
        self.chips.refresh(loads_of(entries.values()))

    def stops(self) -> list[QWidget]:
        """Returns what Tab stops at, in its order."""
        return [*self.chips.stops(), *self.closings.stops(), self.menu_button, self.table.view]

    def _open_table_menu(self) -> None:
        self.table.open_menu(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))

    def _on_chips_queue_chosen(self, key: str) -> None:
        self.table.model.set_condition((lambda entry: entry.skill == key) if key else None)

    def _on_table_menu_requested(self, _entry: QueueEntry, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions_of_row)
        self.table.fill_menu(menu.addMenu(translate("Wall", "Table")))
        menu.popup(where)

    def _columns(self) -> list[Column[QueueEntry]]:
        return [
            Column(
                "wait",
                translate("Wall", "Wait"),
                lambda e: clock_text(self._wait(e)),
                sort=lambda e: e.since,
                tone=lambda e: self._wait_tone(e),
                align=Align.RIGHT,
                width=64,
            ),
            Column(
                "skill",
                translate("Wall", "Skill"),
                lambda e: self._presenter.queue_name(e.skill),
                width=116,
            ),
            Column(
                "marks",
                translate("Wall", "Special"),
                marks_of,
                tone=lambda _entry: None if not self._presenter.is_stale else Tone.QUIET,
                tip=marks_of,
                width=136,
                stretch=True,
            ),
            Column(
                "priority",
                translate("Wall", "Priority"),
                lambda e: e.priority,
                text=lambda e: str(e.priority) if e.priority > 0 else "",
                align=Align.RIGHT,
                width=64,
                gives_way=True,
            ),
            Column("number", translate("Wall", "Number"), lambda e: number_text(e.number_masked), width=110),
            Column(
                "position", translate("Wall", "Place"), lambda e: e.position, align=Align.RIGHT, width=56, shown=False
            ),
            Column(
                "estimate",
                translate("Wall", "Still to wait"),
                lambda e: "" if e.estimated_wait is None else clock_text(e.estimated_wait),
                sort=lambda e: e.estimated_wait,
                align=Align.RIGHT,
                width=90,
                shown=False,
            ),
        ]

    def _wait(self, entry: QueueEntry) -> float:
        return (self._presenter.shown_now() - entry.since).total_seconds()

    def _wait_tone(self, entry: QueueEntry) -> Tone | None:
        if self._presenter.is_stale:
            return Tone.QUIET
        return self._presenter.wait_tone(self._wait(entry))


def marks_of(entry: QueueEntry) -> str:
    """Returns what makes a waiting caller special, in few words."""
    said = []
    if entry.language:
        said.append(translate("Wall", "English") if entry.language == "en" else entry.language)
    if entry.elderly:
        said.append(translate("Wall", "elderly"))
    if entry.repeated:
        said.append(translate("Wall", "called before: {count}").format(count=entry.repeated))
    if entry.overflowed:
        said.append(translate("Wall", "overflowed"))
    return " · ".join(said)
