"""Closed queues at a real Asterisk: new callers hear why and reach no queue, also while our server is away."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from services.contracts.calls import AgentState
from services.contracts.opening import ClosedTreatment
from services.contracts.plans import Outside, Why
from services.telephony.asterisk.names import CLOSED, PLANS, TURNED
from services.telephony.protocol import Closing, Fact, Stretch
from tests.services.telephony.asterisk.pbx import Pbx, sound
from tests.services.telephony.asterisk.phone import until
from tests.services.telephony.contract import AsteriskRig

NUMBER, CLOSED_HZ, CALL_BACK_HZ = "13800000076", 1500, 900


@pytest.fixture(params=["asterisk16", "asterisk22"])
def speaking(request: pytest.FixtureRequest) -> Iterator[Pbx]:
    """An Asterisk that has the announcements as sounds."""
    pbx = Pbx(request.param, prompts=["closed", "closed-callback"], breath_seconds=1)
    sound(pbx, "closed", CLOSED_HZ)
    sound(pbx, "closed-callback", CALL_BACK_HZ)
    pbx.start()
    yield pbx
    pbx.remove()


def closings(pbx: Pbx) -> str:
    return pbx.command(f"database show {CLOSED}")


def closing(seconds: float | None = 3_600, treatment: ClosedTreatment = ClosedTreatment.CALL_BACK) -> Closing:
    return Closing(None if seconds is None else datetime.now(UTC) + timedelta(seconds=seconds), treatment)


def told(rig: AsteriskRig) -> list[Fact]:
    rig.settle()
    return [fact for fact in rig.facts if fact.kind == "turned_away"]


def entered(pbx: Pbx) -> int:
    return sum(line[4] == "ENTERQUEUE" for line in pbx.queue_log() if len(line) > 4)


@pytest.mark.parametrize(
    ("treatment", "hz"), [(ClosedTreatment.ANNOUNCE, CLOSED_HZ), (ClosedTreatment.CALL_BACK, CALL_BACK_HZ)]
)
def test_a_caller_hears_that_the_queue_is_closed_and_reaches_none(
    speaking: Pbx, treatment: ClosedTreatment, hz: int
) -> None:
    rig = AsteriskRig(speaking)
    try:
        rig.exchange.close_queues({"general": closing(None, treatment)})
        rig.until(lambda: "general" in closings(speaking), 20)
        citizen = speaking.citizen(NUMBER)
        citizen.dial("12345")
        rig.until(lambda: citizen.ear.tones(0.3, hz)[hz] > 0.5, 20)
        rig.until(lambda: citizen.call is None, 20)
        rig.until(lambda: told(rig), 20)
        assert [dict(fact.data) for fact in told(rig)] == [
            {"number": NUMBER, "skill": "general", "treatment": treatment.value}
        ]
        assert entered(speaking) == 0
        assert rig.core.state.calls == {}
    finally:
        rig.close()


def test_a_plan_holds_while_our_server_is_away_and_a_number_is_written_as_ours_are(pbx: Pbx) -> None:
    rig, now = AsteriskRig(pbx), datetime.now(UTC)
    hour = timedelta(hours=1)
    rig.exchange.plan_queues({"general": [Stretch(now - hour, now + 72 * hour, Outside.CALL_BACK)]})
    rig.until(lambda: f"general-{now + 2 * timedelta(days=1):%Y%m%d}" in pbx.command(f"database show {PLANS}"), 20)
    rig.close()
    before = entered(pbx)
    citizen = pbx.citizen("+8613800000081")
    citizen.dial("12345")
    until(lambda: citizen.call is None, 20)
    assert entered(pbx) == before
    assert ": +8613800000081:general:call_back:" in pbx.command(f"database show {TURNED}")
    rig = AsteriskRig(pbx)
    try:
        rig.exchange.plan_queues({})
        rig.until(lambda: any(fact.data["number"] == "13800000081" for fact in told(rig)), 20)
        rig.until(lambda: "general" not in pbx.command(f"database show {PLANS}"), 20)
        assert rig.exchange.comparison.repairs["plan"] >= 1
        rig.exchange.kept([fact.call_id for fact in told(rig)])
        rig.until(lambda: "13800000081" not in pbx.command(f"database show {TURNED}"), 20)
    finally:
        rig.close()


def test_where_nobody_answers_outside_the_caller_is_called_back(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    try:
        rig.outside.close()
        rig.exchange.close_queues({"general": Closing(None, Outside.NUMBER, "06321234567", "no_agent")})
        rig.until(lambda: "no_agent" in closings(pbx), 20)
        citizen = pbx.citizen("13800000082")
        citizen.dial("12345")
        rig.until(lambda: citizen.call is None, 60)
        rig.until(lambda: any(fact.data["number"] == "13800000082" for fact in told(rig)), 20)
        kinds = [f.kind.value for f in rig.facts if f.data.get("number") == "13800000082"]
        assert kinds == ["overflowed", "turned_away"]
        rig.exchange.kept([fact.call_id for fact in told(rig)])
        rig.until(lambda: "13800000082" not in pbx.command(f"database show {TURNED}"), 20)
    finally:
        rig.exchange.close_queues({})
        rig.until(lambda: "general" not in closings(pbx), 20)
        rig.close()


def test_a_closing_holds_while_our_server_is_away_is_told_later_and_ends_by_itself(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    rig.exchange.close_queues({"general": closing(), "city": closing()})
    rig.until(lambda: "general" in closings(pbx) and "city" in closings(pbx), 20)
    rig.close()

    before, since = entered(pbx), time.time()
    citizen = pbx.citizen(NUMBER)
    citizen.dial("12345")
    until(lambda: citizen.call is None, 20)
    last = time.time()
    assert NUMBER in pbx.command(f"database show {TURNED}")
    assert entered(pbx) == before
    # Its end comes while nobody takes it out.
    pbx.command(f"database put {CLOSED} general call_back:{int(time.time())}")
    other = pbx.citizen("13800000079")
    other.dial("12345")
    until(lambda: entered(pbx) == before + 1, 20)
    other.hang_up()

    rig = AsteriskRig(pbx)
    try:
        # It asks for this once our server has said what it wants; "city" was opened meanwhile.
        rig.exchange.close_queues({"general": closing()})
        rig.until(lambda: told(rig), 20)
        (fact,) = told(rig)
        assert fact.data["number"] == NUMBER
        assert int(since) <= fact.stamp.at.timestamp() <= last, "of the moment in which it happened"
        rig.exchange.kept([fact.call_id])
        rig.until(lambda: NUMBER not in pbx.command(f"database show {TURNED}"), 20)
        rig.until(lambda: "city" not in closings(pbx), 20)
        assert rig.exchange.comparison.repairs["closing"] >= 1
        rig.exchange.close_queues({})
        rig.until(lambda: "general" not in closings(pbx), 20)
    finally:
        rig.close()


def test_an_overflow_for_want_of_agents_ends_by_itself_when_one_is_back_and_our_server_is_not(pbx: Pbx) -> None:
    """Everybody was on a break as our server stopped: their own telephones bring them back, and callers to them."""
    rig = AsteriskRig(pbx)
    try:
        rig.core.set_state("account-anna", AgentState.READY)
        rig.core.set_state("account-anna", AgentState.BREAK, "meal")
        rig.exchange.close_queues(
            {"general": Closing(datetime.now(UTC) + timedelta(hours=3), Outside.SKILL, "social", Why.NO_AGENT)}
        )
        rig.until(
            lambda: "no_agent" in closings(pbx) and "paused:tongfu" in pbx.command("queue show tongfu-general"), 20
        )
        rig.exchange.stop()
        sent_on = pbx.citizen(NUMBER)
        sent_on.dial("12345")
        until(lambda: "PJSIP/carrier" in pbx.command("queue show tongfu-social"), 20)
        sent_on.hang_up()
        anna = rig.phones["anna"]
        anna.dial("*61")
        until(lambda: "paused" not in pbx.command("queue show tongfu-general"), 20)
        until(lambda: anna.call is None, 20)
        served = pbx.citizen("13800000077")
        served.dial("12345")
        until(lambda: anna.ringing, 20)
        anna.pick_up()
        until(lambda: served.talking and anna.talking, 20)
        assert "no_agent" not in closings(pbx)
    finally:
        rig.close()


def test_a_lead_has_closed_a_queue_and_agents_are_there(pbx: Pbx) -> None:
    """Only an overflow for want of agents looks for them."""
    rig = AsteriskRig(pbx)
    try:
        rig.core.set_state("account-anna", AgentState.READY)
        rig.exchange.close_queues({"general": closing()})
        rig.until(lambda: "general" in closings(pbx), 20)
        before = entered(pbx)
        phone = pbx.citizen(NUMBER)
        phone.dial("12345")
        rig.until(lambda: told(rig), 20)
        assert entered(pbx) == before
        assert "general" in closings(pbx)
    finally:
        rig.close()
