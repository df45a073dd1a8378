"""When a block is proposed, how long it lasts, who is never blocked; and the table of states."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.blocking import LONGEST_DAYS, BlockRules, CaseState
from services.errors import Conflict, InvalidFields
from services.server.blocking.rules import NEVER, OPEN, Happening, end_of, in_force, is_never, proposes, step

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_ages = st.integers(min_value=0, max_value=40 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
_reports = st.lists(st.tuples(st.sampled_from("abcdef"), _ages), max_size=20)
_rules = st.builds(BlockRules, agents=st.integers(1, 5), days=st.integers(1, 30))


@given(_reports, _rules)
def test_a_block_is_proposed_by_so_many_different_agents_within_so_many_days(
    reports: list[tuple[str, datetime]], rules: BlockRules
) -> None:
    new = {agent for agent, at in reports if NOW - at < timedelta(days=rules.days)}
    assert proposes(reports, NOW, rules) == (len(new) >= rules.agents)


@given(_reports, _rules)
def test_one_agent_alone_proposes_nothing_however_often_they_report(
    reports: list[tuple[str, datetime]], rules: BlockRules
) -> None:
    alone = [("a", at) for _, at in reports]
    assert not proposes(alone, NOW, rules) or rules.agents == 1


@given(_reports, _ages, _rules)
def test_a_further_report_never_takes_a_proposal_back(
    reports: list[tuple[str, datetime]], at: datetime, rules: BlockRules
) -> None:
    assert proposes([*reports, ("z", at)], NOW, rules) >= proposes(reports, NOW, rules)


@given(
    st.one_of(st.none(), st.integers(-400, 800).map(lambda days: NOW + timedelta(days=days))),
    st.integers(1, LONGEST_DAYS),
)
def test_every_block_ends_at_a_date_and_is_in_force_exactly_until_then(asked: datetime | None, days: int) -> None:
    try:
        until = end_of(asked, NOW, BlockRules(block_days=days))
    except InvalidFields:
        assert asked is not None
        assert not NOW < asked <= NOW + timedelta(days=LONGEST_DAYS)
        return
    assert NOW < until <= NOW + timedelta(days=LONGEST_DAYS)
    assert asked in (None, until)
    moment = timedelta(microseconds=1)
    assert in_force(CaseState.BLOCKED, until, NOW)
    assert in_force(CaseState.BLOCKED, until, until - moment)
    assert not in_force(CaseState.BLOCKED, until, until)


@given(st.sampled_from(list(CaseState)), st.one_of(st.none(), _ages))
def test_only_what_is_approved_is_in_force(state: CaseState, until: datetime | None) -> None:
    assert not in_force(state, until, NOW)


@given(st.lists(st.sampled_from(list(Happening)), max_size=12))
def test_no_way_leads_out_of_a_decision_and_none_into_a_block_without_a_proposal(steps: list[Happening]) -> None:
    state, proposed = CaseState.REPORTED, False
    for happening in steps:
        before = state
        try:
            state = step(state, happening)
        except Conflict:
            continue
        assert before in OPEN
        proposed |= state is CaseState.PROPOSED
        assert proposed or state is CaseState.REPORTED
        if state is CaseState.BLOCKED:
            assert before in (CaseState.PROPOSED, CaseState.BLOCKED)


@pytest.mark.parametrize("number", ["110", "12345", "057312345", "010110", "4008001234"])
def test_emergencies_hotlines_and_the_list_are_never_blocked(number: str) -> None:
    assert is_never(number, ["400-800-1234"])


@pytest.mark.parametrize("number", ["13800000110", "057381110", "1101", "", "0573"])
def test_others_may_be_blocked(number: str) -> None:
    assert not is_never(number, ["4008001234"])


@given(st.sampled_from(sorted(NEVER)), st.from_regex(r"0[0-9]{2,3}", fullmatch=True))
def test_an_area_code_changes_nothing(number: str, area: str) -> None:
    assert is_never(area + number)
