"""Who waits now: in the order of service, with skill, wait, place, and what makes a caller special."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from services.contracts.calls import QueueEntry
from ui.language import translate
from ui.page import PageContext
from ui.wall.closing_bar import ClosingBar
from ui.wall.presenter import WallPresenter
from ui.wall.words import number_text
from widgets import theme
from widgets.durations import clock_text
from widgets.looks import label
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone


class QueueBoard(QFrame):
    """A table that follows the presenter's queue; numbers are masked."""

    def __init__(self, presenter: WallPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
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
        self.table.tools.insertWidget(0, label(translate("Wall", "Queue"), "strong"))
        self.table.tools.insertSpacing(1, space.s)
        self.closings = ClosingBar(presenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.addWidget(self.closings)
        column.addWidget(self.table)
        self.actions_of_row: list[QAction] = []
        """Moving and taking the caller, as the page has bound them."""
        self.table.menu_requested.connect(self._on_table_menu_requested)
        self.table.export_requested.connect(context.export)
        presenter.queue_changed.connect(self.refresh)
        presenter.freshness_changed.connect(self.table.view.viewport().update)
        self.refresh()

    def refresh(self) -> None:
        """Takes in the whole queue."""
        self.table.model.set_rows(self._presenter.queue)

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
                width=60,
            ),
            Column(
                "skill",
                translate("Wall", "Skill"),
                lambda e: self._presenter.queue_name(e.skill),
                width=90,
            ),
            Column(
                "marks",
                translate("Wall", "Special"),
                marks_of,
                tone=lambda _entry: None if not self._presenter.is_stale else Tone.QUIET,
                tip=marks_of,
                width=136,
            ),
            Column(
                "priority",
                translate("Wall", "Priority"),
                lambda e: e.priority,
                text=lambda e: str(e.priority) if e.priority > 0 else "",
                align=Align.RIGHT,
                width=64,
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
