"""What becomes of published evaluations: the agent acknowledges or appeals, an inspector answers."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.quality import AppealAnswer, Evaluation, EvaluationRow, EvaluationStatus, Verdict
from services.tasks import Tasks
from services.texts import TypedTexts


class Outcomes(Protocol):
    """What this needs of :class:`services.quality.service.QualityService`."""

    def evaluations(
        self, status: EvaluationStatus | None = None, agent: str | None = None, inspector: str | None = None
    ) -> list[EvaluationRow]:
        """Gives evaluations."""
        ...

    def evaluation(self, evaluation_id: str) -> Evaluation:
        """Gives one evaluation."""
        ...

    def acknowledge(self, evaluation: Evaluation) -> Evaluation:
        """The agent agrees."""
        ...

    def appeal(self, evaluation: Evaluation, text: str) -> Evaluation:
        """The agent objects."""
        ...

    def answer_appeal(self, evaluation: Evaluation, answer: AppealAnswer) -> Evaluation:
        """An inspector answers."""
        ...


class OutcomesPresenter(QObject):
    """A list of evaluations and the one that is open beside it.

    Args:
        outcomes: the service.
        tasks: work off the GUI thread.
        status: only this status (the appeals of an inspector), or ``None``.
        agent_id: only this agent's (one's own), or ``None``.
        texts: where an unfinished appeal or answer is kept.
    """

    rows_changed = Signal(list)
    opened = Signal(object)
    """The open :class:`Evaluation`, or ``None``."""
    moved = Signal(object)
    """It was acknowledged, appealed against or answered (an :class:`Evaluation`)."""
    failed = Signal(object)
    """The server did not do it (an exception)."""

    def __init__(
        self,
        outcomes: Outcomes,
        tasks: Tasks,
        status: EvaluationStatus | None = None,
        agent_id: str | None = None,
        parent: QObject | None = None,
        texts: TypedTexts | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts or TypedTexts()
        self._outcomes = outcomes
        self._tasks = tasks
        self._status = status
        self._agent_id = agent_id
        self._wanted = ""
        self._acting = False
        self.rows: list[EvaluationRow] = []
        self.open_evaluation: Evaluation | None = None
        self.verdicts: dict[str, Verdict] = {}
        """Answers changed for the new score of an appeal."""

    @property
    def typed(self) -> str:
        """The appeal or the answer that is being written. It outlives the page, the window and the program."""
        evaluation = self.open_evaluation
        return str(self._texts.get(_name(evaluation)).get("text", "")) if evaluation is not None else ""

    @typed.setter
    def typed(self, text: str) -> None:
        if self.open_evaluation is not None:
            self._texts.keep(_name(self.open_evaluation), {"text": text} if text else {})

    @property
    def waiting(self) -> int:
        """How many still wait for somebody: published ones for their agent, appeals for an inspector."""
        wanted = EvaluationStatus.APPEALED if self._status is EvaluationStatus.APPEALED else EvaluationStatus.PUBLISHED
        answered = EvaluationStatus.ANSWERED if self._agent_id else wanted
        return sum(row.status in (wanted, answered) for row in self.rows)

    def load(self) -> None:
        """Asks for the list."""
        self._tasks.start(
            lambda _progress: self._outcomes.evaluations(status=self._status, agent=self._agent_id),
            done=self._on_rows_loaded,
            failed=self.failed.emit,
        )

    def open(self, evaluation_id: str) -> None:
        """Opens one."""
        self._wanted = evaluation_id
        self._tasks.start(
            lambda _progress: self._outcomes.evaluation(evaluation_id), done=self._on_opened, failed=self.failed.emit
        )

    def acknowledge(self) -> None:
        """The agent agrees with the open one."""
        evaluation = self.open_evaluation
        if evaluation is not None:
            self._move(lambda: self._outcomes.acknowledge(evaluation))

    def appeal(self) -> None:
        """The agent objects with what was typed."""
        evaluation, text = self.open_evaluation, self.typed.strip()
        if evaluation is not None and text:
            self._move(lambda: self._outcomes.appeal(evaluation, text))

    def answer(self) -> None:
        """The inspector answers with what was typed and, where answers were changed, another score."""
        evaluation, text = self.open_evaluation, self.typed.strip()
        if evaluation is not None and text:
            verdicts = dict(self.verdicts)
            answer = AppealAnswer(text=text, verdicts=verdicts) if verdicts else AppealAnswer(text=text)
            self._move(lambda: self._outcomes.answer_appeal(evaluation, answer))

    def set_verdict(self, key: str, verdict: Verdict) -> None:
        """Changes an answer for the new score; the old answer takes the change back."""
        if self.open_evaluation is None:
            return
        if self.open_evaluation.verdicts.get(key) == verdict:
            self.verdicts.pop(key, None)
        else:
            self.verdicts[key] = verdict

    def _move(self, act: Callable[[], Evaluation]) -> None:
        if not self._acting:
            self._acting = True
            self._tasks.start(lambda _progress: act(), done=self._on_moved, failed=self._on_move_failed)

    def _on_rows_loaded(self, rows: list[EvaluationRow]) -> None:
        self.rows = rows
        self.rows_changed.emit(rows)

    def _on_opened(self, evaluation: Evaluation) -> None:
        if evaluation.id != self._wanted:
            return
        if self.open_evaluation is None or self.open_evaluation.id != evaluation.id:
            self.verdicts = {}
        self.open_evaluation = evaluation
        self.opened.emit(evaluation)

    def _on_moved(self, evaluation: Evaluation) -> None:
        self._acting = False
        self.verdicts = {}
        self._texts.forget(_name(evaluation))
        self.open_evaluation = evaluation
        self.opened.emit(evaluation)
        self.moved.emit(evaluation)
        self.load()

    def _on_move_failed(self, error: Exception) -> None:
        self._acting = False
        self.failed.emit(error)


def _name(evaluation: Evaluation) -> str:
    return f"appeal-{evaluation.id}"
