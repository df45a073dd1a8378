import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.quality import SampleRequest, SampleRule
from services.server.quality.sampling import LARGEST_SAMPLE, Candidate, pick

CALLS = [
    Candidate(
        call_id=f"call-{n}",
        agent_id=f"agent-{n % 4}",
        connected_seconds=30 + n * 10,
        silent_seconds=n * 4,
        satisfaction=(n % 5) + 1 if n % 3 else None,
        ticket_kinds=(frozenset({"consult"}), frozenset({"complaint", "help"}), frozenset[str]())[n % 3],
    )
    for n in range(100)
]


def _ids(**request: object) -> list[str]:
    return [picked.call_id for picked in pick(SampleRequest.model_validate(request), CALLS)[0]]


def test_the_sample_is_written_down_forever() -> None:
    # These literals may never change: yesterday's sample must be found again tomorrow.
    assert _ids(seed=7, count=4) == ["call-98", "call-16", "call-12", "call-49"]


@given(st.randoms(), st.sampled_from(list(SampleRule)), st.integers(-5, 10**9))
def test_the_order_of_rows_does_not_matter(rng: random.Random, rule: SampleRule, seed: int) -> None:
    shuffled = list(CALLS)
    rng.shuffle(shuffled)
    request = SampleRequest(rule=rule, seed=seed, kind="complaint", long_seconds=300, silent_share=0.3)
    assert pick(request, CALLS) == pick(request, shuffled)


def test_another_seed_gives_another_sample() -> None:
    assert _ids(seed=1) != _ids(seed=2)


def test_a_call_that_joins_later_moves_no_other_call() -> None:
    request = SampleRequest(seed=3, count=10)
    before = [p.call_id for p in pick(request, CALLS)[0]]
    after = [p.call_id for p in pick(request, [*CALLS, Candidate("late", "agent-1")])[0] if p.call_id != "late"]
    assert before[: len(after)] == after


def test_each_agent_gets_as_many_calls_as_there_are_to_pick() -> None:
    agents = {c.call_id: c.agent_id for c in CALLS}
    chosen = [agents[i] for i in _ids(rule="per_agent", count=3)]
    assert sorted(chosen) == sorted(f"agent-{n}" for n in range(4) for _ in range(3))


def test_a_share_rounds_up_and_replaces_the_count() -> None:
    assert len(_ids(share=0.051)) == 6
    assert len(_ids(share=0.05, count=1)) == 5
    assert len(_ids(rule="per_agent", share=0.02)) == 4


@pytest.mark.parametrize(
    ("request_", "fits"),
    [
        ({"rule": "low_satisfaction"}, lambda c: c.satisfaction in (1, 2)),
        ({"rule": "long", "long_seconds": 800}, lambda c: c.connected_seconds >= 800),
        ({"rule": "silent", "silent_share": 0.35}, lambda c: c.silent_seconds / c.connected_seconds >= 0.35),
        ({"rule": "kind", "kind": "complaint"}, lambda c: "complaint" in c.ticket_kinds),
    ],
)
def test_a_rule_picks_all_that_fits_and_nothing_else(request_: dict[str, object], fits: object) -> None:
    assert callable(fits)
    wanted = {c.call_id for c in CALLS if fits(c)}
    picked, population = pick(SampleRequest.model_validate(request_ | {"share": 1}), CALLS)
    assert {p.call_id for p in picked} == wanted
    assert population == len(wanted) > 0


def test_reasons_name_the_rule_first_and_then_what_else_is_remarkable() -> None:
    call = Candidate("c", "a", connected_seconds=700, silent_seconds=350, satisfaction=1)
    assert pick(SampleRequest(), [call])[0][0].reasons == ("random", "low_satisfaction:1", "long:700", "silent:0.50")
    assert pick(SampleRequest(rule=SampleRule.LONG), [call])[0][0].reasons == (
        "long:700",
        "low_satisfaction:1",
        "silent:0.50",
    )


def test_a_sample_has_a_largest_size() -> None:
    many = [Candidate(str(n), "a") for n in range(LARGEST_SAMPLE + 50)]
    assert len(pick(SampleRequest(share=1), many)[0]) == LARGEST_SAMPLE


def test_a_call_without_connected_time_is_not_silent() -> None:
    assert pick(SampleRequest(rule=SampleRule.SILENT, silent_share=0), [Candidate("c", "a")])[0] == []
