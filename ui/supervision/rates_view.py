"""The rates of an interval, each with the tickets behind it; side by side, never one figure alone."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from services.clock import DISTRICT_ZONE
from services.contracts.followups import RateBy, RateFigure, Rates
from services.contracts.tickets import TicketRow
from ui.clock_words import TimeLeft, time_left_words
from ui.language import translate
from ui.lifecycle_words import alarm_tone, alarm_words, listed, status_tone, status_words
from ui.page import PageContext
from ui.quality.room import wide
from ui.supervision.presenter import PERIODS, SupervisionPresenter
from ui.supervision.rates_words import FIGURES, by_words, figure_words, period_words, weights_words
from widgets import theme
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Align, Column, DataTable

Value = Callable[[Rates], float | None]
_CHOSEN = "supervision.interval"


class RatesView(QWidget):
    """Above the figures by group, below the tickets behind the one that was opened."""

    ticket_requested = Signal(str)

    def __init__(self, presenter: SupervisionPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.period = QComboBox()
        self.period.setObjectName("supervision.period")
        self.period.setAccessibleName(translate("Supervision", "Period"))
        for key, words in period_words().items():
            self.period.addItem(words, key)
        self.by = QComboBox()
        self.by.setObjectName("supervision.by")
        self.by.setAccessibleName(translate("Supervision", "Broken down"))
        for by, words in by_words().items():
            self.by.addItem(words, by)
        self.first = _day(translate("Supervision", "First day"), "supervision.first")
        self.last = _day(translate("Supervision", "Last day"), "supervision.last")
        self._remember = context.remember
        self._bring_back()
        self.period.setCurrentIndex(PERIODS.index(presenter.period))
        self.by.setCurrentIndex(list(by_words()).index(presenter.by))
        for box in (self.period, self.by):
            box.activated.connect(lambda _place: self._choose())
        for day in (self.first, self.last):
            day.dateChanged.connect(lambda _day: self._choose_days())
        self._sum = label("", "strong", wrap=True)
        self._about = label("", "caption", wrap=True)
        self.wrong = label(
            translate("Supervision", "The first day is after the last one. Please change one of them."), "error"
        )
        top = QHBoxLayout()
        top.setSpacing(space.s)
        top.addWidget(self.period)
        top.addWidget(self.first)
        top.addWidget(label("–"))
        top.addWidget(self.last)
        top.addWidget(self.by)
        top.addWidget(self._sum, 1)
        self.groups = self._groups_table(context)
        self.behind = self._behind_table(context)
        self._behind_title = label("", "title")
        self.more = QPushButton(translate("Supervision", "Show more"))
        self.more.setObjectName("supervision.more")
        self.more.clicked.connect(presenter.show_more)
        heading = QHBoxLayout()
        heading.addWidget(self._behind_title, 1)
        heading.addWidget(self.more)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, space.s, 0, 0)
        whole.setSpacing(space.s)
        whole.addLayout(top)
        whole.addWidget(self.wrong)
        whole.addWidget(self._about)
        above = _card(self.groups)
        below = _card(heading, self.behind)
        whole.addWidget(SplitPane([above, below], [3, 2], context.remember, "supervision.rates", vertical=True), 1)
        presenter.report_changed.connect(self.refresh)
        presenter.names_changed.connect(self.refresh)
        presenter.behind_changed.connect(self._show_behind)
        self.groups.row_activated.connect(self._open_current)
        self.behind.row_activated.connect(lambda row: self.ticket_requested.emit(row.id))
        self._show_days()
        self.refresh()
        self._show_behind()

    def enter(self) -> None:
        """Asks anew, and puts the focus on the figures."""
        self._presenter.load_rates()
        self.groups.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Shows the presenter's report."""
        report = self._presenter.report
        if report is None:
            return
        total = report.total
        words = translate(
            "Supervision", "Response {response} · solved {solved} · satisfied {satisfied} · score {score}"
        )
        self._sum.setText(
            words.format(
                response=_percent(total.response),
                solved=_percent(total.solved),
                satisfied=_percent(total.satisfied),
                score=_percent(total.score),
            )
        )
        since = f"{report.since.astimezone(DISTRICT_ZONE):%Y-%m-%d}"
        until = f"{(report.until - timedelta(microseconds=1)).astimezone(DISTRICT_ZONE):%Y-%m-%d}"
        about = translate(
            "Supervision",
            "{since} to {until} · dispatches {tickets}, valid follow-ups {valid} · {weights} · formulas version {version} · Enter opens the tickets behind the column that has the cursor",
        )
        self._about.setText(
            about.format(
                since=since,
                until=until,
                tickets=total.tickets,
                valid=total.valid,
                weights=weights_words(report.weights),
                version=report.version,
            )
        )
        self.groups.model.set_rows(report.groups)

    def _choose(self) -> None:
        self._presenter.choose(self.period.currentData(), self.by.currentData())
        self._show_days()
        self._keep()

    def _choose_days(self) -> None:
        first, last = (_date(day) for day in (self.first, self.last))
        self.period.setCurrentIndex(PERIODS.index("days"))
        self._presenter.choose_days(first, last)
        self._show_days()
        self._keep()

    def _show_days(self) -> None:
        """Shows the days of the period; those of another one can be typed over them."""
        since, until = self._presenter.interval()
        for field, day in ((self.first, since), (self.last, until - timedelta(days=1))):
            field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(False)
        self.wrong.setVisible(self._presenter.days_are_wrong)

    def _keep(self) -> None:
        days = [day.isoformat() for day in self._presenter.days or ()]
        self._remember.put(_CHOSEN, " ".join([self._presenter.period, self._presenter.by.value, *days]))

    def _bring_back(self) -> None:
        """Takes up what was chosen last; what nobody can read any more counts for nothing."""
        with contextlib.suppress(ValueError):
            period, by, *days = (self._remember.get(_CHOSEN) or "").split()
            chosen = tuple(map(date.fromisoformat, days))
            if period in PERIODS and (period != "days" or len(chosen) == 2):
                self._presenter.by, self._presenter.period = RateBy(by), period
                self._presenter.days = (chosen[0], chosen[1]) if len(chosen) == 2 else None

    def _open_current(self, row: Rates) -> None:
        index: QModelIndex = self.groups.view.currentIndex()
        column = self.groups.model.columns[index.column()].key if index.isValid() else "tickets"
        self._presenter.open_figure(FIGURES.get(column, RateFigure.TICKETS), row.group)

    def _show_behind(self) -> None:
        p = self._presenter
        words = translate("Supervision", "Tickets behind a figure")
        if p.behind_figure is not None:
            words = figure_words()[p.behind_figure]
            counted = translate("Supervision", "{figure} · tickets: {total}")
            if p.has_more_behind:
                counted = translate("Supervision", "{figure} · tickets: {total}, the newest {shown} are shown")
            words = counted.format(figure=words, total=p.behind_total, shown=len(p.behind))
        self._behind_title.setText(words)
        self.more.setVisible(p.has_more_behind)
        self.behind.model.set_rows(self._presenter.behind)

    def _groups_table(self, context: PageContext) -> DataTable[Rates]:
        p = self._presenter

        def count(key: str, title: str, value: Callable[[Rates], int]) -> Column[Rates]:
            return Column(key, title, value=value, align=Align.RIGHT, width=wide(72))

        def rate(key: str, title: str, value: Value) -> Column[Rates]:
            return Column(
                key,
                title,
                value=lambda r: _hundred(value(r)),
                text=lambda r: _percent(value(r)),
                align=Align.RIGHT,
                width=wide(76),
            )

        columns = [
            Column[Rates](
                "group",
                translate("Supervision", "Group"),
                value=lambda r: p.group_name(p.by, r.group) or "–",
                width=wide(170),
                stretch=True,
            ),
            count("tickets", translate("Supervision", "Dispatches"), lambda r: r.tickets),
            count("valid", translate("Supervision", "Valid"), lambda r: r.valid),
            rate("response", translate("Supervision", "Response"), lambda r: r.response),
            rate("solved", translate("Supervision", "Solved"), lambda r: r.solved),
            rate("satisfied", translate("Supervision", "Satisfied"), lambda r: r.satisfied),
            rate("score", translate("Supervision", "Score"), lambda r: r.score),
            rate("on_time", translate("Supervision", "On time"), lambda r: r.on_time),
            rate("signed_on_time", translate("Supervision", "Signed in time"), lambda r: r.signed_on_time),
            rate("returned", translate("Supervision", "Returned"), lambda r: r.returned),
            rate("redone", translate("Supervision", "Redone"), lambda r: r.redone),
        ]
        table: DataTable[Rates] = DataTable(
            translate("Supervision", "Rates"),
            columns,
            key=lambda r: r.group,
            remember=context.remember,
            remember_as="supervision.rates",
            empty=translate("Supervision", "Nothing was dispatched in this period. Choose a longer one."),
        )
        table.export_requested.connect(context.export)
        return table

    def _left(self, row: TicketRow) -> TimeLeft:
        return time_left_words(row.due_at, self._presenter.now(), alarm=row.alarm)

    def _behind_table(self, context: PageContext) -> DataTable[TicketRow]:
        columns: list[Column[TicketRow]] = [
            Column("number", translate("Supervision", "Number"), value=lambda r: r.number, width=wide(130)),
            Column(
                "state",
                translate("Supervision", "State"),
                value=lambda r: status_words(r.status.value),
                tone=lambda r: status_tone(r.status.value),
                badge=True,
                width=wide(100),
            ),
            Column(
                "title",
                translate("Supervision", "Title"),
                value=lambda r: listed((alarm_words(r.alert), r.title)),
                tone=lambda r: alarm_tone(r.alert),
                width=wide(240),
                stretch=True,
            ),
            Column(
                "unit",
                translate("Supervision", "Unit"),
                value=lambda r: self._presenter.unit_name(r.unit),
                width=wide(160),
            ),
            Column(
                "left",
                translate("Supervision", "Time left"),
                value=lambda r: self._left(r).words,
                sort=lambda r: (r.due_at is None, r.due_at),
                tone=lambda r: self._left(r).tone,
                width=wide(110),
            ),
            Column(
                "received",
                translate("Supervision", "Received"),
                value=lambda r: r.created_at.isoformat(),
                text=lambda r: f"{r.created_at.astimezone(DISTRICT_ZONE):%Y-%m-%d %H:%M}",
                width=wide(130),
            ),
        ]
        table: DataTable[TicketRow] = DataTable(
            translate("Supervision", "Tickets behind the figure"),
            columns,
            key=lambda r: r.id,
            remember=context.remember,
            remember_as="supervision.behind",
            empty=translate("Supervision", "Press Enter on a figure above to see the tickets that it counts."),
        )
        table.export_requested.connect(context.export)
        return table


def _day(name: str, key: str) -> QDateEdit:
    day = QDateEdit()
    day.setObjectName(key)
    day.setAccessibleName(name)
    day.setToolTip(name)
    day.setCalendarPopup(True)
    day.setDisplayFormat("yyyy-MM-dd")
    # Half a typed year is no year: the figures come when it is whole.
    day.setKeyboardTracking(False)
    return day


def _date(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())


def _card(*parts: QWidget | QLayout) -> QFrame:
    frame = QFrame()
    frame.setProperty("look", "card")
    space = theme.current().space
    column = QVBoxLayout(frame)
    column.setContentsMargins(space.m, space.m, space.m, space.m)
    column.setSpacing(space.s)
    for part in parts:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    return frame


def _hundred(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 1)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.1f}%"
