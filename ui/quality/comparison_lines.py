"""A comparison as lines: a question or fatal item each, and at the foot the totals and how far each inspector is off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.contracts.calibrations import FATAL, Calibration, Participant, Scoring
from services.contracts.quality import Question
from services.contracts.scoring import asked_of, is_answer, questions_of
from ui.language import translate
from ui.quality.words import answer_words, fatal_words, question_words, score_words


@dataclass(frozen=True)
class Line:
    """One line. ``key`` is a question's, ``fatal:`` and a fatal item's, or ``foot:`` and what stands at the foot."""

    key: str
    words: str
    cells: tuple[str, ...]
    """By inspector, in the order of :func:`compared`."""
    agreed: str
    note: str = ""
    differs: bool = False
    missing: bool = False
    """The inspectors differ and no note says why it is scored as agreed, or it is not answered yet."""
    odd: tuple[bool, ...] = ()
    """Whose cell is not what is agreed; where nothing is yet, all cells of a line that differs."""
    question: Question | None = None

    @property
    def is_foot(self) -> bool:
        """Whether it is none that is answered."""
        return self.key.startswith("foot:")

    @property
    def fatal_key(self) -> str:
        """The fatal item's key, or nothing."""
        return self.key.removeprefix(FATAL) if self.key.startswith(FATAL) else ""


def compared(calibration: Calibration) -> list[Participant]:
    """Returns those whose scorings are compared."""
    return [each for each in calibration.participants if each.scoring is not None]


def lines(calibration: Calibration, note_of: Callable[[str], str]) -> list[Line]:
    """Returns the lines; ``note_of`` gives a note as it was typed last."""
    people = compared(calibration)
    scorings = [each.scoring or Scoring() for each in people]
    found: list[Line] = []
    for question in questions_of(calibration.scorecard.sections):
        cells = tuple(_answer(calibration, scoring, question.key) for scoring in scorings)
        agreed = _answer(calibration, calibration.agreed, question.key)
        open_one = question.key in calibration.unanswered
        found.append(
            _line(
                calibration,
                question.key,
                question_words(question),
                cells,
                "" if open_one else agreed,
                note_of,
                question,
            )
        )
    for item in calibration.scorecard.fatal:
        cells = tuple(_found(item.key in scoring.fatal) for scoring in scorings)
        agreed = _found(item.key in calibration.agreed.fatal)
        found.append(_line(calibration, f"{FATAL}{item.key}", fatal_words(item), cells, agreed, note_of))
    return found + _foot(calibration, people)


def _line(
    calibration: Calibration,
    key: str,
    words: str,
    cells: Sequence[str],
    agreed: str,
    note_of: Callable[[str], str],
    question: Question | None = None,
) -> Line:
    note, differs = note_of(key), bool(calibration.spread.get(key))
    return Line(
        key,
        words,
        tuple(cells),
        agreed,
        note,
        differs=differs,
        missing=not agreed or (key in calibration.missing_notes and not note),
        odd=tuple(cell != agreed if agreed else differs for cell in cells),
        question=question,
    )


def _foot(calibration: Calibration, people: Sequence[Participant]) -> list[Line]:
    totals = tuple(score_words(each.scoring.score if each.scoring else None) for each in people)
    apart = tuple(score_words(each.distance.total) if each.distance else "–" for each in people)
    alike = tuple(f"{each.distance.same:.0%}" if each.distance else "–" for each in people)
    return [
        Line("foot:total", translate("Quality", "Total"), totals, score_words(calibration.agreed.score)),
        Line("foot:distance", translate("Quality", "Distance from the agreed total"), apart, ""),
        Line("foot:same", translate("Quality", "Answers as agreed"), alike, ""),
    ]


def results(calibration: Calibration) -> str:
    """Returns the totals and distances in one text, which stays in sight however long the scorecard is."""
    told = []
    for each in compared(calibration):
        score = score_words(each.scoring.score if each.scoring else None)
        if each.distance is None:
            told.append(f"{each.name} {score}")
            continue
        words = translate("Quality", "{name} {score} ({points} off, {share} alike)")
        points, share = score_words(each.distance.total), f"{each.distance.same:.0%}"
        told.append(words.format(name=each.name, score=score, points=points, share=share))
    agreed = translate("Quality", "Agreed")
    told.append(f"{agreed} {score_words(calibration.agreed.score)}")
    return "  ·  ".join(told)


def _answer(calibration: Calibration, scoring: Scoring, key: str) -> str:
    if key not in asked_of(calibration.scorecard, scoring.verdicts):
        return translate("Quality", "not asked")
    verdict = scoring.verdicts.get(key)
    return answer_words(verdict) if is_answer(verdict) else ""


def _found(found: bool) -> str:
    return translate("Quality", "Found") if found else "–"
