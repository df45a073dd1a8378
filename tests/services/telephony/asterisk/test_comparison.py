"""A look at everything while events go on: nothing that happens between its two questions is lost, or told twice."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pytest

from services.contracts.calls import CallEventKind
from services.telephony.asterisk.backlog import Backlog, Step
from services.telephony.asterisk.board import Board
from services.telephony.asterisk.comparison import Comparison
from services.telephony.asterisk.connection import Line
from services.telephony.asterisk.members import Members

K = CallEventKind
CITIZEN, AGENT = "PJSIP/carrier-00000001", "PJSIP/agent1001-00000002"
ABOUT = {"Uniqueid": "100.1", "Linkedid": "100.1", "Channel": CITIZEN, "Queue": "tongfu-general"}
JOIN = {"Event": "QueueCallerJoin", **ABOUT, "CallerIDNum": "0138", "Timestamp": "100.5"}
RINGS = {"Event": "AgentCalled", **ABOUT, "Interface": "PJSIP/agent1001", "DestChannel": AGENT, "Timestamp": "101.5"}
CONNECT = {"Event": "AgentConnect", **ABOUT, "Interface": "PJSIP/agent1001", "DestChannel": AGENT, "Timestamp": "102.5"}
GONE = {"Event": "Hangup", "Uniqueid": "100.2", "Linkedid": "100.1", "Channel": AGENT, "Timestamp": "109.5"}
ABANDON = {"Event": "Hangup", **ABOUT, "Timestamp": "109.5"}

ENTRY = {"Event": "QueueEntry", "Queue": "tongfu-general", "Uniqueid": "100.1", "Wait": "2", "Timestamp": "102"}
STATUS = {"Event": "Status", "Uniqueid": "100.1", "Channel": CITIZEN, "CallerIDNum": "0138"}
VARIABLES = {"Variable": ["TONGFU_CALL=pbx-100-1", "TONGFU_SINCE=100", "TONGFU_SKILL=general"]}
CHANNEL = {**STATUS, **VARIABLES}
TALKS = {
    "Event": "Status",
    "Uniqueid": "100.2",
    "Channel": AGENT,
    "ChannelState": "6",
    "Variable": ["TONGFU_CALL=pbx-100-1", "TONGFU_FILE=/x/pbx-100-1.102.250000"],
}


class FakeLine:
    """Answers the two questions; ``between`` and ``after`` happen while they are under way."""

    def __init__(self) -> None:
        self.queues: Sequence[Mapping[str, Any]] = ()
        self.channels: Sequence[Mapping[str, Any]] = ()
        self.between: Sequence[Mapping[str, Any]] = ()
        self.after: Sequence[Mapping[str, Any]] = ()
        self.hears: Callable[[Mapping[str, Any]], None] = lambda _event: None

    async def ask(self, action: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        first = action["Action"] == "QueueStatus"
        for event in self.between if first else self.after:
            self.hears(event)
        return self.queues if first else self.channels


class FakeMembers:
    """Telephone 1001 is anna's."""

    def desk(self, account: str) -> Any:
        return type("Desk", (), {"extension": "1001"}) if account == "anna" else None


class Log:
    """A queue log that tells of one call that nobody heard."""

    def __init__(self, *steps: Step) -> None:
        self.steps = steps
        self.entered: dict[str, int] = {}

    def unheard(self, _since: object, there: Sequence[str]) -> list[Step]:
        return [step for step in self.steps if step.call_id not in there]


class Scene:
    """A board, a line, and what was stated."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float | None]] = []
        self.board = Board(self._state)
        self.line = FakeLine()
        self.comparison = Comparison(
            cast(Line, self.line), self.board, cast(Members, FakeMembers()), lambda event: self.board.read(event)
        )
        self.line.hears = self.hear

    def _state(self, event: Mapping[str, Any], kind: K, _call: str, _extension: str, **_data: object) -> None:
        told = event.get("Timestamp")
        self.told.append((kind.value, float(told) if told else None))

    def hear(self, event: Mapping[str, Any]) -> None:
        if not self.comparison.keeps(event):
            self.board.read(event)

    def look(self, first: bool = True) -> None:
        asyncio.run(self.comparison.look(first, None))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.told]


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize("seen", [[CHANNEL], [CHANNEL, TALKS]], ids=["before", "after"])
@pytest.mark.parametrize("when", ["between", "after"])
def test_a_caller_answered_between_the_two_questions_is_answered(scene: Scene, when: str, seen: list[Any]) -> None:
    """Our server has just come back: the queue's list still has the caller, an agent answers, the channels are listed."""
    scene.line.queues, scene.line.channels = [ENTRY], seen
    setattr(scene.line, when, [CONNECT])
    scene.look()
    assert scene.told == [("offered", 100.0), ("answered", 102.5)]
    scene.hear(GONE)
    assert scene.kinds == ["offered", "answered", "ended"]


def test_who_comes_and_is_answered_while_everything_is_looked_at_is_told_once_and_exactly(scene: Scene) -> None:
    scene.line.queues, scene.line.channels = [], [CHANNEL, TALKS]
    scene.line.between = [JOIN, RINGS, CONNECT]
    scene.look()
    assert scene.told == [("offered", 100.5), ("ringing", 101.5), ("answered", 102.5)]


