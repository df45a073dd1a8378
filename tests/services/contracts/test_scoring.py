import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.quality import FatalItem, Question, Scorecard, Section, Verdict
from services.contracts.scoring import asked_of, evaluate, faults


def _question(key: str, points: float = 10, **more: Any) -> Question:
    return Question(key=key, text=key, points=points, **more)


def _card(*sections: Section, fatal: tuple[str, ...] = ("abuse",)) -> Scorecard:
    return Scorecard(
        id="card", name="标准", version=1, sections=list(sections), fatal=[FatalItem(key=k, text=k) for k in fatal]
    )


def _section(key: str, weight: float, *questions: Question) -> Section:
    return Section(key=key, name=key, weight=weight, questions=list(questions))


CARD = _card(
    _section("opening", 10, _question("greet", 5), _question("close", 5)),
    _section("listening", 40, _question("hears"), _question("asks", 30)),
    _section(
        "answer", 50, _question("right", 20), _question("sorry", 5, only_when={"question": "right", "equals": "no"})
    ),
)
FULL = Verdict(share=1)
NA = Verdict(not_applicable=True)


def _all(card: Scorecard, verdict: Verdict) -> dict[str, Verdict]:
    return {q.key: verdict for s in card.sections for q in s.questions}


def test_everything_right_scores_100() -> None:
    assert evaluate(CARD, _all(CARD, FULL)).score == 100


def test_sections_count_by_weight_and_questions_by_points() -> None:
    verdicts = _all(CARD, FULL) | {"asks": Verdict(share=0), "greet": Verdict(share=0.5)}
    # opening 7.5 of 10, listening 10 of 40, answer 50 of 50
    assert evaluate(CARD, verdicts).score == 67.5


def test_an_open_question_leaves_no_score_but_one_so_far() -> None:
    verdicts = _all(CARD, FULL)
    del verdicts["asks"]
    result = evaluate(CARD, verdicts)
    assert result.score is None
    assert result.unanswered == ("asks",)
    assert result.so_far == 100


def test_a_comment_alone_is_no_answer() -> None:
    assert "asks" in evaluate(CARD, _all(CARD, FULL) | {"asks": Verdict(comment="?")}).unanswered


def test_one_fatal_item_makes_it_zero_and_an_unknown_one_does_nothing() -> None:
    assert evaluate(CARD, _all(CARD, FULL), ["abuse"]).score == 0
    assert evaluate(CARD, _all(CARD, FULL), ["nonsense"]).score == 100


def test_a_condition_opens_and_closes_its_question() -> None:
    assert "sorry" not in asked_of(CARD, {})
    assert "sorry" not in asked_of(CARD, {"right": FULL})
    assert "sorry" in asked_of(CARD, {"right": Verdict(share=0)})
    assert evaluate(CARD, _all(CARD, FULL) | {"sorry": Verdict(share=0)}).score == 100


def test_a_question_behind_a_closed_question_stays_closed() -> None:
    card = _card(
        _section(
            "s",
            1,
            _question("a"),
            _question("b", only_when={"question": "a", "equals": "no"}),
            _question("c", only_when={"question": "b", "equals": "yes"}),
        )
    )
    assert asked_of(card, {"a": FULL, "b": FULL}) == ["a"]
    assert asked_of(card, {"a": Verdict(share=0), "b": FULL}) == ["a", "b", "c"]


def test_not_applicable_is_no_answer_where_it_is_not_allowed() -> None:
    card = _card(_section("s", 1, _question("a", allow_not_applicable=False)))
    assert evaluate(card, {"a": NA}).unanswered == ("a",)


def test_nothing_applicable_has_no_score() -> None:
    result = evaluate(CARD, _all(CARD, NA))
    assert result.score is None
    assert result.unanswered == ()


@pytest.mark.parametrize(("points", "expected"), [((1, 7), 12.5), ((1, 15), 6.3), ((1, 2), 33.3), ((2, 1), 66.7)])
def test_rounds_once_to_tenths_halves_up(points: tuple[int, int], expected: float) -> None:
    card = _card(_section("s", 1, _question("a", points[0]), _question("b", points[1])))
    assert evaluate(card, {"a": FULL, "b": Verdict(share=0)}).score == expected


