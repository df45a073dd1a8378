"""A finished evaluation for reading: score, answers, pinned comments, remark, appeal and answer, history."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from services.contracts.quality import Evaluation, EvaluationStep, Verdict
from services.contracts.scoring import evaluate, questions_of
from ui.language import translate
from ui.quality.pins_view import PinsView
from ui.quality.sheet_view import SheetView
from ui.quality.words import action_words, answer_words, question_words, score_tone, score_words, status_words, when
from widgets import theme
from widgets.badges import StateBadge
from widgets.looks import label, set_look


class EvaluationView(QWidget):
    """Shows an evaluation. With ``editable`` its answers may be changed (the new score of an appeal)."""

    answer_requested = Signal(str, str)
    seek_requested = Signal(float)
    """Play from a pinned comment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        space = look.space
        self._shown = ""
        self._score = label("", "figure")
        self._score.setFont(look.font("figure", bold=True, digits=True))
        self._before = label("", "muted")
        self._title = label("", "title")
        self._about = label("", "caption")
        self._status = StateBadge()
        head = QHBoxLayout()
        head.setContentsMargins(space.m, space.m, space.m, space.s)
        head.setSpacing(space.s)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        head.addWidget(self._status, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._before)
        head.addWidget(self._score)
        self.sheet = SheetView(translate("Quality", "Evaluation"))
        self.sheet.answer_requested.connect(self.answer_requested)
        self._pins = PinsView()
        self._pins.seek_requested.connect(self.seek_requested)
        self._remark = _block()
        self._history = _block("caption")
        for name, part in (
            (translate("Quality", "Pinned comments"), self._pins),
            (translate("Quality", "Remark"), self._remark),
            (translate("Quality", "History"), self._history),
        ):
            self.sheet.tail.addSpacing(space.s)
            self.sheet.tail.addWidget(label(name, "strong"))
            self.sheet.tail.addWidget(part)
        self._appeal = _said("warn")
        self._answer = _said("accent")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addLayout(head)
        column.addWidget(self._appeal)
        column.addWidget(self._answer)
        column.addWidget(self.sheet, 1)

    def show_evaluation(self, evaluation: Evaluation, changed: dict[str, Verdict], editable: bool) -> None:
        """Shows an evaluation, with answers changed for a new score on top."""
        if evaluation.id != self._shown:
            self._shown = evaluation.id
            self.sheet.forget()
        verdicts = {**evaluation.verdicts, **changed}
        result = evaluate(evaluation.scorecard, verdicts, evaluation.fatal)
        score = result.so_far if changed else evaluation.score
        self._score.setText(score_words(score))
        set_look(self._score, "words", str(score_tone(score)))
        before = _score_before(evaluation.history) if not changed else score_words(evaluation.score)
        self._before.setText(f"{before} →" if before else "")
        self._title.setText(evaluation.agent_name)
        self._about.setText(
            translate("Quality", "Scored by {name} · published {moment}").format(
                name=evaluation.inspector_name, moment=when(evaluation.published_at)
            )
        )
        self._status.set_state(*status_words(evaluation.status))
        self.sheet.show_state(evaluation.scorecard, verdicts, evaluation.fatal, result, editable)
        self._pins.show_pins(evaluation.pins, editable=False)
        self._remark.setText(evaluation.remark or translate("Quality", "No remark"))
        self._history.setText("\n".join(_step_words(step, evaluation) for step in evaluation.history))
        _say(self._appeal, translate("Quality", "Appeal"), evaluation.appeal)
        _say(
            self._answer,
            translate("Quality", "Answer of {name}").format(name=evaluation.answered_by),
            evaluation.appeal_answer,
        )


def _score_before(history: list[EvaluationStep]) -> str:
    scores = [step.changes["score"][0] for step in history if step.action == "rescored" and "score" in step.changes]
    return score_words(float(scores[-1])) if scores and scores[-1] else ""


def _step_words(step: EvaluationStep, evaluation: Evaluation) -> str:
    names = {question.key: question_words(question) for question in questions_of(evaluation.scorecard.sections)}
    line = f"{when(step.at)}  {step.actor}  {action_words(step.action)}"
    if step.action != "rescored":
        return line
    for field, (old, new) in step.changes.items():
        kind, _, key = field.partition(":")
        if kind == "verdict":
            line += f"\n    {names.get(key, key)}: {_answer(old)} → {_answer(new)}"
        elif kind == "score":
            line += f"  {old} → {new}"
    return line


def _answer(word: str | None) -> str:
    if word is None:
        return answer_words(None)
    return answer_words(Verdict(not_applicable=True) if word == "na" else Verdict(share=float(word)))


def _block(look: str = "") -> QLabel:
    made = label("", look, wrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _said(look: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("look", look)
    space = theme.current().space
    column = QVBoxLayout(frame)
    column.setContentsMargins(space.m, space.s, space.m, space.s)
    column.setSpacing(space.hair)
    column.addWidget(label("", "caption"))
    column.addWidget(_block())
    return frame


def _say(frame: QFrame, who: str, words: str) -> None:
    labels = frame.findChildren(QLabel)
    labels[0].setText(who)
    labels[1].setText(words)
    frame.setVisible(bool(words))
