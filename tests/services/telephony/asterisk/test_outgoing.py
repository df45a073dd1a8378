"""What is done with a citizen whom an agent has called: hold, asking somebody, three in a talk, handing over; by tones.

Everything is looked at each half second meanwhile, so that what a look finds and what was told must be the same.
"""

import time
from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from services.server.figures import formulas
from services.server.figures.history import History
from services.server.figures.raw import Raw
from services.telephony.asterisk import evidence
from services.telephony.asterisk.backlog import steps
from services.telephony.asterisk.ledger import Ledger
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.asterisk.phone import Phone
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

CITIZEN, AGENT, COLLEAGUE = 440, 900, 1300
LOUD, CALL = 0.2, "out-1"


@pytest.fixture
def rig(pbx: Pbx) -> Iterator[AsteriskRig]:
    """An agent who has called a citizen and talks with them."""
    rig = AsteriskRig(pbx, survey_seconds=0.5)
    rig.outside.tone, rig.phones["anna"].tone, rig.phones["chen"].tone = CITIZEN, AGENT, COLLEAGUE
    for name in ("anna", "chen"):
        rig.core.set_state(f"account-{name}", AgentState.READY)
    rig.core.dial(rig.core.state.agents["account-anna"], CALL, "057312345")
    rig.until(lambda: call_of(rig, CALL).answered, 20)
    hear(rig, rig.outside, rig.phones["anna"])
    yield rig
    rig.close()


def hear(rig: AsteriskRig, *talkers: Phone) -> None:
    """Waits until each of these hears all others."""
    rig.until(
        lambda: all(
            one.ear.tones(0.5, other.tone)[other.tone] > LOUD
            for one in talkers
            for other in talkers
            if one is not other
        ),
        20,
    )


def hear_not(rig: AsteriskRig, one: Phone, other: Phone) -> None:
    rig.until(lambda: one.ear.tones(0.5, other.tone)[other.tone] < LOUD, 20)


def looked(rig: AsteriskRig) -> None:
    """Waits until everything was looked at twice more."""
    before = rig.exchange.surveyed
    rig.until(lambda: rig.exchange.surveyed > before + 1, 20)


def bring(rig: AsteriskRig, how: str) -> None:
    chen = rig.phones["chen"]
    rig.core.ask(lambda: getattr(rig.exchange, how)(CALL, "account-chen"))
    rig.until(lambda: chen.ringing, 20)
    chen.pick_up()
    rig.until(lambda: call_of(rig, CALL).third, 20)


@pytest.mark.parametrize("holds", [True, False])
def test_they_are_held_and_taken_back(rig: AsteriskRig, holds: bool) -> None:
    anna = rig.phones["anna"]
    anna.holds = holds
    rig.core.ask(lambda: rig.exchange.hold(CALL))
    rig.until(lambda: call_of(rig, CALL).state == "held", 20)
    hear_not(rig, rig.outside, anna)
    looked(rig)
    assert call_of(rig, CALL).state == "held"
    rig.core.ask(lambda: rig.exchange.resume(CALL))
    rig.until(lambda: call_of(rig, CALL).state == "talking", 20)
    hear(rig, rig.outside, anna)
    looked(rig)
    assert (call_of(rig, CALL).state, state_of(rig, "anna")) == ("talking", "talking")


def test_three_talk_and_two_again_and_the_end_frees_all(rig: AsteriskRig) -> None:
    anna, chen = rig.phones["anna"], rig.phones["chen"]
    for _ in range(2):
        bring(rig, "conference")
        hear(rig, rig.outside, anna, chen)
        looked(rig)
        assert call_of(rig, CALL).state == "conference"
        rig.core.ask(lambda: rig.exchange.leave(CALL))
        rig.until(lambda: call_of(rig, CALL).state == "talking" and chen.call is None, 20)
        hear(rig, rig.outside, anna)
    rig.outside.hang_up()
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and anna.call is None, 20)


def test_somebody_is_asked_first_and_goes_on_with_them(rig: AsteriskRig) -> None:
    anna, chen = rig.phones["anna"], rig.phones["chen"]
    bring(rig, "consult")
    hear(rig, anna, chen)
    hear_not(rig, rig.outside, anna)
    looked(rig)
    assert (call_of(rig, CALL).state, call_of(rig, CALL).third) == ("held", True)
    rig.core.ask(lambda: rig.exchange.hand_over(CALL))
    rig.until(lambda: call_of(rig, CALL).agent_id == "account-chen", 20)
    hear(rig, rig.outside, chen)
    assert (state_of(rig, "anna"), state_of(rig, "chen")) == ("wrap_up", "talking")
    looked(rig)
    assert (call_of(rig, CALL).agent_id, state_of(rig, "chen")) == ("account-chen", "talking")
    rig.outside.hang_up()
    rig.until(lambda: state_of(rig, "chen") == "wrap_up" and chen.call is None, 20)


def test_they_hang_up_while_somebody_is_asked(rig: AsteriskRig) -> None:
    anna, chen = rig.phones["anna"], rig.phones["chen"]
    bring(rig, "consult")
    hear(rig, anna, chen)
    rig.outside.hang_up()
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and state_of(rig, "chen") == "ready", 20)
    rig.until(lambda: anna.call is None and chen.call is None, 20)


@pytest.mark.parametrize("held", [False, True])
def test_a_lead_puts_right_who_is_stuck_in_such_a_call(rig: AsteriskRig, held: bool) -> None:
    """The agent is what the lead said, and the citizen stands at the head of the queue."""
    anna = rig.phones["anna"]
    anna.holds = False
    if held:
        rig.core.ask(lambda: rig.exchange.hold(CALL))
        rig.until(lambda: call_of(rig, CALL).state == "held", 20)
    rig.core.free("account-anna", AgentState.BREAK, "put_right", "put_right")
    rig.until(lambda: state_of(rig, "anna") == "break", 20)
    rig.until(lambda: anna.call is None, 20)
    looked(rig)
    assert (state_of(rig, "anna"), call_of(rig, CALL).state, call_of(rig, CALL).skill) == (
        "break",
        "waiting",
        "general",
    )
    assert rig.outside.talking


