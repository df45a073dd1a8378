"""Wishes to be called back at a real Asterisk: none is lost while our server is away, and who hides their number waits on."""

import time

import pytest

from services.telephony.asterisk.names import WISHES
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.asterisk.phone import until
from tests.services.telephony.contract import AsteriskRig, call_of


def wishes(rig: AsteriskRig) -> list[str]:
    return [fact.call_id for fact in rig.core.facts if fact.kind == "callback_wished"]


def test_a_wish_made_while_our_server_is_away_is_told_until_it_is_kept(pbx: Pbx) -> None:
    citizen = pbx.citizen("13800000077")
    citizen.dial("12345")
    until(lambda: citizen.talking, 20)
    time.sleep(0.5)
    before = int(time.time())
    citizen.press("1")
    until(lambda: citizen.call is None, 20)
    assert "13800000077:general:" in pbx.command(f"database show {WISHES}")

    for kept in (False, True):
        # The first server that hears of it dies before it has it on disk.
        rig = AsteriskRig(pbx)
        try:
            rig.until(lambda rig=rig: wishes(rig), 20)  # type: ignore[misc]
            (fact,) = [fact for fact in rig.core.facts if fact.kind == "callback_wished"]
            assert (fact.data["number"], fact.data["skill"]) == ("13800000077", "general")
            assert str(fact.data["since"]) <= time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(before))
            if kept:
                rig.exchange.kept([fact.call_id])
                rig.until(lambda: "13800000077" not in pbx.command(f"database show {WISHES}"), 20)
        finally:
            rig.close()
    rig = AsteriskRig(pbx)
    try:
        time.sleep(1)
        rig.turn()
        assert wishes(rig) == []
    finally:
        rig.close()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("057386123456%23801", "057386123456#801"),
        ("0573-86123456x801", "057386123456#801"),
        ("013800000042", "013800000042"),
        ("+852-9123-4567", "+85291234567"),
    ],
)
def test_a_number_with_an_extension_is_called_back_with_it(pbx: Pbx, sent: str, kept: str) -> None:
    citizen = pbx.citizen("someone")
    citizen.dial("12345", f"sip:{sent}@127.0.0.1")
    until(lambda: citizen.talking, 20)
    time.sleep(0.5)
    citizen.press("1")
    until(lambda: citizen.call is None, 20)
    rig = AsteriskRig(pbx)
    try:
        rig.until(lambda: wishes(rig), 20)
        (fact,) = [fact for fact in rig.core.facts if fact.kind == "callback_wished"]
        assert fact.data["number"] == kept
        rig.exchange.kept([fact.call_id])
        rig.until(lambda: fact.call_id not in pbx.command(f"database show {WISHES}"), 20)
    finally:
        rig.close()


def test_who_calls_without_a_number_waits_on_in_their_place(pbx: Pbx) -> None:
    """Neither behind who came later nor before who came earlier."""
    rig = AsteriskRig(pbx)
    try:
        first, call_id, last = rig.call("13800000001"), rig.call("anonymous"), rig.call("13800000003")
        channels = [rig.exchange._board.calls[each].channel for each in (first, call_id, last)]

        def in_order() -> bool:
            shown = pbx.command("queue show tongfu-general")
            return all(f"{place}. {channel} " in shown for place, channel in enumerate(channels, 1))

        rig.until(in_order)
        rig.caller_wishes(call_id)
        time.sleep(2)
        rig.until(in_order)
        assert call_of(rig, call_id).state == "waiting"
        assert rig.citizens[call_id].talking
        assert wishes(rig) == []
    finally:
        rig.close()
