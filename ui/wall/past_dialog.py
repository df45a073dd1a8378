"""The figures of an interval that has gone by: any days and hours, in any zone, by the rules of any version, for copying and export."""

from datetime import UTC, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.clock import known_zone, zone_names
from services.contracts.figures import FORMULA_VERSION, LONGEST_DAYS, FormulaVersion
from services.wall.service import FigureRow, figure_rows
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.problems import field_words, problem_words
from ui.wall.choices import LONGEST, SHORTEST
from ui.wall.exports import cell, unit
from ui.wall.figure_words import FigureWords, figure_words, more_figure_words
from ui.wall.past_presenter import Interval, PastPresenter
from widgets import theme
from widgets.fields.frame import FieldFrame
from widgets.fields.moment import DIGITS, MomentEdit
from widgets.fields.number import NumberField
from widgets.looks import label
from widgets.table import Align, Column, DataTable

_SIZE = (980, 720)
_FRAME = 80
"""What a window's title and the screen's own bars take: the dialog is no higher than the page's window without them."""


class PastDialog(QDialog):
    """Asks with Enter, follows the presenter while it is open; Esc closes it.

    Args:
        presenter: asks the server.
        context: where tables are remembered and exported.
        now: the server's moment; the intervals that can be chosen are counted from it.
        threshold: T that is asked for at first, seconds.
    """

    def __init__(
        self,
        presenter: PastPresenter,
        context: PageContext,
        now: datetime,
        threshold: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._now = now
        self._words: dict[str, FigureWords] = {}
        self.setWindowTitle(translate("Wall", "Figures of a past interval"))
        width, height = _SIZE
        self.resize(width, height if parent is None else min(height, parent.window().height() - _FRAME))
        self.days = QComboBox()
        self.since, self.until = MomentEdit(), MomentEdit()
        self.zone = QComboBox()
        self.rules = QComboBox()
        self.threshold = NumberField()
        self.ask = QPushButton(translate("Wall", "Compute"))
        self._about = label("", "caption", wrap=True)
        self._problem = label("", "error", wrap=True)
        self._fill(threshold)
        self.table = self._make_table(context)
        self._lay_out()
        self._connect(context)
        self._show()
        if presenter.found is None and not presenter.is_computing:
            self._on_ask_clicked()

    def done(self, result: int) -> None:
        """Follows no more; an answer that is awaited is given up."""
        self._presenter.changed.disconnect(self._show)
        self._presenter.cancel()
        super().done(result)

    def error(self) -> str:
        """Returns what the dialog complains of, or an empty text."""
        return self._problem.text()

    def complaint(self) -> str:
        """Returns what is said under a field, or an empty text."""
        return self._zone_frame.error() or self._until_frame.error()

    def _fill(self, threshold: float) -> None:
        for words, first, last in self._intervals():
            self.days.addItem(words, (first, last))
        self.zone.setEditable(True)
        self.zone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.zone.addItems(sorted(zone_names()))
        completer = QCompleter(self.zone.model())
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.zone.setCompleter(completer)
        self.zone.setCurrentText(moments.zone().key)
        for version in reversed(get_args(FormulaVersion)):
            now = translate("Wall", "{version} (in force)") if version == FORMULA_VERSION else "{version}"
            self.rules.addItem(now.format(version=version), version)
        self.threshold.setRange(SHORTEST, LONGEST)
        self.threshold.setSuffix(translate("Wall", " s"))
        self.threshold.setValue(round(threshold))
        self.ask.setProperty("look", "primary")
        self.ask.setDefault(True)
        self._choose(*self.days.itemData(0))

    def _intervals(self) -> list[tuple[str, datetime, datetime]]:
        """Returns the intervals that are mostly wanted, by the district's days, without a zone."""
        today = datetime.combine(moments.day_of(self._now), time())
        month = today.replace(day=1)
        return [
            (translate("Wall", "Yesterday"), today - timedelta(days=1), today),
            (translate("Wall", "Today"), today, today + timedelta(days=1)),
            (translate("Wall", "The last seven days"), today - timedelta(days=7), today),
            (translate("Wall", "This month"), month, today + timedelta(days=1)),
            (translate("Wall", "Last month"), (month - timedelta(days=1)).replace(day=1), month),
        ]

    def _make_table(self, context: PageContext) -> DataTable[FigureRow]:
        return DataTable(
            translate("Wall", "Figures of a past interval"),
            [
                Column("figure", translate("Wall", "Figure"), lambda row: self._of(row).title, width=180),
                Column(
                    "value",
                    translate("Wall", "Interval"),
                    lambda row: cell(row, row.value),
                    align=Align.RIGHT,
                    width=100,
                ),
                Column(
                    "before",
                    translate("Wall", "The one before"),
                    lambda row: cell(row, row.beside),
                    align=Align.RIGHT,
                    width=100,
                ),
                Column("unit", translate("Wall", "Unit"), lambda row: unit(row.key), width=60),
                Column(
                    "meaning",
                    translate("Wall", "How it is counted"),
                    lambda row: self._of(row).meaning,
                    tip=lambda row: self._of(row).meaning,
                    width=300,
                    stretch=True,
                ),
            ],
            key=lambda row: row.key,
            remember=context.remember,
            remember_as="wall.past",
            empty=translate("Wall", "Choose an interval and press Enter."),
        )

    def _of(self, row: FigureRow) -> FigureWords:
        return self._words[row.key]

    def _lay_out(self) -> None:
        space = theme.current().space
        self._until_frame = FieldFrame(translate("Wall", "Until (not included)"), self.until)
        self._zone_frame = FieldFrame(translate("Wall", "Time zone"), self.zone)
        parts: list[tuple[QWidget, int]] = [
            (FieldFrame(translate("Wall", "Days"), self.days), 4),
            (FieldFrame(translate("Wall", "From"), self.since), 4),
            (self._until_frame, 4),
            (self._zone_frame, 4),
            (FieldFrame(translate("Wall", "T of the service level"), self.threshold), 3),
            (FieldFrame(translate("Wall", "Version of the formulas"), self.rules), 4),
        ]
        form = QGridLayout()
        form.setSpacing(space.s)
        for place, (part, share) in enumerate(parts):
            form.addWidget(part, 0, place, Qt.AlignmentFlag.AlignTop)
            form.setColumnStretch(place, share)
        foot = QHBoxLayout()
        foot.setSpacing(space.s)
        foot.addWidget(self._about, 1)
        foot.addWidget(self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.m, space.l, space.l)
        column.setSpacing(space.m)
        column.addLayout(form)
        column.addLayout(foot)
        column.addWidget(self._problem)
        column.addWidget(self.table, 1)

    def _connect(self, context: PageContext) -> None:
        self.days.activated.connect(self._on_days_activated)
        self.ask.clicked.connect(self._on_ask_clicked)
        self.table.export_requested.connect(context.export)
        self._presenter.changed.connect(self._show)

    def _choose(self, first: datetime, last: datetime) -> None:
        for field, moment in ((self.since, first), (self.until, last)):
            day, hour = QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute)
            field.setDateTime(QDateTime(day, hour, DIGITS))

    def _on_days_activated(self, _place: int) -> None:
        self._choose(*self.days.currentData())
        self._on_ask_clicked()

    def _on_ask_clicked(self) -> None:
        if self._presenter.is_computing:
            self._presenter.cancel()
            return
        self._until_frame.set_error("")
        self._zone_frame.set_error("")
        zone = self._zone()
        if zone is None:
            words = translate("Wall", "No such zone. Choose one, such as {zone}.")
            self._zone_frame.set_error(words.format(zone=moments.zone().key))
            self.zone.setFocus()
            return
        since, until = (_in_zone(field, zone) for field in (self.since, self.until))
        if until <= since:
            self._until_frame.set_error(translate("Wall", "The end has to be after the beginning."))
            self.until.setFocus()
        elif until - since > timedelta(days=LONGEST_DAYS):
            words = translate("Wall", "At most {days} days at once.")
            self._until_frame.set_error(words.format(days=LONGEST_DAYS))
            self.until.setFocus()
        else:
            self._presenter.ask(Interval(since, until, self.threshold.value(), self.rules.currentData()))

    def _show(self) -> None:
        presenter = self._presenter
        self.ask.setText(translate("Wall", "Cancel") if presenter.is_computing else translate("Wall", "Compute"))
        problem = presenter.problem
        said = "\n".join(field_words(problem).values()) or problem_words(problem) if problem is not None else ""
        self._problem.setText(said)
        self._problem.setVisible(bool(said))
        if presenter.is_computing:
            self._about.setText(translate("Wall", "Computing from the events of those days …"))
            return
        found = presenter.found
        if found is None:
            self._about.setText("")
            return
        zone = self._zone() or moments.zone()
        words = translate(
            "Wall",
            "{since} to {until} ({zone}) · T = {seconds} s · formulas {version} · beside it the interval before, as long",
        )
        self._about.setText(
            words.format(
                since=f"{found.asked.since.astimezone(zone):%Y-%m-%d %H:%M}",
                until=f"{found.asked.until.astimezone(zone):%Y-%m-%d %H:%M}",
                zone=zone.key,
                seconds=round(found.asked.threshold),
                version=found.asked.formula,
            )
        )
        said_of = (*more_figure_words(), *figure_words(found.asked.threshold))
        self._words = {each.key: each for each in said_of}
        rows = {row.key: row for row in figure_rows(found.asked, found.before)}
        self.table.model.set_rows([rows[key] for key in self._words])

    def _zone(self) -> ZoneInfo | None:
        """Returns the zone that is chosen; nothing where there is no such zone."""
        return known_zone(self.zone.currentText().strip())


def _in_zone(field: MomentEdit, zone: ZoneInfo) -> datetime:
    """Returns the moment at which a zone's clocks show the field's digits."""
    shown = datetime.fromisoformat(str(field.dateTime().toString("yyyy-MM-ddTHH:mm:00")))
    return shown.replace(tzinfo=zone).astimezone(UTC)