def test_faults_of_a_scorecard_are_named() -> None:
    bad = [
        _section(
            "s",
            1,
            _question("a", only_when={"question": "b", "equals": "yes"}),
            _question("b", only_when={"question": "a", "equals": "perhaps"}),
            _question("c", only_when={"question": "z", "equals": "no"}),
            _question("c"),
        )
    ]
    assert set(faults(bad, ["f", "f"])) == {
        "twice:c",
        "twice:f",
        "unknown:c",
        "condition:b",
        "circle:a",
        "circle:b",
    }
    assert faults(CARD.sections, ["abuse"]) == []


def test_a_circle_of_conditions_asks_nothing() -> None:
    card = _card(
        _section(
            "s",
            1,
            _question("a", only_when={"question": "b", "equals": "yes"}),
            _question("b", only_when={"question": "a", "equals": "yes"}),
        )
    )
    assert asked_of(card, {"a": FULL, "b": FULL}) == []


# --- properties

_points = st.floats(0.1, 100).map(lambda x: round(x, 2))
_shares = st.floats(0, 1).map(lambda x: round(x, 3))
_verdicts = st.one_of(_shares.map(lambda s: Verdict(share=s)), st.just(NA))


@st.composite
def _scored(draw: st.DrawFn, conditions: bool = True) -> tuple[Scorecard, dict[str, Verdict]]:
    sections: list[Section] = []
    keys: list[str] = []
    for s in range(draw(st.integers(1, 4))):
        questions = []
        for _ in range(draw(st.integers(1, 4))):
            key = f"q{len(keys)}"
            condition = None
            if conditions and keys and draw(st.integers(0, 1)):
                condition = {
                    "question": draw(st.sampled_from(keys)),
                    "equals": draw(st.sampled_from(["yes", "no", "na"])),
                }
            questions.append(_question(key, draw(_points), only_when=condition))
            keys.append(key)
        sections.append(_section(f"s{s}", draw(_points), *questions))
    return _card(*sections), {key: draw(_verdicts) for key in keys}


@given(_scored(), st.booleans())
def test_score_is_between_0_and_100(scored: tuple[Scorecard, dict[str, Verdict]], fatal: bool) -> None:
    card, verdicts = scored
    score = evaluate(card, verdicts, ["abuse"] if fatal else []).score
    assert score is None or 0 <= score <= 100
    if fatal and not evaluate(card, verdicts).unanswered:
        assert score == 0


@given(_scored(conditions=False), st.data())
def test_a_better_answer_never_lowers_the_score(
    scored: tuple[Scorecard, dict[str, Verdict]], data: st.DataObject
) -> None:
    card, verdicts = scored
    key = data.draw(st.sampled_from(sorted(verdicts)))
    share = verdicts[key].share
    if share is None:
        return
    better = verdicts | {key: Verdict(share=data.draw(st.floats(share, 1)))}
    before, after = evaluate(card, verdicts).score, evaluate(card, better).score
    assert before is not None
    assert after is not None
    assert after >= before


@given(_scored(conditions=False), st.data())
def test_not_applicable_is_the_same_as_not_on_the_scorecard(
    scored: tuple[Scorecard, dict[str, Verdict]], data: st.DataObject
) -> None:
    card, verdicts = scored
    key = data.draw(st.sampled_from(sorted(verdicts)))
    without = _card(
        *(
            section.model_copy(update={"questions": [q for q in section.questions if q.key != key]})
            for section in card.sections
        )
    )
    assert evaluate(card, verdicts | {key: NA}).score == evaluate(without, verdicts).score


@given(_scored(), st.randoms())
def test_the_order_of_questions_sections_and_answers_does_not_matter(
    scored: tuple[Scorecard, dict[str, Verdict]], rng: random.Random
) -> None:
    card, verdicts = scored
    sections = []
    for section in card.sections:
        questions = list(section.questions)
        rng.shuffle(questions)
        sections.append(section.model_copy(update={"questions": questions}))
    rng.shuffle(sections)
    answers = list(verdicts.items())
    rng.shuffle(answers)
    shuffled = card.model_copy(update={"sections": sections})
    one, other = evaluate(card, verdicts), evaluate(shuffled, dict(answers))
    assert one.score == other.score
    assert set(one.asked) == set(other.asked)


@given(_scored(), st.data())
def test_unanswered_are_exactly_the_asked_without_answer(
    scored: tuple[Scorecard, dict[str, Verdict]], data: st.DataObject
) -> None:
    card, verdicts = scored
    left = {key: v for key, v in verdicts.items() if data.draw(st.booleans())}
    result = evaluate(card, left)
    assert set(result.unanswered) == {key for key in result.asked if key not in left}
