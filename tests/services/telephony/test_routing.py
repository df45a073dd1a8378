import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.telephony.routing import GENERAL, Assignment, Router, RoutingRules, estimated_wait

RULES = RoutingRules(widen_seconds=10, general_seconds=20, priority_seconds=60)


@pytest.fixture
def router() -> Router:
    return Router(RULES)


def test_the_longest_idle_agent_of_the_best_level_takes_the_longest_waiting_caller(router: Router) -> None:
    router.wait("second", "city", since=2)
    router.wait("first", "city", since=1)
    router.idle("new", 9, {"city": 1})
    router.idle("old", 3, {"city": 1})
    router.idle("oldest", 1, {"city": 2})
    assert router.decide(20) == Assignment("first", "old")


def test_a_caller_waits_for_wider_levels_and_then_for_anybody(router: Router) -> None:
    router.wait("caller", "city", since=100)
    router.idle("third", 0, {"city": 3})
    assert router.decide(119.9) is None
    assert router.next_change(100) == 120
    assert router.decide(120) == Assignment("caller", "third")
    router.busy("third")
    router.idle("helper", 0, {GENERAL: 5})
    assert router.decide(119) is None
    assert router.decide(120) == Assignment("caller", "helper")


def test_priority_is_a_head_start_and_not_a_class_of_its_own(router: Router) -> None:
    router.wait("plain", "city", since=0)
    router.wait("elderly", "city", since=30, priority=1)
    router.wait("late", "city", since=70, priority=1)
    assert router.in_order() == ["elderly", "plain", "late"]


def test_who_was_put_back_stands_at_the_head(router: Router) -> None:
    router.wait("elderly", "city", since=0, priority=2)
    router.wait("back", "city", since=50, head=True)
    assert [router.position(call) for call in ("back", "elderly", "nobody")] == [1, 2, 0]


def test_a_caller_whom_nobody_free_can_serve_does_not_block_others(router: Router) -> None:
    router.wait("english", "english", since=0)
    router.wait("new", "city", since=40, priority=9)
    router.wait("patient", "city", since=25)
    router.idle("second", 0, {"city": 2})
    # "new" is first in the queue but takes only the best level so far.
    assert router.decide(41) == Assignment("patient", "second")


@dataclass(frozen=True)
class Waiting:
    id: str
    skill: str
    since: int
    priority: int
    head: bool


@dataclass(frozen=True)
class Idle:
    id: str
    since: int
    skills: tuple[tuple[str, int], ...]


def slow(waiting: list[Waiting], idle: list[Idle], now: float) -> Assignment | None:
    """The rules, word by word."""
    for call in sorted(waiting, key=lambda c: (not c.head, c.since - 60 * c.priority, c.since, c.id)):
        waited = now - call.since
        reach = min(5, 1 + int(max(waited, 0) // 10))
        able = [(dict(a.skills)[call.skill], a.since, a.id) for a in idle if call.skill in dict(a.skills)]
        able = [found for found in able if found[0] <= reach]
        if not able and waited >= 20:
            able = [(dict(a.skills)[GENERAL], a.since, a.id) for a in idle if GENERAL in dict(a.skills)]
        if able:
            return Assignment(call.id, min(able)[2])
    return None


SKILLS = st.sampled_from([GENERAL, "city", "social"])


@given(
    st.lists(
        st.builds(Waiting, st.uuids().map(str), SKILLS, st.integers(0, 60), st.integers(0, 2), st.booleans()),
        max_size=12,
        unique_by=lambda call: call.id,
    ),
    st.lists(
        st.builds(
            Idle,
            st.uuids().map(str),
            st.integers(0, 60),
            st.dictionaries(SKILLS, st.integers(1, 5)).map(lambda skills: tuple(skills.items())),
        ),
        max_size=8,
        unique_by=lambda agent: agent.id,
    ),
)
def test_decisions_are_those_of_the_plain_rules(waiting: list[Waiting], idle: list[Idle]) -> None:
    router = Router(RULES)
    for call in waiting:
        router.wait(call.id, call.skill, call.since, call.priority, call.head)
    for agent in idle:
        router.idle(agent.id, agent.since, dict(agent.skills))
    now = 61.0
    while (found := slow(waiting, idle, now)) is not None:
        assert router.decide(now) == found
        router.leave(found.call_id)
        router.busy(found.agent_id)
        waiting = [call for call in waiting if call.id != found.call_id]
        idle = [agent for agent in idle if agent.id != found.agent_id]
    assert router.decide(now) is None
    change = router.next_change(now)
    if change is not None:
        assert slow(waiting, idle, change - 0.001) is None
        assert slow(waiting, idle, change) == router.decide(change) is not None


def test_nothing_is_left_behind(router: Router) -> None:
    choose = random.Random(1)
    for n in range(300):
        router.wait(f"c{n % 40}", choose.choice(["a", "b"]), since=n, priority=n % 3, head=n % 7 == 0)
        router.idle(f"a{n % 20}", n, {"a": 1 + n % 5, "c": 1})
    for n in range(40):
        router.leave(f"c{n}")
        router.leave(f"c{n}")
        router.busy(f"a{n}")
    assert router.waiting == 0
    assert router.decide(1e9) is None
    assert router.next_change(0) is None


def test_the_estimate_needs_agents() -> None:
    assert estimated_wait(3, 200, 0) is None
    assert estimated_wait(3, 200, 10) == 60
