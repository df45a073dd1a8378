"""The rates of an interval, each with the tickets behind it; side by side, never one figure alone."""

import contextlib
from datetime import date, timedelta

from PySide6.QtCore import QDate, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.followups import RateBy, RateFigure, Rates
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.quality.room import wide
from ui.supervision.presenter import SupervisionPresenter
from ui.supervision.rates_presenter import PERIODS
from ui.supervision.rates_tables import behind_table, groups_table, percent
from ui.supervision.rates_words import FIGURES, by_words, figure_words, period_words, weights_words
from widgets import theme
from widgets.fields.moment import DAY, MomentEdit
from widgets.looks import label
from widgets.progress import ProgressPanel
from widgets.split import SplitPane

_CHOSEN = "supervision.interval"
_PROGRESS = 260
_PATIENCE = 400
"""Milliseconds; figures that come sooner come without a word."""


class RatesView(QWidget):
    """Above the figures by group, below the tickets behind the one that was opened."""

    ticket_requested = Signal(str)

    def __init__(self, presenter: SupervisionPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = rates = presenter.rates
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
        self.period.setCurrentIndex(PERIODS.index(rates.period))
        self.by.setCurrentIndex(list(by_words()).index(rates.by))
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
        self.progress = ProgressPanel(translate("Supervision", "Computing the figures"))
        self.progress.setFixedWidth(wide(_PROGRESS))
        # Figures move neither when it appears nor when it goes.
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self.progress.cancel_requested.connect(rates.cancel)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self.progress.show)
        about = QHBoxLayout()
        about.setSpacing(space.m)
        about.addWidget(self._about, 1)
        about.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignTop)
        self.groups = groups_table(context, presenter.group_name)
        self.behind = behind_table(context, presenter.unit_name, presenter.now)
        self._behind_title = label("", "title")
        self.more = QPushButton(translate("Supervision", "Show more"))
        self.more.setObjectName("supervision.more")
        self.more.clicked.connect(rates.show_more)
        heading = QHBoxLayout()
        heading.addWidget(self._behind_title, 1)
        heading.addWidget(self.more)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, space.s, 0, 0)
        whole.setSpacing(space.s)
        whole.addLayout(top)
        whole.addWidget(self.wrong)
        whole.addLayout(about)
        above = _card(self.groups)
        below = _card(heading, self.behind)
        whole.addWidget(SplitPane([above, below], [3, 2], context.remember, "supervision.rates", vertical=True), 1)
        rates.report_changed.connect(self.refresh)
        presenter.names_changed.connect(self.refresh)
        rates.behind_changed.connect(self._show_behind)
        self.groups.row_activated.connect(self._open_current)
        self.behind.row_activated.connect(lambda row: self.ticket_requested.emit(row.id))
        self.refresh()
        self._show_behind()

    def enter(self) -> None:
        """Asks anew, and puts the focus on the figures."""
        self._presenter.load()
        self.groups.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Shows the presenter's choice and report, and whether a newer one is being computed."""
        self._show_progress()
        self._show_choice()
        report = self._presenter.report
        if report is None:
            return
        total = report.total
        words = translate(
            "Supervision", "Response {response} · solved {solved} · satisfied {satisfied} · score {score}"
        )
        self._sum.setText(
            words.format(
                response=percent(total.response),
                solved=percent(total.solved),
                satisfied=percent(total.satisfied),
                score=percent(total.score),
            )
        )
        since = f"{moments.day_of(report.since)}"
        until = f"{moments.day_of(report.until - timedelta(microseconds=1))}"
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
        # What Qt has kept comes back as a plain text.
        self._presenter.choose(self.period.currentData(), RateBy(self.by.currentData()))

    def _choose_days(self) -> None:
        first, last = (_date(day) for day in (self.first, self.last))
        self._presenter.choose_days(first, last)

    def _show_progress(self) -> None:
        """Says that something is computed, once that takes longer than a blink."""
        if not self._presenter.is_computing:
            self._patience.stop()
            self.progress.hide()
        elif self.progress.isHidden():
            self.progress.begin()
            self._patience.start()
        computing = translate("Supervision", "The figures are being computed.")
        stopped = translate("Supervision", "Not computed. Choose a period to compute its figures.")
        nothing = translate("Supervision", "Nothing was dispatched in this period. Choose a longer one.")
        waiting = computing if self._presenter.is_computing else stopped
        self.groups.set_empty(nothing if self._presenter.report is not None else waiting)

    def _show_choice(self) -> None:
        """Shows what is chosen, and keeps it; the days of a period can be typed over by others."""
        self.period.setCurrentIndex(PERIODS.index(self._presenter.period))
        self.by.setCurrentIndex(list(by_words()).index(self._presenter.by))
        self._keep()
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
            self.behind.set_empty(translate("Supervision", "This figure counts no ticket."))
        self._behind_title.setText(words)
        self.more.setVisible(p.has_more_behind)
        self.behind.model.set_rows(self._presenter.behind)


def _day(name: str, key: str) -> MomentEdit:
    day = MomentEdit(DAY)
    day.setObjectName(key)
    day.setAccessibleName(name)
    day.setToolTip(name)
    # Half a typed year is no year: the figures come when it is whole.
    day.setKeyboardTracking(False)
    return day


def _date(field: MomentEdit) -> date:
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
