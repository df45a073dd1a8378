"""The place for calibrations: those that wait at the left; the open one scored blind, or compared."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from services.contracts.calibrations import Calibration, CalibrationRow, CalibrationState, Participant
from services.contracts.distances import mean
from services.quality.draft import ScoreDraft
from ui.language import translate
from ui.page import PageContext
from ui.quality.calibrating import CalibrationsPresenter
from ui.quality.comparison_view import ComparisonView
from ui.quality.listen_panel import ListenPanel
from ui.quality.room import scrolled
from ui.quality.score_panel import ScorePanel
from ui.quality.words import calibration_words, score_words, when
from widgets import theme
from widgets.badges import key_text
from widgets.empty import EmptyHint
from widgets.key_button import KeyButton
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table.columns import Align, Column
from widgets.table.data_table import DataTable
from widgets.theme import Tone

_COMPARED = (CalibrationState.COMPARING, CalibrationState.AGREED)
_FEWEST = 2


class CalibrationView(QWidget):
    """Scores with the same panels as any call."""

    def __init__(
        self,
        calibrations: CalibrationsPresenter,
        now: Callable[[], datetime],
        context: PageContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._calibrations = calibrations
        self._now = now
        self._focused_for = ""
        space = theme.current().space
        self.table = self._make_table(context)
        left = QFrame()
        left.setProperty("look", "card")
        inside = QVBoxLayout(left)
        inside.setContentsMargins(space.m, space.m, space.m, space.m)
        inside.addWidget(self.table)
        self._mean = label("", "caption", wrap=True)
        inside.addWidget(self._mean)
        listening = calibrations.listening
        self.listen = ListenPanel(listening, context, "quality.blind")
        self.score = ScorePanel(calibrations.filling)
        self.listen.pin_requested.connect(calibrations.filling.add_pin)
        self.score.seek_requested.connect(listening.seek)
        self._scoring = SplitPane([self.listen, self.score], [48, 52], context.remember, "quality.calibration.score")
        self.comparison = ComparisonView(calibrations, context)
        self._hint = EmptyHint(_how(), "people")
        self._stack = QStackedWidget()
        for part in (self._hint, self._scoring, self.comparison):
            self._stack.addWidget(part)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addWidget(self._make_bar())
        column.addWidget(self._stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, space.s, 0, 0)
        outer.addWidget(scrolled(SplitPane([left, right], [29, 71], context.remember, "quality.calibration")))
        calibrations.rows_changed.connect(self._on_calibrations_rows_changed)
        calibrations.opened.connect(self._on_calibrations_opened)
        calibrations.filling.draft_changed.connect(self._on_filling_draft_changed)
        self._on_calibrations_rows_changed(calibrations.rows)
        self._on_calibrations_opened(calibrations.open_calibration)
        self._on_filling_draft_changed(calibrations.filling.draft)

    # -- keys

    def enter(self) -> None:
        """Puts the focus where work goes on."""
        if self._stack.currentWidget() is self.comparison:
            self.comparison.enter()
        elif self._stack.currentWidget() is self._scoring and self._calibrations.filling.is_open:
            self.score.sheet.focus_question()
        else:
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_comparing(self) -> bool:
        """Whether the keys of answers belong to the comparison."""
        return self._stack.currentWidget() is self.comparison

    def answer_current(self, answer: str) -> None:
        """Answers the present question."""
        if self.is_comparing:
            self.comparison.answer_current(answer)
        else:
            self.score.sheet.answer_current(answer)

    def comment_current(self) -> None:
        """Goes to the comment or note on the present question."""
        if self.is_comparing:
            self.comparison.write_note()
        else:
            self.score.sheet.comment_current()

    def go_to_open(self) -> None:
        """Goes to what is still to do."""
        if self.is_comparing:
            self.comparison.go_to_open()
        else:
            self.score.go_to_unanswered()

    def confirm(self) -> None:
        """Does what Ctrl+Enter does here: submits, or agrees."""
        if not self.is_comparing:
            self.score.submit_or_publish()
        elif self.comparison.agree_button.isVisible() and self.comparison.agree_button.isEnabled():
            self._calibrations.agree()

    def compare(self) -> None:
        """Ends the scoring early, where that is possible."""
        if self.compare_button.isVisible() and self.compare_button.isEnabled():
            self._calibrations.compare()

    def call_off(self) -> None:
        """Calls it off, where that is possible."""
        if self.call_off_button.isVisible():
            self._calibrations.call_off()

    # -- making

    def _make_table(self, context: PageContext) -> DataTable[CalibrationRow]:
        table: DataTable[CalibrationRow] = DataTable(
            translate("Quality", "Calibrations"),
            [
                Column(
                    "state",
                    translate("Quality", "State"),
                    value=lambda r: self._state(r)[0],
                    tone=lambda r: self._state(r)[1],
                    badge=True,
                    width=92,
                ),
                Column("agent", translate("Quality", "Agent"), value=lambda r: r.agent_name, width=80, stretch=True),
                Column(
                    "submitted",
                    translate("Quality", "In", "of several scorings, how many are submitted"),
                    value=lambda r: f"{r.submitted}/{r.count}",
                    align=Align.RIGHT,
                    width=60,
                ),
                Column(
                    "until",
                    translate("Quality", "Until"),
                    value=lambda r: r.until.isoformat(),
                    text=lambda r: when(r.until),
                    width=96,
                ),
                Column(
                    "distance",
                    translate("Quality", "My distance"),
                    value=lambda r: r.distance.total if r.distance else None,
                    align=Align.RIGHT,
                    width=72,
                    shown=False,
                ),
                Column("led_by", translate("Quality", "Led by"), value=lambda r: r.led_by, width=84, shown=False),
                Column(
                    "call",
                    translate("Quality", "Call"),
                    value=lambda r: r.call_at.isoformat(),
                    text=lambda r: when(r.call_at),
                    width=98,
                    shown=False,
                ),
            ],
            key=lambda r: r.id,
            remember=context.remember,
            remember_as="quality.calibrations",
            empty=translate(
                "Quality",
                "No calibration yet. Open a call under “Score calls” and press K: choose colleagues, and each scores it blind to "
                "the others.",
            ),
        )
        table.tools.setStretch(1, 0)
        table.row_activated.connect(self._on_table_row_activated)
        table.export_requested.connect(context.export)
        return table

    def _make_bar(self) -> QFrame:
        space = theme.current().space
        self._title = label("", "strong")
        self._people = label("", "caption", wrap=True)
        self._people.setTextFormat(Qt.TextFormat.PlainText)
        self.compare_button = KeyButton(translate("Quality", "Compare now"), "M")
        self.compare_button.clicked.connect(self._calibrations.compare)
        self.call_off_button = KeyButton(translate("Quality", "Call off"), key_text("Ctrl+Shift+X"))
        self.call_off_button.setProperty("look", "quiet")
        self.call_off_button.clicked.connect(self._calibrations.call_off)
        self._bar = QFrame()
        self._bar.setProperty("look", "card")
        words = QVBoxLayout()
        words.setSpacing(space.hair)
        words.addWidget(self._title)
        words.addWidget(self._people)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(space.m, space.s, space.m, space.s)
        row.setSpacing(space.s)
        row.addLayout(words, 1)
        row.addWidget(self.call_off_button)
        row.addWidget(self.compare_button)
        return self._bar

    def _state(self, row: CalibrationRow) -> tuple[str, Tone]:
        """Returns what a row says first: that it is late, that it waits for the person, or where it stands."""
        if row.state is CalibrationState.OPEN and row.until < self._now():
            return translate("Quality", "Overdue"), Tone.BAD
        if row.waits and row.state is CalibrationState.OPEN:
            return translate("Quality", "Score it"), Tone.WARN
        return calibration_words(row.state)

    # -- facts

    def _on_table_row_activated(self, row: CalibrationRow) -> None:
        self._calibrations.open(row.id)

    def _on_calibrations_rows_changed(self, rows: list[CalibrationRow]) -> None:
        self.table.model.set_rows(rows)
        found = [row.distance for row in rows if row.distance is not None]
        apart = mean(found)
        self._mean.setVisible(apart is not None)
        if apart is not None:
            words = translate(
                "Quality", "My mean distance from what was agreed ({count}): {points} points, {share} alike"
            )
            points, share = score_words(apart.total), f"{apart.same:.0%}"
            self._mean.setText(words.format(count=len(found), points=points, share=share))

    def _on_calibrations_opened(self, calibration: Calibration | None) -> None:
        self._bar.setVisible(calibration is not None)
        if calibration is None:
            self._hint.set_sentence(_how())
            self._stack.setCurrentWidget(self._hint)
            return
        self._hint.set_sentence(translate("Quality", "Called off: nobody sees how the others have scored."))
        state = calibration.state
        title = translate("Quality", "{agent} · call of {moment} · led by {name} · score until {until}").format(
            agent=calibration.agent_name,
            moment=when(calibration.call_at),
            name=calibration.led_by,
            until=when(calibration.until),
        )
        self._title.setText(title)
        self._people.setText("    ".join(_person(each) for each in calibration.participants))
        leads, is_open = self._calibrations.leads, state is CalibrationState.OPEN
        self.compare_button.setVisible(leads and is_open)
        self.compare_button.setEnabled(sum(each.submitted for each in calibration.participants) >= _FEWEST)
        self.call_off_button.setVisible(leads and (is_open or state is CalibrationState.COMPARING))
        self.listen.show_head(calibration.agent_name, when(calibration.call_at))
        part: QWidget = self._hint
        if state in _COMPARED:
            self.comparison.show_calibration(calibration)
            part = self.comparison
        elif is_open:
            part = self._scoring
        if part is not self._stack.currentWidget() or self._focused_for != calibration.id:
            self._focused_for = calibration.id
            self._stack.setCurrentWidget(part)
            if self.isVisible():
                self.enter()

    def _on_filling_draft_changed(self, draft: ScoreDraft | None) -> None:
        self.listen.show_pins(draft.pins if draft is not None else [])


def _how() -> str:
    return translate(
        "Quality",
        "Press Enter on a calibration to score its call, or to compare. To begin one, open a call under “Score calls” and press K.",
    )


def _person(person: Participant) -> str:
    return f"{'✓' if person.submitted else '…'} {person.name}"
