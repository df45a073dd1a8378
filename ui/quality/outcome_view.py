"""Evaluations beside the one that is open: an agent's own, or the appeals that an inspector answers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from services.contracts.quality import Evaluation, EvaluationRow, EvaluationStatus, Verdict
from ui.language import translate
from ui.page import PageContext
from ui.quality.answer_bar import ANSWERS
from ui.quality.evaluation_view import EvaluationView
from ui.quality.listen_panel import ListenPanel
from ui.quality.listening import ListeningPresenter
from ui.quality.outcomes import OutcomesPresenter
from ui.quality.room import scrolled
from ui.quality.words import score_tone, score_words, status_words, when
from widgets import theme
from widgets.empty import EmptyHint
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table.columns import Align, Column
from widgets.table.data_table import DataTable

_LINES = 3


class OutcomeView(QWidget):
    """A list and what is open of it.

    Args:
        outcomes: the presenter of the list.
        context: the page's.
        review: listening to the call of the open one: then it is an inspector's view (answer appeals), otherwise an
            agent's (acknowledge, appeal).
    """

    def __init__(
        self,
        outcomes: OutcomesPresenter,
        context: PageContext,
        review: ListeningPresenter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._outcomes = outcomes
        self._answers = answers = review is not None
        self._name = "appeals" if answers else "mine"
        self.listen: ListenPanel | None = None
        self.table = self._make_table(context)
        self._view = EvaluationView()
        self._view.answer_requested.connect(self._on_view_answer_requested)
        if review is not None:
            self._view.seek_requested.connect(review.seek)
        hint = (
            translate("Quality", "Press Enter on an appeal to read and answer it.")
            if answers
            else translate("Quality", "Press Enter on an evaluation to read it, then acknowledge or appeal.")
        )
        self._hint = EmptyHint(hint, "scorecard")
        left = self._card(self.table)
        right = self._card(self._hint, self._view, foot=self._foot())
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space.s, 0, 0)
        if review is not None:
            nothing = translate("Quality", "The call is played here when an appeal is open.")
            self.listen = ListenPanel(review, context, "quality.review", nothing, may_pin=False)
            self.listen.show_nothing()
            panes, shares = [left, self.listen, right], [28, 33, 39]
        else:
            panes, shares = [left, right], [5, 6]
        column.addWidget(scrolled(SplitPane(panes, shares, context.remember, f"quality.{self._name}")))
        outcomes.rows_changed.connect(self._on_outcomes_rows_changed)
        outcomes.opened.connect(self._on_outcomes_opened)
        self._on_outcomes_rows_changed(outcomes.rows)
        self._on_outcomes_opened(outcomes.open_evaluation)

    def enter(self) -> None:
        """Puts the focus where work begins."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Does what Ctrl+Enter does here: sends the answer or the appeal where one is typed, else acknowledges."""
        if self._send.isVisible() and self._send.isEnabled():
            self._send.click()
        elif self._acknowledge.isVisible():
            self._acknowledge.click()

    def answer_current(self, answer: str) -> None:
        """Answers the present question for a new score."""
        self._view.sheet.answer_current(answer)

    # -- making

    def _make_table(self, context: PageContext) -> DataTable[EvaluationRow]:
        who: Column[EvaluationRow] = (
            Column("agent", translate("Quality", "Agent"), value=lambda r: r.agent_name, width=90, stretch=True)
            if self._answers
            else Column(
                "inspector",
                translate("Quality", "Scored by"),
                value=lambda r: r.inspector_name,
                width=90,
                stretch=True,
            )
        )
        empty = (
            translate("Quality", "No appeal waits for an answer.")
            if self._answers
            else translate("Quality", "Nothing yet. Evaluations of your calls appear here once they are published.")
        )
        name = translate("Quality", "Appeals") if self._answers else translate("Quality", "My evaluations")
        table: DataTable[EvaluationRow] = DataTable(
            name,
            [
                Column(
                    "state",
                    translate("Quality", "State"),
                    value=lambda r: status_words(r.status)[0],
                    tone=lambda r: status_words(r.status)[1],
                    badge=True,
                    width=136,
                    # All that waits for an inspector is in one state.
                    shown=not self._answers,
                ),
                Column(
                    "call",
                    translate("Quality", "Call"),
                    value=lambda r: r.call_at.isoformat() if r.call_at else "",
                    text=lambda r: when(r.call_at),
                    width=98,
                ),
                who,
                Column(
                    "score",
                    translate("Quality", "Score"),
                    value=lambda r: r.score,
                    text=lambda r: score_words(r.score),
                    tone=lambda r: score_tone(r.score),
                    align=Align.RIGHT,
                    width=76,
                ),
                Column(
                    "published",
                    translate("Quality", "Published"),
                    value=lambda r: r.published_at.isoformat() if r.published_at else "",
                    text=lambda r: when(r.published_at),
                    shown=not self._answers,
                    width=110,
                ),
            ],
            key=lambda r: r.id,
            remember=context.remember,
            remember_as=f"quality.{self._name}",
            empty=empty,
        )
        table.tools.setStretch(1, 0)
        table.row_activated.connect(lambda row: self._outcomes.open(row.id))
        table.export_requested.connect(context.export)
        return table

    def _card(self, *parts: QWidget, foot: QWidget | None = None) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "card")
        space = theme.current().space
        column = QVBoxLayout(frame)
        column.setContentsMargins(space.m, space.m, space.m, space.m)
        for part in parts:
            column.addWidget(part, 1)
        if foot is not None:
            column.addWidget(foot)
        return frame

    def _foot(self) -> QWidget:
        space = theme.current().space
        self._field = QPlainTextEdit()
        self._field.setObjectName(f"quality.{self._name}.text")
        words = (
            translate("Quality", "Your answer; change answers above for a new score")
            if self._answers
            else translate("Quality", "What you object to, with the second of the call if you can")
        )
        self._field.setPlaceholderText(words)
        self._field.setAccessibleName(words)
        self._field.setTabChangesFocus(True)
        self._field.setFixedHeight(self._field.fontMetrics().lineSpacing() * _LINES + 2 * space.s)
        self._field.textChanged.connect(self._on_field_text_changed)
        self._note = label("", "caption", wrap=True)
        send = translate("Quality", "Answer the appeal") if self._answers else translate("Quality", "Appeal")
        self._send = QPushButton(send)
        self._send.clicked.connect(self._outcomes.answer if self._answers else self._outcomes.appeal)
        if self._answers:
            self._send.setProperty("look", "primary")
        self._acknowledge = QPushButton(translate("Quality", "Acknowledge"))
        self._acknowledge.setProperty("look", "primary")
        self._acknowledge.setToolTip(translate("Quality", "I have read it and agree (Ctrl+Enter)"))
        self._acknowledge.clicked.connect(self._outcomes.acknowledge)
        row = QHBoxLayout()
        row.setSpacing(space.s)
        row.addWidget(self._note, 1)
        row.addWidget(self._send)
        row.addWidget(self._acknowledge)
        self._foot_widget = QWidget()
        self._foot_widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self._foot_widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addWidget(self._field)
        column.addLayout(row)
        return self._foot_widget

    # -- facts

    def _on_outcomes_rows_changed(self, rows: list[EvaluationRow]) -> None:
        self.table.model.set_rows(rows)

    def _on_outcomes_opened(self, evaluation: Evaluation | None) -> None:
        self._hint.setVisible(evaluation is None)
        self._view.setVisible(evaluation is not None)
        self._foot_widget.setVisible(evaluation is not None)
        if evaluation is None:
            return
        if self.listen is not None:
            self.listen.show_head(evaluation.agent_name, _call_words(evaluation, self._outcomes.rows))
            self.listen.show_pins(evaluation.pins)
        may_answer = self._answers and evaluation.may_answer
        may_appeal = not self._answers and evaluation.status is EvaluationStatus.PUBLISHED
        may_acknowledge = not self._answers and evaluation.status in (
            EvaluationStatus.PUBLISHED,
            EvaluationStatus.ANSWERED,
        )
        self._view.show_evaluation(evaluation, self._outcomes.verdicts, editable=may_answer)
        if self._field.toPlainText() != self._outcomes.typed:
            self._field.blockSignals(True)
            self._field.setPlainText(self._outcomes.typed)
            self._field.blockSignals(False)
        self._field.setVisible(may_answer or may_appeal)
        self._send.setVisible(may_answer or may_appeal)
        self._acknowledge.setVisible(may_acknowledge)
        another = self._answers and evaluation.status is EvaluationStatus.APPEALED and not may_answer
        self._note.setText(
            translate("Quality", "You scored this call; another inspector has to answer.") if another else ""
        )
        self._foot_widget.setVisible(may_answer or may_appeal or may_acknowledge or another)
        self._show_send()

    def _on_field_text_changed(self) -> None:
        self._outcomes.typed = self._field.toPlainText()[:8_000]
        self._show_send()

    def _on_view_answer_requested(self, key: str, answer: str) -> None:
        evaluation = self._outcomes.open_evaluation
        if evaluation is not None:
            share, not_applicable = ANSWERS[answer]
            comment = evaluation.verdicts.get(key, Verdict()).comment
            self._outcomes.set_verdict(key, Verdict(share=share, not_applicable=not_applicable, comment=comment))
            self._view.show_evaluation(evaluation, self._outcomes.verdicts, editable=True)

    def toggle_silence(self) -> None:
        """Leaves out silences, or not."""
        if self.listen is not None:
            self.listen.toggle_silence()

    def _show_send(self) -> None:
        self._send.setEnabled(bool(self._outcomes.typed.strip()))


def _call_words(evaluation: Evaluation, rows: list[EvaluationRow]) -> str:
    return next((when(row.call_at) for row in rows if row.id == evaluation.id), "")
