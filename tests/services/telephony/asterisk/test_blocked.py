"""Blocked numbers at a real Asterisk: they hear why, reach no queue, and that goes on and ends while our server is away."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from services.contracts.blocking import Treatment
from services.server.calls.rules import Caller
from services.telephony.asterisk.names import BLOCKS, REFUSALS, WISHES
from services.telephony.protocol import Block, Fact
from tests.services.telephony.asterisk.pbx import Pbx, sound
from tests.services.telephony.asterisk.phone import until
from tests.services.telephony.contract import AsteriskRig

NUMBER, HZ = "13800000066", 1500


@pytest.fixture(params=["asterisk16", "asterisk22"])
def speaking(request: pytest.FixtureRequest) -> Iterator[Pbx]:
    """An Asterisk that has the announcement as a sound."""
    pbx = Pbx(request.param, prompts=["blocked"], breath_seconds=1)
    sound(pbx, "blocked", HZ)
    pbx.start()
    yield pbx
    pbx.remove()


def blocks(pbx: Pbx) -> str:
    return pbx.command(f"database show {BLOCKS}")


def block(seconds: float = 3_600, treatment: Treatment = Treatment.ANNOUNCE) -> Block:
    return Block(datetime.now(UTC) + timedelta(seconds=seconds), treatment)


def told(rig: AsteriskRig) -> list[Fact]:
    rig.settle()
    return [fact for fact in rig.facts if fact.kind == "blocked"]


def entered(pbx: Pbx) -> int:
    return sum(line[4] == "ENTERQUEUE" for line in pbx.queue_log() if len(line) > 4)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *((NUMBER, NUMBER), (NUMBER, f"+86{NUMBER}"), (NUMBER, f"0086{NUMBER}")),
        *(("057386123456", "+8657386123456"), ("01088886666", "+861088886666"), ("4008001234", "+864008001234")),
        *(("057386123456", "057386123456x801"), ("057386123456", "+86-573-86123456ext801")),
        *((NUMBER, f"0{NUMBER}"), (NUMBER, f"+860{NUMBER}")),
    ],
)
def test_a_blocked_caller_hears_why_and_reaches_no_queue(speaking: Pbx, number: str, written: str) -> None:
    rig = AsteriskRig(speaking)
    try:
        rig.exchange.block({number: block()})
        rig.until(lambda: number in blocks(speaking), 20)
        citizen = speaking.citizen(written)
        citizen.dial("12345")
        rig.until(lambda: citizen.ear.tones(0.3, HZ)[HZ] > 0.5, 20)
        rig.until(lambda: citizen.call is None, 20)
        rig.until(lambda: told(rig), 20)
        assert [fact.data["number"] for fact in told(rig)] == [number]
        assert entered(speaking) == 0
        assert rig.core.state.calls == {}
    finally:
        rig.close()


def test_a_block_holds_while_our_server_is_away_is_told_later_and_ends_by_itself(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    # The second one's end has come, and nobody has taken it out.
    rig.exchange.block({NUMBER: block(), "13800000069": block(-1)})
    rig.until(lambda: NUMBER in blocks(pbx) and "13800000069" in blocks(pbx), 20)
    rig.close()

    before, since = entered(pbx), time.time()
    citizen = pbx.citizen(NUMBER)
    citizen.dial("12345")
    until(lambda: citizen.call is None, 20)
    last = time.time()
    assert NUMBER in pbx.command(f"database show {REFUSALS}")
    assert entered(pbx) == before
    other = pbx.citizen("13800000069")
    other.dial("12345")
    until(lambda: entered(pbx) == before + 1, 20)
    other.hang_up()

    rig = AsteriskRig(pbx)
    try:
        # It asks for this once our server has said what it wants.
        rig.exchange.block({NUMBER: block()})
        rig.until(lambda: told(rig), 20)
        (fact,) = told(rig)
        assert fact.data["number"] == NUMBER
        assert int(since) <= fact.stamp.at.timestamp() <= last, "of the moment in which it happened"
        rig.exchange.kept([fact.call_id])
        rig.until(lambda: NUMBER not in pbx.command(f"database show {REFUSALS}"), 20)
        rig.until(lambda: "13800000069" not in blocks(pbx), 20)
        rig.exchange.block({})
        rig.until(lambda: NUMBER not in blocks(pbx), 20)
        assert rig.exchange.comparison.repairs["block"] >= 1
    finally:
        rig.close()


def test_a_block_that_was_lifted_while_asterisk_was_not_heard_is_taken_out(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    rig.exchange.block({NUMBER: block(), "13800000068": block()})
    rig.until(lambda: NUMBER in blocks(pbx) and "13800000068" in blocks(pbx), 20)
    rig.close()
    rig = AsteriskRig(pbx)
    try:
        time.sleep(0.5)
        assert NUMBER in blocks(pbx), "until our server has said what it wants, all stays"
        rig.exchange.block({"13800000068": block()})
        rig.until(lambda: NUMBER not in blocks(pbx), 20)
        assert "13800000068" in blocks(pbx)
        rig.exchange.block({})
        rig.until(lambda: "13800000068" not in blocks(pbx), 20)
    finally:
        rig.close()


def test_who_is_served_last_stands_behind_whoever_comes_later_also_while_our_server_is_away(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    rig.exchange.block({NUMBER: block(treatment=Treatment.LAST)})
    rig.until(lambda: NUMBER in blocks(pbx), 20)
    rig.close()
    before = entered(pbx)
    for n, number in enumerate((NUMBER, "13911110001", "13911110002")):
        pbx.citizen(number).dial("12345")
        until(lambda n=n: entered(pbx) == before + n + 1, 20)  # type: ignore[misc]
    shown = pbx.command("queue show tongfu-general")
    assert [line.split("prio: ")[1].rstrip(") \n") for line in shown.splitlines() if "prio: " in line] == [
        "0",
        "0",
        "-1",
    ]
    rig = AsteriskRig(pbx)
    try:
        rig.exchange.block({})
        rig.until(lambda: NUMBER not in blocks(pbx), 20)
    finally:
        rig.close()


def test_the_floors_own_order_keeps_who_is_served_last_behind_whoever_comes_later(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    try:
        rig.core.caller_of = lambda number: Caller(elderly=number == "13911110002", last=number == NUMBER)
        rig.exchange.block({NUMBER: block(treatment=Treatment.LAST)})
        rig.until(lambda: NUMBER in blocks(pbx), 20)
        order = [rig.call(number) for number in (NUMBER, "13911110001", "13911110002", "13911110003")]
        last, first, elderly, third = (rig.exchange._board.calls[call_id].channel for call_id in order)
        assert rig.core.state.router.in_order("general") == [order[2], order[1], order[3], order[0]]

        def stands() -> list[str]:
            lines = pbx.command("queue show tongfu-general").splitlines()
            return [line.split()[1] for line in lines if "prio: " in line]

        rig.until(lambda: stands() == [elderly, first, third, last], 20)
    finally:
        rig.close()


def test_a_night_of_refused_calls_and_wishes_is_told_to_the_last_one(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    for n in range(400):
        for family, said in ((REFUSALS, f"{NUMBER}:1700000000"), (WISHES, f"{NUMBER}:general:1700000000")):
            key = {"Key": f"pbx-17000000{len(family)}-{n}", "Val": said}
            rig.exchange._line.wait({"Action": "DBPut", "Family": family, **key})
    rig.close()
    rig = AsteriskRig(pbx)
    try:
        rig.exchange.block({})
        rig.until(lambda: len(told(rig)) == 400, 20)
        wishes = [fact.call_id for fact in rig.facts if fact.kind == "callback_wished"]
        assert len(set(wishes)) == 400
        rig.exchange.kept([*wishes, *(fact.call_id for fact in told(rig))])
        for family in (REFUSALS, WISHES):
            rig.until(lambda family=family: "pbx-" not in pbx.command(f"database show {family}"), 30)  # type: ignore[misc]
    finally:
        rig.close()
