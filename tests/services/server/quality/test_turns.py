from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.server.quality.turns import Talk, Turn, Voice, plan

TALK = Talk("call-1", 120.0, ((3.0, "您好，我想问问小学报名的事情"), (30.0, "好的谢谢")), ((50.0, 75.0),))


@st.composite
def _talks(draw: st.DrawFn) -> Talk:
    seconds = draw(st.floats(0, 400))
    moments = draw(st.lists(st.floats(-5, 420), max_size=8))
    holds = []
    for start in draw(st.lists(st.floats(0, 400), max_size=2)):
        holds.append((start, start + draw(st.floats(0, 60))))
    return Talk(
        draw(st.text(max_size=8)), seconds, tuple((m, "好" * draw(st.integers(0, 60))) for m in moments), tuple(holds)
    )


@given(_talks())
def test_turns_lie_in_the_call_outside_holds_and_a_voice_never_overlaps_itself(talk: Talk) -> None:
    turns = plan(talk)
    for turn in turns:
        assert 0 <= turn.start < turn.end <= talk.seconds
        assert all(turn.end <= start or turn.start >= end for start, end in talk.holds if end > start)
    for voice in Voice:
        own = [turn for turn in turns if turn.voice is voice]
        assert all(one.end <= two.start + 1e-9 for one, two in pairwise(own))


def test_the_same_call_gives_the_same_plan_and_another_call_another() -> None:
    assert plan(TALK) == plan(TALK)
    assert plan(TALK) != plan(Talk("call-2", TALK.seconds, TALK.lines, TALK.holds))


def test_the_caller_speaks_when_the_timeline_says_so_and_the_agent_greets_first() -> None:
    turns = plan(TALK)
    assert turns[0].voice is Voice.AGENT
    assert any(t.voice is Voice.CITIZEN and t.start == 3.0 for t in turns)
    assert any(t.voice is Voice.CITIZEN and t.start == 30.0 for t in turns)


def test_a_call_without_lines_still_has_two_voices() -> None:
    assert {turn.voice for turn in plan(Talk("x", 90))} == set(Voice)


def test_a_call_of_no_length_is_empty() -> None:
    assert plan(Talk("x", 0.0)) == []


def test_the_fingerprint_changes_with_the_content() -> None:
    assert TALK.fingerprint == Talk(TALK.call_id, TALK.seconds, TALK.lines, TALK.holds).fingerprint
    assert TALK.fingerprint != Talk(TALK.call_id, TALK.seconds, TALK.lines).fingerprint


def test_a_hold_cuts_a_turn_in_two() -> None:
    talk = Talk("c", 60, ((5.0, "字" * 200),), ((20.0, 30.0),))
    citizen = [t for t in plan(talk) if t.voice is Voice.CITIZEN and 4 < t.start < 46]
    assert Turn(5.0, 20.0, Voice.CITIZEN) in citizen
    assert any(t.start == 30.0 for t in citizen)
