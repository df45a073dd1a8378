"""The formulas against slow oracles that know each call's story and not the events."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.calls import AgentState, CallEventKind
from services.contracts.figures import Figures
from services.server.figures import formulas
from services.server.figures.history import History
from services.server.figures.raw import Raw
from services.server.figures.series import Means, day_series
from tests.zone import ZONE

START = datetime(2026, 3, 10, 1, tzinfo=UTC)
_K = CallEventKind


@dataclass(frozen=True)
class Story:
    """A call as it was. Seconds from the start, and seconds."""

    offered: int
    wait: int
    answered: bool
    talk: int = 0
    hold: int = 0
    talk_after: int = 0
    wrap_up: int = 0

    @property
    def gone(self) -> int:
        return self.offered + self.wait + self.talk + self.hold + self.talk_after


stories = st.lists(
    st.builds(
        Story,
        offered=st.integers(0, 4000),
        wait=st.one_of(st.integers(0, 30), st.integers(0, 400)),
        answered=st.booleans(),
        talk=st.integers(1, 300),
        hold=st.integers(0, 60),
        talk_after=st.integers(1, 100),
        wrap_up=st.integers(1, 120),
    ),
    max_size=15,
)


def events_of(told: list[Story], jump: float = 0.0) -> list[Raw]:
    """The raw events of the stories, one agent a call; ``jump`` moves the wall clock of every second event."""
    found: list[tuple[float, CallEventKind, str, str, dict[str, object]]] = []
    for n, story in enumerate(told):
        call, agent = f"call{n}", f"agent{n}"
        found.append((story.offered, _K.OFFERED, call, "", {}))
        moment = story.offered + story.wait
        if not story.answered:
            found.append((moment, _K.ABANDONED, call, "", {}))
            continue
        found.append((moment, _K.ANSWERED, call, agent, {}))
        if story.hold:
            found.append((moment + story.talk, _K.HELD, call, agent, {}))
            found.append((moment + story.talk + story.hold, _K.RESUMED, call, agent, {}))
        found.append((story.gone, _K.ENDED, call, agent, {"by": "caller"}))
        found.append((story.gone, _K.AGENT_STATE, call, agent, {"state": "wrap_up"}))
        found.append((story.gone + story.wrap_up, _K.AGENT_STATE, call, agent, {"state": "offline"}))
    found.sort(key=lambda event: event[0])
    return [
        Raw(
            n,
            call,
            agent,
            kind,
            START + timedelta(seconds=at - (jump if n % 2 and kind is not _K.OFFERED else 0)),
            at,
            "x",
            data,
        )
        for n, (at, kind, call, agent, data) in enumerate(found, 1)
    ]


NOW = START + timedelta(seconds=10_000)


def of(told: list[Story], since: int, until: int, threshold: float = 20, jump: float = 0.0) -> Figures:
    history = History(events_of(told, jump))
    return formulas.figures(history, START + timedelta(seconds=since), START + timedelta(seconds=until), threshold, NOW)


@given(stories, st.integers(0, 4000), st.integers(1, 4000), st.integers(1, 60))
def test_figures_are_those_of_the_stories(told: list[Story], since: int, length: int, threshold: int) -> None:
    until = since + length
    found = of(told, since, until, threshold)
    mine = [story for story in told if since <= story.offered < until]
    answered = [story for story in mine if story.answered]
    gone = [story for story in mine if not story.answered]
    assert (found.offered, found.answered, found.abandoned) == (len(mine), len(answered), len(gone))
    assert found.abandoned_short == len([story for story in gone if story.wait < 5])
    in_time = len([story for story in answered if story.wait <= threshold])
    if answered:
        assert found.service_level == in_time / len(answered)
        assert found.asa == pytest.approx(sum(story.wait for story in answered) / len(answered))
        work = sum(story.talk + story.hold + story.talk_after + story.wrap_up for story in answered)
        assert found.aht == pytest.approx(work / len(answered))
    else:
        assert found.service_level is found.asa is found.aht is None
    if mine:
        late = len([story for story in gone if story.wait <= threshold])
        assert found.service_level_2 == (in_time + late) / len(mine)
        assert found.answer_rate_15 == len([story for story in answered if story.wait <= 15]) / len(mine)
        assert found.connection_rate == len(answered) / len(mine)
        assert found.abandon_rate == len(gone) / len(mine)
        assert found.longest_wait == max(story.wait for story in mine)
        longer = [story for story in gone if story.wait >= 5]
        kept = len(answered) + len(longer)
        assert found.abandon_rate_without_short == (len(longer) / kept if kept else None)
    else:
        assert found.connection_rate is None


@given(stories, st.lists(st.integers(0, 4000), min_size=1, max_size=4))
def test_intervals_add_up(told: list[Story], cuts: list[int]) -> None:
    borders = sorted({0, 5000, *cuts})
    parts = [of(told, a, b) for a, b in pairwise(borders)]
    whole = of(told, 0, 5000)
    for name in ("offered", "answered", "abandoned", "abandoned_short"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)


@given(stories, st.floats(-5000, 5000))
def test_a_clock_that_jumps_changes_no_duration(told: list[Story], jump: float) -> None:
    plain, jumped = of(told, 0, 5000), of(told, 0, 5000, jump=jump)
    for name in ("offered", "answered", "abandoned", "asa", "aht", "service_level", "longest_wait"):
        assert getattr(jumped, name) == pytest.approx(getattr(plain, name))


@given(stories, st.integers(0, 60))
def test_taking_in_events_bit_by_bit_is_the_same(told: list[Story], cut: int) -> None:
    events = events_of(told)
    history = History(events[:cut])
    formulas.figures(history, START, NOW, 20, NOW)
    for event in events[cut:]:
        history.take(event)
    assert formulas.figures(history, START, NOW, 20, NOW) == of(told, 0, 10_000)


spans = st.lists(
    st.tuples(st.sampled_from(["ready", "break", "wrap_up", "training", "paused", "offline"]), st.integers(1, 900)),
    min_size=1,
    max_size=10,
)


@given(st.lists(spans, min_size=1, max_size=3), st.integers(0, 2000), st.integers(1, 3000))
def test_occupancy_second_by_second(agents: list[list[tuple[str, int]]], since: int, length: int) -> None:
    events, busy, serving = [], 0, 0
    until = since + length
    for n, states in enumerate(agents):
        at = 0
        for state, seconds in [*states, ("offline", 1)]:
            moment = START + timedelta(seconds=at)
            events.append(Raw(len(events) + 1, "", f"a{n}", _K.AGENT_STATE, moment, at, "x", {"state": state}))
            within = range(max(at, since), min(at + seconds, until))
            busy += len(within) * (state == "wrap_up")
            serving += len(within) * (state in ("wrap_up", "ready"))
            at += seconds
    found = formulas.figures(
        History(events), START + timedelta(seconds=since), START + timedelta(seconds=until), 20, NOW
    )
    assert found.occupancy == (pytest.approx(busy / serving) if serving else None)


def raw(kind: CallEventKind, at: float, agent: str = "", call: str = "c", exchange: str = "x", **data: object) -> Raw:
    return Raw(int(at) + 1, call, agent, kind, START + timedelta(seconds=at), at, exchange, data)


def test_who_still_waits_is_offered_and_neither_answered_nor_abandoned() -> None:
    found = formulas.figures(History([raw(_K.OFFERED, 0)]), START, NOW, 20, START + timedelta(seconds=42))
    assert (found.offered, found.answered, found.abandoned) == (1, 0, 0)
    assert found.longest_wait == 42


def test_a_call_that_the_system_ended_before_an_answer_was_abandoned() -> None:
    found = formulas.figures(History([raw(_K.OFFERED, 0), raw(_K.ENDED, 9, by="system")]), START, NOW, 20, NOW)
    assert (found.abandoned, found.abandoned_short) == (1, 0)


def test_a_transferred_call_is_answered_once_and_all_work_counts() -> None:
    history = History(
        [
            raw(_K.OFFERED, 0),
            raw(_K.ANSWERED, 10, "a"),
            raw(_K.TRANSFERRED, 40, "a"),
            raw(_K.AGENT_STATE, 40, "a", state="wrap_up"),
            raw(_K.RINGING, 50, "b"),
            raw(_K.AGENT_STATE, 55, "a", call="", state="ready"),
            raw(_K.ANSWERED, 60, "b"),
            raw(_K.ENDED, 160, "b", by="agent"),
            raw(_K.AGENT_STATE, 160, "b", state="wrap_up"),
        ]
    )
    before = formulas.figures(history, START, NOW, 20, NOW)
    # The last wrap-up still goes on, so the call is not handled to the end.
    assert (before.answered, before.asa, before.aht) == (1, 10, None)
    history.take(raw(_K.AGENT_STATE, 180, "b", call="", state="ready"))
    assert formulas.figures(history, START, NOW, 20, NOW).aht == 30 + 15 + 100 + 20


def test_between_two_runs_of_an_exchange_the_wall_time_decides() -> None:
    history = History(
        [
            raw(_K.AGENT_STATE, 100, "a", call="", state="ready"),
            Raw(500, "", "a", _K.AGENT_STATE, START + timedelta(seconds=160), 3.0, "next", {"state": "offline"}),
        ]
    )
    assert [span.end - span.start for span in history.agents["a"].spans] == [60]
    assert history.agents["a"].state is AgentState.OFFLINE


@given(st.lists(st.tuples(st.floats(-100, 700), st.floats(0, 700)), max_size=8))
def test_means_by_minute(lasting: list[tuple[float, float]]) -> None:
    means = Means(10)
    for begin, length in lasting:
        means.add(begin, begin + length)
    for minute, value in enumerate(means.values()):
        exact = sum(max(0.0, min(b + n, minute * 60 + 60) - max(b, minute * 60)) for b, n in lasting) / 60
        assert value == pytest.approx(exact, abs=0.002)


@given(stories)
def test_a_days_minutes_hold_every_call_once(told: list[Story]) -> None:
    series = day_series(History(events_of(told)), date(2026, 3, 10), ZONE, START, START + timedelta(days=1), NOW)
    assert series.minutes == len(series.arrivals) == len(series.waiting) == len(series.staffed) == 167
    assert sum(series.arrivals) == len(told)
    assert sum(series.answered) == sum(story.answered for story in told)
    assert sum(series.abandoned) == sum(not story.answered for story in told)
    assert sum(series.waiting) * 60 == pytest.approx(sum(story.wait for story in told), abs=1)


def test_a_longer_wrap_up_is_counted_by_its_reason_and_is_still_one_wrap_up() -> None:
    told = [Story(0, 5, True, talk=10, wrap_up=60)]
    events = events_of(told)
    longer = [
        Raw(900 + n, "call0", "agent0", _K.WRAP_UP_EXTENDED, START + timedelta(seconds=at), at, "x", {"reason": reason})
        for n, (at, reason) in enumerate([(30.0, "ticket"), (50.0, "ticket"), (60.0, "look_up"), (5000.0, "other")])
    ]
    until = START + timedelta(seconds=4500)
    without = formulas.figures(History(events), START, until, 15, until)
    found = formulas.figures(History([*events, *longer]), START, until, 15, until)
    assert found.wrap_ups_extended == {"ticket": 2, "look_up": 1}
    assert found.model_copy(update={"wrap_ups_extended": {}}) == without


def test_who_is_sent_on_and_not_answered_there_is_turned_away_and_counted_once() -> None:
    history = History(
        [
            Raw(1, "reached", "", _K.OVERFLOWED, START, 0, "x", {"to": "06321234567"}),
            Raw(2, "alone", "", _K.OVERFLOWED, START, 0, "x", {"to": "06321234567"}),
            Raw(3, "alone", "", _K.TURNED_AWAY, START + timedelta(seconds=40), 40, "x", {"number": "13800000001"}),
        ]
    )
    until = START + timedelta(minutes=1)
    by_version = {
        version: formulas.figures(history, START, until, 20, NOW, version) for version in ("2026.3", "2026.4")
    }
    assert {key: (each.overflowed, each.turned_away) for key, each in by_version.items()} == {
        "2026.3": (2, 1),
        "2026.4": (1, 1),
    }


def test_call_backs_of_one_citizen_are_one_however_the_number_was_written() -> None:
    """And who was reached is found, whether they were called or called again."""

    def call(key: int, at: int, number: str, *, answered: bool = False) -> list[Raw]:
        name = f"call{key}"
        told = [(_K.OFFERED, 0, {"number": number}), (_K.ANSWERED, 1, {}) if answered else (_K.ABANDONED, 9, {})]
        told += [(_K.ENDED, 20, {})] if answered else []
        return [
            Raw(
                key * 10 + n,
                name,
                "anna" if kind is _K.ANSWERED else "",
                kind,
                START + timedelta(seconds=at + s),
                at + s,
                "x",
                data,
            )
            for n, (kind, s, data) in enumerate(told)
        ]

    dialled = [
        Raw(90, "out", "anna", _K.DIALLED, START + timedelta(seconds=200), 200, "x", {"number": "01088886666"}),
        Raw(91, "out", "anna", _K.ANSWERED, START + timedelta(seconds=210), 210, "x", {}),
        Raw(92, "mobile", "anna", _K.DIALLED, START + timedelta(seconds=220), 220, "x", {"number": "13800000042"}),
        Raw(93, "mobile", "anna", _K.ANSWERED, START + timedelta(seconds=230), 230, "x", {}),
    ]
    lost = [*call(1, 0, "057386123456#801"), *call(2, 30, "057386123456"), *call(3, 60, "01088886666#2")]
    # Through one trunk with a 0 before it, through another without.
    lost += [*call(5, 90, "013800000042"), *call(6, 120, "13800000042#7")]
    history = History([*lost, *dialled, *call(4, 300, "057386123456#12", answered=True)])
    until = START + timedelta(minutes=10)
    found = {
        version: formulas.figures(history, START, until, 20, NOW, version) for version in ("2026.4", "2026.5", "2026.6")
    }
    assert {key: (each.callbacks_due, each.callbacks_reached) for key, each in found.items()} == {
        "2026.4": (5, 0),
        "2026.5": (4, 3),
        "2026.6": (3, 3),
    }


def test_a_telephone_of_ones_own_that_is_not_picked_up_is_no_talk() -> None:
    def made(picked_up: bool) -> History:
        data = {"by": "agent"} if picked_up else {"by": "agent", "picked_up": False}
        told = [
            (_K.AGENT_STATE, 0, {"state": "ready"}),
            (_K.DIALLED, 60, {"number": "0573"}),
            (_K.ENDED, 80, data),
            (_K.AGENT_STATE, 80, {"state": "wrap_up"}),
            (_K.AGENT_STATE, 100, {"state": "ready"}),
            (_K.AGENT_STATE, 200, {"state": "offline"}),
        ]
        return History(
            Raw(n, "out" if 60 <= at <= 80 else "", "anna", kind, START + timedelta(seconds=at), at, "x", data)
            for n, (kind, at, data) in enumerate(told)
        )

    until = START + timedelta(seconds=400)
    for picked_up, version, busy in (
        *((False, "2026.4", 40), (False, "2026.5", 20)),
        *((True, "2026.4", 40), (True, "2026.5", 40)),
    ):
        found = formulas.figures(made(picked_up), START, until, 20, until, version)
        assert found.occupancy == pytest.approx(busy / 200), (picked_up, version)
    # While it rings still, nobody knows yet.
    rings = formulas.figures(made(False), START, START + timedelta(seconds=70), 20, START + timedelta(seconds=70))
    assert rings.occupancy is not None