def test_who_comes_and_goes_meanwhile_is_not_told_by_the_log_as_well(scene: Scene) -> None:
    scene.comparison.backlog = cast(
        Backlog, Log(Step(100, K.OFFERED, "pbx-100-1"), Step(109, K.ABANDONED, "pbx-100-1"))
    )
    scene.line.between = [JOIN, ABANDON]
    scene.look()
    assert scene.kinds == ["offered", "abandoned"]


def test_who_is_with_an_agent_already_was_answered_before_events_were_heard(scene: Scene) -> None:
    scene.line.channels = [CHANNEL, TALKS]
    scene.look()
    assert scene.told == [("offered", 100.0), ("answered", 102.25)]


def test_since_when_somebody_waits_is_said_by_the_queue_and_not_by_the_menu_before_it(scene: Scene) -> None:
    log = Log()
    log.entered["pbx-100-1"] = 101
    scene.comparison.backlog = cast(Backlog, log)
    scene.line.channels, scene.line.between = [CHANNEL], [CONNECT]
    scene.look()
    assert scene.told == [("offered", 101.0), ("answered", 102.5)]


def test_who_goes_while_everything_is_looked_at_is_gone_once(scene: Scene) -> None:
    scene.line.queues, scene.line.channels = [ENTRY], [CHANNEL]
    scene.line.after = [ABANDON]
    scene.look()
    assert scene.kinds == ["offered", "abandoned"]
    scene.line.queues = scene.line.channels = scene.line.after = []
    scene.look(first=False)
    assert (scene.kinds, scene.comparison.repairs.total()) == (["offered", "abandoned"], 0)


def test_who_comes_while_everything_is_looked_at_again_does_not_count_as_gone(scene: Scene) -> None:
    scene.look()
    scene.line.between = [JOIN]
    scene.look(first=False)
    scene.hear(CONNECT)
    assert scene.kinds == ["offered", "answered"]
    assert scene.comparison.repairs.total() == 0


def test_an_answer_that_was_never_heard_is_found_by_the_next_look(scene: Scene) -> None:
    scene.hear(JOIN)
    scene.line.channels = [CHANNEL, TALKS]
    scene.look(first=False)
    assert scene.told == [("offered", 100.5), ("answered", 102.25)]
    assert scene.comparison.repairs == {"call otherwise": 1}


def test_an_event_that_cannot_be_read_keeps_no_other_back(scene: Scene) -> None:
    scene.line.queues, scene.line.channels = [ENTRY], [CHANNEL]
    scene.line.between = [
        {**CONNECT, "DestChannel": None} | {"Uniqueid": "100.1"},
        {"Event": "QueueCallerJoin"},
        CONNECT,
    ]
    del cast(dict[str, Any], scene.line.between[0])["DestChannel"]
    scene.look()
    assert scene.kinds == ["offered", "answered"]


def with_(channel: dict[str, Any], *variables: str, **fields: str) -> dict[str, Any]:
    return {**channel, **fields, "Variable": [*channel["Variable"], *variables]}


LEAD = {"Event": "Status", "Uniqueid": "lead-1", "Channel": "PJSIP/agent1009-00000009", "ChannelState": "6"}
VISITS = {**LEAD, "Variable": ["TONGFU_VISIT=pbx-100-1", "TONGFU_MODE=whisper"]}


def test_a_hold_a_lead_and_a_silence_that_ended_while_the_line_was_broken_are_found(scene: Scene) -> None:
    """A hold of the telephone's own is written on no channel; Asterisk says of the citizen's that music was asked for."""
    held = with_(CHANNEL, "CHANNEL(onhold)=1")
    scene.line.channels = [held, with_(TALKS, "TONGFU_MUTED=yes", "TONGFU_UNRECORDED=yes"), VISITS]
    scene.look()
    call = scene.board.calls["pbx-100-1"]
    assert scene.kinds == ["offered", "answered", "held", "supervised"]
    assert (call.muted, call.recording_paused) == (True, True)
    scene.line.channels = [CHANNEL, TALKS]
    scene.look()
    assert scene.kinds[4:] == ["resumed", "unsupervised"]
    assert (call.held, call.muted, call.recording_paused) == (False, False, False)
    scene.look()
    assert scene.kinds[6:] == [], "nothing is told twice"


def test_who_was_asked_to_a_call_is_found(scene: Scene) -> None:
    """First a number outside that is still called, with the citizen put aside; then three talk; then it has gone."""
    aside = {**CHANNEL, "Context": "tongfu-held", "Application": "MusicOnHold"}
    here = {**TALKS, "Context": "tongfu-conference"}
    asked = {"Event": "Status", "Uniqueid": "third-1", "Channel": "PJSIP/carrier-00000007", "ChannelState": "5"}
    asked["Variable"] = ["TONGFU_CALL=pbx-100-1", "TONGFU_THIRD=110"]  # type: ignore[assignment]
    scene.line.channels = [aside, here, asked]
    scene.look()
    call = scene.board.calls["pbx-100-1"]
    assert scene.kinds == ["offered", "answered", "held"]
    assert (call.consulting, call.expected, call.outside, call.third) == (True, "third-1", "110", False)
    scene.line.channels = [aside, here, {**asked, "ChannelState": "6"}]
    scene.look()
    scene.line.channels = [{**CHANNEL, "Context": "tongfu-conference"}, here, {**asked, "ChannelState": "6"}]
    scene.look()
    scene.line.channels = [{**CHANNEL, "Context": "tongfu-conference"}, here]
    scene.look()
    assert scene.kinds[3:] == ["consulted", "conference", "resumed"]
    assert not call.outside
