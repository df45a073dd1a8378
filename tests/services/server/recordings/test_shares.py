"""Who spoke for how long: what is counted, that nothing is counted twice, and that each version stays what it was."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.quality import SHARES_VERSION, SharesVersion
from services.server.recordings.shares import talk_shares

TICK, SECONDS = 0.05, 20.0
_spans = st.lists(st.tuples(st.integers(-40, 440), st.integers(0, 120)), max_size=6)


def stretches(drawn: list[tuple[int, int]]) -> list[tuple[float, float]]:
    return [(start * TICK, (start + length) * TICK) for start, length in drawn]


@given(_spans, _spans, _spans, _spans)
def test_every_moment_is_counted_as_what_it_was(
    left: list[tuple[int, int]],
    right: list[tuple[int, int]],
    holds: list[tuple[int, int]],
    pauses: list[tuple[int, int]],
) -> None:
    """Beside the same, counted moment by moment."""

    def moments(drawn: list[tuple[int, int]]) -> set[int]:
        return {tick for start, length in drawn for tick in range(max(0, start), min(400, start + length))}

    none = set[int]()
    for version in get_args(SharesVersion):
        hold = none if version == "2026.1" else moments(holds)
        pause = moments(pauses) - hold if version == SHARES_VERSION else none
        agent, citizen = moments(left) - hold - pause, moments(right) - hold - pause
        silent = set(range(400)) - agent - citizen - hold - pause
        one, other, held, paused = (stretches(each) for each in (left, right, holds, pauses))
        found = talk_shares(one, other, held, paused, SECONDS, version)
        counted = [round(len(each) * TICK, 2) for each in (agent, citizen, agent & citizen, silent, hold, pause)]
        assert [found.agent, found.citizen, found.both, found.silent, found.held, found.paused] == counted
        assert found.rules == version


def test_time_on_hold_was_silence_by_the_first_rules_and_is_no_part_of_the_talk_by_those_in_force() -> None:
    told = ([(0.0, 3.0), (11.0, 12.0)], [(2.0, 6.0)], [(8.0, 18.0)], [], 20.0)
    first, now = talk_shares(*told, version="2026.1"), talk_shares(*told)
    assert (first.agent, first.citizen, first.both, first.silent, first.held) == (4.0, 4.0, 1.0, 13.0, 0.0)
    assert (now.agent, now.citizen, now.both, now.silent, now.held) == (3.0, 4.0, 1.0, 4.0, 10.0)


def test_time_in_which_a_secret_was_spoken_was_silence_and_is_no_part_of_the_talk_by_the_rules_in_force() -> None:
    """What lies within a hold as well is time on hold, once."""
    told = ([(0.0, 3.0)], [(2.0, 6.0)], [(8.0, 12.0)], [(5.0, 6.0), (10.0, 16.0)], 20.0)
    before, now = talk_shares(*told, version="2026.2"), talk_shares(*told)
    assert (before.agent, before.citizen, before.silent, before.held, before.paused) == (3.0, 4.0, 10.0, 4.0, 0.0)
    assert (now.agent, now.citizen, now.silent, now.held, now.paused) == (3.0, 3.0, 6.0, 4.0, 5.0)
