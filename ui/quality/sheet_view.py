"""A scorecard as a list of questions under their sections, for filling in and for reading."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from services.contracts.quality import Scorecard, Section, Verdict
from services.contracts.scoring import Result, SectionScore, is_answer
from ui.language import translate
from ui.quality.question_row import QuestionRow
from ui.quality.words import fatal_words, section_words
from widgets import theme
from widgets.looks import label, set_look


class SheetView(QScrollArea):
    """Asks by signals; shows what ``show_state`` says. Further parts (pins, remark) stand under it in ``tail``."""

    answer_requested = Signal(str, str)
    """The question's key, and the key of the answer (``1``, ``2``, ``3``, ``0``)."""
    comment_requested = Signal(str, str)
    """The question's key and the words."""
    fatal_requested = Signal(str, bool)
    """A fatal item's key, and whether it was found."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = theme.current()
        self._rows: dict[str, QuestionRow] = {}
        self._heads: dict[str, QLabel] = {}
        self._boxes: dict[str, QCheckBox] = {}
        self._asked: tuple[str, ...] = ()
        self._editable = False
        self._current = ""
        self._scorecard: Scorecard | None = None
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        self._body.setProperty("look", "plain")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._sheet = QWidget()
        self._column.addWidget(self._sheet)
        self.tail = QVBoxLayout()
        self.tail.setContentsMargins(self._look.space.m, self._look.space.s, self._look.space.m, self._look.space.m)
        self.tail.setSpacing(self._look.space.xs)
        self._column.addLayout(self.tail)
        self._column.addStretch(1)
        self.setWidget(self._body)

    # -- showing

    def show_state(
        self,
        scorecard: Scorecard,
        verdicts: Mapping[str, Verdict],
        fatal: list[str],
        result: Result,
        editable: bool,
    ) -> None:
        """Shows answers and section scores; rows of questions that are not asked are hidden."""
        if self._scorecard is None or (scorecard.id, scorecard.version) != (
            self._scorecard.id,
            self._scorecard.version,
        ):
            self._build(scorecard)
        self._asked, self._editable = result.asked, editable
        for key, row in self._rows.items():
            row.setVisible(key in result.asked)
            row.show_verdict(verdicts.get(key), editable)
        for score in result.sections:
            self._show_section(score)
        for key, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(key in fatal)
            box.blockSignals(False)
            box.setEnabled(editable)
            set_look(box, "words", "bad" if key in fatal else "")
        if self._current not in result.asked:
            self._set_current(result.unanswered[0] if result.unanswered else (result.asked or ("",))[0])

    def forget(self) -> None:
        """The next state is of another call: begin at its first open question."""
        self._current = ""
        self.verticalScrollBar().setValue(0)

    @property
    def current(self) -> str:
        """The key of the present question."""
        return self._current

    # -- keys

    def answer_current(self, answer: str) -> None:
        """Answers the present question and goes on to the next; an answer that it does not allow does nothing."""
        if self._editable and self._current in self._asked:
            key = self._current
            if answer == "0" and not self._rows[key].question.allow_not_applicable:
                return
            self.answer_requested.emit(key, answer)
            if self._current == key:
                self._step(1)

    def go_to_unanswered(self, verdicts: Mapping[str, Verdict]) -> bool:
        """Goes to the next question without an answer, going round; ``False`` where there is none."""
        order = list(self._asked)
        start = order.index(self._current) + 1 if self._current in order else 0
        for key in order[start:] + order[:start]:
            if not is_answer(verdicts.get(key)):
                self.focus_question(key)
                return True
        return False

    def focus_question(self, key: str = "") -> None:
        """Puts the focus on a question; without a key on the present one."""
        row = self._rows.get(key or self._current)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_row(row)

    def comment_current(self) -> None:
        """Opens the comment of the present question."""
        row = self._rows.get(self._current)
        if row is not None:
            row.edit_comment()
            self._show_row(row)

    def focus_fatal(self) -> None:
        """Goes to the first fatal item."""
        box = next(iter(self._boxes.values()), None)
        if box is not None:
            box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(box, 0, self._look.space.xxl * 4)

    def reveal(self, widget: QWidget) -> None:
        """Scrolls until all of a widget of the tail is seen (``ensureWidgetVisible`` shows only a field's cursor)."""
        place = widget.mapTo(self._body, widget.rect().bottomLeft())
        self.ensureVisible(place.x(), place.y(), 0, self._look.space.l)

    # -- building

    def _build(self, scorecard: Scorecard) -> None:
        self._scorecard = scorecard
        self._rows.clear()
        self._heads.clear()
        self._boxes.clear()
        self._current = ""
        sheet = QWidget()
        sheet.setProperty("look", "plain")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in scorecard.sections:
            column.addWidget(self._section_head(section))
            for question in section.questions:
                column.addWidget(self._row(QuestionRow(question)))
        if scorecard.fatal:
            column.addWidget(self._fatal_group(scorecard))
        self._column.replaceWidget(self._sheet, sheet)
        self._sheet.deleteLater()
        self._sheet = sheet

    def _section_head(self, section: Section) -> QWidget:
        space = self._look.space
        frame = QFrame()
        frame.setProperty("look", "plain")
        row = QHBoxLayout(frame)
        row.setContentsMargins(space.m, space.m, space.s, space.xs)
        name = label(section_words(section), "strong")
        score = label("", "caption")
        score.setFont(self._look.font("caption", digits=True))
        row.addWidget(name, 1)
        row.addWidget(score)
        self._heads[section.key] = score
        return frame

    def _row(self, row: QuestionRow) -> QuestionRow:
        row.picked.connect(self._on_row_picked)
        row.commented.connect(self.comment_requested)
        row.move_requested.connect(self._step)
        row.focused.connect(self._set_current)
        self._rows[row.question.key] = row
        return row

    def _fatal_group(self, scorecard: Scorecard) -> QWidget:
        space = self._look.space
        group = QFrame()
        column = QVBoxLayout(group)
        column.setContentsMargins(space.m, space.l, space.m, space.xs)
        column.setSpacing(space.xs)
        column.addWidget(label(translate("Quality", "Fatal: any one of these makes the call 0"), "strong"))
        for item in scorecard.fatal:
            box = QCheckBox(fatal_words(item))
            box.setObjectName(f"fatal.{item.key}")
            box.toggled.connect(lambda found, key=item.key: self.fatal_requested.emit(key, found))
            self._boxes[item.key] = box
            column.addWidget(box)
        return group

    # -- moving

    def _on_row_picked(self, key: str, answer: str) -> None:
        self._set_current(key)
        self.answer_requested.emit(key, answer)
        self.focus_question(key)

    def _set_current(self, key: str) -> None:
        for other, row in self._rows.items():
            row.set_reachable(other == key)
        self._current = key

    def _step(self, by: int) -> None:
        order = list(self._asked)
        if self._current in order:
            self.focus_question(order[min(max(order.index(self._current) + by, 0), len(order) - 1)])

    def _show_row(self, row: QuestionRow) -> None:
        # With its neighbours, so that the eye sees where it is.
        self.ensureWidgetVisible(row, 0, row.height() + self._look.space.xl)

    def _show_section(self, score: SectionScore) -> None:
        head = self._heads[score.key]
        if score.share is None:
            head.setText(translate("Quality", "{weight} points").format(weight=f"{score.weight:g}"))
        else:
            reached = f"{score.share * score.weight:.1f}".removesuffix(".0")
            head.setText(f"{reached} / {score.weight:g}")
