"""Means by agent, team and question, over evaluations that the agents have been shown."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from services.contracts.quality import QualityFigure, QualityFigures, Question, Verdict
from services.contracts.scoring import asked_of, questions_of
from services.server.quality import repository, samples
from services.server.transaction import Transaction


@dataclass
class _Heap:
    name: str = ""
    english: str = ""
    values: list[float] = field(default_factory=list)
    fatal: int = 0

    def add(self, value: float, *, fatal: bool = False) -> None:
        self.values.append(value)
        self.fatal += fatal

    def figure(self, key: str) -> QualityFigure:
        return QualityFigure(
            key=key,
            name=self.name or key,
            english=self.english,
            count=len(self.values),
            mean=_mean(self.values),
            lowest=min(self.values),
            fatal=self.fatal,
        )


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 1)


def figures(tx: Transaction, since: datetime | None, until: datetime | None) -> QualityFigures:
    """Returns the means of calls offered in a period (a week, where it is left out), lowest mean first.

    A question counts where it was asked and applicable; its mean is the share of its points in percent.
    """
    since, until = samples.period(tx.now, since, until)
    agents: dict[str, _Heap] = defaultdict(_Heap)
    teams: dict[str, _Heap] = defaultdict(_Heap)
    questions: dict[str, _Heap] = defaultdict(_Heap)
    cards = {}
    scores = []
    for row in repository.released_between(tx.connection, since, until, tx.now):
        if row.score is None:
            continue
        if row.scorecard_id not in cards:
            cards[row.scorecard_id] = repository.find_scorecard(tx.connection, row.scorecard_id)
        scores.append(row.score)
        agents[row.agent_id].name = row.agent_name
        agents[row.agent_id].add(row.score, fatal=row.is_fatal)
        if row.team:
            teams[row.team].add(row.score, fatal=row.is_fatal)
        card = cards[row.scorecard_id]
        if card is None:
            continue
        verdicts = {key: Verdict.model_validate(value) for key, value in orjson.loads(row.verdicts).items()}
        texts: dict[str, Question] = {question.key: question for question in questions_of(card.sections)}
        for key in asked_of(card, verdicts):
            verdict = verdicts.get(key)
            if verdict is not None and not verdict.not_applicable and verdict.share is not None:
                questions[key].name, questions[key].english = texts[key].text, texts[key].english
                questions[key].add(verdict.share * 100)
    return QualityFigures(
        since=since,
        until=until,
        count=len(scores),
        mean=_mean(scores) if scores else None,
        agents=_sorted(agents),
        teams=_sorted(teams),
        questions=_sorted(questions),
    )


def _sorted(heaps: dict[str, _Heap]) -> list[QualityFigure]:
    return sorted((heap.figure(key) for key, heap in heaps.items()), key=lambda figure: (figure.mean, figure.key))
