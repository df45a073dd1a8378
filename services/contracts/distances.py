"""How alike inspectors judge one call: pure functions, the same at the server and wherever figures are checked.

A question's answer is a share of its points, or that it is not applicable, or that it was not asked at all (a question
that depends on another). Two shares are as far apart as their difference; two answers of different kinds are as far apart
as answers can be, 1.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from services.contracts.calibrations import FATAL, Distance, Scoring
from services.contracts.quality import Scorecard, Verdict
from services.contracts.scoring import asked_of, is_answer, questions_of

NOT_ASKED, NOT_APPLICABLE = "not asked", "not applicable"

Mark = float | str
"""A share of the points, :data:`NOT_APPLICABLE` or :data:`NOT_ASKED`."""


def marks(scorecard: Scorecard, verdicts: Mapping[str, Verdict]) -> dict[str, Mark]:
    """Returns the answer to each question of a scorecard; an open one counts as not asked."""
    asked = set(asked_of(scorecard, verdicts))
    found: dict[str, Mark] = {}
    for question in questions_of(scorecard.sections):
        verdict = verdicts.get(question.key)
        if verdict is None or question.key not in asked or not is_answer(verdict):
            found[question.key] = NOT_ASKED
        elif verdict.share is None:
            found[question.key] = NOT_APPLICABLE
        else:
            found[question.key] = verdict.share
    return found


def distance(scorecard: Scorecard, one: Scoring, other: Scoring) -> Distance | None:
    """Returns how far two scorings are apart, ``None`` where one of them has no score.

    Of the questions those count that were asked in either of the two.
    """
    if one.score is None or other.score is None:
        return None
    mine, theirs = marks(scorecard, one.verdicts), marks(scorecard, other.verdicts)
    counted = [key for key in mine if NOT_ASKED not in (mine[key], theirs[key]) or mine[key] != theirs[key]]
    alike = sum(mine[key] == theirs[key] for key in counted)
    return Distance(total=round(abs(one.score - other.score), 1), same=alike / len(counted) if counted else 1.0)


def mean(distances: Sequence[Distance]) -> Distance | None:
    """Returns the mean of distances, an inspector's over several calibrations; ``None`` of none."""
    if not distances:
        return None
    count = len(distances)
    total = sum(each.total for each in distances) / count
    return Distance(total=round(total, 1), same=sum(each.same for each in distances) / count)


def spread(answers: Collection[Mark]) -> float:
    """Returns the greatest distance between any two answers to one question: 0 (all alike) to 1."""
    return max((_apart(one, other) for one, other in combinations(answers, 2)), default=0.0)


def spreads(scorecard: Scorecard, scorings: Sequence[Scoring]) -> dict[str, float]:
    """Returns the spread by question, and by fatal item (``fatal:key``): found by some and not by others is 1."""
    all_marks = [marks(scorecard, scoring.verdicts) for scoring in scorings]
    found = {
        question.key: spread([each[question.key] for each in all_marks])
        for question in questions_of(scorecard.sections)
    }
    for item in scorecard.fatal:
        found[f"{FATAL}{item.key}"] = float(len({item.key in scoring.fatal for scoring in scorings}) > 1)
    return found


def _apart(one: Mark, other: Mark) -> float:
    if isinstance(one, str) or isinstance(other, str):
        return float(one != other)
    return abs(one - other)
