"""Asterisk's events as facts; whatever else comes over the line does no harm."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.telephony.asterisk.actions import late
from services.telephony.asterisk.board import Board
from services.telephony.asterisk.pbxcall import number_of


def board() -> tuple[Board, list[tuple[str, str, str, dict[str, Any]]]]:
    facts: list[tuple[str, str, str, dict[str, Any]]] = []
    return Board(lambda _e, kind, call, extension, **data: facts.append((kind.value, call, extension, data))), facts


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("+8613800000042", "13800000042"),
        ("008613800000042", "13800000042"),
        ("tel:+86-0573-8612-3456", "057386123456"),
        ("０１３８", "0138"),
        ("057312345678ext123", "057312345678#123"),
        ("anonymous", ""),
        ("<unknown>", ""),
        ("", ""),
        (None, ""),
        ("sipvicious", ""),
        ("9" * 60, "9" * 32),
    ],
)
def test_numbers(said: str | None, kept: str) -> None:
    assert number_of(said) == kept


EVENT = st.dictionaries(
    st.sampled_from(
        ["Queue", "Uniqueid", "Channel", "Interface", "DestChannel", "Conference", "Paused", "PausedReason"]
    ),
    st.one_of(st.sampled_from(["tongfu-city", "1.1", "PJSIP/carrier-00000001", "PJSIP/agent1001", "", "1"]), st.text()),
)
NAMES = ["QueueCallerJoin", "AgentCalled", "AgentConnect", "AgentRingNoAnswer", "Hold", "Unhold", "ConfbridgeJoin"]


@given(
    st.lists(st.tuples(st.sampled_from([*NAMES, "Hangup", "HangupRequest", "UserEvent", "QueueMemberPause"]), EVENT))
)
def test_any_events_in_any_order_leave_a_sound_board(events: list[tuple[str, dict[str, str]]]) -> None:
    found, facts = board()
    for name, event in events:
        try:
            found.read({"Event": name, **event})
        except (KeyError, ValueError):
            continue  # the line logs such an event and goes on
    offered = [call for kind, call, _, _ in facts if kind == "offered"]
    over = [call for kind, call, _, _ in facts if kind in ("ended", "abandoned")]
    assert len(over) <= len(offered)
    assert set(found.calls) == {call for call in offered if offered.count(call) > over.count(call)}


def test_queues_of_others_are_nothing_to_us() -> None:
    found, facts = board()
    found.read({"Event": "QueueCallerJoin", "Queue": "support", "Uniqueid": "1.1", "Channel": "PJSIP/x-00000001"})
    assert (facts, found.calls) == ([], {})


@given(st.permutations(range(7)), st.permutations(range(7)))
def test_who_comes_again_in_this_order_ends_at_the_wanted_places(wanted: list[int], present: list[int]) -> None:
    names, queue = [str(n) for n in wanted], [str(n) for n in present]
    for call_id in late(names, queue):
        queue.remove(call_id)
        # As Asterisk does: before the first whose priority is lower.
        place = next((n for n, other in enumerate(queue) if names.index(other) > names.index(call_id)), len(queue))
        queue.insert(place, call_id)
    assert queue == names
