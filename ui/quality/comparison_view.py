"""Comparing: questions down, inspectors across; what is agreed and why is written down under the line that has the cursor."""

from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from services.contracts.calibrations import Calibration, CalibrationState
from services.contracts.quality import Verdict
from services.quality.service import CallFile
from ui.language import translate
from ui.page import PageContext
from ui.quality.answer_bar import ANSWERS, AnswerBar
from ui.quality.calibrating import CalibrationsPresenter
from ui.quality.comparison_lines import Line, compared, lines, results
from ui.quality.transport import Transport
from ui.quality.words import when
from widgets import theme
from widgets.badges import key_text
from widgets.key_button import KeyButton
from widgets.looks import label
from widgets.table.columns import Column
from widgets.table.data_table import DataTable
from widgets.theme import Tone

DIFFERS = "≠"
"""Marks what differs: not by its colour alone."""
_OPEN = "?"
"""What is still to be written down."""


class ComparisonView(QFrame):
    """The table has a column for each inspector, so another calibration gets another table."""

    def __init__(
        self, calibrations: CalibrationsPresenter, context: PageContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._calibrations = calibrations
        self._context = context
        self._shown: tuple[str, ...] = ()
        self._key = ""
        self._is_new = True
        self._lines: list[Line] = []
        self.table: DataTable[Line] | None = None
        self.setProperty("look", "card")
        space = theme.current().space
        self._question = label("", "strong", wrap=True)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._said = label("", "caption", wrap=True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._bars = {has_na: self._make_bar(has_na) for has_na in (True, False)}
        self._box = QCheckBox(translate("Quality", "Agreed: it is one"))
        self._box.setObjectName("calibration.fatal")
        self._box.clicked.connect(self._on_box_clicked)
        self.note = QLineEdit()
        self.note.setObjectName("calibration.note")
        self.note.setMaxLength(2_000)
        self.note.setAccessibleName(translate("Quality", "Why it is scored so"))
        self.note.textEdited.connect(self._on_note_edited)
        self.note.installEventFilter(self)
        self.agree_button = KeyButton(translate("Quality", "Agree"), key_text("Ctrl+Return"))
        self.agree_button.setObjectName("calibration.agree")
        self.agree_button.setProperty("look", "primary")
        self.agree_button.clicked.connect(calibrations.agree)
        self._state = label("", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.m, space.m, space.m)
        column.setSpacing(space.s)
        self._column = column
        self._results = label("", "strong", wrap=True)
        self._results.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._results)
        self._transport = Transport(calibrations.listening, may_pin=False)
        column.addWidget(self._transport)
        column.addWidget(self._detail())
        foot = QHBoxLayout()
        foot.setSpacing(space.s)
        foot.addWidget(self._state, 1)
        foot.addWidget(self.agree_button)
        column.addLayout(foot)
        calibrations.listening.file_changed.connect(self._on_listening_file_changed)
        calibrations.listening.position_changed.connect(self._transport.show_position)
        self._on_listening_file_changed(calibrations.listening.file)

    # -- keys

    def enter(self) -> None:
        """Puts the focus on the first line where the inspectors differ, or stays where it was."""
        if self.table is None:
            return
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._is_new:
            self._is_new = False
            self.table.go_to(next((line.key for line in self._lines if line.differs), self._lines[0].key))

    def answer_current(self, answer: str) -> None:
        """Answers what is agreed on the line with the cursor; full points find a fatal item, none do not."""
        line = self._line()
        if line is None or not self._calibrations.may_write_down:
            return
        if line.fatal_key:
            self._calibrations.set_fatal(line.fatal_key, answer == "1")
        elif line.question is not None and (answer != "0" or line.question.allow_not_applicable):
            share, not_applicable = ANSWERS[answer]
            self._calibrations.answer(line.key, Verdict(share=share, not_applicable=not_applicable))

    def write_note(self) -> None:
        """Goes to the note of the line with the cursor."""
        if self.note.isVisible() and self._calibrations.may_write_down:
            self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_open(self) -> None:
        """Goes to the next line that lacks an answer or a note."""
        keys = [line.key for line in self._lines]
        start = keys.index(self._key) + 1 if self._key in keys else 0
        onward = [*self._lines[start:], *self._lines[:start]]
        found = next((line for line in onward if line.missing and not line.is_foot), None)
        if found is not None and self.table is not None:
            self.table.go_to(found.key)
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter and Escape in the note go back to the line."""
        leaving = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is not self.note or not is_key or self.table is None:
            return False
        pressed = cast(QKeyEvent, event)
        if pressed.key() not in leaving or pressed.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # -- showing

    def show_calibration(self, calibration: Calibration) -> None:
        """Shows the scorings side by side."""
        people = compared(calibration)
        shown = (calibration.id, *(each.account_id for each in people))
        self._lines = lines(calibration, self._calibrations.shown_note)
        if shown != self._shown:
            self._shown, self._key, self._is_new = shown, "", True
            self._build(calibration)
        assert self.table is not None  # noqa: S101 - built above
        self.table.model.set_rows(self._lines)
        may = self._calibrations.may_write_down
        left = sum(line.missing for line in self._lines if not line.is_foot)
        self._results.setText(results(calibration))
        self.agree_button.setVisible(may)
        self.agree_button.setEnabled(not left)
        self._state.setText(self._state_words(calibration, left))
        self._show_line()

    def _state_words(self, calibration: Calibration, left: int) -> str:
        differ = translate("Quality", "Differences: {count}").format(count=sum(line.differs for line in self._lines))
        if calibration.state is CalibrationState.AGREED:
            words = translate("Quality", "Agreed on {moment}").format(moment=when(calibration.updated_at))
        elif not self._calibrations.leads:
            words = translate("Quality", "{name} writes down what is agreed.").format(name=calibration.led_by)
        elif left:
            words = translate("Quality", "Lines without an answer or a note: {count} (N)").format(count=left)
        else:
            words = translate("Quality", "Everything is written down.")
        return f"{differ}  ·  {words}"

    def _build(self, calibration: Calibration) -> None:
        old, self.table = self.table, self._make_table(calibration)
        self._column.insertWidget(0, self.table, 1)
        if old is not None:
            old.hide()
            old.deleteLater()

    def _make_table(self, calibration: Calibration) -> DataTable[Line]:
        columns: list[Column[Line]] = [
            Column("mark", DIFFERS, value=lambda r: DIFFERS if r.differs else "", tone=_missing_tone, width=34),
            Column(
                "question", translate("Quality", "Question"), value=lambda r: r.words, tip=_tip, width=220, stretch=True
            ),
        ]
        columns += [
            Column(
                f"p{n}",
                person.name,
                value=partial(_cell, n),
                tone=partial(_cell_tone, n),
                width=98,
            )
            for n, person in enumerate(compared(calibration))
        ]
        columns += [
            Column("agreed", translate("Quality", "Agreed"), value=_agreed, tone=_agreed_tone, width=92),
            Column("note", translate("Quality", "Note"), value=_note, tip=_note, tone=_missing_tone, width=200),
        ]
        name = translate("Quality", "Calibration {agent} {moment}").format(
            agent=calibration.agent_name, moment=when(calibration.call_at)
        )
        table: DataTable[Line] = DataTable(
            name.replace(":", ""),
            columns,
            key=lambda r: r.key,
            remember=self._context.remember,
            remember_as="quality.comparison",
            empty="",
        )
        table.row_selected.connect(self._on_table_row_selected)
        table.row_activated.connect(self._on_table_row_activated)
        table.export_requested.connect(self._context.export)
        return table

    def _detail(self) -> QWidget:
        space = theme.current().space
        self._detail_frame = QFrame()
        self._detail_frame.setProperty("look", "sunken")
        column = QVBoxLayout(self._detail_frame)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.setSpacing(space.xs)
        row = QHBoxLayout()
        row.setSpacing(space.s)
        row.addWidget(self._question, 1)
        for bar in self._bars.values():
            row.addWidget(bar, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._box)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self.note)
        return self._detail_frame

    def _make_bar(self, has_na: bool) -> AnswerBar:
        bar = AnswerBar(has_na)
        bar.picked.connect(self.answer_current)
        return bar

    def _show_line(self) -> None:
        line, found = self._line(), self._calibrations.open_calibration
        self._detail_frame.setVisible(line is not None)
        if line is None or found is None:
            return
        may = self._calibrations.may_write_down
        self._question.setText(line.words)
        said = [
            f"{each.name}：{each.scoring.verdicts[line.key].comment}"
            for each in compared(found)
            if each.scoring and line.key in each.scoring.verdicts and each.scoring.verdicts[line.key].comment
        ]
        self._said.setText("\n".join(said))
        self._said.setVisible(bool(said))
        has_na = line.question is not None and line.question.allow_not_applicable
        for wanted, bar in self._bars.items():
            bar.setVisible(line.question is not None and wanted == has_na)
            bar.show_answer(found.agreed.verdicts.get(line.key), may)
        self._box.setVisible(bool(line.fatal_key))
        self._box.setChecked(line.fatal_key in found.agreed.fatal)
        self._box.setEnabled(may)
        self.note.setReadOnly(not may)
        self.note.setVisible(may or bool(line.note))
        self.note.setPlaceholderText(
            translate("Quality", "Why it is scored so; needed here (C)")
            if line.differs
            else translate("Quality", "Why it is scored so (C)")
        )
        if not self.note.hasFocus() and self.note.text() != line.note:
            self.note.setText(line.note)

    def _line(self) -> Line | None:
        return next((line for line in self._lines if line.key == self._key and not line.is_foot), None)

    # -- facts

    def _on_listening_file_changed(self, file: CallFile | None) -> None:
        wave = file.waveform if file is not None else None
        self._transport.show_length(wave.seconds if wave is not None else 0.0)
        self._transport.setVisible(wave is not None)

    def _on_table_row_selected(self, line: Line | None) -> None:
        self._key = line.key if line is not None else ""
        self.note.setText(line.note if line is not None else "")
        self._show_line()

    def _on_table_row_activated(self, _line: Line) -> None:
        self.write_note()

    def _on_box_clicked(self, found: bool) -> None:
        self.answer_current("1" if found else "3")

    def _on_note_edited(self, text: str) -> None:
        found = self._calibrations.open_calibration
        if self._key and found is not None:
            self._calibrations.note(self._key, text)
            self.show_calibration(found)


def _cell(place: int, line: Line) -> str:
    odd = place < len(line.odd) and line.odd[place]
    return f"{DIFFERS} {line.cells[place]}" if odd else line.cells[place]


def _cell_tone(place: int, line: Line) -> Tone | None:
    return Tone.WARN if place < len(line.odd) and line.odd[place] else None


def _agreed(line: Line) -> str:
    return line.agreed or ("" if line.is_foot else _OPEN)


def _agreed_tone(line: Line) -> Tone | None:
    return None if line.agreed else Tone.BAD


def _note(line: Line) -> str:
    return line.note or (_OPEN if line.missing and line.agreed else "")


def _missing_tone(line: Line) -> Tone | None:
    return Tone.BAD if line.missing and not line.is_foot else None


def _tip(line: Line) -> str:
    return line.words
