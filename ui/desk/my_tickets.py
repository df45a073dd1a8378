"""My tickets today, with what is still on its way."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from services.desk.choices import Choices
from ui.clock_words import TimeLeft, time_left_words
from ui.desk.card import Card
from ui.desk.texts import STATUS_TONES, minute, status_words
from ui.desk.tickets_presenter import NEEDS, MyTicket, TicketsPresenter
from ui.language import translate
from ui.lifecycle_words import alarm_tone, alarm_words, kind_words, listed
from ui.page import PageContext
from ui.problems import is_chinese
from widgets.badges import StateBadge
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone


class MyTickets(Card):
    """Enter opens a ticket beside the form; what needs the person opens its list."""

    open_requested = Signal(str)
    """A ticket, by id."""
    needs_you_requested = Signal()

    def __init__(
        self,
        presenter: TicketsPresenter,
        context: PageContext,
        choices: Callable[[], Choices | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate("Desk", "My tickets today"), parent)
        self._presenter = presenter
        self._choices = choices
        self._stale = StateBadge()
        self.head.addStretch(1)
        self.head.addWidget(self._stale)
        self.table: DataTable[MyTicket] = DataTable(
            translate("Desk", "My tickets today"),
            self._columns(),
            key=lambda row: row.id,
            remember=context.remember,
            remember_as="desk.mine",
            empty=translate("Desk", "No ticket yet today. Answer a call, or press Ctrl+N."),
        )
        self.table.hide_tools()
        self.add_table(self.table, self.table.view)
        self.table.row_activated.connect(self._on_table_row_activated)
        self.table.export_requested.connect(context.export)
        presenter.changed.connect(self._show)
        self._show()

    def _columns(self) -> list[Column[MyTicket]]:
        return [
            Column(
                "at",
                translate("Desk", "Time"),
                value=lambda r: r.at.isoformat(),
                text=lambda r: minute(r.at),
                align=Align.RIGHT,
                width=58,
                gives_way=True,
            ),
            Column(
                "title",
                translate("Desk", "Title"),
                value=lambda r: listed((alarm_words(r.alert), r.title or translate("Desk", "(no title)"))),
                tip=lambda r: f"{r.number} {r.title}".strip(),
                tone=lambda r: alarm_tone(r.alert),
                width=120,
                stretch=True,
            ),
            Column(
                "status",
                translate("Desk", "Status"),
                value=lambda r: status_words(r.status),
                tone=lambda r: STATUS_TONES.get(r.status, Tone.QUIET),
                badge=True,
                width=72,
            ),
            Column(
                "left",
                translate("Desk", "Time left"),
                value=lambda r: self._left(r).words,
                sort=lambda r: (r.due_at is None, r.due_at),
                tone=lambda r: self._left(r).tone,
                align=Align.RIGHT,
                width=98,
            ),
            Column(
                "number",
                translate("Desk", "Number"),
                value=lambda r: r.number,
                width=130,
                shown=False,
                goes_along=True,
            ),
            Column("kind", translate("Desk", "Kind"), value=lambda r: kind_words(r.kind), width=70, shown=False),
            Column("category", translate("Desk", "Category"), value=self._category, width=110, shown=False),
            Column("place", translate("Desk", "Place"), value=self._place, width=140, shown=False),
        ]

    def _left(self, row: MyTicket) -> TimeLeft:
        return time_left_words(row.due_at, self._presenter.now(), alarm=row.alarm)

    def _category(self, row: MyTicket) -> str:
        choices = self._choices()
        return choices.category_name(row.category, not is_chinese()) if choices is not None else row.category

    def _place(self, row: MyTicket) -> str:
        choices = self._choices()
        return choices.place_name(row.town, row.village) if choices is not None else row.town

    def _show(self) -> None:
        self.table.model.set_rows(self._presenter.rows)
        count = len(self._presenter.rows)
        title = translate("Desk", "My tickets today: {count}").format(count=count)
        self.set_title(title if count else translate("Desk", "My tickets today"))
        self._stale.set_state("" if self._presenter.is_fresh else translate("Desk", "as last known"), Tone.WARN)

    def _on_table_row_activated(self, row: MyTicket) -> None:
        if row.status == NEEDS:
            self.needs_you_requested.emit()
        elif row.number:
            self.open_requested.emit(row.id)
