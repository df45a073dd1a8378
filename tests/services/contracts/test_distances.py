import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.calibrations import Distance, Scoring
from services.contracts.distances import NOT_APPLICABLE, NOT_ASKED, distance, marks, mean, spread, spreads
from services.contracts.quality import FatalItem, Question, Scorecard, Section, Verdict
from services.contracts.scoring import evaluate, questions_of

CARD = Scorecard(
    id="card",
    name="标准",
    version=1,
    sections=[
        Section(
            key="all",
            name="全部",
            weight=100,
            questions=[
                Question(key="greets", text="问候", points=10),
                Question(key="right", text="正确", points=20),
                Question(key="sorry", text="更正", points=5, only_when={"question": "right", "equals": "no"}),
            ],
        )
    ],
    fatal=[FatalItem(key="abuse", text="辱骂")],
)
_MARKS = st.one_of(st.floats(0, 1), st.sampled_from([NOT_APPLICABLE, NOT_ASKED]))
_VERDICTS = st.one_of(
    st.sampled_from([0.0, 0.5, 1.0]).map(lambda share: Verdict(share=share)), st.just(Verdict(not_applicable=True))
)


def _scoring(verdicts: dict[str, Verdict], fatal: tuple[str, ...] = ()) -> Scoring:
    return Scoring(verdicts=verdicts, fatal=list(fatal), score=evaluate(CARD, verdicts, fatal).score)


_SCORINGS = st.fixed_dictionaries({q.key: _VERDICTS for q in questions_of(CARD.sections)}).map(_scoring)


def _of(**shares: Any) -> Scoring:
    return _scoring({key: Verdict(share=share) for key, share in shares.items()})


def test_the_distance_is_that_of_the_totals_and_of_the_answers() -> None:
    found = distance(CARD, _of(greets=1, right=1), _of(greets=0.5, right=1))
    assert found is not None
    assert (found.total, found.same) == (16.7, 0.5)


def test_a_question_that_only_one_was_asked_counts_as_answered_otherwise() -> None:
    found = distance(CARD, _of(greets=1, right=1), _of(greets=1, right=0, sorry=1))
    assert found is not None
    assert found.same == 1 / 3


def test_without_a_score_there_is_no_distance() -> None:
    assert distance(CARD, _of(greets=1), _of(greets=1, right=1)) is None


def test_the_mean_of_several_calibrations_is_that_of_their_distances() -> None:
    assert mean([]) is None
    assert mean([Distance(total=3, same=1), Distance(total=6, same=0.5)]) == Distance(total=4.5, same=0.75)


def test_a_fatal_item_that_not_all_found_is_as_far_apart_as_can_be() -> None:
    found = spreads(CARD, [_scoring({}, ("abuse",)), _scoring({})])
    assert found == {"greets": 0, "right": 0, "sorry": 0, "fatal:abuse": 1}


@given(_SCORINGS, _SCORINGS)
def test_the_distance_is_the_same_both_ways_and_none_to_oneself(one: Scoring, other: Scoring) -> None:
    there, back = distance(CARD, one, other), distance(CARD, other, one)
    assert there == back
    if there is not None:
        assert 0 <= there.total <= 100
        assert 0 <= there.same <= 1
        assert (there.same == 1) == (marks(CARD, one.verdicts) == marks(CARD, other.verdicts))
    to_itself = distance(CARD, one, one)
    assert to_itself is None or (to_itself.total, to_itself.same) == (0, 1)


@given(st.lists(_MARKS, min_size=1, max_size=8), _MARKS)
def test_a_spread_is_none_where_all_are_alike_and_never_shrinks_with_another(answers: list[Any], more: Any) -> None:
    found = spread(answers)
    assert 0 <= found <= 1
    assert (found == 0) == (len(set(answers)) == 1)
    assert spread([*answers, more]) >= found
    mixed = list(answers)
    random.Random(1).shuffle(mixed)
    assert spread(mixed) == found
