"""How an evaluation is scored. The server decides; the client uses the same formula to show the score while it is made.

A call scores 0 to 100. Within a section, the points of the questions that are asked and applicable are the whole; a
not-applicable question's points thus fall to the others of its section. Sections count by weight; a section in which
nothing is applicable passes its weight on to the others in proportion. One fatal item (一票否决) makes it 0.

Numbers are computed exactly (as fractions of the decimal numbers that people typed) and rounded once, at the end, to one
decimal, halves up: the result does not depend on the order of anything.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.contracts.quality import Question, Scorecard, Section, Verdict

FULL, PARTLY, NONE = 1.0, 0.5, 0.0
"""The shares that the keys 1, 2 and 3 give."""


@dataclass(frozen=True)
class SectionScore:
    """One section: the share of its points reached (``None``: nothing applicable yet) and its share of the 100."""

    key: str
    share: float | None
    weight: float
    answered: int
    asked: int


@dataclass(frozen=True)
class Result:
    """What the verdicts come to.

    Attributes:
        score: 0 to 100, or ``None`` while questions are unanswered, or where nothing at all is applicable.
        so_far: the score over what is answered already, ``None`` before the first answer.
        asked: keys of the questions that are asked now, in the scorecard's order.
        unanswered: those of them that still need an answer.
        sections: one entry for each section.
    """

    score: float | None
    so_far: float | None
    asked: tuple[str, ...]
    unanswered: tuple[str, ...]
    sections: tuple[SectionScore, ...]


def answer_word(verdict: Verdict | None) -> str:
    """Returns what a condition compares with: ``yes`` from half the points up, ``no`` below, ``na``, or empty."""
    if verdict is None or not is_answer(verdict):
        return ""
    if verdict.not_applicable:
        return "na"
    return "yes" if (verdict.share or 0.0) >= PARTLY else "no"


def is_answer(verdict: Verdict | None) -> bool:
    """Tells whether a verdict answers its question (a comment alone does not)."""
    return verdict is not None and (verdict.not_applicable or verdict.share is not None)


def questions_of(sections: Sequence[Section]) -> list[Question]:
    """Returns all questions in order."""
    return [question for section in sections for question in section.questions]


def asked_of(scorecard: Scorecard, verdicts: Mapping[str, Verdict]) -> list[str]:
    """Returns the questions that are asked now: a conditional one only while the question it hangs on is asked and fits."""
    by_key = {question.key: question for question in questions_of(scorecard.sections)}
    known: dict[str, bool] = {}

    def is_asked(key: str) -> bool:
        if key not in known:
            known[key] = False  # a circle of conditions asks nothing instead of never ending
            condition = by_key[key].only_when
            if condition is None:
                known[key] = True
            else:
                other = condition.get("question", "")
                fits = answer_word(verdicts.get(other)) == condition.get("equals")
                known[key] = other in by_key and fits and is_asked(other)
        return known[key]

    return [key for key in by_key if is_asked(key)]


def evaluate(scorecard: Scorecard, verdicts: Mapping[str, Verdict], fatal: Collection[str] = ()) -> Result:
    """Returns the score and what is still to do. Answers to questions that are not asked do not count."""
    asked = asked_of(scorecard, verdicts)
    unanswered = tuple(key for key in asked if not _settled(scorecard, key, verdicts))
    sections = tuple(_section(section, asked, verdicts) for section in scorecard.sections)
    so_far = _total(scorecard, asked, verdicts)
    if any(item.key in fatal for item in scorecard.fatal):
        so_far = 0.0
    return Result(None if unanswered else so_far, so_far, tuple(asked), unanswered, sections)


def faults(sections: Sequence[Section], fatal_keys: Sequence[str] = ()) -> list[str]:
    """Returns what is wrong with a scorecard, as ``what:key`` (``twice``, ``unknown``, ``condition``, ``circle``)."""
    found: list[str] = []
    keys = [question.key for question in questions_of(sections)]
    for group in ([section.key for section in sections], keys, list(fatal_keys)):
        found += [f"twice:{key}" for key in sorted({key for key in group if group.count(key) > 1})]
    conditions: dict[str, str] = {}
    for question in questions_of(sections):
        if question.only_when is None:
            continue
        other = question.only_when.get("question", "")
        if other not in keys:
            found.append(f"unknown:{question.key}")
        if question.only_when.get("equals") not in ("yes", "no", "na") or set(question.only_when) != {
            "question",
            "equals",
        }:
            found.append(f"condition:{question.key}")
        conditions[question.key] = other
    return found + [f"circle:{key}" for key in conditions if _leads_back(key, conditions)]


def _leads_back(start: str, conditions: Mapping[str, str]) -> bool:
    key, steps = conditions.get(start), 0
    while key is not None and key != start and steps <= len(conditions):
        key, steps = conditions.get(key), steps + 1
    return key == start


def _settled(scorecard: Scorecard, key: str, verdicts: Mapping[str, Verdict]) -> bool:
    verdict = verdicts.get(key)
    if verdict is None or not is_answer(verdict):
        return False
    question = next(q for q in questions_of(scorecard.sections) if q.key == key)
    return question.allow_not_applicable or not verdict.not_applicable


def _section(section: Section, asked: Collection[str], verdicts: Mapping[str, Verdict]) -> SectionScore:
    keys = [question.key for question in section.questions if question.key in asked]
    share = _share(section, asked, verdicts)
    return SectionScore(
        section.key,
        None if share is None else float(share),
        section.weight,
        sum(is_answer(verdicts.get(key)) for key in keys),
        len(keys),
    )


def _share(section: Section, asked: Collection[str], verdicts: Mapping[str, Verdict]) -> Fraction | None:
    reached, possible = Fraction(0), Fraction(0)
    for question in section.questions:
        verdict = verdicts.get(question.key)
        if question.key not in asked or verdict is None or verdict.not_applicable or verdict.share is None:
            continue
        possible += _exact(question.points)
        reached += _exact(question.points) * _exact(verdict.share)
    return reached / possible if possible else None


def _total(scorecard: Scorecard, asked: Collection[str], verdicts: Mapping[str, Verdict]) -> float | None:
    reached, weights = Fraction(0), Fraction(0)
    for section in scorecard.sections:
        share = _share(section, asked, verdicts)
        if share is not None:
            reached += share * _exact(section.weight)
            weights += _exact(section.weight)
    if not weights:
        return None
    tenths = reached / weights * 1000 + Fraction(1, 2)
    return (tenths.numerator // tenths.denominator) / 10


def _exact(value: float) -> Fraction:
    return Fraction(str(value))