def test_they_are_sent_on_and_heard_recorded_and_in_no_callers_figures(rig: AsteriskRig) -> None:
    chen, before = rig.phones["chen"], len(rig.pbx.queue_log())
    rig.core.transfer(call_of(rig, CALL), "", "city")
    rig.until(lambda: state_of(rig, "chen") == "ringing", 20)
    looked(rig)
    rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, CALL))
    rig.until(lambda: state_of(rig, "chen") == "talking", 20)
    hear(rig, rig.outside, chen)
    looked(rig)
    assert (call_of(rig, CALL).agent_id, rig.exchange.comparison.repairs) == ("account-chen", {})
    with_both = list((rig.pbx.folder / "recordings").glob(f"{CALL}.*.agent.wav"))
    assert len(with_both) >= 2, "the first agent's and the second one's"
    rig.outside.hang_up()
    rig.until(lambda: state_of(rig, "chen") == "wrap_up", 20)
    time.sleep(0.5)
    lines = ["|".join(line) for line in rig.pbx.queue_log()[before:]]
    assert [line.split("|")[4] for line in lines if "CONNECT" in line or "ENTERQUEUE" in line] == [
        "ENTERQUEUE",
        "CONNECT",
    ]
    assert evidence.read(lines) == {}
    assert Ledger(lines).figures(0, 2**40, 20)["offered"].nearest == 0
    assert set(steps(lines)) == {CALL}, "what a server reads that was away meanwhile"


@pytest.mark.parametrize("where", ["queue", "parked", "agent"])
def test_our_server_comes_back_while_they_wait_or_talk_elsewhere(rig: AsteriskRig, where: str) -> None:
    chen = rig.phones["chen"]
    if where == "parked":
        rig.core.ask(lambda: rig.exchange.park(CALL))
        rig.until(lambda: call_of(rig, CALL).state == "parked", 20)
    elif where == "queue":
        rig.core.set_state("account-chen", AgentState.BREAK)
        rig.core.transfer(call_of(rig, CALL), "", "city")
        rig.until(lambda: call_of(rig, CALL).state == "waiting", 20)
    else:
        rig.core.transfer(call_of(rig, CALL), "account-chen", "")
        # The floor says so a moment before the telephone rings.
        rig.until(lambda: chen.ringing, 20)
        chen.pick_up()
        rig.until(lambda: state_of(rig, "chen") == "talking", 20)
    rig.away(lambda: None, 0.5)
    looked(rig)
    shown = {"parked": ("parked", ""), "queue": ("waiting", ""), "agent": ("talking", "account-chen")}
    assert (call_of(rig, CALL).state, call_of(rig, CALL).agent_id) == shown[where]
    if where == "queue":
        rig.core.set_state("account-chen", AgentState.READY)
        rig.until(lambda: state_of(rig, "chen") == "ringing", 20)
    if where != "agent":
        rig.core.answer(rig.core.state.agents["account-chen"], call_of(rig, CALL))
    rig.until(lambda: state_of(rig, "chen") == "talking", 20)
    hear(rig, rig.outside, chen)
    rig.outside.hang_up()
    rig.until(lambda: state_of(rig, "chen") == "wrap_up", 20)


def test_they_ask_in_the_queue_to_be_called(rig: AsteriskRig) -> None:
    rig.core.set_state("account-chen", AgentState.BREAK)
    rig.core.transfer(call_of(rig, CALL), "", "city")
    rig.until(lambda: call_of(rig, CALL).state == "waiting", 20)
    looked(rig)
    rig.outside.press("1")
    rig.until(lambda: any(fact.kind == "callback_wished" for fact in rig.core.facts), 20)
    (wish,) = [fact for fact in rig.core.facts if fact.kind == "callback_wished"]
    assert (wish.call_id, wish.data["number"]) == (CALL, "057312345")


def test_asterisks_own_lines_have_the_same_work_of_agents_in_such_a_call(rig: AsteriskRig) -> None:
    """How busy they were, by the queue log and the lines about calls, and by our figures."""
    chen, records = rig.phones["chen"], rig.pbx.folder / "log/cdr-csv/Master.csv"
    known = records.read_text().count(f'"{CALL}"') if records.is_file() else 0
    bring(rig, "conference")
    since = rig.clock.now()
    hear(rig, rig.outside, rig.phones["anna"], chen)
    begun = time.monotonic()
    rig.until(lambda: time.monotonic() > begun + 8, 20)
    chen.hang_up()
    rig.until(lambda: state_of(rig, "chen") == "ready", 20)
    rig.until(lambda: time.monotonic() > begun + 12, 20)
    rig.outside.hang_up()
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and rig.phones["anna"].call is None, 20)
    rig.until(lambda: records.read_text().count(f'"{CALL}"') > known, 20)
    until = rig.clock.now()
    rig.settle()
    history = History(
        Raw(n, fact.call_id, fact.agent_id, fact.kind, fact.stamp.at, fact.stamp.monotonic, "run", fact.data)
        for n, fact in enumerate(rig.facts)
    )
    ours, _ = formulas.occupied(history, since, until, until)
    book = Ledger(["|".join(line) for line in rig.pbx.queue_log()], records.read_text().splitlines())
    theirs, _, _ = book._busy(int(since.timestamp()), int(until.timestamp()))
    assert ours > 18
    assert theirs == pytest.approx(ours, abs=4), "each end of each part is a second wide"
