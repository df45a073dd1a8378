"""Our records of a small day agree with Asterisk's own log, call by call, to the second."""

import time
from dataclasses import dataclass

from services.contracts.calls import AgentState
from services.server.calls.rules import FloorRules
from services.server.figures.history import History
from services.server.figures.raw import Raw
from services.telephony.asterisk import evidence
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.contract import AsteriskRig, call_of, state_of


def history(rig: AsteriskRig) -> History:
    rig.settle()
    return History(
        Raw(n, fact.call_id, fact.agent_id, fact.kind, fact.stamp.at, fact.stamp.monotonic, rig.exchange.run, fact.data)
        for n, fact in enumerate(rig.facts)
    )


def test_a_small_day(pbx: Pbx) -> None:
    before = "\n".join("|".join(line) for line in pbx.queue_log())
    rig = AsteriskRig(pbx, FloorRules(wrap_up_seconds=0.5))
    try:
        waits = [rig.call(f"1380000000{n}") for n in range(4)]
        time.sleep(1.2)
        rig.caller_hangs_up(waits[3])
        rig.core.set_state("account-anna", AgentState.READY)
        for _ in range(3):
            rig.until(lambda: state_of(rig, "anna") == "ringing", 10)
            agent = rig.core.state.agents["account-anna"]
            call_id = agent.call_id
            rig.core.answer(agent, call_of(rig, call_id))
            rig.until(lambda: state_of(rig, "anna") == "talking")
            if call_id == waits[0]:
                rig.core.ask(lambda: rig.core.exchange.hold(waits[0]))
                rig.until(lambda: state_of(rig, "anna") == "held")
            if call_id == waits[1]:
                rig.core.set_state("account-chen", AgentState.READY)
                rig.core.transfer(call_of(rig, call_id), "account-chen", "")
                rig.until(lambda: state_of(rig, "chen") == "ringing")
                rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, waits[1]))
                rig.until(lambda: state_of(rig, "chen") == "talking")
            rig.caller_hangs_up(call_id)
        rig.until(lambda: not rig.core.state.calls, 10)
        time.sleep(0.2)
    finally:
        rig.close()
    ours = history(rig).calls
    log = "\n".join("|".join(line) for line in pbx.queue_log())[len(before) :]
    theirs = evidence.read(log.splitlines())
    assert len(theirs) == 4
    assert sum(call.answered is not None for call in theirs.values()) == 3
    assert evidence.compare(theirs, ours) == []
    # The check can fail: a second more, another outcome, a call too many are all seen.
    theirs[waits[2]].answered = (theirs[waits[2]].answered or 0) + 3
    theirs[waits[3]].left = None
    theirs["pbx-1-1"] = evidence.Evidence(1)
    assert [item.what for item in evidence.compare(theirs, ours)] == ["missing here", "wait", "outcome"]


def test_where_asterisk_was_killed_our_end_may_come_before_its_last_line() -> None:
    """What it had written there and not sent was never heard; of a call that ended by itself there is a line of its own."""
    lines = [
        "100|1.1|tongfu-general|NONE|ENTERQUEUE||138|1",
        "106|1.9|tongfu-general|NONE|ENTERQUEUE||139|1",
        "109|NONE|NONE|NONE|QUEUESTART|",
    ]
    killed = evidence.read(lines)["pbx-1-1"]
    assert (killed.wait, killed.slack) == (6, 3)
    for wait, differs in ((2.9, True), (3.1, False), (10.4, False), (10.6, True)):
        assert bool(evidence.compare({"pbx-1-1": killed}, {"pbx-1-1": Ours(wait)})) is differs
    gave_up = evidence.Evidence(100, left=106)
    assert evidence.compare({"pbx-1-1": gave_up}, {"pbx-1-1": Ours(4.4)})


@dataclass(frozen=True)
class Ours:
    """A call that was given up, by our records."""

    wait: float
    answered: bool = False
    abandoned: bool = True
