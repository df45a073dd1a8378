"""Who asks for a call out of their wrap-up is not rung by the queue in between: they stay paused until their telephone is engaged."""

import time
from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from services.telephony.asterisk import members
from services.telephony.asterisk.pbxcall import Event
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

ENGAGED = {"2", "3", "6", "7", "8"}


@pytest.fixture
def rig(pbx: Pbx) -> Iterator[AsteriskRig]:
    """An agent in wrap-up, for whose queue two callers wait."""
    rig = AsteriskRig(pbx)
    rig.core.set_state("account-anna", AgentState.READY)
    first = rig.call("13800000001")
    rig.until(lambda: rig.phones["anna"].ringing, 20)
    rig.phones["anna"].pick_up()
    rig.until(lambda: call_of(rig, first).connected, 20)
    rig.caller_hangs_up(first)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and "tongfu wrap_up" in pbx.command("queue show"), 20)
    yield rig
    rig.close()


def unpaused(rig: AsteriskRig) -> list[str]:
    """Returns the states that the telephone had when a pause in the queue of a skill ended, as they are told."""
    found: list[str] = []
    hear = rig.exchange.on_event

    def listen(event: Event) -> None:
        if event.get("Event") == "QueueMemberPause" and event["Paused"] == "0" and event["Queue"] == "tongfu-general":
            found.append(str(event["Status"]))
        hear(event)

    rig.exchange.on_event = listen  # type: ignore[method-assign]
    return found


def test_who_dials_out_of_the_wrap_up_is_paused_until_the_telephone_is_engaged(rig: AsteriskRig) -> None:
    waits = rig.call("13800000002")
    states, rings = unpaused(rig), rig.phones["anna"].rings
    rig.core.dial(rig.core.state.agents["account-anna"], "out-9", "057312345")
    rig.until(lambda: call_of(rig, "out-9").answered and states, 20)
    assert set(states) <= ENGAGED
    assert (rig.phones["anna"].rings, call_of(rig, waits).state, state_of(rig, "anna")) == (
        rings + 1,
        "waiting",
        "talking",
    )


def test_who_picks_a_caller_out_of_the_wrap_up_is_rung_for_that_one_alone(rig: AsteriskRig) -> None:
    waits, picked = rig.call("13800000002"), rig.call("13800000003")
    states, rings = unpaused(rig), rig.phones["anna"].rings
    assert rig.core.answer(rig.core.state.agents["account-anna"], call_of(rig, picked))
    rig.until(lambda: call_of(rig, picked).state == "talking" and states, 20)
    assert set(states) <= ENGAGED
    assert (rig.phones["anna"].rings, call_of(rig, waits).state) == (rings + 1, "waiting")


def test_where_the_telephone_is_never_engaged_the_pause_ends_all_the_same(
    rig: AsteriskRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller who was picked has gone in the same moment; who picked them is ready, and is rung by the next one."""
    monkeypatch.setattr(members, "ENGAGED_SECONDS", 2.0)
    picked = rig.call("13800000003")
    call = call_of(rig, picked)
    rig.citizens[picked].hang_up()
    time.sleep(0.3)
    rig.core.answer(rig.core.state.agents["account-anna"], call)
    rig.until(lambda: picked not in rig.core.state.calls and state_of(rig, "anna") == "ready", 20)
    rig.call("13800000004")
    rig.until(lambda: rig.phones["anna"].ringing, 20)
